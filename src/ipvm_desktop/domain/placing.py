"""The reader's word on who answers whom: what it makes of a comment, and what it may not say."""

from __future__ import annotations

from dataclasses import replace

from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.thread import Thread

_RATHER = 0.5

INFERRED_KINDS = frozenset({ReplyKind.INFERRED, ReplyKind.QUOTE})


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


def with_refusal(comment: Comment, parent: int, refused: bool) -> Comment:
    """Return a comment of which one suggestion was refused, or is offered again."""
    every = (*comment.suggestions, *comment.refused)
    kept = {each.parent for each in comment.suggestions} - {parent}
    if not refused:
        kept.add(parent)
    best_first = sorted(every, key=lambda each: -each.confidence)
    return replace(
        comment,
        suggestions=tuple(each for each in best_first if each.parent in kept),
        refused=tuple(each for each in best_first if each.parent not in kept),
    )


def obstacle(thread: Thread[Comment], comment_id: int, parent: int | None) -> str | None:
    """Say in one sentence why a comment cannot reply to another; None where it can.

    Args:
        thread: The discussion, in any order.
        comment_id: The reply.
        parent: What it would answer; None for the top level.
    """
    position = thread.position(comment_id)
    if position is None or thread.entries[position].comment is None:
        return f"Comment #{comment_id} is not in this file, so it cannot be moved."
    if parent is None:
        return None
    if parent == comment_id:
        return "A comment cannot answer itself."
    target = thread.position(parent)
    if target is None or thread.entries[target].comment is None:
        return f"Comment #{parent} is not in this file, so nothing can be moved below it."
    while target >= 0:
        if target == position:
            return f"#{parent} stands below #{comment_id}, so #{comment_id} cannot answer it."
        target = thread.entries[target].answers
    return None


def impossible_parents(thread: Thread[Comment], comment_id: int) -> frozenset[int]:
    """Return the comments that one cannot answer: itself and all below it."""
    replies: dict[int, list[int]] = {}
    for entry in thread.entries:
        if entry.answers >= 0:
            replies.setdefault(thread.entries[entry.answers].id, []).append(entry.id)
    found: list[int] = [comment_id]
    for each in found:  # grows meanwhile
        found += replies.get(each, ())
    return frozenset(found)


def open_suggestions(thread: Thread[Comment], comment: Comment) -> list[Suggestion]:
    """Return the suggestions that can be accepted, best first."""
    if not comment.suggestions:
        return []
    below = impossible_parents(thread, comment.id)
    present = {entry.id for entry in thread.entries if entry.comment is not None}
    return [
        each
        for each in comment.suggestions
        if each.parent in present and each.parent != comment.parent and each.parent not in below
    ]


def awaits_word(comment: Comment | None) -> bool:
    """Return whether a comment hangs from nothing, yet may be a reply, and nobody decided."""
    return (
        comment is not None
        and comment.parent is None
        and comment.original is None
        and bool(comment.suggestions)
    )


def seems_reply(comment: Comment | None) -> bool:
    """Return whether a comment that awaits a word is rather a reply than not.

    Those below are offered on request; a mark on every other comment would tell nothing.
    """
    return (
        comment is not None
        and awaits_word(comment)
        and max(each.confidence for each in comment.suggestions) >= _RATHER
    )
