"""Adding what a file holds: new articles, newer copies of known ones, and their bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.article import SourceRecord, warning_text
from ipvm_desktop.domain.document import Document, KeptFile, ParsedComment, Picture
from ipvm_desktop.domain.identity import article_key, comment_keys
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.library import _comments, _corrections, _pictures, _search, _status, rows
from ipvm_desktop.library._articles import BYLINE
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.summary_rows import from_seconds
from ipvm_desktop.library.tables import (
    MAX_ARTICLE_ID,
    article,
    article_author,
    article_source,
    author,
    issue,
    source_file,
)

MASKED_TOLERANCE = 0.01
"""Copies whose masked shares differ by no more count as equally clear."""


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A document as rows; comments hang in them where they did before a reader moved them."""

    key: str
    values: rows.Values
    byline: tuple[str, ...]
    issues: list[rows.Values]
    comments: list[rows.Values]
    pictures: tuple[Picture, ...]
    corrections: _corrections.Corrections


_KEEP_SOURCE = Prepared(
    insert(source_file)
    .values(
        {column.name: sa.bindparam(column.name) for column in source_file.c if column.name != "id"}
    )
    .on_conflict_do_update(
        index_elements=["sha256"], set_={"article_count": source_file.c.article_count}
    )
    .returning(source_file.c.id)
)
_COUNT_ARTICLES = Prepared(
    sa.update(source_file)
    .where(source_file.c.id == sa.bindparam("source"))
    .values(article_count=sa.bindparam("articles"))
)
_DROP_SOURCE = Prepared(
    sa.delete(source_file)
    .where(source_file.c.id == sa.bindparam("source"))
    .where(source_file.c.article_count == 0)
)
_LINK = Prepared(insert(article_source).on_conflict_do_nothing())
_FIND = Prepared(
    sa.select(article, BYLINE.label("byline")).where(article.c.key == sa.bindparam("wanted"))
)
_ISSUES = Prepared(
    sa.select(issue.c.place, issue.c.code, issue.c.message, issue.c.line)
    .where(issue.c.article_id == sa.bindparam("wanted"))
    .order_by(issue.c.place)
)
_INSERT = Prepared(sa.insert(article))
_UPDATE = Prepared(
    sa.update(article)
    .where(article.c.key == sa.bindparam("key"))
    .values({c.name: sa.bindparam(c.name) for c in article.c if c.name not in ("id", "key")})
)
_DELETE_ISSUES = Prepared(sa.delete(issue).where(issue.c.article_id == sa.bindparam("wanted")))
_DELETE_BYLINE = Prepared(
    sa.delete(article_author).where(article_author.c.article_id == sa.bindparam("wanted"))
)
_INSERT_ISSUE = Prepared(sa.insert(issue))
_INSERT_AUTHOR = Prepared(insert(author).values(name=sa.bindparam("name")).on_conflict_do_nothing())
_author_id = sa.select(author.c.id).where(author.c.name == sa.bindparam("name"))
_INSERT_BYLINE = Prepared(
    sa.insert(article_author).values(
        article_id=sa.bindparam("article_id"),
        place=sa.bindparam("place"),
        author_id=_author_id.scalar_subquery(),
    )
)


