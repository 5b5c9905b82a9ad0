"""Statements over articles: the list's ids and rows, one article, its source and position."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import (
    ArticleScope,
    ArticleSummary,
    LibraryCounts,
    Query,
    SortOrder,
)
from ipvm_desktop.library import _pictures, _search, rows
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.summary_rows import summary
from ipvm_desktop.library.tables import (
    article,
    article_author,
    article_source,
    author,
    comment,
    issue,
    note,
    reading_position,
    source_file,
    source_part,
    tag,
)

SUMMARY_COLUMNS = (
    article.c.id,
    article.c.title,
    article.c.kind,
    article.c.published,
    article.c.imported,
    article.c.comment_count,
    article.c.unread_comments,
    article.c.is_read,
    article.c.is_starred,
    article.c.warning,
)
_UNREAD = sa.or_(
    article.c.is_read == sa.false(), article.c.unread_comments > sa.literal_column("0")
)
_SORT_COLUMNS: dict[SortOrder, sa.ColumnElement[Any]] = {
    SortOrder.DATE: article.c.published,
    SortOrder.TITLE: article.c.sort_title,
    SortOrder.COMMENTS: article.c.comment_count,
    SortOrder.IMPORTED: article.c.imported,
}


def id_list(parameter: str = "ids") -> sa.Select[Any]:
    """Return a subquery of the ids in a parameter, a JSON list of any length."""
    return sa.select(sa.column("value")).select_from(sa.func.json_each(sa.bindparam(parameter)))


_IDS = sa.func.json_each(sa.bindparam("ids")).table_valued("key", "value")
_SUMMARIES = Prepared(
    sa.select(*SUMMARY_COLUMNS)
    .join_from(_IDS, article, article.c.id == _IDS.c.value)
    .order_by(_IDS.c.key)
)
_COUNTS = Prepared(
    sa.select(
        sa.func.count(),
        sa.func.total(_UNREAD),
        sa.func.total(article.c.is_starred),
        sa.func.total(article.c.comment_count),
    ).select_from(article)
)

_BYLINE = (
    sa.select(author.c.name)
    .join_from(article_author, author)
    .where(article_author.c.article_id == article.c.id)
    .order_by(article_author.c.place)
    .correlate(article)
    .subquery()
)
BYLINE = sa.select(sa.func.json_group_array(_BYLINE.c.name)).scalar_subquery()
_ARTICLES = (
    sa.select(article, BYLINE.label("byline"))
    .where(article.c.id.in_(id_list()))
    .order_by(article.c.id)
)
_ISSUES = (
    sa.select(issue.c.article_id, issue.c.code, issue.c.message, issue.c.line)
    .where(issue.c.article_id.in_(id_list()))
    .order_by(issue.c.article_id, issue.c.place)
)

# As a list of one, because a number beyond SQLite's range cannot be bound.
_KEY = Prepared(sa.select(article.c.key).where(article.c.id.in_(id_list())))
_SOURCE = Prepared(
    sa.select(source_file.c.id, source_file.c.content)
    .join_from(article, source_file)
    .where(article.c.id.in_(id_list()))
)
_SOURCE_PARTS = Prepared(
    sa.select(source_part.c.content)
    .where(source_part.c.source_file_id == sa.bindparam("source"))
    .order_by(source_part.c.place)
)
_TEXTS = {
    table.name: Prepared(
        sa.select(table.c.article_key, table.c.comment_key, table.c.text)
        .where(table.c.article_key.in_(id_list("keys")))
        .order_by(table.c.article_key, table.c.comment_key, table.c.place)
    )
    for table in (tag, note)
}


def ids(connection: sa.Connection, query: Query) -> list[int]:
    """Return the ids of the articles a query selects, in its order."""
    terms = _search.expressions(query.text)
    if not terms and query.text.strip():
        return []
    statement = _ids_statement(query.scope, query.sort, query.descending, len(terms))
    found = [row[0] for row in statement.run(connection, _search.parameters(terms))]
    among = query.among
    return found if among is None else [each for each in found if each in among]


@cache
def _ids_statement(scope: ArticleScope, sort: SortOrder, descending: bool, terms: int) -> Prepared:
    statement = sa.select(article.c.id)
    if scope is ArticleScope.UNREAD:
        statement = statement.where(_UNREAD)
    elif scope is ArticleScope.STARRED:
        statement = statement.where(article.c.is_starred == sa.true())
    for matching in _search.matching_articles(terms):
        statement = statement.where(article.c.id.in_(matching))
    column = _SORT_COLUMNS[sort]
    order = [column.desc() if descending else column.asc()]
    if sort is SortOrder.DATE:
        order[0] = order[0].nulls_last()
    if sort is not SortOrder.IMPORTED:
        order.append(article.c.imported.desc())
    return Prepared(statement.order_by(*order, article.c.id.desc()))


def summaries(connection: sa.Connection, wanted: Sequence[int]) -> list[ArticleSummary]:
    """Return list rows in the order asked for; ids that are not there are left out."""
    result = _SUMMARIES.run(connection, {"ids": json.dumps(list(wanted))})
    return [summary(row) for row in result]


def counts(connection: sa.Connection) -> LibraryCounts:
    """Count what the library holds."""
    (row,) = _COUNTS.run(connection, {})
    return LibraryCounts(*map(int, row))


def present(connection: sa.Connection, wanted: Sequence[int] | None) -> list[int]:
    """Return which of these ids are there, ascending; None stands for all."""
    statement = sa.select(article.c.id).order_by(article.c.id)
    if wanted is None:
        return list(connection.execute(statement).scalars())
    statement = statement.where(article.c.id.in_(id_list()))
    return list(connection.execute(statement, {"ids": json.dumps(list(wanted))}).scalars())


def load(connection: sa.Connection, wanted: Iterable[int]) -> Iterator[Article]:
    """Yield whole articles in id order, with four queries for all of them."""
    parameters = {"ids": json.dumps(list(wanted))}
    found = connection.execute(_ARTICLES, parameters).all()
    issues: dict[int, list[ImportIssue]] = {}
    for article_id, code, message, line in connection.execute(_ISSUES, parameters):
        issues.setdefault(article_id, []).append(ImportIssue(code, message, line))
    keys = [row.key for row in found]
    tags, notes = texts(connection, tag, keys), texts(connection, note, keys)
    for row in found:
        yield rows.article(
            row, issues.get(row.id, ()), tags.get(row.key, {}), notes.get(row.key, {})
        )


def texts(
    connection: sa.Connection, table: sa.Table, keys: Sequence[str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the reader's tags or notes by article key and comment key."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    result = _TEXTS[table.name].run(connection, {"keys": json.dumps(keys)})
    for article_key, comment_key, text in result:
        of_article = found.setdefault(article_key, {})
        of_article[comment_key] = (*of_article.get(comment_key, ()), text)
    return found


def key_of(connection: sa.Connection, article_id: int) -> str | None:
    """Return an article's key, or None when there is no such article."""
    row = _KEY.run(connection, {"ids": json.dumps([article_id])}).fetchone()
    return row[0] if row else None


