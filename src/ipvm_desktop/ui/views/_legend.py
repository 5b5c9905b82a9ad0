"""One line below the tree that explains its guides, where there is something to explain."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.placing import seems_reply
from ipvm_desktop.domain.thread import Thread, ThreadEntry
from ipvm_desktop.ui.delegates.comment_guides import (
    REPLY_MARK,
    draw_reply_mark,
    guide_pen,
    mark_pen,
)
from ipvm_desktop.ui.models.visible_thread import GuideStyle, guide_style
from ipvm_desktop.ui.theme import LIGHT, Theme

# What each line means, at length and in short, and what the mark at a row's end does.
_WORDS = {
    GuideStyle.SOLID: ("in the source", "source"),
    GuideStyle.DASHED: ("inferred", "inferred"),
    GuideStyle.STRONG: ("set by you", "you"),
}
_OPEN_WORDS = ("maybe a reply (G)", "maybe (G)")
_MARGIN = 12
_SAMPLE = 22
_GAP = 5
_BETWEEN = 14


class ReplyLegend(QWidget):
    """Samples of what occurs: guides, and the mark of comments that may be replies.

    Hidden while all replies are the source's own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._styles: tuple[GuideStyle, ...] = ()
        self._has_open = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("What the lines between comments say about who answers whom")
        self.hide()

    @property
    def styles(self) -> tuple[GuideStyle, ...]:
        """The guides that are explained."""
        return self._styles

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.update()

    def set_thread(self, thread: Thread[Comment]) -> None:
        """Explain the guides that occur in a thread."""
        occurring = {guide_style(entry) for entry in _replies(thread)}
        self._styles = tuple(style for style in _WORDS if style in occurring)
        self._has_open = any(seems_reply(entry.comment) for entry in thread.entries)
        self.setAccessibleName("Replies: " + ", ".join(self.words(short=False)))
        self.setVisible(self._has_open or bool(occurring - {GuideStyle.SOLID}))
        self.update()

    def words(self, *, short: bool) -> list[str]:
        """Return what stands beside the samples."""
        words = [_WORDS[style] for style in self._styles]
        return [each[short] for each in (*words, *([_OPEN_WORDS] if self._has_open else []))]

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(QFontInfo(font).pixelSize() * 0.85)))
        return font

    def sizeHint(self) -> QSize:
        return QSize(120, QFontMetrics(self._small()).height() + 10)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        metrics = painter.fontMetrics()

        def width(words: Iterable[str]) -> int:
            return sum(
                _SAMPLE + _GAP + _BETWEEN + metrics.horizontalAdvance(each) for each in words
            )

        room = self.width() - 2 * _MARGIN + _BETWEEN
        words = self.words(short=width(self.words(short=False)) > room)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x, middle = _MARGIN, self.height() / 2
        for style, text in zip_longest(self._styles, words):
            self._draw_sample(painter, style, x, mirrored)
            x += _SAMPLE + _GAP
            advance = metrics.horizontalAdvance(text)
            painter.setPen(QColor(self._theme.muted))
            left = self._side(x + advance, mirrored) if mirrored else x
            painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), text)
            x += advance + _BETWEEN

    def _draw_sample(
        self, painter: QPainter, style: GuideStyle | None, x: int, mirrored: bool
    ) -> None:
        """Draw a piece of a guide, or for None the mark of comments that may be replies."""
        left = self._side(x + _SAMPLE, mirrored) if mirrored else x
        if style is None:
            self._draw_open_question(painter, left, mirrored)
            return
        pen = guide_pen(self._theme, style)
        if style is GuideStyle.SOLID:
            pen.setColor(QColor(self._theme.muted))
        painter.setPen(pen)
        # Thin lines are sharp in the middle of a pixel, wider ones between two.
        y = self.height() // 2 + (0 if style is GuideStyle.STRONG else 0.5)
        painter.drawLine(QPointF(left, y), QPointF(left + _SAMPLE, y))

    def _draw_open_question(self, painter: QPainter, left: int, mirrored: bool) -> None:
        width, height = REPLY_MARK
        bend = QRect(left, (self.height() - height) // 2, width, height)
        question = QRect(left + width + 3, 0, _SAMPLE - width - 3, self.height())
        if mirrored:
            bend.moveRight(left + _SAMPLE - 1)
            question.moveLeft(left)
        pen = mark_pen(self._theme, GuideStyle.DASHED)
        draw_reply_mark(painter, bend, pen, mirrored=mirrored)
        painter.setPen(QColor(self._theme.accent))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(question, side | Qt.AlignmentFlag.AlignVCenter, "?")

    def _side(self, x: int, mirrored: bool) -> int:
        return self.width() - x if mirrored else x


def _replies(thread: Thread[Comment]) -> list[ThreadEntry[Comment]]:
    return [entry for entry in thread.entries if entry.comment and entry.comment.parent is not None]
