"""The values of one list in a JSON file of any size, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import ijson

from ipvm_desktop.importers._json_reader import JsonError
from ipvm_desktop.importers.base import Source

CHUNK_BYTES = 256 * 1024
MARK = b"\xef\xbb\xbf"
# The parser spends on each value as much time as it is deep, and looks at what it has of a long
# one again with each chunk.
_DEEPEST = 20_000
LONGEST = 8 * 1024 * 1024
_QUOTE = re.compile(rb'[^\\]"')


def values_in(source: Source, prefix: str, longest: int = LONGEST) -> Iterator[object]:
    """Yield the values at a place, such as "item" or "data.children.item"; see ijson.

    Args:
        source: In UTF-8.
        prefix: The place.
        longest: Of how many bytes a single text or number may be.

    Raises:
        JsonError: The file is damaged; what stands before that was yielded.
    """
    with source.open() as stream:
        skip_mark(stream)
        tame = _Tame(stream, longest)
        try:
            yield from ijson.items(tame, prefix, buf_size=CHUNK_BYTES, use_float=True)
        except ijson.JSONError as error:
            read = -(-tame.read_bytes // 1024)
            raise JsonError(f"the JSON is damaged within its first {read:,} KiB") from error
        except ValueError as error:
            raise JsonError(f"the JSON is damaged ({error})") from error


def skip_mark(stream: BinaryIO) -> None:
    """Leave out the mark that some files of UTF-8 begin with."""
    if stream.read(len(MARK)) != MARK:
        stream.seek(0)


class _Tame:
    """A stream that ends in an error where its JSON would keep the parser busy for hours.

    Attributes:
        read_bytes: How many bytes were read so far.
    """

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self.read_bytes = 0
        self._depth = 0
        self._length = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.read_bytes += len(chunk)
        self._length = 0 if _QUOTE.search(chunk) else self._length + len(chunk)
        if self._length > self._longest:
            limit = self._longest // 1024**2
            raise ValueError(f"it holds a value of more than {limit} MiB")
        self._depth += sum(map(chunk.count, (b"[", b"{"))) - sum(map(chunk.count, (b"]", b"}")))
        if self._depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        return chunk
