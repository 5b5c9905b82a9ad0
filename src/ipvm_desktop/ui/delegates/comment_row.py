"""Where things stand in a comment's row: geometry and fonts, nothing painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from ipvm_desktop.ui.models.visible_thread import MAX_INDENT

_LEFT = 10
_RIGHT = 10
_GAP = 8
_WIDE_STEP = 24
_NARROW_STEP = 4
_NARROW_PANEL = 300
_STAR = 16


class RowFonts:
    """The fonts of a row, made once from the view's font."""

    def __init__(self, font: QFont) -> None:
        pixels = QFontInfo(font).pixelSize()
        self.name = _sized(font, pixels, bold=True)
        self.missing = _sized(font, pixels, italic=True)
        self.snippet = _sized(font, round(pixels * 0.95))
        self.remark = _sized(font, round(pixels * 0.95), italic=True)
        self.date = _sized(font, round(pixels * 0.87))
        self.chip = _sized(font, round(pixels * 0.82))
        self.avatar = _sized(font, round(pixels * 0.72), bold=True)
        self.first_line = QFontMetrics(self.name).height()
        self.second_line = QFontMetrics(self.snippet).height()
        self.avatar_size = round(pixels * 2)
        self.toggle_size = QFontMetrics(self.chip).height() | 1

    @property
    def row_height(self) -> int:
        """The one height of all rows."""
        return max(self.first_line + self.second_line + 12, self.avatar_size + self.toggle_size + 8)


def _sized(font: QFont, pixels: int, *, bold: bool = False, italic: bool = False) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(max(7, pixels))
    sized.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    sized.setItalic(italic)
    return sized


def indent_step(width: int, levels: int) -> int:
    """Return how far one reply is indented, so that ``levels`` of them leave room to read."""
    share = 0.3 if width < _NARROW_PANEL else 0.4
    fitting = int(width * share / max(1, min(levels, MAX_INDENT)))
    return max(_NARROW_STEP, min(_WIDE_STEP, fitting))


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Rectangles of one row, as they stand left to right.

    Attributes:
        row: The whole row.
        step: Indent of one level.
        level: How many levels this row is indented.
        avatar: The circle with the initials.
        toggle: What a click expands or collapses; larger than what is drawn.
        toggle_size: Height of what is drawn there.
        first: The line with name, chips and date.
        second: The line with the comment's opening, without the star.
        star: Right end of the second line.
    """

    row: QRect
    step: int
    level: int
    avatar: QRect
    toggle: QRect
    toggle_size: int
    first: QRect
    second: QRect
    star: QRect

    def guide_x(self, level: int) -> int:
        """Return where the line to the replies of a row at some level stands."""
        return self.row.left() + _LEFT + level * self.step + self._guide_offset()

    def _guide_offset(self) -> int:
        # Left of where a reply's own avatar begins, however small the step is.
        return min(self.avatar.width() // 2, self.step // 2)

    def toggle_center(self) -> int:
        """Return the middle of the toggle, on the line to the replies where that fits."""
        return max(self.guide_x(self.level), self.avatar.left() + self.toggle_size // 2 - 1)


def row_layout(row: QRect, fonts: RowFonts, depth: int, levels: int) -> RowLayout:
    """Place the parts of a row at some depth in a tree of so many levels."""
    step = indent_step(row.width(), levels)
    level = min(depth, MAX_INDENT)
    size = fonts.avatar_size if row.width() >= _NARROW_PANEL else round(fonts.avatar_size * 0.8)
    avatar = QRect(row.left() + _LEFT + level * step, row.top() + 5, size, size)
    text_left = avatar.right() + 1 + _GAP
    right = row.right() - _RIGHT
    block = fonts.first_line + fonts.second_line + 1
    top = row.top() + (row.height() - block) // 2
    first = QRect(text_left, top, max(0, right - text_left), fonts.first_line)
    second_top = first.bottom() + 2
    star = QRect(right - _STAR + 2, second_top, _STAR, fonts.second_line)
    second = QRect(text_left, second_top, max(0, right - text_left), fonts.second_line)
    toggle_top = avatar.bottom() - 2
    toggle = QRect(avatar.left() - 6, toggle_top, size + 12, row.bottom() - toggle_top + 1)
    return RowLayout(row, step, level, avatar, toggle, fonts.toggle_size, first, second, star)
