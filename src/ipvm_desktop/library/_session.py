"""An open library file: opening and closing it, and its transactions.

What is read and written in them is for the classes above.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from ipvm_desktop.errors import LibraryError, NotFoundError
from ipvm_desktop.library import _articles, _opening
from ipvm_desktop.library._engine import BUSY_SECONDS, READ, WRITE, make_engine
from ipvm_desktop.library._errors import DAMAGED, translated


class Session:
    """A library file that is open, and how to read and write in it.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        """Wrap an engine; use ``open`` instead."""
        self.path = path
        self._engine = engine
        self._engines = {kind: engine.execution_options(transaction=kind) for kind in (READ, WRITE)}
        self._is_open = True

    @classmethod
    def open(cls, path: Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open a library, making or migrating it where needed.

        Args:
            path: The file; missing folders are made with it.
            create: Whether to make a library where there is none.
            busy_seconds: How long each call waits while another process writes.

        Raises:
            LibraryVersionError: The library was written by a newer version.
            LibraryBusyError: Another process is writing for too long.
            LibraryError: There is no library, or the file cannot be used.
        """
        made = _opening.ensure_file(path, create)
        engine = make_engine(path, busy_seconds)
        try:
            with translated(path):
                _opening.bring_up_to_date(engine, path)
        except BaseException:
            engine.dispose()
            if made:
                _opening.drop_if_empty(path)
            raise
        return cls(path, engine)

    def close(self) -> None:
        """Close all connections; later calls raise ``LibraryError``."""
        self._is_open = False
        with translated(self.path):
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._transaction(READ) as connection, self._intact():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._transaction(WRITE) as connection:
            yield connection

    @contextmanager
    def _intact(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, zlib.error) as error:
            # What was stored was well-formed once, so the file has changed since.
            raise LibraryError(self.path, DAMAGED) from error

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sa.Connection]:
        self._require_open()
        with translated(self.path), self._engines[kind].begin() as connection:
            yield connection

    def _require_open(self) -> None:
        if not self._is_open:
            raise LibraryError(self.path, "the library is closed")

    def _key(self, connection: sa.Connection, article_id: int) -> str:
        key = _articles.key_of(connection, article_id)
        if key is None:
            raise self._not_found(article_id)
        return key

    def _not_found(self, article_id: int) -> NotFoundError:
        return NotFoundError(self.path, f"there is no article {article_id}")
