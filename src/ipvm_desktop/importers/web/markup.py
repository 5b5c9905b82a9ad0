"""A page's text to a tree, whatever its depth and damage. Nothing is fetched or run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import clean_text, limit_attributes, tag_names
from ipvm_desktop.importers.web.unclosed import closed

# libxml2 stops at 2,048 levels. Tags that HTML closes by itself are not counted, so a level
# counted here may be up to four there.
_DEEPEST = 200
_ROOM = 50
# Each takes a kilobyte in the end, and all readers look at it: so many take 15 seconds. A page of
# ten thousand comments has half of them.
_MOST_ELEMENTS = 450_000

_MOST_BREAKS = 200
# It opens with a plain set of characters, which is what makes looking for it fast.
_EMPTY_LINE = r"[<&](?>(?:(?<=<)(?:br|hr|wbr|/?p)\s*/?>|(?<=&)nbsp;)\s*)"
_FLOOD = re.compile(
    rf"({_EMPTY_LINE}(?:{_EMPTY_LINE}){{{_MOST_BREAKS - 1}}})(?:{_EMPTY_LINE})+", re.IGNORECASE
)

_START = re.compile("<(?!/)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_UNCOUNTED = tag_names(
    "area base body br col dd dt embed head hr html img input li link meta option p param rp rt "
    "source tbody td tfoot th thead tr track wbr"
)
_XHTML = re.compile(r"\A\s*<\?xml\b|<html\b[^>]{0,500}xmlns", re.IGNORECASE)
_EMPTY_TAG = re.compile(
    r"<(?!area\b|base\b|br\b|col\b|embed\b|hr\b|img\b|input\b|link\b|meta\b|param\b|source\b"
    r"|track\b|wbr\b)([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]*)?/>"
)
# Archives of mails tell in comments where a mail's text is (Pipermail, MHonArc, Hypermail), who
# sent it (Hypermail) and when; no other comment says anything.
_NOTE = re.compile(
    r"<!--\s*(?:X-Date:(?P<date>[^<>]{1,80})"
    r"|(?P<mark>beginarticle|endarticle|X-Body-of-Message(?:-End)?)"
    r'|body="(?P<edge>start|end)"'
    r'|isosent="(?P<sent>\d{14})"'
    r'|name="(?P<name>[^"<>]{1,200})")\s*-->'
)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
# What a document type declares within itself, such as entities, is never used.
_SUBSET = re.compile(r"(<!DOCTYPE\b[^<>\[\]]{0,1000})\[[^\]]*\](?=\s*>)", re.IGNORECASE)
# It only says where a word may be broken, and keeps it from being found.
_SOFT_HYPHEN = re.compile("\u00ad|&shy;|&#(?:173|x0*[aA][dD]);")
_REFERENCE = re.compile(r"&#(?:([0-9]{1,4})(?![0-9])|[xX]([0-9a-fA-F]{1,4})(?![0-9a-fA-F]));?")
_UNFINISHED = re.compile(r"<(?:[a-zA-Z/!][^<>]*)?\Z")
_HEAD = 16 * 1024
_NOT_OPTIONAL = ("div", "article", "section", "table", "ul", "script", "style")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's tree.

    Attributes:
        root: The ``html`` element.
        issues: What could not be read as it stands.
        is_too_deep: Its elements were brought up from thousands of levels.
    """

    root: HtmlElement
    issues: tuple[ImportIssue, ...]
    is_too_deep: bool = False


def parse(text: str, name: str, importer: str) -> Parsed:
    """Parse a page.

    Raises:
        CorruptFileError: It holds no element.
    """
    issues: list[ImportIssue] = []
    text = _SOFT_HYPHEN.sub("", _DECLARATION.sub("", text, count=1))
    text = _SUBSET.sub(r"\1", text[:_HEAD], count=1) + text[_HEAD:]
    if _XHTML.search(text[:4096]):
        text = _EMPTY_TAG.sub(r"<\1\2></\1>", text)
    text = closed(_NOTE.sub(_as_element, text), issues)
    text = _limited(limit_attributes(_without_floods(text, issues)), issues)
    root, too_deep = _tree(text)
    if too_deep:
        root, _ = _tree(_flattened(text))
        message = (
            "The page nests its elements thousands of levels deep; the deepest were brought up, "
            "so that nothing is lost but who answers whom there"
        )
        issues.append(ImportIssue(IssueCode.TOO_DEEP, message))
    if root is None:
        raise CorruptFileError(name, "the page holds no element that could be read", importer)
    _put_in_place(root)
    if _is_cut_off(text):
        message = "The file ends in the middle of the page; it was read as far as it goes"
        issues.append(ImportIssue(IssueCode.TRUNCATED, message))
    return Parsed(root, tuple(issues), too_deep)


