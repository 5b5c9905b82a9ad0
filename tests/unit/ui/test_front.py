"""The window before there is a library, and how it comes to life behind its first picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.document import Document, SourceFile
from ipvm_desktop.library import Library
from ipvm_desktop.library.glance import Glance
from ipvm_desktop.ui.front import Front
from ipvm_desktop.ui.program import Program


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """A library of two articles."""
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for title in ("Moths", "Audit"):
            document = Document(title=title, body_text=title, body_html=f"<p>{title}</p>")
            library.add(SourceFile(f"{title}.txt", "plain-text", title.encode()), [document])
    return path


@pytest.fixture
def glance(library_path: Path) -> Iterator[Glance]:
    glance = Glance.open(library_path)
    assert glance is not None
    yield glance
    glance.close()


def test_the_list_is_filled_before_the_library_is_open(
    qtbot: QtBot, qapp: QApplication, glance: Glance
) -> None:
    front = Front(qapp, glance)
    qtbot.addWidget(front.window)
    assert front.counts is not None
    assert front.counts.articles == 2
    model = front.articles.model
    titles = [getattr(model.summary(row), "title", None) for row in range(model.rowCount())]
    assert titles == ["Audit", "Moths"]


def test_painting_is_told_once(qtbot: QtBot, qapp: QApplication, glance: Glance) -> None:
    front = Front(qapp, glance)
    qtbot.addWidget(front.window)
    told: list[bool] = []
    front.after_first_paint(lambda: told.append(front.window.isVisible()))
    assert not told
    front.window.show()
    qtbot.waitUntil(lambda: bool(told))
    front.window.repaint()
    qtbot.wait(50)
    assert told == [True]


def test_the_program_takes_the_window_over(
    qtbot: QtBot, qapp: QApplication, glance: Glance, library_path: Path
) -> None:
    front = Front(qapp, glance)
    program = Program(qapp, Library.open(library_path), front)
    program.start([])
    assert program.window is front.window
    assert program.window.reading is program.pane
    assert program.pane.isVisible()
    program.articles.select_next()
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert program.reading.article is not None
    assert program.reading.article.title == "Audit"
    program.window.close()
    program.close()


def test_without_a_glance_the_list_waits_empty(qtbot: QtBot, qapp: QApplication) -> None:
    front = Front(qapp)
    qtbot.addWidget(front.window)
    assert front.counts is None
    assert front.articles.current_id() is None


def test_the_panels_keep_their_widths_from_one_start_to_the_next(
    qtbot: QtBot, qapp: QApplication, library_path: Path
) -> None:
    first = Program(qapp, Library.open(library_path))
    first.start([])
    qtbot.waitUntil(first.window.isVisible)
    splitter = first.window.centralWidget()
    assert isinstance(splitter, QSplitter)
    before = splitter.sizes()
    # The screen of these tests leaves no room for the comments.
    splitter.setSizes([before[0] + 60, before[1] - 60, 0])
    moved = splitter.sizes()
    assert moved[0] == before[0] + 60
    first.window.close()
    first.close()

    glance = Glance.open(library_path)
    assert glance is not None
    front = Front(qapp, glance)
    front.window.show()
    again = Program(qapp, Library.open(library_path), front)
    again.start([])
    splitter = again.window.centralWidget()
    assert isinstance(splitter, QSplitter)
    assert splitter.sizes()[0] == moved[0]
    again.window.close()
    again.close()
    glance.close()
