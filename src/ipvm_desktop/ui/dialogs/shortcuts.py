"""Lists every command with its keys, made from the table of commands."""

from __future__ import annotations

import html

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ipvm_desktop.ui.actions import MENUS, PANEL_KEYS, Command, plain_text


class ShortcutsDialog(QDialog):
    """All shortcuts, menu by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard Shortcuts")
        self.resize(520, 620)
        self.table = QTextBrowser()
        self.table.setHtml(shortcuts_html())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(buttons)


def shortcuts_html() -> str:
    """Return one table of keys for each menu, and one for the panels' own keys."""
    parts = []
    for title, rows in MENUS:
        keyed = [
            (_keys(command.keys), plain_text(command.text))
            for command in rows
            if isinstance(command, Command) and command.keys
        ]
        parts.append(_table(title.replace("&", ""), keyed))
    parts.append(_table("In the panels", [(keys, words) for keys, words in PANEL_KEYS]))
    return "".join(parts)


def _keys(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in keys)


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td width='170'><b>{html.escape(keys)}</b></td><td>{html.escape(words)}</td></tr>"
        for keys, words in rows
    )
    return f"<h4>{html.escape(title)}</h4><table cellpadding='3'>{cells}</table>"
