"""Posts with their answers on X, Nitter, Mastodon and Bluesky, as their applications draw them.

Such pages print posts one below the other and do not tell whom an answer answers.
Source: the classes and test ids of each application's public source code or pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree, html
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    nearest,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_LONGEST_NAME = 100
_CONTENT = Select(".status__content")
_TWEET = Select(".tweet-content")


def _is_any(_post: HtmlElement) -> bool:
    return True


def _is_dated(post: HtmlElement) -> bool:
    """Say whether a post tells when it was posted, as advertisements do not."""
    return next(post.iter("time"), None) is not None


def _is_status(post: HtmlElement) -> bool:
    """Say whether a post of Mastodon's has a text."""
    return _CONTENT.first(post) is not None


def _is_tweet(post: HtmlElement) -> bool:
    """Say whether a post of Nitter's has a text, as one that is unavailable has not."""
    return _TWEET.first(post) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReader:
    """Reads the page of one post and what follows it.

    Attributes:
        name: Stable id, such as ``mastodon``.
        title: Name for people.
        posts: Every post on the page, in its order; the first one opens the discussion.
        text: What a post says, and then what the posts say that it shows as quoted.
        author: Its author's name, and maybe more in lines of their own.
        account: Its author's name in the network, such as "@ann@example.org".
        time: When it was posted.
        links: Links to it.
        address: Of such a link, with the post's key as its group.
        votes: Counters of those who like it.
        media: What it shows beside its text.
        is_post: Whether an element that ``posts`` finds is one.
        lines: A new line in the source of a text is one on the page.
    """

    name: str
    title: str
    posts: Select
    text: Select
    author: Select
    account: re.Pattern[str]
    time: Select
    links: Select
    address: re.Pattern[str]
    votes: Select
    media: Select
    is_post: Callable[[HtmlElement], bool] = _is_any
    lines: bool = True

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the posts below the first one, or None where no post has an answer."""
        found = dict.fromkeys(self.posts.on(page))
        # What stands in another post is quoted there.
        outer = [each for each in found if self.is_post(each) and nearest(each, found) is None]
        posts = [self._post(each) for each in outer]
        if len(posts) < 2:
            return None
        made = Made(title=self.title, lines=self.lines)
        return discussion_of(page, made, posts[1:], posts[0], title="")

    def _post(self, element: HtmlElement) -> Post:
        link = _matching(self.links.all(element), self.address)
        address = "" if link is None else link.get("href") or ""
        told = self.address.search(address)
        counts = (number_in(text_of(each)) for each in self.votes.all(element))
        name, account = self._names(element)
        texts = _outermost(self.text.all(element))
        return Post(
            element=element,
            key=told[1] if told else None,
            parts=(*texts[:1], *self._quoted(element, texts), *self.media.all(element)),
            author=name or account,
            title=account if name else "",
            dates=stated(
                self.time.attribute(element, "datetime", "title", "aria-label"),
                self.time.text(element),
            ),
            printed=self.time.text(element),
            votes=tuple(count for count in counts if count is not None),
            permalink=address or None,
        )

    def _quoted(self, element: HtmlElement, texts: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
        """Yield the texts below a post's own as block quotes, with whose they are if told."""
        places = {each: place for place, each in enumerate(element.iter())}
        authors = self.author.all(element) if len(texts) > 1 else ()
        for above, text in pairwise(texts):
            part: HtmlElement = html.Element("div")
            block = etree.SubElement(part, "blockquote")
            between = range(places[above], places[text])
            for author in [each for each in authors if places[each] in between][:1]:
                etree.SubElement(block, "p").text = " ".join(filter(None, self._names(author)))
            block.append(deepcopy(text))
            block[-1].tail = None
            yield part

    def _names(self, element: HtmlElement) -> tuple[str, str]:
        """Return the author's name, and the one in the network; "" where there is none."""
        head = self.author.text(element)
        told = self.account.search(head)
        if told is None:
            return head[:_LONGEST_NAME], ""
        return head[: told.start()].strip()[:_LONGEST_NAME], told[0]


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that stand in no other one of them."""
    return [each for each in elements if nearest(each, set(elements)) is None]


def _matching(links: Sequence[HtmlElement], address: re.Pattern[str]) -> HtmlElement | None:
    return next((link for link in links if address.search(link.get("href") or "")), None)


X = NetworkReader(
    name="x",
    title="X (Twitter)",
    posts=Select("article[data-testid=tweet]"),
    text=Select("[data-testid=tweetText]"),
    author=Select("[data-testid=User-Name]"),
    account=re.compile(r"@\w{1,50}"),
    time=Select("a[href*='/status/'] time", "time"),
    links=Select("a[href*='/status/']"),
    address=re.compile(r"/status/(\d+)\Z"),
    votes=Select("[data-testid=like]", "[data-testid=unlike]"),
    media=Select("[data-testid=tweetPhoto] img"),
    is_post=_is_dated,
)
MASTODON = NetworkReader(
    name="mastodon",
    title="Mastodon",
    posts=Select("div.detailed-status", "div.status"),
    text=Select(".status__content__text", ".e-content", ".status__content"),
    author=Select(".display-name"),
    account=re.compile(r"@[\w.-]{1,80}(?:@[\w.-]{1,200})?"),
    time=Select("time", ".detailed-status__datetime"),
    links=Select(".status__relative-time", ".detailed-status__datetime"),
    address=re.compile(r"/(\d+)/?\Z"),
    votes=Select(".detailed-status__favorites"),
    media=Select(".media-gallery img"),
    is_post=_is_status,
    lines=False,
)
BLUESKY = NetworkReader(
    name="bluesky",
    title="Bluesky",
    posts=Select("[data-testid^='postThreadItem-by-']"),
    text=Select("[data-testid=postText]", "div[data-word-wrap='1']"),
    author=Select(
        "a[href*='/profile/'][aria-label]:not([href*='/post/'])",
        "a[href*='/profile/']:not([href*='/post/'])",
    ),
    account=re.compile(r"@[\w.-]{1,253}"),
    time=Select("a[href*='/post/'][data-tooltip]", "a[href*='/post/'][aria-label]"),
    links=Select("a[href*='/post/']"),
    address=re.compile(r"/post/(\w+)\Z"),
    votes=Select("[data-testid=likeCount]", "[data-testid='likeCount-expanded']"),
    media=Select("img[src*='/feed_']"),
)
NITTER = NetworkReader(
    name="nitter",
    title="Nitter",
    posts=Select(".conversation .timeline-item"),
    text=Select(".tweet-content", ".quote-text"),
    author=Select(".fullname-and-username"),
    account=re.compile(r"@\w{1,50}"),
    time=Select(".tweet-date a"),
    links=Select(".tweet-date a"),
    address=re.compile(r"/status/(\d+)(?:#m)?\Z"),
    votes=Select(".tweet-stats > .tweet-stat:nth-child(4)"),
    media=Select(".attachment.image img"),
    is_post=_is_tweet,
)
NETWORKS = (X, MASTODON, BLUESKY, NITTER)
