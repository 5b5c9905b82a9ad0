"""A reader for sites whose pages hold one topic: what opens it, and posts that answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._bodies import FindQuotes, no_quotes
from ipvm_desktop.importers.web.comments._post import (
    ANSWERED,
    Made,
    Post,
    discussion_of,
    stated,
)
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in, text_of
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_DATES = ("datetime", "data-timestamp", "data-utc", "title")
# Marks of direction that some print before a date.
_DIRECTION = re.compile("[\u200e\u200f]")
FindText = Callable[[HtmlElement], str | None]
"""Finds something in a post; None where it is not there."""


def nothing_told(_post: HtmlElement) -> str | None:
    """Find nothing."""
    return None


def own_id(post: HtmlElement) -> str | None:
    """Return the number in a post's id."""
    return digits_of(post.get("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityReader:
    """Reads a page of a topic.

    Attributes:
        name: Stable id, such as ``khoros``.
        title: Name for people.
        posts: What holds one post each.
        text: What a post says; what has none is no post.
        author: Who says it.
        time: When.
        heading: The topic's title.
        opening: The post that opens the topic, where the page marks it; several make a list of
            topics. None where it is the first one of the first page.
        is_topic: Without a marked opening, the first post opens the topic; else all posts are
            comments.
        kind: What a page without an opening post is.
        rank: Group or title of an author.
        badges: Such as "Moderator".
        votes: Counts.
        link: To the post.
        without: What in texts is none.
        key: What the page calls a post.
        answered: The key of the post that one answers.
        quotes: Finds the quotations of a text.
        dated: The date where no element holds it alone.
        replies_told: The page tells who answers whom.
        nobody: What stands in place of a name that was not given.
    """

    name: str
    title: str
    posts: Select
    text: Select
    author: Select
    time: Select
    heading: Select
    opening: Select | None = None
    is_topic: bool = True
    kind: ArticleKind = ArticleKind.ARTICLE
    rank: Select | None = None
    badges: Select | None = None
    votes: Select | None = None
    link: Select | None = None
    without: Select | None = None
    key: FindText = own_id
    answered: FindText = nothing_told
    quotes: FindQuotes = no_quotes
    dated: FindText = nothing_told
    replies_told: bool = False
    nobody: str = ""

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None where there is no post."""
        elements = self._elements(page)
        # A list of topics opens with each of them.
        if not elements or len(_on(self.opening, page)) > 1:
            return None
        made = Made(
            title=self.title,
            heading=self.heading,
            without=self.without,
            find_quotes=self.quotes,
            replies_told=self.replies_told,
        )
        first = None if self.opening is None else self.opening.first_on(page)
        posts = [self._post(each) for each in elements if each is not first]
        if first is not None:
            return discussion_of(page, made, posts, self._post(first))
        if self.is_topic:
            return topic_of(page, made, posts)
        title = "" if self.kind is ArticleKind.ARTICLE else None
        return discussion_of(page, made, posts, None, kind=self.kind, title=title)

    def _elements(self, page: WebPage) -> list[HtmlElement]:
        """Return what holds posts; of one that is shown twice, as accepted answers are, the last.

        The first one stands out of its place, above the others.
        """
        found = [each for each in self.posts.on(page) if self.text.first(each) is not None]
        last = {self.key(each) or each: each for each in found}
        kept = set(last.values())
        return [each for each in found if each in kept]

    def _post(self, element: HtmlElement) -> Post:
        text = self.text.first(element)
        printed = _DIRECTION.sub("", self.time.text(element)).strip()
        dated = _DIRECTION.sub("", self.time.attribute(element, *_DATES) or "")
        bare = self.dated(element)
        author = element.get("data-author") or self.author.text(element)
        counts = (number_in(text_of(each)) for each in _all(self.votes, element))
        return Post(
            element=element,
            key=self.key(element),
            parts=() if text is None else (text,),
            parent=self.answered(element),
            reason=ANSWERED,
            author="" if author == self.nobody else author,
            title="" if self.rank is None else self.rank.text(element),
            badges=tuple(text_of(each) for each in _all(self.badges, element)),
            dates=stated(bare, dated, printed),
            # Seconds since 1970 are nothing for people.
            printed=printed or ("" if bare is None or bare.isdigit() else bare),
            votes=tuple(count for count in counts if count is not None),
            permalink=None if self.link is None else self.link.attribute(element, "href"),
        )


def _on(select: Select | None, page: WebPage) -> list[HtmlElement]:
    return [] if select is None else select.on(page)


def _all(select: Select | None, element: HtmlElement) -> list[HtmlElement]:
    return [] if select is None else select.all(element)
