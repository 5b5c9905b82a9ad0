"""Statements over what articles are recognised by; each question is a look into one index."""

from __future__ import annotations

from collections.abc import Container, Iterator

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.recognition import SIGN_MODEL, Sign, Signs, is_same, signs_of
from ipvm_desktop.library import rows
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import article, article_sign, comment

# A mark that more articles share, such as a sentence at the end of each, tells nothing.
_MOST = 8
_NONE: sa.ColumnElement[int] = sa.literal_column("0")

_KEEP = Prepared(insert(article_sign).on_conflict_do_nothing())
_DROP = Prepared(
    sa.delete(article_sign)
    .where(article_sign.c.article_id == sa.bindparam("of_article"))
    .where(article_sign.c.sign == sa.bindparam("sign"))
)
_NOTE = Prepared(
    sa.update(article)
    .where(article.c.id == sa.bindparam("of_article"))
    .values(sign_model=sa.bindparam("sign_model"))
)
_WITH = Prepared(
    sa.select(article_sign.c.article_id)
    .where(article_sign.c.sign == sa.bindparam("sign"))
    .limit(_MOST + 1)
)
_LOOK = Prepared(
    sa.select(
        article.c.key,
        article.c.title,
        article.c.published,
        article.c.url,
        article.c.masked_share,
        article.c.body_text,
    ).where(article.c.id == sa.bindparam("wanted"))
)
_UNSIGNED = Prepared(sa.select(article.c.id).where(article.c.sign_model == _NONE))
_PERMALINKS = Prepared(
    sa.select(comment.c.permalink).where(comment.c.article_id == sa.bindparam("wanted"))
)


def keep(connection: sa.Connection, article_id: int, signs: Signs) -> None:
    """Note what an article is recognised by, beside what it was before."""
    _KEEP.run_all(connection, [{"sign": s, "article_id": article_id} for s in signs.kept])


def drop(connection: sa.Connection, article_id: int, signs: Signs, own: Signs) -> None:
    """Forget what an article was recognised by through a copy that is none.

    Args:
        connection: Inside a write transaction.
        article_id: The article.
        signs: Those of the copy.
        own: Those of the article's content, which stay.
    """
    for sign in set(signs.kept).difference(own.kept):
        _DROP.run(connection, {"of_article": article_id, "sign": sign})


def find(
    connection: sa.Connection,
    signs: Signs,
    offered: ArticleContent,
    key: str,
    besides: Container[int],
) -> tuple[int, Sign] | None:
    """Return the article that a document is a copy of, and what tells so.

    Args:
        connection: Inside a transaction.
        signs: The document's.
        offered: The document.
        key: Its key; sources that state keys of their own tell their articles apart.
        besides: Articles that it is none of.
    """
    looked_at: set[tuple[Sign, int]] = set()
    for sign, marks in signs.by_trust:
        for candidate in _candidates(connection, marks):
            if candidate in besides or (sign, candidate) in looked_at:
                continue
            looked_at.add((sign, candidate))
            row = _look(connection, candidate)
            if Sign.of_key(key) is Sign.of_key(row["key"]) is Sign.KEY:
                continue
            if is_same(sign, offered, rows.outline(row)):
                return candidate, sign
    return None


def _candidates(connection: sa.Connection, marks: tuple[str, ...]) -> Iterator[int]:
    for mark in marks:
        found = _WITH.run(connection, {"sign": mark}).fetchall()
        if len(found) <= _MOST:
            yield from (article_id for (article_id,) in found)


def note_missing(connection: sa.Connection) -> None:
    """Find out what those articles are recognised by that came in before anybody did."""
    for (article_id,) in _UNSIGNED.run(connection, {}).fetchall():
        links = _PERMALINKS.run(connection, {"wanted": article_id}).fetchall()
        content = rows.outline(_look(connection, article_id))
        signs = signs_of(content, (link for (link,) in links))
        keep(connection, article_id, signs)
        _NOTE.run(connection, {"of_article": article_id, "sign_model": SIGN_MODEL})


def _look(connection: sa.Connection, article_id: int) -> rows.Values:
    (row,) = _LOOK.dicts(connection, {"wanted": article_id})
    return row
