"""Writes what was read into the library, file by file, and keeps the account of it."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, file_status
from ipvm_desktop.domain.outcomes import Outcomes
from ipvm_desktop.domain.progress import Progress, SilentProgress
from ipvm_desktop.errors import ImportFileError, LibraryBusyError, LibraryError
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.reading import (
    Failed,
    Known,
    LargeFile,
    Message,
    Opening,
    Stopped,
    Unit,
    read,
)
from ipvm_desktop.pipeline.scanning import FileUnit, Found, find_units
from ipvm_desktop.pipeline.side_by_side import Reader
from ipvm_desktop.pipeline.telling import Telling
from ipvm_desktop.pipeline.words import bug_sentence, failed, printable

if TYPE_CHECKING:
    from ipvm_desktop.library import Library

logger = logging.getLogger(__name__)

# Each file waits for a busy library; after so many in a row the rest need not wait as well.
_BUSY_LIMIT = 2


def import_paths(
    library: Library,
    registry: Registry,
    paths: Sequence[Path],
    progress: Progress | None = None,
    on_file: Callable[[FileOutcome], None] | None = None,
) -> ImportRun:
    """Import files and folders, and keep the account of it in the library.

    Where there is much to read, other processes do that; the library is written to by
    this thread only, in the order of the files. Never raises for a file: whatever goes
    wrong with one stands in its outcome.

    Args:
        library: Where the articles go.
        registry: Which importers there are.
        paths: Files and folders, as the user named them.
        progress: Told about each file, and asked before each whether to stop.
        on_file: Called with each outcome as soon as it is known.
    """
    progress = SilentProgress() if progress is None else progress
    started, clock = dt.datetime.now(dt.UTC).replace(microsecond=0), time.monotonic()
    search = find_units(paths, registry, lambda: progress.cancelled)
    work = _Work(library, registry, Telling(progress, len(search.units)))
    outcomes: list[FileOutcome] = []
    for outcome in work.outcomes(search):
        outcomes.append(outcome)
        if on_file is not None:
            on_file(outcome)
    progress.report(len(outcomes), len(search.units), "")
    run = ImportRun(
        id=None,
        started=started,
        seconds=round(time.monotonic() - clock, 3),
        files=tuple(outcomes),
        cancelled=work.is_stopped,
        other_files=search.other,
    )
    return work.keep(run)


def import_source(
    library: Library, registry: Registry, source: Source, *, again: bool = False
) -> FileOutcome:
    """Import one source that was read already; failures stand in the outcome.

    Args:
        library: Where the articles go.
        registry: Which importers there are.
        source: What to import.
        again: Read it even if the library knows it, because it shall be read in another way.
    """
    unit = _SourceUnit(source)
    work = _Work(library, registry, Telling(SilentProgress(), 1))
    known = frozenset[str]() if again else work.digests
    return work.attempt(unit, read(unit, registry, known))


@dataclass(frozen=True, slots=True)
class _SourceUnit:
    """A source that is at hand."""

    source: Source

    @property
    def label(self) -> Path | str:
        return self.source.label

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def size(self) -> int:
        return 0

    def open(self) -> Source:
        return self.source


class _ReadingError(Exception):
    """Reading ended with a failure; stops what stores the documents."""

    def __init__(self, failure: Failed) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


class _Work:
    """One import's way of dealing with each file, and how often the library was busy.

    Attributes:
        digests: Of the files the library knows.
        is_stopped: The user did not want to wait for the rest.
    """

    def __init__(self, library: Library, registry: Registry, telling: Telling) -> None:
        self.is_stopped = False
        self._library = library
        self._registry = registry
        self._telling = telling
        self._busy: LibraryBusyError | None = None
        self._busy_files = 0
        self.digests = frozenset[str]()
        self._added: set[str] = set()

    def outcomes(self, search: Found) -> Iterator[FileOutcome]:
        """Import what was found; yield what became of each, to the end or until it is stopped."""
        self.is_stopped = search.is_cut
        with ExitStack() as stack:
            if search.has_archives:
                stack.callback(_close_archives)
            reader = stack.enter_context(self._reader(search))
            for number, one in enumerate(search.units):
                self.is_stopped |= self._telling.is_cancelled()
                if self.is_stopped:
                    return
                try:
                    outcome = self._outcome(number, one, reader)
                except Stopped:
                    self.is_stopped = True
                    return
                yield outcome

    def _reader(self, search: Found) -> Reader:
        """Return what reads the units found, having asked which files the library knows."""
        try:
            self.digests = self._library.file_digests()
        except LibraryError as error:
            # Each file will meet the same trouble, and tell it.
            logger.warning("The library does not say which files it knows: %s", error)
        telling = self._telling
        return Reader(
            search.units,
            self._registry,
            self.digests,
            telling.is_cancelled,
            telling.place,
            # The lists of what they hold may be long, and workers read them anew.
            _close_archives if search.has_archives else None,
        )

    def _outcome(self, number: int, one: Unit | FileOutcome, reader: Reader) -> FileOutcome:
        """Import one of the units found."""
        if isinstance(one, FileOutcome):
            self._telling.begin(number, one.path)
            return one
        self._telling.begin(number, Path(one.label).name)
        if self._busy is not None and self._busy_files >= _BUSY_LIMIT:
            return failed(one.label, _library_sentence(one.label, self._busy))
        if isinstance(one, FileUnit) and _is_same(one.path, self._library.path):
            # Not even read: closing the file again would take away the library's locks.
            return failed(one.label, f"{one.label}: this is the library itself.")
        return self.attempt(one, reader.messages(number))

    def attempt(self, unit: Unit, messages: Iterator[Message]) -> FileOutcome:
        """Import one unit; the program's only catch of every exception in writing is here."""
        opening: Known | Opening | None = None
        articles = Outcomes()
        busy: LibraryBusyError | None = None
        try:
            opening = _opening(messages)
            for stored in self._store(opening, unit, messages):
                articles.extend(stored)
                self._telling.count(len(articles))
            return _stored(unit, opening, articles)
        except _ReadingError as error:
            failure = error.failure
            if failure.trace:
                # The traceback that counts is the one from where it was read.
                logger.error(  # noqa: TRY400
                    "Reading %s failed unexpectedly\n%s", unit.label, failure.trace
                )
        except ImportFileError as error:
            failure = Failed(str(error), _importer(opening))
        except LibraryError as error:
            logger.warning("%s was not stored: %s", unit.label, error)
            failure = Failed(_library_sentence(unit.label, error), _importer(opening))
            busy = error if isinstance(error, LibraryBusyError) else None
        except MemoryError:
            words = "the computer has too little memory for this file"
            failure = Failed(f"{unit.label}: {words}.", _importer(opening))
        except Stopped:
            if not articles:
                raise
            self.is_stopped = True
            return _stored(unit, opening, articles)
        except Exception as error:
            logger.exception("Storing %s failed unexpectedly", unit.label)
            failure = Failed(bug_sentence(unit.label, error), _importer(opening))
        finally:
            self._busy = busy
            self._busy_files = self._busy_files + 1 if busy else 0
        return failed(unit.label, failure.sentence, failure.importer, articles.kept)

    def keep(self, run: ImportRun) -> ImportRun:
        """Put the account into the library's import log, if it can be."""
        if not run.files or self._busy is not None:
            return run
        try:
            return self._library.add_import_run(run)
        except LibraryError as error:
            logger.warning("The import log was not kept: %s", error)
            return run

    def _store(
        self, opening: Known | Opening, unit: Unit, messages: Iterator[Message]
    ) -> Iterator[Sequence[ArticleOutcome]]:
        """Yield what became of a file's articles, in one piece unless the file is large."""
        sha256 = opening.sha256 if isinstance(opening, Known) else opening.file.sha256
        if isinstance(opening, Known) or sha256 in self._added:
            known = self._library.known_file(sha256)
            if known is not None:
                yield known
                return
        if isinstance(opening, Known):
            # One of its articles was removed since; reading it again brings that back.
            messages = read(unit, self._registry, frozenset())
            again = _opening(messages)
            if isinstance(again, Opening):
                yield from self._store(again, unit, messages)
            return
        if isinstance(opening.file, LargeFile):
            file = opening.file.heard(self._telling.place, unit.size)
            for batch in self._library.add_in_batches(file, _documents(messages)):
                yield batch
                if self._telling.is_cancelled():
                    raise Stopped
        else:
            yield self._library.add(opening.file, _documents(messages))
        self._added.add(sha256)


def _close_archives() -> None:
    # The modules for archives are loaded where there is one.
    from ipvm_desktop.pipeline.archives.units import close_archives

    close_archives()


def _opening(messages: Iterator[Message]) -> Known | Opening:
    first = next(messages)
    if isinstance(first, Failed):
        raise _ReadingError(first)
    if not isinstance(first, Known | Opening):
        raise TypeError(f"a unit began with {type(first).__name__}")
    return first


def _documents(messages: Iterator[Message]) -> Iterator[Document]:
    for message in messages:
        if isinstance(message, Document):
            yield message
        elif isinstance(message, Failed):
            raise _ReadingError(message)


def _importer(opening: Known | Opening | None) -> str | None:
    if isinstance(opening, Opening):
        return opening.file.importer
    return opening.importer if opening else None


def _stored(unit: Unit, opening: Known | Opening | None, articles: Outcomes) -> FileOutcome:
    return FileOutcome(
        path=printable(unit.label),
        status=file_status(articles),
        importer=_importer(opening),
        articles=articles.kept,
    )


def _library_sentence(label: Path | str, error: LibraryError) -> str:
    return f"{label}: {error.reason} (library {error.path})."


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False
