"""The bar for finding text in the reading pane: field, buttons, count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget


class FindBar(QWidget):
    """Asks for a text and shows how often it occurs; it does no finding itself.

    Signals:
        text_changed: The text to find.
        next_requested: Go to the next match.
        previous_requested: Go to the previous match.
        closed: The reader is done.
    """

    text_changed = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in page")
        self.field.setAccessibleName("Find in page")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(320)
        self.field.textChanged.connect(self.text_changed)
        self.count = QLabel()
        self.count.setAccessibleName("Matches")
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("999 of 9,999"))
        self.previous_button = _button("‹", "Previous match (Shift+Enter)")
        self.previous_button.clicked.connect(self.previous_requested)
        self.next_button = _button("›", "Next match (Enter)")
        self.next_button.clicked.connect(self.next_requested)
        self.close_button = _button("✕", "Close (Esc)")
        self.close_button.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.previous_button)
        layout.addWidget(self.next_button)
        layout.addSpacing(4)
        layout.addWidget(self.count)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.setFocusProxy(self.field)
        self.show_count(0, 0)

    def show_count(self, current: int, total: int) -> None:
        """Show which of how many matches is the current one, counting from 1."""
        nothing = "No matches" if self.field.text() else ""
        self.count.setText(f"{current:,} of {total:,}" if total else nothing)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.matches(QKeySequence.StandardKey.FindPrevious):
            self.previous_requested.emit()
        elif event.matches(QKeySequence.StandardKey.FindNext):
            self.next_requested.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.previous_requested if backwards else self.next_requested).emit()
        else:
            super().keyPressEvent(event)


def _button(sign: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    return button
