"""Banner, suggestions and legend around the tree, in the panel they stand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.query import CommentFilter
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged
from ipvm_desktop.ui.models.visible_thread import GuideStyle
from ipvm_desktop.ui.theme import DARK
from ipvm_desktop.ui.views.comment_panel import CommentPanel

ThreadOf = Callable[..., Thread[Comment]]
MakeArticle = Callable[..., Article]

INFERRED = Reply(ReplyKind.INFERRED, 0.86, "answers the question just above")
DETAILS: dict[int, dict[str, Any]] = {
    1: {"author": "Bo Lane", "body_text": "Who runs the audit?"},
    2: {"reply": INFERRED, "suggestions": (Suggestion(1, 0.9), Suggestion(3, 0.2))},
    4: {"suggestions": (Suggestion(1, 0.6, "names Bo Lane"), Suggestion(3, 0.3))},
}


@pytest.fixture
def panel(qtbot: QtBot, thread_of: ThreadOf, make_article: MakeArticle) -> CommentPanel:
    """1(2) 3 4: 2 is inferred, 4 has two suggestions."""
    widget = CommentPanel()
    qtbot.addWidget(widget)
    widget.resize(440, 700)
    widget.set_theme(DARK)
    widget.set_thread(thread_of("1(2) 3 4", DETAILS), make_article())
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)
    return widget


@pytest.fixture
def placed(panel: CommentPanel) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    panel.replies.placed.connect(lambda child, parent: found.append((child, parent)))
    return found


@pytest.fixture
def refused(panel: CommentPanel) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    panel.replies.refused.connect(lambda child, parent: found.append((child, parent)))
    return found


@pytest.fixture
def noted(panel: CommentPanel) -> list[str]:
    found: list[str] = []
    panel.replies.noted.connect(found.append)
    return found


def offered(panel: CommentPanel) -> list[int]:
    offers = panel.replies.strip.offers
    ids = []
    for row in range(offers.count()):
        offers.setCurrentRow(row)
        chosen = panel.replies.strip.chosen()
        assert chosen is not None
        ids.append(chosen.parent)
    offers.setCurrentRow(0)
    return ids


# Picking


def picking(panel: CommentPanel) -> int | None:
    return panel.tree.picking


def test_the_banner_says_what_to_choose_and_why_not(
    panel: CommentPanel, placed: list[tuple[int, int | None]]
) -> None:
    tools = panel.replies
    panel.select_comment(1)
    tools.start_picking()
    wish = "Choose the comment that Bo Lane (#1) answers: ↑ ↓ then Enter; Esc cancels."
    assert tools.banner.isVisible()
    assert tools.banner.text == wish
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert tools.banner.text == f"A comment cannot answer itself. {wish}"
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(panel.tree, key)
    assert placed == [(1, 3)]
    assert not tools.banner.isVisible()
    assert not tools.is_open


def test_escape_ends_picking_before_it_clears_a_filter(panel: CommentPanel) -> None:
    panel.set_comment_filter(CommentFilter(text="words"))
    panel.select_comment(3)
    panel.replies.start_picking()
    QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert picking(panel) is None
    assert panel.comment_filter() == CommentFilter(text="words")
    QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert panel.comment_filter() == CommentFilter()


def test_a_comment_is_needed_first(panel: CommentPanel, noted: list[str]) -> None:
    tools = panel.replies
    for act in (tools.start_picking, tools.show_suggestions, tools.accept, tools.refuse):
        act()
    assert noted == ["Choose a comment first."] * 4
    assert not tools.is_open


def test_picking_goes_on_in_a_newer_state_and_ends_with_the_article(
    panel: CommentPanel, thread_of: ThreadOf, make_article: MakeArticle
) -> None:
    panel.select_comment(3)
    panel.replies.start_picking()
    panel.update_thread(thread_of("1 3(2) 4", DETAILS))
    assert picking(panel) == 3
    assert panel.tree.comments.is_barred(panel.tree.comments.index_of(2).internalId())
    panel.set_thread(thread_of("1 2 3"), make_article(2))
    assert picking(panel) is None
    assert panel.current_comment() is None
    assert not panel.replies.banner.isVisible()


# Suggestions


def test_suggestions_are_shown_on_request_best_first(panel: CommentPanel) -> None:
    strip = panel.replies.strip
    panel.select_comment(4)
    assert not strip.isVisible()
    panel.replies.show_suggestions()
    assert strip.isVisible()
    assert strip.question == "Which comment does Ann Ray (#4) answer?"
    chosen = strip.chosen()
    assert chosen is not None
    assert (chosen.name, chosen.opening) == ("Bo Lane (#1)", "Who runs the audit?")
    assert (chosen.certainty, chosen.reason) == ("60% sure", "names Bo Lane")
    assert offered(panel) == [1, 3]
    assert strip.offers.hasFocus()
    panel.replies.show_suggestions()
    assert not strip.isVisible()
    assert panel.tree.hasFocus()


def test_an_inferred_reply_stands_first_and_is_offered_once(panel: CommentPanel) -> None:
    panel.select_comment(2)
    panel.replies.show_suggestions()
    chosen = panel.replies.strip.chosen()
    assert chosen is not None
    assert chosen.is_present
    assert chosen.certainty == "inferred, 86% sure"
    assert panel.replies.strip.accept_button.text() == "Confirm (A)"
    assert offered(panel) == [1, 3]


def test_keys_in_the_list_accept_and_close(
    panel: CommentPanel, placed: list[tuple[int, int | None]]
) -> None:
    panel.select_comment(4)
    panel.replies.show_suggestions()
    offers = panel.replies.strip.offers
    QTest.keyClick(offers, Qt.Key.Key_Down)
    QTest.keyClick(offers, Qt.Key.Key_Return)
    assert placed == [(4, 3)]
    QTest.keyClick(offers, Qt.Key.Key_Escape)
    assert not panel.replies.strip.isVisible()
    assert panel.tree.hasFocus()


def test_refusing_a_suggestion_and_detaching_an_inferred_reply(
    panel: CommentPanel, placed: list[tuple[int, int | None]], refused: list[tuple[int, int]]
) -> None:
    panel.select_comment(4)
    panel.replies.show_suggestions()
    panel.replies.refuse()
    assert refused == [(4, 1)]
    panel.select_comment(2)
    panel.replies.refuse()
    assert placed == [(2, None)]
    panel.replies.close()
    panel.replies.refuse()
    assert placed == [(2, None)] * 2


def test_accepting_without_the_strip_confirms_what_is_in_sight_and_shows_the_rest(
    panel: CommentPanel, placed: list[tuple[int, int | None]], noted: list[str]
) -> None:
    panel.select_comment(2)
    panel.replies.accept()
    assert placed == [(2, 1)]
    panel.select_comment(4)
    panel.replies.accept()
    assert placed == [(2, 1)]
    assert panel.replies.strip.isVisible()
    panel.replies.accept()
    assert placed[1:] == [(4, 1)]
    panel.replies.close()
    panel.select_comment(3)
    panel.replies.accept()
    panel.replies.refuse()
    assert noted == ["There is no suggestion for Ann Ray (#3)."] * 2


def test_the_strip_follows_the_reader(panel: CommentPanel) -> None:
    panel.select_comment(4)
    panel.replies.show_suggestions()
    panel.select_comment(3)
    strip = panel.replies.strip
    assert strip.question.startswith("No suggestion for Ann Ray (#3).")
    assert strip.chosen() is None
    strip.accept()
    strip.refuse()
    panel.select_comment(2)
    assert offered(panel) == [1, 3]


def test_the_strip_takes_over_a_newer_state(panel: CommentPanel, thread_of: ThreadOf) -> None:
    panel.select_comment(4)
    panel.replies.show_suggestions()
    details = {**DETAILS, 4: {"suggestions": (Suggestion(3, 0.3),)}}
    panel.update_thread(thread_of("1(2) 3 4", details))
    assert offered(panel) == [3]


def test_walks_to_the_next_comment_with_suggestions(panel: CommentPanel, noted: list[str]) -> None:
    panel.replies.next_suggestion()
    assert panel.current_comment() == 4
    assert panel.replies.strip.isVisible()
    panel.replies.next_suggestion()
    assert panel.replies.strip.isVisible()
    assert noted == []


def test_says_when_nothing_waits(
    panel: CommentPanel, noted: list[str], thread_of: ThreadOf
) -> None:
    panel.update_thread(thread_of("1(2) 3 4"))
    panel.replies.next_suggestion()
    assert noted == ["No comment has suggestions that wait for your word."]


# Legend and order


def test_the_legend_explains_what_occurs(panel: CommentPanel, thread_of: ThreadOf) -> None:
    legend = panel.replies.legend
    assert legend.isVisible()
    assert legend.words(short=False) == ["inferred", "maybe a reply (G)"]
    assert legend.words(short=True) == ["inferred", "maybe (G)"]
    panel.update_thread(
        thread_of("1(2 3 4)", {2: {"reply": INFERRED}, 3: {"reply": Reply(ReplyKind.USER)}})
    )
    assert legend.styles == (GuideStyle.SOLID, GuideStyle.DASHED, GuideStyle.STRONG)
    assert legend.words(short=False) == ["in the source", "inferred", "set by you"]
    panel.update_thread(thread_of("1(2 3) 4"))
    assert not legend.isVisible()


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_the_legend_draws_the_mark_of_what_may_be_a_reply(
    panel: CommentPanel, thread_of: ThreadOf, direction: Qt.LayoutDirection
) -> None:
    legend = panel.replies.legend
    legend.setLayoutDirection(direction)
    panel.update_thread(thread_of("1 2", {2: {"suggestions": (Suggestion(1, 0.6),)}}))
    assert legend.words(short=False) == ["maybe a reply (G)"]
    picture = legend.grab().toImage()
    accent = QColor(DARK.accent)
    drawn = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == accent
    ]
    assert drawn
    is_left = max(drawn) < picture.width() // 2
    assert is_left is (direction is Qt.LayoutDirection.LeftToRight)


def test_another_order_keeps_what_a_filter_found(panel: CommentPanel) -> None:
    panel.set_comment_filter(CommentFilter(text="some words"))
    ids = panel.tree.comments.matching_ids()
    assert ids == {2, 3, 4}
    panel.update_thread(arranged(panel.thread_shown, ThreadOrder.FILE))
    assert panel.tree.comments.matching_ids() == ids
    assert [
        panel.thread_shown.entries[each].id for each in panel.tree.comments.visible.positions
    ] == [
        2,
        3,
        4,
    ]
    panel.update_thread(arranged(panel.thread_shown, ThreadOrder.THREADED))
    assert panel.tree.comments.visible.positions == (0, 1, 2, 3)


def test_low_panels_leave_half_of_their_height_to_the_tree(
    panel: CommentPanel, thread_of: ThreadOf
) -> None:
    dated = {each: {**DETAILS.get(each, {}), "posted": dt.date(2020, 1, each)} for each in (1, 4)}
    panel.update_thread(thread_of("1(2) 3 4", {**DETAILS, **dated}))
    panel.resize(380, 700)
    assert panel.histogram.isVisible()
    panel.select_comment(4)
    panel.replies.show_suggestions()
    QApplication.processEvents()
    assert not panel.histogram.isVisible()
    assert panel.tree.height() >= panel.height() / 2
    panel.replies.close()
    assert panel.histogram.isVisible()
    panel.resize(380, 960)
    panel.replies.show_suggestions()
    assert panel.histogram.isVisible()


@pytest.mark.parametrize("width", [220, 440])
def test_everything_is_in_sight_in_narrow_panels_too(panel: CommentPanel, width: int) -> None:
    panel.resize(width, 700)
    panel.select_comment(2)
    panel.replies.show_suggestions()
    strip = panel.replies.strip
    for button in (strip.accept_button, strip.refuse_button):
        assert button.width() >= button.sizeHint().width()
        assert strip.rect().contains(button.geometry())
    picture = strip.offers.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert {DARK.text, DARK.accent_soft} <= colours
    legend = panel.replies.legend.grab().toImage()
    accent = QColor(DARK.accent)
    row = [legend.pixelColor(x, legend.height() // 2) for x in range(legend.width())]
    assert accent in row
