"""The main job: files and folders into the library, one by one, none spoiling the others."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.document import SourceFile
from ipvm_desktop.domain.import_log import (
    ArticleOutcome,
    FileOutcome,
    ImportRun,
    ImportStatus,
    file_status,
)
from ipvm_desktop.domain.progress import Progress, SilentProgress
from ipvm_desktop.errors import (
    CorruptFileError,
    ImportFileError,
    LibraryBusyError,
    LibraryError,
    NotFoundError,
)
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.library import Library
from ipvm_desktop.replies import MODEL_VERSION, infer_replies

logger = logging.getLogger(__name__)

# A report may cost a redraw; more than twenty a second nobody sees.
_REPORT_SECONDS = 0.05
# Each file waits for a busy library; after so many in a row the rest need not wait as well.
_BUSY_LIMIT = 2


def find_files(paths: Iterable[Path], registry: Registry) -> Iterator[Path]:
    """Yield the files to import.

    Folders are searched with their subfolders in the order of names, each once even
    where links lead in circles; in them, hidden files and files of unknown extension
    are left out. A path that is no folder always comes, whether it exists or not.
    """
    return (found for found in _scan(paths, registry) if isinstance(found, Path))


def import_paths(
    library: Library,
    registry: Registry,
    paths: Sequence[Path],
    progress: Progress | None = None,
    on_file: Callable[[FileOutcome], None] | None = None,
) -> ImportRun:
    """Import files and folders, and keep the account of it in the library.

    Never raises for a file: whatever goes wrong with one stands in its outcome.

    Args:
        library: Where the articles go.
        registry: Which importers there are.
        paths: Files and folders, as the user named them.
        progress: Told about each file, and asked before each whether to stop.
        on_file: Called with each outcome as soon as it is known.
    """
    progress = SilentProgress() if progress is None else progress
    started, clock = dt.datetime.now(dt.UTC).replace(microsecond=0), time.monotonic()
    work = _Work(library, registry)
    outcomes: list[FileOutcome] = []
    found = list(_scan(paths, registry))
    reported = 0.0
    for number, path in enumerate(found):
        if progress.cancelled:
            break
        now = time.monotonic()
        if now - reported >= _REPORT_SECONDS:
            reported = now
            name = path.name if isinstance(path, Path) else path.path
            progress.report(number, len(found), printable(name))
        outcome = work.import_path(path) if isinstance(path, Path) else path
        outcomes.append(outcome)
        if on_file is not None:
            on_file(outcome)
    progress.report(len(outcomes), len(found), "")
    run = ImportRun(
        id=None,
        started=started,
        seconds=round(time.monotonic() - clock, 3),
        files=tuple(outcomes),
        cancelled=len(outcomes) < len(found),
    )
    return work.keep(run)


def import_source(library: Library, registry: Registry, source: Source) -> FileOutcome:
    """Import one source that was read already; failures stand in the outcome."""
    return _Work(library, registry).attempt(source.label, lambda: source)


def infer_outdated(library: Library, progress: Progress | None = None) -> Changes:
    """Infer the replies of articles that came in before the present model, one by one.

    Args:
        library: Whose articles are due; there are none after the first time.
        progress: Told about each article, and asked before each whether to stop.
    """
    progress = SilentProgress() if progress is None else progress
    changes = Changes()
    due = library.outdated_threads(MODEL_VERSION)
    for number, article_id in enumerate(due):
        if progress.cancelled:
            break
        progress.report(number, len(due), "Finding out who answers whom")
        changes += infer_article(library, article_id)
    progress.report(len(due), len(due), "")
    return changes


def infer_article(library: Library, article_id: int) -> Changes:
    """Infer the replies of one stored article by the present model; none if it was removed."""
    try:
        document = infer_replies(library.flat_document(article_id))
        return library.set_replies(article_id, document)
    except NotFoundError:
        return Changes()


def printable(text: Path | str) -> str:
    """Return a path as text that can be stored and written as UTF-8, whatever its bytes."""
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


class _Work:
    """One import's way of dealing with each file, and how often the library was busy."""

    def __init__(self, library: Library, registry: Registry) -> None:
        self._library = library
        self._registry = registry
        self._busy: LibraryBusyError | None = None
        self._busy_files = 0

    def import_path(self, path: Path) -> FileOutcome:
        if self._busy is not None and self._busy_files >= _BUSY_LIMIT:
            return _failed(path, _library_sentence(path, self._busy))
        if _is_same(path, self._library.path):
            # Not even read: closing the file again would take away the library's locks.
            return _failed(path, f"{path}: this is the library itself.")
        return self.attempt(path, lambda: Source.from_path(path))

    def attempt(self, label: Path | str, open_source: Callable[[], Source]) -> FileOutcome:
        """Import one source; the program's only catch of every exception is here."""
        importer: Importer | None = None
        busy: LibraryBusyError | None = None
        try:
            source = _storable(open_source())
            importer = self._registry.choose(source)
            articles = _store(self._library, importer, source)
            return FileOutcome(
                path=printable(label),
                status=file_status(articles),
                importer=importer.name,
                articles=articles,
            )
        except ImportFileError as error:
            sentence = str(error)
        except LibraryError as error:
            logger.warning("%s was not stored: %s", label, error)
            sentence = _library_sentence(label, error)
            busy = error if isinstance(error, LibraryBusyError) else None
        except MemoryError:
            sentence = f"{label}: the computer has too little memory for this file."
        except Exception as error:
            logger.exception("Importing %s failed unexpectedly", label)
            kind = type(error).__name__
            sentence = f"{label}: an error in the program stopped its import ({kind}; see the log)."
        finally:
            self._busy = busy
            self._busy_files = self._busy_files + 1 if busy else 0
        return _failed(label, sentence, importer.name if importer else None)

    def keep(self, run: ImportRun) -> ImportRun:
        """Put the account into the library's import log, if it can be."""
        if not run.files or self._busy is not None:
            return run
        try:
            return self._library.add_import_run(run)
        except LibraryError as error:
            logger.warning("The import log was not kept: %s", error)
            return run


