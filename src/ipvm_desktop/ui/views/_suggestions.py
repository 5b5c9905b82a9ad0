"""The strip below the tree that shows what a comment may answer, to accept or refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.ui.delegates.text_painting import draw_line
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.theme import LIGHT, Theme, icon

_OFFER = Qt.ItemDataRole.UserRole
_MARGIN = 10
_PADDING = 5
_ROWS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One comment that another may answer.

    Attributes:
        parent: Its id.
        name: Whose it is, such as "Ann Ray (#4)".
        opening: How it begins.
        confidence: 0 to 1.
        reason: For people; may be empty.
        is_present: The comment hangs there already, because that was inferred.
    """

    parent: int
    name: str
    opening: str
    confidence: float
    reason: str = ""
    is_present: bool = False

    @property
    def certainty(self) -> str:
        """The confidence in words."""
        sure = f"{min(99, round(self.confidence * 100))}% sure"
        return f"inferred, {sure}" if self.is_present else sure


class SuggestionStrip(QFrame):
    """Shows the offers for one comment, the best first.

    Signals:
        accepted: The comment answers this one (its id).
        refused: The comment does not answer this one (its id).
        pointed: The offered comment that is chosen here (its id), or None.
        closed: The reader is done with it.
        came_or_went: It is shown or hidden now.
    """

    accepted = Signal(int)
    refused = Signal(int)
    pointed = Signal(object)
    closed = Signal()
    came_or_went = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QFrame()
        self._line.setProperty("role", "line")
        self._line.setFixedHeight(1)
        self._question = QLabel()
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self.offers = _OfferList()
        self._delegate = _OfferDelegate(self.offers)
        self.offers.setItemDelegate(self._delegate)
        self.offers.currentItemChanged.connect(lambda: self.pointed.emit(self._chosen_id()))
        self.offers.enter_pressed.connect(self.accept)
        self.offers.itemDoubleClicked.connect(lambda: self.accept())
        self.accept_button = self._button("Accept (A)", self.accept)
        self.refuse_button = self._button("Refuse (X)", self.refuse)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._close.setToolTip("Close (Esc)")
        self._close.setAccessibleName("Close the suggestions")
        self._close.clicked.connect(lambda: self.closed.emit())
        self._lay_out()
        self.setAccessibleName("Suggestions")
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._question, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self.accept_button, self.refuse_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(_MARGIN, 7, _MARGIN, 7)
        inner.setSpacing(5)
        inner.addLayout(head)
        inner.addWidget(self.offers)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addLayout(inner)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: act())
        return button

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._delegate.theme = theme
        self._close.setIcon(icon("close", theme.muted))
        self.offers.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_or_went.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.came_or_went.emit()

    def show_offers(self, question: str, offers: Sequence[Offer]) -> None:
        """Show a question and its possible answers; without any, the question says so."""
        self._question.setText(question)
        blocked = self.offers.blockSignals(True)
        self.offers.clear()
        for offer in offers:
            row = QListWidgetItem(self.offers)
            row.setData(_OFFER, offer)
            spoken = ", ".join(filter(None, (offer.name, offer.certainty, offer.reason)))
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken}: {offer.opening}")
            row.setToolTip(plain_tip(f"{offer.opening}\n{offer.reason}".strip()))
        self.offers.setCurrentRow(0)
        self.offers.blockSignals(blocked)
        self.offers.setVisible(bool(offers))
        self.offers.fit(min(_ROWS_SHOWN, len(offers)))
        for button in (self.accept_button, self.refuse_button):
            button.setVisible(bool(offers))
        first = offers[0] if offers else None
        self.accept_button.setText("Confirm (A)" if first and first.is_present else "Accept (A)")
        self.show()
        self.pointed.emit(self._chosen_id())

    @property
    def question(self) -> str:
        """What it asks."""
        return self._question.text()

    def chosen(self) -> Offer | None:
        """Return the offer that is chosen in the list, or None without any."""
        row = self.offers.currentItem()
        offer = row.data(_OFFER) if row is not None else None
        return offer if isinstance(offer, Offer) else None

    def _chosen_id(self) -> int | None:
        offer = self.chosen()
        return offer.parent if offer else None

    def accept(self) -> None:
        """Take the chosen offer."""
        offer = self.chosen()
        if offer is not None:
            self.accepted.emit(offer.parent)

    def refuse(self) -> None:
        """Do away with the chosen offer."""
        offer = self.chosen()
        if offer is not None:
            self.refused.emit(offer.parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _OfferList(QListWidget):
    """The offers; as high as a few of them."""

    enter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Comments it may answer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)

    def fit(self, rows: int) -> None:
        """Be as high as so many rows."""
        self.ensurePolished()
        self.setFixedHeight(rows * max(1, self.sizeHintForRow(0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: single letters are the window's commands."""


class _OfferDelegate(QStyledItemDelegate):
    """Paints an offer: name and confidence, its opening, and the reason."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = LIGHT

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(120, 3 * QFontMetrics(option.font).height() + 2 * _PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        offer = index.data(_OFFER)
        if not isinstance(offer, Offer):
            return
        theme = self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(option.rect, 4, 4)
        area = option.rect.adjusted(_PADDING + 2, _PADDING, -_PADDING - 2, -_PADDING)
        height = QFontMetrics(option.font).height()
        lines = [
            QRect(area.left(), area.top() + n * height, area.width(), height) for n in range(3)
        ]
        bold, small = QFont(option.font), QFont(option.font)
        bold.setWeight(QFont.Weight.Bold)
        small.setPixelSize(max(8, round(QFontInfo(option.font).pixelSize() * 0.9)))
        self._line(painter, option, lines[0], offer.certainty, small, theme.muted, at_end=True)
        lines[0].setRight(lines[0].right() - _width(small, offer.certainty) - 8)
        self._line(painter, option, lines[0], offer.name, bold, theme.text)
        self._line(painter, option, lines[1], offer.opening, small, theme.text)
        self._line(painter, option, lines[2], offer.reason, small, theme.muted)
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        text: str,
        font: QFont,
        colour: str,
        *,
        at_end: bool = False,
    ) -> None:
        place = QRect(place)
        if at_end:
            place.setLeft(place.right() - _width(font, text))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        draw_line(painter, QStyle.visualRect(option.direction, option.rect, place), text)


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text) + 1
