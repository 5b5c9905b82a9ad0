"""The reader's word on replies, from the keys to the library and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.thread import ThreadOrder
from ipvm_desktop.library import Library
from ipvm_desktop.replies import MODEL_VERSION
from ipvm_desktop.ui import window_state
from ipvm_desktop.ui.program import Program

Start = Callable[[], Program]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier

INFERRED = Reply(ReplyKind.INFERRED, 0.8, "answers the comment above")
USER = Reply(ReplyKind.USER)


def _document(number: int) -> Document:
    """1(2) 3 4: the reply is inferred, and 4 has two suggestions."""

    def comment(comment_id: int, parent: int | None = None, **more: object) -> ParsedComment:
        text = f"Comment {comment_id} of {number}."
        plain = {"author": f"Ann & Bo {comment_id}", "body_html": f"<p>{text}</p>"}
        fields = {**plain, "body_text": text, **more}
        return ParsedComment(id=comment_id, parent=parent, **fields)  # type: ignore[arg-type]

    offered = (Suggestion(3, 0.6, "names them"), Suggestion(1, 0.2))
    comments = (
        comment(1),
        comment(2, 1, reply=INFERRED),
        comment(3),
        comment(4, suggestions=offered),
    )
    return Document(
        title=f"Article {number}",
        url=f"https://ipvm.com/{number}",
        body_html="<p>Words.</p>",
        body_text="Words.",
        comments=comments,
        reply_model=MODEL_VERSION,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for number in (1, 2):
            content = f"Article {number} as a file".encode()
            library.add(SourceFile(f"{number}.txt", "plain-text", content), [_document(number)])
    return path


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, path: Path) -> Iterator[Program]:
    """The window with article 1 open."""
    program = Program(qapp, Library.open(path))
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    program.window.resize(1200, 800)
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
    _open(program, qtbot, 1)
    yield program
    program.window.close()
    program.deleteLater()


def _open(program: Program, qtbot: QtBot, article_id: int) -> None:
    program.articles.select(article_id)
    qtbot.waitUntil(
        lambda: program.reading.article is not None and program.reading.article.id == article_id
    )


def _press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


def _shown(program: Program, comment_id: int) -> Comment:
    thread = program.comments.thread_shown
    position = thread.position(comment_id)
    assert position is not None
    comment = thread.entries[position].comment
    assert comment is not None
    return comment


def _stored(program: Program, library: Library, comment_id: int, article_id: int = 1) -> Comment:
    assert program.runner.wait_idle()
    return next(each for each in library.comments(article_id) if each.id == comment_id)


def _order(program: Program) -> ThreadOrder:
    return program.comments.thread_shown.order


def _status(program: Program) -> str:
    return program.window.statusBar().currentMessage()


def _menu_text(program: Program, name: str) -> str:
    return program.window.commands[name].text().replace("&&", "+").replace("&", "")


def test_a_picked_parent_is_shown_at_once_and_stored(program: Program, library: Library) -> None:
    program.comments.select_comment(4)
    tree = program.comments.tree
    _press(program.pane.browser, Qt.Key.Key_R)
    assert tree.hasFocus()
    QTest.keyClick(tree, Qt.Key.Key_Up)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    expected = (3, USER, Placement(None, None))
    shown = _shown(program, 4)
    assert (shown.parent, shown.reply, shown.original) == expected
    stored = _stored(program, library, 4)
    assert (stored.parent, stored.reply, stored.original) == expected
    assert tree.current_comment() == 4
    text = " ".join(program.pane.browser.toPlainText().split())
    assert "replies to Ann & Bo 3 set by you" in text


def test_undo_and_redo_go_through_states_and_say_what_they_do(
    program: Program, library: Library
) -> None:
    view = program.pane.browser
    undo, redo = (program.window.commands[name] for name in ("undo", "redo"))
    assert not undo.isEnabled()
    assert _menu_text(program, "undo") == "Undo"
    program.comments.select_comment(4)
    program.replies.place(4, 1)
    program.replies.place(4, 3)
    assert _menu_text(program, "undo") == "Undo Reply of Ann + Bo 4 to #3"
    assert undo.isEnabled()
    _press(view, Qt.Key.Key_Z, CTRL)
    assert _stored(program, library, 4).parent == 1
    _press(view, Qt.Key.Key_Z, CTRL)
    stored = _stored(program, library, 4)
    assert (stored.parent, stored.reply, stored.original) == (None, None, None)
    assert _shown(program, 4) == stored
    assert not undo.isEnabled()
    assert redo.isEnabled()
    _press(view, Qt.Key.Key_Z, CTRL | SHIFT)
    _press(view, Qt.Key.Key_Y, CTRL)
    assert _stored(program, library, 4).parent == 3
    assert _menu_text(program, "redo") == "Redo"


def test_detaching_and_taking_that_back(program: Program, library: Library) -> None:
    program.comments.select_comment(2)
    _press(program.comments.tree, Qt.Key.Key_D)
    stored = _stored(program, library, 2)
    assert (stored.parent, stored.reply, stored.original) == (None, USER, Placement(1, INFERRED))
    assert _menu_text(program, "undo") == "Undo Detaching Ann + Bo 2 (#2)"
    _press(program.comments.tree, Qt.Key.Key_D)
    assert _status(program) == "Ann & Bo 2 (#2) stands at top level already."
    _press(program.comments.tree, Qt.Key.Key_R, SHIFT)
    stored = _stored(program, library, 2)
    assert (stored.parent, stored.reply, stored.original) == (1, INFERRED, None)
    _press(program.comments.tree, Qt.Key.Key_R, SHIFT)
    assert _status(program) == "There is no correction of yours on Ann & Bo 2 (#2)."
    _press(program.comments.tree, Qt.Key.Key_Z, CTRL)
    assert _stored(program, library, 2).parent is None


def test_suggestions_are_accepted_and_refused_by_keys(program: Program, library: Library) -> None:
    view = program.comments.tree
    _press(view, Qt.Key.Key_G, SHIFT)
    assert program.comments.current_comment() == 4
    offers = program.comments.replies.strip.offers
    assert offers.hasFocus()
    QTest.keyClick(offers, Qt.Key.Key_X)
    stored = _stored(program, library, 4)
    assert [each.parent for each in stored.suggestions] == [1]
    assert _shown(program, 4) == stored
    QTest.keyClick(offers, Qt.Key.Key_A)
    assert _stored(program, library, 4).parent == 1
    assert _menu_text(program, "undo") == "Undo Reply of Ann + Bo 4 to #1"
    program.window.commands["undo"].trigger()
    assert _menu_text(program, "undo") == "Undo Refusing #3 for Ann + Bo 4 (#4)"
    program.window.commands["undo"].trigger()
    stored = _stored(program, library, 4)
    assert [each.parent for each in stored.suggestions] == [3, 1]
    assert stored.refused == ()


def test_saying_no_to_all_suggestions_is_a_word_too(program: Program, library: Library) -> None:
    program.comments.select_comment(4)
    program.window.commands["detach"].trigger()
    assert _stored(program, library, 4).reply == USER
    program.comments.select_comment(2)
    program.window.commands["accept_suggestion"].trigger()
    stored = _stored(program, library, 2)
    assert (stored.parent, stored.reply) == (1, USER)


def test_what_cannot_be_is_said_and_not_done(program: Program) -> None:
    program.replies.place(1, 2)
    assert _status(program) == "#2 stands below #1, so #1 cannot answer it."
    program.replies.place(77, None)
    assert _status(program) == "Comment #77 is not in this file, so it cannot be moved."
    program.replies.refuse(4, 77)
    program.replies.restore(77)
    assert not program.window.commands["undo"].isEnabled()


def test_each_article_has_its_own_history(program: Program, qtbot: QtBot, library: Library) -> None:
    program.replies.place(4, 1)
    _open(program, qtbot, 2)
    assert not program.window.commands["undo"].isEnabled()
    program.replies.place(4, 3)
    _open(program, qtbot, 1)
    program.window.commands["undo"].trigger()
    assert _stored(program, library, 4).parent is None
    assert _stored(program, library, 4, article_id=2).parent == 3


def test_a_removed_article_takes_its_history_along(program: Program, qtbot: QtBot) -> None:
    program.replies.place(4, 1)
    program.listing.remove([1])
    program.replies.place(4, 3)
    qtbot.waitUntil(lambda: program.reading.wanted_id != 1)
    assert program.runner.wait_idle()
    program.reading.open(None)
    assert not program.window.commands["undo"].isEnabled()
    program.window.commands["undo"].trigger()
    for name in ("reply_to", "detach", "restore_reply", "show_suggestions", "next_suggestion"):
        program.window.commands[name].trigger()
    program.replies.place(4, 3)
    assert not program.window.commands["undo"].isEnabled()


def test_what_is_undone_after_a_new_import_is_found_by_its_key(
    program: Program, library: Library, qtbot: QtBot
) -> None:
    program.replies.place(4, 3)
    assert program.runner.wait_idle()
    old = _document(1)
    other = replace(old.comments[3], author="Somebody", body_text="Else.", body_html="Else.")
    changed = replace(old, comments=(*old.comments[:3], other))
    library.add(SourceFile("1.txt", "plain-text", b"Another copy"), [changed])
    program.reading.reload()
    qtbot.waitUntil(lambda: _shown(program, 4).author == "Somebody")
    program.window.commands["undo"].trigger()
    assert _status(program) == "That comment is no longer in this article."
    assert not program.window.commands["undo"].isEnabled()


def test_what_another_program_wrote_meanwhile_is_shown(
    program: Program, library: Library, qtbot: QtBot
) -> None:
    library.place_comment(1, 3, 1)
    program.replies.place(4, 3)
    qtbot.waitUntil(lambda: _shown(program, 3).parent == 1)
    assert _shown(program, 4).parent == 3


def test_a_refusal_by_the_library_is_told_and_taken_back(
    program: Program, library: Library
) -> None:
    library.place_comment(1, 3, 4)
    program.replies.place(4, 3)
    assert _shown(program, 4).parent == 3
    assert program.runner.wait_idle()
    assert "Comment 4 cannot answer comment 3" in _status(program)
    assert _shown(program, 4).parent is None
    assert _shown(program, 3).parent == 4


def test_marks_made_meanwhile_stay(program: Program, library: Library, qtbot: QtBot) -> None:
    library.place_comment(1, 3, 1)
    program.replies.place(4, 1)
    program.reading.toggle_comment_star(2)
    qtbot.waitUntil(lambda: _shown(program, 3).parent == 1)
    assert _shown(program, 2).starred


def test_the_order_is_changed_by_keys_and_remembered(program: Program) -> None:
    _press(program.comments.tree, Qt.Key.Key_2, CTRL)
    assert _order(program) is ThreadOrder.TIME
    assert program.comments.order_button.text() == "By Time"
    _press(program.comments.tree, Qt.Key.Key_3, CTRL)
    assert _order(program) is ThreadOrder.FILE
    program.replies.place(4, 1)
    assert _order(program) is ThreadOrder.FILE
    assert _shown(program, 4).parent == 1
    program.close()
    state = window_state.load(window_state.state_file())
    assert state.comment_order is ThreadOrder.FILE


def test_a_remembered_order_holds_from_the_start(
    qapp: QApplication, qtbot: QtBot, path: Path
) -> None:
    state = window_state.WindowState(comment_order=ThreadOrder.FILE)
    window_state.save(window_state.state_file(), state)
    program = Program(qapp, Library.open(path))
    qtbot.addWidget(program.window)
    program.start([])
    program.reading.open(1)
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert _order(program) is ThreadOrder.FILE
    assert program.window.commands["order_file"].isChecked()
    program.window.close()
    program.deleteLater()


def test_keys_go_along_the_replies_while_the_pane_is_read(program: Program) -> None:
    view = program.pane.browser
    visited = []
    for key, modifiers in (
        (Qt.Key.Key_T, NO_KEYS),
        (Qt.Key.Key_N, NO_KEYS),
        (Qt.Key.Key_Left, CTRL),
        (Qt.Key.Key_Left, CTRL),
        (Qt.Key.Key_Down, CTRL),
        (Qt.Key.Key_Down, CTRL),
        (Qt.Key.Key_Down, CTRL),
        (Qt.Key.Key_Up, CTRL),
        (Qt.Key.Key_T, SHIFT),
    ):
        _press(view, key, modifiers)
        visited.append(program.comments.current_comment())
    assert visited == [1, 2, 1, 1, 3, 4, 4, 3, 1]


def test_text_fields_undo_their_own_typing(program: Program) -> None:
    program.replies.place(4, 1)
    field = program.comments.filters.field
    field.setFocus()
    QTest.keyClicks(field, "drag")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == ""
    assert _shown(program, 4).parent == 1


def test_the_context_menu_has_what_there_is_to_do(program: Program) -> None:
    tree = program.comments.tree

    def names(comment_id: int) -> set[str]:
        index = tree.comments.index_of(comment_id)
        entry = tree.comments.entry_at(index)
        assert entry is not None
        return {action.objectName() for action in tree.build_menu(entry, index).actions()} - {""}

    assert names(1) == {"reply_to"}
    assert names(4) == {"reply_to", "show_suggestions"}
    inferred = {"show_suggestions", "accept_suggestion", "refuse_suggestion"}
    assert names(2) == {"reply_to", "detach", *inferred}
    program.replies.place(2, 3)
    assert names(2) == {"reply_to", "detach", "restore_reply"}


def test_keys_open_the_panel_where_it_is_hidden(program: Program) -> None:
    program.comments.select_comment(4)
    program.window.commands["show_comments"].trigger()
    assert not program.comments.isVisible()
    _press(program.pane.browser, Qt.Key.Key_G)
    assert program.comments.isVisible()
    assert program.comments.replies.strip.isVisible()


def test_a_drop_moves_a_comment(program: Program, library: Library) -> None:
    tree = program.comments.tree
    tree.dropped.emit(4, 1)
    assert _shown(program, 4).parent == 1
    tree.dropped.emit(4, None)
    assert _shown(program, 4).parent is None
    assert _stored(program, library, 4).reply == USER
