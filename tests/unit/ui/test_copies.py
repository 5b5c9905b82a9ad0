"""Copies of an article: listed, looked at, used, refused, separated; and the rule for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipvm_desktop import settings
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.versions import CopyRule, VersionState
from ipvm_desktop.library import Library
from ipvm_desktop.ui.dialogs.copies import CopiesDialog
from ipvm_desktop.ui.program import Program

URL = "https://ipvm.com/reports/gates"


def _copy(words: str, *comments: str, title: str = "Gates") -> Document:
    return Document(
        title=title,
        url=URL,
        body_html=f"<p>{words}</p>",
        body_text=words,
        comments=tuple(
            ParsedComment(id=number, author="Ann Ray", body_html=f"<p>{text}</p>", body_text=text)
            for number, text in enumerate(comments, 1)
        ),
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One article, and a copy from another importer that has another comment."""
    library = Library.open(tmp_path / "library.sqlite")
    library.add(SourceFile("a.txt", "ipvm-text", b"a"), [_copy("Short.", "One of them.")])
    other = _copy("Short.", "One of them.", "And another one.")
    library.add(SourceFile("b.html", "web-page", b"b"), [other])
    return library


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, library: Library) -> Iterator[Program]:
    program = Program(qapp, library)
    qtbot.addWidget(program.window)
    program.window.show()
    yield program
    program.window.close()
    program.deleteLater()


def ready(program: Program, qtbot: QtBot) -> CopiesDialog:
    qtbot.waitUntil(lambda: program.copies.dialog is not None and not program.runner.busy)
    assert program.copies.dialog is not None
    return program.copies.dialog


def rows(dialog: CopiesDialog) -> list[list[str]]:
    """Return what is shown of each article, with its copies behind it."""
    found = []
    for index in range(dialog.copies.topLevelItemCount()):
        top = dialog.copies.topLevelItem(index)
        assert top is not None
        below = [row for place in range(top.childCount()) if (row := top.child(place))]
        found += [[row.text(0), row.text(1), row.text(3)] for row in (top, *below)]
    return found


SHORT = ["Gates — a.txt", "shown now", "1"]
FULL = ["Gates — b.html", "shown now", "2"]


def test_a_copy_that_waits_is_shown_with_what_it_has(program: Program, qtbot: QtBot) -> None:
    program.window.commands["waiting_copies"].trigger()
    dialog = ready(program, qtbot)
    assert rows(dialog) == [SHORT, ["Gates — b.html", "waits for you", "2"]]
    assert dialog.difference.text() == (
        "It has more or other comments. It was recognised by its address."
    )
    qtbot.waitUntil(lambda: "And another one." in dialog.page.toPlainText())
    assert dialog.head.text().startswith("There is another copy of an article")


def test_what_is_shown_now_can_be_looked_at(program: Program, qtbot: QtBot) -> None:
    program.window.commands["waiting_copies"].trigger()
    dialog = ready(program, qtbot)
    shown = dialog.copies.topLevelItem(0)
    assert shown is not None
    dialog.copies.setCurrentItem(shown)
    assert dialog.difference.text() == "This is what the library shows now."
    buttons = (dialog.use_button, dialog.refuse_button, dialog.separate_button)
    assert not any(button.isEnabled() for button in buttons)
    qtbot.waitUntil(lambda: "One of them." in dialog.page.toPlainText())
    assert "And another one." not in dialog.page.toPlainText()


