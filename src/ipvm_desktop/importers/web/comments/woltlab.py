"""WoltLab Suite Forum, and Burning Board before it, from version 4 on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    has_class,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("article.wbbPost[data-object-id]", "article.message[data-post-id]")
_TEXT = Select(".messageText")
_NAME = Select(
    ".messageAuthorContainer [itemprop=name]", ".messageAuthorContainer .username",
    ".messageSidebar .username", ".username",
)  # fmt: skip
_RANK = Select(".userTitle .userTitleBadge", ".userTitle")
_BADGES = Select(".messageStatus .badge")
_TIME = Select(
    ".messagePublicationTime time", ".messageHeader time", "time",
    ".messagePublicationTime woltlab-core-date-time", ".messageHeader woltlab-core-date-time",
)  # fmt: skip
_DATE = Select("meta[itemprop=datePublished]")
_LINK = Select("a.messagePublicationTime", "a.permalink", ".messageQuickOptions a[href*='#post']")
_NUMBER = Select(".messageQuickOptions a.jsButtonShare", ".messageQuickOptions a")
_REACTIONS = Select(".reactionSummaryList .reactionCount", ".reactionCount")
_ATTACHED = Select(".attachmentFileList", ".attachmentThumbnailList")
_EDITED = Select(".messageFooterNote")
_TITLE = Select("h1.contentTitle span[itemprop=name]", "h1.contentTitle", "h1")
_AREAS = Select("#messageQuickReply", ".messageQuickReply", ".paginationTop", ".paginationBottom")
_BUTTONS = Select(".quoteBoxIcon", ".toggleButton", ".messageSignature", ".codeBoxHeader")
_QUOTES = Select("blockquote.quoteBox", "blockquote.container")
_HEAD = Select("div.quoteBoxTitle", "header")
_QUOTE_TEXT = Select(".quoteBoxContent")
_POST_IN_ADDRESS = re.compile(r"(?:postID=|#post)(\d+)")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    heads = owned(_HEAD, body, blocks)
    texts = owned(_QUOTE_TEXT, body, blocks)
    for block in blocks:
        told = _POST_IN_ADDRESS.search(block.get("cite") or "")
        yield Quotation(block, heads.get(block), texts.get(block), told[1] if told else None)


_MADE = Made(title="WoltLab", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class WoltLabReader:
    """Reads a page of a thread."""

    name = "woltlab"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    reactions = sum(number_in(text_of(each)) or 0 for each in _REACTIONS.all(element))
    return Post(
        element=element,
        key=element.get("data-object-id") or element.get("data-post-id"),
        parts=() if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element)),
        number=number_in(_NUMBER.text(element).lstrip("#")),
        author=_NAME.text(element),
        title=_RANK.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(
            _TIME.attribute(element, "datetime", "data-timestamp", "date"),
            _DATE.attribute(element, "content"),
            _TIME.text(element),
        ),
        printed=_TIME.text(element),
        votes=(reactions,) if reactions else (),
        permalink=_LINK.attribute(element, "href"),
        deleted=has_class(element, "messageDeleted"),
    )
