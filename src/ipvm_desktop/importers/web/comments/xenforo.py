"""XenForo 1 and 2, also as VerticalScope's forums show it: cards, with answers below posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import XPath
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._fragments import text_of as text_without
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

_POSTS = Select(
    "article.message--post", "div.message--post", "article.message--article.js-post",
    "li.message[id^='post-']", "div.MessageCard.js-messageCard",
)  # fmt: skip
_TEXT = Select(".message-body .bbWrapper", ".messageText", ".message-body")
_ATTACHED = Select(".message-attachments", ".attachedFiles")
_EDITED = Select(".message-lastEdit", ".editDate")
_NAME = Select(".message-name", ".MessageCard__user-info__name", ".username", "a.username")
_RANK = Select(".message-userTitle", ".userTitle")
_BANNERS = Select(
    ".userBanner:not(.userBanner--hidden) strong", "em.userBanner strong", ".userBanner > strong"
)
_HEADS = Select(
    ".message-attribution", ".message-header", ".messageMeta", ".MessageCard__post-position"
)
_TIMES = Select(
    ".message-attribution time", ".message-header time", ".message-attribution-main time",
    ".messageMeta .DateTime", ".MessageCard__date-created time", "[itemprop=datePublished]",
    ".DateTime", "time.u-dt",
)  # fmt: skip
_PRINTED = Select(
    ".message-attribution time", ".message-header time", ".messageMeta .DateTime",
    ".MessageCard__date-created time", ".message-header a", ".DateTime", "time.u-dt",
)  # fmt: skip
_LINKS = Select(
    ".message-attribution a[href*='post-']", ".message-header a[href*='post-']",
    "a.datePermalink", "a.postNumber", ".message-attribution-main a[href]",
    "a.MessageCard__date-created",
)  # fmt: skip
_NUMBER = re.compile(r"#(\d[\d,.]*)")
_REACTED = Select(".reactionsBar-link", ".likesSummary .LikeText", ".reactionsBar")
_REACTING = Select("bdi", "a.username")
_VOTES = Select(".contentVote-score", ".js-voteCount")
_LIKED = Select(
    "[itemprop=interactionStatistic] [itemprop=userInteractionCount]",
    "[itemprop=userInteractionCount]",
)
_QUOTES = Select(
    "blockquote.bbCodeBlock--quote", "div.bbCodeQuote", "blockquote.bbCodeBlock[data-quote]"
)
_QUOTE_HEAD = Select(".bbCodeBlock-title", ".attribution")
_QUOTE_TEXT = Select(".bbCodeBlock-expandContent", ".quoteContainer .quote")
_QUOTE_LINK = Select(".bbCodeBlock-sourceJump", "a.AttributionLink")
_GONE = Select(".messageNotice--deleted", ".message-cell--deleted")
_BUTTONS = Select(
    ".bbCodeBlock-expandLink", ".bbCodeBlock-shrinkLink", ".quoteExpand", ".js-selectToQuoteEnd",
    ".messageTextEndMarker", ".message-signature", ".baseHtml.signature",
)  # fmt: skip
_ANSWERED = XPath(
    "ancestor::*[contains(@class, 'nested-message-children-wrapper')][1]"
    "/preceding-sibling::article[1]/@id"
)
_AREAS = Select(".block-outer", ".block--messages + form", "#QuickReply", ".js-quickReply")
_TITLE = Select("h1.MessageCard__thread-title", "h1.p-title-value", ".titleBar h1", "h1")
_LABELS = Select(".label", ".prefix")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    heads = owned(_QUOTE_HEAD, body, blocks)
    texts = owned(_QUOTE_TEXT, body, blocks)
    for block in blocks:
        head = heads.get(block)
        source = block.get("data-source") or ""
        if not source and head is not None:
            source = _QUOTE_LINK.attribute(head, "data-content-selector", "href") or ""
        # "profile-post: 12" is numbered apart.
        key = None if "profile" in source else digits_of(source)
        yield Quotation(block, head, texts.get(block), key)


_MADE = Made(title="XenForo", areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class XenForoReader:
    """Reads a page of a thread."""

    name = "xenforo"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes."""
        posts = [_post(each) for each in _POSTS.on(page)]
        return topic_of(page, _MADE, posts, title=_title(page.root) if posts else None)


def _title(root: HtmlElement) -> str:
    """Return the thread's title without the labels before it."""
    heading = _TITLE.first(root)
    if heading is None:
        return ""
    labels = " ".join(text_of(label) for label in _LABELS.all(heading))
    return text_of(heading).removeprefix(labels).strip()


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    parts = () if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element))
    banners = tuple(text_of(banner) for banner in _BANNERS.all(element))
    numbers = [_NUMBER.search(text_of(head)) for head in _HEADS.all(element)]
    number = next((number_in(match[1]) for match in numbers if match), None)
    is_deleted = (
        has_class(element, "message--deleted", "deleted") or _GONE.first(element) is not None
    )
    return Post(
        element=element,
        key=digits_of(element.get("data-content") or element.get("id")),
        parts=parts,
        parent=next((digits_of(name) for name in _ANSWERED(element)), None),
        number=number,
        author=element.get("data-author") or _NAME.text(element),
        title=_RANK.text(element),
        badges=tuple(name for name in banners if name != "Member"),
        dates=stated(
            _TIMES.attribute(element, "datetime", "data-time", "content", "title"),
            _PRINTED.attribute(element, "title"),
            _PRINTED.text(element),
        ),
        printed=_PRINTED.text(element),
        votes=_votes(element),
        permalink=_LINKS.attribute(element, "href"),
        deleted=is_deleted,
    )


def _votes(element: HtmlElement) -> tuple[int, ...]:
    """Return the score of an answer and how many people reacted: "Ann, Bob and 3 others"."""
    counts = []
    score = number_in(_VOTES.text(element))
    if score is not None:
        counts.append(score)
    reacted = _REACTED.first(element)
    people = 0
    if reacted is not None:
        named = set(_REACTING.all(reacted))
        # "and 3 others", in any language.
        people = len(named) + (number_in(text_without(reacted, named.__contains__)) or 0)
    people = people or number_in(_LIKED.attribute(element, "content")) or 0
    if people:
        counts.append(people)
    return tuple(counts)
