"""A zip archive's members as bytes, in bounded time and memory; nothing is written to disk."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import BinaryIO

# What zipfile raises for damage, besides its own exception.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError,
    IndexError, OverflowError,
)  # fmt: skip
_MOST_MEMBERS = 50_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1


class ZipError(Exception):
    """The archive, or one member of it, cannot be read; the text says why, without a full stop."""


class ZipMembers:
    """Reads members by their names.

    Args:
        stream: The archive.
        most_bytes: How large a member may be.
        most_bytes_together: How much may be read in all, however small the archive.

    Raises:
        ZipError: It is no archive.
    """

    def __init__(self, stream: BinaryIO, most_bytes: int, most_bytes_together: int) -> None:
        self._most_bytes = most_bytes
        self._left = most_bytes_together
        try:
            self._check_directory(stream)
            self._file = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise ZipError(
                "the file is no zip archive, or its list of contents is cut off"
            ) from error
        self.names = tuple(self._file.namelist())

    def read(self, name: str) -> bytes | None:
        """Return a member's content, or None where there is none of that name.

        Raises:
            ZipError: It is damaged, encrypted or too large.
        """
        try:
            member = self._file.getinfo(name)
        except KeyError:
            return None
        if member.flag_bits & _ENCRYPTED:
            raise ZipError("the file is protected by a password")
        most = min(self._most_bytes, self._left)
        try:
            with self._file.open(member) as stream:
                content = stream.read(most + 1)
        except _DAMAGE as error:
            raise ZipError(f"“{name}” in it is damaged") from error
        if len(content) > most:
            raise ZipError(f"“{name}” in it unpacks to more than the program reads")
        self._left -= len(content)
        return content

    @staticmethod
    def _check_directory(stream: BinaryIO) -> None:
        """Refuse millions of members before each becomes an object."""
        stream.seek(0)
        count = 0
        tail = b""
        while chunk := stream.read(1024 * 1024):
            count += (tail + chunk).count(_ENTRY)
            tail = chunk[-3:]
            if count > _MOST_MEMBERS:
                raise ZipError(f"it has more than {_MOST_MEMBERS} members")
