"""The list of all people of a discussion, which opens below their chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from ipvm_desktop.domain.people import Participant
from ipvm_desktop.ui.plain_text import plain_tip

_SEARCH_FROM = 9
_ROWS_SHOWN = 10

PERSON = Qt.ItemDataRole.UserRole


class PeopleMenu(QMenu):
    """Chooses among the people of a discussion; stays open while they are ticked.

    Signals:
        chosen: All names as printed of those ticked, a ``frozenset``; empty for anyone.
        person_requested: A name as printed; the reader asks who this is.
    """

    chosen = Signal(object)
    person_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Participant, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._is_filled = False
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
        self.people.person_requested.connect(self._leave_for)
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

    def set_people(self, people: Sequence[Participant]) -> None:
        """Offer these people in this order, none ticked."""
        self._people = tuple(people)
        self._chosen = frozenset()
        self._is_filled = False
        self.search.setVisible(len(people) >= _SEARCH_FROM)
        if self.isVisible():
            self._open()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Tick the people who were chosen elsewhere by any of their names."""
        self._chosen = names
        if not self._is_filled:
            return
        self.people.blockSignals(True)
        for row in self._items():
            row.setCheckState(self._state(row.data(PERSON)))
        self.people.blockSignals(False)

    def _fill(self) -> None:
        """Make the rows: not before they are looked at, since there may be thousands."""
        self.people.blockSignals(True)
        self.people.clear()
        for person in self._people:
            row = QListWidgetItem(f"{person.name}  ·  {person.comments:,}", self.people)
            row.setData(PERSON, person)
            row.setToolTip(plain_tip("\n".join(person.names)))
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(self._state(person))
        self.people.blockSignals(False)
        self._is_filled = True

    def _state(self, person: Participant) -> Qt.CheckState:
        is_chosen = not self._chosen.isdisjoint(person.names)
        return Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked

    def _items(self) -> list[QListWidgetItem]:
        return [self.people.item(row) for row in range(self.people.count())]

    def _open(self) -> None:
        if not self._is_filled:
            self._fill()
        self.search.clear()
        self.people.fit(min(_ROWS_SHOWN, self.people.count()))
        (self.search if not self.search.isHidden() else self.people).setFocus()

    def _hide_others(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in self._items():
            names = row.data(PERSON).names
            row.setHidden(not any(wanted in name.casefold() for name in names))

    def _choose_anyone(self) -> None:
        self.set_chosen(frozenset())
        self.chosen.emit(frozenset())

    def _tell(self) -> None:
        ticked = (row for row in self._items() if row.checkState() == Qt.CheckState.Checked)
        self.chosen.emit(frozenset(name for row in ticked for name in row.data(PERSON).names))

    def _leave_for(self, name: str) -> None:
        self.close()
        self.person_requested.emit(name)

    def anyone_action(self) -> QAction:
        """Return the entry that unticks everyone."""
        return self._anyone


class _PeopleList(QListWidget):
    """A list whose rows are ticked by a click anywhere on them, and by Enter.

    Signals:
        person_requested: A name as printed; the reader asks who this is.
    """

    person_requested = Signal(str)

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

    def _toggle(self, row: QListWidgetItem) -> None:
        # A click on the box itself has ticked it already.
        if not self._ticked_by_box:
            unticked = row.checkState() == Qt.CheckState.Unchecked
            row.setCheckState(Qt.CheckState.Checked if unticked else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self._ticked_by_box = False
            self._toggle(row)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.currentItem() if from_keyboard else self.itemAt(event.pos())
        if row is not None:
            menu = self.build_menu(row.data(PERSON).name)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def build_menu(self, name: str) -> QMenu:
        """Return the context menu of a person."""
        menu = QMenu(self)
        about = menu.addAction(f"About {name.replace('&', '&&')}…")
        about.triggered.connect(lambda: self.person_requested.emit(name))
        return menu
