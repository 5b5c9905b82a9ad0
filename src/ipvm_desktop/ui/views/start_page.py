"""What the window shows while the library is empty: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class StartPage(QWidget):
    """Says how to begin, and offers files, a folder and the samples.

    Signals:
        files_requested: The reader wants to choose files.
        folder_requested: The reader wants to choose a folder.
        samples_requested: The reader wants the articles that come with the program.
    """

    files_requested = Signal()
    folder_requested = Signal()
    samples_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        title = QLabel("Your library is empty")
        title.setProperty("role", "title")
        words = QLabel(
            "Import articles that you saved as files: text copies of pages, Markdown or JSON. "
            "Drop files or folders anywhere on this window, or choose them here. "
            "Your files are only read, never changed, and nothing is fetched from the network."
        )
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setMaximumWidth(460)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)

        self.files_button = QPushButton("Import Files…")
        self.files_button.setProperty("primary", True)
        self.files_button.clicked.connect(self.files_requested)
        self.folder_button = QPushButton("Import Folder…")
        self.folder_button.clicked.connect(self.folder_requested)
        self.samples_button = QPushButton("Try the Samples")
        self.samples_button.clicked.connect(self.samples_requested)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.files_button, self.folder_button, self.samples_button):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            buttons.addWidget(button)
        buttons.addStretch()

        layout = QVBoxLayout(self)
        layout.setSpacing(18)
        layout.addStretch(2)
        layout.addWidget(title, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(words, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        layout.addStretch(3)
