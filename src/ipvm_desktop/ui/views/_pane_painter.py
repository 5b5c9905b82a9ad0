"""Paints what lies beneath the reading pane's text: bars, boxes, chips and marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPen,
    QPolygonF,
    QTextBlock,
    QTextCursor,
    QTextLine,
)

from ipvm_desktop.domain.comment import ReplyKind
from ipvm_desktop.render._line import ChipSpan
from ipvm_desktop.render.reading import BOX_PADDING, QUOTE_INDENT, BlockState
from ipvm_desktop.ui.theme import RADIUS, Theme
from ipvm_desktop.ui.views._pane_document import PaneDocument

_CHIP_COLOURS = {
    "public": "chip",
    "author": "accent_soft",
    "staff": "accent_soft",
    "plain": "chip",
    "inferred": "warning_soft",
}
_PICTURE_PADDING = 26
_BAR_WIDTH = 2
_QUOTE_BAR = 3
_CURRENT_PADDING = 5
_DOT = 6
_STAR_RADIUS = 6
_STAR_POINTS = (
    (0.0, -1.0), (0.25, -0.34), (0.95, -0.31), (0.4, 0.13), (0.59, 0.81),
    (0.0, 0.42), (-0.59, 0.81), (-0.4, 0.13), (-0.95, -0.31), (-0.25, -0.34),
)  # fmt: skip


@dataclass(slots=True)
class PaneMarks:
    """What can change without the document being built anew.

    Attributes:
        current: Place of the current comment in the thread, or None.
        unread: Ids of unread comments.
        starred: Ids of starred comments.
    """

    current: int | None = None
    unread: set[int] = field(default_factory=set)
    starred: set[int] = field(default_factory=set)


class PanePainter:
    """Paints beneath one document, in its own coordinates."""

    def __init__(self, document: PaneDocument, theme: Theme, width: float) -> None:
        self._document = document
        self._layout = document.qt.documentLayout()
        self._theme = theme
        self._width = width

    def paint(self, painter: QPainter, marks: PaneMarks, top: float, bottom: float) -> None:
        """Paint for the blocks from one height down to another."""
        blocks = list(self._blocks(self._first_block(top), bottom))
        if not blocks:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        begin = self._document.order_at(blocks[0].position())
        end = self._document.order_at(blocks[-1].position())
        if end is not None:
            for order in range(begin or 0, end + 1):
                self._paint_comment(painter, order, marks)
        self._paint_notices(painter, blocks)
        for block in blocks:
            self._paint_block(painter, block)

    def comment_rect(self, order: int) -> QRectF:
        """Return the area of a comment from its bar to the right edge."""
        document = self._document
        block = document.qt.findBlock(document.starts[order])
        top = self._layout.blockBoundingRect(block).top()
        last = document.qt.findBlock(document.end(order))
        # Qt puts an empty paragraph behind a table.
        while last.length() <= 1 and last.position() > block.position():
            last = last.previous()
        bottom = self._layout.blockBoundingRect(last).bottom()
        left = document.indent(order)
        return QRectF(left, top, self._width - left, bottom - top)

    def _first_block(self, top: float) -> QTextBlock:
        block = self._document.block_at(top)
        if QTextCursor(block).currentTable() is None:
            return block
        table = QTextCursor(block).currentTable()
        row = table.cellAt(block.position()).row()
        return table.cellAt(row, 0).firstCursorPosition().block()

    def _blocks(self, block: QTextBlock, bottom: float) -> Iterator[QTextBlock]:
        # A box is painted whole, so go back to where it begins.
        while block.userState() == BlockState.NOTICE and block.previous().userState() == (
            BlockState.NOTICE
        ):
            block = block.previous()
        slack = self._px(_PICTURE_PADDING)
        while block.isValid():
            below = self._layout.blockBoundingRect(block).top() > bottom + slack
            # The cells of a row do not follow each other downwards.
            if below and QTextCursor(block).currentTable() is None:
                return
            yield block
            block = block.next()

    def _paint_comment(self, painter: QPainter, order: int, marks: PaneMarks) -> None:
        entry = self._document.thread.entries[order]
        padding = self._px(_CURRENT_PADDING)
        rect = self.comment_rect(order).adjusted(0, -padding, 0, padding)
        is_current = order == marks.current
        if is_current:
            painter.fillRect(rect, QColor(self._theme.accent_soft))
        reply = entry.comment.reply if entry.comment else None
        inferred = reply is not None and reply.kind in {ReplyKind.INFERRED, ReplyKind.QUOTE}
        pen = QPen(QColor(self._theme.accent if is_current else self._theme.guide), _BAR_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if inferred:
            pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        x = rect.left() + _BAR_WIDTH / 2
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        if entry.comment is not None:
            self._paint_marks(painter, order, entry.id, marks)

    def _paint_marks(
        self, painter: QPainter, order: int, comment_id: int, marks: PaneMarks
    ) -> None:
        block = self._document.qt.findBlock(self._document.starts[order])
        layout = block.layout()
        if not layout.lineCount():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if comment_id in marks.unread:
            size = self._px(_DOT)
            x = (self._document.indent(order) + _BAR_WIDTH + self._document.text_margin(order)) / 2
            painter.setBrush(QColor(self._theme.accent))
            middle = self._line_middle(block, layout.lineAt(0))
            painter.drawEllipse(QPointF(x, middle), size / 2, size / 2)
        if comment_id in marks.starred:
            line = layout.lineAt(layout.lineCount() - 1)
            radius = self._px(_STAR_RADIUS)
            right = (
                self._layout.blockBoundingRect(block).left() + line.x() + line.naturalTextWidth()
            )
            # A byline that fills its line keeps its star within the page.
            x = min(right + radius * 2.2, self._width - radius - 1)
            painter.setBrush(QColor(self._theme.warning))
            painter.drawPolygon(_star(QPointF(x, self._line_middle(block, line)), radius))

    def _line_middle(self, block: QTextBlock, line: QTextLine) -> float:
        """Return the middle height of a line's small letters."""
        top = self._layout.blockBoundingRect(block).top()
        return top + line.y() + line.ascent() * 0.68

    def _paint_notices(self, painter: QPainter, blocks: Iterable[QTextBlock]) -> None:
        notices = [block for block in blocks if block.userState() == BlockState.NOTICE]
        if not notices:
            return
        last = notices[-1]
        while last.next().userState() == BlockState.NOTICE:
            last = last.next()
        top = self._layout.blockBoundingRect(notices[0]).top()
        bottom = self._layout.blockBoundingRect(last).bottom()
        padding = self._px(10)
        rect = QRectF(0, top - padding, self._width, bottom - top + 2 * padding)
        self._box(painter, rect, Qt.PenStyle.NoPen, self._theme.warning_soft)

    def _paint_block(self, painter: QPainter, block: QTextBlock) -> None:
        state = block.userState()
        if state == BlockState.META:
            self._paint_chips(painter, block, self._document.meta_chips)
        elif state >= BlockState.COMMENT:
            order = state - BlockState.COMMENT
            if order < len(self._document.chips):
                self._paint_chips(painter, block, self._document.chips[order])
            return
        elif state == BlockState.PICTURE:
            pen = QPen(QColor(self._theme.guide), 1)
            pen.setDashPattern([4, 3])
            rect = self._block_area(block, self._px(_PICTURE_PADDING))
            self._box(painter, rect, pen, None)
        elif state == BlockState.CODE:
            rect = self._block_area(block, self._px(8), self._px(BOX_PADDING))
            self._box(painter, rect, Qt.PenStyle.NoPen, self._theme.chip)
        self._paint_quote_bars(painter, block)

    def _block_area(self, block: QTextBlock, padding: float, indent: float = 0) -> QRectF:
        rect = self._layout.blockBoundingRect(block)
        left = block.blockFormat().leftMargin() - indent
        if QTextCursor(block).currentTable() is not None:
            return rect.adjusted(-indent, 0, indent, 0)
        return QRectF(left, rect.top() - padding, self._width - left, rect.height() + 2 * padding)

    def _paint_quote_bars(self, painter: QPainter, block: QTextBlock) -> None:
        """Paint a bar for each quotation around a block; its margin tells how many there are.

        They stand where the text's lines begin.
        """
        depth = self._document.quote_depth(block)
        if depth <= 0 or QTextCursor(block).currentTable() is not None:
            return
        base = self._document.base_margin(block)
        step = self._px(QUOTE_INDENT)
        rect = self._layout.blockBoundingRect(block)
        following = block.next()
        bottom = rect.bottom()
        # Paragraphs of one quotation share its bar.
        is_one = following.textDirection() is block.textDirection()
        if following.isValid() and is_one and self._document.quote_depth(following) >= depth:
            bottom = self._layout.blockBoundingRect(following).top()
        is_mirrored = block.textDirection() is Qt.LayoutDirection.RightToLeft
        for level in range(depth):
            x = base + level * step
            if is_mirrored:
                x = self._width - level * step - _QUOTE_BAR
            painter.fillRect(
                QRectF(x, rect.top(), _QUOTE_BAR, bottom - rect.top()), QColor(self._theme.guide)
            )

    def _paint_chips(self, painter: QPainter, block: QTextBlock, chips: Iterable[ChipSpan]) -> None:
        layout = block.layout()
        # Lines count from here, wherever the margin lets the text begin.
        origin = self._layout.blockBoundingRect(block).topLeft()
        for chip in chips:
            colour = getattr(self._theme, _CHIP_COLOURS[chip.kind])
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                start = max(chip.start, line.textStart())
                end = min(chip.end, line.textStart() + line.textLength())
                if start >= end:
                    continue
                first, second = _line_x(line, start), _line_x(line, end)
                baseline = origin.y() + line.y() + line.ascent()
                height = self._px(15)
                rect = QRectF(
                    origin.x() + min(first, second),
                    baseline - height * 0.78,
                    abs(second - first),
                    height,
                )
                self._box(painter, rect, Qt.PenStyle.NoPen, colour, self._px(4))

    def _box(
        self,
        painter: QPainter,
        rect: QRectF,
        pen: QPen | Qt.PenStyle,
        fill: str | None,
        radius: float = RADIUS,
    ) -> None:
        painter.setPen(pen)
        painter.setBrush(QBrush(QColor(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _px(self, length: float) -> float:
        return length * self._document.style.zoom


def _line_x(line: QTextLine, offset: int) -> float:
    # The stub says object; Qt gives the place and the offset it stands for.
    place = line.cursorToX(offset)
    return float(place[0] if isinstance(place, tuple) else place)  # type: ignore[arg-type]


def _star(middle: QPointF, radius: float) -> QPolygonF:
    return QPolygonF([middle + QPointF(x * radius, y * radius) for x, y in _STAR_POINTS])
