"""The flow layout wraps, tells its height for a width, and never leaves its room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.widgets.flow_layout import FlowLayout


class Block(QWidget):
    """A widget of one preferred size that may shrink to a quarter of its width."""

    def __init__(self, width: int, height: int = 20) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._size

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._size.width() // 4, self._size.height())


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def flow(panel: QWidget, *blocks: Block) -> FlowLayout:
    layout = FlowLayout(panel, spacing=5)
    for block in blocks:
        layout.addWidget(block)
    return layout


def places(layout: FlowLayout) -> list[QRect]:
    entries = [layout.itemAt(index) for index in range(layout.count())]
    return [entry.geometry() for entry in entries if entry]


def test_wraps_at_the_edge(panel: QWidget) -> None:
    layout = flow(panel, Block(40), Block(40), Block(40))
    # 40 + 5 + 40 = 85 fit exactly; at 84 the second no longer does.
    assert layout.heightForWidth(130) == 20
    assert layout.heightForWidth(85) == 45
    assert layout.heightForWidth(84) == 70
    layout.setGeometry(QRect(10, 10, 85, 45))
    assert places(layout) == [QRect(10, 10, 40, 20), QRect(55, 10, 40, 20), QRect(10, 35, 40, 20)]


def test_rows_are_as_high_as_their_highest_and_centred(panel: QWidget) -> None:
    layout = flow(panel, Block(40, 20), Block(40, 30))
    layout.setGeometry(QRect(0, 0, 100, 30))
    assert layout.heightForWidth(100) == 30
    assert places(layout) == [QRect(0, 5, 40, 20), QRect(45, 0, 40, 30)]


def test_too_wide_is_narrowed_down_to_its_minimum(panel: QWidget) -> None:
    layout = flow(panel, Block(400))
    layout.setGeometry(QRect(0, 0, 120, 20))
    assert places(layout) == [QRect(0, 0, 120, 20)]
    layout.setGeometry(QRect(0, 0, 50, 20))
    assert places(layout) == [QRect(0, 0, 100, 20)]
    assert layout.minimumSize() == QSize(100, 20)


def test_hidden_widgets_take_no_room(panel: QWidget) -> None:
    hidden = Block(40)
    layout = flow(panel, Block(40), hidden, Block(40))
    hidden.hide()
    assert layout.heightForWidth(85) == 20
    assert layout.sizeHint() == QSize(85, 20)


def test_right_to_left(panel: QWidget) -> None:
    layout = flow(panel, Block(40), Block(30))
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    layout.setGeometry(QRect(0, 0, 100, 20))
    assert places(layout) == [QRect(60, 0, 40, 20), QRect(25, 0, 30, 20)]


def test_margins_count(panel: QWidget) -> None:
    layout = flow(panel, Block(40), Block(40))
    layout.setContentsMargins(3, 4, 5, 6)
    assert layout.sizeHint() == QSize(85 + 8, 20 + 10)
    assert layout.heightForWidth(93) == 30
    assert layout.heightForWidth(92) == 55


def test_empty_and_out_of_range(panel: QWidget) -> None:
    layout = flow(panel)
    assert layout.heightForWidth(100) == 0
    assert layout.sizeHint() == QSize(0, 0)
    assert layout.itemAt(0) is None
    assert layout.takeAt(-1) is None
    assert layout.expandingDirections() == Qt.Orientation(0)


def test_taking_a_widget_away(panel: QWidget) -> None:
    block = Block(40)
    layout = flow(panel, Block(30), block)
    layout.removeWidget(block)
    assert layout.count() == 1
    assert layout.heightForWidth(30) == 20


@pytest.mark.parametrize(("width", "rows"), [(300, 1), (100, 2), (60, 3)])
def test_parent_layout_gives_it_the_height_it_needs(panel: QWidget, width: int, rows: int) -> None:
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    chips = FlowLayout(spacing=5)
    for _ in range(3):
        chips.addWidget(Block(45))
    column.addLayout(chips)
    below = QLabel("below")
    column.addWidget(below, 1)
    panel.resize(width, 400)
    panel.show()
    assert below.y() == rows * 20 + (rows - 1) * 5
