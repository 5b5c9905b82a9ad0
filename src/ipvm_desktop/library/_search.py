"""Full-text search: the reader's words as FTS5 expressions, hits, and the index's upkeep."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

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
    comment,
    comment_fts,
    comment_search,
)

_OPEN, _CLOSE = "\x02", "\x03"
_SNIPPET_WORDS = 24
_MAX_TERMS = 50  # SQLite limits the depth of expressions; nobody types as many

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

    The last one also matches as a prefix, unless it stands in closed quotes. Terms
    without a letter or digit are left out, because the index knows no such words.
    """
    plain = clean(text)
    terms = query_terms(plain)
    quoted = [f'"{term.replace(chr(34), chr(34) * 2)}"' for term in terms]
    if quoted and not plain.rstrip().endswith('"'):
        quoted[-1] += " *"
    known = [quote for term, quote in zip(terms, quoted, strict=True) if _has_word(term)]
    return list(dict.fromkeys(known))[-_MAX_TERMS:]


def _has_word(term: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LN" for letter in term)


def parameters(terms: list[str]) -> dict[str, str]:
    """Return the parameters of ``matching_articles``."""
    return {f"term{number}": term for number, term in enumerate(terms)}


def matching_articles(terms: int) -> Iterator[sa.CompoundSelect[tuple[int]]]:
    """Yield, for each term, a subquery of the articles it occurs in, comments included."""
    for number in range(terms):
        term: sa.BindParameter[str] = sa.bindparam(f"term{number}")
        in_articles = sa.select(article_fts.c.rowid).where(article_fts.c.article_fts.match(term))
        in_comments = sa.select(_COMMENT_ARTICLE).where(comment_fts.c.comment_fts.match(term))
        yield sa.union_all(in_articles, in_comments)


def hits(connection: sa.Connection, text: str, limit: int) -> list[SearchHit]:
    """Return the best places where the words occur, best first.

    Places that have all the words are taken; only where there is none, places with some
    of the words, from articles that have them all.
    """
    terms = expressions(text)
    if not terms or limit <= 0:
        return []
    found = _ranked(connection, " AND ".join(terms), limit, [])
    if not found and len(terms) > 1:
        found = _ranked(connection, " OR ".join(terms), limit, terms)
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])[:limit]]


def _ranked(
    connection: sa.Connection, expression: str, limit: int, terms: list[str]
) -> list[tuple[float, SearchHit]]:
    """Return the best hits among articles and among comments with their ranks, low is good."""
    values = {"expression": expression, "limit": limit, **parameters(terms)}
    return [
        (rank, SearchHit(article_id, title, number, name, _snippet(marked)))
        for index in (article_fts, comment_fts)
        for rank, article_id, title, number, name, marked in _hits_statement(
            index.name, len(terms)
        ).run(connection, values)
    ]


@cache
def _hits_statement(index_name: str, terms: int) -> Prepared:
    """Return the statement for hits of ``:expression``, in articles that have all terms.

    The best rows are found first, and only of these the passages, which are costly.
    """
    index = article_fts if index_name == article_fts.name else comment_fts
    matches = index.c[index_name].match(sa.bindparam("expression"))
    article_id = index.c.rowid if index is article_fts else _COMMENT_ARTICLE
    best = sa.select(index.c.rowid, index.c.rank).where(matches)
    if terms:
        # One list for all terms: with one for each, SQLite passes over the index's own search.
        of_each = (sa.select(matching.subquery()) for matching in matching_articles(terms))
        best = best.where(article_id.in_(sa.intersect(*of_each)))
    best_rows = best.order_by(index.c.rank).limit(sa.bindparam("limit")).subquery("best")
    marked = sa.func.snippet(sa.literal_column(index_name), -1, _OPEN, _CLOSE, "…", _SNIPPET_WORDS)
    number, name = (
        (sa.null(), article_search.c.byline)
        if index is article_fts
        else (comment.c.number, comment_search.c.author)
    )
    columns = sa.select(best_rows.c.rank, article.c.id, article.c.title, number, name, marked)
    joined = columns.join_from(
        best_rows, index, sa.and_(index.c.rowid == best_rows.c.rowid, matches)
    )
    if index is article_fts:
        joined = joined.join(article, article.c.id == index.c.rowid)
        joined = joined.join(article_search, article_search.c.id == article.c.id)
    else:
        joined = joined.join(comment, comment.c.id == index.c.rowid)
        joined = joined.join(comment_search, comment_search.c.id == comment.c.id)
        joined = joined.join(article, article.c.id == comment.c.article_id)
    return Prepared(joined)


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
