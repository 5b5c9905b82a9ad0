"""Who somebody is, asked and changed in the real window over a real library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.library import Library
from ipvm_desktop.replies import MODEL_VERSION
from ipvm_desktop.ui.dialogs.person import PersonDialog
from ipvm_desktop.ui.program import Program

ONE = "Undisclosed Integrator #1"
CTRL = Qt.KeyboardModifier.ControlModifier

Opener = Callable[[str], PersonDialog]


def article(title: str, *authors: str | None) -> Document:
    comments = tuple(
        ParsedComment(id=number, author=author, body_text=f"Words {number}")
        for number, author in enumerate(authors, start=1)
    )
    return Document(title=title, body_text=title, comments=comments, reply_model=MODEL_VERSION)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    library = Library.open(tmp_path / "library.sqlite")
    gates = article("Gates", "Zachary S.", ONE, "Undisclosed #2", "Zachary Smith", None)
    locks = article("Locks", "Z. Smith", ONE)
    library.add(SourceFile("a.txt", "test", b"a"), [gates, locks])
    program = Program(qapp, library)
    qtbot.addWidget(program.window)
    program.start([])
    qtbot.waitExposed(program.window)
    program.reading.open(1)
    settle(program)
    yield program
    program.window.close()


def settle(program: Program) -> None:
    assert program.runner.wait_idle()


def delete_closed() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def dialogs(program: Program) -> list[PersonDialog]:
    delete_closed()
    return [one for one in program.window.findChildren(PersonDialog) if one.isVisible()]


@pytest.fixture
def ask(program: Program) -> Opener:
    def ask_for(name: str) -> PersonDialog:
        program.comments.person_requested.emit(name)
        settle(program)
        (dialog,) = dialogs(program)
        return dialog

    return ask_for


def press(dialog: PersonDialog, spoken: str) -> None:
    found = dialog.facts.findChildren(QPushButton)
    next(one for one in found if one.accessibleName() == spoken).click()


def people(program: Program) -> list[tuple[str, ...]]:
    return [one.names for one in program.comments.filters.people.people]


def test_a_suggestion_is_merged_and_the_discussion_follows(program: Program, ask: Opener) -> None:
    program.comments.show_only("Zachary S.")
    dialog = ask("Zachary S.")
    press(dialog, "Merge with Zachary Smith")
    settle(program)
    assert dialog.person.names == (("Zachary Smith", 1), ("Zachary S.", 1))
    assert dialog.heading.text() == "Zachary Smith"
    assert people(program)[0] == ("Zachary Smith", "Zachary S.")
    assert program.comments.comment_filter().authors == {"Zachary Smith", "Zachary S."}
    assert " · 3 people" in program.comments.title.text()

    press(dialog, "Split off Zachary Smith")
    settle(program)
    assert dialog.heading.text() == "Zachary S."
    assert len(people(program)) == 4


def test_a_suggestion_is_refused_for_good(program: Program, ask: Opener) -> None:
    dialog = ask("Zachary S.")
    press(dialog, "Zachary Smith is somebody else")
    settle(program)
    assert not dialog.facts.findChildren(QPushButton)
    dialog.close()
    dialog = ask("Zachary S.")
    assert not dialog.facts.findChildren(QPushButton)


def test_a_pseudonym_is_merged_here_and_refused_beyond(program: Program, ask: Opener) -> None:
    dialog = ask(ONE)
    assert dialog.person.bound
    assert dialog.field.completer().completionModel().rowCount() == 2
    dialog.field.setText("Zachary Smith")
    dialog.merge_button.click()
    settle(program)
    assert "is somebody within one article only" in dialog.refusal.text()
    assert dialog.refusal.isVisible()
    dialog.field.setText("Undisclosed #2")
    dialog.merge_button.click()
    settle(program)
    assert not dialog.refusal.isVisible()
    assert people(program)[0] == (ONE, "Undisclosed #2")


def test_a_merge_shows_although_its_dialog_was_closed(program: Program, ask: Opener) -> None:
    dialog = ask("Zachary S.")
    press(dialog, "Merge with Zachary Smith")
    dialog.close()
    delete_closed()
    settle(program)
    assert len(people(program)) == 3
    dialog = ask(ONE)
    dialog.field.setText("Nobody")
    dialog.merge_button.click()
    dialog.close()
    delete_closed()
    settle(program)
    assert dialogs(program) == []


def test_the_command_asks_about_the_current_comment(program: Program) -> None:
    program.window.activateWindow()
    program.comments.select_comment(4)
    QTest.keyClick(program.comments.tree, Qt.Key.Key_I, CTRL)
    settle(program)
    (dialog,) = dialogs(program)
    assert dialog.heading.text() == "Zachary Smith"


@pytest.mark.parametrize("comment_id", [None, 5])
def test_the_command_says_what_it_needs(program: Program, comment_id: int | None) -> None:
    tree = program.comments.tree
    tree.set_thread(tree.comments.thread_shown, None)  # which begins at no comment
    if comment_id is not None:
        program.comments.select_comment(comment_id)
    program.window.commands["person"].trigger()
    settle(program)
    assert dialogs(program) == []
    bar = program.window.statusBar()
    assert bar.currentMessage() == "Choose a comment to see who wrote it"


def test_an_article_of_the_person_is_opened(program: Program, ask: Opener) -> None:
    dialog = ask("Z. Smith")
    row = dialog.articles.topLevelItem(0)
    assert row is not None
    dialog.articles.itemActivated.emit(row, 0)
    settle(program)
    assert program.reading.article is not None
    assert program.reading.article.title == "Locks"
    assert dialogs(program) == []


def test_somebody_who_is_gone_is_told(program: Program) -> None:
    program.comments.person_requested.emit("Nobody")
    settle(program)
    (box,) = program.window.findChildren(QMessageBox)
    assert box.text() == "Nobody named “Nobody” has commented."
    box.close()


def test_people_of_an_article_that_was_left_are_dropped(program: Program) -> None:
    program.people.refresh()
    program.reading.open(2)
    settle(program)
    assert people(program) == [("Z. Smith",), (ONE,)]
    program.reading.open(None)
    settle(program)
    program.people.refresh()
    settle(program)
    assert people(program) == []
