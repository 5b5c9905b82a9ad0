"""Comments arranged as a thread, a flat pre-order tuple with depths, or as a plain list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from ipvm_desktop.domain.comment import CommentContent, ReplyKind
from ipvm_desktop.domain.moment import Moment

CommentT = TypeVar("CommentT", bound=CommentContent)

# How hard a reply holds where a cycle must be cut: a guess goes before what the source
# says, and the reader's word only where there is nothing else.
_HOLD = {ReplyKind.INFERRED: 0, ReplyKind.QUOTE: 0, ReplyKind.EXPLICIT: 1, ReplyKind.USER: 2}


class ThreadOrder(StrEnum):
    """How a discussion is laid out: replies below what they answer, or one flat list."""

    THREADED = "threaded"
    TIME = "time"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ThreadEntry(Generic[CommentT]):
    """One line of a thread.

    Attributes:
        id: The comment's ``id``, also for a placeholder.
        comment: None for a placeholder, the stand-in for a missing parent.
        parent: Position of the parent in ``Thread.entries``, or -1 at top level.
        depth: 0 at top level.
        row: Place among its siblings, from 0.
        children: Positions of its replies, in order; none in a flat list.
        answers: Position of what it replies to, in a flat list too; -1 where it replies to
            nothing or to a comment that is not there.
    """

    id: int
    comment: CommentT | None
    parent: int
    depth: int
    row: int
    children: tuple[int, ...]
    answers: int = -1


@dataclass(frozen=True, slots=True)
class Thread(Generic[CommentT]):
    """A discussion in pre-order: every parent stands before its replies.

    Attributes:
        entries: All comments and placeholders.
        roots: Positions of the top-level entries, in order.
        cut: ``id`` of comments whose parent was ignored because it made a cycle.
        order: How it is laid out. A flat list has no placeholders and no depth.
    """

    entries: tuple[ThreadEntry[CommentT], ...] = ()
    roots: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    order: ThreadOrder = ThreadOrder.THREADED

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


def arranged(thread: Thread[CommentT], order: ThreadOrder) -> Thread[CommentT]:
    """Return the same comments in another order.

    In the order of time a comment without a date keeps its place behind the one before
    it in the source, and comments of one moment stand as in the source.
    """
    if thread.order is order:
        return thread
    comments = [entry.comment for entry in thread.entries if entry.comment is not None]
    if order is ThreadOrder.THREADED:
        return build_thread(comments)
    comments.sort(key=lambda comment: comment.id)
    if order is ThreadOrder.TIME:
        comments = _by_time(comments)
    positions = {comment.id: position for position, comment in enumerate(comments)}
    cut = frozenset(thread.cut)
    entries = tuple(
        ThreadEntry(
            comment.id,
            comment,
            -1,
            0,
            position,
            (),
            -1
            if comment.parent is None or comment.id in cut
            else positions.get(comment.parent, -1),
        )
        for position, comment in enumerate(comments)
    )
    return Thread(entries, tuple(range(len(entries))), thread.cut, order)


def _by_time(comments: Sequence[CommentT]) -> list[CommentT]:
    latest = (-1, 0)
    keyed = []
    for comment in comments:
        if comment.posted is not None:
            latest = _instant(comment.posted)
        keyed.append((latest, comment.id, comment))
    return [comment for _, _, comment in sorted(keyed, key=lambda key: key[:2])]


def _instant(moment: Moment) -> tuple[int, int]:
    """Return seconds and microseconds to compare times by, whatever is known of them.

    A day counts as its beginning, a time without a zone as one in UTC. Plain numbers,
    since moving the calendar's first and last days into another zone overflows.
    """
    seconds = moment.toordinal() * 86_400
    if not isinstance(moment, dt.datetime):
        return seconds, 0
    seconds += moment.hour * 3600 + moment.minute * 60 + moment.second
    offset = moment.utcoffset() or dt.timedelta()
    return seconds - round(offset.total_seconds()), moment.microsecond


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
        ThreadEntry(
            entry_id, by_id.get(entry_id), parent, depth, row, tuple(children[position]), parent
        )
        for position, (entry_id, parent, depth, row) in enumerate(order)
    )
    return Thread(entries, tuple(roots), cut)
