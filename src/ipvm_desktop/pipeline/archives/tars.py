"""Tar archives, compressed or not, and single files in gzip's compression."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Self, cast

from ipvm_desktop.pipeline.archives.kinds import archive_kind
from ipvm_desktop.pipeline.archives.members import (
    DAMAGE,
    IN_MEMORY_BYTES,
    MAX_BYTES,
    MAX_MEMBERS,
    ArchiveError,
    Member,
    bomb,
    checked,
    clean_name,
    copy,
    most_of,
    of_time,
    reason,
)

_DAMAGED = "the archive is damaged or ends too early"
_MAX_ENTRIES = 2 * MAX_MEMBERS  # folders and links are entries as well
_MAGIC = b"\x1f\x8b"
_MOST_LAYERS = 3
_CHUNK_BYTES = 1024 * 1024
_EXTENDED = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_MOST_EXTENDED = 8 * 1024
_PASSED_OVER = b"?"  # no type that anybody defines; its bytes are skipped
_BLOCK_BYTES = 512


class _Entry(tarfile.TarInfo):
    """An entry whose extended header is passed over where no name or time could be so long.

    The standard library would read it into memory, and its pattern takes ages for some. What
    it belongs to keeps the name in its plain header.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read an entry's header."""
        entry = super().frombuf(buf, encoding, errors)
        if entry.type in _EXTENDED and entry.size > _MOST_EXTENDED:
            entry.type = _PASSED_OVER
        return entry


class Tar:
    """A tar archive.

    Where it is compressed as a whole, its members cannot be found without unpacking what is
    before them; so its bytes are kept, unnamed, for as long as it is open.
    """

    def __init__(self, file: IO[bytes], size: int, compression: str) -> None:
        self._file, self.damage = _unpacked(file, size, compression) if compression else (file, "")
        self._entries: list[tarfile.TarInfo] = []
        try:
            self._tar = tarfile.open(fileobj=self._file, mode="r:", tarinfo=_Entry)  # noqa: SIM115 (closed later)
            self.members = checked(self._found(), 0)
        except BaseException:
            self._file.close()
            raise

    def _found(self) -> Iterator[Member]:
        total = 0
        for _ in range(_MAX_ENTRIES):
            try:
                entry = self._tar.next()
            except DAMAGE as error:
                self.damage = self.damage or f"{_DAMAGED} ({reason(error)})"
                return
            if entry is None:
                self.damage = self.damage or self._missing_end()
                return
            if entry.isreg():
                if total + entry.size > MAX_BYTES:
                    # What stands beside it can be read nevertheless.
                    self.damage = self.damage or bomb(total + entry.size, 0)
                    continue
                total += entry.size
                self._entries.append(entry)
                place, name = len(self._entries) - 1, clean_name(entry.name)
                yield Member(place, name, entry.size, of_time(entry.mtime))

    def _missing_end(self) -> str:
        """Return what is said where no block of zeros ends the archive; "" where one does."""
        self._file.seek(self._tar.offset)
        if self._file.read(_BLOCK_BYTES) == bytes(_BLOCK_BYTES):
            return ""
        return f"{_DAMAGED} (its last entry may be missing)"

    def unpack(self, place: int, into: IO[bytes], most: int) -> None:
        """Write a member's bytes into a file."""
        try:
            stream = self._tar.extractfile(self._entries[place])
            if stream is None:
                raise ArchiveError("it is no file")
            size = copy(stream, into, most)
        except DAMAGE as error:
            raise ArchiveError(f"it is damaged in the archive ({reason(error)})") from error
        if size < self._entries[place].size:
            raise ArchiveError("the archive ends within it")

    def close(self) -> None:
        """Let go of the file."""
        self._tar.close()
        self._file.close()


class Gzip:
    """A single file in gzip's compression."""

    def __init__(self, file: IO[bytes], name: str, size: int) -> None:
        self.damage = ""
        self._file = file
        inside = name[: -len(".gz")]
        self.members: tuple[Member, ...] = (Member(0, clean_name(inside), size),)
        # Servers pack what they send, so that a packed page may be packed once more.
        self._layers = 0 if archive_kind(inside) else _MOST_LAYERS
        self._most = most_of(size)

    def unpack(self, place: int, into: IO[bytes], most: int) -> None:  # noqa: ARG002
        """Write its bytes into a file; as they are where a browser unpacked them already."""
        self._file.seek(0)
        is_packed = self._file.read(len(_MAGIC)) == _MAGIC
        self._file.seek(0)
        if not is_packed:
            copy(self._file, into, most)
            return
        try:
            stream = _gzip(self._file)
            for _ in range(self._layers):
                if not stream.peek(2).startswith(_MAGIC):
                    break
                stream = _gzip(cast(IO[bytes], stream))
            copy(cast(IO[bytes], stream), into, min(most, self._most))
        except DAMAGE as error:
            raise ArchiveError(f"it is damaged ({reason(error)})") from error

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _unpacked(file: IO[bytes], size: int, compression: str) -> tuple[IO[bytes], str]:
    """Return the bytes inside the compression, and what is wrong with it.

    They lie in memory or, when they are many, in a file without a name.
    """
    opened = _OPENERS[compression](file)
    kept = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 (closed later)
    limit = most_of(size)
    damage = ""
    try:
        with file, opened:
            # A chunk in whose middle the damage is must not be lost.
            while kept.tell() <= limit and (chunk := opened.read1(_CHUNK_BYTES)):
                kept.write(chunk)
    except DAMAGE as error:
        damage = f"{_DAMAGED} ({reason(error)})"
    total = kept.tell()
    if damage and not total:
        kept.close()
        raise ArchiveError(damage)
    if total > limit:
        kept.close()
        raise ArchiveError(bomb(total, size))
    kept.seek(0)
    return kept, damage


def _gzip(file: IO[bytes]) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=file, mode="rb")


_OPENERS: dict[str, Callable[[IO[bytes]], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    "gz": _gzip,
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
