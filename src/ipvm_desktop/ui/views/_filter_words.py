"""What the discussion's panel says of its filter: above the rows, or in their place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class FilterBanner(QFrame):
    """How many comments match, with a way to see all again.

    Signals:
        clear_requested: The reader wants no filter.
    """

    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        clear = _clear_button("Clear")
        clear.clicked.connect(lambda: self.clear_requested.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 4, 3)
        row.addWidget(self._words, 1)
        row.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)


class NoRowsPage(QWidget):
    """Why there are no comments to be seen.

    Signals:
        clear_requested: The reader wants no filter.
    """

    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setProperty("role", "muted")
        self._clear = _clear_button("Clear the filter")
        self._clear.clicked.connect(lambda: self.clear_requested.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        column.addWidget(self._words)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def set_words(self, heading: str, text: str, *, can_clear: bool = False) -> None:
        """Say something else, with a button where a filter is the reason."""
        self._words.setText(f"<p><b>{heading}</b></p><p>{text}</p>")
        self._clear.setVisible(can_clear)


def _clear_button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName("Clear the filter")
    return button
