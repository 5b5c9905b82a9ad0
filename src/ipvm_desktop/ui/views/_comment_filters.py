"""The field and the chips that narrow a discussion down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.people import Participant
from ipvm_desktop.domain.query import (
    AUTHOR_ROLE,
    NAMED_ROLE,
    STAFF_ROLE,
    UNDISCLOSED_ROLE,
    CommentFilter,
    role_counts,
)
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.ui.models.comment_text import short_day
from ipvm_desktop.ui.views._filter_menus import DateMenu
from ipvm_desktop.ui.views._people_chips import PeopleChips
from ipvm_desktop.ui.widgets.chip import Chip
from ipvm_desktop.ui.widgets.flow_layout import FlowLayout

TYPING_PAUSE_MS = 150
# Laying out that many rows takes a moment, so wait until the reader really stops typing.
_LONG_PAUSE_MS = 350
_LONG_THREAD = 10_000

_FIRST_ROLES = (AUTHOR_ROLE, STAFF_ROLE)
_LAST_ROLES = (UNDISCLOSED_ROLE, NAMED_ROLE)
_ROLE_LABELS = {AUTHOR_ROLE: "Author replies", NAMED_ROLE: "Named people"}

# Fields of a filter that one Escape clears together.
_CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "authors": ("authors",),
    "roles": ("roles",),
    "dates": ("since", "until"),
    "unread": ("unread",),
    "starred": ("starred",),
}


class CommentFilters(QWidget):
    """Holds one ``CommentFilter`` and the controls that change it.

    Signals:
        changed: The new ``CommentFilter``; for typed text only after a pause.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = CommentFilter()
        # Constraints in the order they were last touched.
        self._order: list[str] = []
        self._escaped = False
        self._usual_year: int | None = None
        self._role_chips: dict[str, Chip] = {}
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._take_text)
        self._is_showing = False
        self.field = QLineEdit()
        self.field.setPlaceholderText("Filter comments")
        self.field.setAccessibleName("Filter comments")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._text_edited)
        self.field.returnPressed.connect(self._take_text)
        self._build_chips()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self._chip_box)
        column.addWidget(self.people)

    def _build_chips(self) -> None:
        self.unread_chip = Chip("Unread")
        self.unread_chip.toggled.connect(lambda on: self._change(unread=on))
        self.starred_chip = Chip("★")
        self.starred_chip.setToolTip("Starred comments")
        self.starred_chip.toggled.connect(lambda on: self._change(starred=on))
        self.date_menu = DateMenu(self)
        self.date_menu.chosen.connect(self.set_dates)
        self.date_chip = Chip("Any date", menu=self.date_menu)
        self.people = PeopleChips(self)
        self.people.chosen.connect(lambda names: self._change(authors=names))
        self._chip_box = QWidget()
        self._chips = FlowLayout(self._chip_box)
        for chip in (self.unread_chip, self.starred_chip, self.date_chip):
            self._chips.addWidget(chip)

    # What it offers

    def set_thread(self, thread: Thread[Comment], usual_year: int | None) -> None:
        """Offer what occurs in a thread. The filter stays as it is."""
        self._usual_year = usual_year
        self._typing.setInterval(
            _LONG_PAUSE_MS if len(thread.entries) > _LONG_THREAD else TYPING_PAUSE_MS
        )
        self._offer_roles(thread)
        days = [
            day_of(entry.comment.posted)
            for entry in thread.entries
            if entry.comment and entry.comment.posted
        ]
        self.date_menu.set_days(min(days, default=None), max(days, default=None))
        self.date_chip.setVisible(len(set(days)) > 1)
        self.set_marks(thread)
        self._show_filter()

    def set_people(self, people: Sequence[Participant]) -> None:
        """Offer these people. Who is chosen stays so, by all names they have now."""
        self.people.set_people(people)
        authors = self._filter.authors
        names = frozenset().union(*(self.people.names_of(name) for name in authors))
        self.people.set_chosen(names)
        if names != authors:
            self.set_filter(replace(self._filter, authors=names))

    def set_marks(self, thread: Thread[Comment]) -> None:
        """Count what is unread and starred anew."""
        comments = [entry.comment for entry in thread.entries if entry.comment]
        unread = sum(not comment.read for comment in comments)
        starred = sum(comment.starred for comment in comments)
        self.unread_chip.set_count(unread or None)
        self.starred_chip.set_count(starred or None)
        self.starred_chip.setAccessibleName(f"Starred, {starred}")

    def _offer_roles(self, thread: Thread[Comment]) -> None:
        counts = role_counts(thread)
        for chip in self._role_chips.values():
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._role_chips.clear()
        if len(counts) < 2:
            return
        others = [self._chips.takeAt(0) for _ in range(self._chips.count())]
        for role in sorted(counts, key=lambda role: (_role_rank(role), -counts[role], role)):
            chip = Chip(_ROLE_LABELS.get(role, role), self._chip_box, count=counts[role])
            chip.toggled.connect(lambda _on: self._change(roles=self._ticked_roles()))
            self._role_chips[role] = chip
            self._chips.addWidget(chip)
            chip.show()
        for one in others:
            if one is not None:
                self._chips.addItem(one)

    def _ticked_roles(self) -> frozenset[str]:
        return frozenset(role for role, chip in self._role_chips.items() if chip.isChecked())

    def role_chip(self, role: str) -> Chip | None:
        """Return the chip of a role, or None when it is not offered."""
        return self._role_chips.get(role)

    # The filter

    @property
    def filter(self) -> CommentFilter:
        """What is asked for now."""
        return self._filter

    def set_filter(self, wanted: CommentFilter) -> None:
        """Ask for something else."""
        self._typing.stop()
        if wanted == self._filter:
            self._show_filter()
            return
        for name, fields in _CONSTRAINTS.items():
            before = [getattr(self._filter, field) for field in fields]
            after = [getattr(wanted, field) for field in fields]
            if before != after and name in self._order:
                self._order.remove(name)
            if before != after and any(after):
                self._order.append(name)
        self._filter = wanted
        self._escaped = False
        self._show_filter()
        self.changed.emit(wanted)

    def set_dates(self, since: dt.date | None, until: dt.date | None) -> None:
        """Ask for comments of some days."""
        self._change(since=since, until=until)

    def clear(self) -> None:
        """Ask for everything."""
        self.set_filter(CommentFilter())

    def clear_last(self) -> bool:
        """Take back the last constraint; asked again at once, all of them.

        Returns:
            Whether there was one.
        """
        if self.field.text() != self._filter.text:
            self._take_text()
        if not self._order:
            return False
        names = self._order if self._escaped else self._order[-1:]
        fields = [field for name in names for field in _CONSTRAINTS[name]]
        unset: dict[str, Any] = {field: getattr(CommentFilter(), field) for field in fields}
        self.set_filter(replace(self._filter, **unset))
        self._escaped = True
        return True

    def focus_field(self) -> None:
        """Let the reader type."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _change(self, **fields: Any) -> None:
        # Typed text that still waits for its pause counts too.
        self.set_filter(replace(self._filter, text=self.field.text().strip(), **fields))

    def _text_edited(self, text: str) -> None:
        if self._is_showing:
            return
        if text.strip():
            self._typing.start()
        else:
            self._take_text()

    def _take_text(self) -> None:
        self._change()

    def _show_filter(self) -> None:
        """Bring all controls in line without being asked by them in turn."""
        wanted = self._filter
        if self.field.text().strip() != wanted.text:
            # Its own signals drive the button that clears it, so they are not blocked.
            self._is_showing = True
            self.field.setText(wanted.text)
            self._is_showing = False
        ticks = [(self.unread_chip, wanted.unread), (self.starred_chip, wanted.starred)]
        ticks += [(chip, role in wanted.roles) for role, chip in self._role_chips.items()]
        for chip, on in ticks:
            with QSignalBlocker(chip):
                chip.setChecked(on)
        self.date_menu.set_chosen(wanted.since, wanted.until)
        self.date_chip.set_label(_dates_label(wanted.since, wanted.until, self._usual_year))
        self.date_chip.set_active(wanted.since is not None or wanted.until is not None)
        self.people.set_chosen(wanted.authors)


def _role_rank(role: str) -> int:
    if role in _FIRST_ROLES:
        return _FIRST_ROLES.index(role)
    if role in _LAST_ROLES:
        return len(_FIRST_ROLES) + 1 + _LAST_ROLES.index(role)
    return len(_FIRST_ROLES)


def _dates_label(since: dt.date | None, until: dt.date | None, year: int | None) -> str:
    if since is not None and until is not None:
        first, last = short_day(since, year), short_day(until, year)
        return first if since == until else f"{first} – {last}"
    if since is not None:
        return f"Since {short_day(since, year)}"
    return f"Until {short_day(until, year)}" if until is not None else "Any date"
