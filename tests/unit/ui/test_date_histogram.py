from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.query import CommentFilter, FilteredThread, filter_thread
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.ui.theme import DARK, LIGHT, blend
from ipvm_desktop.ui.views.date_histogram import DateHistogram

ThreadOf = Callable[..., Thread[Comment]]
Range = tuple[dt.date | None, dt.date | None]

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def march(day: int) -> dt.date:
    return dt.date(2021, 3, day)


@pytest.fixture
def histogram(qtbot: QtBot, pilot_thread: Thread[Comment]) -> DateHistogram:
    widget = DateHistogram()
    qtbot.addWidget(widget)
    widget.resize(440, widget.sizeHint().height())
    widget.set_thread(pilot_thread, 2021)
    widget.show()
    return widget


@pytest.fixture
def chosen(histogram: DateHistogram) -> list[Range]:
    """What the reader chose; the histogram is told, as the panel does it."""
    found: list[Range] = []

    def take(since: dt.date | None, until: dt.date | None) -> None:
        found.append((since, until))
        histogram.set_chosen(since, until)

    histogram.range_chosen.connect(take)
    return found


def middle(histogram: DateHistogram, index: int) -> QPoint:
    return histogram.column(index).center().toPoint()


def test_counts_comments_per_day(histogram: DateHistogram) -> None:
    assert histogram.bins[0].first == march(4)
    assert histogram.totals == [2, 3, 2, 0, 1, 1, 0, 0, 1, 0, 1]
    assert histogram.matching is None
    assert histogram.label(1) == "Mar 5: 3 comments"
    assert histogram.label(4) == "Mar 8: 1 comment"


