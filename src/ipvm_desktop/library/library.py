"""The library: one SQLite file of articles, comments and the reader's marks.

Every method is one transaction, safe to call from any thread, and raises nothing but
``LibraryError``, where it says so ``ReplyError``, and what an argument itself raises.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.document import Document, KeptFile, Picture
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportRun
from ipvm_desktop.domain.listing import ArticleSummary, LibraryCounts, Query
from ipvm_desktop.domain.query import SearchHit
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.domain.versions import CopyRule, Version, VersionState
from ipvm_desktop.errors import LibraryError, NotFoundError, ReplyError
from ipvm_desktop.library import (
    _articles,
    _comments,
    _copies,
    _corrections,
    _inference,
    _large,
    _log,
    _opening,
    _pictures,
    _search,
    _status,
    _upkeep,
    _versions,
    rows,
)
from ipvm_desktop.library._adding import FileWriter
from ipvm_desktop.library._engine import BUSY_SECONDS, READ, WRITE, make_engine
from ipvm_desktop.library._errors import DAMAGED, translated
from ipvm_desktop.library.people import People

_EXPORT_CHUNK = 100


class Library:
    """A library file that is open.

    Attributes:
        path: The file.
        copies: What ``add`` does with a copy that is fuller than the article, or unlike it.
        people: Who wrote, and whom the reader said to be the same.
    """

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        """Wrap an engine; use ``open`` instead."""
        self.path = path
        self.copies = CopyRule.ASK
        self.people = People(self._reading, self._writing, self._key)
        self._engine = engine
        self._engines = {kind: engine.execution_options(transaction=kind) for kind in (READ, WRITE)}
        self._is_open = True

    @classmethod
    def open(
        cls, path: Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS
    ) -> Library:
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

    # Importing

    def file_digests(self) -> frozenset[str]:
        """Return the SHA-256 digests, as hexadecimal digits, of files that ``known_file`` knows."""
        with self._reading() as connection:
            return _log.digests(connection)

    def known_file(self, sha256: str) -> Sequence[ArticleOutcome] | None:
        """Return the articles a file brought, all unchanged, or None.

        None means that the file was never imported or that one of its articles was
        removed since, so that importing it again has an effect.
        """
        with self._reading() as connection:
            return _log.known_file(connection, sha256)

    def add(self, source: KeptFile, documents: Iterable[Document]) -> tuple[ArticleOutcome, ...]:
        """Add a file and all its articles, or nothing at all.

        An article that is here already keeps its id and the reader's marks. The same page a
        while later, or the same file with other content, updates it in place if it was read by
        the same importer and loses nothing; what becomes of other copies that have something
        it lacks is for ``copies`` to say; the rest only leave their bytes. Whatever is replaced
        stays as a version. What ``documents`` raises undoes everything.
        """
        now = dt.datetime.now(dt.UTC)
        with self._writing() as connection:
            writer = FileWriter(connection, source, now, self.copies)
            outcomes = tuple(map(writer.put, documents))
            writer.finish()
        return outcomes

    def add_in_batches(
        self, source: KeptFile, documents: Iterable[Document]
    ) -> Iterator[tuple[ArticleOutcome, ...]]:
        """Add a large file and its articles, a transaction for every few of them.

        Yields what became of each few once they are kept. Where this ends early, for
        whatever reason, they stay, and ``known_file`` takes the file for unknown: adding
        it again goes on.
        """
        return _large.add(self._writing, source, documents, self.copies)

    def add_import_run(self, run: ImportRun) -> ImportRun:
        """Keep the log of an import; return it with its id."""
        with self._writing() as connection:
            return dataclasses.replace(run, id=_log.add_run(connection, run))

    def import_runs(self, limit: int = 50) -> list[ImportRun]:
        """Return the latest imports, newest first."""
        with self._reading() as connection:
            return _log.runs(connection, limit)

    # Inferring replies once more

    def outdated_threads(self, model: int) -> list[int]:
        """Return the articles whose replies were inferred by a model older than this, or never.

        Those without comments, and those whose source tells the replies, are none of them.
        """
        with self._reading() as connection:
            return _inference.outdated(connection, model)

    def flat_document(self, article_id: int) -> Document:
        """Return an article as its source told it: nothing inferred, nothing corrected.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._reading() as connection:
            for article in _articles.load(connection, [article_id]):
                return _inference.flat_document(connection, article)
        raise self._not_found(article_id)

    def set_replies(self, article_id: int, document: Document) -> Changes:
        """Store the replies, suggestions and quotes that were inferred for ``flat_document``.

        The reader's corrections and marks stay. Nothing happens when the comments have
        changed since, or when a source has come that tells the replies.

        Raises:
            NotFoundError: The article was removed.
        """
        with self._writing() as connection:
            changed = _inference.set_replies(connection, article_id, document)
        if changed is None:
            raise self._not_found(article_id)
        return Changes(updated=(article_id,)) if changed else Changes()

    # Reading

    def article_ids(self, query: Query) -> list[int]:
        """Return the ids of the articles a query selects, in its order."""
        with self._reading() as connection:
            return _articles.ids(connection, query)

    def summaries(self, ids: Sequence[int]) -> list[ArticleSummary]:
        """Return list rows in the order asked for; ids that are not there are left out."""
        with self._reading() as connection:
            return _articles.summaries(connection, ids)

    def counts(self) -> LibraryCounts:
        """Count what the library holds."""
        with self._reading() as connection:
            return _articles.counts(connection)

    def article(self, article_id: int) -> Article:
        """Return one article.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._reading() as connection:
            for article in _articles.load(connection, [article_id]):
                return article
        raise self._not_found(article_id)

    def comments(self, article_id: int) -> list[Comment]:
        """Return an article's comments by their ``id``.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._reading() as connection:
            self._key(connection, article_id)
            return _comments.load(connection, [article_id])[article_id]

    def thread(self, article_id: int) -> Thread[Comment]:
        """Return an article's comments arranged as a thread.

        Raises:
            NotFoundError: There is no such article.
        """
        return build_thread(self.comments(article_id))

    def search(self, text: str, limit: int = 100) -> list[SearchHit]:
        """Return the articles and comments in which the words occur, best first."""
        with self._reading() as connection:
            return _search.hits(connection, text, limit)

    def source_bytes(self, article_id: int) -> bytes:
        """Return the file that brought an article's content, as it was.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._reading() as connection:
            content = _articles.source_bytes(connection, article_id)
        if content is None:
            raise self._not_found(article_id)
        return content

    def picture(self, sha256: str) -> Picture | None:
        """Return a picture that came with an article, or None where none did."""
        with self._reading() as connection:
            return _pictures.load(connection, sha256)

    def picture_head(self, sha256: str, length: int) -> bytes | None:
        """Return the first bytes of a picture, which tell its size; None where there is none."""
        with self._reading() as connection:
            return _pictures.head(connection, sha256, length)

    def export(self, ids: Sequence[int] | None = None) -> Iterator[tuple[Article, list[Comment]]]:
        """Yield articles with their comments in id order, a hundred per transaction.

        Args:
            ids: Which articles, or None for all; ids that are not there are left out.
        """
        with self._reading() as connection:
            wanted = _articles.present(connection, ids)
        for start in range(0, len(wanted), _EXPORT_CHUNK):
            chunk = wanted[start : start + _EXPORT_CHUNK]
            with self._reading() as connection:
                articles = list(_articles.load(connection, chunk))
                comments = _comments.load(connection, chunk)
            for article in articles:
                yield article, comments[article.id]

    # Versions

    def versions(self, article_id: int) -> tuple[Version, ...]:
        """Return the contents of an article that are not shown, the first kept first."""
        with self._reading() as connection:
            return _versions.of_article(connection, article_id)

    def waiting_copies(self) -> tuple[Version, ...]:
        """Return the versions of all articles that wait for the reader, the oldest first."""
        with self._reading() as connection:
            return _versions.in_state(connection, VersionState.WAITING)

    def version_article(self, version_id: int) -> tuple[Article, list[Comment]]:
        """Return an article with its comments by ``id`` as they are in a version.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._reading() as connection:
            found = _copies.look(connection, version_id)
        if found is None:
            raise self._no_version(version_id)
        return found

    def restore_version(self, version_id: int) -> Changes:
        """Let a version, in whichever state, be shown; what was shown becomes an older one.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._writing() as connection, self._intact():
            article_id = _copies.show(connection, version_id, dt.datetime.now(dt.UTC))
        if article_id is None:
            raise self._no_version(version_id)
        return Changes(updated=(article_id,))

    def decide_copy(self, version_id: int, *, replace: bool) -> Changes:
        """Say whether a copy that waits takes the article's place; it stays a version if not.

        Raises:
            NotFoundError: There is no such version.
        """
        if replace:
            return self.restore_version(version_id)
        with self._writing() as connection:
            state, now = VersionState.REFUSED, dt.datetime.now(dt.UTC)
            if not _versions.set_state(connection, version_id, state, now):
                raise self._no_version(version_id)
        return Changes()

    def separate_copy(self, version_id: int) -> Changes:
        """Make an article of its own of a version that is no copy of the one it was taken for.

        Raises:
            NotFoundError: There is no such version.
        """
        with self._writing() as connection, self._intact():
            article_id = _copies.separate(connection, version_id, dt.datetime.now(dt.UTC))
        if article_id is None:
            raise self._no_version(version_id)
        return Changes(added=(article_id,))

    # The reader's marks

    def mark_articles(
        self,
        ids: Iterable[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        comments_too: bool = False,
    ) -> Changes:
        """Set marks of articles; None leaves a mark as it is.

        Args:
            ids: Which articles; ids that are not there are left out.
            read: Whether the reader opened them.
            starred: Whether the reader marked them.
            comments_too: Whether ``read`` holds for all their comments as well.
        """
        with self._writing() as connection:
            return Changes(
                updated=tuple(_status.mark_articles(connection, ids, read, starred, comments_too))
            )

    def mark_comments(
        self,
        article_id: int,
        comment_ids: Iterable[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
    ) -> Changes:
        """Set marks of one article's comments; None leaves a mark as it is."""
        with self._writing() as connection:
            changed = _status.mark_comments(connection, article_id, comment_ids, read, starred)
        return Changes(updated=(article_id,)) if changed else Changes()

    def position(self, article_id: int) -> str | None:
        """Return where the reader left an article, as ``set_position`` was told, or None."""
        with self._reading() as connection:
            return _articles.position(connection, self._key(connection, article_id))

    def set_position(self, article_id: int, position: str) -> None:
        """Remember where the reader left an article.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._writing() as connection:
            key = self._key(connection, article_id)
            _articles.set_position(connection, key, rows.clean(position))

    # The reader's corrections of threads

    def place_comment(self, article_id: int, comment_id: int, parent: int | None) -> Changes:
        """Let a comment hang where the reader wants it, for ever and in every later copy.

        Args:
            article_id: The article.
            comment_id: The comment's ``id`` within the article.
            parent: ``id`` of the comment it answers; None for top level.

        Raises:
            NotFoundError: There is no such article or comment.
            ReplyError: The parent is not there, the comment itself, or stands below it.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            changed = _corrections.place(connection, key, comments, comment_id, parent)
        return Changes(updated=(article_id,)) if changed else Changes()

    def restore_comment(self, article_id: int, comment_id: int) -> Changes:
        """Take back what ``place_comment`` was told; the source's or inferred parent holds.

        Raises:
            NotFoundError: There is no such article or comment.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            changed = _corrections.restore(connection, key, comments[comment_id].key)
        return Changes(updated=(article_id,)) if changed else Changes()

    def refuse_suggestion(
        self, article_id: int, comment_id: int, parent: int, *, refused: bool = True
    ) -> Changes:
        """Leave a suggested parent out from now on, or take that back.

        Raises:
            NotFoundError: There is no such article or comment.
            ReplyError: There is no such parent.
        """
        with self._correcting(article_id, comment_id) as (connection, key, comments):
            if parent not in comments:
                raise ReplyError(comment_id, parent, "the article has no such comment")
            keys = comments[comment_id].key, comments[parent].key
            changed = _corrections.refuse(connection, key, *keys, refused)
        return Changes(updated=(article_id,)) if changed else Changes()

    # Upkeep

    def remove(self, ids: Iterable[int]) -> Changes:
        """Remove articles with their comments and files; the reader's marks stay."""
        with self._writing() as connection:
            return Changes(removed=tuple(_articles.remove(connection, ids)))

    def check(self) -> list[str]:
        """Return what is wrong with the library as sentences; none when all is well."""
        self._require_open()
        # Ends in a rollback: there is nothing to keep, and damage may forbid it.
        try:
            with translated(self.path), self._engines[WRITE].connect() as connection:
                return list(_upkeep.problems(connection))
        except LibraryError as error:
            if error.reason != DAMAGED:
                raise
            return ["The file is damaged: it cannot be read to its end."]

    def backup(self, target: Path) -> None:
        """Copy the library to a new file, also while others use it.

        Raises:
            LibraryError: The target exists or cannot be written.
        """
        self._require_open()
        _upkeep.backup(self._engine, self.path, target)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._transaction(READ) as connection, self._intact():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._transaction(WRITE) as connection:
            yield connection

    @contextmanager
    def _correcting(
        self, article_id: int, comment_id: int
    ) -> Iterator[tuple[sa.Connection, str, dict[int, Comment]]]:
        """Yield a connection, the article's key and its comments as the reader sees them."""
        with self._writing() as connection, self._intact():
            key = self._key(connection, article_id)
            comments = _corrections.seen(connection, article_id, key)
            if comment_id not in comments:
                raise NotFoundError(self.path, f"article {article_id} has no comment {comment_id}")
            yield connection, key, comments

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

    def _no_version(self, version_id: int) -> NotFoundError:
        return NotFoundError(self.path, f"there is no version {version_id}")

    def _not_found(self, article_id: int) -> NotFoundError:
        return NotFoundError(self.path, f"there is no article {article_id}")
