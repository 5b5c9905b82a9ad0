"""Hacker News: https://news.ycombinator.com/item?id=… from 2012 to today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._nesting import Indentation
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_SITE = "https://news.ycombinator.com/"
_CELLS = Select("td.default")
_HEAD = Select(".comhead")
_USER = Select("a.hnuser", "a[href*='user?id=']")
_AGE = Select(".age")
_ITEM_LINKS = Select("a[href*='item?id=']")
_TEXT = Select(".commtext")
_WHOLE_TEXT = Select(".comment")
_INDENTS = Select("td.ind[indent]")
_SPACERS = Select("img[width]")
_BUTTONS = Select(".reply", "font[size='1']", ".navs")
_SUBLINES = Select("td.subtext")
_TITLE = Select(".titleline > a", "td.title > a")
_SCORE = Select(".score", "span[id^='score_']")
_STORY_TEXT = Select(".toptext")
_FORM = Select("form[action$='comment']", "form[action$='/r']")
_INDENT = 40
_AGO = re.compile(r"(?:an?|\d+) [a-z]+ ago|on [A-Z][a-z]+ \d+, \d{4}")
_MARK = re.compile(r"\[(dead|flagged|deleted)\]")
_MADE = Made(title="Hacker News", areas=_FORM, without=_BUTTONS, replies_told=True)


class HackerNewsReader:
    """Reads the page of a story, of an "Ask HN" or of a single comment."""

    name = "hacker-news"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; its indentation tells the replies."""
        cells = [
            cell
            for cell in _CELLS.on(page)
            if _ITEM_LINKS.first(_head(cell)) is not None or _WHOLE_TEXT.first(cell) is not None
        ]
        sublines = _SUBLINES.on(page)
        is_here = page.host == "news.ycombinator.com" or any(
            _USER.first(_head(cell)) is not None for cell in cells
        )
        if not is_here or len(sublines) > 1 or not (cells or sublines):
            return None
        posts = list(_posts(cells))
        if not sublines:
            title = text_of(_ITEM_LINKS.all(_head(cells[0]))[-1]) if _on_story(cells[0]) else ""
            return discussion_of(page, _MADE, posts, None, title=title)
        story = next(each for each in above(sublines[0]) if each.tag in ("table", "html"))
        return discussion_of(
            page,
            _MADE,
            posts,
            _opening(story, sublines[0]),
            declared=_announced(sublines[0]),
            title=_TITLE.text(story),
        )


def _posts(cells: Iterable[HtmlElement]) -> Iterator[Post]:
    """Yield the comments, each below the nearest one above it that is indented less."""
    indentation = Indentation()
    for place, cell in enumerate(cells):
        head = _head(cell)
        link = _own_link(head)
        key = digits_of(link) or f"place {place}"
        parent = indentation.parent(_depth(cell), key) or _stated_parent(head)
        text = _TEXT.first(cell)
        if text is None:
            text = _WHOLE_TEXT.first(cell)
        marks = _MARK.findall(text_of(head))
        shown = text_of(text)
        gone = not shown or _MARK.fullmatch(shown) is not None
        yield Post(
            element=cell,
            key=key,
            parts=() if text is None else (text,),
            parent=parent,
            author=_USER.text(head),
            badges=() if gone else tuple(mark.capitalize() for mark in marks),
            dates=_dates(head),
            printed=_age(head),
            permalink=link and urljoin(_SITE, link),
            deleted=gone,
        )


def _head(cell: HtmlElement) -> HtmlElement:
    """Return the line with author and age; the cell itself where it has none."""
    head = _HEAD.first(cell)
    return cell if head is None else head


def _depth(cell: HtmlElement) -> int:
    """Return how far a comment is indented; -1 for the one that a page is about."""
    row = cell.getparent()
    stated = None if row is None else _INDENTS.attribute(row, "indent")
    if stated is not None:
        return number_in(stated) or 0
    width = None if row is None else _SPACERS.attribute(row[0], "width")
    return -1 if width is None else (number_in(width) or 0) // _INDENT


def _own_link(head: HtmlElement) -> str | None:
    """Return the comment's own address; ``parent`` and ``on:`` come after it."""
    links = [link for link in _ITEM_LINKS.all(head) if text_of(link) not in ("parent", "context")]
    return links[0].get("href") if links else None


def _on_story(cell: HtmlElement) -> bool:
    return "on: " in text_of(_head(cell))


def _stated_parent(head: HtmlElement) -> str | None:
    """Return whom the comment answers that a page is about; None for its story."""
    links = _ITEM_LINKS.all(head)
    parent = next((link.get("href") for link in links if text_of(link) == "parent"), None)
    return None if parent is None or parent == links[-1].get("href") else digits_of(parent)


def _dates(head: HtmlElement) -> tuple[str, ...]:
    """Return the exact time, which is UTC though it does not say so, and the printed one."""
    exact = _AGE.attribute(head, "title")
    if exact is None:
        return (_age(head),)
    stated, _, seconds = exact.partition(" ")
    return (seconds, stated.rstrip("Z") + "Z", _age(head))


def _age(head: HtmlElement) -> str:
    printed = _AGO.search(_AGE.text(head) or text_of(head))
    return printed[0] if printed else ""


def _opening(story: HtmlElement, subline: HtmlElement) -> Post:
    """Return the story with the text of an "Ask HN", or its link."""
    text = _STORY_TEXT.first(story)
    if text is None:
        row = next(each for each in above(subline) if each.tag == "tr" or each is story)
        cells = [row[-1] for row in row.itersiblings() if len(row) and not _FORM.all(row)]
        text = next((cell for cell in cells if text_of(cell) and not _CELLS.all(cell)), None)
    linked = _TITLE.first(story)
    if text is None and linked is not None and "item?id=" not in (linked.get("href") or ""):
        text = linked.getparent()
    score = number_in(_SCORE.text(subline))
    return Post(
        element=story,
        key="story",
        parts=() if text is None else (text,),
        author=_USER.text(subline),
        dates=_dates(subline),
        printed=_age(subline),
        votes=() if score is None else (score,),
    )


def _announced(subline: HtmlElement) -> int | None:
    """Return how many comments the story has, where its line says so."""
    links = [text_of(link) for link in _ITEM_LINKS.all(subline)]
    return next((number_in(text) for text in reversed(links) if "comment" in text), None)