def test_the_status_bar_says_that_a_copy_waits(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    button = program.window.waiting_button
    assert not button.isVisible()
    program.copies.count_waiting()
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "1 copy waits for you"
    button.click()
    dialog = ready(program, qtbot)
    dialog.refuse_button.click()
    qtbot.waitUntil(lambda: not button.isVisible())
    program.window.show_waiting(1200)
    assert button.text() == "1,200 copies wait for you"


def test_copies_that_wait_stand_below_their_article(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    other = _copy("Short.", "One.", "Two.", title="b")
    library.add(SourceFile("c.html", "web-page", b"c"), [other])
    program.copies.show_waiting()
    found = [row[0] for row in rows(ready(program, qtbot))]
    assert found == ["Gates — a.txt", "Gates — b.html", "b — c.html"]


def test_a_copy_is_used_and_the_other_one_stays(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    program.reading.open(1)
    qtbot.waitUntil(lambda: program.reading.article is not None)
    program.window.commands["versions"].trigger()
    dialog = ready(program, qtbot)
    assert dialog.head.text().startswith("1 other copy of this article.")
    dialog.use_button.click()
    qtbot.waitUntil(lambda: rows(dialog) == [FULL, ["Gates — a.txt", "shown earlier", "1"]])
    assert len(library.comments(1)) == 2
    qtbot.waitUntil(
        lambda: program.reading.article is not None and program.reading.article.comment_count == 2
    )
    assert not dialog.refuse_button.isEnabled()
    dialog.use_button.click()
    qtbot.waitUntil(lambda: rows(dialog) == [SHORT, ["Gates — b.html", "shown earlier", "2"]])
    assert len(library.comments(1)) == 1


def test_a_copy_is_refused(program: Program, qtbot: QtBot, library: Library) -> None:
    program.copies.show_versions(1)
    dialog = ready(program, qtbot)
    dialog.refuse_button.click()
    qtbot.waitUntil(lambda: rows(dialog) == [SHORT, ["Gates — b.html", "not used", "2"]])
    assert [version.state for version in library.versions(1)] == [VersionState.REFUSED]
    assert len(library.comments(1)) == 1


def test_a_copy_becomes_an_article_and_the_dialog_goes(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    program.copies.show_waiting()
    ready(program, qtbot).separate_button.click()
    qtbot.waitUntil(lambda: program.copies.dialog is None)
    assert library.counts().articles == 2
    assert library.waiting_copies() == ()


def test_where_there_is_no_copy_one_line_says_so(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    library.add(SourceFile("c.txt", "ipvm-text", b"c"), [Document(title="Notes", body_text="x")])
    program.copies.show_versions(2)
    message = program.window.statusBar().currentMessage
    qtbot.waitUntil(lambda: message() == "There is no other copy of this article")
    library.decide_copy(library.waiting_copies()[0].id, replace=False)
    program.copies.show_waiting()
    qtbot.waitUntil(lambda: message() == "No copy waits for you")
    assert program.copies.dialog is None


def test_no_article_has_no_copies(program: Program) -> None:
    program.window.commands["versions"].trigger()
    assert not program.runner.busy
    assert program.copies.dialog is None


def test_what_somebody_else_decided_is_seen(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    program.copies.show_waiting()
    dialog = ready(program, qtbot)
    library.separate_copy(library.waiting_copies()[0].id)
    dialog.use_button.click()
    qtbot.waitUntil(lambda: program.copies.dialog is None)
    assert library.counts().articles == 2
    assert VersionState.OLDER in {version.state for version in library.versions(1)}


def test_the_rule_is_kept(program: Program, library: Library) -> None:
    assert program.window.commands["copies_ask"].isChecked()
    program.window.commands["copies_replace"].trigger()
    assert library.copies is CopyRule.REPLACE
    assert settings.load().copies is CopyRule.REPLACE


def test_copies_that_wait_are_asked_about_after_an_import(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "gates.md"
    comments = "".join(f"> **Bo {n}** · Mar 5, 2021\n>\n> Comment {n}.\n\n" for n in range(4))
    path.write_text(
        f"---\ntitle: Gates\nurl: {URL}\n---\n\nShort.\n\n## Comments (4)\n\n{comments}", "utf-8"
    )
    program.imports.start([path])
    qtbot.waitUntil(lambda: not program.import_runner.busy)
    dialog = ready(program, qtbot)
    qtbot.waitUntil(lambda: len(rows(dialog)) == 3)
    assert rows(dialog)[2] == ["Gates — gates.md", "waits for you", "4"]
    article = dialog.copies.topLevelItem(0)
    assert article is not None
    second = article.child(1)
    assert second is not None
    dialog.copies.setCurrentItem(second)
    qtbot.waitUntil(lambda: "Comment 3." in dialog.page.toPlainText())
    dialog.reject()
    assert program.copies.dialog is None
