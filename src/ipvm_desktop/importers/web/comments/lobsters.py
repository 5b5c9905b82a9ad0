"""Lobsters, and other sites that run its software."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    has_class,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_COMMENTS = Select("div.comment[data-shortid]", "div.comment[id^=c_]")
_AREAS = Select("ol.comments")
_STORY = Select("#story_holder .story", "ol.stories li.story", ".story")
_TITLE = Select(".link a", "a.u-url")
_LINKED = Select(".link")
_STORY_TEXT = Select(".story_text", ".story_content")
_TEXT = Select(".comment_text")
_BYLINE = Select(".byline")
_USERS = Select("a.u-author", "a[href*='/~']", "a[href*='/u/']")
_HAT = Select(".hat")
_TIME = Select("time", "span[title]")
_SCORE = Select(".score", "a.upvoter", "div.upvoter")
_LINK = Select("a[href*='/c/']", "a[href*='#c_']")
_COUNT = Select(".comments_label")
_BUTTONS = Select(".comment_actions")
_GONE = re.compile(r"\[?(?:Comment|Thread)(?: from banned user)? removed\b")
_MADE = Made(title="Lobsters", areas=_AREAS, without=_BUTTONS, replies_told=True)


class LobstersReader:
    """Reads the page of a story; its text, where it has one, opens the discussion."""

    name = "lobsters"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; lists of replies stand inside of each other."""
        comments = [
            each
            for each in _COMMENTS.on(page)
            if _BYLINE.first(each) is not None and _list_around(each) is not None
        ]
        if not comments:
            return None
        story = _STORY.first_on(page)
        return discussion_of(
            page,
            _MADE,
            [_post(comment) for comment in comments],
            None if story is None else _opening(story),
            declared=None if story is None else number_in(_COUNT.text(story)),
            title="" if story is None else _TITLE.text(story),
        )


def _post(comment: HtmlElement) -> Post:
    byline = _BYLINE.first(comment)
    byline = comment if byline is None else byline
    text = _TEXT.first(comment)
    score = number_in(_SCORE.text(comment))
    return Post(
        element=comment,
        key=_key(comment),
        parts=() if text is None else (text,),
        parent=_parent(comment),
        author=_USERS.text(byline),
        title=_HAT.text(byline),
        badges=("OP",)
        if any(has_class(user, "user_is_author") for user in _USERS.all(byline))
        else (),
        dates=_dates(byline),
        printed=_TIME.text(byline),
        votes=() if score is None else (score,),
        permalink=_LINK.attribute(byline, "href"),
        deleted=text is None or _GONE.match(text_of(text)) is not None,
    )


def _key(comment: HtmlElement) -> str:
    return comment.get("data-shortid") or (comment.get("id") or "").removeprefix("c_")


def _list_around(comment: HtmlElement) -> HtmlElement | None:
    near = islice(above(comment), 3)
    return next((each for each in near if each.tag == "ol" and has_class(each, "comments")), None)


def _parent(comment: HtmlElement) -> str | None:
    """Return the comment that stands beside the list of replies that this one is in."""
    around = _list_around(comment)
    entry = None if around is None else around.getparent()
    for beside in () if entry is None or entry.tag != "li" else entry:
        if has_class(beside, "comment"):
            return _key(beside)
    return None


def _dates(byline: HtmlElement) -> tuple[str, ...]:
    return stated(_TIME.attribute(byline, "data-at-unix", "datetime", "title"), _TIME.text(byline))


def _opening(story: HtmlElement) -> Post:
    byline = _BYLINE.first(story)
    byline = story if byline is None else byline
    text = _STORY_TEXT.first(story)
    if text is None:
        text = _STORY_TEXT.first(story.getroottree().getroot())
    if not text_of(text):
        text = _LINKED.first(story)
    score = number_in(_SCORE.text(story))
    return Post(
        element=story,
        key="story",
        parts=() if text is None else (text,),
        author=_USERS.text(byline),
        dates=_dates(byline),
        printed=_TIME.text(byline),
        votes=() if score is None else (score,),
    )
