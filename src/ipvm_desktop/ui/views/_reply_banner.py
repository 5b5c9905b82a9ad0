"""The line beside the tree that says what to do, or what would happen, while a reply is moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class ReplyBanner(QWidget):
    """A notice with a way out.

    Signals:
        cancelled: The reader wants none of it.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        notice = QFrame()
        notice.setProperty("role", "notice")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._cancel = QPushButton("Cancel")
        self._cancel.setProperty("link", True)
        self._cancel.setCursor(Qt.CursorShape.PointingHandCursor)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(notice)
        row.setContentsMargins(8, 3, 4, 3)
        row.addWidget(self._text, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 8)
        column.addWidget(notice)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, *, can_cancel: bool = True) -> None:
        """Show words; "" hides the banner."""
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._cancel.setVisible(can_cancel)
        self.setVisible(bool(text))
