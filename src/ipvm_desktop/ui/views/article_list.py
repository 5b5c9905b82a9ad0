"""The left panel: chips that narrow and sort, and the list of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.listing import ArticleScope, LibraryCounts, Query, SortOrder
from ipvm_desktop.ui.models.article_table import ArticleTableModel, Fetch
from ipvm_desktop.ui.theme import HAIRLINE, LIGHT, Theme
from ipvm_desktop.ui.views._article_view import ArticleView
from ipvm_desktop.ui.widgets.chip import Chip
from ipvm_desktop.ui.widgets.flow_layout import FlowLayout

# Chip, menu text, order, largest or newest first.
SORTS = (
    ("Newest", "Newest first", SortOrder.DATE, True),
    ("Oldest", "Oldest first", SortOrder.DATE, False),
    ("A–Z", "Title, A–Z", SortOrder.TITLE, False),
    ("Z–A", "Title, Z–A", SortOrder.TITLE, True),
    ("Most comments", "Most comments first", SortOrder.COMMENTS, True),
    ("Fewest comments", "Fewest comments first", SortOrder.COMMENTS, False),
    ("Last imported", "Last imported first", SortOrder.IMPORTED, True),
    ("First imported", "First imported first", SortOrder.IMPORTED, False),
)

_SCOPES = (
    (ArticleScope.ALL, "All"),
    (ArticleScope.UNREAD, "Unread"),
    (ArticleScope.STARRED, "Starred"),
)
_NARROWEST = 180
_LONGEST_QUOTE = 80


class ArticleListPanel(QWidget):
    """Chips for scope and order above the articles; knows the query but never the library.

    Signals:
        article_activated: The reader, or ``select``, made this article the current one.
        query_changed: The ``Query`` whose ids ``set_ids`` shall bring.
        read_toggle_requested: Ids, and whether they shall be read.
        star_toggle_requested: Ids, and whether they shall be starred.
        remove_requested: Ids that shall leave the library; nobody has asked "sure?" yet.
        export_requested: Ids that shall be written to a file, and its name as proposed.
        copies_requested: An id; the reader asks for other copies of the article.
        clear_requested: The search text shall go.
    """

    article_activated = Signal(int)
    query_changed = Signal(object)
    read_toggle_requested = Signal(object, bool)
    star_toggle_requested = Signal(object, bool)
    remove_requested = Signal(object)
    export_requested = Signal(object, str)
    copies_requested = Signal(int)
    clear_requested = Signal()

    def __init__(self, fetch: Fetch, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        self._scope_before = ArticleScope.ALL
        self._imported: frozenset[int] = frozenset()
        self._wants_first = False
        self._counts = LibraryCounts()
        self._is_answered = False
        self._awaited: int | None = None
        self._model = ArticleTableModel(fetch, self)
        self.view = ArticleView(self._model, self)
        self.view.current_changed.connect(self.article_activated)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.setFocusProxy(self.view)
        self.setMinimumWidth(_NARROWEST)
        self._build_chips()
        self._build_notice()
        self._build_empty()
        self._arrange()
        self._show_query()
        self.notice.hide()
        self.set_theme(theme)

    @property
    def model(self) -> ArticleTableModel:
        """The rows."""
        return self._model

    def query(self) -> Query:
        """Return what the list shows, or will show when the answer is there."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Take over a query, as kept from an earlier run, without asking for its ids."""
        self._query = query
        self._is_answered = False
        self._show_query()

    def set_query_text(self, text: str) -> None:
        """Narrow the list to the articles that match a text."""
        self._ask(replace(self._query, text=text))

    def set_imported(self, article_ids: Iterable[int]) -> None:
        """Offer to show the articles of the last import; none to offer nothing."""
        self._imported = frozenset(article_ids)
        self.import_chip.set_count(len(self._imported))
        self.import_chip.setVisible(bool(self._imported))
        if self._query.among is not None:
            self.show_imported(bool(self._imported))

    def show_imported(self, shown: bool) -> None:
        """Show the articles of the last import only, or what was shown before that."""
        if not shown:
            self._ask(replace(self._query, scope=self._scope_before, among=None))
        elif self._imported:
            if self._query.among is None:
                self._scope_before = self._query.scope
            self._ask(replace(self._query, scope=ArticleScope.ALL, among=self._imported))

    def go_to_imported(self) -> None:
        """Show the articles of the last import, whatever was searched for, and open the first."""
        self._clear_text()
        self.show_imported(True)
        self._wants_first = True
        if self._is_answered:
            self._go_to_first()

    def set_counts(self, counts: LibraryCounts) -> None:
        """Show how many articles the chips stand for."""
        self._counts = counts
        numbers = (counts.articles, counts.unread, counts.starred)
        for (scope, _), number in zip(_SCOPES, numbers, strict=True):
            self.scope_chips[scope].set_count(number)
        self._show_state()

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show the answer to the query, keeping selection and place where possible."""
        is_new, self._is_answered = not self._is_answered, True
        with self.view.keeping_place():
            if is_new:
                self._model.set_ids(ids)
            else:
                self._model.update_ids(ids)
        if is_new:
            self._show_place()
        self._show_state()
        if self._wants_first:
            self._go_to_first()
        if self._awaited is not None:
            self.select(self._awaited)

    def refresh(self, changes: Changes) -> None:
        """Show what a write did to the rows there are; added ones come with ``set_ids``."""
        current = self.view.current_id()
        row = self.view.currentIndex().row()
        with self.view.keeping_place():
            self._model.apply_changes(changes)
        self._show_state()
        if self._imported.intersection(changes.removed):
            self.set_imported(self._imported.difference(changes.removed))
        if current in changes.removed and self._model.rowCount():
            # Removing goes on with the next article, as in any mail program.
            self.view.make_current(min(row, self._model.rowCount() - 1))

    def select(self, article_id: int) -> bool:
        """Make an article the current one; if it is not in the list yet, when it comes.

        Returns:
            Whether it is in the list now.
        """
        row = self._model.row_of(article_id)
        self._awaited = article_id if row is None else None
        if row is not None:
            self.view.make_current(row)
        return row is not None

    def current_id(self) -> int | None:
        """Return the current article, or None."""
        return self.view.current_id()

    def selected_ids(self) -> list[int]:
        """Return all selected articles in the list's order."""
        return self.view.selected_ids()

    def select_next(self) -> bool:
        """Go one article down; return whether there was one."""
        return self._step(1)

    def select_previous(self) -> bool:
        """Go one article up; return whether there was one."""
        return self._step(-1)

    def focus_list(self) -> None:
        """Give the list the keyboard, with an article to start from."""
        self.view.setFocus()
        if self.view.current_id() is None:
            self.select_next()

    def notice_text(self) -> str:
        """Return how much of the list matches, as last told above it."""
        return self._found.text()

    def empty_text(self) -> str:
        """Return why the list is empty, as told in its place."""
        return self._empty_words.text()

    def set_fetch(self, fetch: Fetch) -> None:
        """Fetch rows from elsewhere from now on; those that are there stay."""
        self._model.fetch = fetch

    def set_theme(self, theme: Theme) -> None:
        """Paint with other colours."""
        self.view.delegate.set_theme(theme)
        # Asking for the viewport makes PySide look at all kinds of widgets, which takes
        # a tenth of the start.
        if self.view.isVisible():
            self.view.viewport().update()

    def _build_chips(self) -> None:
        self.scope_chips: dict[ArticleScope, Chip] = {}
        group = QButtonGroup(self)
        for scope, text in _SCOPES:
            chip = Chip(text, self, count=0)
            group.addButton(chip)
            chip.clicked.connect(partial(self._choose_scope, scope))
            self.scope_chips[scope] = chip
        self.import_chip = Chip("Last import", self, count=0)
        self.import_chip.setToolTip("What the last import brought (Ctrl+Shift+L)")
        group.addButton(self.import_chip)
        self.import_chip.clicked.connect(partial(self.show_imported, True))
        self.import_chip.hide()
        menu = QMenu(self)
        orders = QActionGroup(menu)
        self.sort_actions: list[QAction] = []
        for _, words, order, descending in SORTS:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(partial(self._choose_order, order, descending))
            orders.addAction(action)
            self.sort_actions.append(action)
        self.sort_chip = Chip("", self, menu=menu)
        self.sort_chip.setToolTip("Sort the list")

    def _build_notice(self) -> None:
        self.notice = QFrame(self)
        self.notice.setProperty("role", "notice")
        self._found = QLabel(self.notice)
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(8, 2, 4, 2)
        row.addWidget(self._found, 1)
        row.addWidget(self._clear_button(self.notice))

    def _build_empty(self) -> None:
        self._empty = QWidget(self)
        self._empty_words = QLabel(self._empty)
        self._empty_words.setProperty("role", "muted")
        self._empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_words.setWordWrap(True)
        self.empty_clear = self._clear_button(self._empty)
        column = QVBoxLayout(self._empty)
        column.setContentsMargins(20, 40, 20, 20)
        column.addWidget(self._empty_words)
        column.addWidget(self.empty_clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _arrange(self) -> None:
        chips = FlowLayout()
        for chip in (*self.scope_chips.values(), self.import_chip, self.sort_chip):
            chips.addWidget(chip)
        head = QVBoxLayout()
        head.setContentsMargins(10, 9, 10, 9)
        head.setSpacing(8)
        head.addLayout(chips)
        head.addWidget(self.notice)
        line = QFrame(self)
        line.setProperty("role", "line")
        line.setFixedHeight(HAIRLINE)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self._pages, 1)

    def _clear_button(self, parent: QWidget) -> QPushButton:
        button = QPushButton("Clear", parent)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName("Clear the search")
        button.clicked.connect(self._clear_text)
        return button

    def _clear_text(self) -> None:
        self.set_query_text("")
        self.clear_requested.emit()

    def _choose_scope(self, scope: ArticleScope) -> None:
        self._ask(replace(self._query, scope=scope, among=None))

    def _choose_order(self, order: SortOrder, descending: bool) -> None:
        self._ask(replace(self._query, sort=order, descending=descending))

    def _ask(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self._is_answered = False
            self._show_query()
            self.query_changed.emit(query)

    def _go_to_first(self) -> None:
        self._wants_first = False
        if self._model.rowCount():
            self.view.make_current(0)
            self.view.setFocus()

    def _step(self, by: int) -> bool:
        row = self.view.currentIndex().row()
        wanted = row + by if row >= 0 else 0
        if not 0 <= wanted < self._model.rowCount():
            return False
        self.view.make_current(wanted)
        return True

    def _show_query(self) -> None:
        scope_chip = self.scope_chips[self._query.scope]
        (scope_chip if self._query.among is None else self.import_chip).setChecked(True)
        for (label, _, order, descending), action in zip(SORTS, self.sort_actions, strict=True):
            if (order, descending) == (self._query.sort, self._query.descending):
                action.setChecked(True)
                self.sort_chip.set_label(label)
                self.sort_chip.setAccessibleName(f"Sorted: {action.text()}")

    def _show_place(self) -> None:
        """After a new answer show the current article, or the list's beginning."""
        current = self.view.currentIndex()
        if current.isValid():
            self.view.scrollTo(current)
        else:
            self.view.scrollToTop()

    def _show_state(self) -> None:
        """Show the list with how much of it matches, or why there is nothing in it.

        While an answer is on its way, what was said of the last one stays.
        """
        if not self._is_answered:
            return
        shown, text = self._model.rowCount(), self._query.text
        all_there = self._counts_of_scope()
        self.notice.setVisible(bool(text and shown))
        self._found.setText(f"{shown:,} of {max(shown, all_there):,} match")
        self._pages.setCurrentIndex(0 if shown else 1)
        self._empty_words.setText(self._why_empty())
        self.empty_clear.setVisible(bool(text))

    def _counts_of_scope(self) -> int:
        if self._query.among is not None:
            return len(self._query.among)
        return self.scope_chips[self._query.scope].count or 0

    def _why_empty(self) -> str:
        if self._query.text:
            words = " ".join(self._query.text.split())
            # A whole page may have been pasted into the field.
            if len(words) > _LONGEST_QUOTE:
                words = f"{words[:_LONGEST_QUOTE]}…"
            return f"Nothing matches “{words}”."
        return {
            ArticleScope.ALL: "No articles yet.",
            ArticleScope.UNREAD: "No unread articles.",
            ArticleScope.STARRED: "No starred articles.",
        }[self._query.scope]

    def _open_menu(self, place: QPoint) -> None:
        menu = self.context_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.view.viewport().mapToGlobal(place))

    def context_menu(self) -> QMenu | None:
        """Return a new menu for the selected articles, or None when there are none."""
        ids = self.selected_ids()
        if not ids:
            return None
        # Of a large selection the first articles speak for all.
        rows = (self._model.row_of(each) for each in ids[:200])
        marks = [self._model.summary(row) for row in rows if row is not None]
        all_read = all(summary.read for summary in marks if summary)
        all_starred = all(summary.starred for summary in marks if summary)
        menu = QMenu(self)
        menu.setObjectName("articles")
        some = f" {len(ids):,} Articles" if len(ids) > 1 else ""
        # What follows a tab is shown as the key; the window's own commands have it.
        read = menu.addAction(f"Mark{some} {'Unread' if all_read else 'Read'}\tU")
        read.triggered.connect(lambda: self.read_toggle_requested.emit(ids, not all_read))
        star = menu.addAction(f"{'Unstar' if all_starred else 'Star'}{some}\tS")
        star.triggered.connect(lambda: self.star_toggle_requested.emit(ids, not all_starred))
        menu.addSeparator()
        export = menu.addAction(f"Export{some}…")
        name = marks[0].title if len(ids) == 1 and marks[0] else "articles"
        export.triggered.connect(lambda: self.export_requested.emit(ids, name))
        if len(ids) == 1:
            copies = menu.addAction("Other Copies…")
            copies.triggered.connect(lambda: self.copies_requested.emit(ids[0]))
        menu.addSeparator()
        remove = menu.addAction(f"Remove{some} from the Library…\tDel")
        remove.triggered.connect(lambda: self.remove_requested.emit(ids))
        return menu