def _store(library: Library, importer: Importer, source: Source) -> tuple[ArticleOutcome, ...]:
    file = SourceFile(source.name, importer.name, source.read_bytes())
    known = library.known_file(file.sha256)
    if known is not None:
        return known
    # Read whole before the library is locked: parsing may take long, or fail.
    documents = [infer_replies(document) for document in importer.read(source)]
    if not documents:
        raise CorruptFileError(source.label, "the file holds no article", importer.name)
    return library.add(file, documents)


def _storable(source: Source) -> Source:
    """Return the source under a name that can be stored."""
    name = printable(source.name)
    return source if name == source.name else dataclasses.replace(source, name=name)


def _library_sentence(label: Path | str, error: LibraryError) -> str:
    return f"{label}: {error.reason} (library {error.path})."


def _failed(label: Path | str, sentence: str, importer: str | None = None) -> FileOutcome:
    return FileOutcome(
        path=printable(label),
        status=ImportStatus.FAILED,
        importer=importer,
        error=printable(" ".join(sentence.split())),
    )


def _scan(paths: Iterable[Path], registry: Registry) -> Iterator[Path | FileOutcome]:
    """Yield each file once, and a failed outcome for a folder without any."""
    extensions = frozenset(registry.extensions())
    seen: set[Path] = set()
    for path in paths:
        if not _is_folder(path):
            found: Iterable[Path | FileOutcome] = (path,)
        else:
            found = list(_walk(path, extensions)) or [
                _failed(path, f"{path}: the folder holds no file that can be imported.")
            ]
        for one in found:
            if isinstance(one, FileOutcome):
                yield one
            elif one not in seen:
                seen.add(one)
                yield one


def _walk(top: Path, extensions: frozenset[str]) -> Iterator[Path | FileOutcome]:
    visited: set[tuple[int, int]] = set()
    waiting: list[tuple[Path, bool]] = [(top, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            status = path.stat()
            if (status.st_dev, status.st_ino) in visited:
                continue
            visited.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            reason = error.strerror or str(error)
            yield _failed(path, f"{path}: the folder cannot be read ({reason}).")
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                waiting.append((path / entry.name, True))
            elif Path(entry.name).suffix.lower() in extensions:
                waiting.append((path / entry.name, False))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _is_folder(entry: Path | os.DirEntry[str]) -> bool:
    """Whether it is a folder; a link that leads nowhere is none."""
    try:
        return entry.is_dir()
    except (OSError, ValueError):
        return False
