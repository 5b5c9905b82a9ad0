"""The bar above the panels: import, export, search, zoom, theme and panels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from ipvm_desktop.ui.views.search_bar import SearchBar

_SEARCH_WIDTH = 560


class TopBar(QWidget):
    """Buttons for the commands used most, with the search field in the middle."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self.search = SearchBar()
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.import_button = self._menu_button(
            "Import ▾", "import_files", "import_folder", "import_samples", None, "import_log"
        )
        self.import_button.setObjectName("importButton")
        self.export_button = self._menu_button(
            "Export ▾", "export_article", "export_selected", "export_all"
        )
        self.star_button = self._button("★", "toggle_star")
        self.star_button.setCheckable(True)
        self.theme_button = self._menu_button("◐", "theme_system", "theme_light", "theme_dark")
        self.theme_button.setToolTip("Light or dark")
        self.panels_button = self._menu_button("▥", "show_list", "show_comments")
        self.panels_button.setToolTip("Panels")

        left = _row(self.import_button, self.export_button, self.star_button)
        left.addStretch()
        right = _row(
            self._button("A−", "zoom_out"),
            self._button("A+", "zoom_in"),
            self.theme_button,
            self.panels_button,
        )
        right.insertStretch(0)
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 5, 10, 5)
        layout.setHorizontalSpacing(12)
        layout.addLayout(left, 0, 0)
        layout.addWidget(self.search, 0, 1)
        layout.addLayout(right, 0, 2)
        for column, stretch in enumerate((1, 2, 1)):
            layout.setColumnStretch(column, stretch)

    def set_starred(self, starred: bool | None) -> None:
        """Show whether the current article is starred; None when there is none."""
        self.star_button.setEnabled(starred is not None)
        self.star_button.setChecked(bool(starred))

    def _button(self, text: str, name: str) -> QToolButton:
        action = self._actions[name]
        button = QToolButton()
        button.setText(text)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def _menu_button(self, text: str, *names: str | None) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for name in names:
            if name is None:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[name])
        button.setMenu(menu)
        return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return row
