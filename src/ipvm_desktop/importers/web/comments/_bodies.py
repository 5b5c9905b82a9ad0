"""Bodies of posts as fragments of HTML: their quotes as quotes, their smilies as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape

from lxml import etree, html
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._select import Select, above, text_of
from ipvm_desktop.sanitize import html_to_text, sanitize

_SMILIES = Select(
    *(f"img[class*={word}][alt]" for word in ("emoj", "Emoj", "emoticon", "smile", "smili")),
    *(f"img[src*='/{word}'][alt]" for word in ("smilies/", "emoji/", "emoticons/", "smileys/")),
)
_NOTHING = Select("script", "style", "template")
_PICTURE = "img"
_KEPT = frozenset(("dl", _PICTURE, "ol", "table", "ul"))
_ARROWS = re.compile("[\u2191\u00bb]")  # links to the quoted post
_RULE = re.compile(r"\s*_{15,}")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage that a post takes from elsewhere, as its body's markup has it.

    Attributes:
        block: The whole of it.
        head: What says whose it is, such as "Alice said:"; None without that.
        content: What holds the passage alone; None where that is all of the block but the head.
        key: Of the post it comes from, or None.
    """

    block: HtmlElement
    head: HtmlElement | None = None
    content: HtmlElement | None = None
    key: str | None = None


FindQuotes = Callable[[HtmlElement], Iterable[Quotation]]
"""Finds the quotations of a body in the page's order, outer ones before those inside them."""


def no_quotes(_body: HtmlElement) -> tuple[Quotation, ...]:
    """Find none, for makes without a markup of their own for quotes."""
    return ()


@dataclass(frozen=True, slots=True)
class Body:
    """What a post says.

    Attributes:
        html: As a fragment, not sanitised.
        quotes: Its outermost quotations, each with the key of its source or None.
    """

    html: str
    quotes: tuple[tuple[str, str | None], ...] = ()


def read_body(
    parts: Sequence[HtmlElement],
    without: Select | None = None,
    find_quotes: FindQuotes = no_quotes,
) -> Body:
    """Return what the parts of a post say: its text, its attachments, a note of an edit.

    The page stays as it is.

    Args:
        parts: One below the other; what stands inside of an earlier one is told with that.
        without: What in them is no part of the text.
        find_quotes: Finds the quotations of the first part.
    """
    pieces = []
    quotes: list[tuple[str, str | None]] = []
    told: set[HtmlElement] = set()
    for part in parts:
        if any(element in told for element in above(part)):
            continue
        copied = _copied(part)
        for needless in (_NOTHING, without):
            for found in needless.all(copied) if needless is not None else ():
                if found is not copied:
                    found.drop_tree()
        for smiley in _SMILIES.all(copied):
            smiley.tail = (smiley.get("alt") or "") + (smiley.tail or "")
            smiley.drop_tree()
        for legend in copied.iter("legend"):
            legend.tag = "p"
        if not told:
            quotes += _settle(tuple(find_quotes(copied)))
        if told and copied.tag not in _KEPT:
            copied.tag = "div"
        is_whole = told or copied.tag == _PICTURE
        pieces.append(
            html.tostring(copied, encoding="unicode") if is_whole else _inner_html(copied)
        )
        told.add(part)
    return Body("".join(pieces), tuple(quotes))


def cut_signature(body: HtmlElement) -> None:
    """Drop what stands below the line of underscores that old forums draw above signatures."""
    for element in body.iterdescendants():
        if _RULE.match(element.tail or ""):
            element.tail = None
            for following in list(element.itersiblings()):
                following.tail = None
                following.drop_tree()
            return


def _copied(part: HtmlElement) -> HtmlElement:
    copied = deepcopy(part)
    copied.tail = None
    return copied


def _inner_html(element: HtmlElement) -> str:
    return escape(element.text or "", quote=False) + "".join(
        html.tostring(child, encoding="unicode") for child in element
    )


def _settle(found: Sequence[Quotation]) -> list[tuple[str, str | None]]:
    """Make each quotation a ``blockquote`` and return the outermost ones."""
    blocks = {quotation.block for quotation in found}
    inner = {each.block for each in found if _is_inside(each.block, blocks)}
    settled = [(each, _blockquote(each)) for each in reversed(found)]
    quotes = []
    for quotation, passage in reversed(settled):
        if quotation.block in inner:
            continue
        copied = _copied(passage)
        for nested in copied.findall(".//blockquote"):
            nested.drop_tree()
        text = html_to_text(sanitize(_inner_html(copied)))
        if text:
            quotes.append((text, quotation.key))
    return quotes


def _is_inside(block: HtmlElement, blocks: set[HtmlElement]) -> bool:
    return any(element in blocks for element in above(block))


def _blockquote(quotation: Quotation) -> HtmlElement:
    """Put the quotation into a ``blockquote`` with its head as a paragraph; return the passage."""
    block, head = quotation.block, quotation.head
    said = " ".join(_ARROWS.sub(" ", text_of(head)).split())
    if head is not None:
        head.drop_tree()
    passage = block if quotation.content is None else quotation.content
    moved: HtmlElement = html.Element("div")
    moved.text = passage.text
    moved.extend(list(passage))
    tail = block.tail
    block.clear()
    block.tail = tail
    block.tag = "blockquote"
    if said:
        etree.SubElement(block, "p").text = said
    block.append(moved)
    return moved
