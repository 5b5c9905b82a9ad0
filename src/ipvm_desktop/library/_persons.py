"""People put together from what the library knows of their names and comments."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.listing import ArticleSummary
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.people import (
    AffiliationCounter,
    Participant,
    Person,
    PersonArticle,
    earlier,
    fullest_first,
    is_bound,
    person_key,
)
from ipvm_desktop.library import _people

Names: TypeAlias = dict[str, list[tuple[int, str, int]]]
"""Id, name as printed and number of comments of each author, by the key of the person."""


def names_by_person(connection: sa.Connection, named: Mapping[str, str]) -> Names:
    """Return all named people, given which of their keys are aliases of which."""
    found: Names = {}
    for author_id, name, comments in _people.names(connection):
        key = person_key(name)
        if key is not None and not is_bound(key):
            found.setdefault(named.get(key, key), []).append((author_id, name, comments))
    return found


def named_people(connection: sa.Connection, names: Names) -> list[Person]:
    """Return people with all they wrote, in the given order; one query for all."""
    owners = {author: key for key, found in names.items() for author, _, _ in found}
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in _people.written(connection, owners):
        rows.setdefault(owners[row["author_id"]], []).append(row)
    return [_person(key, names[key], rows[key]) for key in names if key in rows]


def _person(key: str, names: list[tuple[int, str, int]], rows: list[dict[str, Any]]) -> Person:
    printed: Counter[str] = Counter()  # without names that only ever were a pseudonym
    by_author = {author: name for author, name, _ in names}
    uses = AffiliationCounter()
    articles: dict[int, PersonArticle] = {}
    for row in rows:
        first, last = _date(row["first"]), _date(row["last"])
        printed[by_author[row["author_id"]]] += row["comments"]
        uses.add(row["affiliation"], first, last, row["comments"])
        known = articles.get(row["article_id"], PersonArticle(0, "", None, 0))
        articles[row["article_id"]] = PersonArticle(
            row["article_id"],
            row["title"],
            earlier(known.first, first),
            known.comments + row["comments"],
        )
    ordered = fullest_first(printed)
    return Person(
        key=key,
        name=ordered[0],
        names=tuple((name, printed[name]) for name in ordered),
        bound=False,
        comments=sum(printed.values()),
        affiliations=uses.affiliations(),
        articles=tuple(
            sorted(articles.values(), key=lambda one: (one.first or dt.date.min, one.id))[::-1]
        ),
    )


def bound_person(article: ArticleSummary, comments: Iterable[Comment], one: Participant) -> Person:
    """Return somebody who is known in one article only, given all its comments."""
    theirs = [comment for comment in comments if comment.author in one.names]
    counts = Counter(comment.author for comment in theirs)
    first = min((day_of(each.posted) for each in theirs if each.posted), default=None)
    return Person(
        key=one.key,
        name=one.name,
        names=tuple((name, counts[name]) for name in one.names),
        bound=True,
        comments=one.comments,
        affiliations=one.affiliations,
        articles=(PersonArticle(article.id, article.title, first, one.comments),),
    )


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
