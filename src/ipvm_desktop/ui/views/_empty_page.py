"""What stands in the reading pane while there is nothing to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

_TEXT_WIDTH = 440


class EmptyPage(QWidget):
    """A title, a sentence or two, and buttons.

    Signals:
        action_requested: The key of the button that was pressed.
    """

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.words.setMaximumWidth(_TEXT_WIDTH)
        for label in (self.title, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        # One below the other, so that the page fits the narrowest window.
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addLayout(_centred(self.words))
        layout.addLayout(_centred(self._column))
        layout.addStretch(3)

    def show_words(self, title: str, text: str, actions: Sequence[tuple[str, str]]) -> None:
        """Show other words, and a button for each pair of key and label."""
        self.title.setText(title)
        self.words.setText(text)
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(key, label) for key, label in actions]

    def _button(self, key: str, label: str) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName(key)
        button.clicked.connect(lambda: self.action_requested.emit(key))
        self._column.addWidget(button)
        return button


def _centred(part: QWidget | QLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    if isinstance(part, QLayout):
        row.addLayout(part)
    else:
        # All the room up to its largest width: the label's own hint would break it early.
        row.addWidget(part, 1000)
    row.addStretch(1)
    return row
