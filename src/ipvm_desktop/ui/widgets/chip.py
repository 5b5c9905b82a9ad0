"""The pill that switches a filter on and off, or opens a menu of choices."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

_ARROW = "▾"


class Chip(QToolButton):
    """A pill with a text, an optional count and an optional menu.

    Its colours come from the window's style sheet, so a change of theme needs no
    call. A checked chip, and one that is ``active``, looks switched on. The mouse
    does not move the focus here; the keyboard does, and then a ring shows it.
    """

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        count: int | None = None,
        checkable: bool = True,
        menu: QMenu | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = text
        self._count = count
        self._active = False
        self.setCheckable(checkable and menu is None)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._show_text()

    @property
    def label(self) -> str:
        """The text without count and arrow."""
        return self._label

    def set_label(self, text: str) -> None:
        """Change the text, keeping count and arrow."""
        self._label = text
        self._show_text()

    @property
    def count(self) -> int | None:
        """The number after the text, or None."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Change the number after the text; None takes it away."""
        self._count = count
        self._show_text()

    @property
    def active(self) -> bool:
        """Whether it looks switched on without being checked."""
        return self._active

    def set_active(self, active: bool) -> None:
        """Let a chip with a menu look switched on, because its choice constrains something."""
        if active == self._active:
            return
        self._active = active
        self.setProperty("active", active)
        # Qt looks at properties in style sheets only when it polishes a widget.
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def elided_text(self, width: int) -> str:
        """Return what a chip of this width shows; count and arrow are always whole."""
        metrics = self.fontMetrics()
        full = self._label + self._tail()
        room = width - self._frame_width()
        if metrics.horizontalAdvance(full) <= room:
            return full
        left = max(0, room - metrics.horizontalAdvance(self._tail()))
        return metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, left) + self._tail()

    def minimumSizeHint(self) -> QSize:
        """Room for the frame and a few letters; the rest is elided."""
        full = self.sizeHint()
        letters = self.fontMetrics().horizontalAdvance("MMM…")
        return QSize(min(full.width(), letters + self._frame_width()), full.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as the style does, with the text elided and no arrow besides our own."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = self.elided_text(self.width())
        option.features = QStyleOptionToolButton.ToolButtonFeature.None_
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works like Space, and Down opens the menu."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down and self.menu() is not None:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _tail(self) -> str:
        """What follows the text and is never elided."""
        count = "" if self._count is None else f" {self._count:,}"
        return f"{count} {_ARROW}" if self.menu() is not None else count

    def _frame_width(self) -> int:
        """Width of padding and border, whatever the style sheet says."""
        full = self.fontMetrics().horizontalAdvance(self._label + self._tail())
        return max(0, super().sizeHint().width() - full)

    def _show_text(self) -> None:
        self.setText(self._label + self._tail())
        spoken = self._label if self._count is None else f"{self._label}, {self._count}"
        self.setAccessibleName(spoken)
        self.updateGeometry()
