"""A file as a stream of its unpacked bytes, with places one can come back to.

Crawls are packed record by record, each a gzip member of its own (RFC 1952), so that the
records are reached without unpacking what lies before them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

_MAGIC = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_CHUNK = 64 * 1024
_MOST_AT_ONCE = 1024 * 1024
_GZIP = 31  # zlib's window bits for gzip with its head and checksum


@dataclass(frozen=True, slots=True)
class Place:
    """Where something begins: a place in the file, and how far behind it when unpacked."""

    start: int
    behind: int


class Unpacked:
    """Reads a file that may be packed; what is damaged of it is passed over.

    Attributes:
        damages: How many times something had to be passed over.
        cut_off: The file ends within what is packed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0)
        self._is_packed = stream.read(len(_MAGIC)) == _MAGIC
        self.damages = 0
        self.cut_off = False
        self.go_to(Place(0, 0))

    def go_to(self, place: Place) -> None:
        """Continue at a place."""
        self._stream.seek(place.start)
        self._raw = b""  # read, but not unpacked
        self._raw_end = place.start
        self._unpacker = zlib.decompressobj(_GZIP)
        self._is_fresh = True  # nothing was given to it yet
        self._buffer = b""
        self._at = 0  # how much of the buffer is read
        self._base = place.start
        self._behind = 0
        self._ended = False
        self.skip(place.behind)

    @property
    def place(self) -> Place:
        """Where the next byte stands."""
        if self._at == len(self._buffer) and not self._ended:
            self._fill()
        return Place(self._base, self._behind + self._at)

    def line(self, most: int) -> bytes:
        """Return the bytes up to the next line end, with it; no more than so many."""
        while True:
            found = self._buffer.find(b"\n", self._at, self._at + most)
            if found >= 0:
                return self._take(found + 1 - self._at)
            if len(self._buffer) - self._at >= most or not self._fill():
                return self._take(most)

    def read(self, size: int) -> bytes:
        """Return so many bytes; fewer only at the end."""
        parts = []
        while size > 0 and (self._at < len(self._buffer) or self._fill()):
            parts.append(self._take(size))
            size -= len(parts[-1])
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        while size > 0:
            step = min(size, len(self._buffer) - self._at)
            self._at += step
            size -= step
            if not size:
                return
            if not self._is_packed:
                self._base += self._behind + len(self._buffer) + size
                self._behind = 0
                self._buffer, self._at = b"", 0
                self._stream.seek(self._base)
                return
            if not self._fill():
                return

    def _take(self, size: int) -> bytes:
        taken = self._buffer[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def _fill(self) -> bool:
        """Put more into the buffer; False at the end."""
        if self._ended:
            return False
        self._behind += self._at
        self._buffer, self._at = self._buffer[self._at :], 0
        more = self._unpack() if self._is_packed else self._stream.read(_CHUNK)
        self._buffer += more
        self._ended = not more
        return bool(more)

    def _unpack(self) -> bytes:
        while True:
            if self._unpacker.eof:
                self._next_member(self._unpacker.unused_data)
            if not self._raw:
                self._raw = self._stream.read(_CHUNK)
                self._raw_end += len(self._raw)
                if not self._raw:
                    self.cut_off = not self._is_fresh
                    return b""
            try:
                more = self._unpacker.decompress(self._raw, _MOST_AT_ONCE)
            except zlib.error:
                if not self._find_member():
                    return b""
                continue
            self._is_fresh = False
            self._raw = self._unpacker.unconsumed_tail
            if more:
                return more

    def _next_member(self, rest: bytes) -> None:
        self._raw = rest
        self._unpacker = zlib.decompressobj(_GZIP)
        self._is_fresh = True
        if not self._buffer:
            self._base = self._raw_end - len(rest)
            self._behind = 0

    def _find_member(self) -> bool:
        """Go on where the next member begins; False where there is none."""
        self.damages += 1
        raw = self._raw[1:]
        while True:
            found = raw.find(_MEMBER)
            if found >= 0:
                self._next_member(raw[found:])
                return True
            chunk = self._stream.read(_CHUNK)
            if not chunk:
                return False
            self._raw_end += len(chunk)
            raw = raw[-2:] + chunk
