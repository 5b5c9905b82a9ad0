"""Adding what a file holds: new articles, newer copies of known ones, and their bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.article import SourceRecord
from ipvm_desktop.domain.document import Document, KeptFile, ParsedComment
from ipvm_desktop.domain.identity import article_key, comment_keys, normalised
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.recognition import Sign, Signs
from ipvm_desktop.domain.versions import (
    CopyRule,
    Decision,
    VersionState,
    compare,
    decide,
    tells_later_page,
)
from ipvm_desktop.library import (
    _carrying,
    _contents,
    _corrections,
    _pictures,
    _signs,
    _status,
    _versions,
    rows,
)
from ipvm_desktop.library._contents import Content, Stored
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library._ids import Ids
from ipvm_desktop.library.summary_rows import from_seconds
from ipvm_desktop.library.tables import MAX_ARTICLE_ID, article, article_source, source_file


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A document as rows, and what it brings beside its content.

    Attributes:
        key: Identity; that of the article it is a copy of, once that is known.
        content: Its rows.
        comment_keys: The key of each comment.
        corrections: Where a reader of the file moved comments to.
        signs: What it is recognised by.
        sign: What it was recognised by; None for a new article.
    """

    key: str
    content: Content
    comment_keys: list[str]
    corrections: _corrections.Corrections
    signs: Signs
    sign: Sign | None = None


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
        rule: CopyRule,
        content: bytes | None = None,
    ) -> None:
        """Store the file's bytes, unless they are there already.

        Args:
            connection: Inside a write transaction.
            source: The file.
            now: Aware, UTC.
            rule: What becomes of copies that are fuller than the article, or unlike it.
            content: What to store instead of the bytes; see ``_large.py``.
        """
        self.articles = Ids()
        self._connection = connection
        self._rule = rule
        self._now = now
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
        _signs.note_missing(connection)

    def put(self, document: Document) -> ArticleOutcome:
        """Add one article, or bring the stored one up to date with it."""
        incoming = self._incoming(document)
        stored, incoming = self._recognise(document, incoming)
        outcome = (
            self._compare(document, incoming, stored) if stored else self._add(document, incoming)
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

    def _incoming(self, document: Document) -> _Incoming:
        keys = comment_keys(document.comments)
        corrections = _corrections.stated(document.comments, keys)
        comments: Sequence[ParsedComment] = document.comments
        if corrections.parents:
            comments = [
                comment.unplaced() if key in corrections.parents else comment
                for comment, key in zip(comments, keys, strict=True)
            ]
        content = _contents.of_document(document, comments, keys, self._record, self.source_id)
        key = rows.clean(article_key(document))
        return _Incoming(key, content, keys, corrections, _contents.signs(content))

    def _recognise(
        self, document: Document, incoming: _Incoming
    ) -> tuple[Stored | None, _Incoming]:
        """Return the article that a document is a copy of, if it is here.

        Articles of one file are told apart by their keys alone.
        """
        stored = _contents.find(self._connection, incoming.key)
        if stored is not None:
            return stored, dataclasses.replace(incoming, sign=Sign.of_key(incoming.key))
        found = _signs.find(self._connection, incoming.signs, document, incoming.key, self.articles)
        if found is None:
            return None, incoming
        article_id, sign = found
        stored = _contents.row_of(self._connection, article_id)
        return stored, dataclasses.replace(incoming, key=stored["key"], sign=sign)

    def _add(self, document: Document, incoming: _Incoming) -> ArticleOutcome:
        connection, content = self._connection, incoming.content
        wanted = document.wanted_id
        if wanted is not None and not self._is_free(wanted):
            wanted = None
        _pictures.keep(connection, document.pictures)
        article_id = _contents.add(connection, incoming.key, content, wanted)
        _signs.keep(connection, article_id, incoming.signs)
        adopted = _adopt(connection, document, incoming)
        # The article may have been here before: marks outlive it.
        if adopted or _status.known(connection, incoming.key):
            _status.refresh(connection, [article_id])
        return _outcome(document, incoming, article_id, ImportStatus.ADDED, len(content.comments))

    def _compare(self, document: Document, incoming: _Incoming, stored: Stored) -> ArticleOutcome:
        offered, present = incoming.content, _contents.stored(self._connection, stored)
        if offered.told == present.told:
            return self._leave(document, incoming, stored)
        former, latter = _contents.facts(present), _contents.facts(offered)
        comparison = compare(former, latter)
        is_newer = _is_one_page(present, offered, incoming.sign) and (
            present.origin.name == offered.origin.name
            or tells_later_page(comparison, former, latter)
        )
        decision = decide(comparison, self._rule, is_newer=is_newer)
        if decision is Decision.UPDATE:
            return self._update(document, incoming, stored, present)
        if decision is Decision.LEAVE:
            return self._leave(document, incoming, stored, kept_fuller=bool(comparison.losses))
        version = _versions.same(self._connection, stored["id"], offered)
        if version is None:
            waits = decision is Decision.WAIT
            state = VersionState.WAITING if waits else VersionState.REFUSED
            _pictures.keep(self._connection, document.pictures)
            _signs.keep(self._connection, stored["id"], incoming.signs)
            version = _versions.keep(
                self._connection,
                stored["id"],
                offered,
                state,
                self._now,
                sign=incoming.sign,
                comparison=comparison,
            )
        waiting = version.id if version.state is VersionState.WAITING else None
        return self._leave(
            document, incoming, stored, kept_fuller=bool(comparison.losses), waiting=waiting
        )

    def _update(
        self, document: Document, incoming: _Incoming, stored: Stored, present: Content
    ) -> ArticleOutcome:
        connection, article_id = self._connection, stored["id"]
        _pictures.keep(connection, document.pictures)
        known = replace_content(connection, stored, present, incoming.content, self._now)
        _adopt(connection, document, incoming)
        _status.refresh(connection, [article_id])
        new = sum(key not in known for key in incoming.comment_keys)
        return _outcome(document, incoming, article_id, ImportStatus.UPDATED, new)

    def _leave(
        self,
        document: Document,
        incoming: _Incoming,
        stored: Stored,
        *,
        kept_fuller: bool = False,
        waiting: int | None = None,
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
            sign=incoming.sign,
            waiting=waiting,
        )

    def _is_free(self, article_id: int) -> bool:
        if not 0 < article_id <= MAX_ARTICLE_ID:
            return False
        statement = sa.select(article.c.id).where(article.c.id == article_id)
        return self._connection.execute(statement).first() is None


def _is_one_page(present: Content, offered: Content, sign: Sign | None) -> bool:
    """Return whether two copies say that they are one page, and were read in the same way.

    Texts alike under other titles, at no address, may be two reports on one thing.
    """
    titles = {normalised(copy.values["title"]) for copy in (present, offered)}
    same_importer = present.origin.importer == offered.origin.importer
    return same_importer and (sign is not Sign.TEXT or len(titles) == 1)


def replace_content(
    connection: sa.Connection,
    stored: Stored,
    present: Content,
    content: Content,
    now: dt.datetime,
) -> set[str]:
    """Give an article another content; the present one becomes a version.

    ``_status.refresh`` must follow.

    Args:
        connection: Inside a write transaction.
        stored: The article.
        present: What it holds.
        content: What it shall hold.
        now: Aware, UTC.

    Returns:
        Keys of comments that are not new.
    """
    article_id = stored["id"]
    comparison = compare(_contents.facts(content), _contents.facts(present))
    _versions.keep(connection, article_id, present, VersionState.OLDER, now, comparison=comparison)
    _contents.replace(connection, stored["key"], article_id, content)
    _versions.forget(connection, article_id, content)
    _signs.keep(connection, article_id, _contents.signs(content))
    carried = _carrying.carry(connection, stored["key"], present.comments, content.comments)
    return carried.union(values["key"] for values in present.comments)


def _adopt(connection: sa.Connection, document: Document, incoming: _Incoming) -> bool:
    """Take over what a reader marked or corrected elsewhere; return whether any was taken."""
    corrected = _corrections.adopt(connection, incoming.key, incoming.corrections)
    marks = [
        (key, parsed.marks)
        for key, parsed in zip(incoming.comment_keys, document.comments, strict=True)
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
        title=incoming.content.values["title"],
        status=status,
        comments=len(incoming.content.comments),
        new_comments=new,
        declared_comments=document.declared_comments,
        issues=_shared(document.issues),
        sign=incoming.sign,
    )


@lru_cache(maxsize=1024)
def _shared(issues: tuple[ImportIssue, ...]) -> tuple[ImportIssue, ...]:
    """Return equal issues as one object: a file may hold a hundred thousand articles."""
    return issues
