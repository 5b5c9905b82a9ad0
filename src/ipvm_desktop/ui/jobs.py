"""Background work: two lanes of plain functions whose answers arrive on the GUI thread.

What the functions do is no business of this module, and they know nothing of threads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from ipvm_desktop.domain.progress import Progress

T = TypeVar("T")
Failed: TypeAlias = Callable[[Exception], object]
Reported: TypeAlias = Callable[[int, int | None, str], object]

_READERS = 2
_REPORT_INTERVAL_MS = 50


class _JobProgress:
    """Keeps the latest report for the GUI thread to pick up; the worker never waits."""

    def __init__(self) -> None:
        self.cancelled = False
        self.latest: tuple[int, int | None, str] | None = None

    def report(self, done: int, total: int | None, label: str) -> None:
        self.latest = (done, total, label)


@dataclass(eq=False)
class Job:
    """A request for background work; for long work, the handle to call it off."""

    _done: Callable[[Any], object] | None
    _failed: Failed | None
    _reported: Reported | None
    _receiver: QObject | None
    _key: str | None
    _progress: _JobProgress
    _future: Future[Any] | None = None
    _dropped: bool = False
    _shown: tuple[int, int | None, str] | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point; its answer still arrives."""
        self._progress.cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._progress.cancelled

    def _drop(self) -> None:
        """Forget the answer; work that has not begun never does."""
        self._dropped = True
        if self._future is not None:
            self._future.cancel()

    def _call(self, callback: Callable[..., object], *arguments: object) -> None:
        """Call back unless the answer is unwanted or whoever asked is gone."""
        receivers = (self._receiver, getattr(callback, "__self__", None))
        gone = any(isinstance(one, QObject) and not isValid(one) for one in receivers)
        if not (self._dropped or gone):
            callback(*arguments)

    def _show_progress(self) -> None:
        latest = self._progress.latest
        if self._reported is not None and latest is not None and latest is not self._shown:
            self._shown = latest
            self._call(self._reported, *latest)

    def _answer(self) -> None:
        """Hand the outcome to whoever asked; an error nobody takes is a bug to be shown."""
        future = self._future
        if self._dropped or future is None or future.cancelled():
            return
        self._show_progress()
        error = future.exception()
        if error is None:
            if self._done is not None:
                self._call(self._done, future.result())
        elif self._failed is not None and isinstance(error, Exception):
            self._call(self._failed, error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)


class JobRunner(QObject):
    """Runs reads side by side and writes one after the other, away from the GUI thread.

    Callbacks run on the GUI thread. They are left out when the ``QObject`` they are
    methods of, or the one given as ``receiver``, was deleted meanwhile. An error
    without a ``failed`` callback goes to ``sys.excepthook``. To be used from the GUI
    thread only, and shut down before the application ends.

    Signals:
        idle: The last outstanding answer was given.
    """

    idle = Signal()
    _finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._outstanding: set[Job] = set()
        self._latest: dict[str, Job] = {}
        self._answers: SimpleQueue[Job] = SimpleQueue()
        self._closed = False
        self._finished.connect(self._give_answer, Qt.ConnectionType.QueuedConnection)
        self._reports = QTimer(self)
        self._reports.setInterval(_REPORT_INTERVAL_MS)
        self._reports.timeout.connect(self._show_progress)

    def read(
        self,
        fn: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        receiver: QObject | None = None,
        key: str | None = None,
    ) -> None:
        """Run a function that only reads.

        Args:
            fn: Called on a worker thread.
            done: Receives its result.
            failed: Receives what it raised.
            receiver: Callbacks are left out once it was deleted.
            key: A later read with the same key makes this one's answer unwanted; when
                this one has not begun, it never does.
        """
        if self._closed:
            # A timer may still fire while the window closes; nobody waits for its answer.
            return
        job = Job(done, failed, None, receiver, key, _JobProgress())
        if key is not None:
            self.forget(key)
            self._latest[key] = job
        self._start(self._readers, job, fn)

    def forget(self, key: str) -> None:
        """Make the answer to the latest read with this key unwanted."""
        earlier = self._latest.pop(key, None)
        if earlier is not None:
            earlier._drop()

    def write(
        self,
        fn: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        receiver: QObject | None = None,
    ) -> None:
        """Run a function that writes, after all writes asked for before.

        Raises:
            RuntimeError: The runner was shut down.
        """
        job = Job(done, failed, None, receiver, None, _JobProgress())
        self._start(self._writer, job, fn)

    def write_with_progress(
        self,
        fn: Callable[[Progress], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        reported: Reported | None = None,
        receiver: QObject | None = None,
    ) -> Job:
        """Run a long write that tells how far it is and can be cancelled.

        Args:
            fn: Called on the writer's thread; should look at ``cancelled`` often.
            done: Receives its result, also after a cancel.
            failed: Receives what it raised.
            reported: Receives the latest ``(done, total, label)``, at most 20 times a
                second, and always the last one before ``done`` is called.
            receiver: Callbacks are left out once it was deleted.

        Returns:
            The handle to cancel it with.

        Raises:
            RuntimeError: The runner was shut down.
        """
        progress = _JobProgress()
        job = Job(done, failed, reported, receiver, None, progress)
        self._start(self._writer, job, lambda: fn(progress))
        self._reports.start()
        return job

    @property
    def busy(self) -> bool:
        """Whether any answer is outstanding."""
        return bool(self._outstanding)

    def wait_idle(self, timeout_ms: int = 10_000) -> bool:
        """Let events run until all answers were given; return whether they were in time."""
        if self._outstanding:
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            QTimer.singleShot(timeout_ms, loop, loop.quit)
            loop.exec()
            self.idle.disconnect(loop.quit)
        return not self._outstanding

    def shutdown(self) -> None:
        """Finish all writes, ask the long ones to stop, drop the reads, and wait.

        No callback is called any more.
        """
        self._closed = True
        self._reports.stop()
        for job in self._outstanding:
            job.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._outstanding.clear()
        self._latest.clear()

    def _start(self, lane: ThreadPoolExecutor, job: Job, fn: Callable[[], object]) -> None:
        job._future = lane.submit(fn)
        self._outstanding.add(job)
        # Runs on the worker, or right here when the work was cancelled before it began.
        job._future.add_done_callback(lambda _future: self._hand_over(job))

    def _hand_over(self, job: Job) -> None:
        if not self._closed:
            self._answers.put(job)
            self._finished.emit()

    def _give_answer(self) -> None:
        """Answer one job; each has its own call, so that one's bug cannot stop another."""
        if self._closed:
            return
        job = self._answers.get()
        self._outstanding.discard(job)
        if job._key is not None and self._latest.get(job._key) is job:
            del self._latest[job._key]
        if not any(one._reported for one in self._outstanding):
            self._reports.stop()
        try:
            job._answer()
        finally:
            if not self._outstanding:
                self.idle.emit()

    def _show_progress(self) -> None:
        for job in tuple(self._outstanding):
            job._show_progress()
