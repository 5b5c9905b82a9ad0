"""bbPress: forums inside of WordPress."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, above, has_class
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("div.type-reply", "div.type-topic", "li.type-reply", "tr.type-reply")
_TEXT = Select(".bbp-reply-content", ".bbp-topic-content")
_NAME = Select(".bbp-author-name", "a.bbp-author-link", "a.bbp-author-name")
_ROLE = Select(".bbp-author-role")
_DATE = Select(".bbp-reply-post-date", ".bbp-topic-post-date")
_LINK = Select("a.bbp-reply-permalink", "a.bbp-topic-permalink")
_TITLE = Select("h1.entry-title", ".bbp-breadcrumb-current", "h1")
_AREAS = Select(".bbp-reply-form", ".bbp-pagination", ".bbp-header", ".bbp-footer")
_HEADS = Select(".bbp-meta", ".bbp-header", ".bbp-admin-links", ".bbp-reply-header")
_THREADED = Select("ul.bbp-threaded-replies")
_ID = re.compile(r"\bpost-(\d+)\b")
_POSITION = re.compile(r"\bbbp-(?:reply|topic)-position-(\d{1,9})\b")
_MADE = Made(title="bbPress", heading=_TITLE, areas=_AREAS, without=_HEADS)


class BbPressReader:
    """Reads a page of a topic."""

    name = "bbpress"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; lists of replies stand inside of each other, if at all."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        threaded = bool(posts) and _THREADED.first_on(page) is not None
        return topic_of(page, replace(_MADE, replies_told=threaded), posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    classes = element.get("class") or ""
    head = element.getprevious()
    if head is None or not has_class(head, "bbp-reply-header", "bbp-topic-header"):
        head = element
    position = _POSITION.search(classes)
    return Post(
        element=element,
        key=_key(element),
        parts=() if text is None else (text,),
        parent=_parent(element),
        # A reply opens no topic, even where it stands first: on a later page.
        number=int(position[1]) if position else 1 + has_class(element, "type-reply"),
        author=_NAME.text(element),
        title=_ROLE.text(element),
        badges=("OP",) if has_class(element, "topic-author") else (),
        dates=stated(_DATE.text(head)),
        permalink=_LINK.attribute(head, "href"),
        deleted=has_class(element, "status-trash", "status-spam"),
    )


def _key(element: HtmlElement) -> str | None:
    named = _ID.search(f"{element.get('class')} {element.get('id')}")
    return named[1] if named else None


def _parent(element: HtmlElement) -> str | None:
    """Return the reply beside the list that this one stands in."""
    lists = (each for each in above(element) if has_class(each, "bbp-threaded-replies"))
    around = next(lists, None)
    entry = None if around is None else around.getparent()
    for beside in () if entry is None else entry:
        if has_class(beside, "type-reply"):
            return _key(beside)
    return None
