"""Asks before an address is handed to the browser, and shows where it leads."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

_SCHEMES = frozenset({"http", "https", "mailto"})


def can_open(url: QUrl) -> bool:
    """Return whether an address may be handed to the desktop: web and mail only."""
    return url.isValid() and url.scheme().lower() in _SCHEMES


def emphasised(url: QUrl) -> str:
    """Return an address in full as HTML, its host in bold.

    The host is written in ASCII, so that look-alike letters of other scripts show.
    """
    address = bytes(url.toEncoded().data()).decode("ascii")
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    # The host follows the user's name, which may imitate it: search behind the last "@".
    authority = len(f"{url.scheme()}://")
    user = url.userInfo(QUrl.ComponentFormattingOption.FullyEncoded)
    start = authority + len(user) + 1 if user else authority
    if not host or not address.startswith(host, start):
        return html.escape(address)
    end = start + len(host)
    before, after = html.escape(address[:start]), html.escape(address[end:])
    return f"{before}<b>{html.escape(host)}</b>{after}"


class OpenLinkDialog(QDialog):
    """Shows one address in full and offers to open or copy it."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open Link")
        self._url = QUrl(address)
        shown = QLabel(emphasised(self._url) if self._url.isValid() else html.escape(address))
        shown.setObjectName("address")
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setMinimumWidth(420)
        opens = can_open(self._url)
        question = "Open this address in your browser?" if opens else "This link cannot be opened."

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.copy_button = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        self.open_button = buttons.addButton(
            "&Open in Browser", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.open_button.setEnabled(opens)
        self.open_button.setDefault(opens)
        buttons.accepted.connect(self._open)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question))
        layout.addWidget(shown)
        layout.addWidget(buttons)
        self._address = address

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.reject()

    def _open(self) -> None:
        QDesktopServices.openUrl(self._url)
        self.accept()
