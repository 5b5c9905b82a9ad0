"""The line of a comment that prints its author and its date, where neither has an element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._parts import Part
from ipvm_desktop.importers.web.comments._reading import Signs, name_of, read_parts
from ipvm_desktop.importers.web.page import WebPage

_TAGS = ("p", "small", "cite", "div", "span")
_BLOCKS = ("p", "div", "blockquote", "ul")
_LONGEST = 120
_LONGEST_NAME = 60
_LINE = ":line"


def with_named_lines(
    found: Sequence[FoundComment], parts: Sequence[Part], page: WebPage, signs: Signs
) -> list[FoundComment]:
    """Give nameless comments the author that stands before the date, or before their own link.

    Args:
        found: What is known of the comments.
        parts: Their elements.
        page: Where they stand.
        signs: How the others were read.
    """
    lines = {
        part: line
        for comment, part in zip(found, parts, strict=True)
        if comment.author is None and (line := _line_of(part, page)) is not None
    }
    for part, (element, _) in lines.items():
        part.mark(_LINE, element)
        part.dropped.add(element)
    told = read_parts(list(lines), page, replace(signs, author=(_LINE,), date=(_LINE,)))
    named = dict(zip(lines, told, strict=True))
    return [
        _merged(comment, named[part], lines[part][1]) if part in lines else comment
        for comment, part in zip(found, parts, strict=True)
    ]


def _merged(comment: FoundComment, told: FoundComment, author: str) -> FoundComment:
    dated = comment if told.posted is None else told
    return replace(told, author=author, posted=dated.posted, posted_text=dated.posted_text)


def _line_of(part: Part, page: WebPage) -> tuple[HtmlElement, str] | None:
    """Return the first short line with a date or a link to the comment, and the name before it."""
    for element in part.own:
        text = text_of(element) if element.tag in _TAGS else ""
        if not 0 < len(text) <= _LONGEST or any(element.find(tag) is not None for tag in _BLOCKS):
            continue
        found = find_web_date(text, page.saved, True)
        link = next((each for each in element.iter("a") if _leads_to(each, part)), None)
        if found is not None:
            name = name_of(element, page.saved) or ""
            name = name if name in text.partition(found[0])[0] else ""
        else:
            # "1 year" alone is no date.
            name = "" if link is None else text_of(element, (link,).__contains__)
        if 0 < len(name) <= _LONGEST_NAME:
            return element, name
    return None


def _leads_to(link: HtmlElement, part: Part) -> bool:
    """Say whether a link leads to the comment that it stands in."""
    name = link.get("href", "").rpartition("#")[2]
    return bool(name) and name in (part.element.get("id"), *(each.get("id") for each in part.own))
