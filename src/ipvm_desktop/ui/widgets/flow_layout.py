"""A layout that places its widgets like words: left to right, wrapping at the edge."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """Rows of widgets at their preferred width, each row as high as its highest.

    A widget wider than the layout is narrowed to fit. Hidden widgets take no room.
    Right-to-left desktops fill each row from the right.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(spacing)

    def addItem(self, part: QLayoutItem) -> None:
        self._items.append(part)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def minimumSize(self) -> QSize:
        """The widest minimum of any one widget; the height for a width is told apart."""
        size = QSize()
        for part in self._visible():
            size = size.expandedTo(part.minimumSize())
        return size.grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """All widgets in one row."""
        visible = self._visible()
        hints = [part.sizeHint() for part in visible]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _visible(self) -> list[QLayoutItem]:
        return [part for part in self._items if not part.isEmpty()]

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Break the widgets into rows no wider than ``width``."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for part in self._visible():
            hint = part.sizeHint()
            size = QSize(min(hint.width(), max(width, part.minimumSize().width())), hint.height())
            if not rows or used + self.spacing() + size.width() > width:
                rows.append([])
                used = size.width()
            else:
                used += self.spacing() + size.width()
            rows[-1].append((part, size))
        return rows

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the rows into ``rect`` when asked to, and return the height they need."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        top = inner.top()
        rows = self._rows(inner.width())
        for index, row in enumerate(rows):
            height = max(size.height() for _, size in row)
            left = inner.left()
            for part, size in row:
                if move:
                    corner = QPoint(left, top + (height - size.height()) // 2)
                    part.setGeometry(QStyle.visualRect(direction, inner, QRect(corner, size)))
                left += size.width() + self.spacing()
            top += height + (self.spacing() if index < len(rows) - 1 else 0)
        return top - inner.top() + margins.top() + margins.bottom()
