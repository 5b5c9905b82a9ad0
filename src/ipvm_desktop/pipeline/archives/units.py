"""The members of archives as units to be read, each with what lies around it in the archive.

An archive within an archive is looked into, one within that is not.
"""

from __future__ import annotations

import io
import posixpath
import stat
import tempfile
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from ipvm_desktop.domain.import_log import FileOutcome
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers.base import MAX_SOURCE_BYTES, Source
from ipvm_desktop.importers.spooling import Spool
from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.archives.members import (
    IN_MEMORY_BYTES,
    MAX_BYTES,
    Archive,
    ArchiveError,
    Member,
)
from ipvm_desktop.pipeline.archives.opening import open_archive
from ipvm_desktop.pipeline.archives.tars import Gzip
from ipvm_desktop.pipeline.companions import are_of_pages
from ipvm_desktop.pipeline.words import failed, printable

_ARROW = " › "
_OPEN_ARCHIVES = 3


class _Opened:
    """An archive with an index of its names."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @cached_property
    def by_name(self) -> dict[str, int]:
        """Places by name; of two members with one name the later counts."""
        return {member.name: member.place for member in self.archive.members}

    @cached_property
    def by_folder(self) -> dict[str, list[str]]:
        """The names in each folder, sorted."""
        folders = defaultdict(set)
        for name in self.by_name:
            folder, _, last = name.rpartition("/")
            folders[folder].add(last)
        return {folder: sorted(names) for folder, names in folders.items()}

    def member(self, place: int, name: str) -> Member:
        """Return the member of this place, which should have this name.

        Raises:
            ArchiveError: There is another or none.
        """
        member = self._by_place.get(place)
        if member is None or member.name != name:
            raise ArchiveError("the archive changed while it was read")
        return member

    @cached_property
    def _by_place(self) -> dict[int, Member]:
        return {member.place: member for member in self.archive.members}


@dataclass(frozen=True, slots=True)
class ArchiveSurroundings:
    """What lies around a member in its archive.

    Attributes:
        opened: The archive.
        folder: The member's folder in it, "" at the top.
    """

    opened: _Opened
    folder: str

    def names(self, folder: str) -> Sequence[str]:
        """Return the names of the files in a folder, sorted."""
        place = self._place(folder)
        return () if place is None else self.opened.by_folder.get(place, ())

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None as well where it cannot be unpacked."""
        place = self._place(name)
        if place is None or place not in self.opened.by_name:
            return None
        try:
            content = io.BytesIO()
            self.opened.archive.unpack(self.opened.by_name[place], content, MAX_SOURCE_BYTES)
        except ArchiveError:
            return None
        return content.getvalue()

    def _place(self, name: str) -> str | None:
        place = posixpath.normpath(posixpath.join(self.folder, name))
        if place.startswith(("/", "..")):
            return None
        return "" if place == "." else place


@dataclass(frozen=True, slots=True)
class ArchiveUnit:
    """A member of an archive.

    Attributes:
        path: The archive, as the user named it.
        places: The member's place; for one of an archive within, both places.
        names: Their names.
        size: The member's bytes.
    """

    path: Path
    places: tuple[int, ...]
    names: tuple[str, ...]
    size: int

    @property
    def label(self) -> str:
        """The archive's path and the member's name."""
        return _ARROW.join((str(self.path), *self.names))

    @property
    def name(self) -> str:
        """The archive's name and the member's."""
        return _ARROW.join((self.path.name, *self.names))

    def open(self) -> Source:
        """Read the member.

        Raises:
            ImportFileError: It cannot be read.
        """
        spool = Spool(self._unpack)
        content, is_large = spool.content()
        label = printable(self.label)
        if not content:
            raise ImportFileError(label, "the file is empty")
        opened = _open(self.path, self.places[:-1], self.names[:-1])
        member = opened.member(self.places[-1], self.names[-1])
        folder, _, name = member.name.rpartition("/")
        if is_large:
            # What is read in parts does not look around.
            return Source(
                printable(name), None, content, member.modified,
                is_large=True, shown=label, opener=spool.open,
            )  # fmt: skip
        around = ArchiveSurroundings(opened, folder)
        return Source(printable(name), None, content, member.modified, around, shown=label)

    def _unpack(self, into: IO[bytes]) -> None:
        """Write the member's bytes into a file.

        Raises:
            ImportFileError: It cannot be read.
        """
        try:
            opened = _open(self.path, self.places[:-1], self.names[:-1])
            member = opened.member(self.places[-1], self.names[-1])
            opened.archive.unpack(member.place, into, MAX_BYTES)
        except (ArchiveError, OSError, ValueError) as error:
            raise ImportFileError(printable(self.label), _clause(error)) from error


