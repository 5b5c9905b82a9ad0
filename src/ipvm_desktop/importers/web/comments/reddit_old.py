"""Reddit as it looked until 2018, and as old.reddit.com still does."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    has_class,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_COMMENTS = Select("div.thing.comment", "div.comment[data-fullname]")
_LINK = Select("div.thing.link")
_AREA = Select(".commentarea")
_ANNOUNCED = Select(".commentarea .panestack-title .title")
_COUNT = Select("a.comments")
_INFOBAR = Select(".infobar")
_TITLE = Select("a.title")
_LINKED = Select("p.title")
_LABELS = Select(".linkflairlabel")
_TEXT = Select(".usertext-body .md", ".usertext-body")
_TAGLINE = Select(".tagline")
_AUTHOR = Select("a.author", "span.author")
_NO_AUTHOR = Select("em", ".author-deleted")
_FLAIR = Select("span.flair")
_ATTRIBUTES = Select(".userattrs a", ".userattrs span")
_TIME = Select("time")
_SCORE = Select(".score.unvoted", "span.score")
_LINK_SCORE = Select(".midcol .score.unvoted", ".midcol .score")
_PINNED = Select(".stickied-tagline")
_PERMALINK = Select("a.bylink", "a[data-event-action=permalink]", ".buttons .first a")
_STUBS = Select(".morechildren", ".morerecursion")
_FULLNAME = re.compile(r"\bt[13]_[0-9a-z]+")
_REPLIES = re.compile(r"\((\d[\d,]*)")
_BADGES = {"M": "Moderator", "A": "Admin", "S": "OP"}
_GONE = frozenset(("[deleted]", "[removed]"))
_MADE = Made(title="Reddit", areas=_AREA, without=_LABELS, replies_told=True)


class OldRedditReader:
    """Reads the page of a post, or of one of its comments."""

    name = "reddit-old"
    title = "Reddit (old)"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; comments stand inside of the one they answer."""
        link = _LINK.first_on(page)
        comments = _COMMENTS.on(page)
        if link is None and not comments:
            return None
        posts = [_post(comment) for comment in comments]
        if not posts and _AREA.first_on(page) is None:  # a list of posts
            return None
        return discussion_of(
            page,
            _MADE,
            posts,
            None if link is None else _opening(link),
            declared=_announced(page.root, link, len(posts)),
            title="" if link is None else _TITLE.text(link),
        )


def _post(comment: HtmlElement) -> Post:
    entry = next((child for child in comment if has_class(child, "entry")), comment)
    tagline = _TAGLINE.first(entry)
    tagline = entry if tagline is None else tagline
    text = _TEXT.first(entry)
    parent = next((each for each in above(comment) if has_class(each, "comment")), None)
    badges = [_BADGES.get(text_of(mark), text_of(mark)) for mark in _ATTRIBUTES.all(tagline)]
    score = number_in(_SCORE.attribute(tagline, "title") or _SCORE.text(tagline))
    return Post(
        element=comment,
        key=_key(comment),
        parts=() if text is None else (text,),
        parent=None if parent is None else _key(parent),
        author=_author(tagline),
        title=_FLAIR.attribute(tagline, "title") or _FLAIR.text(tagline),
        badges=(*badges, *(("Pinned",) if _PINNED.all(tagline) else ())),
        dates=_dates(tagline),
        printed=_TIME.text(tagline),
        votes=() if score is None else (score,),
        permalink=comment.get("data-permalink") or _PERMALINK.attribute(entry, "href"),
        deleted=has_class(comment, "deleted") or text_of(text) in _GONE,
    )


def _key(thing: HtmlElement) -> str | None:
    named = _FULLNAME.search(
        " ".join(
            (thing.get("data-fullname") or "", thing.get("id") or "", thing.get("class") or "")
        )
    )
    return named[0] if named else None


def _author(tagline: HtmlElement) -> str:
    return _AUTHOR.text(tagline) or _NO_AUTHOR.text(tagline)


def _dates(tagline: HtmlElement) -> tuple[str, ...]:
    return tuple(filter(None, (_TIME.attribute(tagline, "datetime", "title"), _TIME.text(tagline))))


def _opening(link: HtmlElement) -> Post:
    tagline = _TAGLINE.first(link)
    tagline = link if tagline is None else tagline
    text = _TEXT.first(link)
    if text is None and not has_class(link, "self"):
        text = _LINKED.first(link)
    score = number_in(
        link.get("data-score") or _LINK_SCORE.attribute(link, "title") or _LINK_SCORE.text(link)
    )
    return Post(
        element=link,
        key=_key(link),
        parts=() if text is None else (text,),
        author=_author(tagline),
        title=_FLAIR.text(tagline),
        dates=_dates(tagline),
        printed=_TIME.text(tagline),
        votes=() if score is None else (score,),
        permalink=link.get("data-permalink") or _COUNT.attribute(link, "href"),
    )


def _announced(root: HtmlElement, link: HtmlElement | None, found: int) -> int:
    """Return how many comments there are, those behind "load more comments (12 replies)" too.

    A page of one comment and its replies announces the number of the whole post.
    """
    hidden = sum(
        number_in(replies) or 0
        for stub in _STUBS.all(root)
        for replies in _REPLIES.findall(text_of(stub))
    )
    if link is None or "single comment" in _INFOBAR.text(root):
        return found + hidden
    told = number_in(link.get("data-comments-count") or _COUNT.text(link) or _ANNOUNCED.text(root))
    return max(found + hidden, told or 0)
