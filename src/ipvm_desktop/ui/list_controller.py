"""Answers the article list's questions to the library and carries out its marks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.listing import LibraryCounts, Query
from ipvm_desktop.errors import QueryError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.views.article_list import ArticleListPanel
from ipvm_desktop.ui.views.search_bar import SearchBar

_SETTLE_MS = 300  # changes that come faster are taken together


class ListController(QObject):
    """Keeps the article list and the counts in step with the library.

    Signals:
        counted: ``LibraryCounts`` of the whole library, after each change.
        changed: ``Changes`` that the list's own marks and removals brought about.
    """

    counted = Signal(object)
    changed = Signal(object)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        panel: ArticleListPanel,
        search: SearchBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._panel = panel
        self._search = search
        self._query = Query()
        self._pending = Changes()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._catch_up)
        search.search_changed.connect(panel.set_query_text)
        panel.query_changed.connect(self.ask)
        panel.clear_requested.connect(partial(search.search_now, ""))

    @property
    def query(self) -> Query:
        """What the list shows now."""
        return self._query

    def show_at_once(self, query: Query) -> None:
        """Fill the list before the window is first painted, without the lanes."""
        self._query = query
        self._take_counts(self._library.counts())
        self._panel.set_ids(self._library.article_ids(query))

    def take_over(self, query: Query, counts: LibraryCounts) -> None:
        """Go on from a list that was filled already."""
        self._query = query
        self._take_counts(counts)

    def ask(self, query: Query) -> None:
        """Show the articles of a query; the answer to an earlier one is dropped."""
        self._query = query
        self._runner.read(
            partial(self._library.article_ids, query),
            done=self._take_ids,
            failed=self._fail,
            key="list",
        )

    def take_changes(self, changes: Changes) -> None:
        """Show soon what a write touched; many writes in a row are shown together."""
        self._pending = self._pending + changes
        if changes and not self._settle.isActive():
            self._settle.start()

    def leave(self) -> None:
        """Show no further changes."""
        self._settle.stop()

    def set_read(self, article_ids: Iterable[int], read: bool) -> None:
        """Mark articles read or unread."""
        self._write(partial(self._library.mark_articles, list(article_ids), read=read))

    def set_starred(self, article_ids: Iterable[int], starred: bool) -> None:
        """Star or unstar articles."""
        self._write(partial(self._library.mark_articles, list(article_ids), starred=starred))

    def remove(self, article_ids: Iterable[int]) -> None:
        """Remove articles from the library."""
        self._write(partial(self._library.remove, list(article_ids)))

    def _write(self, write: partial[Changes]) -> None:
        self._runner.write(write, done=self._take_own)

    def _take_own(self, changes: Changes) -> None:
        """Show at once what the reader did here, then tell the others."""
        self._pending = self._pending + changes
        self._catch_up()
        self.changed.emit(changes)

    def _catch_up(self) -> None:
        changes, self._pending = self._pending, Changes()
        self._panel.refresh(changes)
        self._runner.read(self._library.counts, done=self._take_counts, key="counts")
        if changes.added or changes.removed:
            self.ask(self._query)

    def _take_ids(self, ids: list[int]) -> None:
        self._panel.set_ids(ids)
        self._search.set_found(len(ids) if self._query.text else None)

    def _take_counts(self, counts: LibraryCounts) -> None:
        self._panel.set_counts(counts)
        self.counted.emit(counts)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, QueryError):
            raise error
        self._take_ids([])
