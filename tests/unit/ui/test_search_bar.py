"""The search field tells what was typed after a pause, and what was found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.views.search_bar import SearchBar


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def bar(qtbot: QtBot, told: list[str]) -> SearchBar:
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.search_changed.connect(told.append)
    bar.resize(400, 32)
    bar.show()
    return bar


def test_typing_is_told_once_after_a_pause(bar: SearchBar, told: list[str], qtbot: QtBot) -> None:
    QTest.keyClicks(bar, "audit ")
    assert told == []
    qtbot.waitUntil(lambda: told == ["audit"])
    # A space more does not change what is searched for.
    QTest.keyClicks(bar, " ")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert told == ["audit"]


def test_enter_searches_at_once_and_leaves(bar: SearchBar, told: list[str], qtbot: QtBot) -> None:
    QTest.keyClicks(bar, "audit")
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar, Qt.Key.Key_Return)
    assert told == ["audit"]


def test_escape_clears_and_then_leaves(bar: SearchBar, told: list[str], qtbot: QtBot) -> None:
    bar.search_now("audit")
    with qtbot.assertNotEmitted(bar.left):
        QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert (bar.text(), told) == ("", ["audit", ""])
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar, Qt.Key.Key_Escape)


def test_down_leaves_to_the_list(bar: SearchBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar, Qt.Key.Key_Down)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "nothing found"), (1, "1 article"), (1234, "1,234 articles"), (None, "")],
)
def test_feedback_says_how_much_was_found(bar: SearchBar, count: int | None, words: str) -> None:
    bar.search_now("audit")
    bar.set_found(count)
    assert bar.found_text() == words
    # The words never run into the feedback.
    assert (bar.textMargins().right() > 0) is bool(words)


def test_no_feedback_without_a_search(bar: SearchBar) -> None:
    bar.set_found(218)
    assert bar.found_text() == ""
    bar.search_now("audit")
    bar.set_found(3)
    bar.clear()
    assert bar.found_text() == ""
