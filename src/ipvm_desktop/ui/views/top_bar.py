"""The bar above the panels: import, export, search, zoom, theme and panels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolBar, QToolButton, QWidget

from ipvm_desktop.ui.theme import Theme, icon
from ipvm_desktop.ui.views.search_bar import SearchBar

_SEARCH_WIDTH = 560
_ZOOM_NEEDS, _EXPORT_NEEDS = 640, 520  # widths below which these buttons step aside
_ICON = QSize(16, 16)


class TopBar(QToolBar):
    """Buttons for the commands used most, with the search field in the middle."""

    def __init__(
        self, commands: Mapping[str, QAction], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Commands", parent)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._commands = commands
        self._starred: bool | None = None
        self.search = SearchBar()
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.import_button = self._menu_button(
            "Import ▾",
            *("import_files", "import_folder", "preview_file", "paste_article"),
            *("import_samples", "watch_folder", None, "import_log"),
        )
        self.import_button.setProperty("primary", True)
        self.export_button = self._menu_button(
            "Export ▾", "export_article", "export_selected", "export_all"
        )
        self.star_button = self._button("★", "toggle_star")
        self.theme_button = self._menu_button("◐", "theme_system", "theme_light", "theme_dark")
        self.theme_button.setToolTip("Light or dark")
        self.panels_button = self._menu_button("▥", "show_list", "show_comments")
        self.panels_button.setToolTip("Panels")
        self.zoom_buttons = (self._button("A−", "zoom_out"), self._button("A+", "zoom_in"))
        self.addWidget(self._arranged())
        self.set_theme(theme)
        self.set_starred(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the menus have too where the search field needs the room."""
        super().resizeEvent(event)
        width = event.size().width()
        self.export_button.setVisible(width >= _EXPORT_NEEDS)
        for button in self.zoom_buttons:
            button.setVisible(width >= _ZOOM_NEEDS)

    def set_starred(self, starred: bool | None) -> None:
        """Show whether the current article is starred; None when there is none."""
        self._starred = starred
        self._commands["toggle_star"].setEnabled(starred is not None)
        self.star_button.setEnabled(starred is not None)
        self._draw_star()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        self._theme = theme
        self.theme_button.setIcon(icon("theme", theme.muted))
        self.panels_button.setIcon(icon("sidebar", theme.muted))
        self._draw_star()

    def _draw_star(self) -> None:
        shape, colour = ("star", self._theme.muted)
        if self._starred:
            shape, colour = ("star-filled", self._theme.warning)
        self.star_button.setIcon(icon(shape, colour))

    def _arranged(self) -> QWidget:
        """Return all buttons in one row; equal stretches keep the field in the middle."""
        left = _row(self.import_button, self.export_button, self.star_button)
        left.addStretch()
        right = _row(*self.zoom_buttons, self.theme_button, self.panels_button)
        right.insertStretch(0)
        arranged = QWidget()
        layout = QGridLayout(arranged)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.addLayout(left, 0, 0)
        layout.addWidget(self.search, 0, 1)
        layout.addLayout(right, 0, 2)
        for column, stretch in enumerate((1, 2, 1)):
            layout.setColumnStretch(column, stretch)
        return arranged

    def _button(self, text: str, name: str) -> QToolButton:
        command = self._commands[name]
        button = _tool_button(text)
        button.setToolTip(command.toolTip())
        button.setAccessibleName(command.text().replace("&", ""))
        button.clicked.connect(command.trigger)
        return button

    def _menu_button(self, text: str, *names: str | None) -> QToolButton:
        button = _tool_button(text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for name in names:
            if name is None:
                menu.addSeparator()
            else:
                menu.addAction(self._commands[name])
        button.setMenu(menu)
        return button


def _tool_button(text: str) -> QToolButton:
    """Return a button that shows its text until it is given an icon."""
    button = QToolButton()
    button.setText(text)
    button.setIconSize(_ICON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return row