def _as_element(note: re.Match[str]) -> str:
    if note["date"] is not None:
        date = note["date"].replace('"', "").strip()
        return f'<meta name="x-date" content="{date}">'
    if note["sent"] is not None:
        sent = note["sent"]
        return f'<meta name="x-date" content="{sent[:8]}T{sent[8:]}Z">'
    if note["name"] is not None:
        return f'<meta name="x-name" content="{note["name"]}">'
    return f'<note-mark title="{note["mark"] or "body-" + note["edge"]}"></note-mark>'


def _without_floods(text: str, issues: list[ImportIssue]) -> str:
    """Leave out all but the first of thousands of line breaks in a row, and tell."""
    text, count = _FLOOD.subn(r"\1", text)
    if count:
        message = f"Empty lines were left out where over {_MOST_BREAKS} followed each other"
        issues.append(ImportIssue(IssueCode.LEFT_OUT, message))
    return text


def _limited(text: str, issues: list[ImportIssue]) -> str:
    """Cut a page off where it has more elements than there is room for, and tell."""
    if text.count("<") - text.count("</") <= _MOST_ELEMENTS:
        return text
    message = f"The page has over {_MOST_ELEMENTS:,} elements; it was read as far as these go"
    issues.append(ImportIssue(IssueCode.TRUNCATED, message))
    last = next(islice(_START.finditer(text), _MOST_ELEMENTS, None))
    return text[: last.start()]


def parse_fragment(text: str) -> HtmlElement:
    """Parse a part of a page; the element returned holds it."""
    return cast(
        "HtmlElement", etree.fromstring(_encoded(f"<div>{clean_text(text)}</div>"), _parser())
    )


def _put_in_place(root: HtmlElement) -> None:
    """Move the parts that a server sent late to where a script would have put them.

    React streams ``<div hidden id="S:1">`` behind the page for ``<template id="B:1">`` in it, or
    ``id="P:1"`` where it is a segment of such a part.
    """
    late = [part for part in root.iterfind(".//div[@hidden]") if part.get("id", "")[:2] == "S:"]
    if not late:
        return
    places = {place.get("id", ""): place for place in root.iterfind(".//template[@id]")}
    for part in late:
        number = part.get("id", "")[2:]
        place = places.get(f"B:{number}", places.get(f"P:{number}"))
        parent = None if place is None else place.getparent()
        if place is not None and parent is not None and place not in part.iterdescendants():
            del part.attrib["hidden"]
            behind = place.tail
            parent.replace(place, part)
            part.tail = behind


def _tree(text: str) -> tuple[HtmlElement | None, bool]:
    """Parse; the second value says whether the parser gave up for depth."""
    parser = _parser()
    root = cast("HtmlElement | None", etree.fromstring(_encoded(text), parser))
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, any(error.type == limit for error in parser.error_log)


def _encoded(text: str) -> bytes:
    return _REFERENCE.sub(_referred, text).encode("utf-8", "replace")


def _referred(match: re.Match[str]) -> str:
    """Return a character that stands as a number where libxml2 would not read it as browsers do.

    Those of Windows-1252 stand for what they are there (HTML, "numeric character reference end
    state"); other control characters are none.
    """
    code = int(match[1]) if match[1] else int(match[2], 16)
    if 0x80 <= code < 0xA0:
        return bytes((code,)).decode("cp1252", "replace")
    return "\ufffd" if clean_text(chr(code)) == "\ufffd" else match[0]


def _parser() -> etree.HTMLParser:
    # Comments say nothing to people, and would be neighbours and children that are no elements.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True, remove_comments=True
    )
    # The parser of ``lxml.html`` asks Python for the class of each element that is looked at.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _flattened(text: str) -> str:
    """Close elements early where they nest too deep, so that what follows stands beside them.

    The cut is made where an element with an ``id`` starts, as comments do, and leaves room for
    some levels, so that what belongs to one comment stays together.
    """
    stack: list[tuple[str, bool]] = []  # each open element, and whether it is still open here
    alive: list[int] = []
    out: list[str] = []
    end = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        is_cut = not match[1] and len(alive) >= _DEEPEST and " id=" in match[0]
        if is_cut or len(alive) >= _DEEPEST + _ROOM:
            out.append(text[end : match.start()])
            end = match.start()
            while len(alive) > _DEEPEST - _ROOM:
                place = alive.pop()
                out.append(f"</{stack[place][0]}>")
                stack[place] = (stack[place][0], False)
        if name in _UNCOUNTED or match[0].endswith("/>"):
            continue
        if not match[1]:
            alive.append(len(stack))
            stack.append((name, True))
        elif stack and stack[-1][0] == name:
            _, is_open = stack.pop()
            if is_open:
                alive.pop()
            else:
                out.append(text[end : match.start()])
                end = match.end()
    out.append(text[end:])
    return "".join(out)


def _is_cut_off(text: str) -> bool:
    tail = text[-2000:].lower()
    if "</html" in tail or "</body" in tail:
        return False
    if _UNFINISHED.search(tail):
        return True
    lower = text.lower()
    return any(
        len(re.findall(rf"<{name}[\s>]", lower)) > lower.count(f"</{name}>") + 1
        for name in _NOT_OPTIONAL
    )
