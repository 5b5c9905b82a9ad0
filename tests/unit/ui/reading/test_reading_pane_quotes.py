"""Quotes in the reading pane: where their links lead, the way back, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Quote
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.fragment import html_to_text
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]

FIRST = "<p>Every lock was <em>changed</em> on the first day.</p><p>Nobody asked us to.</p>"
BODY = "<p>An audit of forty sites found weak defaults.</p><p>More of it.</p>"


@pytest.fixture
def quoting(pane: ReadingPane, article: MakeArticle, comment: MakeComment) -> ReadingPane:
    """Comment 60 quotes comment 1 across two paragraphs, and the article within one."""
    passage = "Every lock was changed on the first day.\n\nNobody asked us to."
    last = comment(
        60,
        author="Bo Lane",
        body_html="<p>Every lock was changed on the first day.</p><p>Nobody asked us to.</p>"
        "<p>And “forty sites found weak defaults” is much.</p>",
        quotes=(Quote(passage, 1), Quote("forty sites found weak defaults"), Quote("gone", 99)),
    )
    between = [comment(number) for number in range(2, 60)]
    first = comment(1, author="Ann Ray", body_html=FIRST)
    shown = article(body_html=BODY, body_text=html_to_text(BODY))
    pane.show_article(shown, build_thread([first, *between, last]))
    return pane


def follow(pane: ReadingPane, words: str) -> None:
    """Click on some words, which are brought into view before."""
    document = pane.browser.document()
    cursor = document.find(words)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 2)
    pane._reveal(cursor.position())
    where = pane.browser.cursorRect(cursor).center()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(pane.browser.viewport(), button, none, where)


def marked(pane: ReadingPane, colour: str = LIGHT.mark) -> list[str]:
    return [
        selection.cursor.selectedText().replace("\u2029", " | ")
        for selection in pane.browser.extraSelections()
        if selection.format.background().color() == QColor(colour)
    ]


def in_view(pane: ReadingPane, words: str) -> bool:
    top = pane.browser.cursorRect(pane.browser.document().find(words)).top()
    return 0 <= top < pane.browser.viewport().height()


def test_a_click_on_a_quote_leads_to_its_source_and_back_leads_back(
    quoting: ReadingPane, qtbot: QtBot
) -> None:
    quoting.scroll_to_comment(60)
    with qtbot.waitSignal(quoting.comment_in_view) as told:
        follow(quoting, "↑ Ann Ray")
    assert told.args == [1]
    assert quoting.current_comment() == 1
    assert marked(quoting) == ["Every lock was changed on the first day. | Nobody asked us to."]
    assert in_view(quoting, "Every lock was")
    with qtbot.waitSignal(quoting.comment_in_view) as told:
        QTest.keyClick(quoting.browser, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert told.args == [60]
    assert quoting.current_comment() == 60
    assert in_view(quoting, "is much.")
    assert marked(quoting) == []
    quoting.go_back()  # there is nothing left to go back to
    assert quoting.current_comment() == 60


def test_the_quoted_words_themselves_are_the_link(quoting: ReadingPane) -> None:
    quoting.scroll_to_comment(60)
    follow(quoting, "“forty sites")
    assert marked(quoting) == ["forty sites found weak defaults."]
    assert in_view(quoting, "An audit of")


def test_a_source_leads_to_who_quotes_it(quoting: ReadingPane) -> None:
    follow(quoting, "Bo Lane")  # below the article
    assert quoting.current_comment() == 60
    assert marked(quoting) == ["forty sites found weak defaults"]
    assert quoting._jumps.button.isVisible()
    quoting._jumps.button.click()
    assert quoting.browser.verticalScrollBar().value() == 0
    assert not quoting._jumps.button.isVisible()


def test_the_mark_goes_with_the_next_click_or_escape(quoting: ReadingPane) -> None:
    follow(quoting, "Bo Lane")
    QTest.mouseClick(
        quoting.browser.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(2, 60),
    )
    assert marked(quoting) == []
    assert not quoting._jumps.button.isVisible()
    quoting.go_back()
    follow(quoting, "Bo Lane")
    assert marked(quoting) != []
    QTest.keyClick(quoting, Qt.Key.Key_Escape)
    assert marked(quoting) == []


def test_a_mouse_can_go_back_by_its_button(quoting: ReadingPane) -> None:
    follow(quoting, "Bo Lane")
    button, none = Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(quoting.browser.viewport(), button, none, QPoint(20, 20))
    assert quoting.browser.verticalScrollBar().value() == 0


def test_a_quote_whose_source_is_changed_beyond_recognition_leads_to_the_comment(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    quote = Quote("Words of comment 2", 1)
    first = comment(1, author="Ann Ray", body_html="<p>Rewritten since.</p>")
    pane.show_article(article(), build_thread([first, comment(2, quotes=(quote,))]))
    follow(pane, "↑ Ann Ray")
    assert pane.current_comment() == 1
    assert marked(pane) == []


@pytest.mark.parametrize(
    "address",
    [
        "ipvm:quote:7:0",
        "ipvm:quote:60:9",
        "ipvm:quote:99:0",
        "ipvm:quote-source:60:2",
        "ipvm:quote-source:x",
        "ipvm:comment:x",
        "ipvm:else",
    ],
)
def test_links_that_lead_nowhere_do_nothing(quoting: ReadingPane, address: str) -> None:
    quoting.browser.own_link_activated.emit(address)
    assert quoting.current_comment() is None
    assert quoting._jumps.step_back() is None


def test_another_article_forgets_the_way_back(
    quoting: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    follow(quoting, "Bo Lane")
    quoting.show_article(article(), build_thread([comment(60)]))
    assert marked(quoting) == []
    quoting.go_back()
    assert quoting.current_comment() is None


def test_zoom_and_theme_keep_the_mark(quoting: ReadingPane, qtbot: QtBot) -> None:
    follow(quoting, "Bo Lane")
    former = quoting.browser.document()
    quoting.set_zoom(125)
    quoting.set_theme(DARK)
    qtbot.waitUntil(lambda: quoting.browser.document() is not former)
    qtbot.waitUntil(lambda: marked(quoting, DARK.mark) == ["forty sites found weak defaults"])
    assert quoting.current_comment() == 60


def test_words_in_quotes_are_found_as_before(quoting: ReadingPane, qtbot: QtBot) -> None:
    quoting.open_find()
    quoting.find_bar.field.setText("lock was changed")
    qtbot.waitUntil(lambda: quoting.find_bar.count.text() == "1 of 2")
    quoting.find_next()
    assert marked(quoting, LIGHT.accent) == ["lock was changed"]


@pytest.mark.parametrize(
    ("key", "stop"),
    [
        (Qt.Key.Key_Tab, "Every lock was changed on the first day."),
        (Qt.Key.Key_Backtab, "“forty sites found weak defaults” ↑\u00a0article"),
    ],
)
def test_the_tab_key_begins_with_what_is_in_view(
    quoting: ReadingPane, key: Qt.Key, stop: str
) -> None:
    quoting.scroll_to_comment(60)
    quoting.browser.setFocus()
    before = quoting.browser.verticalScrollBar().value()
    QTest.keyClick(quoting.browser, key)
    assert quoting.browser.textCursor().selectedText() == stop
    assert abs(quoting.browser.verticalScrollBar().value() - before) < 40


def test_the_tab_key_stops_once_at_each_paragraph_of_a_quote(quoting: ReadingPane) -> None:
    quoting.scroll_to_comment(60)
    quoting.browser.verticalScrollBar().setValue(0)
    quoting.browser.setFocus()
    stops = []
    for _ in range(6):
        QTest.keyClick(quoting.browser, Qt.Key.Key_Tab)
        stops.append(quoting.browser.textCursor().selectedText().replace("\u00a0", " "))
    assert stops == [
        "pilot.txt",
        "Bo Lane",
        "Bo Lane",
        "Every lock was changed on the first day.",
        "Nobody asked us to. ↑ Ann Ray",
        "“forty sites found weak defaults” ↑ article",
    ]


def test_the_way_back_is_offered_at_the_panes_foot(quoting: ReadingPane, qtbot: QtBot) -> None:
    follow(quoting, "Bo Lane")
    quoting.resize(700, 400)
    button = quoting._jumps.button
    qtbot.waitUntil(lambda: button.geometry().bottom() < quoting.browser.height())
    assert button.geometry().right() < quoting.browser.width() - 10
    assert quoting.browser.height() - button.geometry().bottom() < 30
