"""The part of a thread that a tree shows, as plain arrays: no Qt here.

Positions are those of ``Thread.entries``; a filter leaves some out but never moves one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import IntEnum

from ipvm_desktop.domain.comment import Comment, ReplyKind
from ipvm_desktop.domain.placing import is_inferred
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread, ThreadEntry

Entry = ThreadEntry[Comment]

# Qt lays a tree out by recursion, so a chain of 50,000 replies would end the process.
# Below this depth replies hang from one common parent; their order and depth stay true.
MAX_TREE_DEPTH = 200

# Rows are indented no further than this; deeper ones stand below each other.
MAX_INDENT = 10


class GuideStyle(IntEnum):
    """How a line that joins replies is drawn; where several share one, the highest."""

    NONE = 0
    DASHED = 1
    STRONG = 2
    SOLID = 3


@dataclass(frozen=True, slots=True)
class Guides:
    """The lines that cross one row.

    Attributes:
        passing: For each indent left of the row's own parent, the line to later replies there.
        own: The line from the parent to this row.
        after: The line from the parent on to its later replies.
        below: The line from this row to its own replies, were it expanded.
        deep_after: Whether another row beyond the last indent follows this row and its replies.
    """

    passing: tuple[GuideStyle, ...] = ()
    own: GuideStyle = GuideStyle.NONE
    after: GuideStyle = GuideStyle.NONE
    below: GuideStyle = GuideStyle.NONE
    deep_after: bool = False


def guide_style(entry: Entry) -> GuideStyle:
    """Return the line to an entry from its parent: dashed if inferred, strong if the reader's."""
    comment = entry.comment
    if comment is None or comment.reply is None:
        return GuideStyle.SOLID
    if comment.reply.kind is ReplyKind.USER:
        return GuideStyle.STRONG
    return GuideStyle.DASHED if is_inferred(comment) else GuideStyle.SOLID


class VisibleThread:
    """Which entries are shown, below which, and the guides between them.

    Attributes:
        positions: Shown entries, ascending, which is also their order on screen.
        below: Shown replies of those that have any, in order; -1 stands for the top level.
        max_depth: True depth of the deepest shown entry.
    """

    def __init__(self, thread: Thread[Comment], shown: FilteredThread | None = None) -> None:
        self._entries = thread.entries
        self._context = frozenset(shown.context) if shown else frozenset[int]()
        if shown is None:
            self.positions: tuple[int, ...] = tuple(range(len(self._entries)))
        else:
            self.positions = tuple(sorted(shown.matches + shown.context))
        self.below: dict[int, list[int]] = {}
        self.max_depth = 0
        # Indexed by position; entries that are not shown keep the filler.
        self._parents = [-1] * len(self._entries)
        self._rows = [-1] * len(self._entries)
        self._anchors: dict[int, int] = {}
        self._after: dict[int, GuideStyle] = {}
        self._arrange()

    def _arrange(self) -> None:
        entries, parents, rows, below = self._entries, self._parents, self._rows, self.below
        for position in self.positions:
            entry = entries[position]
            parent = entry.parent
            if entry.depth > self.max_depth:
                self.max_depth = entry.depth
            if entry.depth > MAX_TREE_DEPTH:
                # The parent stands before and was lifted already, so its parent is the common one.
                parent = parents[parent]
            siblings = below.setdefault(parent, [])
            parents[position] = parent
            rows[position] = len(siblings)
            siblings.append(position)

    def __contains__(self, position: int) -> bool:
        return 0 <= position < len(self._rows) and self._rows[position] >= 0

    def same_rows(self, other: VisibleThread) -> bool:
        """Return whether both show the same entries of equally long threads."""
        return len(self._rows) == len(other._rows) and self.positions == other.positions

    def take_entries(self, thread: Thread[Comment]) -> None:
        """Use the entries of a thread that differs in the reader's marks only."""
        self._entries = thread.entries

    def parent(self, position: int) -> int:
        """Return the shown parent in the tree, or -1 at top level."""
        return self._parents[position]

    def row(self, position: int) -> int:
        """Return the place among the shown siblings."""
        return self._rows[position]

    def replies(self, position: int) -> list[int]:
        """Return the shown entries directly below one in the tree; -1 gives the top level."""
        return self.below.get(position, [])

    def is_context(self, position: int) -> bool:
        """Return whether an entry is shown only because a reply matches."""
        return position in self._context

    def hidden_when_collapsed(self, position: int) -> int:
        """Return how many shown entries stand below one, at any depth."""
        end = self._end(position)
        return bisect_left(self.positions, end) - bisect_right(self.positions, position)

    def _end(self, position: int) -> int:
        """Return the first position after an entry and everything below it."""
        last = position
        while last in self.below:
            last = self.below[last][-1]
        return last + 1

    def after(self, position: int) -> int | None:
        """Return the next shown entry, or None at the end; -1 asks for the first."""
        index = bisect_right(self.positions, position)
        return self.positions[index] if index < len(self.positions) else None

    def before(self, position: int) -> int | None:
        """Return the previous shown entry, or None at the start."""
        index = bisect_left(self.positions, position)
        return self.positions[index - 1] if index else None

    def guides(self, position: int) -> Guides:
        """Return the lines that cross an entry's row."""
        entry = self._entries[position]
        replies = self.replies(position)
        below = self._style_from(replies[0]) if replies else GuideStyle.NONE
        anchor = self._anchor(position)
        passing = []
        ancestor = anchor if entry.depth > MAX_INDENT else self._entries[position].parent
        while ancestor >= 0 and self._entries[ancestor].parent >= 0:
            passing.append(self._style_after(ancestor))
            ancestor = self._entries[ancestor].parent
        after = self._style_after(position) if 0 < entry.depth <= MAX_INDENT else GuideStyle.NONE
        return Guides(
            passing=tuple(reversed(passing)),
            own=guide_style(entry) if entry.depth else GuideStyle.NONE,
            after=after,
            below=below,
            deep_after=self._deep_after(position),
        )

    def _anchor(self, position: int) -> int:
        """Return the ancestor, or the entry itself, that stands at the last indent or before."""
        path = []
        while position not in self._anchors and self._entries[position].depth > MAX_INDENT:
            path.append(position)
            position = self._entries[position].parent
        anchor = self._anchors.get(position, position)
        self._anchors.update(dict.fromkeys(path, anchor))
        return anchor

    def _style_after(self, position: int) -> GuideStyle:
        """Return the line that leads past an entry to its later siblings.

        Solid as soon as one of them replies explicitly.
        """
        if position not in self._after:
            style = GuideStyle.NONE
            for sibling in reversed(self.replies(self._parents[position])):
                self._after[sibling] = style
                style = max(style, guide_style(self._entries[sibling]))
        return self._after[position]

    def _style_from(self, first: int) -> GuideStyle:
        return max(guide_style(self._entries[first]), self._style_after(first))

    def _deep_after(self, position: int) -> bool:
        following = self.after(self._end(position) - 1)
        return following is not None and self._entries[following].depth > MAX_INDENT
