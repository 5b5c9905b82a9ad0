"""Where the panels stand at which width, what is restored, and what may be dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.listing import LibraryCounts
from ipvm_desktop.ui.actions import MENUS, Command, commands
from ipvm_desktop.ui.main_window import MainWindow, Room, dropped_paths
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.widgets.drop_hint import DropHint

# Later Qt versions have another constructor, which the oldest supported one lacks.
pytestmark = pytest.mark.filterwarnings("ignore:.*Q(DragEnter|Drop)Event:DeprecationWarning")


def _make(qtbot: QtBot) -> MainWindow:
    comments = QWidget()
    QVBoxLayout(comments).addWidget(QLineEdit())
    window = MainWindow(QWidget(), QWidget(), comments, LIGHT)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = _make(qtbot)
    window.resize(1200, 700)
    window.show()
    return window


def _panels(window: MainWindow) -> tuple[bool, bool]:
    return window.article_list.isVisible(), window.comments.isVisible()


def _files(*paths: Path) -> QMimeData:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return dragged


def _enter(window: MainWindow, dragged: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        dragged,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(event)
    return event


def _drop(window: MainWindow, dragged: QMimeData) -> None:
    window.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            dragged,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_drop_never_moves_files(window: MainWindow, tmp_path: Path) -> None:
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    files = _files(tmp_path / "a.txt")
    dropped = QDropEvent(
        QPointF(50, 50),
        offered,
        files,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
    )
    dropped.setDropAction(Qt.DropAction.MoveAction)
    window.dropEvent(dropped)
    assert dropped.isAccepted()
    assert dropped.dropAction() is Qt.DropAction.CopyAction


def test_every_command_stands_in_a_menu_and_no_key_twice(window: MainWindow) -> None:
    shown = [
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[attr-defined]
        if action.objectName()
    ]
    assert shown == [command.name for command in commands()]
    keys = [key for command in commands() for key in command.keys]
    assert len(keys) == len(set(keys))
    assert [title for title, _ in MENUS] == [
        "&File",
        "&Edit",
        "&View",
        "&Replies",
        "&Copies",
        "&Go",
        "&Help",
    ]


@pytest.mark.parametrize(
    ("width", "room"),
    [(599, Room.ONE), (600, Room.TWO), (899, Room.TWO), (900, Room.THREE)],
)
def test_room_depends_on_width(width: int, room: Room) -> None:
    assert Room.of(width) is room


def test_panels_step_aside_in_a_narrow_window_and_come_back(window: MainWindow) -> None:
    assert _panels(window) == (True, True)
    window.resize(800, 700)
    assert _panels(window) == (True, False)
    assert not window.commands["show_comments"].isChecked()
    window.resize(500, 700)
    assert _panels(window) == (False, False)
    window.resize(1200, 700)
    assert _panels(window) == (True, True)
    assert window.commands["show_comments"].isChecked()


def test_panel_stepped_aside_can_be_called(window: MainWindow) -> None:
    window.resize(800, 700)
    window.commands["show_comments"].trigger()
    assert _panels(window) == (True, True)
    # It was called into a narrow window; the wish for wide ones is as before.
    assert window.layout_state().comments_shown


def test_smallest_window_shows_one_side_panel_at_a_time(window: MainWindow) -> None:
    window.resize(500, 700)
    window.commands["show_list"].trigger()
    assert _panels(window) == (True, False)
    window.commands["show_comments"].trigger()
    assert _panels(window) == (False, True)


def test_hidden_panel_stays_hidden_when_the_window_grows(window: MainWindow) -> None:
    window.commands["show_comments"].trigger()
    assert _panels(window) == (True, False)
    window.resize(700, 700)
    window.resize(1200, 700)
    assert _panels(window) == (True, False)


@pytest.mark.parametrize("rows", [pytest.param(rows, id=title[1:]) for title, rows in MENUS])
def test_no_letter_stands_for_two_entries_of_a_menu(
    rows: tuple[Command | str | None, ...],
) -> None:
    texts = [command.text for command in rows if isinstance(command, Command)]
    letters = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(letters)) == len(texts)


def test_focus_leaves_a_panel_that_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    window.reading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field = window.comments.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    window.commands["show_comments"].trigger()
    assert window.focusWidget() is window.reading


def test_layout_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["show_list"].trigger()
    # No larger than the screen of the tests, which is 800 pixels wide.
    window.resize(760, 640)
    state = window.layout_state()
    again = _make(qtbot)
    again.restore_layout(state)
    again.show()
    assert (again.width(), again.height()) == (760, 640)
    again.resize(1200, 640)
    assert _panels(again) == (False, True)
    assert not again.commands["show_list"].isChecked()


def test_width_of_a_hidden_panel_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    splitter = window.article_list.parentWidget()
    assert isinstance(splitter, QSplitter)
    splitter.setSizes([260, 600, 340])
    window.commands["show_list"].trigger()
    again = _make(qtbot)
    again.restore_layout(window.layout_state())
    again.show()
    again.resize(1200, 700)
    again.commands["show_list"].trigger()
    qtbot.waitUntil(lambda: again.article_list.width() == 260)


def test_broken_layout_is_ignored(qtbot: QtBot) -> None:
    window = _make(qtbot)
    state = replace(window.layout_state(), geometry=b"nonsense", splitter=b"\xff" * 9)
    window.restore_layout(state)
    window.show()
    assert _panels(window) == (True, False) or _panels(window) == (True, True)


def test_window_left_on_a_missing_screen_comes_back_on_one(qtbot: QtBot) -> None:
    window = _make(qtbot)
    window.resize(700, 500)
    window.move(-5000, -5000)
    state = window.layout_state()
    again = _make(qtbot)
    again.restore_layout(state)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(again.geometry().center())


def test_dragged_files_bring_up_the_hint_and_are_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    hint = window.findChild(DropHint)
    assert isinstance(hint, DropHint)
    dragged = _files(tmp_path / "a.txt", tmp_path)
    assert _enter(window, dragged).isAccepted()
    assert hint.isVisible()
    assert hint.size() == window.size()
    assert not window.grab().isNull()
    with qtbot.waitSignal(window.paths_dropped) as dropped:
        _drop(window, dragged)
    assert dropped.args == [[tmp_path / "a.txt", tmp_path]]
    assert not hint.isVisible()


def test_hint_goes_when_the_drag_leaves(window: MainWindow, tmp_path: Path) -> None:
    hint = window.findChild(DropHint)
    assert isinstance(hint, DropHint)
    _enter(window, _files(tmp_path))
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not hint.isVisible()


def test_dragged_addresses_and_text_are_refused(window: MainWindow, qtbot: QtBot) -> None:
    dragged = QMimeData()
    dragged.setText("words")
    dragged.setUrls([QUrl("https://ipvm.com/x")])
    assert dropped_paths(dragged) == []
    event = _enter(window, dragged)
    event.ignore()
    with qtbot.assertNotEmitted(window.paths_dropped):
        _drop(window, dragged)


def test_search_field_keeps_room_in_a_narrow_bar(window: MainWindow) -> None:
    bar = window.top_bar
    buttons = (bar.export_button, *bar.zoom_buttons)
    assert all(button.isVisible() for button in buttons)
    window.resize(500, 700)
    assert not any(button.isVisible() for button in buttons)
    assert bar.search.width() > 150
    window.resize(1200, 700)
    assert all(button.isVisible() for button in buttons)


def test_result_of_an_import_is_whole_in_a_narrow_window(window: MainWindow) -> None:
    window.library_status.set_counts(LibraryCounts(articles=1234, comments=56789))
    window.resize(500, 700)
    window.import_status.show_result("32 files: 32 added", 12)
    words = window.import_status.words
    QApplication.processEvents()
    assert words.width() >= words.sizeHint().width()


def test_star_button_shows_the_current_article(window: MainWindow) -> None:
    bar = window.top_bar
    assert not bar.star_button.isEnabled()
    bar.set_starred(False)
    empty = bar.star_button.icon().pixmap(16, 16).toImage()
    bar.set_starred(True)
    assert bar.star_button.isEnabled()
    assert bar.star_button.icon().pixmap(16, 16).toImage() != empty


def test_icons_follow_the_theme(window: MainWindow) -> None:
    before = window.top_bar.theme_button.icon().pixmap(16, 16).toImage()
    window.top_bar.set_theme(DARK)
    assert window.top_bar.theme_button.icon().pixmap(16, 16).toImage() != before


def test_bar_buttons_trigger_their_commands(window: MainWindow, qtbot: QtBot) -> None:
    window.top_bar.set_starred(False)
    with qtbot.waitSignal(window.commands["toggle_star"].triggered):
        window.top_bar.star_button.click()


def test_closing_is_told_first(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.commands["quit"].trigger()
    assert not window.isVisible()
