"""Statements over comments: reading an article's discussion and replacing it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.library import _corrections, _search, rows
from ipvm_desktop.library._articles import id_list, texts
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import (
    MAX_COMMENTS,
    article,
    author,
    comment,
    comment_status,
    note,
    tag,
)

CONTENT = (
    comment.c.number,
    comment.c.parent,
    comment.c.key,
    author.c.name.label("author"),
    comment.c.role,
    comment.c.pseudonym,
    comment.c.affiliation,
    comment.c.badges,
    comment.c.staff,
    comment.c.article_author,
    comment.c.posted,
    comment.c.posted_text,
    comment.c.votes,
    comment.c.deleted,
    comment.c.reply_kind,
    comment.c.reply_confidence,
    comment.c.reply_reason,
    comment.c.suggestions,
    comment.c.quotes,
    comment.c.body_html,
    comment.c.body_text,
    comment.c.permalink,
)
COLUMNS = (*CONTENT, comment_status.c.is_read, comment_status.c.is_starred)

_LOAD = Prepared(
    sa.select(article.c.id, article.c.key, *COLUMNS)
    .join_from(article, comment, comment.c.article_id == article.c.id)
    .join(author, author.c.id == comment.c.author_id, isouter=True)
    .join(
        comment_status,
        sa.and_(
            comment_status.c.article_key == article.c.key,
            comment_status.c.comment_key == comment.c.key,
        ),
        isouter=True,
    )
    .where(article.c.id.in_(id_list()))
    .order_by(comment.c.article_id, comment.c.number, comment.c.id)
)
_STORED = Prepared(
    sa.select(*CONTENT)
    .join_from(comment, author, author.c.id == comment.c.author_id, isouter=True)
    .where(comment.c.article_id == sa.bindparam("article_id"))
    .order_by(comment.c.id)
)
_DELETE = Prepared(
    sa.delete(comment).where(comment.c.id.between(sa.bindparam("first"), sa.bindparam("last")))
)
_author_id = sa.select(author.c.id).where(author.c.name == sa.bindparam("author"))
_INSERT = Prepared(
    sa.insert(comment).values(
        {
            column.name: sa.bindparam(column.name)
            for column in comment.c
            if column.name != "author_id"
        }
        | {"author_id": _author_id.scalar_subquery()}
    )
)


def load(
    connection: sa.Connection, articles: Sequence[int], *, corrected: bool = True
) -> dict[int, list[Comment]]:
    """Return the comments of each article by their ``id``, with five queries for all.

    Args:
        connection: Inside a transaction.
        articles: Ids of the articles.
        corrected: Whether they hang where the reader wants them.
    """
    result = _LOAD.run(connection, {"ids": json.dumps(articles)}).fetchall()
    keys = list(dict.fromkeys(row[1] for row in result))
    tags, notes = texts(connection, tag, keys), texts(connection, note, keys)
    found: dict[int, list[Comment]] = {article_id: [] for article_id in articles}
    for row in result:
        found[row[0]].append(rows.comment(row[2:], tags.get(row[1], {}), notes.get(row[1], {})))
    if corrected and (corrections := _corrections.load(connection, keys)):
        key_of = {row[0]: row[1] for row in result}
        for article_id, key in key_of.items():
            found[article_id] = _corrections.applied(found[article_id], corrections.get(key))
    return found


def stored(connection: sa.Connection, article_id: int) -> list[rows.Values]:
    """Return what is stored of an article's comments, in the shape of ``comment_values``."""
    return _STORED.dicts(connection, {"article_id": article_id})


def insert(connection: sa.Connection, article_id: int, comments: list[rows.Values]) -> None:
    """Store comments in the given order; their authors must be stored already.

    Raises:
        OverflowError: There are more than an article may have.
    """
    if len(comments) > MAX_COMMENTS:
        raise OverflowError(f"{len(comments)} comments below one article")
    first = _search.comment_range(article_id)["first"]
    _INSERT.run_all(
        connection,
        [
            {"id": first + place, "article_id": article_id, **values}
            for place, values in enumerate(comments)
        ],
    )


def delete(connection: sa.Connection, article_id: int) -> None:
    """Delete an article's comments; they must be out of the index already."""
    _DELETE.run(connection, _search.comment_range(article_id))
