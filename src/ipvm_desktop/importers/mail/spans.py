"""Where each mail of an mbox begins and ends (RFC 4155, and the dialects that came before it)."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO

from ipvm_desktop.importers.mail.headers import MAX_HEAD_BYTES, Headers, read_headers

# A body may hold a line that opens with "From", so a field must follow, and the date too
# must be there where the file's first line has one.
_LINE = re.compile(rb"^From [^\n]{1,500}\n(?=[!-9;-~]{1,200}:|>From )", re.MULTILINE)
_DATED = re.compile(rb"\d{1,2}:\d\d(?::\d\d)?\b[^\n]{0,60}\b\d{4}\s*\Z")
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 2048
_FIRST_HEAD_BYTES = 16 * 1024
# Some programs count the line end below a body, others do not.
_MOST_LINE_ENDS = 4


def mail_spans(stream: BinaryIO) -> Iterator[tuple[int, int, Headers]]:
    """Yield where each mail begins and ends, and its head.

    A ``Content-Length`` is believed where it ends right above another mail (mboxcl2).
    """
    starts, size = _starts(stream)
    index = 0
    while index < len(starts):
        start = starts[index]
        index += 1
        headers, body = _head(stream, start, starts[index] if index < len(starts) else size)
        length = headers.raw("content-length")
        if length.isdigit() and len(length) < 16:
            target = body + int(length)
            found = bisect_left(starts, target)
            below = starts[found] if found < len(starts) else size
            if found > index and target <= below <= target + _MOST_LINE_ENDS:
                index = found
        yield start, starts[index] if index < len(starts) else size, headers


def _starts(stream: BinaryIO) -> tuple[array[int], int]:
    """Find the lines above the mails, and the size of the file, in one go through it."""
    starts = array("q")
    dated: bool | None = None
    kept = b""
    offset = 0
    stream.seek(0)
    while True:
        chunk = stream.read(_CHUNK)
        buffer = kept + chunk
        # At the file's end there is no chunk; before, the last lines may still go on.
        limit = max(len(buffer) - _OVERLAP, 0) if chunk else len(buffer)
        cut = buffer.rfind(b"\n", 0, limit)
        if cut < 0 or not chunk:
            cut = limit
        for line in _LINE.finditer(buffer):
            if line.start() >= cut:
                break
            # In the middle of a very long line the buffer opens with no line's start.
            is_line = line.start() > 0 or offset == 0
            is_dated = _DATED.search(line[0]) is not None
            dated = is_dated if dated is None else dated
            if is_line and (is_dated or not dated):
                starts.append(offset + line.start())
        if not chunk:
            return starts, offset + len(buffer)
        kept = buffer[cut:]
        offset += cut


def _head(stream: BinaryIO, start: int, end: int) -> tuple[Headers, int]:
    for size in (_FIRST_HEAD_BYTES, MAX_HEAD_BYTES):
        stream.seek(start)
        content = stream.read(min(size, end - start))
        headers, body = read_headers(content, 0, len(content))
        if body < len(content):
            break
    return headers, start + body
