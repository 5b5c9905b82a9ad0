"""Large content that is no file of its own, such as a member of an archive, on disk for a while."""

from __future__ import annotations

import io
import tempfile
import weakref
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from ipvm_desktop.importers.base import HEAD_BYTES, MAX_SOURCE_BYTES

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Fill = Callable[[IO[bytes]], object]
"""Writes the content; raises ``ImportFileError`` where it cannot be had."""


_IN_MEMORY_BYTES = 16 * 1024 * 1024


class Spool:
    """Content that is in memory while it is small, and beyond that in a file without a name.

    The system removes such a file with the last that has it open, whatever ends the program.
    Sent to another process, a spool is filled there anew.
    """

    def __init__(self, fill: Fill) -> None:
        """Remember how to get the content.

        Args:
            fill: Can be sent to another process, and writes the same bytes there.
        """
        self._fill = fill
        self._file: IO[bytes] | None = None

    def __reduce__(self) -> tuple[type[Spool], tuple[Fill]]:
        return Spool, (self._fill,)

    def content(self) -> tuple[bytes, bool]:
        """Return the content, or its head where it is large for a source; and whether it is.

        Raises:
            ImportFileError: It cannot be had.
        """
        file = self._filled()
        is_large = file.seek(0, io.SEEK_END) > MAX_SOURCE_BYTES
        file.seek(0)
        return file.read(HEAD_BYTES if is_large else -1), is_large

    def open(self) -> BinaryIO:
        """Return a stream over the content, from its beginning; there may be several.

        Raises:
            ImportFileError: It cannot be had.
        """
        return io.BufferedReader(_Stream(self, self._filled()))

    def _filled(self) -> IO[bytes]:
        if self._file is None:
            file = cast(IO[bytes], tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES))  # noqa: SIM115
            weakref.finalize(self, file.close)
            self._fill(file)
            self._file = file
        return self._file


class _Stream(io.RawIOBase):
    """Reads a file that others read as well, from a place of its own."""

    def __init__(self, spool: Spool, file: IO[bytes]) -> None:
        self._spool = spool  # the file is closed with it
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = offset + self._place, io.SEEK_SET
        self._place = self._file.seek(offset, whence)
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._file.seek(self._place)
        view = memoryview(buffer).cast("B")
        content = self._file.read(len(view))
        view[: len(content)] = content
        self._place += len(content)
        return len(content)
