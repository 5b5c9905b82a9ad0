"""SQLite's and SQLAlchemy's errors become sentences here; nothing above sees the originals."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ipvm_desktop.errors import LibraryBusyError, LibraryError

DAMAGED = "the library is damaged; restore it from a backup"

_REASONS = {
    sqlite3.SQLITE_PERM: "access was denied",
    sqlite3.SQLITE_NOMEM: "the computer ran out of memory",
    sqlite3.SQLITE_READONLY: "the library, its folder or its disk is read-only",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; check that its folder is writable",
    sqlite3.SQLITE_TOOBIG: "a text is too long to be stored",
    sqlite3.SQLITE_NOTADB: "this is not a library",
}
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of the database into a ``LibraryError`` that names the library.

    Raises:
        LibraryBusyError: Another program is writing to it.
        LibraryError: Anything else that the database says.
    """
    try:
        yield
    except DBAPIError as error:
        raise _library_error(path, error.orig or error) from error
    except (SQLAlchemyError, sqlite3.Error, OverflowError) as error:
        raise _library_error(path, error) from error


def primary_code(error: BaseException) -> int | None:
    """Return SQLite's primary result code, or None for an error that has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _library_error(path: Path, error: BaseException) -> LibraryError:
    code = primary_code(error)
    if code in _BUSY:
        return LibraryBusyError(path, "another program is writing to the library; try again later")
    if code in _REASONS:
        return LibraryError(path, _REASONS[code])
    reason = " ".join(str(error).split()).rstrip(".")
    if reason.startswith("Could not decode to UTF-8"):
        # Text that went in was well-formed; the message would quote all of it.
        return LibraryError(path, DAMAGED)
    if isinstance(error, OverflowError):
        return LibraryError(path, f"the library cannot hold a number this large ({reason})")
    return LibraryError(path, f"the library cannot be used ({reason})")