def test_counts_matches_too(histogram: DateHistogram, pilot_thread: Thread[Comment]) -> None:
    histogram.set_matches(filter_thread(pilot_thread, CommentFilter(text="audit")))
    assert histogram.matching == [1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    assert histogram.label(1) == "Mar 5: 3 comments, 1 shown"
    histogram.set_matches(None)
    assert histogram.label(1) == "Mar 5: 3 comments"


@pytest.mark.parametrize("shown_days", [[], [4], [4, 4]])
def test_hidden_with_fewer_than_two_days(
    histogram: DateHistogram, thread_of: ThreadOf, shown_days: list[int]
) -> None:
    details = {number: {"posted": march(day)} for number, day in enumerate(shown_days, start=1)}
    histogram.set_thread(thread_of("1 2 3", details), 2021)
    assert histogram.isHidden()
    # It still has to stand being asked for a picture.
    histogram.grab()


def test_days_and_times_count_alike(histogram: DateHistogram, thread_of: ThreadOf) -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    details = {
        1: {"posted": march(4)},
        2: {"posted": dt.datetime(2021, 3, 4, 23, 59, tzinfo=zone)},
        3: {"posted": dt.datetime(2021, 3, 5)},
    }
    histogram.set_thread(thread_of("1 2 3", details), 2021)
    assert histogram.totals == [2, 1]


def test_a_click_chooses_a_day_and_again_takes_it_back(
    histogram: DateHistogram, chosen: list[Range]
) -> None:
    for _ in range(2):
        QTest.mouseClick(histogram, LEFT, NONE, middle(histogram, 1))
    assert chosen == [(march(5), march(5)), (None, None)]


@pytest.mark.parametrize(("start", "end"), [(1, 4), (4, 1)])
def test_a_drag_chooses_a_range(
    histogram: DateHistogram, chosen: list[Range], start: int, end: int
) -> None:
    QTest.mousePress(histogram, LEFT, NONE, middle(histogram, start))
    QTest.mouseMove(histogram, middle(histogram, end))
    QTest.mouseRelease(histogram, LEFT, NONE, middle(histogram, end))
    assert chosen == [(march(5), march(8))]


def test_a_drag_beyond_the_end_goes_to_the_end(
    histogram: DateHistogram, chosen: list[Range]
) -> None:
    QTest.mousePress(histogram, LEFT, NONE, middle(histogram, 9))
    QTest.mouseMove(histogram, QPoint(439, 10))
    QTest.mouseRelease(histogram, LEFT, NONE, QPoint(600, 10))
    assert chosen == [(march(13), march(14))]
    assert histogram.bin_at(-50) == 0


def test_shift_click_stretches_the_choice(histogram: DateHistogram, chosen: list[Range]) -> None:
    QTest.mouseClick(histogram, LEFT, NONE, middle(histogram, 1))
    QTest.mouseClick(histogram, LEFT, SHIFT, middle(histogram, 3))
    assert chosen[-1] == (march(5), march(7))


def test_other_buttons_choose_nothing(histogram: DateHistogram, chosen: list[Range]) -> None:
    QTest.mouseClick(histogram, Qt.MouseButton.RightButton, NONE, middle(histogram, 1))
    assert chosen == []


def test_keys_walk_and_choose(histogram: DateHistogram, chosen: list[Range]) -> None:
    histogram.activateWindow()
    histogram.setFocus()
    assert histogram.accessibleDescription() == "Mar 4: 2 comments"
    QTest.keyClick(histogram, Qt.Key.Key_Right)
    assert histogram.accessibleDescription() == "Mar 5: 3 comments"
    QTest.keyClick(histogram, Qt.Key.Key_Return)
    QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(histogram, Qt.Key.Key_Space)
    QTest.keyClick(histogram, Qt.Key.Key_Left)
    QTest.keyClick(histogram, Qt.Key.Key_Enter)
    assert chosen == [(march(5), march(5)), (march(5), march(7)), (march(6), march(6))]


def test_the_keyboards_place_shows(histogram: DateHistogram) -> None:
    histogram.activateWindow()
    histogram.clearFocus()
    before = histogram.grab().toImage()
    histogram.setFocus()
    column = histogram.column(0).toRect()
    after = histogram.grab().toImage()
    assert before.copy(column) != after.copy(column)
    QTest.keyClick(histogram, Qt.Key.Key_Right)
    histogram.clearFocus()
    assert histogram.grab().toImage() == before


def test_other_keys_are_left_to_others(histogram: DateHistogram, chosen: list[Range]) -> None:
    histogram.activateWindow()
    histogram.clearFocus()
    QTest.keyClick(histogram, Qt.Key.Key_Return)
    histogram.setFocus()
    QTest.keyClick(histogram, Qt.Key.Key_N)
    assert chosen == []


def test_pressing_shows_what_a_drag_will_choose(
    histogram: DateHistogram, chosen: list[Range]
) -> None:
    QTest.mousePress(histogram, LEFT, NONE, middle(histogram, 2))
    QTest.mouseMove(histogram, middle(histogram, 4))
    assert color_at(histogram, 3, 20) == LIGHT.accent_soft
    assert chosen == []
    QTest.mouseRelease(histogram, LEFT, NONE, middle(histogram, 4))
    assert chosen == [(march(6), march(8))]


def test_many_days_become_weeks(histogram: DateHistogram, thread_of: ThreadOf) -> None:
    details = {1: {"posted": march(4)}, 2: {"posted": dt.date(2021, 5, 20)}}
    histogram.set_thread(thread_of("1 2", details), 2021)
    assert histogram.label(0) == "Mar 1 – Mar 7: 1 comment"
    assert sum(histogram.totals) == 2
    histogram.resize(120, histogram.height())
    histogram.grab()


def test_keys_stop_at_the_ends(histogram: DateHistogram) -> None:
    histogram.activateWindow()
    histogram.setFocus()
    QTest.keyClick(histogram, Qt.Key.Key_Left)
    assert histogram.accessibleDescription() == "Mar 4: 2 comments"
    for _ in range(20):
        QTest.keyClick(histogram, Qt.Key.Key_Right)
    assert histogram.accessibleDescription() == "Mar 14: 1 comment"
    histogram.clearFocus()
    assert histogram.accessibleDescription() == ""


def test_the_mouse_is_told_what_a_bar_stands_for(histogram: DateHistogram) -> None:
    place = middle(histogram, 1)
    event = QHelpEvent(QEvent.Type.ToolTip, place, histogram.mapToGlobal(place))
    QApplication.sendEvent(histogram, event)
    assert QToolTip.text() == "Mar 5: 3 comments"
    QTest.mouseMove(histogram, place)
    assert histogram.accessibleDescription() == "Mar 5: 3 comments"
    QApplication.sendEvent(histogram, QEvent(QEvent.Type.Leave))
    assert histogram.accessibleDescription() == ""
    QToolTip.hideText()


def color_at(histogram: DateHistogram, index: int, height: int) -> str:
    """Return the colour of a bar so many pixels above its foot."""
    column = histogram.column(index)
    image = histogram.grab().toImage()
    return image.pixelColor(int(column.left()) + 8, int(column.bottom()) - height).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_matches_are_drawn_more_strongly(
    histogram: DateHistogram, pilot_thread: Thread[Comment], theme: object
) -> None:
    assert theme in (LIGHT, DARK)
    used = LIGHT if theme is LIGHT else DARK
    histogram.set_theme(used)
    plain = blend(used.window, used.accent, 0.55)
    assert color_at(histogram, 1, 40) == color_at(histogram, 0, 25) == plain
    assert color_at(histogram, 3, 3) == used.window
    histogram.set_matches(FilteredThread((0,), ()))
    assert QColor(color_at(histogram, 0, 8)) == QColor(blend(used.window, used.accent, 0.9))
    assert color_at(histogram, 1, 8) == blend(used.window, used.accent, 0.28)


@pytest.mark.parametrize(
    ("since", "until", "selected"),
    [
        (march(7), march(7), [3]),
        (march(7), None, [3, 6, 7, 9]),
        (None, march(10), [3, 6]),
        (None, None, []),
    ],
)
def test_chosen_days_stand_out(
    histogram: DateHistogram, since: dt.date | None, until: dt.date | None, selected: list[int]
) -> None:
    histogram.set_chosen(since, until)
    empty = [index for index, total in enumerate(histogram.totals) if not total]
    assert empty == [3, 6, 7, 9]
    found = [index for index in empty if color_at(histogram, index, 20) == LIGHT.accent_soft]
    assert found == selected
