"""Rows with air between them, for the lists in dialogs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

_AIR = QSize(16, 8)
_ANY_HEIGHT = 9999


class RoomyRows(QStyledItemDelegate):
    """Draws rows as ever, only roomier; a style sheet's padding would cut them instead.

    In a tree that wraps words, rows are as high as their columns need: Qt itself asks for a
    height without telling a width.
    """

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree
        if tree.wordWrap():
            tree.header().sectionResized.connect(tree.scheduleDelayedItemsLayout)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if self._tree.wordWrap():
            width = self._tree.columnWidth(index.column())
            if index.column() == self._tree.treePosition():
                width -= self._tree.indentation()
            option.rect = QRect(0, 0, width - _AIR.width(), _ANY_HEIGHT)
        return super().sizeHint(option, index) + _AIR
