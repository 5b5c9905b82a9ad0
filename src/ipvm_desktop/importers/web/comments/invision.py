"""Invision Community: IP.Board 2 and 3, and Invision Community 4 and 5."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
    own_text,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select(
    "article[id^=elComment_]", "[id^=elComment_].ipsComment",
    ".post_block[id^=post_id_]", "div.post_block.hentry",
)  # fmt: skip
_TEXT = Select("[data-role=commentContent]", ".entry-content", ".post_body .post")
_STATED = Select("[data-quotedata]")
_NAME = Select(
    ".cAuthorPane_author", ".ipsEntry__username", ".author .fn", ".author [itemprop=name]",
    ".author", "[itemprop='creator name']", "h3.guest",
)  # fmt: skip
_RANK = Select(
    "[data-role=member-title]", "[data-role=rank-title]", ".ipsEntry__rank", ".member_title",
    "[data-role=group]", ".ipsEntry__group", ".group_title",
)  # fmt: skip
_BADGES = Select(
    ".ipsComment_badges .ipsBadge", ".ipsEntry__meta .ipsBadge", ".ipsEntry__meta .ipsBadges li"
)
_TIME = Select(
    ".ipsEntry__date time", ".ipsComment_meta time", "time", "abbr.published", ".published"
)
_PRINTED = Select(
    ".ipsEntry__date .ipsTime__long", ".ipsEntry__date time", ".ipsComment_meta time", "time",
    "abbr.published", ".published",
)  # fmt: skip
_NUMBER = Select(".post_id a", ".post_id")
_LINK = Select("a[href*='findComment']", ".post_id a", "a[rel=bookmark]")
_REACTED = Select(".ipsReact_reactCount")
_REPUTATION = Select(".rep_bar .reputation", ".reputation[id^=rep_post_]")
_EDITED = Select("[data-excludequote] strong", ".ipsEntry__edited", "p.edit")
_ATTACHED = Select("[id^=attach_wrap]")
_OLD_TEXTS = Select("div.postcolor[id^=post-]")
_OLD_NAME = Select(".normalname", ".unreg")
_OLD_DETAILS = Select("td.row2 .postdetails", ".row4 .postdetails", ".postdetails")
_OLD_LINK = Select("a[href*='findpost']", "a[name^=entry]")
# The "lo-fi" version.
_PLAIN = Select("div.postwrapper")
_PLAIN_TEXT = Select(".postcontent")
_PLAIN_NAME = Select(".postname")
_PLAIN_DATE = Select(".postdate")
_TITLE = Select(
    "#largetext a",
    "h1.ipsType_pageTitle",
    "h1[data-ips-hook=title]",
    "h1.ipsType_pagetitle",
    ".maintitle b",
    "h1",
)
_AREAS = Select("[data-role=replyArea]", "#fast_reply_wrapper", ".ipsPagination", ".topic_controls")
_BUTTONS = Select(
    ".ipsQuote_citation > a:empty",
    ".ipsComment_controls",
    "[data-role=memberSignature]",
    ".signature",
    ".ipsTime__short",
)
_QUOTES = Select(
    "blockquote.ipsQuote", "blockquote.ipsBlockquote", "div.blockquote", "div.quotemain"
)
_NEW_HEAD = Select(".ipsQuote_citation")
_OLD_SOURCE = re.compile(r"\bpost=(\d+)")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    heads = owned(_NEW_HEAD, body, blocks)
    for block in blocks:
        if has_class(block, "ipsQuote"):
            key = block.get("data-ipsquote-contentcommentid")
            yield Quotation(block, heads.get(block), None, key)
            continue
        before = block.getprevious()
        if before is None or not has_class(before, "citation", "quotetop"):
            yield Quotation(block, key=block.get("data-cid"))
            continue
        key = block.get("data-cid") or _noted(before)
        link = before.find("a")
        if link is not None:  # "View Post", or a picture of that
            key = key or digits_of(link.get("href"))
            link.drop_tree()
        yield Quotation(block, before, None, key)


def _noted(head: HtmlElement) -> str | None:
    """Return the post that version 2 names in a comment before a quote."""
    note = head.getprevious()
    told = _OLD_SOURCE.search(note.text or "") if note is not None else None
    return told[1] if told else None


_MADE = Made(
    title="Invision Community", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes
)


class InvisionReader:
    """Reads a page of a topic."""

    name = "invision"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        posts = posts or [_old_post(text) for text in _OLD_TEXTS.on(page)]
        posts = posts or [
            Post(
                element=each,
                key=None,
                parts=(text,),
                author=_PLAIN_NAME.text(each),
                dates=stated(_PLAIN_DATE.text(each)),
            )
            for each in _PLAIN.on(page)
            if (text := _PLAIN_TEXT.first(each)) is not None
        ]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    known = _quote_data(element)
    counts = [number_in(text_of(each)) or 0 for each in _REACTED.all(element)]
    score = number_in(_REPUTATION.text(element))
    return Post(
        element=element,
        key=digits_of(element.get("id")) or _STATED.attribute(element, "data-commentid"),
        parts=() if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element)),
        number=number_in(_NUMBER.text(element)),
        author=str(known.get("username") or "") or _NAME.text(element),
        title=_RANK.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(
            _TIME.attribute(element, "datetime", "title"),
            str(known.get("timestamp") or ""),
            _PRINTED.text(element),
        ),
        printed=_PRINTED.text(element),
        votes=(sum(counts),) if counts else () if score is None else (score,),
        permalink=_LINK.attribute(element, "href"),
        deleted=has_class(element, "ipsComment_deleted", "ipsModerated--deleted"),
    )


def _quote_data(element: HtmlElement) -> dict[str, Any]:
    """Return what stands ready for a quote of the post: its author's name and its time."""
    try:
        known = json.loads(_STATED.attribute(element, "data-quotedata") or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _old_post(text: HtmlElement) -> Post:
    """Return a post of version 2: a table of its own."""
    element = next((each for each in above(text) if each.tag == "table"), text)
    details = own_text(found) if (found := _OLD_DETAILS.first(element)) is not None else ""
    return Post(
        element=element,
        key=digits_of(text.get("id")),
        parts=(text,),
        author=_OLD_NAME.text(element),
        dates=stated(details),
        permalink=_OLD_LINK.attribute(element, "href"),
    )
