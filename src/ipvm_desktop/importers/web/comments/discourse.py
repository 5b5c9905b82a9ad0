"""Discourse: topics as its application draws them, and as it shows them to crawlers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import FindQuotes, Quotation
from ipvm_desktop.importers.web.comments._post import ANSWERED, Made, Post, stated
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

_POSTS = Select("article[id^=post_][data-post-id]", "article.topic-post", "div.crawler-post")
_TEXT = Select(".topic-body .regular > .cooked", ".cooked", ".post[itemprop]", "div.post")
_NUMBER = Select("[itemprop=position]")
_NAME = Select(
    ".names .first a", ".names .username a", ".creator [itemprop=name]", ".names a", ".creator a"
)
_CARD = Select(".names [data-user-card]", ".topic-avatar [data-user-card]")
_RANK = Select(".names .user-title", ".user-title")
_DATES = Select(".post-date .relative-date", "time.post-time", "time[itemprop=datePublished]")
_LINK = Select("a.post-date", ".post-date a[href]", ".crawler-post-infos a[href]")
_REPLY_TO = Select(".reply-to-tab")
_REPLY_NAME = Select(".reply-to-tab span", ".reply-to-tab")
_LIKES = Select(
    ".post-likes", "button.like-count", ".like-count", ".reactions-counter",
    ".discourse-reactions-counter",
)  # fmt: skip
_ACCEPTED = Select(".accepted-text", ".accepted-answer:not(article)", ".post-info.accepted")
_TITLE = Select("#topic-title h1 .fancy-title", "#topic-title h1 a", "#topic-title h1", "h1")
_TOPIC = Select("[data-topic-id]")
_TOPIC_ADDRESS = re.compile(
    r"(?P<topic>/t/(?:[^/?#]*[^/?#\d][^/?#]*/)?(?P<id>\d+))"
    r"(?:/(?P<post>\d+))?(?=[/?#]|\Z)"
)
_AREAS = Select(
    ".topic-map", "#topic-footer-buttons", "#suggested-topics", "#related-topics",
    ".suggested-topics", ".crawler-linkback-list", ".topic-footer-main-buttons",
)  # fmt: skip
_BUTTONS = Select(
    ".quote-controls", "aside.quote > .title img", ".badge-notification.clicks", ".lightbox .meta",
    ".codeblock-button-wrapper", ".cooked-selection-barrier",
)  # fmt: skip
_QUOTES = Select("aside.quote")
_QUOTE_HEAD = Select("div.title")
_QUOTE_TEXT = Select("blockquote")
# "(post deleted by author)", in the languages of the program.
_GONE = re.compile(
    r"[(（][^()（）]{,60}(?:deleted|withdrawn|gelöscht|supprimé|eliminad|eliminat|borrad|excluíd|"
    r"verwijderd|usunięt|удал[её]н|删除|刪除|削除)[^()（）]{,80}[)）]\Z"
)


class DiscourseReader:
    """Reads the posts of a topic that a page holds."""

    name = "discourse"
    title = "Discourse"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers what its "in reply to" or its quotes name."""
        elements = [
            each
            for each in _POSTS.on(page)
            if _TEXT.first(each) is not None and not has_class(each, "small-action")
        ]
        if not elements:
            return None
        told = _TOPIC_ADDRESS.search(page.url or "")
        topic = told["id"] if told else _TOPIC.attribute(page.root, "data-topic-id")
        address = (page.url or "")[: told.end("topic")] if told else None
        made = Made(
            title=self.title,
            heading=_TITLE,
            areas=_AREAS,
            without=_BUTTONS,
            find_quotes=_quotes_within(topic),
        )
        found = topic_of(
            page,
            made,
            _answering([_post(each, address) for each in elements]),
        )
        is_later = found is not None and found.opening is None
        return replace(found, topic_url=address) if found is not None and is_later else found


def _answering(posts: Sequence[Post]) -> list[Post]:
    """Fill in whom posts answer: some pages tell the post, some its author only.

    A name is enough where its owner wrote one post above, and the page shows all those above.
    """
    written: dict[str, list[str | None]] = {}
    is_whole = bool(posts) and posts[0].number == 1
    found = []
    for post in posts:
        tab = _REPLY_TO.first(post.element)
        if tab is not None:
            stated_number = digits_of(tab.get("data-in-reply-to") or _in_address(tab.get("href")))
            candidates = written.get(_REPLY_NAME.text(post.element), [])
            if stated_number is None and is_whole and len(candidates) == 1:
                stated_number = candidates[0]
            post = replace(post, parent=stated_number, reason=ANSWERED)
        found.append(post)
        for name in {post.author, _CARD.attribute(post.element, "data-user-card") or post.author}:
            written.setdefault(name, []).append(post.key)
    return found


def _in_address(address: str | None) -> str | None:
    """Return the number of a post at the end of its address."""
    told = _TOPIC_ADDRESS.search(address or "")
    return told["post"] if told else None


def _quotes_within(topic: str | None) -> FindQuotes:
    """Return what finds quotes; posts of other topics have the same numbers as ours."""

    def quotes(body: HtmlElement) -> Iterator[Quotation]:
        blocks = dict.fromkeys(_QUOTES.all(body))
        heads = owned(_QUOTE_HEAD, body, blocks)
        texts = owned(_QUOTE_TEXT, body, blocks)
        for block in blocks:
            here = topic is None or block.get("data-topic") in (None, "", topic)
            key = block.get("data-post") if here else None
            yield Quotation(block, heads.get(block), texts.get(block), key)

    return quotes


def _post(element: HtmlElement, topic: str | None) -> Post:
    text = _TEXT.first(element)
    around = element.getparent()
    outer = around if around is not None and has_class(around, "topic-post") else element
    number = number_in(
        outer.get("data-post-number") or digits_of(element.get("id")) or _NUMBER.text(element)
    )
    names = {name for each in (element, outer) for name in (each.get("class") or "").split()}
    likes = number_in(_LIKES.text(element))
    return Post(
        element=element,
        key=None if number is None else str(number),
        parts=() if text is None else (text,),
        number=number,
        author=_NAME.text(element) or _CARD.attribute(element, "data-user-card") or "",
        title=_RANK.text(element),
        badges=(
            *(("Moderator",) if "moderator" in names else ()),
            *(("Accepted",) if _ACCEPTED.first(element) is not None else ()),
        ),
        staff=not names.isdisjoint(("staff", "admin", "moderator")),
        dates=stated(
            _DATES.attribute(element, "data-time", "datetime"),
            _DATES.attribute(element, "title"),
            _DATES.text(element),
        ),
        printed=_DATES.text(element),
        votes=(likes,) if likes else (),
        permalink=_LINK.attribute(element, "href") or (topic and f"{topic}/{number}"),
        deleted="deleted" in names or _GONE.match(text_of(text)) is not None,
    )
