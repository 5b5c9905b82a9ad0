"""Opening an article with 1,000 comments, from the click to the painted pane and tree."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from ipvm_desktop.ui.program import Program

ROUNDS = 15
MOST_SECONDS = 0.150
SETTLE_SECONDS = 1.5


@pytest.fixture
def program(discussions: Path, tmp_path: Path) -> Iterator[Program]:
    """The real window over two articles with 1,000 comments each."""
    library = Library.open(tmp_path / "library.sqlite")
    run = import_paths(library, default_registry(), [discussions])
    assert [a.comments for f in run.files for a in f.articles] == [1000, 1000]
    application = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(application, QApplication)
    program = Program(application, library)
    program.start([])
    run_until(lambda: program.reading.article is None and not program.runner.busy)
    yield program
    program.close()


def run_until(reached: object) -> None:
    """Run the event loop until a condition holds."""
    loop = QEventLoop()
    while not reached():  # type: ignore[operator]
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        time.sleep(0.0005)  # leaves Python's lock to the workers


def test_open(benchmark: BenchmarkFixture, program: Program) -> None:
    turn = 0

    def settle() -> None:
        """Let the last article's remaining slices and marks be done, as a reader would."""
        nonlocal turn
        turn += 1
        until = time.monotonic() + SETTLE_SECONDS
        run_until(lambda: time.monotonic() > until and not program.runner.busy)

    def open_next() -> None:
        wanted = turn % 2 + 1
        program.articles.select(wanted)
        run_until(lambda: program.reading.article and program.reading.article.id == wanted)
        # The first picture: what a paint event that is due would show.
        program.window.grab()

    benchmark.pedantic(open_next, setup=settle, rounds=ROUNDS, warmup_rounds=2)  # type: ignore[no-untyped-call]
    assert benchmark.stats is not None
    stats = benchmark.stats.stats
    print(f"\nopening 1,000 comments: median {stats.median * 1000:.0f} ms")
    assert stats.median <= MOST_SECONDS
