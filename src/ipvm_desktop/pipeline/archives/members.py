"""What archives have in common: their members, the bounds they are held to, and their names."""

from __future__ import annotations

import datetime as dt
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Protocol

MAX_MEMBERS = 100_000
MAX_BYTES = 4 * 1024 * 1024 * 1024
IN_MEMORY_BYTES = 32 * 1024 * 1024
"""What is unpacked as a whole goes to a file without a name beyond this."""
_LONGEST_NAME = 1_000
_BYTES = re.compile(r" \(b['\"].*\)\Z", re.DOTALL)
_CHUNK_BYTES = 1024 * 1024
# What is much larger unpacked than packed is no collection of pages.
MAX_RATIO, SMALL_BYTES = 250, 256 * 1024 * 1024

DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, IndexError, KeyError, OverflowError,
)  # fmt: skip
"""What the standard library raises for damaged archives."""


class ArchiveError(Exception):
    """An archive or a member cannot be read; the text is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive.

    Attributes:
        place: By which the archive finds it.
        name: Its path within the archive, with ``/`` and without anything that leads out.
        size: Its bytes, as the archive claims.
        modified: Aware, UTC; None where the archive does not tell.
    """

    place: int
    name: str
    size: int
    modified: dt.datetime | None = None


class Archive(Protocol):
    """An open archive.

    Attributes:
        members: Its files, in its order.
        damage: A clause that says why there may be more than these, or "".
    """

    members: tuple[Member, ...]
    damage: str

    def unpack(self, place: int, into: IO[bytes], most: int) -> None:
        """Write a member's bytes into a file.

        Args:
            place: The member's.
            into: Where they go.
            most: How many bytes it may have.

        Raises:
            ArchiveError: They cannot be read, are more, or cannot be written.
        """
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def clean_name(name: str) -> str:
    """Return a member's name without what leads out of the archive or to nowhere."""
    parts = name.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in {"", ".", ".."} and "\0" not in part]
    cleaned = "/".join(kept) or "unnamed"
    # The end is what tells the kind of a file.
    return cleaned if len(cleaned) <= _LONGEST_NAME else f"…{cleaned[1 - _LONGEST_NAME :]}"


def checked(members: Iterable[Member], size: int) -> tuple[Member, ...]:
    """Return the members, unless they are more than is reasonable.

    Args:
        members: What the archive claims to hold.
        size: The archive's own; 0 where it does not matter.

    Raises:
        ArchiveError: They are too many or too large.
    """
    kept = tuple(members)
    if len(kept) > MAX_MEMBERS:
        raise ArchiveError(f"the archive holds more than {MAX_MEMBERS:,} files")
    total = sum(member.size for member in kept)
    if total > MAX_BYTES or (size and total > most_of(size)):
        raise ArchiveError(bomb(total, size))
    return kept


def most_of(size: int) -> int:
    """Return how large what is packed in so many bytes may be."""
    return min(max(size * MAX_RATIO, SMALL_BYTES), MAX_BYTES)


def bomb(total: int, size: int) -> str:
    """Return what is said of an archive that holds too much."""
    if total > MAX_BYTES:
        return f"the archive holds more than {MAX_BYTES // 1024**3} GiB"
    return f"the archive would be {total // max(size, 1):,} times as large unpacked"


def copy(stream: IO[bytes], into: IO[bytes], most: int) -> int:
    """Write what a stream holds into a file; return how many bytes that were.

    Raises:
        ArchiveError: It is more than it may be, or there is no room for it.
    """
    total = 0
    while chunk := stream.read(_CHUNK_BYTES):
        total += len(chunk)
        if total > most:
            raise ArchiveError(f"it is larger than {most / 1024**2:,.0f} MiB")
        try:
            into.write(chunk)
        except OSError as error:
            raise ArchiveError(f"there is no room to unpack it ({reason(error)})") from error
    return total


def moment(parts: tuple[int, ...]) -> dt.datetime | None:
    """Read a zip's time, that of the clock where it was made; None where there is no such time."""
    try:
        year, month, day, hour, minute, second = parts
        return dt.datetime(year, month, day, hour, minute, second).astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def of_time(seconds: float) -> dt.datetime | None:
    """Read a tar's time, in seconds since 1970; None for 0, and for what is no time."""
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def reason(error: BaseException) -> str:
    """Return the standard library's words for damage."""
    words = str(getattr(error, "strerror", None) or error) or type(error).__name__
    # Those of what begins with a wrong byte end in that byte as Python writes it.
    words = _BYTES.sub("", words).rstrip(".")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
