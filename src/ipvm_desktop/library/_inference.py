"""Statements for inferring the replies of articles once more, by a newer model."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import sqlalchemy as sa

from ipvm_desktop.domain.article import Article, ArticleContent
from ipvm_desktop.domain.comment import Comment, CommentContent, ReplyKind
from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.library import _comments, rows
from ipvm_desktop.library._articles import id_list
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library.tables import article, comment

_ARTICLE_FIELDS = tuple(field.name for field in dataclasses.fields(ArticleContent))
_COMMENT_FIELDS = tuple(field.name for field in dataclasses.fields(CommentContent))
# What tells that a comment is still the one that was looked at.
_SAME = ("number", "author", "posted", "body_text")
_INFERRED = ("parent", "reply_kind", "reply_confidence", "reply_reason", "suggestions", "quotes")

_OUTDATED = Prepared(
    sa.select(article.c.id)
    .where(article.c.reply_model < sa.bindparam("model"), article.c.comment_count > 0)
    .order_by(article.c.id)
)
_STATE = Prepared(
    sa.select(article.c.comment_order, article.c.reply_model).where(article.c.id.in_(id_list()))
)
_SET_REPLY = Prepared(
    sa.update(comment)
    .where(
        comment.c.article_id == sa.bindparam("in_article"),
        comment.c.number == sa.bindparam("of_number"),
    )
    .values({name: sa.bindparam(name) for name in _INFERRED})
)
_SET_MODEL = Prepared(
    sa.update(article)
    .where(article.c.id == sa.bindparam("in_article"))
    .values(reply_model=sa.bindparam("reply_model"))
)


def outdated(connection: sa.Connection, model: int) -> list[int]:
    """Return the articles with comments whose replies an older model inferred, or none yet."""
    return [article_id for (article_id,) in _OUTDATED.run(connection, {"model": model})]


def flat_document(connection: sa.Connection, stored: Article) -> Document:
    """Return an article as its source told it, without what was inferred or corrected."""
    ((order, model),) = _STATE.run(connection, {"ids": f"[{stored.id}]"})
    comments = _comments.load(connection, [stored.id], corrected=False)[stored.id]
    return Document(
        **{name: getattr(stored, name) for name in _ARTICLE_FIELDS},
        comments=tuple(map(_flat, comments)),
        comment_order=CommentOrder(order) if order else None,
        reply_model=model or 0,
        key=stored.key,
        origin=stored.source,
    )


def set_replies(connection: sa.Connection, article_id: int, document: Document) -> bool | None:
    """Store what was inferred for the comments that ``flat_document`` returned.

    Nothing is stored when they have changed since, or when a source now tells the replies.

    Returns:
        Whether any comment changed; None when there is no such article.
    """
    state = _STATE.run(connection, {"ids": f"[{article_id}]"}).fetchone()
    if state is None:
        return None
    stored = _by_number(_comments.stored(connection, article_id))
    inferred = _by_number(rows.comment_values(entry, "") for entry in document.comments)
    if state[1] is None or list(map(_identity, stored)) != list(map(_identity, inferred)):
        return False
    changes = [
        {name: new[name] for name in _INFERRED}
        | {"in_article": article_id, "of_number": new["number"]}
        for old, new in zip(stored, inferred, strict=True)
        if any(old[name] != new[name] for name in _INFERRED)
    ]
    _SET_REPLY.run_all(connection, changes)
    _SET_MODEL.run(connection, {"in_article": article_id, "reply_model": document.reply_model})
    return bool(changes)


def _flat(entry: Comment) -> ParsedComment:
    content = {name: getattr(entry, name) for name in _COMMENT_FIELDS}
    content |= {"suggestions": (), "quotes": ()}
    if entry.reply and entry.reply.kind in {ReplyKind.INFERRED, ReplyKind.QUOTE}:
        content |= {"parent": None, "reply": None}
    return ParsedComment(**content)


def _by_number(comments: Iterable[rows.Values]) -> list[rows.Values]:
    return sorted(comments, key=lambda values: values["number"])


def _identity(values: rows.Values) -> tuple[object, ...]:
    return tuple(values[name] for name in _SAME)
