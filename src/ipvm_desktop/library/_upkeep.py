"""Looking after a library: checking that all is well, and copying it safely."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library._articles import source_chunks
from ipvm_desktop.library._errors import DAMAGED, primary_code, translated
from ipvm_desktop.library._opening import copy_into
from ipvm_desktop.library._status import COPIES
from ipvm_desktop.library.tables import (
    article,
    article_fts,
    article_version,
    comment_fts,
    picture,
    reply_correction,
    source_file,
)

_SHOWN = 10


def problems(connection: sa.Connection) -> Iterator[str]:
    """Yield what is wrong with a library as sentences, within a write transaction."""
    damage = list(_damage(connection))
    yield from damage
    if damage:
        return  # the other checks would only stumble over the same pages
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of {table} ({row}) refers to a row of {parent} that is not there."
    yield from _index_problems(connection)
    yield from _copy_problems(connection)
    yield from _correction_problems(connection)
    yield from _source_problems(connection)
    yield from _version_problems(connection)
    yield from _picture_problems(connection)


def _damage(connection: sa.Connection) -> Iterator[str]:
    for message in connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})").scalars():
        if message != "ok":
            yield f"The file is damaged: {' '.join(message.split())}."


def _index_problems(connection: sa.Connection) -> Iterator[str]:
    for index in (article_fts, comment_fts):
        try:
            connection.execute(sa.insert(index).values({index.name: "integrity-check", "rank": 1}))
        except DBAPIError as error:
            if primary_code(error.orig or error) != sqlite3.SQLITE_CORRUPT:
                raise
            yield f"The search index {index.name} does not agree with the texts."


def _copy_problems(connection: sa.Connection) -> Iterator[str]:
    for name, truth in COPIES.items():
        wrong = connection.execute(
            sa.select(sa.func.count()).select_from(article).where(article.c[name] != truth)
        ).scalar_one()
        if wrong:
            yield f"The column {name} is wrong in {wrong} articles."


def _correction_problems(connection: sa.Connection) -> Iterator[str]:
    answers_itself = reply_correction.c.comment_key == reply_correction.c.parent_key
    wrong = connection.execute(
        sa.select(sa.func.count()).select_from(reply_correction).where(answers_itself)
    ).scalar_one()
    if wrong:
        yield f"In {wrong} corrections of replies a comment answers itself."


def _source_problems(connection: sa.Connection) -> Iterator[str]:
    columns = (source_file.c.name, source_file.c.sha256, source_file.c.id, source_file.c.content)
    for name, sha256, *stored in connection.execute(sa.select(*columns)):
        digest = hashlib.sha256()
        # A digest of some of the bytes is as wrong as it should be.
        with suppress(zlib.error):
            for chunk in source_chunks(connection, *stored):
                digest.update(chunk)
        if digest.hexdigest() != sha256:
            yield f"The stored copy of the file {name} is damaged."


def _version_problems(connection: sa.Connection) -> Iterator[str]:
    """Read each version; what is compressed tells damage by its checksum."""
    statement = sa.select(article_version.c.id, article_version.c.content)
    for version_id, content in connection.execute(statement):
        try:
            zlib.decompress(content)
        except zlib.error:
            yield f"The version {version_id} of an article is damaged."


def _picture_problems(connection: sa.Connection) -> Iterator[str]:
    statement = sa.select(picture.c.sha256, picture.c.content)
    for sha256, content in connection.execute(statement):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield f"The stored picture {sha256} is damaged."


def backup(engine: sa.Engine, path: Path, target: Path) -> None:
    """Copy the library to a new file; it has its contents only when the copy is whole.

    Raises:
        LibraryError: The target exists or cannot be written, or the library is damaged.
    """
    try:
        # Claims the name, so that nobody's file is ever overwritten.
        target.touch(exist_ok=False)
    except FileExistsError as error:
        raise LibraryError(target, "the file exists already and was not overwritten") from error
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder,
            translated(target),
        ):
            copy = Path(folder) / "library"
            copy_into(engine, copy)
            copy.replace(target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(target, error) from error
        if isinstance(error, LibraryError) and error.reason == DAMAGED:
            raise LibraryError(path, DAMAGED) from error
        raise


def _unwritable(target: Path, error: OSError | ValueError) -> LibraryError:
    reason = getattr(error, "strerror", None) or str(error)
    return LibraryError(target, f"the copy cannot be written ({reason})")
