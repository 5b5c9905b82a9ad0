"""Statements over the reader's corrections of threads, and how they change what is shown.

Stored under the keys of articles and comments, so that they outlive the content. One
whose parent is not here at present stays stored and has no effect.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind
from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.errors import ReplyError
from ipvm_desktop.library._articles import id_list
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import comment, refused_suggestion, reply_correction

TOP = ""
"""Stands for the key of a parent where there is none."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the reader said of one article's replies.

    Attributes:
        parents: Key of the parent, or ``TOP``, by the comment's key.
        refused: Keys of the refused parents by the comment's key.
    """

    parents: dict[str, str] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)


_PARENTS, _REFUSED = (
    Prepared(
        sa.select(table.c.article_key, table.c.comment_key, table.c.parent_key).where(
            table.c.article_key.in_(id_list("keys"))
        )
    )
    for table in (reply_correction, refused_suggestion)
)
_EDGES = Prepared(
    sa.select(comment.c.number, comment.c.parent, comment.c.key, comment.c.reply_kind)
    .where(comment.c.article_id.in_(id_list()))
    .order_by(comment.c.number, comment.c.id)
)
_KEEP_PARENT = Prepared(insert(reply_correction).on_conflict_do_nothing())
_KEEP_REFUSED = Prepared(insert(refused_suggestion).on_conflict_do_nothing())
_PLACE = insert(reply_correction)
_PLACE = _PLACE.on_conflict_do_update(
    set_={"parent_key": _PLACE.excluded.parent_key},
    where=reply_correction.c.parent_key != _PLACE.excluded.parent_key,
)
_REFUSE = insert(refused_suggestion).on_conflict_do_nothing()


def load(connection: sa.Connection, article_keys: Sequence[str]) -> dict[str, Corrections]:
    """Return the corrections of those articles that have any, with two queries for all."""
    keys = {"keys": json.dumps(article_keys)}
    found: dict[str, Corrections] = {}
    for article_key, comment_key, parent_key in _PARENTS.run(connection, keys):
        found.setdefault(article_key, Corrections()).parents[comment_key] = parent_key
    for article_key, comment_key, parent_key in _REFUSED.run(connection, keys):
        refused = found.setdefault(article_key, Corrections()).refused
        refused.setdefault(comment_key, set()).add(parent_key)
    return found


def applied(comments: Iterable[Comment], corrections: Corrections | None) -> list[Comment]:
    """Return an article's comments as the reader wants to see them."""
    comments = list(comments)
    if corrections is None:
        return comments
    number_of = {entry.key: entry.id for entry in comments}
    return [_applied(entry, corrections, number_of) for entry in comments]


def _applied(entry: Comment, corrections: Corrections, number_of: Mapping[str, int]) -> Comment:
    if refused := corrections.refused.get(entry.key):
        numbers = {number_of.get(key) for key in refused}
        entry = replace(
            entry,
            suggestions=tuple(s for s in entry.suggestions if s.parent not in numbers),
            refused=tuple(s for s in entry.suggestions if s.parent in numbers),
        )
    parent_key = corrections.parents.get(entry.key)
    if parent_key is None or (parent_key != TOP and parent_key not in number_of):
        return entry
    return replace(
        entry,
        parent=number_of.get(parent_key),
        reply=Reply(ReplyKind.USER),
        original=Placement(entry.parent, entry.reply),
    )


def stated(comments: Sequence[ParsedComment], keys: Sequence[str]) -> Corrections:
    """Return the corrections that come with a document, as far as its comments are there.

    Args:
        comments: The document's.
        keys: The key of each of them.
    """
    found = Corrections()
    if not any(entry.is_placed or entry.refused for entry in comments):
        return found
    key_of: dict[int | None, str] = {None: TOP}
    for entry, key in zip(comments, keys, strict=True):
        key_of.setdefault(entry.id, key)
    for entry, key in zip(comments, keys, strict=True):
        parent_key = key_of.get(entry.parent)
        if entry.is_placed and parent_key not in (None, key):
            found.parents[key] = parent_key
        if refused := {key_of[parent] for parent in entry.refused if parent in key_of}:
            found.refused[key] = refused
    return found


def adopt(connection: sa.Connection, article_key: str, given: Corrections) -> bool:
    """Take over corrections that come with a document; return whether any was taken.

    What the reader corrected here before is never touched.
    """
    parents = [
        {"article_key": article_key, "comment_key": key, "parent_key": parent_key}
        for key, parent_key in given.parents.items()
    ]
    refused = [
        {"article_key": article_key, "comment_key": key, "parent_key": parent_key}
        for key, parent_keys in given.refused.items()
        for parent_key in parent_keys
    ]
    taken = False
    if parents:
        taken |= _KEEP_PARENT.run_all(connection, parents).rowcount > 0
    if refused:
        taken |= _KEEP_REFUSED.run_all(connection, refused).rowcount > 0
    return taken


def seen(connection: sa.Connection, article_id: int, article_key: str) -> dict[int, Comment]:
    """Return an article's comments by their ``id`` as the reader sees them hang, without text."""
    edges = [
        Comment(id=number, parent=parent, reply=Reply(ReplyKind(kind)) if kind else None, key=key)
        for number, parent, key, kind in _EDGES.run(connection, {"ids": json.dumps([article_id])})
    ]
    corrections = load(connection, [article_key]).get(article_key)
    return {entry.id: entry for entry in reversed(applied(edges, corrections))}


def place(
    connection: sa.Connection,
    article_key: str,
    comments: Mapping[int, Comment],
    number: int,
    parent: int | None,
) -> bool:
    """Note where the reader wants a comment; return whether that is new.

    Args:
        connection: Inside a write transaction.
        article_key: The article.
        comments: What ``seen`` returned of it.
        number: ``id`` of the comment, one of these.
        parent: ``id`` of the comment it shall answer; None for top level.

    Raises:
        ReplyError: The parent is not there, the comment itself, or somewhere below it.
    """
    if parent is not None:
        _require_free(comments, number, parent)
    values = {
        "article_key": article_key,
        "comment_key": comments[number].key,
        "parent_key": TOP if parent is None else comments[parent].key,
    }
    return connection.execute(_PLACE, values).rowcount > 0


def restore(connection: sa.Connection, article_key: str, comment_key: str) -> bool:
    """Forget where the reader wanted a comment; return whether anything was noted."""
    statement = sa.delete(reply_correction).where(
        reply_correction.c.article_key == article_key,
        reply_correction.c.comment_key == comment_key,
    )
    return connection.execute(statement).rowcount > 0


def refuse(
    connection: sa.Connection,
    article_key: str,
    comment_key: str,
    parent_key: str,
    refused: bool,
) -> bool:
    """Note that the reader refused a parent, or forget it; return whether that is new."""
    values = {"article_key": article_key, "comment_key": comment_key, "parent_key": parent_key}
    if refused:
        return connection.execute(_REFUSE, values).rowcount > 0
    statement = sa.delete(refused_suggestion).where(
        *(refused_suggestion.c[name] == value for name, value in values.items())
    )
    return connection.execute(statement).rowcount > 0


def _require_free(comments: Mapping[int, Comment], number: int, parent: int) -> None:
    if parent == number:
        raise ReplyError(number, parent, "a comment cannot answer itself")
    if parent not in comments:
        raise ReplyError(number, parent, "the article has no such comment")
    entries = build_thread(comments.values()).entries
    position = next(place for place, entry in enumerate(entries) if entry.id == parent)
    while position >= 0:
        if entries[position].id == number:
            raise ReplyError(number, parent, "that one stands below it")
        position = entries[position].parent
