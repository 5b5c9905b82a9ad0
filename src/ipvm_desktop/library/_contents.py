"""An article's content as rows: what a document brings, what is stored, and writing it.

A content is all that a newer copy replaces. Identity and the reader's marks are none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.article import ArticleContent, SourceRecord, warning_text
from ipvm_desktop.domain.comment import ReplyKind
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.identity import comment_print
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.recognition import SIGN_MODEL, Signs, signs_of
from ipvm_desktop.domain.versions import FLAWS, CommentFacts, CopyFacts
from ipvm_desktop.library import _comments, _pictures, _search, rows
from ipvm_desktop.library._articles import BYLINE
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.summary_rows import from_seconds
from ipvm_desktop.library.tables import article, article_author, author, issue

Stored = rows.Values
"""A row of ``article`` by column name, with ``byline`` as a JSON list."""

_VALUES = tuple(rows.article_values(ArticleContent(title="")))
_DAY = len("2026-11-27")
_COPIED = ("comment_order", "reply_model", "source_file_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an article holds; comments hang in it as its source told, or as was inferred.

    Attributes:
        values: Columns of ``article`` that hold what the source says.
        byline: Authors in printed order.
        issues: Rows of ``issue``, without the article.
        comments: Rows of ``comment`` with the author's name, in the source's order.
        pictures: Digests, sorted.
        comment_order: Column of that name.
        reply_model: Column of that name.
        origin: Where it came from first.
        source_file_id: The file that brought it.
    """

    values: rows.Values
    byline: tuple[str, ...]
    issues: list[rows.Values]
    comments: list[rows.Values]
    pictures: tuple[str, ...]
    comment_order: str | None
    reply_model: int | None
    origin: SourceRecord
    source_file_id: int

    @property
    def told(self) -> tuple[object, ...]:
        """What makes it another content than one with the same source."""
        return self.values, self.byline, self.issues, self.comments, self.pictures


_ROW = sa.select(article, BYLINE.label("byline"))
_BY_KEY = Prepared(_ROW.where(article.c.key == sa.bindparam("wanted")))
_BY_ID = Prepared(_ROW.where(article.c.id == sa.bindparam("wanted")))
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


def of_document(
    document: Document,
    comments: Sequence[ParsedComment],
    keys: Sequence[str],
    origin: SourceRecord,
    source_file_id: int,
) -> Content:
    """Return what a document holds.

    Args:
        document: The document.
        comments: Its comments as they hung before a reader moved them.
        keys: The key of each of them.
        origin: The file it came with, unless it tells another.
        source_file_id: That file's id.
    """
    origin = document.origin or origin
    return Content(
        values=rows.article_values(document),
        byline=tuple(map(rows.clean, document.byline)),
        issues=rows.issue_values(document.issues),
        comments=list(map(rows.comment_values, comments, keys)),
        pictures=tuple(sorted({picture.sha256 for picture in document.pictures})),
        comment_order=document.comment_order and str(document.comment_order),
        reply_model=_reply_model(document),
        origin=SourceRecord(
            rows.clean(origin.name),
            rows.clean(origin.importer),
            rows.clean(origin.sha256),
            origin.imported,
        ),
        source_file_id=source_file_id,
    )


def _reply_model(document: Document) -> int | None:
    """Return which model inferred the replies, or None where nothing may be inferred anew.

    Whoever tells one of replies and quotes would lose it to a newer model, since the library
    does not keep which of them was told.
    """
    told = document.replies_told or document.quotes_told
    return None if told else document.reply_model


def find(connection: sa.Connection, key: str) -> Stored | None:
    """Return the article with a key."""
    found = _BY_KEY.dicts(connection, {"wanted": key})
    return found[0] if found else None


def row_of(connection: sa.Connection, article_id: int) -> Stored:
    """Return an article that is there."""
    (found,) = _BY_ID.dicts(connection, {"wanted": article_id})
    return found


def stored(connection: sa.Connection, row: Stored) -> Content:
    """Return what an article holds at present."""
    return Content(
        values={name: row[name] for name in _VALUES},
        byline=tuple(json.loads(row["byline"])),
        issues=_ISSUES.dicts(connection, {"wanted": row["id"]}),
        comments=_comments.stored(connection, row["id"]),
        pictures=tuple(_pictures.of_article(connection, row["id"])),
        origin=SourceRecord(
            row["source_name"],
            row["source_importer"],
            row["source_sha256"],
            from_seconds(row["imported"]),
        ),
        **{name: row[name] for name in _COPIED},
    )


