"""Find in page and marked filter words, with the real bar and the real text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


def marked(pane: ReadingPane) -> list[tuple[str, str]]:
    """The marked words and their background colours, in the order of the text."""
    found = []
    for selection in pane.browser.extraSelections():
        cursor, form = selection.cursor, selection.format
        found.append(
            (cursor.selectionStart(), cursor.selectedText(), form.background().color().name())
        )
    return [(text, colour) for _, text, colour in sorted(found)]


def current_words(pane: ReadingPane) -> list[str]:
    return [text for text, colour in marked(pane) if colour == LIGHT.accent]


def ask(pane: ReadingPane, qtbot: QtBot, text: str) -> None:
    pane.open_find()
    pane.find_bar.field.clear()
    QTest.keyClicks(pane.find_bar.field, text)


@pytest.fixture
def shown(pane: ReadingPane, article: MakeArticle, comment: MakeComment) -> ReadingPane:
    """A pane with three comments, each with the word "fox" once, the article with none."""
    bodies = ("A quick fox.", "The FOX\u00a0jumps 🎥 high.", "fox again")
    comments = [
        comment(number, body_html=f"<p>{body}</p>") for number, body in enumerate(bodies, start=1)
    ]
    pane.show_article(article(), build_thread(comments))
    return pane


def test_matches_are_counted_marked_and_gone_through(shown: ReadingPane, qtbot: QtBot) -> None:
    ask(shown, qtbot, "fox")
    assert shown.find_bar.count.text() == "1 of 3"
    assert marked(shown) == [
        ("fox", LIGHT.accent),
        ("FOX", LIGHT.mark),
        ("fox", LIGHT.mark),
    ]
    QTest.keyClick(shown.find_bar.field, Qt.Key.Key_Return)
    assert current_words(shown) == ["FOX"]
    QTest.keyClick(shown.find_bar.field, Qt.Key.Key_F3)
    assert shown.find_bar.count.text() == "3 of 3"
    QTest.keyClick(shown.find_bar.field, Qt.Key.Key_F3)
    assert shown.find_bar.count.text() == "1 of 3"
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown.find_bar.field, Qt.Key.Key_Return, shift)
    assert shown.find_bar.count.text() == "3 of 3"
    QTest.keyClick(shown.browser, Qt.Key.Key_F3, shift)
    assert shown.find_bar.count.text() == "2 of 3"
    QTest.keyClick(shown.browser, Qt.Key.Key_F3)
    shown.find_bar.previous_button.click()
    assert shown.find_bar.count.text() == "2 of 3"


def test_no_match_is_said_and_steps_do_nothing(shown: ReadingPane, qtbot: QtBot) -> None:
    ask(shown, qtbot, "foxx")
    assert shown.find_bar.count.text() == "No matches"
    assert not shown.find_bar.next_button.isEnabled()
    shown.find_next()
    assert shown.find_bar.count.text() == "No matches"
    assert marked(shown) == []
    shown.find_bar.field.clear()
    assert shown.find_bar.count.text() == ""


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("fox jumps", "FOX\u00a0jumps"),  # any white space stands for any other
        ("high", "high"),  # behind a character of two units
        ("🎥", "🎥"),
        ("a quick", "A quick"),
        ("jumps.", None),  # a full stop is no pattern
    ],
)
def test_text_is_found_as_it_is_read(
    shown: ReadingPane, qtbot: QtBot, wanted: str, found: str | None
) -> None:
    shown.open_find()
    shown.find_bar.field.setText(wanted)
    texts = [text.replace("\u00a0", " ") for text, _ in marked(shown)]
    assert texts == ([] if found is None else [found.replace("\u00a0", " ")])


def test_typing_on_stays_at_the_current_match(shown: ReadingPane, qtbot: QtBot) -> None:
    ask(shown, qtbot, "fox")
    shown.find_next()
    shown.find_next()
    QTest.keyClicks(shown.find_bar.field, " again")
    assert shown.find_bar.count.text() == "1 of 1"
    shown.find_bar.field.setText("fox")
    assert shown.find_bar.count.text() == "3 of 3"


def test_escape_closes_and_gives_the_text_the_focus(shown: ReadingPane, qtbot: QtBot) -> None:
    shown.activateWindow()
    ask(shown, qtbot, "fox")
    qtbot.waitUntil(lambda: shown.find_bar.field.hasFocus())
    QTest.keyClick(shown.find_bar.field, Qt.Key.Key_Escape)
    assert shown.find_bar.isHidden()
    assert marked(shown) == []
    assert shown.browser.hasFocus()


def test_escape_in_the_text_closes_too(shown: ReadingPane, qtbot: QtBot) -> None:
    ask(shown, qtbot, "fox")
    QTest.keyClick(shown.browser, Qt.Key.Key_Escape)
    assert shown.find_bar.isHidden()
    QTest.keyClick(shown.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.find_bar.isVisible()


def test_the_next_match_of_a_closed_bar_opens_it_again(shown: ReadingPane, qtbot: QtBot) -> None:
    shown.find_next()
    assert shown.find_bar.isVisible()
    ask(shown, qtbot, "fox")
    shown.close_find()
    shown.find_previous()
    assert shown.find_bar.isVisible()
    assert shown.find_bar.count.text() == "1 of 3"


def test_selected_words_are_taken_over(shown: ReadingPane) -> None:
    shown.browser.setTextCursor(shown.browser.document().find("jumps"))
    shown.open_find()
    assert shown.find_bar.field.text() == "jumps"
    assert shown.find_bar.field.selectedText() == "jumps"
    assert shown.find_bar.count.text() == "1 of 1"


def test_a_match_far_below_is_built_and_brought_into_view(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(500))
    ask(pane, qtbot, "comment 480 ")
    assert pane.find_bar.count.text() == "1 of 1"
    assert current_words(pane) == ["comment 480"]
    place = pane.browser.cursorRect(pane.browser.document().find("comment 480 ")).top()
    assert 0 < place < pane.browser.viewport().height()


def test_the_comment_of_a_match_becomes_current(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(60))
    told: list[int] = []
    pane.comment_in_view.connect(told.append)
    pane.open_find()
    pane.find_bar.field.setText("comment 4")
    assert told == [4]
    pane.find_next()
    assert told == [4, 40]
    assert pane.current_comment() == 40


def test_only_matches_in_view_are_marked(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(300))
    ask(pane, qtbot, "comment")
    assert pane.find_bar.count.text() == "1 of 301"
    assert len(marked(pane)) < 30
    pane.find_previous()
    assert pane.find_bar.count.text() == "301 of 301"
    assert current_words(pane) == ["comment"]


def test_a_match_survives_another_theme(shown: ReadingPane, qtbot: QtBot) -> None:
    ask(shown, qtbot, "fox")
    shown.find_next()
    shown.set_theme(DARK)
    assert shown.find_bar.count.text() == "2 of 3"
    assert ("FOX", DARK.accent) in marked(shown)


# Filter words


def test_words_are_marked_in_matching_comments_only(shown: ReadingPane) -> None:
    shown.set_matches({1, 3}, ["fox", "quick"])
    assert marked(shown) == [("quick", LIGHT.mark), ("fox", LIGHT.mark), ("fox", LIGHT.mark)]
    shown.set_matches(set(), ())
    assert marked(shown) == []


def test_filter_words_follow_the_text(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(200))
    pane.set_matches({150}, ["audit"])
    assert marked(pane) == []
    pane.scroll_to_comment(150)
    assert marked(pane) == [("audit", LIGHT.mark)]
    pane.set_theme(DARK)
    qtbot.waitUntil(lambda: marked(pane) == [("audit", DARK.mark)])


def test_another_article_is_not_marked(
    shown: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    shown.set_matches({1}, ["fox", "comment"])
    shown.show_article(article(), thread(2))
    assert marked(shown) == []


def test_marks_are_readable(shown: ReadingPane) -> None:
    shown.set_matches({1}, ["fox"])
    selection = shown.browser.extraSelections()[0]
    assert selection.format.foreground().color() == QColor(LIGHT.text)


def test_what_the_library_is_searched_for_is_marked_everywhere(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    pane.set_search('Foxes "red lamp" o 审计')
    body = "<p>The red\u00a0lamp, a red fox, two foxes and outfoxes. 城市审计报告</p>"
    answers = [comment(1, body_html="<p>No foxes here.</p>")]
    pane.show_article(article(body_html=body), build_thread(answers))
    words = ["red\u00a0lamp", "foxes", "审计", "foxes"]
    assert marked(pane) == [(word, LIGHT.mark) for word in words]
    pane.set_search("")
    assert marked(pane) == []


def test_f3_goes_through_what_the_library_is_searched_for(shown: ReadingPane, qtbot: QtBot) -> None:
    shown.set_search("fox")
    shown.find_next()
    assert current_words(shown) == ["fox"]
    assert not shown.find_bar.isVisible()
    shown.find_next()
    assert current_words(shown) == ["FOX"]
    shown.find_previous()
    shown.find_previous()
    assert current_words(shown) == ["fox"]
    assert marked(shown)[-1] == ("fox", LIGHT.accent)
    shown.set_search("quick")
    assert marked(shown) == [("quick", LIGHT.mark)]
    shown.find_previous()
    assert current_words(shown) == ["quick"]
    ask(shown, qtbot, "again")
    assert current_words(shown) == ["again"]
    shown.find_bar.closed.emit()
    assert marked(shown) == [("quick", LIGHT.mark)]
