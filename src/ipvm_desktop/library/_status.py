"""Statements over the reader's marks, and the copies of them that articles carry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.document import Marks
from ipvm_desktop.library._articles import id_list
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.rows import clean
from ipvm_desktop.library.tables import (
    article,
    article_status,
    comment,
    comment_status,
    note,
    tag,
)

_comments = sa.select(sa.func.count()).where(comment.c.article_id == article.c.id)
_read_comments = _comments.where(
    comment_status.c.article_key == article.c.key,
    comment_status.c.comment_key == comment.c.key,
    comment_status.c.is_read == sa.true(),
)
_own_status = article_status.c.article_key == article.c.key
COPIES: dict[str, sa.ColumnElement[Any]] = {
    "comment_count": _comments.scalar_subquery(),
    "unread_comments": _comments.scalar_subquery() - _read_comments.scalar_subquery(),
    "is_read": sa.exists().where(_own_status, article_status.c.is_read == sa.true()),
    "is_starred": sa.exists().where(_own_status, article_status.c.is_starred == sa.true()),
}
"""What each column of ``article`` that repeats other tables must hold."""

_REFRESH = Prepared(sa.update(article).values(COPIES).where(article.c.id.in_(id_list())))
_KNOWN = Prepared(
    sa.select(
        sa.or_(
            *(
                sa.exists().where(table.c.article_key == sa.bindparam("key"))
                for table in (article_status, comment_status)
            )
        )
    )
)
_KEEP_ARTICLE = Prepared(insert(article_status).on_conflict_do_nothing())
_KEEP_COMMENT = Prepared(insert(comment_status).on_conflict_do_nothing())


def refresh(connection: sa.Connection, articles: Iterable[int]) -> None:
    """Bring the copies in ``article`` in line with what they repeat."""
    _REFRESH.run(connection, {"ids": json.dumps(list(articles))})


def known(connection: sa.Connection, article_key: str) -> bool:
    """Return whether the reader ever marked the article or one of its comments."""
    return bool(_KNOWN.run(connection, {"key": article_key}).fetchone()[0])


def mark_articles(
    connection: sa.Connection,
    articles: Iterable[int],
    read: bool | None,
    starred: bool | None,
    comments_too: bool,
) -> list[int]:
    """Set marks of articles, None leaving them; return the ids that this changed."""
    differs: list[sa.ColumnElement[bool]] = [sa.false()]
    if read is not None:
        differs.append(article.c.is_read != read)
        if comments_too:
            unmarked = 0 if read else article.c.comment_count
            differs.append(article.c.unread_comments != unmarked)
    if starred is not None:
        differs.append(article.c.is_starred != starred)
    chosen = sa.select(article.c.id).where(article.c.id.in_(id_list()), sa.or_(*differs))
    changed = list(
        connection.execute(
            chosen.order_by(article.c.id), {"ids": json.dumps(list(articles))}
        ).scalars()
    )
    parameters = {"ids": json.dumps(changed)}
    _upsert_articles(connection, parameters, read, starred)
    if read is not None and comments_too:
        of_articles = comment.c.article_id.in_(id_list())
        _upsert_comments(connection, parameters, of_articles, read, None)
    refresh(connection, changed)
    return changed


def mark_comments(
    connection: sa.Connection,
    article_id: int,
    numbers: Iterable[int],
    read: bool | None,
    starred: bool | None,
) -> bool:
    """Set marks of comments, None leaving them; return whether anything changed."""
    parameters = {"ids": json.dumps(list(numbers)), "articles": json.dumps([article_id])}
    chosen = sa.and_(comment.c.article_id.in_(id_list("articles")), comment.c.number.in_(id_list()))
    changed = _upsert_comments(connection, parameters, chosen, read, starred)
    if changed:
        refresh(connection, [article_id])
    return changed


def _upsert_articles(
    connection: sa.Connection, parameters: dict[str, str], read: bool | None, starred: bool | None
) -> None:
    marks = insert(article_status).from_select(
        ["article_key", "is_read", "is_starred"],
        sa.select(
            article.c.key,
            article.c.is_read if read is None else sa.literal(read),
            article.c.is_starred if starred is None else sa.literal(starred),
        ).where(article.c.id.in_(id_list())),
    )
    connection.execute(
        marks.on_conflict_do_update(
            set_={"is_read": marks.excluded.is_read, "is_starred": marks.excluded.is_starred}
        ),
        parameters,
    )


def _upsert_comments(
    connection: sa.Connection,
    parameters: dict[str, str],
    chosen: sa.ColumnElement[bool],
    read: bool | None,
    starred: bool | None,
) -> bool:
    now_read = sa.func.coalesce(comment_status.c.is_read, sa.false())
    now_starred = sa.func.coalesce(comment_status.c.is_starred, sa.false())
    then_read = now_read if read is None else sa.literal(read)
    then_starred = now_starred if starred is None else sa.literal(starred)
    marks = insert(comment_status).from_select(
        ["article_key", "comment_key", "is_read", "is_starred"],
        sa.select(article.c.key, comment.c.key, then_read, then_starred)
        .join_from(comment, article, article.c.id == comment.c.article_id)
        .join(
            comment_status,
            sa.and_(
                comment_status.c.article_key == article.c.key,
                comment_status.c.comment_key == comment.c.key,
            ),
            isouter=True,
        )
        .where(chosen, sa.or_(now_read != then_read, now_starred != then_starred)),
    )
    result = connection.execute(
        marks.on_conflict_do_update(
            set_={"is_read": marks.excluded.is_read, "is_starred": marks.excluded.is_starred}
        ),
        parameters,
    )
    return result.rowcount > 0


def adopt(
    connection: sa.Connection,
    article_key: str,
    marks: Marks | None,
    comments: Iterable[tuple[str, Marks | None]],
) -> bool:
    """Take over marks that come with a document; return whether any was taken.

    What the reader marked here before is never touched.
    """
    given = [(key, of_comment) for key, of_comment in comments if of_comment is not None]
    taken = False
    if marks is not None and (marks.read or marks.starred):
        status = {"article_key": article_key, "is_read": marks.read, "is_starred": marks.starred}
        taken |= _KEEP_ARTICLE.run(connection, status).rowcount > 0
    statuses = [
        {
            "article_key": article_key,
            "comment_key": key,
            "is_read": of_comment.read,
            "is_starred": of_comment.starred,
        }
        for key, of_comment in given
        if of_comment.read or of_comment.starred
    ]
    if statuses:
        taken |= _KEEP_COMMENT.run_all(connection, statuses).rowcount > 0
    if marks is not None:
        given.append(("", marks))
    taken |= _adopt_texts(connection, tag, article_key, {key: m.tags for key, m in given})
    taken |= _adopt_texts(connection, note, article_key, {key: m.notes for key, m in given})
    return taken


def _adopt_texts(
    connection: sa.Connection,
    table: sa.Table,
    article_key: str,
    given: dict[str, tuple[str, ...]],
) -> bool:
    if not any(given.values()):
        return False
    present = set(
        connection.execute(
            sa.select(table.c.comment_key).where(table.c.article_key == article_key)
        ).scalars()
    )
    new = [
        {"article_key": article_key, "comment_key": key, "place": place, "text": clean(text)}
        for key, lines in given.items()
        if key not in present
        for place, text in enumerate(lines)
    ]
    if new:
        connection.execute(sa.insert(table), new)
    return bool(new)
