"""Discourse: topics as its application draws them, and as it shows them to crawlers.

Both come flat, where a post may unfold what it answers and what answers it, and as nested replies.
Source: its components ``post``, ``post/embedded``, ``nested/post`` and ``nested/op``, and its
views ``topics/show`` and ``nested_topics/show``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import FindQuotes, Quotation
from ipvm_desktop.importers.web.comments._post import ANSWERED, Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select(
    "article[id^=post_][data-post-id]", "article.topic-post", "div.crawler-post",
    "article.nested-view__op-article", "article.nested-post__article",
    ".nested-post__placeholder[data-post-number]",
)  # fmt: skip
_TEXT = Select(".topic-body .regular > .cooked", ".cooked", ".post[itemprop]", "div.post")
_GAP = "nested-post__placeholder"
_IN_NESTED = (_GAP, "nested-post__article", "nested-view__op-article", "nested-crawler-post")
_NESTED = "nested-post"
_NUMBERED = Select("[data-post-number]")
_DEPTH = re.compile(r"(?:\A|\s)nested-crawler-post-depth-(\d{1,4})(?=\s|\Z)")
_UNFOLDED = Select(".embedded-posts")
_UNFOLDED_POSTS = Select(".embedded-posts .reply[data-post-id]")
_UNFOLDED_LINK = Select("a.arrow[href]", "a.post-info[href]")
_NUMBER = Select("[itemprop=position]")
_NAME = Select(
    ".names .first a", ".names .username a", ".creator [itemprop=name]", ".names a", ".creator a",
    ".creator",
)  # fmt: skip
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
_TITLE = Select(
    "#topic-title h1 .fancy-title",
    "#topic-title h1 a",
    "#topic-title h1",
    ".nested-view__title",
    "h1",
)
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
            if (_TEXT.first(each) is not None and not has_class(each, "small-action"))
            or has_class(each, _GAP)
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
            replies_told=_is_nested(elements),
        )
        posts = [_post(each, address) for each in elements]
        posts = _below(posts) if made.replies_told else _unfolding(_answering(posts))
        found = topic_of(page, made, posts)
        is_later = found is not None and found.opening is None
        return replace(found, topic_url=address) if found is not None and is_later else found


def _is_nested(elements: Sequence[HtmlElement]) -> bool:
    """Say whether the page is the one that shows answers below what they answer."""
    return any(has_class(each, *_IN_NESTED) for each in elements)


def _depth_of(element: HtmlElement) -> int:
    """Return how far below a root a crawler's nested post stands; 0 for others."""
    told = _DEPTH.search(element.get("class") or "")
    return int(told[1]) if told else 0


def _below(posts: Sequence[Post]) -> list[Post]:
    """Fill in whom nested posts answer: what holds them, or for crawlers stands above them."""
    levels = parents_by_level([_depth_of(post.element) for post in posts])
    found = []
    for post, place in zip(posts, levels, strict=True):
        around = [each for each in above(post.element) if has_class(each, _NESTED)]
        key = _NUMBERED.attribute(around[1], "data-post-number") if len(around) > 1 else None
        key = key if place is None else posts[place].key
        found.append(replace(post, parent=key))
    return found


def _unfolding(posts: Sequence[Post]) -> list[Post]:
    """Fill in whom posts answer that are unfolded: above a post what it answers, below it answers.

    What stands nowhere else on the page is a post of its own; when it was written is not told.
    """
    keys = {post.element.get("data-post-id"): post.key for post in posts}
    parents: dict[str | None, str | None] = {}
    found: list[Post] = []
    for post in posts:
        before: list[Post] = []
        after: list[Post] = []
        answered: str | None = None
        for element in _UNFOLDED_POSTS.all(post.element):
            is_above = any(
                has_class(each, "embedded-posts") and has_class(each, "top")
                for each in above(element)
            )
            identity = element.get("data-post-id")
            if identity not in keys:
                unfolded = _unfolded(element)
                keys[identity] = unfolded.key
                (before if is_above else after).append(unfolded)
            if is_above:
                parents.setdefault(keys[identity], answered)
                answered = keys[identity]
            else:
                parents.setdefault(keys[identity], post.key)
        if answered is not None:
            parents[post.key] = answered
        found += [*before, post, *after]
    return [
        replace(post, parent=parents[post.key], reason=ANSWERED)
        if post.parent is None and parents.get(post.key) is not None
        else post
        for post in found
    ]


def _unfolded(element: HtmlElement) -> Post:
    link = _UNFOLDED_LINK.attribute(element, "href")
    text = _TEXT.first(element)
    return Post(
        element=element,
        key=_in_address(link) or f"id {element.get('data-post-id')}",
        parts=() if text is None else (text,),
        author=_NAME.text(element) or _CARD.attribute(element, "data-user-card") or "",
        permalink=link,
    )


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


def _alone(element: HtmlElement) -> HtmlElement:
    """Return a post without those that it unfolds, which begin like it."""
    if _UNFOLDED.first(element) is None:
        return element
    alone = deepcopy(element)
    for unfolded in _UNFOLDED.all(alone):
        unfolded.drop_tree()
    return alone


def _post(whole: HtmlElement, topic: str | None) -> Post:
    element = _alone(whole)
    text = _TEXT.first(element)
    around = whole.getparent()
    outer = around if around is not None and has_class(around, "topic-post") else element
    number = number_in(
        outer.get("data-post-number")
        or element.get("data-post-number")
        or digits_of(element.get("id"))
        or _NUMBER.text(element)
    )
    names = {name for each in (element, outer) for name in (each.get("class") or "").split()}
    likes = number_in(_LIKES.text(element))
    return Post(
        element=whole,
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
        deleted=not names.isdisjoint(("deleted", f"{_GAP}--deleted"))
        or _GONE.match(text_of(text)) is not None,
    )
