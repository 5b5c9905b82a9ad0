"""Opening a library file: is it one, is it ours, is it up to date?"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ipvm_desktop.errors import LibraryError, LibraryVersionError
from ipvm_desktop.library._engine import NONE, READ, WRITE
from ipvm_desktop.library._migrations import STEPS, migrate, user_version
from ipvm_desktop.library.format import APPLICATION_ID

_SMALLEST = 512  # bytes; one page of the smallest kind


def ensure_file(path: Path, create: bool) -> bool:
    """Check that a file may be a library; make an empty one where there is none.

    Returns:
        Whether the file was made.

    Raises:
        LibraryError: It is no file, or of another kind, or cannot be read or made.
    """
    try:
        if path.is_dir():
            raise LibraryError(path, "this is a folder, not a library")
        if not path.exists():
            if not create:
                raise LibraryError(path, "there is no library")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=True)
            return True
        if not path.is_file():
            raise LibraryError(path, "this is not a file, so it cannot be a library")
        # The file is not read here: closing it again would take away the locks that
        # this process holds through other connections, and another process could
        # then delete the write-ahead log with what was written last.
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LibraryError(path, f"the library cannot be opened ({reason})") from error
    # SQLite would take a file without one whole page for an empty one.
    if size < _SMALLEST and (size or not create):
        raise LibraryError(path, "this is not a library")
    return False


def drop_if_empty(path: Path) -> None:
    """Delete a file that was made for a library which then could not be created."""
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()


def bring_up_to_date(engine: sa.Engine, path: Path) -> None:
    """Create the tables of an empty file, or migrate an older library.

    Raises:
        LibraryVersionError: The library is newer than this program.
        LibraryError: The file belongs to another program, or the migration failed.
    """
    with engine.execution_options(transaction=READ).begin() as connection:
        version = _checked_version(connection, path)
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode != "wal":
        _use_wal(engine)
    if version == len(STEPS):
        return
    if version:
        _copy_aside(engine, path, version)
    with engine.execution_options(transaction=WRITE).begin() as connection:
        # Another process may have been faster.
        _checked_version(connection, path)
        if not migrate(connection, APPLICATION_ID):
            raise LibraryError(path, "the library is damaged and was left at its older version")


def copy_into(engine: sa.Engine, target: Path) -> None:
    """Write a compact copy of the library to a file that is absent or empty."""
    with engine.execution_options(transaction=NONE).connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(target.absolute()),))


def _checked_version(connection: sa.Connection, path: Path) -> int:
    version = user_version(connection)
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if owner != APPLICATION_ID:
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if owner or version or tables:
            raise LibraryError(path, "this file belongs to another program")
    if version > len(STEPS):
        raise LibraryVersionError(
            path,
            f"the library was written by a newer version of this program (format {version},"
            f" known up to {len(STEPS)}); update the program to open it",
        )
    return version


def _use_wal(engine: sa.Engine) -> None:
    """Let readers and a writer work side by side; kept in the file from then on."""
    try:
        with engine.execution_options(transaction=NONE).connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except DBAPIError:
        # A read-only or busy library is still of use without it.
        return


def _copy_aside(engine: sa.Engine, path: Path, version: int) -> None:
    """Copy a library beside itself before it is migrated, never over an older copy."""
    number = 1
    while (copy := path.with_name(f"{path.name}.v{version}-{number}")).exists():
        number += 1
    copy_into(engine, copy)