class FileWriter:
    """Puts what one file holds into the library, inside the caller's transaction.

    Attributes:
        articles: Ids of the articles the file brought, unchanged ones included.
        source_id: Id of the file.
    """

    def __init__(
        self,
        connection: sa.Connection,
        source: KeptFile,
        now: dt.datetime,
        content: bytes | None = None,
    ) -> None:
        """Store the file's bytes, unless they are there already.

        Args:
            connection: Inside a write transaction.
            source: The file.
            now: Aware, UTC.
            content: What to store instead of the bytes; see ``_large.py``.
        """
        self.articles: set[int] = set()
        self._connection = connection
        seconds = rows.to_seconds(now)
        self._record = SourceRecord(
            rows.clean(source.name),
            rows.clean(source.importer),
            source.sha256,
            from_seconds(seconds),
        )
        row = {
            "sha256": source.sha256,
            "name": self._record.name,
            "importer": self._record.importer,
            "imported": seconds,
            "article_count": 0,
            "content": b"".join(source.parts()) if content is None else content,
        }
        ((self.source_id,),) = _KEEP_SOURCE.run(connection, row).fetchall()

    def put(self, document: Document) -> ArticleOutcome:
        """Add one article, or bring the stored one up to date with it."""
        incoming = _incoming(document)
        found = _FIND.dicts(self._connection, {"wanted": incoming.key})
        outcome = (
            self._compare(document, incoming, found[0]) if found else self._add(document, incoming)
        )
        _LINK.run(self._connection, {"article_id": outcome.id, "source_file_id": self.source_id})
        self.articles.add(outcome.id)
        return outcome

    def finish(self) -> None:
        """Note how many articles the file brought; without any it is not kept."""
        if not self.articles:
            _DROP_SOURCE.run(self._connection, {"source": self.source_id})
            return
        _COUNT_ARTICLES.run(
            self._connection, {"source": self.source_id, "articles": len(self.articles)}
        )

    def _add(self, document: Document, incoming: _Incoming) -> ArticleOutcome:
        wanted = document.wanted_id
        if wanted is not None and not self._is_free(wanted):
            wanted = None
        row = self._article_row(document, incoming, wanted)
        article_id = cast(int, _INSERT.run(self._connection, row).lastrowid)
        self._write_parts(article_id, incoming)
        adopted = _adopt(self._connection, document, incoming)
        # The article may have been here before: marks outlive it.
        if adopted or _status.known(self._connection, incoming.key):
            _status.refresh(self._connection, [article_id])
        return _outcome(document, incoming, article_id, ImportStatus.ADDED, len(incoming.comments))

    def _compare(
        self, document: Document, incoming: _Incoming, stored: rows.Values
    ) -> ArticleOutcome:
        article_id: int = stored["id"]
        comments = _comments.stored(self._connection, article_id)
        if _is_poorer(incoming, stored):
            return self._leave(document, incoming, stored, kept_fuller=True)
        if self._is_same(incoming, stored, comments):
            return self._leave(document, incoming, stored, kept_fuller=False)
        _search.forget(self._connection, article_id)
        _comments.delete(self._connection, article_id)
        _pictures.unlink(self._connection, article_id)
        for statement in (_DELETE_ISSUES, _DELETE_BYLINE):
            statement.run(self._connection, {"wanted": article_id})
        row = self._article_row(document, incoming, article_id)
        _UPDATE.run(self._connection, row)
        self._write_parts(article_id, incoming)
        _adopt(self._connection, document, incoming)
        _status.refresh(self._connection, [article_id])
        known = {values["key"] for values in comments}
        new = sum(values["key"] not in known for values in incoming.comments)
        return _outcome(document, incoming, article_id, ImportStatus.UPDATED, new)

    def _leave(
        self,
        document: Document,
        incoming: _Incoming,
        stored: rows.Values,
        *,
        kept_fuller: bool,
    ) -> ArticleOutcome:
        """Keep the stored content; the copy may still bring marks that are missing here."""
        adopted = _adopt(self._connection, document, incoming)
        if adopted:
            _status.refresh(self._connection, [stored["id"]])
        return ArticleOutcome(
            id=stored["id"],
            key=incoming.key,
            title=stored["title"],
            status=ImportStatus.UPDATED if adopted else ImportStatus.UNCHANGED,
            comments=stored["comment_count"],
            declared_comments=stored["declared_comments"],
            issues=document.issues,
            kept_fuller=kept_fuller,
        )

    def _article_row(
        self, document: Document, incoming: _Incoming, article_id: int | None
    ) -> rows.Values:
        origin = document.origin or self._record
        comments = len(incoming.comments)
        return {
            "id": article_id,
            "key": incoming.key,
            **incoming.values,
            "sort_title": rows.sort_title(incoming.values["title"]),
            "imported": rows.to_seconds(origin.imported),
            "comment_count": comments,
            "unread_comments": comments,
            "is_read": False,
            "is_starred": False,
            "warning": warning_text(document, comments),
            "source_name": rows.clean(origin.name),
            "source_importer": rows.clean(origin.importer),
            "source_sha256": rows.clean(origin.sha256),
            "source_file_id": self.source_id,
            "comment_order": document.comment_order and str(document.comment_order),
            "reply_model": _reply_model(document),
            "sign_model": 0,
        }

    def _write_parts(self, article_id: int, incoming: _Incoming) -> None:
        """Store authors, issues and comments, and index it all."""
        connection = self._connection
        names = dict.fromkeys(incoming.byline)
        names.update((v["author"], None) for v in incoming.comments if v["author"] is not None)
        if names:
            _INSERT_AUTHOR.run_all(connection, ({"name": name} for name in names))
        if incoming.byline:
            _INSERT_BYLINE.run_all(
                connection,
                [
                    {"article_id": article_id, "place": place, "name": name}
                    for place, name in enumerate(incoming.byline)
                ],
            )
        if incoming.issues:
            _INSERT_ISSUE.run_all(
                connection, [{"article_id": article_id, **values} for values in incoming.issues]
            )
        _comments.insert(connection, article_id, incoming.comments)
        if incoming.pictures:
            _pictures.keep(connection, incoming.pictures)
            _pictures.link(connection, article_id, [one.sha256 for one in incoming.pictures])
        _search.remember(connection, article_id)

    def _is_free(self, article_id: int) -> bool:
        if not 0 < article_id <= MAX_ARTICLE_ID:
            return False
        statement = sa.select(article.c.id).where(article.c.id == article_id)
        return self._connection.execute(statement).first() is None

    def _is_same(
        self, incoming: _Incoming, stored: rows.Values, comments: list[rows.Values]
    ) -> bool:
        if any(stored[name] != value for name, value in incoming.values.items()):
            return False
        if tuple(json.loads(stored["byline"])) != incoming.byline or comments != incoming.comments:
            return False
        pictures = sorted({picture.sha256 for picture in incoming.pictures})
        if _pictures.of_article(self._connection, stored["id"]) != pictures:
            return False
        issues = _ISSUES.dicts(self._connection, {"wanted": stored["id"]})
        return issues == incoming.issues


