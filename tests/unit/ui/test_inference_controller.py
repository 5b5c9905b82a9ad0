"""Replies of older articles: found behind the open window, which stays where it is."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.query import CommentFilter
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import Library
from ipvm_desktop.replies import MODEL_VERSION
from ipvm_desktop.ui.program import Program

LAST = 2
DAY = dt.date(2021, 3, 4)
SAID = "We hand over a sheet like this on every job, and nobody ever asked us for it."


def _old(title: str) -> Document:
    """A discussion whose last comment quotes the first, which nobody has noticed yet."""

    def comment(number: int, author: str, *paragraphs: str) -> ParsedComment:
        return ParsedComment(
            id=number,
            author=author,
            posted=DAY,
            body_text="\n\n".join(paragraphs),
            body_html="".join(f"<p>{each}</p>" for each in paragraphs),
        )

    comments = (
        comment(1, "Bo Lane", f"{SAID} Our version has three parts."),
        comment(LAST, "Ann Ray", SAID, "Eleven could not find theirs."),
    )
    return Document(
        title=title,
        byline=("Ann Ray",),
        body_text="Words and more words.\n\n" * 80,
        body_html="<p>Words and more words.</p>" * 80,
        comments=comments,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for title in ("Gates", "Locks"):
            library.add(SourceFile(title, "plain-text", title.encode()), [_old(title)])
    return path


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, path: Path) -> Iterator[Program]:
    """The window before it looks for what is due."""
    program = Program(qapp, Library.open(path))
    qtbot.addWidget(program.window)
    program.window.resize(1200, 800)
    program.window.show()
    qtbot.waitExposed(program.window)
    yield program
    program.window.close()
    program.deleteLater()


def _open(program: Program, qtbot: QtBot, article_id: int) -> None:
    program.reading.open(article_id)
    qtbot.waitUntil(lambda: program.reading.article is not None and not program.runner.busy)


def _parent_of_last(program: Program) -> int | None:
    entries = program.comments.thread_shown.entries
    return next(each.comment.parent for each in entries if each.id == LAST and each.comment)


def test_older_articles_get_their_replies_behind_the_window(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    notes: list[str] = []
    program.inference.noted.connect(notes.append)
    status = program.window.replies_status
    held = threading.Event()  # keeps the first article waiting while the window is looked at
    program.import_runner.write(held.wait)
    program.inference.start()
    qtbot.waitUntil(status.isVisible)
    assert status.text() == "Finding replies…"
    assert status.toolTip() == "Who answers whom: 0 of 2 older articles looked through"
    held.set()
    qtbot.waitUntil(lambda: notes == ["Replies found in 2 articles"])
    assert not status.isVisible()
    assert program.window.statusBar().currentMessage() == "Replies found in 2 articles"
    assert library.outdated_threads(MODEL_VERSION) == []
    assert [library.comments(each)[-1].parent for each in (1, 2)] == [1, 1]


def test_the_open_article_takes_its_replies_over_in_its_place(
    program: Program, qtbot: QtBot
) -> None:
    _open(program, qtbot, 1)
    program.comments.set_comment_filter(CommentFilter(text="find"))
    program.comments.select_comment(LAST, quiet=False)
    program.reading.toggle_comment_star(LAST)
    place = program.pane.position()
    assert _parent_of_last(program) is None
    program.inference.start()
    qtbot.waitUntil(lambda: _parent_of_last(program) == 1)
    assert program.comments.current_comment() == LAST
    assert program.pane.current_comment() == LAST
    assert program.comments.comment_filter().text == "find"
    marked = program.comments.thread_shown.entries
    assert next(each.comment.starred for each in marked if each.id == LAST and each.comment)
    qtbot.waitUntil(lambda: "Quoted by" in program.pane.browser.toPlainText())
    assert program.pane.position().split(":")[0] == place.split(":")[0]
    assert "inferred" in program.comments.title.text()


def test_an_article_on_its_way_is_loaded_again(program: Program, qtbot: QtBot) -> None:
    program.reading.open(1)
    program.replies.look_again(1)
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert program.reading.article is not None
    assert program.reading.article.id == 1


def test_nothing_is_seen_where_nothing_is_due(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    for article_id in (1, 2):
        library.remove([article_id])
    notes: list[str] = []
    program.inference.noted.connect(notes.append)
    program.inference.start()
    with qtbot.waitSignal(program.runner.idle):
        pass
    assert notes == []
    assert not program.window.replies_status.isVisible()
    assert not program.import_runner.busy


def test_the_rest_waits_when_it_is_stopped(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    program.inference.inferred.connect(lambda _article_id: program.inference.stop())
    with qtbot.waitSignal(program.inference.noted) as noted:
        program.inference.start()
    assert noted.args == ["Replies found in 1 article"]
    assert library.outdated_threads(MODEL_VERSION) == [2]


def test_a_library_that_cannot_be_written_is_no_fault_of_the_reader(
    program: Program, qtbot: QtBot, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_article_id: int, _document: Document) -> Changes:
        raise LibraryError(library.path, "the disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program.reading._library, "set_replies", refuse)
        program.inference.start()
        qtbot.waitUntil(lambda: "the disk is full" in caplog.text)
    assert not program.window.replies_status.isVisible()
    assert library.outdated_threads(MODEL_VERSION) == [1, 2]