def add(connection: sa.Connection, key: str, content: Content, article_id: int | None) -> int:
    """Store a new article, unread, and return its id.

    Args:
        connection: Inside a write transaction.
        key: Its identity.
        content: What it holds; the pictures must be stored already.
        article_id: A free id to give it, or None for any.
    """
    row = {"id": article_id, "key": key, **_row(content)}
    made = cast(int, _INSERT.run(connection, row).lastrowid)
    _write_parts(connection, made, content)
    return made


def replace(connection: sa.Connection, key: str, article_id: int, content: Content) -> None:
    """Store another content in place of an article's, which is lost; ``_status`` must follow."""
    _search.forget(connection, article_id)
    _comments.delete(connection, article_id)
    _pictures.unlink(connection, article_id)
    for statement in (_DELETE_ISSUES, _DELETE_BYLINE):
        statement.run(connection, {"wanted": article_id})
    _UPDATE.run(connection, {"key": key, **_row(content)})
    _write_parts(connection, article_id, content)


def _row(content: Content) -> rows.Values:
    comments = len(content.comments)
    return {
        **content.values,
        "sort_title": rows.sort_title(content.values["title"]),
        "imported": rows.to_seconds(content.origin.imported),
        "comment_count": comments,
        "unread_comments": comments,
        "is_read": False,
        "is_starred": False,
        "warning": warning_text(_summary(content), comments),
        "source_name": content.origin.name,
        "source_importer": content.origin.importer,
        "source_sha256": content.origin.sha256,
        "sign_model": SIGN_MODEL,
        **{name: getattr(content, name) for name in _COPIED},
    }


def _summary(content: Content) -> ArticleContent:
    return ArticleContent(
        title="",
        declared_comments=content.values["declared_comments"],
        masked_share=content.values["masked_share"],
        issues=tuple(ImportIssue(values["code"], "") for values in content.issues),
    )


def _write_parts(connection: sa.Connection, article_id: int, content: Content) -> None:
    """Store authors, issues, comments and pictures, and index it all."""
    names = dict.fromkeys(content.byline)
    names.update((v["author"], None) for v in content.comments if v["author"] is not None)
    if names:
        _INSERT_AUTHOR.run_all(connection, ({"name": name} for name in names))
    if content.byline:
        _INSERT_BYLINE.run_all(
            connection,
            [
                {"article_id": article_id, "place": place, "name": name}
                for place, name in enumerate(content.byline)
            ],
        )
    if content.issues:
        _INSERT_ISSUE.run_all(
            connection, [{"article_id": article_id, **values} for values in content.issues]
        )
    _comments.insert(connection, article_id, content.comments)
    if content.pictures:
        _pictures.link(connection, article_id, content.pictures)
    _search.remember(connection, article_id)


def signs(content: Content) -> Signs:
    """Return what an article with this content is recognised by."""
    permalinks = (values["permalink"] for values in content.comments)
    return signs_of(rows.outline(content.values), permalinks)


def facts(content: Content) -> CopyFacts:
    """Return what counts when copies are compared."""
    details = {"byline": content.byline, "date": content.values["published"]}
    return CopyFacts(
        masked_share=content.values["masked_share"],
        words=len(content.values["body_text"].split()),
        comments=tuple(map(_comment_facts, content.comments)),
        declared=content.values["declared_comments"],
        flaws=len(FLAWS.intersection(_codes(content.issues))),
        pictures=len(content.pictures),
        details=frozenset(name for name, value in details.items() if value),
    )


def _comment_facts(values: rows.Values) -> CommentFacts:
    posted = values["posted"]
    return CommentFacts(
        print=comment_print(values["body_text"]),
        day=posted and posted[:_DAY],
        is_nested=values["parent"] is not None and values["reply_kind"] == ReplyKind.EXPLICIT,
    )


def _codes(issues: Iterable[rows.Values]) -> Iterable[str]:
    return (values["code"] for values in issues)
