"""The records of a crawl: WARC 0.17 to 1.1 (ISO 28500) and ARC 1 and 2 (Internet Archive)."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ipvm_desktop.importers.archives._packed import Place, Unpacked
from ipvm_desktop.importers.mail.headers import Headers, read_headers

_LONGEST_LINE = 64 * 1024
_LONGEST_HEAD = 256 * 1024
# Address, host, time, media type, in ARC 2 more, and the length.
_ARC = re.compile(rb"(\w+:\S*(?: \S+)*?) \S+ (\d{14}) \S+(?: [^\r\n]*)? (\d{1,15})\r?\n?\Z")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record, without its body.

    Attributes:
        kind: Such as ``response``; in ARC, where all are, that.
        address: What was saved, or "".
        saved: When; None where that is not stated.
        headers: Its own fields.
        place: Where its body begins.
        length: How long the body is said to be.
    """

    kind: str
    address: str
    saved: dt.datetime | None
    headers: Headers
    place: Place
    length: int


@dataclass(frozen=True, slots=True)
class Payload:
    """What a server sent, or what was saved without one.

    Attributes:
        status: The HTTP status; None for what came without.
        media_type: As declared, in lower case, without parameters; or "".
        charset: As declared, or None.
        content: The bytes, unpacked.
        cut_off: They end before their end.
    """

    status: int | None
    media_type: str
    charset: str | None
    content: bytes
    cut_off: bool


class Records:
    """Reads a crawl's records one after the other.

    Attributes:
        damages: How often something that is no record was passed over.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._file = Unpacked(stream)
        self._strays = 0
        self._current: Record | None = None
        self._taken = 0

    @property
    def damages(self) -> int:
        """How often something that is no record, or cannot be unpacked, was passed over."""
        return self._strays + self._file.damages + self._file.cut_off

    def __iter__(self) -> Iterator[Record]:
        """Yield the records; the body of each may be read until the next one is asked for."""
        lost = False
        while line := self._file.line(_LONGEST_LINE):
            record = self._warc(line) if line.startswith(b"WARC/") else self._arc(line)
            if record is not None:
                lost = False
                self._current, self._taken = record, 0
                yield record
                self._file.skip(record.length - self._taken)
            elif line.strip() and not lost:
                lost = True
                self._strays += 1

    def body(self, record: Record, most: int) -> tuple[bytes, bool]:
        """Return a record's body up to so many bytes, and whether it is cut off.

        Of the record that was just met, once; of any other, instead of going through all.
        """
        if record is not self._current:
            self._file.go_to(record.place)
        content = self._file.read(min(record.length, most))
        self._taken = len(content)
        return content, len(content) < record.length

    def _warc(self, line: bytes) -> Record | None:
        lines = [b""]
        size = 0
        while line.strip() and size < _LONGEST_HEAD:
            line = self._file.line(_LONGEST_LINE)
            size += len(line)
            lines.append(line)
        head = b"".join(lines)
        headers, _ = read_headers(head, 0, len(head))
        length = headers.raw("content-length")
        if not length.isdigit() or len(length) > 15:
            return None
        address = headers.raw("warc-target-uri").decode("utf-8", "replace").strip("<> ")
        return Record(
            kind=headers.raw("warc-type").decode("ascii", "replace").lower(),
            address=address,
            saved=_iso_time(headers.raw("warc-date")),
            headers=headers,
            place=self._file.place,
            length=int(length),
        )

    def _arc(self, line: bytes) -> Record | None:
        found = _ARC.match(line)
        if not found:
            return None
        return Record(
            kind="response",
            address=found[1].decode("utf-8", "replace"),
            saved=_arc_time(found[2]),
            headers=Headers(),
            place=self._file.place,
            length=int(found[3]),
        )


def payload_of(record: Record, body: bytes, most: int, *, cut_off: bool) -> Payload:
    """Take a record's body apart: the head that the server sent, and what came below it."""
    status = _STATUS.match(body)
    headers, start = record.headers, 0
    if status:
        first = body.find(b"\n") + 1
        headers, start = read_headers(body, first, len(body))
    kind = headers.parameters("content-type", "")
    content = body[start:]
    if headers.raw("transfer-encoding").lower() == b"chunked":
        content = _unchunked(content)
    content, is_whole = _inflated(content, headers.raw("content-encoding").lower(), most)
    return Payload(
        status=int(status[1]) if status else None,
        media_type=kind.value,
        charset=kind.get("charset"),
        content=content,
        cut_off=cut_off or not is_whole,
    )


def _unchunked(content: bytes) -> bytes:
    """Join what a server sent in chunks (RFC 9112, 7.1); as it is where it is not so."""
    parts = []
    place = 0
    while size := _CHUNK.match(content, place):
        length = int(size[1], 16)
        if not length:
            break
        parts.append(content[size.end() : size.end() + length])
        place = size.end() + length
    return b"".join(parts) if parts else content


def _inflated(content: bytes, encoding: bytes, most: int) -> tuple[bytes, bool]:
    """Unpack what a server packed; the second value says whether all of it is there.

    Crawlers often keep the field and store the content unpacked.
    """
    if encoding in {b"gzip", b"x-gzip"} and content.startswith(b"\x1f\x8b"):
        bits: tuple[int, ...] = (31,)
    elif encoding == b"deflate":
        bits = (15, -15)
    else:
        return content, True
    for window in bits:
        unpacker = zlib.decompressobj(window)
        try:
            unpacked = unpacker.decompress(content, most)
        except zlib.error:
            continue
        return unpacked, unpacker.eof
    return content, True


def _iso_time(text: bytes) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text.decode("ascii", "replace"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def _arc_time(text: bytes) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text.decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
