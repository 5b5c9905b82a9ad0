"""Zip archives: those that are whole, and those whose list of contents is lost."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from ipvm_desktop.importers.base import MAX_SOURCE_BYTES
from ipvm_desktop.pipeline.archives.members import (
    DAMAGE,
    MAX_MEMBERS,
    ArchiveError,
    Member,
    checked,
    clean_name,
    copy,
    moment,
    most_of,
    reason,
)

_ENCRYPTED, _UTF8, _SIZE_FOLLOWS = 0x1, 0x800, 0x8
_STORED, _DEFLATED = 0, 8
_ENTRY = b"PK\x03\x04"
_HEADER = struct.Struct("<4sHHHHHIIIHH")  # APPNOTE.TXT 4.3.7
_CHUNK_BYTES = 1024 * 1024
_CUT = "the archive is damaged: its list of contents is missing; what could be found was read"


def open_zip(file: IO[bytes], size: int) -> Zip | CutZip:
    """Open a zip archive.

    Args:
        file: Its bytes.
        size: How many there are.

    Raises:
        ArchiveError: It is none, or holds more than is reasonable.
    """
    try:
        return Zip(file, size)
    except DAMAGE:
        return CutZip(file)


class Zip:
    """A zip archive; each member is packed by itself."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(file)
        # Some bombs list one member thousands of times.
        self._entries = list(
            {entry.header_offset: entry for entry in self._zip.infolist()}.values()
        )
        repeated = len(self._zip.infolist()) - len(self._entries)
        # One bomb among them does not keep the others out.
        bombs = [entry for entry in self._entries if entry.file_size > most_of(entry.compress_size)]
        left_out = set(map(id, bombs))
        self.damage = _bombs(bombs) or (
            f"{repeated:,} entries of its list of contents stand for the same bytes as others"
            if repeated
            else ""
        )
        self.members = checked(
            (
                Member(place, _name(entry), entry.file_size, moment(entry.date_time))
                for place, entry in enumerate(self._entries)
                if not entry.is_dir() and id(entry) not in left_out
            ),
            size,
        )

    def unpack(self, place: int, into: IO[bytes], most: int) -> None:
        """Write a member's bytes into a file."""
        entry = self._entries[place]
        if entry.flag_bits & _ENCRYPTED:
            raise ArchiveError("it is encrypted, and the program knows no password")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ArchiveError("it is a link, not a file")
        try:
            with self._zip.open(entry) as stream:
                copy(stream, into, most)
        except NotImplementedError as error:
            raise ArchiveError("it is packed by a method the program does not know") from error
        except DAMAGE as error:
            raise ArchiveError(f"it is damaged in the archive ({reason(error)})") from error

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()


def _name(entry: zipfile.ZipInfo) -> str:
    is_marked = bool(entry.flag_bits & _UTF8)
    return clean_name(
        entry.filename if is_marked else _unmarked(entry.filename.encode("cp437", "replace"))
    )


def _unmarked(raw: bytes) -> str:
    """Read a name that does not say its encoding: many programs write UTF-8 nevertheless."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _bombs(entries: Sequence[zipfile.ZipInfo]) -> str:
    """Return what is said of members that are left out; "" where there are none."""
    if not entries:
        return ""
    first, more = entries[0], len(entries) - 1
    times = first.file_size // max(first.compress_size, 1)
    others = f", as would {more:,} more" if more else ""
    name = _name(first)
    return f"“{name}” was left out: it would be {times:,} times as large unpacked{others}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a member's bytes lie in an archive without a list of contents."""

    start: int
    packed: int
    method: int
    crc: int | None


class CutZip:
    """A zip archive that ends too early: what it says in front of each member is all there is."""

    def __init__(self, file: IO[bytes]) -> None:
        self.damage = _CUT
        self._file = file
        self._entries: list[_Entry] = []
        self.members = checked(self._found(), 0)
        if not self.members:
            raise ArchiveError("the file is no zip archive, or nothing is left of it")

    def unpack(self, place: int, into: IO[bytes], most: int) -> None:
        """Write a member's bytes into a file; large ones are refused."""
        copy(io.BytesIO(self._read(place)), into, most)

    def _read(self, place: int) -> bytes:
        entry = self._entries[place]
        if entry.method not in (_STORED, _DEFLATED):
            raise ArchiveError("it is packed by a method the program does not know")
        self._file.seek(entry.start)
        if entry.method == _STORED:
            content = self._file.read(min(entry.packed, MAX_SOURCE_BYTES + 1))
            is_whole = len(content) == entry.packed
        else:
            content, is_whole = self._inflated()
        if len(content) > MAX_SOURCE_BYTES:
            raise ArchiveError("it is too large")
        if not is_whole:
            raise ArchiveError("the archive ends within it")
        if entry.crc is not None and zlib.crc32(content) != entry.crc:
            raise ArchiveError("it is damaged in the archive")
        return content

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _found(self) -> Iterator[Member]:
        self._file.seek(0)
        while len(self._entries) <= MAX_MEMBERS:
            header = self._file.read(_HEADER.size)
            if len(header) < _HEADER.size or not header.startswith(_ENTRY):
                return
            _, _, flags, method, time, day, crc, packed, size, name_size, extra = _HEADER.unpack(
                header
            )
            raw = self._file.read(name_size)
            if len(raw) < name_size:
                return
            name = raw.decode("utf-8", "replace") if flags & _UTF8 else _unmarked(raw)
            self._file.seek(extra, 1)
            start = self._file.tell()
            is_open = bool(flags & _SIZE_FOLLOWS)
            entry = _Entry(start, packed, method, None if is_open else crc)
            if flags & _ENCRYPTED or (is_open and method != _DEFLATED):
                # Where the next one begins nobody knows.
                return
            self._entries.append(entry)
            when = (
                (day >> 9) + 1980,
                day >> 5 & 15,
                day & 31,
                time >> 11,
                time >> 5 & 63,
                time & 31,
            )
            if not name.endswith("/"):
                yield Member(len(self._entries) - 1, clean_name(name), size, moment(when))
            self._file.seek(start)
            if not is_open:
                self._file.seek(packed, 1)
            elif not self._skip_inflated():
                return

    def _inflated(self) -> tuple[bytes, bool]:
        """Unpack what begins here; tell as well whether it ends as it should."""
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        parts: list[bytes] = []
        total = 0
        rest = b""
        try:
            while not unpacker.eof and total <= MAX_SOURCE_BYTES:
                rest = unpacker.unconsumed_tail or self._file.read(_CHUNK_BYTES)
                if not rest:
                    break
                parts.append(unpacker.decompress(rest, MAX_SOURCE_BYTES))
                total += len(parts[-1])
        except zlib.error as error:
            raise ArchiveError("it is damaged in the archive") from error
        self._file.seek(-len(unpacker.unused_data), 1)
        return b"".join(parts), unpacker.eof

    def _skip_inflated(self) -> bool:
        """Go behind a member whose size stands behind it; return whether there is anything."""
        try:
            _, is_whole = self._inflated()
        except ArchiveError:
            return False
        # The signature of what follows it is optional.
        behind = self._file.read(16)
        self._file.seek((0 if behind[:4] == b"PK\x07\x08" else -4) if len(behind) == 16 else 0, 1)
        return is_whole
