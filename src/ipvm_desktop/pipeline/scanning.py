"""What there is to import: files named, files below folders named, and what archives hold."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from ipvm_desktop.domain.import_log import FileOutcome
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.companions import is_of_page
from ipvm_desktop.pipeline.reading import Unit
from ipvm_desktop.pipeline.words import failed, printable


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A file on the disk.

    Attributes:
        path: As the user named it, or found below a folder they named.
    """

    path: Path

    @property
    def label(self) -> Path:
        """The path."""
        return self.path

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def size(self) -> int:
        """The file's bytes; 0 where they cannot be known."""
        try:
            return self.path.stat().st_size
        except (OSError, ValueError):
            return 0

    def open(self) -> Source:
        """Read the file.

        Raises:
            ImportFileError: It cannot be read.
        """
        source = Source.from_path(self.path)
        name = printable(source.name)
        return source if name == source.name else dataclasses.replace(source, name=name)


@dataclass(frozen=True, slots=True)
class MailFolderUnit:
    """A folder with a file for each mail, which are read together.

    Attributes:
        path: The folder.
        size: The bytes of its mails; 0 where they cannot be known.
    """

    path: Path
    size: int

    @property
    def label(self) -> Path:
        """The path."""
        return self.path

    @property
    def name(self) -> str:
        """The folder's name as that of a file of mails."""
        return f"{self.path.name or 'mail'}.mbox"

    def open(self) -> Source:
        """Read the mails.

        Raises:
            ImportFileError: They cannot be read.
        """
        from ipvm_desktop.importers.mail.maildir import maildir_source

        source = maildir_source(self.path)
        return dataclasses.replace(source, name=printable(source.name))


def is_mail_folder(folder: Path) -> bool:
    """Whether a folder is a maildir; ``cur`` and one of its sisters say so."""
    try:
        if not (folder / "cur").is_dir():
            return False
    except OSError:
        return False
    from ipvm_desktop.importers.mail.maildir import is_maildir

    return is_maildir(folder)


@dataclass(slots=True)
class Found:
    """What there is to import.

    Attributes:
        units: What can be read, and outcomes of what cannot.
        other: How many files below the folders named are of other kinds.
        is_cut: The search was cancelled.
        has_archives: Some of the units are members of archives.
    """

    units: list[Unit | FileOutcome] = field(default_factory=list)
    other: int = 0
    is_cut: bool = False
    has_archives: bool = False


def find_files(paths: Iterable[Path], registry: Registry) -> Iterator[Path]:
    """Yield the files to import; an archive counts as one, and so does a folder of mails.

    Folders are searched with their subfolders in the order of names, each once even
    where links lead in circles; in them, hidden files, files of unknown extension and
    the parts of saved pages are left out. A path that is no folder always comes, whether
    it exists or not.
    """
    scan = _Scan(registry)
    return (found for found in scan.paths(paths) if isinstance(found, Path))


def find_units(
    paths: Iterable[Path], registry: Registry, is_cancelled: Callable[[], bool]
) -> Found:
    """Find the files to import, and the members of archives.

    Args:
        paths: As the user named them.
        registry: Which importers there are.
        is_cancelled: Asked now and then, since archives may be large.
    """
    scan = _Scan(registry)
    found = Found()
    for one in scan.paths(paths):
        if is_cancelled():
            found.is_cut = True
            break
        if not isinstance(one, Path):
            found.units.append(one)
        elif scan.kind(one.name) is Kind.ARCHIVE:
            from ipvm_desktop.pipeline.archives.units import look_into

            found.has_archives = True
            found.units += look_into(one, scan.is_wanted)
        elif _is_folder(one):
            from ipvm_desktop.importers.mail.maildir import size_of_mails

            found.units.append(MailFolderUnit(one, size_of_mails(one)))
        else:
            found.units.append(FileUnit(one))
    found.other = scan.other
    return found


def is_archive(name: str, registry: Registry) -> bool:
    """Whether a file of this name is looked into instead of being read as a whole."""
    return _Scan(registry).kind(name) is Kind.ARCHIVE


class Kind(Enum):
    """What a file's name says of it."""

    IMPORTABLE = auto()
    ARCHIVE = auto()
    OTHER = auto()


class _Scan:
    """One search through folders.

    Attributes:
        other: How many files of other kinds were left out so far.
    """

    def __init__(self, registry: Registry) -> None:
        self.other = 0
        self._extensions = tuple(registry.extensions())

    def kind(self, name: str) -> Kind:
        """Return what a name says; an importer's own archives, such as ``.warc.gz``, are its."""
        if self.is_wanted(name):
            return Kind.IMPORTABLE
        return Kind.OTHER if archive_kind(name) is None else Kind.ARCHIVE

    def is_wanted(self, name: str) -> bool:
        """Whether an importer knows the extension."""
        return name.lower().endswith(self._extensions)

    def paths(self, paths: Iterable[Path]) -> Iterator[Path | FileOutcome]:
        """Yield each file once, and a failed outcome for a folder without any."""
        seen: set[Path] = set()
        for path in paths:
            if not _is_folder(path) or is_mail_folder(path):
                found: Iterable[Path | FileOutcome] = (path,)
            else:
                found = list(self._walk(path)) or [
                    failed(path, f"{path}: the folder holds no file that can be imported.")
                ]
            for one in found:
                if isinstance(one, FileOutcome):
                    yield one
                elif one not in seen:
                    seen.add(one)
                    yield one

    def _walk(self, top: Path) -> Iterator[Path | FileOutcome]:
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
                yield failed(path, f"{path}: the folder cannot be read ({reason}).")
                continue
            waiting += self._wanted(path, [e for e in listed if not e.name.startswith(".")])

    def _wanted(
        self, folder: Path, entries: Sequence[os.DirEntry[str]]
    ) -> Iterator[tuple[Path, bool]]:
        """Yield what is to be looked at in a folder, and whether that is a folder."""
        folders = {entry.name for entry in entries if _is_folder(entry)}
        files = [entry.name for entry in entries if entry.name not in folders]
        for entry in entries:
            if entry.name in folders:
                if not is_of_page(entry.name, files):
                    yield folder / entry.name, not is_mail_folder(folder / entry.name)
            elif self.kind(entry.name) is Kind.OTHER:
                self.other += 1
            else:
                yield folder / entry.name, False


def _is_folder(entry: Path | os.DirEntry[str]) -> bool:
    """Whether it is a folder; a link that leads nowhere is none."""
    try:
        return entry.is_dir()
    except (OSError, ValueError):
        return False
