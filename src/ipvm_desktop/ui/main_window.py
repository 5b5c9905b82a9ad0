"""The main window: where panels, bars and actions stand. It decides nothing else."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QWidget

from ipvm_desktop.ui.actions import MENUS, Command, build_actions
from ipvm_desktop.ui.theme import Theme
from ipvm_desktop.ui.views.import_status import ImportStatusLine, LibraryStatusLine, link_button
from ipvm_desktop.ui.views.top_bar import TopBar
from ipvm_desktop.ui.widgets.drop_hint import DropHint
from ipvm_desktop.ui.window_state import WindowState, rect_on_screen

COMMENTS_NEED = 900  # window widths below which a panel steps aside
LIST_NEEDS = 600

_DEFAULT_SIZE = (1440, 900)
_DEFAULT_WIDTHS = (300, 700, 440)
_LEAST_SIZE = (420, 320)


class Room(IntEnum):
    """How many panels the window's width has room for."""

    ONE = 1
    TWO = 2
    THREE = 3

    @classmethod
    def of(cls, width: int) -> Room:
        """Return the room that a window of this width has."""
        if width < LIST_NEEDS:
            return cls.ONE
        return cls.TWO if width < COMMENTS_NEED else cls.THREE


class MainWindow(QMainWindow):
    """Article list, reading pane and comment tree side by side, with bars around them.

    Attributes:
        commands: The actions by name (see ``ui.actions``).

    Signals:
        paths_dropped: Files and folders, as a list of ``Path``, were dropped on the window.
        escaped: Escape was pressed, and no panel had a use for it.
        closing: The window is about to close; its state can still be read.
    """

    paths_dropped = Signal(object)
    escaped = Signal()
    closing = Signal()

    def __init__(
        self, article_list: QWidget, reading: QWidget, comments: QWidget, theme: Theme
    ) -> None:
        super().__init__()
        self.setWindowTitle("IPVM Desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_DEFAULT_SIZE)
        self.commands: dict[str, QAction] = build_actions(self)
        self.article_list = article_list
        self.reading = reading
        self.comments = comments
        self._build_menus()
        self.top_bar = TopBar(self.commands, theme)
        self.addToolBar(self.top_bar)
        self._splitter = self._build_splitter()
        self._build_status_bar()
        self.setCentralWidget(self._splitter)
        self._drop_hint = DropHint(self)

        self._room = Room.THREE
        self._wished = {"show_list": True, "show_comments": True}
        for name in self._side_panels():
            self.commands[name].setChecked(True)
            self.commands[name].triggered.connect(
                lambda shown, name=name: self._toggle_panel(name, shown)
            )

    def put_reading(self, reading: QWidget) -> None:
        """Put the reading pane into the place of what stands there."""
        self.reading = self._put(self.reading, reading)

    def put_comments(self, comments: QWidget) -> None:
        """Put the comment panel into the place of what stands there."""
        self.comments = self._put(self.comments, comments)

    def show_waiting(self, copies: int) -> None:
        """Show in the status bar how many copies wait for the reader's word."""
        words = "1 copy waits for you" if copies == 1 else f"{copies:,} copies wait for you"
        self.waiting_button.setText(words)
        self.waiting_button.setVisible(copies > 0)

    def layout_state(self) -> WindowState:
        """Return the window's part of the state; the rest has its defaults."""
        return WindowState(
            geometry=bytes(self.saveGeometry().data()),
            splitter=bytes(self._splitter.saveState().data()),
            list_shown=self._wished["show_list"],
            comments_shown=self._wished["show_comments"],
        )

    def restore_layout(self, state: WindowState) -> None:
        """Take on a layout from an earlier run, moved onto a screen when it is on none."""
        if state.geometry:
            self.restoreGeometry(QByteArray(state.geometry))
        if not self.isMaximized() and not self.isFullScreen():
            screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            main = QGuiApplication.primaryScreen().availableGeometry()
            wanted = self.geometry()
            place = rect_on_screen(wanted, [main, *screens])
            if place != wanted:
                self.setGeometry(place)
        if state.splitter:
            self._splitter.restoreState(QByteArray(state.splitter))
        self._wished = {"show_list": state.list_shown, "show_comments": state.comments_shown}
        self._fit_panels(Room.of(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = Room.of(event.size().width())
        if room is not self._room:
            self._fit_panels(room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Escape where no panel had a use for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            _accept_as_copy(event)
            self._drop_hint.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            _accept_as_copy(event)
            self.paths_dropped.emit(paths)

    def _build_menus(self) -> None:
        for title, rows in MENUS:
            menu = self.menuBar().addMenu(title)
            menu.setToolTipsVisible(any(isinstance(row, Command) and row.hint for row in rows))
            for row in rows:
                if isinstance(row, Command):
                    menu.addAction(self.commands[row.name])
                    continue
                if menu.actions():
                    menu.addSeparator()
                if row is not None:
                    # The style sheet would hide the words of a section.
                    menu.addAction(row).setEnabled(False)
        self.commands["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self.commands["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self.commands["quit"].triggered.connect(self.close)

    def _build_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for panel, stretch in ((self.article_list, 0), (self.reading, 1), (self.comments, 0)):
            splitter.addWidget(panel)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes(list(_DEFAULT_WIDTHS))
        return splitter

    def _put(self, old: QWidget, new: QWidget) -> QWidget:
        shown = not old.isHidden()
        self._splitter.replaceWidget(self._splitter.indexOf(old), new)
        new.setVisible(shown)
        old.deleteLater()
        return new

    def _build_status_bar(self) -> None:
        self.library_status = LibraryStatusLine()
        self.replies_status = QLabel()
        self.replies_status.setTextFormat(Qt.TextFormat.PlainText)
        self.replies_status.setContentsMargins(0, 0, 10, 0)
        self.replies_status.hide()
        self.watch_status = QLabel()
        self.watch_status.setTextFormat(Qt.TextFormat.PlainText)
        self.watch_status.setContentsMargins(0, 0, 10, 0)
        self.watch_status.hide()
        waiting = self.commands["waiting_copies"]
        self.waiting_button = link_button("", waiting.toolTip())
        self.waiting_button.clicked.connect(waiting.trigger)
        self.waiting_button.hide()
        self.import_status = ImportStatusLine()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.library_status, 1)
        bar.addPermanentWidget(self.watch_status)
        bar.addPermanentWidget(self.replies_status)
        bar.addPermanentWidget(self.waiting_button)
        bar.addPermanentWidget(self.import_status)

    def _side_panels(self) -> dict[str, QWidget]:
        return {"show_list": self.article_list, "show_comments": self.comments}

    def bring_panel(self, name: str) -> None:
        """Show the panel of a command, such as ``show_list``, if it is hidden."""
        if not self.commands[name].isChecked():
            self.commands[name].trigger()

    def _toggle_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel for the reader, whose wish only a wide window keeps."""
        if self._room is Room.THREE:
            self._wished[name] = shown
        elif shown and self._room is Room.ONE:
            for other in self._side_panels().keys() - {name}:
                self._show_panel(other, False)
        self._show_panel(name, shown)

    def _fit_panels(self, room: Room) -> None:
        """Show the panels the reader wished for, as far as there is room."""
        self._room = room
        self._show_panel("show_list", self._wished["show_list"] and room >= Room.TWO)
        self._show_panel("show_comments", self._wished["show_comments"] and room >= Room.THREE)

    def _show_panel(self, name: str, shown: bool) -> None:
        panel = self._side_panels()[name]
        focus = self.focusWidget()
        if not shown and focus is not None and panel.isAncestorOf(focus):
            self.reading.setFocus()
        self.commands[name].setChecked(shown)
        panel.setVisible(shown)


def dropped_paths(dropped: QMimeData) -> list[Path]:
    """Return the local files and folders among what is dragged."""
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]


def _accept_as_copy(event: QDropEvent) -> None:
    """Accept a drop whatever was proposed: after a move, its source would delete the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
