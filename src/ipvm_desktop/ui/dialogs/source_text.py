"""Shows the file that an article came from, as it was imported."""

from __future__ import annotations

import codecs

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.article import SourceRecord

_LONGEST = 2_000_000  # characters; more would freeze the window


class SourceTextDialog(QDialog):
    """The text of a source file and what is known of it."""

    def __init__(self, source: SourceRecord, content: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(source.name)
        self.resize(760, 560)
        self.words = QLabel(
            f"{source.name} · {len(content):,} bytes · imported "
            f"{source.imported.astimezone():%Y-%m-%d %H:%M} by {source.importer}"
        )
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.text = QPlainTextEdit(readable(content))
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.text)
        layout.addWidget(buttons)


def readable(content: bytes) -> str:
    """Return bytes as text to look at; signs that cannot be read are replaced."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encodings = ("utf-16",) if content.startswith(marks) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)[:_LONGEST]
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")[:_LONGEST]
