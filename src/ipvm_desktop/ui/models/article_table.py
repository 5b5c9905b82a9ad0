"""The article list for Qt: all ids at once, what a row shows only when it is looked at."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary
from ipvm_desktop.domain.moment import format_day, format_moment
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.ui.models.roles import ArticleRole
from ipvm_desktop.ui.plain_text import plain_tip

logger = logging.getLogger(__name__)

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Fetch: TypeAlias = Callable[[Sequence[int]], list[ArticleSummary]]

PAGE = 200
_KEPT_PAGES = 40
# Beyond this, telling Qt about each run costs more than a reset.
_MOST_RUNS = 100

_ROOT = QModelIndex()


class ArticleTableModel(QAbstractTableModel):
    """The ids of a whole query result, with a cache of what their rows show.

    One column holds it all, for one delegate to paint. Rows are fetched by pages of
    200, right when they are painted: the library takes less time for a page than the
    delegate for a screenful of rows, so a detour over a worker would only make rows
    flicker. The cache goes by id, so that inserted and removed rows leave it valid.
    """

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fetch = fetch
        self._ids: list[int] = []
        self._rows: dict[int, int] | None = None
        self._cache: OrderedDict[int, ArticleSummary | None] = OrderedDict()

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows, in order."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show the answer to a new query; everything shown before is forgotten."""
        self.beginResetModel()
        self._take(list(ids))
        self._cache.clear()
        self.endResetModel()

    def update_ids(self, ids: Sequence[int]) -> None:
        """Show a new answer to the same query, moving no more rows than necessary.

        Rows are inserted and removed one run at a time. When rows changed places, or
        there are very many runs, the model is reset.
        """
        wanted, shown = set(ids), set(self._ids)
        kept = [article_id for article_id in self._ids if article_id in wanted]
        gone = [row for row, article_id in enumerate(self._ids) if article_id not in wanted]
        new = [row for row, article_id in enumerate(ids) if article_id not in shown]
        out, into = list(runs(gone)), list(runs(new))
        if len(out) + len(into) > _MOST_RUNS or kept != [i for i in ids if i in shown]:
            self.beginResetModel()
            self._take(list(ids))
            self.endResetModel()
            return
        self._remove_runs(out)
        for first, last in into:
            self.beginInsertRows(_ROOT, first, last)
            self._take([*self._ids[:first], *ids[first : last + 1], *self._ids[first:]])
            self.endInsertRows()

    def apply_changes(self, changes: Changes) -> None:
        """Show what a write did to the rows there are.

        Where added articles belong only the library knows: they come with ``update_ids``.
        """
        for article_id in (*changes.updated, *changes.removed):
            self._cache.pop(article_id, None)
        removed = {self.row_of(article_id) for article_id in changes.removed}
        self._remove_runs(list(runs(sorted(row for row in removed if row is not None))))
        touched = {self.row_of(article_id) for article_id in changes.updated}
        for first, last in runs(sorted(row for row in touched if row is not None)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def id_at(self, row: int) -> int | None:
        """Return the article in a row, or None when there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, article_id: int) -> int | None:
        """Return the row of an article, or None when it is not in the list."""
        if self._rows is None:
            self._rows = {each: row for row, each in enumerate(self._ids)}
        return self._rows.get(article_id)

    def summary(self, row: int) -> ArticleSummary | None:
        """Return what a row shows; None when the article is gone or there is no such row."""
        article_id = self.id_at(row)
        if article_id is None:
            return None
        if article_id in self._cache:
            self._cache.move_to_end(article_id)
        else:
            self._fetch_page(row // PAGE)
        return self._cache[article_id]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ArticleRole.SUMMARY:
            return self.summary(index.row())
        text = _TEXTS.get(role)
        summary = self.summary(index.row()) if text is not None else None
        return None if text is None or summary is None else text(summary)

    def _take(self, ids: list[int]) -> None:
        self._ids = ids
        self._rows = None

    def _remove_runs(self, out: Sequence[tuple[int, int]]) -> None:
        if len(out) > _MOST_RUNS:
            gone = {row for first, last in out for row in range(first, last + 1)}
            self.beginResetModel()
            self._take([each for row, each in enumerate(self._ids) if row not in gone])
            self.endResetModel()
            return
        for first, last in reversed(out):
            self.beginRemoveRows(_ROOT, first, last)
            self._take([*self._ids[:first], *self._ids[last + 1 :]])
            self.endRemoveRows()

    def _fetch_page(self, page: int) -> None:
        """Fetch what is not yet known of a page; articles not found are kept as None."""
        around = self._ids[page * PAGE : (page + 1) * PAGE]
        wanted = [article_id for article_id in around if article_id not in self._cache]
        try:
            found = {summary.id: summary for summary in self.fetch(wanted)}
        except LibraryError as error:
            # Painting must go on; the next question to the library tells the reader.
            logger.warning("Rows of the article list cannot be read: %s", error)
            found = {}
        for article_id in wanted:
            self._cache[article_id] = found.get(article_id)
        while len(self._cache) > _KEPT_PAGES * PAGE:
            self._cache.popitem(last=False)


def runs(rows: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield the first and last of each run of neighbours among ascending numbers."""
    ordered = list(rows)
    if not ordered:
        return
    first = ordered[0]
    for row, following in pairwise(ordered):
        if following != row + 1:
            yield first, row
            first = following
    yield first, ordered[-1]


def _tool_tip(summary: ArticleSummary) -> str:
    when = format_moment(summary.published) if summary.published else "No date"
    kind = " · discussion" if summary.kind is ArticleKind.DISCUSSION else ""
    lines = (summary.title, f"{when}{kind}", summary.warning.capitalize())
    return plain_tip("\n".join(line for line in lines if line))


def _spoken(summary: ArticleSummary) -> str:
    """All that the row tells by place and colour, in words."""
    count = summary.comment_count
    parts = (
        summary.title,
        format_day(summary.published) if summary.published else "no date",
        "discussion" if summary.kind is ArticleKind.DISCUSSION else "",
        summary.warning,
        "1 comment" if count == 1 else f"{count} comments",
        f"{summary.new_comments} new" if summary.new_comments else "",
        "" if summary.read else "unread",
        "starred" if summary.starred else "",
    )
    return ", ".join(part for part in parts if part)


_TEXTS: dict[int, Callable[[ArticleSummary], str]] = {
    Qt.ItemDataRole.DisplayRole: lambda summary: summary.title,
    Qt.ItemDataRole.ToolTipRole: _tool_tip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
