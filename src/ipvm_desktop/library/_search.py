"""Full-text search: the reader's words as FTS5 expressions, hits, and the index's upkeep."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ipvm_desktop.domain.query import SearchHit, query_terms
from ipvm_desktop.domain.snippet import Snippet
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.rows import clean
from ipvm_desktop.library.tables import (
    COMMENT_BITS,
    article,
    article_fts,
    article_search,
    author,
    comment,
    comment_fts,
    comment_search,
)

_OPEN, _CLOSE = "\x02", "\x03"
_SNIPPET_WORDS = 24

_COMMENT_ARTICLE = comment_fts.c.rowid.op(">>")(COMMENT_BITS)


def _index_statements(index: sa.TableClause, view: sa.TableClause) -> tuple[Prepared, Prepared]:
    """Return statements that add and delete the rows from ``:first`` to ``:last``."""
    names = [column.name for column in view.c if column.name != "id"]
    wanted = view.c.id.between(sa.bindparam("first"), sa.bindparam("last"))
    add = sa.insert(index).from_select(["rowid", *names], sa.select(view).where(wanted))
    # FTS5 takes an entry out only when it is told the very text that went in.
    delete = sa.insert(index).from_select(
        [index.name, "rowid", *names],
        sa.select(sa.literal_column("'delete'"), *view.c).where(wanted),
    )
    return Prepared(add), Prepared(delete)


_ADD_ARTICLE, _DELETE_ARTICLE = _index_statements(article_fts, article_search)
_ADD_COMMENTS, _DELETE_COMMENTS = _index_statements(comment_fts, comment_search)


def remember(connection: sa.Connection, article_id: int) -> None:
    """Index an article and its comments, which must be stored already."""
    _ADD_ARTICLE.run(connection, {"first": article_id, "last": article_id})
    _ADD_COMMENTS.run(connection, comment_range(article_id))


def forget(connection: sa.Connection, article_id: int) -> None:
    """Take an article and its comments out of the index; they must still be stored."""
    _DELETE_ARTICLE.run(connection, {"first": article_id, "last": article_id})
    _DELETE_COMMENTS.run(connection, comment_range(article_id))


def comment_range(article_id: int) -> dict[str, int]:
    """Return the lowest and highest row id that an article's comments may have."""
    first = article_id << COMMENT_BITS
    return {"first": first, "last": first + (1 << COMMENT_BITS) - 1}


def expressions(text: str) -> list[str]:
    """Return one FTS5 expression per word or phrase; none can be a syntax error.

    The last word also matches as a prefix, unless it stands in closed quotes. Terms
    without a letter or digit are left out, because the index knows no such words.
    """
    plain = clean(text).replace("\0", " ")
    terms = query_terms(plain)
    quoted = [f'"{term.replace(chr(34), chr(34) * 2)}"' for term in terms]
    if quoted and not plain.rstrip().endswith('"'):
        quoted[-1] += " *"
    return [quote for term, quote in zip(terms, quoted, strict=True) if _has_word(term)]


def _has_word(term: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LN" for letter in term)


def matching_articles(text: str) -> Iterator[sa.SelectBase]:
    """Yield, for each term, a subquery of the articles it occurs in, comments included."""
    found = expressions(text)
    if not found and text.strip():
        yield sa.select(sa.null()).where(sa.false())
    for expression in found:
        in_articles = sa.select(article_fts.c.rowid).where(
            article_fts.c.article_fts.match(expression)
        )
        in_comments = sa.select(_COMMENT_ARTICLE).where(comment_fts.c.comment_fts.match(expression))
        yield sa.union_all(in_articles, in_comments)


def hits(connection: sa.Connection, text: str, limit: int) -> list[SearchHit]:
    """Return the best places where the words occur, best first.

    Places that have all the words come before all others; only where there is none are
    places with some of the words taken, from articles that have them all.
    """
    found = expressions(text)
    if not found or limit <= 0:
        return []
    ranked = _ranked(connection, " AND ".join(found), limit, ())
    if not ranked and len(found) > 1:
        articles = tuple(matching_articles(text))
        ranked = _ranked(connection, " OR ".join(found), limit, articles)
    ranked.sort(key=lambda pair: pair[0])
    return [hit for _, hit in ranked[:limit]]


def _ranked(
    connection: sa.Connection, expression: str, limit: int, articles: tuple[sa.SelectBase, ...]
) -> list[tuple[float, SearchHit]]:
    in_articles = _hit_select(
        article_fts, article.c.id, sa.null(), article_search.c.byline, expression
    ).join(article, article.c.id == article_fts.c.rowid)
    in_articles = in_articles.join(article_search, article_search.c.id == article.c.id)
    in_comments = (
        _hit_select(comment_fts, article.c.id, comment.c.number, author.c.name, expression)
        .join(comment, comment.c.id == comment_fts.c.rowid)
        .join(article, article.c.id == comment.c.article_id)
        .join(author, author.c.id == comment.c.author_id, isouter=True)
    )
    ranked = []
    for statement in (in_articles, in_comments):
        for matching in articles:
            statement = statement.where(article.c.id.in_(matching))
        for rank, article_id, title, number, name, marked in connection.execute(
            statement.limit(limit)
        ):
            ranked.append((rank, SearchHit(article_id, title, number, name, _snippet(marked))))
    return ranked


def _hit_select(
    index: sa.TableClause,
    article_id: sa.ColumnElement[Any],
    number: sa.ColumnElement[Any],
    name: sa.ColumnElement[Any],
    expression: str,
) -> sa.Select[Any]:
    itself = index.c[index.name]
    marked = sa.func.snippet(sa.literal_column(index.name), -1, _OPEN, _CLOSE, "…", _SNIPPET_WORDS)
    return (
        sa.select(index.c.rank, article_id, article.c.title, number, name, marked)
        .select_from(index)
        .where(itself.match(expression))
        .order_by(index.c.rank)
    )


def _snippet(marked: str) -> Snippet:
    """Turn the marks that FTS5 set into spans, in one line of text."""
    text = ""
    spans: list[tuple[int, int]] = []
    for index, part in enumerate(" ".join(marked.split()).split(_OPEN)):
        word, closed, rest = part.partition(_CLOSE)
        if index and closed:
            spans.append((len(text), len(text) + len(word)))
        text += word + rest
    return Snippet(text, tuple(spans))