def _incoming(document: Document) -> _Incoming:
    keys = comment_keys(document.comments)
    corrections = _corrections.stated(document.comments, keys)
    comments: Sequence[ParsedComment] = document.comments
    if corrections.parents:
        comments = [
            comment.unplaced() if key in corrections.parents else comment
            for comment, key in zip(comments, keys, strict=True)
        ]
    return _Incoming(
        rows.clean(article_key(document)),
        rows.article_values(document),
        tuple(map(rows.clean, document.byline)),
        rows.issue_values(document.issues),
        list(map(rows.comment_values, comments, keys)),
        document.pictures,
        corrections,
    )


def _is_poorer(incoming: _Incoming, stored: rows.Values) -> bool:
    masked: float = incoming.values["masked_share"] - stored["masked_share"]
    comments: int = len(incoming.comments) - stored["comment_count"]
    return masked > MASKED_TOLERANCE or comments < 0


def _adopt(connection: sa.Connection, document: Document, incoming: _Incoming) -> bool:
    """Take over what a reader marked or corrected elsewhere; return whether any was taken."""
    corrected = _corrections.adopt(connection, incoming.key, incoming.corrections)
    marks = [
        (values["key"], parsed.marks)
        for values, parsed in zip(incoming.comments, document.comments, strict=True)
        if parsed.marks is not None
    ]
    if document.marks is None and not marks:
        return corrected
    return _status.adopt(connection, incoming.key, document.marks, marks) or corrected


def _outcome(
    document: Document, incoming: _Incoming, article_id: int, status: ImportStatus, new: int
) -> ArticleOutcome:
    return ArticleOutcome(
        id=article_id,
        key=incoming.key,
        title=incoming.values["title"],
        status=status,
        comments=len(incoming.comments),
        new_comments=new,
        declared_comments=document.declared_comments,
        issues=document.issues,
    )


def _reply_model(document: Document) -> int | None:
    """Return which model inferred the replies, or None where nothing may be inferred anew.

    Whoever tells one of replies and quotes would lose it to a newer model, since the library
    does not keep which of them was told.
    """
    told = document.replies_told or document.quotes_told
    return None if told else document.reply_model
