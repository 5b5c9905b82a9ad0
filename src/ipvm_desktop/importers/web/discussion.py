"""What a reader of comments finds on a page, and what such a reader is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.page import WebPage


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDiscussion:
    """The comments of a page, and where on it they stand.

    Attributes:
        make: Title of the reader that found them, such as "WordPress".
        comments: In the page's order, without the opening post of a forum topic.
        areas: Elements that hold the discussion and what belongs to it (its heading, the form
            to answer); no part of the article.
        replies_told: The page shows who answers whom, also where nobody answers anybody. False
            where it tells of some comments only, as a forum does whose posts quote each other:
            what it tells stays as it is, and the others' replies are inferred.
        order: How the comments follow each other where it does not.
        declared: How many comments the page announces, or None.
        kind: Whether the page is an article or a forum's discussion.
        opening: An element with the text of a topic's opening post, which is then the article's
            body; it may be a copy that stands on no page. None where the article is to be looked
            for; a page of ``kind`` DISCUSSION without it has no such text: it is a later page
            of its topic, or discusses a mere link.
        opened: Author, date, affiliation and votes of that post, or of the link; else None.
        title: The topic's title where the make knows it better than the page's head, or None.
        topic_url: The topic's own address where the page is a later one of it; else None.
        lacking: What the page only lists, as a sentence for people; "" where it holds all.
    """

    make: str
    comments: tuple[FoundComment, ...]
    areas: tuple[HtmlElement, ...] = ()
    replies_told: bool = True
    order: CommentOrder = CommentOrder.PAGE
    declared: int | None = None
    kind: ArticleKind = ArticleKind.ARTICLE
    opening: HtmlElement | None = None
    opened: FoundComment | None = None
    title: str | None = None
    topic_url: str | None = None
    lacking: str = ""


class CommentReader(Protocol):
    """Reads the comments of pages of one make."""

    @property
    def name(self) -> str:
        """Stable id, such as ``wordpress``."""
        ...

    @property
    def title(self) -> str:
        """Name for people, such as "WordPress"."""
        ...

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the page's discussion, or None where the page is not of this make.

        A page of the make without comments gives a discussion without comments. Damaged or
        unusual markup gives what could be read of it; nothing is raised.
        """
        ...