class _Kept(threading.local):
    """The archives that were read last; an import and a preview do not share them."""

    def __init__(self) -> None:
        self.archives: OrderedDict[tuple[object, ...], _Opened] = OrderedDict()


# Opening one again for each of its members would take far longer than reading them.
_kept = _Kept()


def look_into(path: Path, wanted: Callable[[str], bool]) -> Iterator[ArchiveUnit | FileOutcome]:
    """Yield the members of an archive that can be imported, and what is wrong with it.

    Args:
        path: The archive.
        wanted: Whether a file of this name, without its folder, can be imported.
    """
    found = 0
    for one in _look(path, (), (), wanted):
        found += 1
        yield one
    if not found:
        yield failed(path, f"{path}: the archive holds no file that can be imported.")


def _look(
    path: Path, places: tuple[int, ...], names: tuple[str, ...], wanted: Callable[[str], bool]
) -> Iterator[ArchiveUnit | FileOutcome]:
    label = _ARROW.join((str(path), *names))
    try:
        opened = _open(path, places, names)
    except (ArchiveError, OSError, ValueError) as error:
        yield failed(label, f"{label}: {_clause(error)}.")
        return
    members = opened.archive.members
    parts = are_of_pages(member.name for member in members)
    for member in members:
        last = member.name.rpartition("/")[2]
        if _is_hidden(member.name) or member.name in parts:
            continue
        inner = (*places, member.place), (*names, member.name)
        # Backups that are packed by themselves may have no extension: "backup-blog-20210304.gz".
        is_bare = isinstance(opened.archive, Gzip) and "." not in last
        if wanted(last) or is_bare:
            yield ArchiveUnit(path, *inner, member.size)
        elif archive_kind(last) and not places:
            yield from _look(path, *inner, wanted)
        elif archive_kind(last):
            deep = _ARROW.join((label, member.name))
            yield failed(deep, f"{deep}: archives so deep in archives are not looked into.")
    if opened.archive.damage:
        yield failed(label, f"{label}: {opened.archive.damage}.")


def close_archives() -> None:
    """Let go of the archives that were read last."""
    while _kept.archives:
        _kept.archives.popitem()[1].archive.close()


def _open(path: Path, places: tuple[int, ...], names: tuple[str, ...]) -> _Opened:
    """Open an archive, or the one in it, unless it is open.

    Raises:
        ArchiveError: It cannot be read.
        OSError: The file cannot.
    """
    status = path.stat()
    key = (str(path), status.st_mtime_ns, status.st_size, places)
    archives = _kept.archives
    if key in archives:
        archives.move_to_end(key)
        return archives[key]
    if places:
        kept = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES))  # noqa: SIM115
        try:
            _open(path, places[:-1], names[:-1]).archive.unpack(places[-1], kept, MAX_BYTES)
        except ArchiveError:
            kept.close()
            raise
        size = kept.tell()
        kept.seek(0)
        archive = open_archive(kept, names[-1], size)
    elif not stat.S_ISREG(status.st_mode):
        # A pipe could block for ever.
        raise ArchiveError("this is a pipe or a device, not a file")
    else:
        archive = open_archive(path.open("rb"), path.name, status.st_size)
    opened = archives[key] = _Opened(archive)
    while len(archives) > _OPEN_ARCHIVES:
        archives.popitem(last=False)[1].archive.close()
    return opened


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _clause(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"the archive cannot be read ({error.strerror})"
    return str(error)
