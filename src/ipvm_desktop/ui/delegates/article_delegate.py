"""How an article's row is painted: title on up to two lines, date, comments, marks.

All rows have one height, with room for two lines of title. A height of its own for
each row would make the view ask for every title in the library before it could
place the first row or size the scroll bar; so a short title stands centred instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary
from ipvm_desktop.domain.moment import format_day
from ipvm_desktop.ui.delegates.text_painting import star_path
from ipvm_desktop.ui.models.roles import ArticleRole
from ipvm_desktop.ui.theme import HAIRLINE, LIGHT, Theme, blend

Index = QModelIndex | QPersistentModelIndex

_SIDE = 12
_ABOVE = 8
_BETWEEN = 3
_LEADING = 2
_DOT = 6
_BAR = 3
_GAP = 6
_SMALL = 0.92
_SEPARATOR = " · "


class RowFonts:
    """The fonts of a row and the heights they ask for."""

    def __init__(self, base: QFont) -> None:
        self.title = QFont(base)
        self.title.setBold(True)
        self.meta = QFont(base)
        self.meta.setPointSizeF(QFontInfo(base).pointSizeF() * _SMALL)
        self.title_height = QFontMetrics(self.title).height() + _LEADING
        self.meta_height = QFontMetrics(self.meta).height()
        lines = 2 * self.title_height + _BETWEEN + self.meta_height
        self.row_height = lines + 2 * _ABOVE + HAIRLINE


@dataclass(frozen=True, slots=True)
class MetaLine:
    """The words of a row's last line.

    Attributes:
        day: Day of publication.
        kind: "" for the usual one.
        warning: Follows in its own colour; "" for none.
        count: Number of comments.
        new: Such as "3 new"; "" for none.
    """

    day: str
    kind: str
    warning: str
    count: str
    new: str


def meta_line(summary: ArticleSummary) -> MetaLine:
    """Return what a row says below the title."""
    return MetaLine(
        day=format_day(summary.published) if summary.published else "no date",
        kind="discussion" if summary.kind is ArticleKind.DISCUSSION else "",
        warning=summary.warning,
        count=f"{summary.comment_count:,}",
        new=f"{summary.new_comments:,} new" if summary.new_comments else "",
    )


def fitting_words(line: MetaLine, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """Return date and kind, and the warning, as far as there is room for them.

    A warning that would be cut off takes the room of the kind first, then of the year,
    then of the whole date; the tool tip tells them all.
    """
    whole = _SEPARATOR.join(part for part in (line.day, line.kind) if part)
    if not line.warning:
        return whole, ""
    for words in (whole, line.day, line.day.partition(",")[0]):
        before = f"{words}{_SEPARATOR}"
        if metrics.horizontalAdvance(before + line.warning) <= width:
            return before, line.warning
    return "", line.warning


@lru_cache(maxsize=1024)
def _broken(text: str, font_key: str, width: int) -> tuple[str, ...]:
    font = QFont()
    font.fromString(font_key)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    layout.endLayout()
    # Qt counts in UTF-16 units, Python in characters.
    units = text.encode("utf-16-le", "surrogatepass")
    cut = 2 * first.textLength()
    head, rest = (
        part.decode("utf-16-le", "surrogatepass").strip() for part in (units[:cut], units[cut:])
    )
    if not rest:
        return (head,)
    elided = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return (head, elided)


def title_lines(title: str, font: QFont, width: int) -> tuple[str, ...]:
    """Break a title into one or two lines, the second one elided where it must be."""
    return _broken(" ".join(title.split()), font.toString(), max(width, 1))


class ArticleDelegate(QStyledItemDelegate):
    """Paints ``ArticleRole.SUMMARY``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._fonts: RowFonts | None = None
        self._fonts_key = ""

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from the next paint on."""
        self._theme = theme

    def fonts(self, font: QFont) -> RowFonts:
        """Return the row's fonts for a view's font."""
        key = font.key()
        if self._fonts is None or key != self._fonts_key:
            self._fonts, self._fonts_key = RowFonts(font), key
        return self._fonts

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(120, self.row_height(option.font))

    def row_height(self, font: QFont) -> int:
        """Return the one height of all rows for a view's font."""
        return self.fonts(font).row_height

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        summary = index.data(ArticleRole.SUMMARY)
        painter.save()
        painter.setClipRect(option.rect)
        row = _RowPainter(painter, self._theme, self.fonts(option.font), option)
        row.draw_ground()
        if isinstance(summary, ArticleSummary):
            row.draw(summary)
        painter.restore()


