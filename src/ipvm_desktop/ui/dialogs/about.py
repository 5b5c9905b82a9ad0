"""Says what the program is, its version and where the library lies."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ipvm_desktop import __version__

_ICON_SIZE = 64


class AboutDialog(QDialog):
    """Name, version, licence and library of the running program."""

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About IPVM Desktop")
        icon = QLabel()
        icon.setPixmap(QGuiApplication.windowIcon().pixmap(_ICON_SIZE, _ICON_SIZE))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words = QLabel(
            f"<h3>IPVM Desktop {html.escape(__version__)}</h3>"
            "<p>Reads saved articles and their readers’ comments, offline. "
            "It never uses the network.</p>"
            f"<p>Library: {html.escape(str(library))}</p>"
            f"<p>Qt {html.escape(str(qVersion()))} · MIT licence</p>"
        )
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(360)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)

        top = QHBoxLayout()
        top.addWidget(icon)
        top.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(buttons)
