"""Compares with the library what is shown of an article's replies."""

from __future__ import annotations

from dataclasses import dataclass

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged
from ipvm_desktop.library import Library
from ipvm_desktop.render.quotes import QuoteIndex


@dataclass(frozen=True, slots=True)
class Told:
    """What the library holds where that is not what is shown.

    Attributes:
        thread: The same comments with other replies; None when there are other comments.
        quotes: Who quotes whom in it.
    """

    thread: Thread[Comment] | None
    quotes: QuoteIndex


def told(
    library: Library, article: Article, shown: Thread[Comment], order: ThreadOrder
) -> Told | None:
    """Compare with the library what is shown; None where nothing differs."""
    stored = library.thread(article.id)
    by_id = {entry.id: entry.comment for entry in shown.entries if entry.comment}
    comments = [entry.comment for entry in stored.entries if entry.comment]
    if by_id.keys() != {comment.id for comment in comments}:
        return Told(None, QuoteIndex())
    if all(_replies(comment) == _replies(by_id[comment.id]) for comment in comments):
        return None
    return Told(arranged(stored, order), QuoteIndex.of(article, stored))


def _replies(comment: Comment) -> tuple[object, ...]:
    return (
        comment.parent,
        comment.reply,
        comment.original,
        comment.suggestions,
        comment.refused,
        comment.quotes,
    )
