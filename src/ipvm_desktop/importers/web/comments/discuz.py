"""Discuz! 7 and X: threads as tables of posts.

Source: ``template/default/forum/viewthread_node.htm`` and ``viewthread.htm``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in, text_of
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("div[id^=post_]")
_TEXT = Select("[id^=postmessage_]")
_GONE = Select(".locked")
_NAME = Select(
    ".authi a.xw1", ".authi a.xi2", ".authi .xw1", ".pi .authi", ".postinfo a",
    "td.postauthor cite a",
)  # fmt: skip
_RANK = Select(".pls em a", ".pls em")
_POSTED = Select("[id^=authorposton] span[title]", "[id^=authorposton]")
_FLOOR = Select("a[id^=postnum] em", "a[id^=postnum]")
_LINK = Select("a[id^=postnum]")
_ATTACHED = Select(".pattl", ".t_attachlist")
_NOTES = Select("[id^=comment_] .pstl")
_NOTE_NAME = Select(".psta a.xi2", ".psta a.xw1")
_NOTE_TEXT = Select(".psti")
_NOTE_DATE = Select(".psti .xg1")
_TITLE = Select("#thread_subject", "#threadtitle h1", "h1")
_AREAS = Select("#f_pst", "#fastpostform", ".pgs", ".pgbtn")
_BUTTONS = Select(".psti > .xg1", ".blockcode > em", ".aimg_tip", ".attach_popup", ".jammer")
_QUOTES = Select(".quote")
_PASSAGE = Select("blockquote")
_QUOTED = Select("a[href*='pid=']")
_HEAD = Select("font", "blockquote > a")
_PID = re.compile(r"[?&;]pid=(\d+)")
_WRITTEN = re.compile(r"\A(?:发表于|發表於|Published in|Posted on|Đăng lúc)[:：]?\s*")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    for block in _QUOTES.all(body):
        told = _PID.search(_QUOTED.attribute(block, "href") or "")
        yield Quotation(block, _HEAD.first(block), _PASSAGE.first(block), told[1] if told else None)


_MADE = Made(title="Discuz!", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class DiscuzReader:
    """Reads a page of a thread, and the remarks below its posts."""

    name = "discuz"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        elements = [each for each in _POSTS.on(page) if _POSTED.first(each) is not None]
        posts = [post for element in elements for post in (_post(element), *_notes(element))]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    gone = None if text is not None else _GONE.first(element)
    shown = text if gone is None else gone
    exact = _POSTED.attribute(element, "title")
    printed = _WRITTEN.sub("", _POSTED.text(element))
    return Post(
        element=element,
        key=digits_of(element.get("id")),
        parts=() if shown is None else (shown, *_ATTACHED.all(element)),
        number=number_in(_FLOOR.text(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        dates=stated(exact, printed),
        printed=printed,
        permalink=_LINK.attribute(element, "href"),
        deleted=gone is not None,
    )


def _notes(element: HtmlElement) -> Iterator[Post]:
    """Yield the one-line remarks on a post."""
    for note in _NOTES.all(element):
        date = _NOTE_DATE.first(note)
        printed = _WRITTEN.sub("", text_of(date))
        yield Post(
            element=note,
            key=None,
            parts=tuple(_NOTE_TEXT.all(note)[:1]),
            parent=digits_of(element.get("id")),
            author=_NOTE_NAME.text(note),
            dates=stated(printed),
        )
