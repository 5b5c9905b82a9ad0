"""Lemmy: a post's page as its web interface draws it."""

from __future__ import annotations

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

_COMMENTS = Select(".comment-node[id^=comment-]")
_TEXT = Select(".md-div", ".comment-content")
_NAME = Select(".person-listing")
_BADGES = Select("[class*=badge]", ".badge")
_TIME = Select(".moment-time", "time", "[data-tippy-content*=' at ']")
_SCORE = Select("[aria-label$=points]", "[aria-label$=point]", "[data-tippy-content*=oint]")
_LINK = Select("a[href*='/comment/']")
_POST = Select(".post-listing", ".post-container", "#post")
_POST_TEXT = Select("#postContent", ".md-div")
_TITLE = Select(".post-title", "h1", "h5")
_COUNT = Select("[class*=comments-button]", "a[href*=commentSection]", "[aria-label*=omments]")
_AREAS = Select("#commentSection", "ul.comments", ".comment-form")
_GONE = frozenset(("deleted by creator", "removed by mod", "*deleted by creator*"))
_MADE = Made(title="Lemmy", areas=_AREAS, replies_told=True)


class LemmyReader:
    """Reads a post, which opens the discussion, and the tree of its comments."""

    name = "lemmy"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; lists of replies stand inside of each other."""
        comments = [each for each in _COMMENTS.on(page) if _NAME.first(each) is not None]
        if not comments:
            return None
        post = _POST.first_on(page)
        return discussion_of(
            page,
            _MADE,
            [_comment(comment) for comment in comments],
            None if post is None else _opening(post),
            declared=None if post is None else number_in(_COUNT.text(post)),
            title="" if post is None else _TITLE.text(post),
        )


def _comment(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    score = number_in(_SCORE.attribute(element, "aria-label", "data-tippy-content"))
    return Post(
        element=element,
        key=element.get("id"),
        parts=() if text is None else (text,),
        parent=_parent(element),
        author=_NAME.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(*_dates(element)),
        printed=_TIME.text(element),
        votes=() if score is None else (score,),
        permalink=_LINK.attribute(element, "href"),
        deleted=text_of(text).lower() in _GONE,
    )


def _parent(element: HtmlElement) -> str | None:
    """Return the comment of the list entry that holds the entry of this one."""
    entries = (each for each in above(element) if has_class(each, "comment"))
    next(entries, None)
    for beside in next(entries, ()):
        if has_class(beside, "comment-node"):
            return beside.get("id")
    return None


def _dates(element: HtmlElement) -> tuple[str | None, ...]:
    return (
        _TIME.attribute(element, "datetime", "data-tippy-content", "title"),
        _TIME.text(element),
    )


def _opening(post: HtmlElement) -> Post:
    text = _POST_TEXT.first(post)
    score = number_in(_SCORE.attribute(post, "aria-label", "data-tippy-content"))
    return Post(
        element=post,
        key="post",
        parts=() if text is None else (text,),
        author=_NAME.text(post),
        dates=stated(*_dates(post)),
        printed=_TIME.text(post),
        votes=() if score is None else (score,),
    )
