"""Runs imports in the background, one after the other, and tells how they go."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.import_log import FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.domain.progress import Progress
from ipvm_desktop.library import Library
from ipvm_desktop.ui.import_words import headline, looks_needed, show_words
from ipvm_desktop.ui.jobs import Job, JobRunner
from ipvm_desktop.ui.views.import_status import ImportStatusLine

if TYPE_CHECKING:
    from ipvm_desktop.importers.base import Source


_NEVER = 1_000_000_000


class ImportController(QObject):
    """Imports files and folders while the reader goes on reading.

    An import asked for while another runs waits for its turn. Imports have a runner
    of their own, so that the reader's marks need not wait for them.

    Signals:
        changed: ``Changes`` that the files imported so far brought about.
        finished: The ``ImportRun`` that ended, also after a cancel.
        finished_quietly: The same for an import that the reader did not ask for.
    """

    changed = Signal(object)
    finished = Signal(object)
    finished_quietly = Signal(object)
    _read = Signal(object)

    def __init__(
        self,
        library: Library,
        runner: JobRunner,
        status: ImportStatusLine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._status = status
        self._waiting: deque[tuple[Callable[[Progress], ImportRun], bool]] = deque()
        self._job: Job | None = None
        self._look = 0
        self._last: ImportRun | None = None
        self._read.connect(self._take_file, Qt.ConnectionType.QueuedConnection)
        status.cancelled.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether an import runs or waits."""
        return self._job is not None

    @property
    def last_run(self) -> ImportRun | None:
        """The import that ended last since the program was started, or None."""
        return self._last

    def start(self, paths: Sequence[Path], *, quietly: bool = False) -> None:
        """Import files and folders, after the imports asked for before.

        Args:
            paths: Which ones.
            quietly: The reader did not ask for it, and is not to be told how it went.
        """
        if paths:
            run = partial(_import, self._library, tuple(paths), self._read.emit)
            self._add(run, quietly=quietly)

    def start_source(self, source: Source, importer: str) -> None:
        """Import a source that was read already with the importer that the reader chose."""
        run = partial(_import_source, self._library, source, importer, self._read.emit)
        self._add(run, quietly=False)

    def cancel(self) -> None:
        """Stop after the current file, and forget the imports that wait."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _add(self, run: Callable[[Progress], ImportRun], *, quietly: bool) -> None:
        self._waiting.append((run, quietly))
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        run, quietly = self._waiting.popleft()
        self._look = 0
        self._status.show_progress(0, None, 0)
        self._job = self._runner.write_with_progress(
            run,
            done=self._finish_quietly if quietly else self._finish,
            failed=self._fail,
            reported=self._report,
        )

    def _report(self, done: int, total: int | None, label: str) -> None:
        if self._job is not None and not self._job.cancelled:
            self._status.show_progress(done, total, self._look, label)

    def _take_file(self, outcome: FileOutcome) -> None:
        self._look += outcome.needs_a_look
        changes = _changes(outcome)
        if changes:
            self.changed.emit(changes)

    def _finish(self, run: ImportRun) -> None:
        self._job = None
        self._last = run
        self._status.show_result(headline(run), looks_needed(run), show_words(run))
        self.finished.emit(run)
        self._next()

    def _finish_quietly(self, run: ImportRun) -> None:
        self._job = None
        self._status.clear()
        self.finished_quietly.emit(run)
        self._next()

    def _fail(self, error: BaseException) -> None:
        """Make room for the next import; what went wrong is for the excepthook."""
        self._job = None
        self._status.clear()
        raise error


def _changes(outcome: FileOutcome) -> Changes:
    """Return the articles that one file's import touched."""
    articles = outcome.articles
    return Changes(
        added=tuple(each.id for each in articles if each.status is ImportStatus.ADDED),
        updated=tuple(each.id for each in articles if each.status is ImportStatus.UPDATED),
    )


def _import(
    library: Library,
    paths: Sequence[Path],
    on_file: Callable[[FileOutcome], None],
    progress: Progress,
) -> ImportRun:
    # The importers' libraries are heavy, and most starts import nothing.
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline import import_paths

    with _young_garbage_only():
        return import_paths(library, default_registry(), paths, progress, on_file)


@contextmanager
def _young_garbage_only() -> Iterator[None]:
    """Keep the collector from walking all that lives, which stops the window for too long.

    What an import leaves behind, such as its outcomes, holds no circles; it is not looked
    through any more, like what stands at the start (see ``app.py``).
    """
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)
    try:
        yield
    finally:
        gc.collect(1)
        gc.freeze()
        gc.set_threshold(young, middle, old)


def _import_source(
    library: Library,
    source: Source,
    importer: str,
    on_file: Callable[[FileOutcome], None],
    _progress: Progress,
) -> ImportRun:
    from ipvm_desktop.importers.registry import default_registry
    from ipvm_desktop.pipeline import import_as

    run = import_as(library, default_registry(), source, importer)
    for outcome in run.files:
        on_file(outcome)
    return run
