"""What opens below the chip "Any date"."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QMenu,
    QPushButton,
    QWidget,
    QWidgetAction,
)

from ipvm_desktop.domain.moment import format_day


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
