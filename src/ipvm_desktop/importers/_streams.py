"""Streams over other streams."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class HeardStream(io.RawIOBase):
    """A stream that tells how far it was read, whenever that is farther than ever."""

    def __init__(self, stream: BinaryIO, heard: Callable[[int], object]) -> None:
        super().__init__()
        self._stream = stream
        self._heard = heard
        self._place = self._farthest = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read, and tell."""
        view = memoryview(buffer)
        content = self._stream.read(len(view))
        view[: len(content)] = content
        self._place += len(content)
        if self._place > self._farthest:
            self._farthest = self._place
            self._heard(self._farthest)
        return len(content)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        self._place = self._stream.seek(offset, whence)
        return self._place

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
        super().close()
