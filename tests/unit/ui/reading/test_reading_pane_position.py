"""Where the reader is in the pane, and stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.pane_look import (
    scroll,
    shown_text,
    top_of,
    wait_for_all,
)

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


@pytest.mark.parametrize("place", [0, 5, 37, 90])
def test_a_position_is_found_again_in_another_size(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, place: int, qtbot: QtBot
) -> None:
    text = article(body_html="<p>Some words of a line.</p>" * 60)
    pane.show_article(text, thread(90))
    wait_for_all(pane, qtbot, 90)
    if place:
        pane.scroll_to_comment(place)
    position = pane.position()
    pane.show_article(article(title="Other"), thread(0))
    pane.resize(520, 600)
    pane.show_article(text, thread(90))
    pane.restore_position(position)
    assert pane.position() == position


def test_the_comment_at_a_position_is_current_again(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(90))
    pane.scroll_to_comment(37)
    position = pane.position()
    read_there = pane.current_comment()
    pane.show_article(article(), thread(90))
    with qtbot.waitSignal(pane.comment_in_view) as told:
        pane.restore_position(position)
    assert told.args == [read_there]
    pane.show_article(article(), thread(90))
    with qtbot.waitSignal(pane.comment_in_view) as told:
        pane.restore_position(position, 38)
    assert told.args == [38]
    assert pane.current_comment() == 38
    assert pane.position() == position


def test_a_position_within_the_article(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    text = article(body_html="".join(f"<p>Line {number}.</p>" for number in range(200)))
    pane.show_article(text, thread(3))
    scroll(pane, 900)
    position = pane.position()
    assert position.startswith("b")
    pane.show_article(text, thread(3))
    assert pane.position() == "b0:0.0000"
    pane.restore_position(position)
    assert pane.position() == position
    pane.restore_position("b0:0.0000")
    assert pane.browser.verticalScrollBar().value() == 0


@pytest.mark.parametrize(
    "nonsense", ["", "c", "c999:0.5", "b9999:0.5", "c1", "x1:0", "c1:-1", "c1:2e9", "c1:0.5x"]
)
def test_unknown_positions_change_nothing(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, nonsense: str
) -> None:
    pane.show_article(article(), thread(40))
    scroll(pane, 120)
    pane.restore_position(nonsense)
    assert pane.browser.verticalScrollBar().value() == 120


def test_a_position_restored_before_the_window_shows_holds(
    qtbot: QtBot, article: MakeArticle, thread: MakeThread
) -> None:
    pane = ReadingPane()
    qtbot.addWidget(pane)
    pane.show_article(article(), thread(200))
    pane.restore_position("c120:0.0000")
    pane.resize(900, 500)
    pane.show()
    qtbot.waitExposed(pane)
    qtbot.wait(20)
    assert pane.position() == "c120:0.0000"


def test_another_order_leaves_the_current_comment_where_it_stands(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    comments = [comment(number, posted=dt.date(2021, 1, 1)) for number in range(2, 121)]
    thread = build_thread([comment(1, posted=dt.date(2021, 1, 2)), *comments])
    pane.show_article(article(), thread)
    wait_for_all(pane, qtbot, 120)
    pane.scroll_to_comment(60)
    before = top_of(pane, 60)
    pane.update_thread(arranged(thread, ThreadOrder.TIME))
    qtbot.waitUntil(
        lambda: shown_text(pane).rfind("comment 1 ") > shown_text(pane).find("comment 120 ") > 0
    )
    assert top_of(pane, 60) == before
    assert pane.current_comment() == 60


def test_without_a_current_comment_the_topmost_text_stays(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    comments = [comment(number) for number in range(1, 121)]
    pane.show_article(article(), build_thread(comments))
    wait_for_all(pane, qtbot, 120)
    scroll(pane, top_of(pane, 60))
    pane.browser.marks.current = None
    before = top_of(pane, 61)
    comments[119] = comment(120, 3)
    pane.update_thread(build_thread(comments))
    qtbot.waitUntil(
        lambda: 0 < shown_text(pane).find("comment 120 ") < shown_text(pane).find("comment 4 ")
    )
    wait_for_all(pane, qtbot, 119)
    # Lines stand at fractions of pixels, and each text rounds its own.
    assert abs(top_of(pane, 61) - before) <= 1


def test_the_article_stays_while_its_discussion_is_rearranged(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    pane.show_article(article(), build_thread([comment(1), comment(2)]))
    moved = build_thread([comment(1, 2), comment(2)])
    pane.update_thread(moved)
    qtbot.waitUntil(
        lambda: shown_text(pane).find("comment 2 ") < shown_text(pane).find("comment 1 ")
    )
    assert pane.browser.verticalScrollBar().value() == 0
    pane.clear()
    pane.update_thread(moved)
    assert pane.article is None


def test_a_text_that_just_reaches_the_place_is_filled_before_it_is_scrolled(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    shown = article()
    pane.show_article(shown, thread(1500))
    wait_for_all(pane, qtbot, 1500)
    pane.scroll_to_comment(1400)
    place = top_of(pane, 1400)
    coming = pane._new_document(shown)
    coming.append_until(lambda: len(coming.starts) > 1380)
    while len(coming.starts) <= 1401:
        coming._append_chunk(1)
    pane._filling.replace(coming)
    assert pane._document is coming
    wait_for_all(pane, qtbot, 1500)
    assert abs(top_of(pane, 1400) - place) <= 4
