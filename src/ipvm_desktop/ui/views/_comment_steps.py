"""Where the keys lead from one comment: along the rows, and along the replies."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import awaits_word
from ipvm_desktop.ui.models.comment_tree import CommentTreeModel

Wanted = Callable[[Comment], bool]
Neighbour = Callable[[int], int | None]


class Step(StrEnum):
    """A way to go from the current comment; siblings answer the same comment, or none."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_UNREAD = "next unread"
    PARENT = "parent"
    NEXT_SIBLING = "next sibling"
    PREVIOUS_SIBLING = "previous sibling"
    NEXT_TOP_LEVEL = "next at top level"
    PREVIOUS_TOP_LEVEL = "previous at top level"
    NEXT_AWAITING = "next with suggestions"


_BACKWARDS = {Step.PREVIOUS, Step.PREVIOUS_SIBLING, Step.PREVIOUS_TOP_LEVEL}
_AROUND = {Step.NEXT_UNREAD, Step.NEXT_AWAITING}  # from the top again at the end


def goal(model: CommentTreeModel, current_id: int | None, step: Step) -> int | None:
    """Return the id of the comment that a step leads to, or None where it leads nowhere.

    Args:
        model: What is shown, folded away or not; a filter's hidden rows are passed over.
        current_id: Where the reader is; None starts at the top.
        step: Where to go.
    """
    here = None if current_id is None else model.position_of(current_id)
    if step is Step.PARENT:
        answered = None if here is None else model.answered(here)
        return answered.id if answered and model.index_of(answered.id).isValid() else None
    neighbour = model.visible.before if step in _BACKWARDS else model.visible.after
    wanted = _wanted(model, here, step)
    found = _nearest(model, neighbour, wanted, -1 if here is None else here)
    if found is None and step in _AROUND:
        found = _nearest(model, neighbour, wanted, -1)
    return found


def _nearest(
    model: CommentTreeModel, neighbour: Neighbour, wanted: Wanted, start: int
) -> int | None:
    """Return the nearest wanted comment in one direction; placeholders have no text to read."""
    entries = model.thread_shown.entries
    position = neighbour(start)
    while position is not None:
        comment = entries[position].comment
        if comment is not None and wanted(comment):
            return comment.id
        position = neighbour(position)
    return None


def _wanted(model: CommentTreeModel, here: int | None, step: Step) -> Wanted:
    def is_top_level(comment: Comment) -> bool:
        position = model.position_of(comment.id)
        return position is not None and model.answered(position) is None

    current = None if here is None else model.thread_shown.entries[here].comment
    match step:
        case Step.NEXT_UNREAD:
            return lambda comment: not comment.read and comment is not current
        case Step.NEXT_AWAITING:
            return awaits_word
        case Step.NEXT_TOP_LEVEL | Step.PREVIOUS_TOP_LEVEL:
            return is_top_level
        case Step.NEXT_SIBLING | Step.PREVIOUS_SIBLING:
            if current is None or is_top_level(current):
                return is_top_level
            parent = current.parent
            return lambda comment: comment.parent == parent
    return lambda _: True
