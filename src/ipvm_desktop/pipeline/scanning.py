"""What there is to import: files named, files below folders named, and what archives hold."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ipvm_desktop.domain.import_log import FileOutcome
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.registry import Registry
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


def find_files(paths: Iterable[Path], registry: Registry) -> Iterator[Path]:
    """Yield the files to import.

    Folders are searched with their subfolders in the order of names, each once even
    where links lead in circles; in them, hidden files and files of unknown extension
    are left out. A path that is no folder always comes, whether it exists or not.
    """
    return (found.path for found in scan(paths, registry) if isinstance(found, FileUnit))


def scan(paths: Iterable[Path], registry: Registry) -> Iterator[FileUnit | FileOutcome]:
    """Yield each file once, and a failed outcome for a folder without any."""
    extensions = frozenset(registry.extensions())
    seen: set[Path] = set()
    for path in paths:
        if not _is_folder(path):
            found: Iterable[Path | FileOutcome] = (path,)
        else:
            found = list(_walk(path, extensions)) or [
                failed(path, f"{path}: the folder holds no file that can be imported.")
            ]
        for one in found:
            if isinstance(one, FileOutcome):
                yield one
            elif one not in seen:
                seen.add(one)
                yield FileUnit(one)


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
            yield failed(path, f"{path}: the folder cannot be read ({reason}).")
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                waiting.append((path / entry.name, True))
            elif Path(entry.name).suffix.lower() in extensions:
                waiting.append((path / entry.name, False))


def _is_folder(entry: Path | os.DirEntry[str]) -> bool:
    """Whether it is a folder; a link that leads nowhere is none."""
    try:
        return entry.is_dir()
    except (OSError, ValueError):
        return False
