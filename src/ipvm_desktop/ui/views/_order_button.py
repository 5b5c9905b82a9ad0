"""The small control in the panel's head that says and changes how comments are laid out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ipvm_desktop.ui.theme import Theme, icon


class OrderButton(QToolButton):
    """Opens the window's commands for the order; names it unless it is the usual one.

    Where there is little room it shows nothing but its sign.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self._is_usual = True
        self._is_roomy = True
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("flat", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Order of the comments")
        self.setAccessibleName("Order of the comments")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.setIcon(icon("order", theme.muted))

    def set_commands(self, commands: Sequence[QAction]) -> None:
        """Offer these commands, of which one is always checked; the first is the usual one."""
        self._menu.addActions(list(commands))
        usual = commands[0]
        for command in commands:
            command.toggled.connect(partial(self._take, command, usual))
            self._take(command, usual, command.isChecked())
        self.show()

    def _take(self, chosen: QAction, usual: QAction, is_chosen: bool) -> None:
        if not is_chosen:
            return
        self.setText(chosen.text().replace("&", ""))
        self._is_usual = chosen is usual
        self.setToolTip(f"Order of the comments: {self.text()}")
        self._fit()

    def set_roomy(self, is_roomy: bool) -> None:
        """Say whether there is room for a few words."""
        self._is_roomy = is_roomy
        self._fit()

    def _fit(self) -> None:
        style = Qt.ToolButtonStyle
        is_sign = self._is_usual or not self._is_roomy
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if is_sign else style.ToolButtonTextBesideIcon
        )
