"""Texts that are cut into articles before any of them is read, so that no more is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers.base import MAX_SOURCE_BYTES, Source, too_large

_CHUNK_BYTES = 1024 * 1024
# No boundary is longer.
_REACH_BYTES = 200


def pieces_of(source: Source, boundary: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield what stands before, between and behind the boundaries in a source.

    Args:
        source: May be large.
        boundary: Matches at most 200 bytes, also when what follows is not there yet.

    Raises:
        ImportFileError: A piece is larger than a source may be that is read whole.
    """
    with source.open() as stream:
        rest, looked_at = b"", 0
        while chunk := stream.read(_CHUNK_BYTES):
            rest += chunk
            begin = 0
            for match in boundary.finditer(rest, max(0, looked_at - _REACH_BYTES)):
                if match.start():
                    yield rest[begin : match.start()]
                begin = match.end()
            rest = rest[begin:]
            looked_at = len(rest)
            if looked_at > MAX_SOURCE_BYTES:
                raise ImportFileError(source.label, too_large())
    yield rest
