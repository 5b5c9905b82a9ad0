"""What the reader folded in the tree of comments, remembered by the comments' ids."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView

from ipvm_desktop.ui.models.comment_tree import CommentTreeModel


class TreeFolding:
    """Folds and unfolds rows; what is folded while a filter is set counts only for that long.

    Attributes:
        is_filtered: Whether a filter is set.
    """

    def __init__(self, tree: QTreeView, model: CommentTreeModel) -> None:
        """Note from now on what the reader folds.

        Args:
            tree: Shows the model.
            model: The comments.
        """
        self.is_filtered = False
        self._tree = tree
        self._model = model
        self._without_filter: set[int] = set()
        self._in_filter: set[int] = set()
        tree.collapsed.connect(lambda index: self.ids.add(self._id_of(index)))
        tree.expanded.connect(lambda index: self.ids.discard(self._id_of(index)))

    @property
    def ids(self) -> set[int]:
        """The comments whose replies are folded."""
        return self._in_filter if self.is_filtered else self._without_filter

    def forget(self) -> None:
        """Forget what was folded while there was no filter."""
        self._without_filter.clear()

    def take_filter_away(self) -> None:
        """Fold as before there was a filter."""
        self._in_filter.clear()
        self.is_filtered = False

    def restore(self) -> None:
        """Unfold everything but what the reader folded."""
        folded = [self._model.index_of(comment_id) for comment_id in self.ids]
        self._quietly(self._tree.expandAll)
        if not folded:
            return
        # While a layout is due, folding a row costs next to nothing.
        self._tree.scheduleDelayedItemsLayout()
        for index in folded:
            if index.isValid():
                self._tree.collapse(index)
        self._tree.executeDelayedItemsLayout()

    def unfold_all(self) -> None:
        """Unfold all replies."""
        self.ids.clear()
        self._quietly(self._tree.expandAll)

    def fold_all(self) -> None:
        """Fold all replies, leaving the top level."""
        entries = self._model.thread_shown.entries
        self.ids.update(
            entries[position].id for position in self._model.visible.below if position >= 0
        )
        self._quietly(self._tree.collapseAll)

    def nearest_shown(self, index: QModelIndex) -> QModelIndex:
        """Return the index, or the outermost folded row that hides it."""
        nearest = index
        above = index.parent()
        while above.isValid():
            if not self._tree.isExpanded(above):
                nearest = above
            above = above.parent()
        return nearest

    def _quietly(self, fold: Callable[[], None]) -> None:
        # Qt would tell of every single row.
        blocked = self._tree.blockSignals(True)
        fold()
        self._tree.blockSignals(blocked)

    def _id_of(self, index: QModelIndex) -> int:
        return self._model.thread_shown.entries[index.internalId()].id
