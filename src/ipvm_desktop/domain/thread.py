"""Comments arranged as a thread: a flat pre-order tuple with depths, and its filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ipvm_desktop.domain.comment import CommentContent, ReplyKind

CommentT = TypeVar("CommentT", bound=CommentContent)

# How hard a reply holds where a cycle must be cut: a guess goes before what the source
# says, and the reader's word only where there is nothing else.
_HOLD = {ReplyKind.INFERRED: 0, ReplyKind.QUOTE: 0, ReplyKind.EXPLICIT: 1, ReplyKind.USER: 2}


@dataclass(frozen=True, slots=True)
class ThreadEntry(Generic[CommentT]):
    """One line of a thread.

    Attributes:
        id: The comment's ``id``, also for a placeholder.
        comment: None for a placeholder, the stand-in for a missing parent.
        parent: Position of the parent in ``Thread.entries``, or -1 at top level.
        depth: 0 at top level.
        row: Place among its siblings, from 0.
        children: Positions of its replies, in order.
    """

    id: int
    comment: CommentT | None
    parent: int
    depth: int
    row: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thread(Generic[CommentT]):
    """A discussion in pre-order: every parent stands before its replies.

    Attributes:
        entries: All comments and placeholders.
        roots: Positions of the top-level entries, in order.
        cut: ``id`` of comments whose parent was ignored because it made a cycle.
    """

    entries: tuple[ThreadEntry[CommentT], ...] = ()
    roots: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()

    def position(self, comment_id: int) -> int | None:
        """Return where a comment stands, or None when it is not in the thread."""
        for index, entry in enumerate(self.entries):
            if entry.id == comment_id:
                return index
        return None


def build_thread(comments: Iterable[CommentT]) -> Thread[CommentT]:
    """Arrange comments into one thread, parents before replies.

    Siblings stand in the source's order (their ``id``). A reply whose parent is
    absent hangs from a placeholder, which stands where its first reply would. A
    cycle is cut at its earliest comment whose reply is inferred, else at the earliest
    that the source placed, and only else at the earliest that the reader placed. Input
    order does not matter; of two comments with one ``id`` the first is kept. Runs
    without recursion, in O(n log n).
    """
    by_id: dict[int, CommentT] = {}
    for comment in comments:
        by_id.setdefault(comment.id, comment)
    parent_of = {comment.id: comment.parent for comment in by_id.values()}
    cut = _cut_cycles(parent_of, by_id)

    replies: dict[int, list[int]] = {}
    top: list[tuple[int, int]] = []  # (sort key, id)
    for comment_id in sorted(by_id):
        parent = parent_of[comment_id]
        if parent is None:
            top.append((comment_id, comment_id))
            continue
        if parent not in by_id and parent not in replies:
            top.append((comment_id, parent))
        replies.setdefault(parent, []).append(comment_id)
    return _flatten(by_id, [entry_id for _, entry_id in sorted(top)], replies, cut)


def _cut_cycles(
    parent_of: dict[int, int | None], by_id: Mapping[int, CommentContent]
) -> tuple[int, ...]:
    """Detach the comment of each cycle that holds least, in place, and return their ids."""

    def hold(comment_id: int) -> tuple[int, int]:
        reply = by_id[comment_id].reply
        return _HOLD[reply.kind if reply else ReplyKind.EXPLICIT], comment_id

    done: set[int] = set()
    cut = []
    for start in parent_of:
        path: list[int] = []
        on_path: set[int] = set()
        current: int | None = start
        while current is not None and current in parent_of and current not in done:
            if current in on_path:
                loosest = min(path[path.index(current) :], key=hold)
                parent_of[loosest] = None
                cut.append(loosest)
                break
            path.append(current)
            on_path.add(current)
            current = parent_of[current]
        done.update(path)
    return tuple(sorted(cut))


def _flatten(
    by_id: dict[int, CommentT],
    top: Sequence[int],
    replies: dict[int, list[int]],
    cut: tuple[int, ...],
) -> Thread[CommentT]:
    order: list[tuple[int, int, int, int]] = []  # id, parent position, depth, row
    children: list[list[int]] = []
    roots: list[int] = []
    stack = [(entry_id, -1, 0, row) for row, entry_id in enumerate(top)][::-1]
    while stack:
        entry_id, parent, depth, row = stack.pop()
        position = len(order)
        order.append((entry_id, parent, depth, row))
        children.append([])
        (children[parent] if parent >= 0 else roots).append(position)
        below = replies.get(entry_id, ())
        stack.extend(
            (reply_id, position, depth + 1, len(below) - 1 - index)
            for index, reply_id in enumerate(reversed(below))
        )
    entries = tuple(
        ThreadEntry(entry_id, by_id.get(entry_id), parent, depth, row, tuple(children[position]))
        for position, (entry_id, parent, depth, row) in enumerate(order)
    )
    return Thread(entries, tuple(roots), cut)
