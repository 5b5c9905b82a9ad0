"""The SQLAlchemy engine: how connections are set up and transactions begin."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite

APPLICATION_ID = 0x4950564D  # "IPVM"
BUSY_SECONDS = 10.0

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


def compiled(statement: sa.ClauseElement) -> str:
    """Return a statement as text with ``:name`` parameters, for the hot paths.

    ``exec_driver_sql`` then skips building and looking up the statement at every call.
    """
    dialect = sqlite.dialect(paramstyle="named")
    return str(statement.compile(dialect=dialect))


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # isolation_level None keeps the driver from beginning transactions of its own;
    # with its default a failed migration would not be rolled back.
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    statement = connection.get_execution_options().get("transaction", READ)
    if statement:
        connection.exec_driver_sql(statement)
