from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from ipvm_desktop.ui.delegates.comment_row import RowFonts, indent_step, row_layout
from ipvm_desktop.ui.models.visible_thread import MAX_INDENT


@pytest.fixture
def fonts(qapp: object) -> RowFonts:
    font = QFont()
    font.setPixelSize(13)
    return RowFonts(font)


def test_shallow_threads_are_indented_more() -> None:
    assert indent_step(440, 1) == 24
    assert indent_step(440, 10) == 17
    assert indent_step(440, 300) == 17
    assert indent_step(440, 0) == 24


@pytest.mark.parametrize("width", [220, 300, 440, 700])
@pytest.mark.parametrize("depth", [0, 5, 10, 300])
def test_text_keeps_room_at_any_depth_and_width(fonts: RowFonts, width: int, depth: int) -> None:
    row = QRect(0, 0, width, fonts.row_height)
    layout = row_layout(row, fonts, depth, 300)
    assert layout.first.width() >= 100
    assert row.contains(layout.first)
    assert row.contains(layout.second)
    assert row.contains(layout.avatar)
    assert row.contains(layout.star)
    assert layout.star.bottom() <= row.bottom()
    assert not layout.avatar.intersects(layout.first)
    assert layout.toggle.bottom() == row.bottom()
    assert not layout.first.intersects(layout.second)


def test_indent_ends_at_the_cap(fonts: RowFonts) -> None:
    row = QRect(0, 0, 440, fonts.row_height)
    lefts = [row_layout(row, fonts, depth, 50).avatar.left() for depth in range(20)]
    assert lefts[: MAX_INDENT + 1] == sorted(set(lefts))
    assert set(lefts[MAX_INDENT:]) == {max(lefts)}


@pytest.mark.parametrize("width", [220, 440])
@pytest.mark.parametrize("levels", [1, 4, 10])
def test_guides_stand_left_of_the_reply_and_below_the_parent(
    fonts: RowFonts, width: int, levels: int
) -> None:
    row = QRect(0, 0, width, fonts.row_height)
    parent = row_layout(row, fonts, 0, levels)
    reply = row_layout(row, fonts, 1, levels)
    line = reply.guide_x(0)
    assert line == parent.guide_x(0)
    assert parent.avatar.left() < line < reply.avatar.left()
    assert parent.avatar.left() <= parent.toggle_center() <= parent.avatar.right()
    assert parent.toggle.left() <= parent.toggle_center() <= parent.toggle.right()


def test_a_larger_font_makes_higher_rows(fonts: RowFonts) -> None:
    font = QFont()
    font.setPixelSize(26)
    assert RowFonts(font).row_height > 1.4 * fonts.row_height
    assert fonts.row_height >= fonts.first_line + fonts.second_line
