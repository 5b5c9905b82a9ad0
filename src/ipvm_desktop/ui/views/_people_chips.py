"""Who takes part in a discussion, as chips: the most active ones, the rest in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyle, QWidget

from ipvm_desktop.domain.people import Participant
from ipvm_desktop.domain.person import color_index, initials
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.delegates.text_painting import draw_avatar
from ipvm_desktop.ui.people_words import behind, short_name, tool_tip
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.theme import LIGHT, Theme
from ipvm_desktop.ui.views._people_menu import PeopleMenu
from ipvm_desktop.ui.widgets.chip import Chip

_ROWS = 2
_CROWD = 100  # so many people get one row; whoever is looked for is found in the list
_NARROW = 240  # pixels, below which the other chips take many rows already
_MOST_CHIPS = 24
_WIDEST = 170
_LEAST = 70
_SPACING = 6
_DOT = 16
_ADDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class PersonChip(Chip):
    """One person: initials on their colour, name, and how many comments are theirs.

    Signals:
        picked: The reader clicked, and whether this adds to those chosen before.
        only_requested: The reader asks for these comments only, chosen before or not.
        person_requested: The reader asks who this is.
    """

    picked = Signal(bool)
    only_requested = Signal()
    person_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._name = ""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(_DOT, _DOT))
        self.clicked.connect(self._pick)

    def _pick(self) -> None:
        # Not for the next click, which a shortcut of the window may bring.
        modifiers, self._modifiers = self._modifiers, Qt.KeyboardModifier.NoModifier
        self.picked.emit(bool(modifiers & _ADDS))

    def set_person(self, person: Participant, theme: Theme) -> None:
        """Stand for someone else."""
        self._name = person.name
        self.set_label(short_name(person))
        self.set_count(person.comments)
        self.setAccessibleName(f"{person.name}, {counted(person.comments, 'comment')}")
        self.setToolTip(plain_tip(tool_tip(person)))
        self.setIcon(_dot(person.name, theme, self.font()))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width() - self._blank(), _WIDEST), hint.height())

    def build_menu(self) -> QMenu:
        """Return the context menu."""
        menu = QMenu(self)
        name = self._name.replace("&", "&&")
        menu.addAction(f"About {name}…", self.person_requested.emit)
        menu.addAction(f"Only Comments by {name}", self.only_requested.emit)
        return menu

    def _tail(self) -> str:
        # "Integrator #1 2" would not tell the number from the count.
        return "" if self.count is None else behind(self.label, f"{self.count:,}")

    def _frame_width(self) -> int:
        return super()._frame_width() - self._blank()

    def _blank(self) -> int:
        """Return what Qt adds for centred text; beside an icon it would all be on one side."""
        return 2 * self.fontMetrics().horizontalAdvance(" ")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._modifiers = event.modifiers()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._modifiers = event.modifiers()
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """Where chips stand: one rectangle each, and one for the chip of the rest, or None."""

    chips: tuple[QRect, ...]
    rest: QRect | None
    height: int


class PeopleChips(QWidget):
    """The people of a discussion in at most two rows; the last chip lists them all.

    A click asks for one person only, another click takes that back; with Ctrl or Shift
    a click adds to those chosen.

    Signals:
        chosen: The names as printed whose comments are asked for; empty for anyone's.
        person_requested: A name as printed; the reader asks who this is.
    """

    chosen = Signal(object)
    person_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Participant, ...] = ()
        self._is_dense = False
        self._names: frozenset[str] = frozenset()
        self._theme = LIGHT
        self._chips: list[PersonChip] = []
        self.menu = PeopleMenu(self)
        self.menu.chosen.connect(self.chosen)
        self.menu.person_requested.connect(self.person_requested)
        self.rest_chip = Chip("", self, menu=self.menu)
        self.rest_chip.hide()
        # A fixed height would be that of ``sizeHint``, whatever the width asks for.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("People")
        self.setVisible(False)

    # What is shown

    @property
    def people(self) -> tuple[Participant, ...]:
        """Who takes part, the most active first."""
        return self._people

    def set_people(self, people: Sequence[Participant]) -> None:
        """Offer these people, none of them chosen."""
        self._people = tuple(people)
        self._names = frozenset()
        self.menu.set_people(self._people)
        shown = min(len(people), _MOST_CHIPS)
        while len(self._chips) < shown:
            self._add_chip()
        for chip, person in zip(self._chips, self._people, strict=False):
            chip.set_person(person, self._theme)
        self.setVisible(len(people) > 1)
        self._measure()

    def set_dense(self, dense: bool) -> None:
        """Say whether one row must do, as there is little room below."""
        if dense is not self._is_dense:
            self._is_dense = dense
            self._measure()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Show whose comments are asked for."""
        self._names = names
        self.menu.set_chosen(names)
        self._show_chosen()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        for chip, person in zip(self._chips, self._people, strict=False):
            chip.set_person(person, theme)

    def names_of(self, name: str) -> frozenset[str]:
        """Return all names of whoever has this one; only the name itself of an absent person."""
        for person in self._people:
            if name in person.names:
                return frozenset(person.names)
        return frozenset((name,))

    def shown_chips(self) -> list[PersonChip]:
        """Return the chips in sight, in order."""
        return [chip for chip in self._chips if not chip.isHidden()]

    def _add_chip(self) -> None:
        place = len(self._chips)
        chip = PersonChip(self)
        chip.hide()
        chip.picked.connect(lambda adds: self._pick(self._people[place], adds=adds))
        chip.only_requested.connect(lambda: self.chosen.emit(frozenset(self._people[place].names)))
        chip.person_requested.connect(lambda: self.person_requested.emit(self._people[place].name))
        self._chips.append(chip)
        # After its neighbours for the Tab key, and before the rest.
        QWidget.setTabOrder(chip, self.rest_chip)

    def _pick(self, person: Participant, *, adds: bool) -> None:
        theirs = frozenset(person.names)
        if self._names & theirs:
            self.chosen.emit(self._names - theirs)
        else:
            self.chosen.emit(self._names | theirs if adds else theirs)
        self._show_chosen()  # where nobody listens, a click must not tick anything

    def _show_chosen(self) -> None:
        for chip, person in zip(self._chips, self._people, strict=False):
            chip.setChecked(not self._names.isdisjoint(person.names))
        hidden = self._people[len(self.shown_chips()) :]
        self.rest_chip.set_active(
            any(not self._names.isdisjoint(person.names) for person in hidden)
        )

    # Where the chips stand

    def heightForWidth(self, width: int) -> int:
        return self._arrangement(width).height

    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + _SPACING for chip in self._chips[:4])
        return QSize(width, self._arrangement(width).height)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self._rest_hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._measure()

    def _measure(self) -> None:
        """Take the sizes anew, that of the last chip as if it stood for everybody."""
        self._label_rest(len(self._people))
        self._rest_hint = self.rest_chip.sizeHint()
        self._arrange()
        self.updateGeometry()

    def _arrange(self) -> None:
        arrangement = self._arrangement(self.width())
        for place, chip in enumerate(self._chips):
            is_shown = place < len(arrangement.chips)
            chip.setVisible(is_shown)
            if is_shown:
                chip.setGeometry(self._mirrored(arrangement.chips[place]))
        self.rest_chip.setVisible(arrangement.rest is not None)
        if arrangement.rest is not None:
            self._label_rest(len(self._people) - len(arrangement.chips))
            self.rest_chip.setGeometry(self._mirrored(arrangement.rest))
        self._show_chosen()

    def _label_rest(self, count: int) -> None:
        self.rest_chip.set_label(f"+{count:,} more")
        self.rest_chip.setAccessibleName(f"{count:,} more people")

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _arrangement(self, width: int) -> _Arrangement:
        """Place as many chips as fit, and the chip of the rest where some do not."""
        hints = [chip.sizeHint() for chip in self._chips[: len(self._people)]]
        height = self._rest_hint.height()
        is_short = self._is_dense or len(self._people) > _CROWD or width < _NARROW
        rows = 1 if is_short else _ROWS
        placed: list[QRect] = []
        for hint in hints:
            corner = _after(placed, hint.width(), width, height)
            if corner.y() >= rows * (height + _SPACING):
                break
            placed.append(QRect(corner, QSize(min(hint.width(), width), height)))
        rest = None
        if len(placed) < len(self._people):
            rest, placed = self._with_rest(placed, width, height, rows)
        last = rest or (placed[-1] if placed else QRect(0, 0, 0, 0))
        return _Arrangement(tuple(placed), rest, last.bottom() + 1)

    def _with_rest(
        self, placed: list[QRect], width: int, height: int, rows: int
    ) -> tuple[QRect, list[QRect]]:
        """Take chips away from the end until the chip of the rest has room after them."""
        needed = min(self._rest_hint.width(), width)
        while True:
            corner = _after(placed, needed, width, height)
            if corner.y() < rows * (height + _SPACING) or not placed:
                return QRect(corner, QSize(needed, height)), placed
            room = width - needed - _SPACING
            if len(placed) == 1 and room >= _LEAST:
                # Rather than none, one that is cut short.
                return QRect(room + _SPACING, 0, needed, height), [QRect(0, 0, room, height)]
            placed = placed[:-1]


def _after(placed: list[QRect], needed: int, width: int, height: int) -> QPoint:
    """Return where the next chip stands: in the row, or at the beginning of a new one."""
    if not placed:
        return QPoint(0, 0)
    last = placed[-1]
    left = last.right() + 1 + _SPACING
    if left + needed <= width:
        return QPoint(left, last.top())
    return QPoint(0, last.top() + height + _SPACING)


def _dot(name: str, theme: Theme, font: QFont) -> QIcon:
    """Return initials in a circle of the colour that the name has everywhere."""
    ratio = 2
    pixmap = QPixmap(_DOT * ratio, _DOT * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    letters = QFont(font)
    text = initials(name)
    letters.setPixelSize(8 if len(text) < 3 else 6)
    letters.setBold(True)
    colour = QColor(theme.avatars[color_index(name, len(theme.avatars))])
    draw_avatar(painter, QRect(0, 0, _DOT, _DOT), text, letters, colour)
    painter.end()
    return QIcon(pixmap)
