"""Statements over people: whose names are whose, and where they wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.people import Aliases
from ipvm_desktop.library._articles import id_list
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import article, author, comment, distinct_people, person_alias

EVERYWHERE = ""
"""The ``article_key`` of named people."""

# Both are answered from the index over authors alone, however many comments there are.
_counted = (
    sa.select(comment.c.author_id, sa.func.count().label("comments"))
    .where(comment.c.author_id.is_not(None))
    .group_by(comment.c.author_id)
    .subquery()
)
_NAMES = Prepared(
    sa.select(author.c.id, author.c.name, _counted.c.comments)
    .join_from(_counted, author, author.c.id == _counted.c.author_id)
    .order_by(author.c.name)
)
_ALIASES = Prepared(
    sa.select(person_alias.c.article_key, person_alias.c.name_key, person_alias.c.person_key)
)
_DISTINCT = Prepared(sa.select(distinct_people.c.name_key, distinct_people.c.other_key))
# Days are the first ten characters of a time as it is stored, whatever its zone.
_day = sa.func.substr(comment.c.posted, 1, 10)
_WRITTEN = Prepared(
    sa.select(
        comment.c.author_id,
        comment.c.article_id,
        article.c.title,
        comment.c.affiliation,
        sa.func.count().label("comments"),
        sa.func.min(_day).label("first"),
        sa.func.max(_day).label("last"),
    )
    .join_from(comment, article, article.c.id == comment.c.article_id)
    .where(comment.c.author_id.in_(id_list()), comment.c.pseudonym.is_(None))
    .group_by(comment.c.author_id, comment.c.article_id, comment.c.affiliation)
    .order_by(sa.text("first"), comment.c.article_id)
)


def names(connection: sa.Connection) -> Iterator[tuple[int, str, int]]:
    """Yield id, name and number of comments of all who commented, by name."""
    yield from _NAMES.run(connection, {})


def aliases(connection: sa.Connection) -> Aliases:
    """Return all that the reader merged."""
    found: dict[str, dict[str, str]] = {EVERYWHERE: {}}
    for article_key, name_key, person_key in _ALIASES.run(connection, {}):
        found.setdefault(article_key, {})[name_key] = person_key
    return Aliases(found.pop(EVERYWHERE), found)


def set_aliases(
    connection: sa.Connection, article_key: str, now: Mapping[str, str], then: Mapping[str, str]
) -> None:
    """Replace what holds within an article, or everywhere, by something else."""
    gone = [key for key in now if key not in then]
    if gone:
        connection.execute(
            sa.delete(person_alias).where(
                person_alias.c.article_key == article_key, person_alias.c.name_key.in_(id_list())
            ),
            {"ids": json.dumps(gone)},
        )
    new: list[dict[str, Any]] = [
        {"article_key": article_key, "name_key": key, "person_key": target}
        for key, target in then.items()
        if now.get(key) != target
    ]
    if new:
        statement = insert(person_alias)
        connection.execute(
            statement.on_conflict_do_update(set_={"person_key": statement.excluded.person_key}),
            new,
        )


def distinct(connection: sa.Connection) -> set[tuple[str, str]]:
    """Return the pairs of names that are two people, the lesser key first."""
    return set(_DISTINCT.run(connection, {}))


def set_distinct(
    connection: sa.Connection, pairs: Iterable[tuple[str, str]], *, are_distinct: bool
) -> None:
    """Say of pairs of names, the lesser key first, whether they are two people."""
    chosen = [{"name_key": one, "other_key": other} for one, other in pairs]
    if not chosen:
        return
    if are_distinct:
        connection.execute(insert(distinct_people).on_conflict_do_nothing(), chosen)
    else:
        connection.execute(
            sa.delete(distinct_people).where(
                distinct_people.c.name_key == sa.bindparam("name_key"),
                distinct_people.c.other_key == sa.bindparam("other_key"),
            ),
            chosen,
        )


def written(connection: sa.Connection, authors: Iterable[int]) -> list[dict[str, Any]]:
    """Return where authors wrote under which affiliation, the earliest first."""
    return _WRITTEN.dicts(connection, {"ids": json.dumps(list(authors))})
