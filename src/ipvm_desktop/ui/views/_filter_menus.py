"""What opens below the chips "Any date" and "Anyone"."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from ipvm_desktop.domain.moment import format_day

_SEARCH_FROM = 9
_ROWS_SHOWN = 10

_AUTHOR = Qt.ItemDataRole.UserRole


class DateMenu(QMenu):
    """Chooses the first and last day of comments.

    Signals:
        chosen: ``since`` and ``until``, each a ``date`` or None for no limit.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first: dt.date | None = None
        self._last: dt.date | None = None
        self.addAction("Any Date", lambda: self.chosen.emit(None, None))
        self._first_day = self.addAction("First Day", self._choose_first_day)
        self._first_week = self.addAction("First Week", self._choose_first_week)
        self._later = self.addAction("After the First Week", self._choose_later)
        self.addSeparator()
        self._since, self._until = QDateEdit(), QDateEdit()
        self.addAction(self._picker())

    def _picker(self) -> QWidgetAction:
        box = QWidget()
        form = QFormLayout(box)
        form.setContentsMargins(12, 6, 12, 8)
        for label, field in (("From", self._since), ("To", self._until)):
            field.setCalendarPopup(True)
            field.setDisplayFormat("MMM d, yyyy")
            field.setAccessibleName(f"{label} day")
            form.addRow(label, field)
        apply = QPushButton("&Show These Days")
        apply.clicked.connect(self._choose_picked)
        form.addRow(apply)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        return action

    def set_days(self, first: dt.date | None, last: dt.date | None) -> None:
        """Offer the days between the first and the last comment; None when none has a date."""
        self._first, self._last = first, last
        if first is None or last is None:
            return
        self._first_day.setText(f"First Day ({format_day(first)})")
        week_end = _days_on(first, 6)
        self._first_week.setVisible(last > first)
        self._later.setVisible(last > week_end)
        for field in (self._since, self._until):
            field.setDateRange(_qdate(first), _qdate(last))

    def set_chosen(self, since: dt.date | None, until: dt.date | None) -> None:
        """Show a choice made elsewhere."""
        if self._first is not None and self._last is not None:
            self._since.setDate(_qdate(since or self._first))
            self._until.setDate(_qdate(until or self._last))

    def _choose_first_day(self) -> None:
        self.chosen.emit(self._first, self._first)

    def _choose_first_week(self) -> None:
        if self._first is not None:
            self.chosen.emit(self._first, _days_on(self._first, 6))

    def _choose_later(self) -> None:
        if self._first is not None:
            self.chosen.emit(_days_on(self._first, 7), None)

    def _choose_picked(self) -> None:
        """Choose what the fields say; days picked in the wrong order are swapped."""
        since, until = sorted((_date(self._since.date()), _date(self._until.date())))
        self.chosen.emit(
            since if since != self._first else None, until if until != self._last else None
        )
        self.close()


def _days_on(day: dt.date, days: int) -> dt.date:
    """Return a later day, the last there is at most."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> dt.date:
    return dt.date(day.year(), day.month(), day.day())


class PeopleMenu(QMenu):
    """Chooses among the authors of a discussion; stays open while names are ticked.

    Signals:
        chosen: The ticked names, a ``frozenset``; empty for anyone.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anyone = self.addAction("Anyone", self._choose_anyone)
        self.addSeparator()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a name")
        self.search.setAccessibleName("Find a name")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._hide_others)
        self.people = _PeopleList()
        self.people.setAccessibleName("People")
        self.people.itemChanged.connect(self._tell)
        self.addAction(self._list_action())
        self.aboutToShow.connect(self._open)

    def _list_action(self) -> QWidgetAction:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 4, 8, 6)
        column.addWidget(self.search)
        column.addWidget(self.people)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        return action

    def set_people(self, counts: Counter[str]) -> None:
        """Offer these names, those with the most comments first, none ticked."""
        self.people.blockSignals(True)
        self.people.clear()
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold())):
            item = QListWidgetItem(f"{name}  ·  {count:,}", self.people)
            item.setData(_AUTHOR, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.people.blockSignals(False)
        self.search.setVisible(len(counts) >= _SEARCH_FROM)

    def set_chosen(self, names: frozenset[str]) -> None:
        """Tick the names chosen elsewhere."""
        self.people.blockSignals(True)
        for item in self._items():
            ticked = item.data(_AUTHOR) in names
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.people.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        return [self.people.item(row) for row in range(self.people.count())]

    def _open(self) -> None:
        self.search.clear()
        self.people.fit(min(_ROWS_SHOWN, self.people.count()))
        (self.search if not self.search.isHidden() else self.people).setFocus()

    def _hide_others(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in item.data(_AUTHOR).casefold())

    def _choose_anyone(self) -> None:
        self.set_chosen(frozenset())
        self.chosen.emit(frozenset())

    def _tell(self) -> None:
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        self.chosen.emit(frozenset(item.data(_AUTHOR) for item in ticked))

    def anyone_action(self) -> QAction:
        """Return the entry that unticks everyone."""
        return self._anyone


class _PeopleList(QListWidget):
    """A list whose rows are ticked by a click anywhere on them, and by Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMinimumWidth(240)
        self.itemClicked.connect(self._toggle)
        self._ticked_by_box = False
        self.itemChanged.connect(self._note_change)

    def fit(self, rows: int) -> None:
        """Be as high as so many rows."""
        self.ensurePolished()
        height = max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)
        self.setFixedHeight(rows * height + 2 * self.frameWidth() + 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ticked_by_box = False
        super().mousePressEvent(event)

    def _note_change(self) -> None:
        self._ticked_by_box = True

    def _toggle(self, item: QListWidgetItem) -> None:
        # A click on the box itself has ticked it already.
        if not self._ticked_by_box:
            unticked = item.checkState() == Qt.CheckState.Unchecked
            item.setCheckState(Qt.CheckState.Checked if unticked else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._ticked_by_box = False
            self._toggle(item)
        else:
            super().keyPressEvent(event)
