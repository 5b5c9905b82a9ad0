"""The pane in other sizes, zooms and themes, and the keys and wheel that change them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.paths import resource
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.pane_look import (
    color_at,
    paper,
    shown_text,
    top_of,
    wait_for_all,
)

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


# Keys and wheel


def test_space_pages_on_and_tells_at_the_end(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(60))
    wait_for_all(pane, qtbot, 60)
    bar = pane.browser.verticalScrollBar()
    QTest.keyClick(pane.browser, Qt.Key.Key_Space)
    page = bar.value()
    assert bar.pageStep() * 0.8 < page < bar.pageStep()
    QTest.keyClick(pane.browser, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0
    QTest.keyClick(pane.browser, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    with qtbot.waitSignal(pane.end_reached):
        QTest.keyClick(pane.browser, Qt.Key.Key_Space)
    with qtbot.waitSignal(pane.end_reached):
        pane.page_down()
    pane.page_up()
    assert bar.maximum() - bar.value() == page
    QTest.keyClick(pane.browser, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    QTest.keyClick(pane.browser, Qt.Key.Key_PageUp)
    QTest.keyClick(pane.browser, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_end_is_where_all_comments_are_there(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1500))
    QTest.keyClick(pane.browser, Qt.Key.Key_End)
    bar = pane.browser.verticalScrollBar()
    assert bar.value() == bar.maximum()
    wait_for_all(pane, qtbot, 1500)
    qtbot.waitUntil(lambda: pane.current_comment() == 1500)
    assert bar.value() == bar.maximum()


def test_who_scrolls_up_again_is_not_taken_to_the_end(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1500))
    QTest.keyClick(pane.browser, Qt.Key.Key_End)
    QTest.keyClick(pane.browser, Qt.Key.Key_PageUp)
    value = pane.browser.verticalScrollBar().value()
    wait_for_all(pane, qtbot, 1500)
    assert pane.browser.verticalScrollBar().value() == value


def wheel(target: object, where: QPoint, delta: int, *, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier
    event = QWheelEvent(
        QPointF(where),
        QPointF(where),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifier.ControlModifier if control else modifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)  # type: ignore[arg-type]


def test_the_wheel_scrolls_beside_the_column_too(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.resize(1200, 600)
    pane.show_article(article(), thread(40))
    wheel(pane.browser, QPoint(5, 300), -120)
    beside = pane.browser.verticalScrollBar().value()
    assert beside > 0
    wheel(pane.browser.viewport(), QPoint(5, 300), -120)
    assert pane.browser.verticalScrollBar().value() == 2 * beside


def test_control_and_wheel_zoom(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(3))
    for _ in range(2):  # half a notch each
        wheel(pane.browser.viewport(), QPoint(50, 50), 60, control=True)
    assert pane.zoom_percent == 110
    wheel(pane.browser.viewport(), QPoint(50, 50), -240, control=True)
    assert pane.zoom_percent == 90
    assert pane.browser.verticalScrollBar().value() == 0


# Zoom, size and theme


def test_zoom_keys_and_limits(pane: ReadingPane, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    told: list[int] = []
    pane.zoom_changed.connect(told.append)
    QTest.keyClick(pane.browser, Qt.Key.Key_Plus, control)
    QTest.keyClick(pane.browser, Qt.Key.Key_Equal, control)
    QTest.keyClick(pane.browser, Qt.Key.Key_Minus, control)
    QTest.keyClick(pane.browser, Qt.Key.Key_0, control)
    assert told == [110, 125, 110, 100]
    pane.set_zoom(1000)
    pane.zoom_in()
    assert pane.zoom_percent == 300
    pane.set_zoom(1)
    pane.zoom_out()
    assert pane.zoom_percent == 50


def test_the_column_grows_with_the_zoom_and_stays_centred(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.resize(1800, 600)
    pane.show_article(article(), thread(3))
    width = pane.browser.lineWrapColumnOrWidth()
    pane.set_zoom(200)
    qtbot.waitUntil(lambda: pane.browser.lineWrapColumnOrWidth() > width)
    assert pane.browser.lineWrapColumnOrWidth() == pytest.approx(2 * width, rel=0.05)
    margins = pane.browser.viewportMargins()
    assert abs(margins.left() - margins.right()) <= 1
    assert margins.left() > 100


@pytest.mark.parametrize("width", [360, 420])
def test_a_narrow_pane_needs_no_sideways_scrolling(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, width: int, qtbot: QtBot
) -> None:
    chain = [comment(1)] + [comment(number, number - 1) for number in range(2, 14)]
    pane.show_article(article(title="Unbreakable" * 20), build_thread(chain))
    wait_for_all(pane, qtbot, 13)
    wide = pane.browser.document().find("comment 13 ").blockFormat().leftMargin()
    pane.resize(width, 600)
    qtbot.waitUntil(
        lambda: pane.browser.document().find("comment 13 ").blockFormat().leftMargin() < wide
    )
    assert pane.browser.horizontalScrollBar().maximum() == 0


def test_a_table_that_fills_the_column_needs_no_sideways_scrolling(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    sample = json.loads(resource("samples/door-controllers.json").read_text(encoding="utf-8"))
    body = sample["articles"][0]["body_html"]
    assert "<table" in body
    for width in range(320, 341):
        pane.resize(width, 600)
        pane.show_article(article(body_html=body), thread(1))
        assert pane.browser.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("change", ["theme", "zoom", "width", "theme of a long text"])
def test_the_reader_stays_at_the_same_line(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, change: str, qtbot: QtBot
) -> None:
    count = 2500 if "long" in change else 90
    pane.show_article(article(), thread(count))
    wait_for_all(pane, qtbot, count)
    pane.scroll_to_comment(70)
    place = top_of(pane, 70)
    if change == "zoom":
        pane.zoom_in()
        qtbot.waitUntil(lambda: pane.browser.document().defaultFont().pixelSize() > 17)
    elif change == "width":
        for width in (650, 600, 550, 500, 450):
            pane.resize(width, 600)
            qtbot.wait(5)
    else:
        pane.set_theme(DARK)
        qtbot.waitUntil(lambda: paper(pane) == DARK.paper)
    assert abs(top_of(pane, 70) - place) <= 12
    assert pane.current_comment() == 70


def zoom_in(pane: ReadingPane, qtbot: QtBot) -> None:
    """Zoom in by a step and wait for the text."""

    def size() -> int:
        return pane.browser.document().defaultFont().pixelSize()

    before = size()
    pane.zoom_in()
    qtbot.waitUntil(lambda: size() > before)


def test_the_reader_stays_far_down_at_every_zoom(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    def long_one(number: int) -> Comment:
        return comment(number, body_html=f"<p>{f'Words of comment {number} and more. ' * 12}</p>")

    pane.show_article(article(), build_thread([long_one(number) for number in range(1, 901)]))
    wait_for_all(pane, qtbot, 900)
    pane.scroll_to_comment(870)
    for _ in range(4):
        zoom_in(pane, qtbot)
        # The topmost line stays; what stands between it and the comment grows.
        assert 0 < top_of(pane, 870) < 300
    assert pane.zoom_percent == 175


def test_a_long_text_is_shown_as_it_was_until_its_other_look_is_ready(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1500))
    wait_for_all(pane, qtbot, 1500)
    pane.scroll_to_comment(1400)
    place = top_of(pane, 1400)
    pane.set_theme(DARK)
    assert paper(pane) == LIGHT.paper
    assert top_of(pane, 1400) == place
    qtbot.waitUntil(lambda: paper(pane) == DARK.paper)
    assert abs(top_of(pane, 1400) - place) <= 4
    wait_for_all(pane, qtbot, 1500)


def test_another_article_is_not_overtaken_by_the_former_ones_other_look(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1500))
    wait_for_all(pane, qtbot, 1500)
    pane.scroll_to_comment(1400)
    pane.set_theme(DARK)
    pane.show_article(article(title="Another one"), thread(2))
    assert paper(pane) == DARK.paper
    qtbot.wait(50)
    assert "Another one" in shown_text(pane)
    assert "comment 3 " not in shown_text(pane)


def test_a_long_text_flows_anew_once_the_dragging_stops(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(2500))
    wait_for_all(pane, qtbot, 2500)
    pane.scroll_to_comment(1000)
    place = top_of(pane, 1000)
    before = pane.browser.lineWrapColumnOrWidth()
    pane.resize(500, 600)
    assert pane.browser.lineWrapColumnOrWidth() == before
    qtbot.waitUntil(lambda: pane.browser.lineWrapColumnOrWidth() < before)
    assert abs(top_of(pane, 1000) - place) <= 4


def test_a_theme_colours_everything_anew(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(3))
    pane.set_theme(DARK)
    assert color_at(pane, QPoint(300, 5)) == QColor(DARK.paper)
    found = pane.browser.document().find("the report").charFormat()
    assert found.foreground().color() == QColor(DARK.accent)
