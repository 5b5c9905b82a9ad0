"""Shows the changelog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ipvm_desktop import paths


class WhatsNewDialog(QDialog):
    """The changelog that came with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What’s New")
        self.resize(620, 520)
        self.pages = QTextBrowser()
        self.pages.setOpenLinks(False)
        self.pages.setMarkdown(_changelog())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        layout.addWidget(buttons)


def _changelog() -> str:
    try:
        return paths.resource("help/changelog.md").read_text(encoding="utf-8")
    except OSError:
        return "The changelog is missing from this installation."
