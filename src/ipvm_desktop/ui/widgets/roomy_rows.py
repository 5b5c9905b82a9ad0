"""Rows with air between them, for the lists in dialogs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

_AIR = QSize(16, 8)


class RoomyRows(QStyledItemDelegate):
    """Draws rows as ever, only roomier; a style sheet's padding would cut them instead."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return super().sizeHint(option, index) + _AIR
