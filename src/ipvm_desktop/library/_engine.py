"""The SQLAlchemy engine: how connections are set up and transactions begin."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite

BUSY_SECONDS = 5.0

# Values of the execution option "transaction".
READ = "BEGIN"
WRITE = "BEGIN IMMEDIATE"  # takes the write lock at once, so that a later step cannot be refused
NONE = ""  # for statements that SQLite allows outside transactions only


def make_engine(path: Path, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """Return an engine for a library file; nothing is opened or created yet.

    Connections are pooled and may move between threads. The file must exist when the
    first one is made.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=busy_seconds, check_same_thread=False, isolation_level=None
        )

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


class Prepared:
    """A statement for the hot paths: compiled to text once, at its first use.

    It then goes straight to SQLite's driver, within the transaction of the SQLAlchemy
    connection; SQLAlchemy's own way takes longer than most of these statements do.
    """

    def __init__(self, statement: sa.ClauseElement) -> None:
        """Take a statement; what differs from call to call are ``:name`` parameters."""
        self._statement = statement

    @cached_property
    def text(self) -> str:
        """The statement in SQLite's language."""
        return str(self._compiled)

    def run(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> sqlite3.Cursor:
        """Run the statement once."""
        return _driver(connection).execute(self.text, {**self._constants, **parameters})

    def run_all(
        self, connection: sa.Connection, parameters: Iterable[Mapping[str, Any]]
    ) -> sqlite3.Cursor:
        """Run a statement that is all parameters for each set of them."""
        return _driver(connection).executemany(self.text, parameters)

    def dicts(
        self, connection: sa.Connection, parameters: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Run a query and return its rows by column name."""
        cursor = self.run(connection, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    @cached_property
    def _compiled(self) -> sa.Compiled:
        return self._statement.compile(dialect=sqlite.dialect(paramstyle="named"))

    @cached_property
    def _constants(self) -> dict[str, Any]:
        return {k: v for k, v in self._compiled.params.items() if v is not None}


def read_blob(connection: sa.Connection, column: sa.Column[Any], row_id: int, length: int) -> bytes:
    """Return the first bytes of a value; a statement would read all of it from the file."""
    table, name = column.table.name, column.name
    with _driver(connection).blobopen(table, name, row_id, readonly=True) as blob:
        return blob.read(length)


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.driver_connection
    return cast(sqlite3.Connection, driver)


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # isolation_level None keeps the driver from beginning transactions of its own;
    # with its default a failed migration would not be rolled back.
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    statement = connection.get_execution_options().get("transaction", READ)
    if statement:
        _driver(connection).execute(statement)
