"""Statements that carry the reader's marks and corrections over to comments of other keys.

A copy from another file may print authors and dates of the same comments in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from ipvm_desktop.domain.identity import matched_comments
from ipvm_desktop.library import rows
from ipvm_desktop.library.tables import (
    comment_status,
    note,
    refused_suggestion,
    reply_correction,
    tag,
)


def carry(
    connection: sa.Connection,
    article_key: str,
    former: Iterable[rows.Values],
    present: Iterable[rows.Values],
) -> set[str]:
    """Let what the reader said of the former comments hold for the present ones.

    Args:
        connection: Inside a write transaction.
        article_key: The article.
        former: Rows of the comments that were shown.
        present: Rows of those shown from now on.

    Returns:
        Keys of the present comments that are former ones under another key.
    """
    matched = matched_comments(map(_outline, former), map(_outline, present))
    if matched:
        for table in (comment_status, tag, note):
            _carry_rows(connection, table, article_key, matched)
        for table in (reply_correction, refused_suggestion):
            _carry_edges(connection, table, article_key, matched)
    return set(matched.values())


def _outline(values: rows.Values) -> tuple[str, str | None, str]:
    return values["key"], values["author"], values["body_text"]


def _carry_rows(
    connection: sa.Connection, table: sa.Table, article_key: str, matched: Mapping[str, str]
) -> None:
    of_article = table.c.article_key == article_key
    found = [
        {**row, "comment_key": matched[row["comment_key"]]}
        for row in connection.execute(sa.select(table).where(of_article)).mappings()
        if row["comment_key"] in matched
    ]
    for key in {row["comment_key"] for row in found}:
        connection.execute(sa.delete(table).where(of_article, table.c.comment_key == key))
    if found:
        connection.execute(sa.insert(table), found)


def _carry_edges(
    connection: sa.Connection, table: sa.Table, article_key: str, matched: Mapping[str, str]
) -> None:
    of_article = table.c.article_key == article_key
    earlier = set(matched.values())  # what holds of these from a time when they were shown
    for row in connection.execute(sa.select(table).where(of_article)).mappings().all():
        if row["comment_key"] in earlier:
            continue
        ends = {name: matched.get(row[name], row[name]) for name in ("comment_key", "parent_key")}
        connection.execute(sa.insert(table).prefix_with("OR REPLACE").values({**row, **ends}))
