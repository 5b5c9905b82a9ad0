"""V2EX: a topic, its supplements, and the numbered answers below it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    digits_of,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_ANSWERS = Select("div.cell[id^=r_]")
_TEXT = Select(".reply_content")
_NAME = Select("strong a[href*='/member/']", "strong a")
_AGE = Select("span.ago", "span.fade.small")
_BADGES = Select(".badge")
_THANKS = Select("span.small.fade")
_THANKED = re.compile(r"♥?\s*(\d{1,6})")
_TOPIC = Select(".header small a[href*='/member/']")
_TOPIC_AGE = Select(".header small span[title]", ".header small .ago")
_TOPIC_TEXT = Select(".topic_content")
_TITLE = Select(".header h1", "h1")
_COUNT = Select("#Main .box .cell .gray", ".box .cell .gray")
_AREAS = Select("#reply-box", "#replies")
_MADE = Made(title="V2EX", heading=_TITLE, areas=_AREAS)


class V2exReader:
    """Reads a page of a topic."""

    name = "v2ex"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; whom an answer answers is only said by name."""
        answers = [each for each in _ANSWERS.on(page) if _TEXT.first(each) is not None]
        author = _TOPIC.first_on(page)
        if not answers or author is None:
            return None
        opening = Post(
            element=author,
            key="topic",
            parts=tuple(_TOPIC_TEXT.on(page)),
            author=text_of(author),
            dates=stated(_TOPIC_AGE.attribute(page.root, "title"), _TOPIC_AGE.text(page.root)),
            printed=_TOPIC_AGE.text(page.root),
        )
        declared = number_in(_COUNT.text(page.root))
        posts = [_post(each) for each in answers]
        return discussion_of(page, _MADE, posts, opening, declared=declared)


def _post(element: HtmlElement) -> Post:
    thanks = (_THANKED.fullmatch(text_of(each)) for each in _THANKS.all(element))
    count = next((int(each[1]) for each in thanks if each), None)
    named = element.get("id") or ""
    return Post(
        element=element,
        key=digits_of(named),
        parts=tuple(_TEXT.all(element)),
        author=_NAME.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(_AGE.attribute(element, "title"), _AGE.text(element)),
        printed=_AGE.text(element),
        votes=() if count is None else (count,),
        permalink=f"#{named}",
    )
