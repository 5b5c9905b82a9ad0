"""Vanilla Forums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    digits_of,
    has_class,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("[id^=Discussion_].ItemDiscussion", "[id^=Comment_].ItemComment")
_TEXT = Select(".Message.userContent", ".Message", ".userContent")
_NAME = Select(".Author .Username", ".Author a:not(.PhotoWrap)", "a.Username")
_RANK = Select(
    ".AuthorInfo .AuthorTitle", ".AuthorInfo .Rank", ".AuthorInfo .Roles", ".MItem.RoleTitle"
)
_BADGES = Select(".AuthorInfo .RoleTracker", ".QnA-Tag-Accepted", ".Tag-Accepted")
_TIME = Select(".DateCreated time", "time")
_LINK = Select(".DateCreated a", "a.Permalink")
_NUMBER = re.compile(r"Item_(\d{1,9})\b")
_NAMED = Select("a.Permalink[name]", "a[name^=Item_]")
_SCORE = Select(".Column-Score:not(.Hidden)", ".ItemComment .Score", ".ReactButton-Like .Count")
_EDITED = Select(".DateUpdated")
_ATTACHED = Select(".Attachments", ".AttachFileWrapper")
_TITLE = Select(".Discussion h1", "#Item_0 h1", ".PageTitle h1", "h1")
_AREAS = Select(".CommentForm", ".CommentsWrap > h2", ".PageControls", ".Foot.Closed")
_QUOTES = Select("blockquote.UserQuote", "blockquote.Quote", "div.Quote")
_HEAD = Select(".QuoteAuthor", "cite")
_SOURCE = Select("a[href*='comment/']", "a[href*='#Comment_']")
_SIGNATURE = Select(".Signature", ".UserSignature")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    heads = owned(_HEAD, body, blocks)
    for block in blocks:
        head = heads.get(block)
        link = None if head is None else _SOURCE.attribute(head, "href")
        number = digits_of(link)
        yield Quotation(block, head, None, number and f"Comment_{number}")


_MADE = Made(
    title="Vanilla Forums", heading=_TITLE, areas=_AREAS, without=_SIGNATURE, find_quotes=_quotes
)


class VanillaReader:
    """Reads a page of a discussion."""

    name = "vanilla"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a comment answers the first one it quotes by number."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    key = element.get("id")
    named = _NUMBER.search(_NAMED.attribute(element, "name") or "")
    is_first = has_class(element, "ItemDiscussion")
    score = number_in(_SCORE.text(element))
    return Post(
        element=element,
        key=key,
        parts=() if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element)),
        # The opening post is no. 0, if it has a number at all.
        number=1 if is_first else int(named[1]) + 1 if named else None,
        author=_NAME.text(element),
        title=_RANK.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(_TIME.attribute(element, "datetime", "title"), _TIME.text(element)),
        printed=_TIME.text(element),
        votes=() if score is None else (score,),
        permalink=_LINK.attribute(element, "href"),
    )
