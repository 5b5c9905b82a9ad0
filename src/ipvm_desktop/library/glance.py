"""A first look at a library: what the window's first picture needs, without SQLAlchemy.

Loading SQLAlchemy takes longer than all else the window does before it is painted.
The statements here are the very text of those in ``_articles.py``; a test compares
them. ``Library`` takes over as soon as it is loaded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ipvm_desktop.domain.listing import (
    ArticleScope,
    ArticleSummary,
    LibraryCounts,
    Query,
    SortOrder,
)
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library.format import APPLICATION_ID, FORMAT_VERSION
from ipvm_desktop.library.summary_rows import summary

_UNREAD = "article.is_read = 0 OR article.unread_comments > 0"
COUNTS = (
    f"SELECT count(*) AS count_1, total({_UNREAD}) AS total_1,"  # noqa: S608 - constants
    " total(article.is_starred) AS total_2, total(article.comment_count) AS total_3 FROM article"
)
SUMMARIES = (
    "SELECT article.id, article.title, article.kind, article.published, article.imported,"
    " article.comment_count, article.unread_comments, article.is_read, article.is_starred,"
    " article.warning FROM json_each(:ids) AS anon_1"
    ' JOIN article ON article.id = anon_1.value ORDER BY anon_1."key"'
)
_WHERE = {
    ArticleScope.ALL: "",
    ArticleScope.UNREAD: f"WHERE {_UNREAD} ",
    ArticleScope.STARRED: "WHERE article.is_starred = 1 ",
}
_ORDER = {
    SortOrder.DATE: "article.published {} NULLS LAST, article.imported DESC",
    SortOrder.TITLE: "article.sort_title {}, article.imported DESC",
    SortOrder.COMMENTS: "article.comment_count {}, article.imported DESC",
    SortOrder.IMPORTED: "article.imported {}",
}


def ids_statement(query: Query) -> str:
    """Return the statement for the ids that a query without words selects."""
    order = _ORDER[query.sort].format("DESC" if query.descending else "ASC")
    where = _WHERE[query.scope]
    return f"SELECT article.id FROM article {where}ORDER BY {order}, article.id DESC"  # noqa: S608


class Glance:
    """A library that is only looked at, on the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Wrap a connection; use ``open`` instead."""
        self._path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Glance | None:
        """Open a library that exists and is of this version's format.

        Returns:
            None for any other file, and where anything is wrong with it;
            ``Library.open`` then makes, migrates or refuses it.
        """
        connection = None
        with suppress(sqlite3.Error, ValueError):
            address = f"{path.absolute().as_uri()}?mode=rw"
            connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
            marks = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version")
            ]
            if marks == [APPLICATION_ID, FORMAT_VERSION]:
                return cls(path, connection)
        if connection is not None:
            connection.close()
        return None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def counts(self) -> LibraryCounts:
        """Count what the library holds."""
        ((articles, unread, starred, comments),) = self._rows(COUNTS, {})
        return LibraryCounts(int(articles), int(unread), int(starred), int(comments))

    def article_ids(self, query: Query) -> list[int]:
        """Return the ids of the articles that a query without words selects, in its order."""
        return [article_id for (article_id,) in self._rows(ids_statement(query), {})]

    def summaries(self, ids: Sequence[int]) -> list[ArticleSummary]:
        """Return list rows in the order asked for; ids that are not there are left out."""
        found = self._rows(SUMMARIES, {"ids": json.dumps(list(ids))})
        return [summary(row) for row in found]

    def _rows(self, statement: str, parameters: dict[str, str]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            raise LibraryError(self._path, f"the library cannot be read ({error})") from error
