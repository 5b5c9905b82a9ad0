"""The library: one SQLite file of articles, comments and the reader's marks.

Adding, reading and upkeep are here; versions, marks and corrections in modules of their own.
Every method is one transaction, safe to call from any thread, and raises nothing but
``LibraryError``, where it says so ``ReplyError``, and what an argument itself raises.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.document import Document, KeptFile, Picture
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportRun
from ipvm_desktop.domain.listing import ArticleSummary, LibraryCounts, Query
from ipvm_desktop.domain.query import SearchHit
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import (
    _articles,
    _comments,
    _inference,
    _large,
    _log,
    _pictures,
    _search,
    _upkeep,
)
from ipvm_desktop.library._adding import FileWriter
from ipvm_desktop.library._engine import WRITE
from ipvm_desktop.library._errors import DAMAGED, translated
from ipvm_desktop.library.corrections import Corrections
from ipvm_desktop.library.marks import Marks
from ipvm_desktop.library.people import People
from ipvm_desktop.library.versions import Versions

_EXPORT_CHUNK = 100


class Library(Versions, Marks, Corrections):
    """A library file that is open.

    Attributes:
        path: The file.
        copies: What ``add`` does with a copy that is fuller than the article, or unlike it.
        people: Who wrote, and whom the reader said to be the same.
    """

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        """Wrap an engine; use ``open`` instead."""
        super().__init__(path, engine)
        self.copies = CopyRule.ASK
        self.people = People(self._reading, self._writing, self._key)

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
