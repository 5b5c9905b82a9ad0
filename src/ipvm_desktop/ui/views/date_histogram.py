"""Bars that tell when people wrote, and choose days by a click or a drag."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontInfo,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.ui.theme import LIGHT, Theme, blend
from ipvm_desktop.ui.views._date_bins import DateBin, date_bins

_MARGIN = 12
_BARS = 48
_GAP = 2
_LEAST_BAR = 2


class DateHistogram(QWidget):
    """Comments per day, week, month or year. Hidden while there are fewer than two days.

    A click chooses a bar's days, a drag or Shift a range; choosing the same again
    takes the choice back. The arrow keys move along the bars, Enter chooses.

    Signals:
        range_chosen: First and last day, or None and None for any.
    """

    range_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._usual_year: int | None = None
        self._days: list[dt.date | None] = []
        self._bins: list[DateBin] = []
        self._totals: list[int] = []
        self._matching: list[int] | None = None
        self._chosen: tuple[dt.date | None, dt.date | None] = (None, None)
        # Bars between which the mouse or the keyboard is choosing, and the one pointed at.
        self._anchor: int | None = None
        self._dragged: int | None = None
        self._pointed: int | None = None
        self.setAccessibleName("Comments by date")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.update()

    def set_thread(self, thread: Thread[Comment], usual_year: int | None) -> None:
        """Count a discussion's comments, none of them chosen."""
        self._usual_year = usual_year
        self._days = [
            day_of(entry.comment.posted) if entry.comment and entry.comment.posted else None
            for entry in thread.entries
        ]
        dated = [day for day in self._days if day is not None]
        self._bins = date_bins(min(dated), max(dated)) if dated else []
        self._totals = self._count(range(len(self._days)))
        self._matching = None
        self._chosen = (None, None)
        self._anchor = self._dragged = self._pointed = None
        self.setVisible(len(set(dated)) > 1)
        self.update()

    def set_matches(self, shown: FilteredThread | None) -> None:
        """Draw what a filter keeps more strongly; None draws all alike."""
        self._matching = None if shown is None else self._count(shown.matches)
        self.update()

    def set_chosen(self, since: dt.date | None, until: dt.date | None) -> None:
        """Show which days are chosen."""
        self._chosen = (since, until)
        self.update()

    def _count(self, positions: Iterable[int]) -> list[int]:
        per_day = Counter(self._days[position] for position in positions)
        per_day.pop(None, None)
        counts = [0] * len(self._bins)
        index = 0
        # Days ascend, and so do the bins.
        for day in sorted(day for day in per_day if day is not None):
            while self._bins[index].last < day:
                index += 1
            counts[index] += per_day[day]
        return counts

    @property
    def bins(self) -> list[DateBin]:
        """The stretches of days that the bars stand for."""
        return self._bins

    @property
    def totals(self) -> list[int]:
        """Comments in each bin, whatever the filter."""
        return self._totals

    @property
    def matching(self) -> list[int] | None:
        """Matching comments in each bin, or None without a filter."""
        return self._matching

    def label(self, index: int) -> str:
        """Return what a bar says when pointed at, such as "Mar 4: 5 comments"."""
        total = self._totals[index]
        text = f"{self._bins[index].label(self._usual_year)}: "
        text += f"{total:,} {'comment' if total == 1 else 'comments'}"
        if self._matching is not None:
            text += f", {self._matching[index]:,} shown"
        return text

    # Where things are

    def sizeHint(self) -> QSize:
        return QSize(220, _BARS + self._label_font_height() + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(QFontInfo(font).pixelSize() * 0.8)))
        return font

    def _label_font_height(self) -> int:
        return max(8, round(QFontInfo(self.font()).pixelSize() * 0.8)) + 4

    def column(self, index: int) -> QRectF:
        """Return the full height of a bar's column."""
        width = (self.width() - 2 * _MARGIN) / max(1, len(self._bins))
        return QRectF(_MARGIN + index * width, 8, width, _BARS)

    def bin_at(self, x: float) -> int | None:
        """Return the bar at some place, the nearest one beyond the ends; None without bars."""
        if not self._bins:
            return None
        width = (self.width() - 2 * _MARGIN) / len(self._bins)
        return max(0, min(len(self._bins) - 1, int((x - _MARGIN) // max(1.0, width))))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        # Time runs to the right everywhere.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme = self._theme
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.border))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max(self._totals, default=0)
        for index in range(len(self._bins)):
            self._paint_column(painter, index, most)
        self._paint_axis(painter)

    def _paint_column(self, painter: QPainter, index: int, most: int) -> None:
        theme, column = self._theme, self.column(index)
        if self._is_selected(index):
            painter.fillRect(column, QColor(theme.accent_soft))
        if index == self._pointed:
            painter.fillRect(column, QColor(blend(theme.window, theme.accent, 0.12)))
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.accent), 1))
                painter.drawRect(column.adjusted(0.5, 0.5, -0.5, -0.5))
                painter.setPen(Qt.PenStyle.NoPen)
        is_plain = self._matching is None
        share = 0.55 if is_plain else 0.28
        self._paint_bar(painter, column, self._totals[index], most, share)
        if self._matching is not None:
            self._paint_bar(painter, column, self._matching[index], most, 0.9)

    def _paint_bar(
        self, painter: QPainter, column: QRectF, count: int, most: int, share: float
    ) -> None:
        if not count:
            return
        height = max(float(_LEAST_BAR), column.height() * count / most)
        gap = _GAP if column.width() > 3 * _GAP else 0.5
        bar = QRectF(column.left(), column.bottom() - height, column.width() - gap, height)
        painter.setBrush(QColor(blend(self._theme.window, self._theme.accent, share)))
        painter.drawRoundedRect(bar, min(2.0, height / 2), min(2.0, height / 2))

    def _paint_axis(self, painter: QPainter) -> None:
        """Name the two ends in time."""
        if not self._bins:
            return
        painter.setFont(self._label_font())
        painter.setPen(QColor(self._theme.muted))
        place = QRect(_MARGIN, 8 + _BARS + 2, self.width() - 2 * _MARGIN, self._label_font_height())
        first, last = (self._bins[end].label(self._usual_year) for end in (0, -1))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, first)
        room = painter.fontMetrics().horizontalAdvance(f"{first}   {last}")
        if len(self._bins) > 1 and room <= place.width():
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, last)

    def _is_selected(self, index: int) -> bool:
        if self._anchor is not None and self._dragged is not None:
            low, high = sorted((self._anchor, self._dragged))
            return low <= index <= high
        since, until = self._chosen
        if since is None and until is None:
            return False
        stretch = self._bins[index]
        return (since is None or stretch.last >= since) and (
            until is None or stretch.first <= until
        )

    # Choosing

    def choose(self, start: int, end: int) -> None:
        """Choose all days from one bar to another; the same choice again is taken back."""
        low, high = sorted((start, end))
        days = (self._bins[low].first, self._bins[high].last)
        since, until = (None, None) if days == self._chosen else days
        self.range_chosen.emit(since, until)

    def _point_at(self, index: int | None) -> None:
        if index != self._pointed:
            self._pointed = index
            self.setAccessibleDescription("" if index is None else self.label(index))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            index = self.bin_at(event.position().x())
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if not (extends and self._anchor is not None):
                self._anchor = index
            self._dragged = index
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.bin_at(event.position().x())
        self._point_at(index)
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor is not None:
            self._dragged = index
            self._show_tip(event.globalPosition().toPoint(), index)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        anchor, dragged, self._dragged = self._anchor, self._dragged, None
        if anchor is not None and dragged is not None:
            self.choose(anchor, dragged)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._pointed is None and self._bins:
            self._point_at(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the bars, with Shift stretching the choice from where it began."""
        here = self._pointed
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if here is None:
            super().keyPressEvent(event)
        elif key in steps:
            target = max(0, min(len(self._bins) - 1, here + steps[key]))
            if extends:
                self._anchor = here if self._dragged is None else self._anchor
                self._dragged = target
            else:
                self._anchor = self._dragged = None
            self._point_at(target)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            anchor = self._anchor if self._dragged is not None else here
            self._dragged = None
            self.choose(here if anchor is None else anchor, here)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show what the bar under the mouse stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.globalPos(), self.bin_at(event.pos().x()))
            return True
        return super().event(event)

    def _show_tip(self, place: QPoint, index: int | None) -> None:
        if index is not None:
            QToolTip.showText(place, self.label(index), self)
