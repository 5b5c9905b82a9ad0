"""The main job in the real window: a file comes in, its discussion is read by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.library import Library
from ipvm_desktop.paths import resource
from ipvm_desktop.ui import file_dialogs
from ipvm_desktop.ui.program import Program

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = Program(qapp, Library.open(tmp_path / "library.sqlite"))
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    program.window.resize(1300, 800)
    program.window.activateWindow()
    yield program
    program.window.close()


def _focus() -> QWidget:
    focus = QApplication.focusWidget() or QApplication.activeWindow()
    assert focus is not None
    return focus


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_focus(), key, modifiers)


def test_from_import_to_reading_a_filtered_comment(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An empty library says how to begin.
    assert program.pane.empty_page.title.text() == "Your library is empty"

    # Import a copy of a sample by the menu's key.
    file = tmp_path / "city-pilot.txt"
    file.write_bytes(resource("samples/city-pilot.txt").read_bytes())
    monkeypatch.setattr(file_dialogs, "open_files", lambda *_: [str(file)])
    _press(Qt.Key.Key_O, CTRL)
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert program.imports.last_run is not None
    assert program.window.import_status.words.text() == "1 file: 1 added"
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    counts = program.window.library_status.counts
    qtbot.waitUntil(lambda: counts.text() == "1 article · 11 comments")
    article = program.reading.article
    assert article is not None
    assert article.title == "City Pilot Retires Default Passwords After Street Audit"
    assert program.window.windowTitle().startswith("City Pilot")

    # After a moment it counts as read.
    library = Library.open(tmp_path / "library.sqlite", create=False)
    with library:
        qtbot.waitUntil(lambda: library.article(article.id).read, timeout=5000)

        # Look for a word in the discussion.
        _press(Qt.Key.Key_F, CTRL | SHIFT)
        QTest.keyClicks(_focus(), "lower bound")
        qtbot.waitUntil(lambda: program.comments.comment_filter().text == "lower bound")
        expected = [
            comment.id
            for comment in library.comments(article.id)
            if "lower bound" in comment.body_text
        ]
        assert expected

        # Leave the field, go to the first match and read it.
        program.comments.tree.setFocus()
        _press(Qt.Key.Key_N)
        chosen = program.comments.current_comment()
        assert chosen in expected
        assert program.pane.current_comment() == chosen
        qtbot.waitUntil(lambda: _comment_is_read(library, article.id, chosen))

        # Star it: the tree has the keyboard, so the comment is meant and not the article.
        _press(Qt.Key.Key_S)
        qtbot.waitUntil(lambda: _starred(library, article.id) == [chosen])
        assert not library.article(article.id).starred

        # Leave it for later; that it is in view does not make it read again.
        read_before = library.article(article.id).read
        _press(Qt.Key.Key_U)
        qtbot.waitUntil(lambda: not _comment_is_read(library, article.id, chosen))
        assert library.article(article.id).read is read_before

    # Escape takes the filter back.
    _press(Qt.Key.Key_Escape)
    assert not program.comments.comment_filter()


def _comment_is_read(library: Library, article_id: int, comment_id: int) -> bool:
    return any(each.id == comment_id and each.read for each in library.comments(article_id))


def _starred(library: Library, article_id: int) -> list[int]:
    return [each.id for each in library.comments(article_id) if each.starred]
