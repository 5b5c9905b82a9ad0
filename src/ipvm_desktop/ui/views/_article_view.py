"""The list widget of the article panel: rows of one height, selection and place kept by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ipvm_desktop.ui.delegates.article_delegate import ArticleDelegate
from ipvm_desktop.ui.models.article_table import ArticleTableModel, Index, runs

_SCROLL_STEP = 26

_Flag = QItemSelectionModel.SelectionFlag


class ArticleView(QTableView):
    """A list over an ``ArticleTableModel``.

    Though it shows one column it is a table: Qt's list view asks the model for an
    index of every row whenever rows change, which takes seconds for a large library.

    Signals:
        current_changed: The id of the article that became current, by whatever means
            but ``keeping_place``.
    """

    current_changed = Signal(int)

    def __init__(self, model: ArticleTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._articles = model
        self._quiet = False
        self._gone: int | None = None  # what was current when it left the list
        self.delegate = ArticleDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setAccessibleName("Articles")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._build_grid()
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalScrollBar().setSingleStep(_SCROLL_STEP)

    def _build_grid(self) -> None:
        """Make the table look like a list: no lines, no heads, no keys that go sideways."""
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height(self.font()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def moveCursor(
        self, cursor_action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last article, as in a list."""
        if cursor_action == QAbstractItemView.CursorAction.MoveHome:
            return self._articles.index(0, 0)
        if cursor_action == QAbstractItemView.CursorAction.MoveEnd:
            return self._articles.index(self._articles.rowCount() - 1, 0)
        return super().moveCursor(cursor_action, modifiers)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Open nothing: with the keyboard Qt would make the first article current, unselected."""
        had_current = self.currentIndex().isValid()
        self._quiet = True
        try:
            super().focusInEvent(event)
        finally:
            self._quiet = False
        if not had_current:
            self.selectionModel().clearCurrentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the window."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read the title of every article to find a letter."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        article_id = self._articles.id_at(current.row())
        if article_id is not None and not self._quiet:
            self._gone = None
            self.current_changed.emit(article_id)

    def current_id(self) -> int | None:
        """Return the current article, or None."""
        return self._articles.id_at(self.currentIndex().row())

    def selected_ids(self) -> list[int]:
        """Return the selected articles in the list's order."""
        selection = self.selectionModel().selection()
        spans = (selection.at(number) for number in range(selection.count()))
        rows = {row for span in spans for row in range(span.top(), span.bottom() + 1)}
        ids = self._articles.ids
        return [ids[row] for row in sorted(rows)]

    def make_current(self, row: int) -> None:
        """Make a row the current and only selected one, and show it."""
        index = self._articles.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    @contextmanager
    def keeping_place(self) -> Iterator[None]:
        """Keep selection, current article and what stands on top, whatever the model does.

        A current article that is no longer in the list is current again when it comes back.
        """
        current, selected = self.current_id(), self.selected_ids()
        if current is None and self._gone is not None:
            current, selected = self._gone, [*selected, self._gone]
        top = self.indexAt(QPoint(4, 4))
        # At its very top the list stays there, so that new articles are seen to arrive.
        anchor = self._articles.id_at(top.row()) if self.verticalScrollBar().value() else None
        offset = self.visualRect(top).top()
        is_reset = False

        def note() -> None:
            nonlocal is_reset
            is_reset = True

        connection = self._articles.modelReset.connect(note)
        self._quiet = True
        try:
            yield
            if is_reset or self.current_id() != current:
                self._restore(current, selected)
            self._gone = current if self.current_id() is None else None
            self._scroll_back(anchor, offset)
        finally:
            self._quiet = False
            self._articles.modelReset.disconnect(connection)

    def _restore(self, current: int | None, selected: Sequence[int]) -> None:
        """Select what is still there; without the current article nothing is current."""
        rows = sorted(row for row in map(self._articles.row_of, selected) if row is not None)
        cell = self._articles.index
        chosen = QItemSelection()
        for first, last in runs(rows):
            chosen.select(cell(first, 0), cell(last, 0))
        row = None if current is None else self._articles.row_of(current)
        selection = self.selectionModel()
        selection.setCurrentIndex(QModelIndex() if row is None else cell(row, 0), _Flag.NoUpdate)
        selection.select(chosen, _Flag.ClearAndSelect)

    def _scroll_back(self, anchor: int | None, offset: int) -> None:
        row = None if anchor is None else self._articles.row_of(anchor)
        if row is None:
            return
        # Lay out now, so that the rows are where they will be.
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(self._articles.index(row, 0)).top() - offset)
