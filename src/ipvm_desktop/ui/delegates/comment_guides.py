"""The lines that join replies, and the button that folds them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from ipvm_desktop.ui.delegates.comment_row import RowLayout
from ipvm_desktop.ui.models.comment_tree import CommentLine
from ipvm_desktop.ui.models.visible_thread import MAX_INDENT, GuideStyle
from ipvm_desktop.ui.theme import Theme

REPLY_MARK = (11, 7)
"""Width and height of the small bend that says "replies to"."""

_CORNER = 6
_MARK_CORNER = 3


def guide_pen(theme: Theme, style: GuideStyle) -> QPen:
    """Return the pen of a guide: thin, dashed or strong, so that colour alone tells nothing."""
    if style is GuideStyle.SOLID:
        return QPen(QColor(theme.guide), 1)
    pen = QPen(QColor(theme.accent), 2 if style is GuideStyle.STRONG else 1)
    if style is GuideStyle.DASHED:
        pen.setDashPattern([3, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def mark_pen(theme: Theme, style: GuideStyle) -> QPen:
    """Return the pen of a small bend that stands alone, without a line that leads to it."""
    pen = guide_pen(theme, style)
    if style is GuideStyle.SOLID:
        # The thin grey one would not be seen.
        pen.setColor(QColor(theme.muted))
    elif style is GuideStyle.DASHED:
        pen.setDashPattern([2, 1.5])
    return pen


def draw_reply_mark(painter: QPainter, place: QRect, pen: QPen, *, mirrored: bool = False) -> None:
    """Draw a small bend, as the guides make one, that says "replies to"."""
    area = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    start, end = area.left(), area.right()
    corner = float(_MARK_CORNER)
    if mirrored:
        start, end, corner = end, start, -corner
    path = QPainterPath(QPointF(start, area.top()))
    path.lineTo(start, area.bottom() - _MARK_CORNER)
    path.quadTo(start, area.bottom(), start + corner, area.bottom())
    path.lineTo(end, area.bottom())
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


class GuidePainter:
    """Draws the guides of one row.

    Solid where the source says who is answered, dashed where that is inferred, strong
    where the reader said so.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        layout: RowLayout,
        visual: Callable[[QRect], QRect],
    ) -> None:
        self._painter = painter
        self._theme = theme
        self._layout = layout
        self._visual = visual

    def draw(self, line: CommentLine, *, is_open: bool) -> None:
        """Draw all lines that cross a row."""
        layout, guides = self._layout, line.guides
        top, bottom = layout.row.top(), layout.row.bottom() + 1
        for level, style in enumerate(guides.passing):
            self._vertical(layout.guide_x(level), top, bottom, style)
        is_deep = line.entry.depth > MAX_INDENT
        if is_deep:
            x = layout.guide_x(layout.level)
            self._vertical(x, top, layout.avatar.top() - 1, guides.own)
        elif line.entry.depth:
            self._vertical(layout.guide_x(layout.level - 1), top, bottom, guides.after)
            self._elbow(guides.own)
        own_x = layout.guide_x(layout.level)
        if line.hidden_replies and is_open:
            self._vertical(own_x, layout.avatar.bottom() + 2, bottom, guides.below)
        elif guides.deep_after and is_deep:
            self._vertical(own_x, layout.avatar.bottom() + 2, bottom, GuideStyle.SOLID)

    def _x(self, x: int) -> float:
        """Return the middle of a pixel column, mirrored where the desktop is."""
        return self._visual(QRect(x, self._layout.row.top(), 1, 1)).left() + 0.5

    def _vertical(self, x: int, top: int, bottom: int, style: GuideStyle) -> None:
        if style is GuideStyle.NONE or bottom <= top:
            return
        self._painter.setPen(guide_pen(self._theme, style))
        self._painter.drawLine(QPointF(self._x(x), top), QPointF(self._x(x), bottom))

    def _elbow(self, style: GuideStyle) -> None:
        """Draw the bend from the parent's line to this row's avatar."""
        layout = self._layout
        column = layout.guide_x(layout.level - 1)
        start, end = self._x(column), self._x(layout.avatar.left() - 2)
        middle = layout.avatar.center().y() + 0.5
        corner = min(_CORNER, abs(end - start))
        path = QPainterPath(QPointF(start, layout.row.top()))
        path.lineTo(start, middle - corner)
        path.quadTo(start, middle, start + (corner if end > start else -corner), middle)
        path.lineTo(end, middle)
        self._painter.setPen(guide_pen(self._theme, style))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPath(path)

    def draw_toggle(self, font: QFont, hidden: int, ground: QColor) -> None:
        """Draw the fold button: a chevron, or how many rows are ``hidden`` while folded."""
        layout = self._layout
        size = layout.toggle_size
        text = _compact(hidden)
        pill = QRect(layout.toggle_center() - size // 2, 0, size, size)
        if hidden:
            pill.setWidth(QFontMetrics(font).horizontalAdvance(text) + 10)
            middle = layout.avatar.center().x() - pill.width() // 2
            pill.moveLeft(max(layout.row.left() + 2, middle))
        pill.moveBottom(min(layout.avatar.bottom() + size, layout.row.bottom()))
        place = self._visual(pill)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRect(place)
        painter.setPen(QPen(QColor(self._theme.guide), 1))
        painter.setBrush(QColor(self._theme.chip if hidden else self._theme.paper))
        outline = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, size / 2, size / 2)
        if hidden:
            painter.setFont(font)
            painter.setPen(QColor(self._theme.text))
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
            return
        center = outline.center()
        painter.setPen(QPen(QColor(self._theme.muted), 1.4, c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        chevron = QPainterPath(QPointF(center.x() - 2.6, center.y() - 1.1))
        chevron.lineTo(center.x(), center.y() + 1.5)
        chevron.lineTo(center.x() + 2.6, center.y() - 1.1)
        painter.drawPath(chevron)


def _compact(count: int) -> str:
    """Return "+12", or "+3k", which has to fit below an avatar."""
    return f"+{count // 1000}k" if count >= 1000 else f"+{count}"