class _RowPainter:
    """Paints one row; lives for one call."""

    def __init__(
        self, painter: QPainter, theme: Theme, fonts: RowFonts, option: QStyleOptionViewItem
    ) -> None:
        self._painter = painter
        self._theme = theme
        self._fonts = fonts
        self._row: QRect = option.rect
        self._direction = option.direction
        self._state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw_ground(self) -> None:
        row, theme = self._row, self._theme
        ground = theme.window
        if self._state & QStyle.StateFlag.State_Selected:
            ground = theme.accent_soft
        elif self._state & QStyle.StateFlag.State_MouseOver:
            ground = blend(theme.window, theme.chip, 0.6)
        self._painter.fillRect(row, QColor(ground))
        line = QRect(row.left(), row.bottom() - HAIRLINE + 1, row.width(), HAIRLINE)
        self._painter.fillRect(line, QColor(theme.border))
        if self._has_focus():
            bar = QRect(row.left(), row.top(), _BAR, row.height() - HAIRLINE)
            self._painter.fillRect(self._visual(bar), QColor(theme.accent))

    def draw(self, summary: ArticleSummary) -> None:
        fonts, row = self._fonts, self._row
        width = row.width() - 2 * _SIDE
        lines = title_lines(summary.title, fonts.title, width)
        height = len(lines) * fonts.title_height + _BETWEEN + fonts.meta_height
        top = row.top() + (row.height() - HAIRLINE - height) // 2
        if not summary.read:
            self._draw_dot(top + fonts.title_height // 2)
        self._painter.setFont(fonts.title)
        self._painter.setPen(QColor(self._theme.text))
        for line in lines:
            self._draw_text(QRect(row.left() + _SIDE, top, width, fonts.title_height), line)
            top += fonts.title_height
        place = QRect(row.left() + _SIDE, top + _BETWEEN, width, fonts.meta_height)
        self._draw_meta(place, summary)

    def _has_focus(self) -> bool:
        wanted = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
        return (self._state & wanted) == wanted

    def _visual(self, rect: QRect) -> QRect:
        """Mirror a rectangle on right-to-left desktops."""
        return QStyle.visualRect(self._direction, self._row, rect)

    def _draw_text(self, rect: QRect, text: str) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        align = QStyle.visualAlignment(self._direction, flags) | Qt.AlignmentFlag.AlignAbsolute
        self._painter.drawText(self._visual(rect), align | Qt.TextFlag.TextSingleLine, text)

    def _draw_dot(self, middle: int) -> None:
        shift = 1 if self._has_focus() else 0
        left = self._row.left() + (_SIDE - _DOT) // 2 + shift
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._theme.accent))
        self._painter.drawEllipse(self._visual(QRect(left, middle - _DOT // 2, _DOT, _DOT)))

    def _draw_meta(self, place: QRect, summary: ArticleSummary) -> None:
        """Draw the last line: counts at its end, date and warning in the room that is left."""
        line = meta_line(summary)
        self._painter.setFont(self._fonts.meta)
        left = self._draw_counts(place, line, starred=summary.starred)
        room = QRect(place.left(), place.top(), left - _GAP - place.left(), place.height())
        metrics = self._painter.fontMetrics()
        words, warning = fitting_words(line, metrics, room.width())
        for text, colour in ((words, self._theme.muted), (warning, self._theme.warning)):
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            self._painter.setPen(QColor(colour))
            self._draw_text(room, shown)
            room.setLeft(room.left() + metrics.horizontalAdvance(shown))

    def _draw_counts(self, place: QRect, line: MetaLine, *, starred: bool) -> int:
        """Draw star, bubble and counts at the line's end; return where they begin."""
        metrics = self._painter.fontMetrics()
        edge = metrics.ascent()
        left = place.right() + 1
        ends = [(line.count, self._theme.muted)]
        if line.new:
            ends += [(_SEPARATOR, self._theme.muted), (line.new, self._theme.accent)]
        for text, colour in reversed(ends):
            width = metrics.horizontalAdvance(text)
            left -= width
            self._painter.setPen(QColor(colour))
            self._draw_text(QRect(left, place.top(), width, place.height()), text)
        left -= edge + 3
        icon_top = place.top() + (place.height() - edge) // 2
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._theme.muted), 1.1))
        self._painter.drawPath(bubble_path(self._visual(QRect(left, icon_top, edge, edge))))
        if starred:
            left -= edge + 5
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(self._theme.warning))
            self._painter.drawPath(star_path(self._visual(QRect(left, icon_top, edge, edge))))
        return left


def bubble_path(rect: QRect) -> QPainterPath:
    """Return a speech bubble that fills most of a square."""
    box = QRectF(rect).adjusted(1, 1.5, -0.5, -2.5)
    body = QPainterPath()
    body.addRoundedRect(box, 2.5, 2.5)
    tail = QPainterPath()
    tail.moveTo(box.left() + box.width() * 0.22, box.bottom() - 0.5)
    tail.lineTo(box.left() + box.width() * 0.22, box.bottom() + 2.5)
    tail.lineTo(box.left() + box.width() * 0.58, box.bottom() - 0.5)
    tail.closeSubpath()
    return body.united(tail)
