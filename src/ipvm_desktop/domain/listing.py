"""The article list: what one row shows, and which rows in which order.

Apart from ``article.py`` and ``query.py``, because the window's first picture needs this
and nothing else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ipvm_desktop.domain.moment import Moment


class ArticleKind(StrEnum):
    """What sort of page an article is."""

    ARTICLE = "article"
    DISCUSSION = "discussion"


class ArticleScope(StrEnum):
    """Which articles the list shows at all."""

    ALL = "all"
    UNREAD = "unread"
    STARRED = "starred"


class SortOrder(StrEnum):
    """What the article list is sorted by."""

    DATE = "date"
    TITLE = "title"
    COMMENTS = "comments"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which articles, in which order.

    Attributes:
        text: Words that must all occur in the title, body, byline or comments; the last
            one matches as a prefix, words in double quotes as a phrase. "" for all.
        scope: ``UNREAD`` takes articles never opened or with unread comments.
        among: Only articles of these ids; None for any.
        sort: Ties are broken by the newest import first.
        descending: Largest or newest first; articles without a date always stand last.
    """

    text: str = ""
    scope: ArticleScope = ArticleScope.ALL
    among: frozenset[int] | None = None
    sort: SortOrder = SortOrder.DATE
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """How much a library holds.

    Attributes:
        articles: All articles.
        unread: Articles never opened or with unread comments.
        starred: Starred articles.
        comments: All comments.
    """

    articles: int = 0
    unread: int = 0
    starred: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """What one row of the article list shows.

    Attributes:
        id: The library's id.
        title: Never empty.
        kind: Article or forum discussion.
        published: None where unknown.
        imported: Aware, UTC.
        comment_count: Comments in the library.
        unread_comments: Of these, how many are unread.
        read: Whether the reader has opened it.
        starred: Whether the reader marked it.
        warning: Short text such as "preview only, 61% masked", or "".
    """

    id: int
    title: str
    kind: ArticleKind
    published: Moment | None
    imported: dt.datetime
    comment_count: int
    unread_comments: int
    read: bool
    starred: bool
    warning: str

    @property
    def new_comments(self) -> int:
        """Unread comments of an article that was read before; 0 for one never opened."""
        return self.unread_comments if self.read else 0
