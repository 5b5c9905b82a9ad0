"""The comments of one article as a tree for Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import open_suggestions, seems_reply
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread, ThreadEntry, ThreadOrder
from ipvm_desktop.ui.models import comment_text
from ipvm_desktop.ui.models.roles import CommentRole
from ipvm_desktop.ui.models.visible_thread import Guides, VisibleThread

Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class CommentLine:
    """All that a row's painter needs.

    Attributes:
        entry: The comment or placeholder.
        guides: The lines that join it to its neighbours.
        is_context: Shown only because a reply matches.
        hidden_replies: How many rows collapsing hides.
        terms: Words to mark.
        at_starts: They count only where a word begins.
        usual_year: Dates of this year are shown without it.
        answers: Whom it replies to, in a flat list; "" where its place tells or it is no reply.
        is_barred: Cannot be chosen while a parent is being picked.
        seems_reply: Nobody has said yet whether it is the reply it rather is than not.
    """

    entry: ThreadEntry[Comment]
    guides: Guides
    is_context: bool
    hidden_replies: int
    terms: tuple[str, ...]
    at_starts: bool
    usual_year: int | None
    answers: str = ""
    is_barred: bool = False
    seems_reply: bool = False


class CommentTreeModel(QAbstractItemModel):
    """A thread, or the part of it that a filter keeps.

    An index's ``internalId()`` is the entry's position in ``Thread.entries``, also
    when a filter hides some of them; Qt never holds a pointer of ours.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: Thread[Comment] = Thread()
        self._visible = VisibleThread(self._thread)
        self._positions: dict[int, int] = {}
        self._terms: tuple[str, ...] = ()
        self._searched: tuple[str, ...] = ()
        self._usual_year: int | None = None
        self._barred: frozenset[int] | None = None

    @property
    def thread_shown(self) -> Thread[Comment]:
        """The whole thread with the present marks, whatever the filter."""
        return self._thread

    @property
    def visible(self) -> VisibleThread:
        """What the filter keeps."""
        return self._visible

    def set_thread(self, thread: Thread[Comment], usual_year: int | None = None) -> None:
        """Show another thread, unfiltered."""
        self.beginResetModel()
        self._thread = thread
        self._positions = {entry.id: position for position, entry in enumerate(thread.entries)}
        self._visible = VisibleThread(thread)
        self._terms = ()
        self._usual_year = usual_year
        self.endResetModel()

    def update_thread(self, thread: Thread[Comment], shown: FilteredThread | None) -> None:
        """Show a newer state of the same comments, and what the same filter keeps of it."""
        self.beginResetModel()
        self._thread = thread
        self._positions = {entry.id: position for position, entry in enumerate(thread.entries)}
        self._visible = VisibleThread(thread, shown)
        self.endResetModel()

    def set_search(self, terms: tuple[str, ...]) -> None:
        """Mark words that the library is searched for, unless a filter marks its own."""
        self._searched = terms
        self._announce_all()

    def set_barred(self, comment_ids: frozenset[int] | None) -> None:
        """Let comments look as if they could not be chosen, and placeholders too.

        Args:
            comment_ids: Which ones; None lets all look as usual again.
        """
        self._barred = comment_ids
        self._announce_all()

    def set_filter(self, shown: FilteredThread | None, terms: tuple[str, ...] = ()) -> bool:
        """Show a part of the thread, or all of it for None, marking some words.

        Returns:
            Whether the rows changed, so that the model was reset. When the same rows
            stay, only their looks are announced as changed.
        """
        visible = VisibleThread(self._thread, shown)
        self._terms = terms
        if visible.same_rows(self._visible):
            # Other rows of these may be context now.
            self._visible = visible
            self._announce_all()
            return False
        self.beginResetModel()
        self._visible = visible
        self.endResetModel()
        return True

    def matching_ids(self) -> set[int]:
        """Return the shown comments that are not mere context."""
        visible, entries = self._visible, self._thread.entries
        positions = visible.positions
        return {entries[each].id for each in positions if not visible.is_context(each)}

    def update_marks(self, marks: Mapping[int, tuple[bool, bool]]) -> None:
        """Take new ``(read, starred)`` marks by comment id; ids not in the thread are ignored."""
        entries = list(self._thread.entries)
        changed = []
        for comment_id, (read, starred) in marks.items():
            position = self._positions.get(comment_id)
            comment = entries[position].comment if position is not None else None
            if position is None or comment is None:
                continue
            if (comment.read, comment.starred) != (read, starred):
                updated = replace(comment, read=read, starred=starred)
                entries[position] = replace(entries[position], comment=updated)
                changed.append(position)
        if not changed:
            return
        self._thread = replace(self._thread, entries=tuple(entries))
        self._visible.take_entries(self._thread)
        for position in changed:
            if position in self._visible:
                index = self.index_at(position)
                self.dataChanged.emit(index, index)

    def _announce_all(self) -> None:
        """Tell views that rows look different.

        The signal takes one range of siblings; the top level stands for all, and a
        view that shows deeper rows repaints them itself.
        """
        top = self._visible.replies(-1)
        if top:
            self.dataChanged.emit(self.index_at(top[0]), self.index_at(top[-1]))

    def position_of(self, comment_id: int) -> int | None:
        """Return where a comment stands in the thread, shown or not, or None."""
        return self._positions.get(comment_id)

    def index_of(self, comment_id: int) -> QModelIndex:
        """Return a comment's index; invalid when it is unknown or filtered out."""
        position = self._positions.get(comment_id)
        return QModelIndex() if position is None else self.index_at(position)

    def index_at(self, position: int) -> QModelIndex:
        """Return the index of a position; invalid when it is filtered out."""
        if position not in self._visible:
            return QModelIndex()
        return self.createIndex(self._visible.row(position), 0, position)

    def entry_at(self, index: Index) -> ThreadEntry[Comment] | None:
        """Return the entry of an index, or None for an invalid one."""
        return self._thread.entries[index.internalId()] if index.isValid() else None

    def line_at(self, index: Index) -> CommentLine:
        """Return what the row of a valid index shows."""
        position = index.internalId()
        return CommentLine(
            entry=self._thread.entries[position],
            guides=self._visible.guides(position),
            is_context=self._visible.is_context(position),
            hidden_replies=self._visible.hidden_when_collapsed(position),
            terms=self._terms or self._searched,
            at_starts=not self._terms,
            usual_year=self._usual_year,
            answers=self._whom(position),
            is_barred=self.is_barred(position),
            seems_reply=seems_reply(self._thread.entries[position].comment),
        )

    def is_barred(self, position: int) -> bool:
        """Return whether an entry cannot be chosen while a parent is being picked."""
        if self._barred is None:
            return False
        entry = self._thread.entries[position]
        return entry.comment is None or entry.id in self._barred

    def answered(self, position: int) -> ThreadEntry[Comment] | None:
        """Return what an entry replies to, a placeholder where that is not there, or None."""
        entry = self._thread.entries[position]
        if entry.answers >= 0:
            return self._thread.entries[entry.answers]
        missing = entry.comment.parent if entry.comment else None
        if missing is None or entry.id in self._thread.cut:
            return None
        return self._named(missing)

    def _named(self, comment_id: int) -> ThreadEntry[Comment]:
        position = self._positions.get(comment_id)
        if position is not None:
            return self._thread.entries[position]
        return ThreadEntry(comment_id, None, -1, 0, 0, ())

    def _whom(self, position: int) -> str:
        if self._thread.order is ThreadOrder.THREADED:
            return ""
        answered = self.answered(position)
        return comment_text.author_name(answered) if answered else ""

    # Qt asks these for every row when it lays out a tree, so they do the least they can.
    # There is one column, so no index of ours has another.

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        siblings = self._visible.below.get(parent.internalId() if parent.isValid() else -1, ())
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row])

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        position = self._visible.parent(index.internalId()) if index.isValid() else -1
        return self.index_at(position)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self._visible.below.get(parent.internalId() if parent.isValid() else -1, ()))

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        return (parent.internalId() if parent.isValid() else -1) in self._visible.below

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: ARG002
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._thread.entries[index.internalId()]
        match role:
            case CommentRole.ENTRY:
                return entry
            case CommentRole.LINE:
                return self.line_at(index)
            case Qt.ItemDataRole.DisplayRole:
                return comment_text.author_name(entry)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(index.internalId())
            case Qt.ItemDataRole.AccessibleTextRole:
                is_context = self._visible.is_context(index.internalId())
                whom = self._whom(index.internalId())
                return comment_text.spoken_text(
                    entry, self._usual_year, is_context=is_context, answers=whom
                )
        return None

    def _tooltip(self, position: int) -> str:
        entry = self._thread.entries[position]
        comment = entry.comment
        original = comment.original if comment else None
        former = original.parent if original else None
        return comment_text.tooltip(
            entry,
            self.answered(position),
            self._visible.hidden_when_collapsed(position),
            former=None if former is None else self._named(former),
            suggestions=len(open_suggestions(self._thread, comment)) if comment else 0,
        )
