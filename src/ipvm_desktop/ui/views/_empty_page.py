"""What stands in the reading pane while there is nothing to read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

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
        self._row = QHBoxLayout()
        self._row.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addWidget(self.words, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._row)
        layout.addStretch(3)

    def show_words(self, title: str, text: str, actions: Sequence[tuple[str, str]]) -> None:
        """Show other words, and a button for each pair of key and label."""
        self.title.setText(title)
        self.words.setText(text)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(key, label) for key, label in actions]

    def _button(self, key: str, label: str) -> QPushButton:
        button = QPushButton(label)
        button.setObjectName(key)
        button.clicked.connect(lambda: self.action_requested.emit(key))
        self._row.addWidget(button)
        return button
