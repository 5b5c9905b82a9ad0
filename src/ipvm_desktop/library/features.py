"""What the SQLite of this Python can do, for the doctor."""

from __future__ import annotations

import sqlite3


def sqlite_version() -> str:
    """Return SQLite's version, such as ``3.45.1``."""
    return sqlite3.sqlite_version


def missing_features() -> list[str]:
    """Return the names of the features that the library needs and this SQLite lacks."""
    return [name for name, probe in _PROBES.items() if not _works(probe)]


_PROBES = {
    "full-text search (FTS5)": "CREATE VIRTUAL TABLE words USING fts5(text)",
    "parts of words (trigram)": "CREATE VIRTUAL TABLE parts USING fts5(text, tokenize='trigram')",
    "upserts with RETURNING": "INSERT INTO plain VALUES (1) RETURNING id",
}


def _works(statement: str) -> bool:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY)")
        connection.execute(statement)
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return True