def source_bytes(connection: sa.Connection, article_id: int) -> bytes | None:
    """Return the file that brought an article's content, or None without such an article."""
    row = _SOURCE.run(connection, {"ids": json.dumps([article_id])}).fetchone()
    return b"".join(source_chunks(connection, *row)) if row else None


def source_chunks(connection: sa.Connection, source_id: int, content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a stored file, a part at a time.

    Args:
        connection: Inside a transaction.
        source_id: Id of the ``source_file``.
        content: Its column of that name.
    """
    if content:
        yield zlib.decompress(content)
        return
    for (part,) in _SOURCE_PARTS.run(connection, {"source": source_id}):
        yield zlib.decompress(part)


def position(connection: sa.Connection, article_key: str) -> str | None:
    """Return where the reader left an article, or None."""
    return connection.execute(
        sa.select(reading_position.c.position).where(reading_position.c.article_key == article_key)
    ).scalar()


def set_position(connection: sa.Connection, article_key: str, where: str) -> None:
    """Remember where the reader left an article."""
    statement = insert(reading_position).values(article_key=article_key, position=where)
    connection.execute(
        statement.on_conflict_do_update(set_={"position": statement.excluded.position})
    )


def remove(connection: sa.Connection, wanted: Iterable[int]) -> list[int]:
    """Delete articles with their comments and files; return the ids that were there.

    The reader's marks stay, for the day the same article is imported again.
    """
    removed = present(connection, list(wanted))
    parameters = {"ids": json.dumps(removed)}
    for article_id in removed:
        _search.forget(connection, article_id)
    connection.execute(sa.delete(comment).where(comment.c.article_id.in_(id_list())), parameters)
    connection.execute(sa.delete(article).where(article.c.id.in_(id_list())), parameters)
    _drop_orphans(connection)
    return removed


def _drop_orphans(connection: sa.Connection) -> None:
    """Delete files, names and pictures that no article refers to any more."""
    linked = sa.exists().where(article_source.c.source_file_id == source_file.c.id)
    connection.execute(sa.delete(source_file).where(~linked))
    commented = sa.exists().where(comment.c.author_id == author.c.id)
    written = sa.exists().where(article_author.c.author_id == author.c.id)
    connection.execute(sa.delete(author).where(~commented, ~written))
    _pictures.drop_orphans(connection)
