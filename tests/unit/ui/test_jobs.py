"""Background work: its answers, errors, order, reports and end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.progress import Progress
from ipvm_desktop.ui.jobs import JobRunner

PATIENCE_S = 10


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    jobs = JobRunner()
    yield jobs
    jobs.shutdown()


class Listener(QObject):
    """Somebody who asks, and may be deleted before the answer comes."""

    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self._heard = heard

    def hear(self, answer: object) -> None:
        self._heard.append(answer)


def test_work_runs_elsewhere_and_answers_here(runner: JobRunner) -> None:
    answers: list[tuple[str, bool, bool]] = []
    here = threading.get_ident()

    def ask(lane: str) -> None:
        def done(worker: int) -> None:
            answers.append((lane, worker == here, threading.get_ident() == here))

        (runner.read if lane == "read" else runner.write)(threading.get_ident, done=done)

    ask("read")
    ask("write")
    assert answers == []
    busy = [runner.busy]
    assert runner.wait_idle()
    busy.append(runner.busy)
    assert busy == [True, False]
    assert sorted(answers) == [("read", False, True), ("write", False, True)]


def test_idle_is_told_once_for_a_chain(runner: JobRunner, qtbot: QtBot) -> None:
    idle: list[bool] = []
    runner.idle.connect(lambda: idle.append(True))
    order: list[str] = []

    def then(first: str) -> None:
        order.append(first)
        runner.read(lambda: "second", done=order.append)

    runner.write(lambda: "first", done=then)
    assert runner.wait_idle()
    assert order == ["first", "second"]
    assert idle == [True]
    assert runner.wait_idle(timeout_ms=1)


def test_wait_gives_up(runner: JobRunner) -> None:
    gate = threading.Event()
    runner.read(lambda: gate.wait(PATIENCE_S))
    assert not runner.wait_idle(timeout_ms=10)
    gate.set()
    assert runner.wait_idle()


def test_errors_reach_the_one_who_asked(runner: JobRunner) -> None:
    errors: list[Exception] = []
    results: list[float] = []
    runner.read(lambda: 1 / 0, done=results.append, failed=errors.append)
    runner.write(partial(int, "x"), failed=errors.append)
    assert runner.wait_idle()
    assert results == []
    assert {type(error) for error in errors} == {ZeroDivisionError, ValueError}


def test_errors_nobody_takes_are_bugs(runner: JobRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    bugs: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _type, error, _trace: bugs.append(str(error)))
    answers: list[int] = []

    def broken(_answer: object) -> None:
        raise LookupError("in the callback")

    runner.write(lambda: int("x"))
    runner.write(lambda: 1, done=broken)
    runner.write(lambda: 2, done=answers.append)
    assert runner.wait_idle()
    assert bugs == ["invalid literal for int() with base 10: 'x'", "in the callback"]
    assert answers == [2]


def test_leaving_a_worker_is_not_taken_for_an_error(
    runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: bugs.append(kind))
    errors: list[Exception] = []
    runner.read(lambda: sys.exit(3), failed=errors.append)
    assert runner.wait_idle()
    assert (errors, bugs) == ([], [SystemExit])


def test_writes_keep_their_order_and_never_overlap(runner: JobRunner) -> None:
    written: list[int] = []
    at_work = threading.Lock()

    def write(number: int) -> None:
        assert at_work.acquire(blocking=False)
        written.append(number)
        at_work.release()

    for number in range(50):
        runner.write(partial(write, number))
    assert runner.wait_idle()
    assert written == list(range(50))


def test_reads_do_not_wait_for_writes(runner: JobRunner) -> None:
    gate = threading.Event()
    runner.write(lambda: gate.wait(PATIENCE_S))
    # The write can only end after the read has run.
    runner.read(gate.set)
    assert runner.wait_idle()


def test_only_the_last_of_a_key_answers(runner: JobRunner) -> None:
    gate = threading.Event()
    begun: list[str] = []
    answers: list[str] = []

    def search(text: str) -> str:
        begun.append(text)
        gate.wait(PATIENCE_S)
        return text

    for text in ("a", "au", "aud", "audit"):
        runner.read(partial(search, text), done=answers.append, key="search")
    runner.read(lambda: "other", done=answers.append, key="counts")
    gate.set()
    assert runner.wait_idle()
    assert sorted(answers) == ["audit", "other"]
    # There are two readers: what was still waiting when it was superseded never began.
    assert "aud" not in begun or "au" not in begun


def test_late_errors_are_dropped_too(runner: JobRunner) -> None:
    errors: list[Exception] = []
    runner.read(lambda: 1 / 0, failed=errors.append, key="article")
    runner.forget("article")
    runner.forget("never asked")
    assert runner.wait_idle()
    assert errors == []


def test_a_key_can_be_used_again(runner: JobRunner) -> None:
    answers: list[int] = []
    for number in range(3):
        runner.read(partial(int, number), done=answers.append, key="article")
        assert runner.wait_idle()
    assert answers == [0, 1, 2]


def test_the_dead_hear_nothing(runner: JobRunner, qtbot: QtBot) -> None:
    heard: list[object] = []
    gate = threading.Event()
    listener, closure_owner, living = Listener(heard), QObject(), Listener(heard)
    runner.read(lambda: gate.wait(PATIENCE_S) and "method", done=listener.hear)
    runner.write(
        lambda: gate.wait(PATIENCE_S) and "closure", done=heard.append, receiver=closure_owner
    )
    runner.write(lambda: "alive", done=living.hear, receiver=living)
    for gone in (listener, closure_owner):
        with qtbot.waitSignal(gone.destroyed):
            gone.deleteLater()
    gate.set()
    assert runner.wait_idle()
    assert heard == ["alive"]


def test_progress_ends_with_the_last_report(runner: JobRunner) -> None:
    told: list[object] = []

    def work(progress: Progress) -> str:
        for number in range(10_000):
            progress.report(number + 1, 10_000, f"file {number + 1}")
        return "result"

    runner.write_with_progress(
        work,
        done=told.append,
        reported=lambda done, total, label: told.append((done, total, label)),
    )
    assert runner.wait_idle()
    assert told[-2:] == [(10_000, 10_000, "file 10000"), "result"]
    # Reports are picked up now and then, not queued one by one.
    assert len(told) < 1000


def test_progress_is_shown_while_it_lasts(runner: JobRunner, qtbot: QtBot) -> None:
    told: list[tuple[int, int | None, str]] = []
    gate = threading.Event()

    def work(progress: Progress) -> None:
        progress.report(1, None, "counting")
        gate.wait(PATIENCE_S)

    runner.write_with_progress(work, reported=lambda *report: told.append(report))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(1, None, "counting")]
    gate.set()
    assert runner.wait_idle()
    assert told == [(1, None, "counting")]


def test_cancelled_work_ends_by_itself_and_answers(runner: JobRunner, qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        while not progress.cancelled:
            QThread.msleep(1)
        return "stopped between files"

    answers: list[str] = []
    job = runner.write_with_progress(work, done=answers.append)
    assert begun.wait(PATIENCE_S)
    cancelled = [job.cancelled]
    job.cancel()
    cancelled.append(job.cancelled)
    assert cancelled == [False, True]
    assert runner.wait_idle()
    assert answers == ["stopped between files"]


def test_shutdown_finishes_writes_and_calls_nobody(qtbot: QtBot) -> None:
    runner = JobRunner()
    written: list[str] = []
    answers: list[object] = []
    begun = threading.Event()

    def long_import(progress: Progress) -> None:
        begun.set()
        while not progress.cancelled:
            QThread.msleep(1)
        written.append("import")

    runner.write_with_progress(long_import, done=answers.append)
    runner.write(lambda: written.append("mark"), done=answers.append)
    runner.read(lambda: 1, done=answers.append)
    assert begun.wait(PATIENCE_S)
    runner.shutdown()
    assert written == ["import", "mark"]
    assert not runner.busy

    runner.read(lambda: 2, done=answers.append)
    with pytest.raises(RuntimeError):
        runner.write(lambda: None)
    runner.shutdown()
    qtbot.wait(1)
    assert answers == []
