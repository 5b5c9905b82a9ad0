"""The window as far as it needs no library: what is painted first, as soon as possible."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ipvm_desktop import settings as preferences
from ipvm_desktop.domain.listing import ArticleSummary, LibraryCounts, Query
from ipvm_desktop.library.glance import Glance
from ipvm_desktop.ui import window_state
from ipvm_desktop.ui.main_window import MainWindow
from ipvm_desktop.ui.theme import ThemeSwitch
from ipvm_desktop.ui.views.article_list import ArticleListPanel

_PAINT_MS = 1000


class Front:
    """The main window with its article list; pane and comment tree are still blank.

    Attributes:
        settings: The reader's preferences.
        state: What the window looked like when it was closed.
        themes: The theme in use, and its switch.
        query: What the list shows.
        articles: The article list.
        window: The main window, not yet shown.
        counts: What the library holds, or None while the list is empty for want of it.
    """

    def __init__(self, application: QApplication, glance: Glance | None = None) -> None:
        """Build the window and fill the list from a first look at the library.

        Args:
            application: The application.
            glance: None where the library must be made or migrated first.
        """
        self.settings = preferences.load()
        self.state = window_state.load(window_state.state_file())
        self.themes = ThemeSwitch(application, self.settings.theme)
        theme = self.themes.theme
        self.query = Query(
            scope=self.state.scope, sort=self.state.sort, descending=self.state.descending
        )
        self.articles = ArticleListPanel(glance.summaries if glance else _no_rows, theme)
        self.window = MainWindow(
            self.articles, _blank(QPalette.ColorRole.Base), _blank(QPalette.ColorRole.Window), theme
        )
        self.window.restore_layout(self.state)
        self.articles.set_query(self.query)
        self.counts: LibraryCounts | None = None
        if glance is not None:
            self.counts = glance.counts()
            self.articles.set_counts(self.counts)
            self.articles.set_ids(glance.article_ids(self.query))
            self.window.library_status.set_counts(self.counts)

    def after_first_paint(self, act: Callable[[], None]) -> None:
        """Call something once, as soon as the window was painted."""
        self._watch = _FirstPaint(act)
        self.window.installEventFilter(self._watch)


class _FirstPaint(QObject):
    """Waits for a window's first paint event."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self._act: Callable[[], None] | None = act
        # A window that starts hidden behind others may never be painted.
        QTimer.singleShot(_PAINT_MS, self._call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # After this event: the panels are painted in the same pass.
            QTimer.singleShot(0, self._call)
        return False

    def _call(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


def _no_rows(_ids: object) -> list[ArticleSummary]:
    return []


def _blank(role: QPalette.ColorRole) -> QWidget:
    blank = QWidget()
    blank.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
    blank.setAutoFillBackground(True)
    blank.setBackgroundRole(role)
    return blank
