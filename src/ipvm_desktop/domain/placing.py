"""The reader's word on who answers whom: what it makes of a comment, and what it may not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind, Suggestion

INFERRED_KINDS = frozenset({ReplyKind.INFERRED, ReplyKind.QUOTE})

Comments = Mapping[int, Comment]


def is_inferred(comment: Comment | None) -> bool:
    """Return whether this program concluded that a comment is a reply."""
    return (
        comment is not None and comment.reply is not None and comment.reply.kind in INFERRED_KINDS
    )


def is_set_by_reader(comment: Comment | None) -> bool:
    """Return whether the reader said where a comment hangs."""
    return comment is not None and comment.original is not None


def placed(comment: Comment, parent: int | None) -> Comment:
    """Return a comment where the reader puts it; None for the top level."""
    original = comment.original or Placement(comment.parent, comment.reply)
    return replace(comment, parent=parent, reply=Reply(ReplyKind.USER), original=original)


def restored(comment: Comment) -> Comment:
    """Return a comment where it hangs without the reader's word."""
    if comment.original is None:
        return comment
    original = comment.original
    return replace(comment, parent=original.parent, reply=original.reply, original=None)


def without_suggestion(comment: Comment, parent: int) -> Comment:
    """Return a comment of which one suggestion was refused."""
    kept = tuple(each for each in comment.suggestions if each.parent != parent)
    return replace(comment, suggestions=kept)


def with_suggestion(comment: Comment, suggestion: Suggestion) -> Comment:
    """Return a comment with a suggestion that was refused before."""
    others = without_suggestion(comment, suggestion.parent).suggestions
    every = sorted((*others, suggestion), key=lambda each: -each.confidence)
    return replace(comment, suggestions=tuple(every))


def obstacle(comments: Comments, comment_id: int, parent: int | None) -> str | None:
    """Say in one sentence why a comment cannot reply to another; None where it can.

    Args:
        comments: All comments of the discussion by ``id``.
        comment_id: The reply.
        parent: What it would answer; None for the top level.
    """
    if comment_id not in comments:
        return f"Comment #{comment_id} is not in this file, so it cannot be moved."
    if parent is None:
        return None
    if parent == comment_id:
        return "A comment cannot answer itself."
    if parent not in comments:
        return f"Comment #{parent} is not in this file, so nothing can be moved below it."
    if comment_id in _ancestors(comments, parent):
        return f"#{parent} stands below #{comment_id}, so #{comment_id} cannot answer it."
    return None


def _ancestors(comments: Comments, comment_id: int) -> Iterator[int]:
    """Yield what a comment answers, directly and indirectly, each once even in a circle."""
    seen = {comment_id}
    above = comments[comment_id].parent
    while above is not None and above in comments and above not in seen:
        yield above
        seen.add(above)
        above = comments[above].parent


def impossible_parents(comments: Comments, comment_id: int) -> frozenset[int]:
    """Return the comments that one cannot answer: itself and all below it."""
    replies: dict[int, list[int]] = {}
    for comment in comments.values():
        if comment.parent is not None:
            replies.setdefault(comment.parent, []).append(comment.id)
    found: set[int] = set()
    left = [comment_id]
    while left:
        current = left.pop()
        if current not in found:
            found.add(current)
            left += replies.get(current, ())
    return frozenset(found)


def open_suggestions(comments: Comments, comment: Comment) -> list[Suggestion]:
    """Return the suggestions that can be accepted, best first."""
    return [
        each
        for each in comment.suggestions
        if each.parent != comment.parent and obstacle(comments, comment.id, each.parent) is None
    ]


def awaits_word(comment: Comment | None) -> bool:
    """Return whether a comment hangs from nothing, yet may be a reply, and nobody decided."""
    return (
        comment is not None
        and comment.parent is None
        and comment.original is None
        and bool(comment.suggestions)
    )
