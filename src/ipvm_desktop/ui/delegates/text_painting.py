"""Painting single lines of text: elided, with marked words, in pills and circles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
)

_CHIP_PADDING = 6
_CHIP_LEAST = 34


def draw_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    *,
    marks: Sequence[tuple[int, int]] = (),
    mark: tuple[QColor, QColor] | None = None,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> int:
    """Draw one elided line with the painter's font and pen, and return its width.

    It starts where lines start on this desktop, but runs in its own direction.
    ``marks`` are spans of the unelided text, drawn in the two colours of ``mark``, ground
    and ink, up to where the text was cut.
    """
    shown = painter.fontMetrics().elidedText(text, elide, rect.width())
    if not shown:
        return 0
    cut = len(shown) if shown == text else max(0, len(shown) - 1)
    spans = [(start, min(end, cut)) for start, end in marks if start < cut] if mark else []
    layout = QTextLayout(shown, painter.font())
    if mark and spans:
        layout.setFormats([_inked(start, end, mark[1]) for start, end in spans])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(rect.width(), painter.fontMetrics().horizontalAdvance(shown)) + 1)
    layout.endLayout()
    left = float(rect.left())
    if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        left = rect.right() + 1 - line.naturalTextWidth()
    top = rect.top() + (rect.height() - line.height()) / 2
    if mark and spans:
        _draw_grounds(painter, line, QPointF(left, top), spans, mark[0])
    layout.draw(painter, QPointF(left, top))
    return round(line.naturalTextWidth())


def _inked(start: int, end: int, ink: QColor) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start, part.length = start, end - start
    letters = QTextCharFormat()
    letters.setForeground(ink)
    part.format = letters
    return part


def _draw_grounds(
    painter: QPainter,
    line: QTextLine,
    corner: QPointF,
    spans: Sequence[tuple[int, int]],
    color: QColor,
) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for start, end in spans:
        # Where writing runs from right to left the end stands left of the start.
        low, high = sorted((_x_at(line.cursorToX(start)), _x_at(line.cursorToX(end))))
        span = QRectF(corner.x() + low - 1, corner.y(), high - low + 2, line.height())
        painter.drawRoundedRect(span, 2, 2)
    painter.restore()


def _x_at(answer: object) -> float:
    # PySide returns the position alone or with the corrected cursor, by version.
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]


def chip_width(text: str, font: QFont) -> int:
    """Return how wide a pill with a text is."""
    return QFontMetrics(font).horizontalAdvance(text) + 2 * _CHIP_PADDING


def draw_chip(
    painter: QPainter, rect: QRect, text: str, font: QFont, fill: QColor, ink: QColor
) -> int:
    """Draw a pill at the left of a rectangle, eliding its text; return its width, 0 for no room."""
    width = min(chip_width(text, font), rect.width())
    if width < min(_CHIP_LEAST, chip_width(text, font)):
        return 0
    height = QFontMetrics(font).height() + 1
    pill = QRect(rect.left(), rect.top() + (rect.height() - height + 1) // 2, width, height)
    painter.save()
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(ink)
    inner = pill.adjusted(_CHIP_PADDING, 0, -_CHIP_PADDING + 1, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)
    painter.restore()
    return width


def draw_avatar(painter: QPainter, circle: QRect, text: str, font: QFont, fill: QColor) -> None:
    """Draw initials in a filled circle."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(circle)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def star_path(rect: QRect) -> QPainterPath:
    """Return a five-pointed star that fills most of a rectangle."""
    center = QRectF(rect).center()
    radius = min(rect.width(), rect.height()) / 2 - 1
    # Unit vectors of the points, from the top clockwise, outer and inner in turn.
    points = (
        (0.0, -1.0),
        (0.2245, -0.309),
        (0.9511, -0.309),
        (0.3633, 0.118),
        (0.5878, 0.809),
        (0.0, 0.382),
        (-0.5878, 0.809),
        (-0.3633, 0.118),
        (-0.9511, -0.309),
        (-0.2245, -0.309),
    )
    path = QPainterPath()
    for number, (x, y) in enumerate(points):
        corner = QPointF(center.x() + x * radius, center.y() + y * radius)
        (path.lineTo if number else path.moveTo)(corner)
    path.closeSubpath()
    return path
