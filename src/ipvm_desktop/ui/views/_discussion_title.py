"""The first line of the discussion's panel: its figures, its order, and folding it all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ipvm_desktop.ui.theme import LIGHT, Theme, icon
from ipvm_desktop.ui.views._order_button import OrderButton


class DiscussionTitle(QWidget):
    """Says how large the discussion is, beside the buttons that lay it out.

    Attributes:
        words: What it says.
        order_button: How the comments are laid out.

    Signals:
        unfold_requested: The reader wants to see all replies.
        fold_requested: The reader wants to see the top level only.
    """

    unfold_requested = Signal()
    fold_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._figures: tuple[str, tuple[str, ...]] = ("", ())
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.order_button = OrderButton()
        self._buttons = {
            "expand-all": _tool_button("Expand all"),
            "collapse-all": _tool_button("Collapse all"),
        }
        self._buttons["expand-all"].clicked.connect(lambda: self.unfold_requested.emit())
        self._buttons["collapse-all"].clicked.connect(lambda: self.fold_requested.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.words, 1)
        for widget in (self.order_button, *self._buttons.values()):
            row.addWidget(widget)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.order_button.set_theme(theme)
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme.muted))
        self._show()

    def set_figures(self, count: str, facts: Sequence[str]) -> None:
        """Say how many comments there are and, smaller, what else is worth knowing."""
        self._figures = (count, tuple(facts))
        self._show()

    def _show(self) -> None:
        count, facts = self._figures
        rest = "".join(f" · {fact}" for fact in facts)
        self.words.setText(
            f'<b>{count}</b><span style="color:{self._theme.muted}; font-size:small">{rest}</span>'
        )


def _tool_button(text: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
