"""Which comment of the pane is current, and which ones were seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QColor,
)
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.theme import LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.pane_look import (
    click,
    color_at,
    scroll,
    top_of,
    wait_for_all,
)

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


# Current comment


def test_scrolling_to_a_comment_brings_it_up_without_reporting_it(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(400))
    with qtbot.assertNotEmitted(pane.comment_in_view, wait=150):
        pane.scroll_to_comment(300)  # not built yet
    assert pane.current_comment() == 300
    assert 0 < top_of(pane, 300) < pane.browser.viewport().height() / 4


def test_unknown_comments_are_ignored(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(5))
    pane.scroll_to_comment(2)
    pane.scroll_to_comment(99)
    assert pane.current_comment() == 2


def test_a_reader_who_scrolls_makes_comments_current(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(60))
    wait_for_all(pane, qtbot, 60)
    with qtbot.waitSignal(pane.comment_in_view) as seen:
        scroll(pane, pane.browser.verticalScrollBar().value() + top_of(pane, 20))
    assert seen.args == [pane.current_comment()]
    assert seen.args[0] in {20, 21}
    with qtbot.waitSignal(pane.comment_in_view) as seen:
        scroll(pane, pane.browser.verticalScrollBar().maximum())
    assert seen.args == [60]


def test_the_end_makes_the_last_comment_current(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(60))
    wait_for_all(pane, qtbot, 60)
    with qtbot.waitSignal(pane.comment_in_view) as seen:
        QTest.keyClick(pane.browser, Qt.Key.Key_End)
    assert seen.args == [60]


def test_within_the_article_no_comment_is_reported(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(body_html="<p>Line</p>" * 200), thread(3))
    with qtbot.assertNotEmitted(pane.comment_in_view, wait=150):
        scroll(pane, 300)
    assert pane.current_comment() is None


def test_a_click_makes_a_comment_current(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(5))
    where = QPoint(30, top_of(pane, 2) + 4)
    with qtbot.waitSignal(pane.comment_in_view) as clicked:
        click(pane.browser.viewport(), where)
    assert clicked.args == [2]
    with qtbot.assertNotEmitted(pane.comment_in_view, wait=50):
        click(pane.browser.viewport(), QPoint(30, 40))


def test_the_current_comment_is_coloured_and_only_it(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(3))
    right = pane.browser.lineWrapColumnOrWidth() - 3
    place = QPoint(right, top_of(pane, 2) + 5)
    assert color_at(pane, place) == QColor(LIGHT.paper)
    pane.scroll_to_comment(2)
    assert color_at(pane, QPoint(right, top_of(pane, 2) + 5)) == QColor(LIGHT.accent_soft)
    assert color_at(pane, QPoint(right, top_of(pane, 3) + 5)) == QColor(LIGHT.paper)


def test_bars_are_solid_for_printed_replies_and_dashed_for_inferred_ones(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    pane.resize(700, 900)
    long = "<p>Words of comment {} here.</p>" + "<p>More.</p>" * 4
    comments = [
        comment(1, body_html=long.format(1)),
        comment(2, body_html=long.format(2), parent=1, reply=Reply(ReplyKind.EXPLICIT)),
        comment(3, body_html=long.format(3), parent=1, reply=Reply(ReplyKind.INFERRED, 0.5)),
    ]
    pane.show_article(article(body_html="<p>Short</p>"), build_thread(comments))
    image = pane.browser.viewport().grab().toImage()
    guide, paper = QColor(LIGHT.guide), QColor(LIGHT.paper)

    def bar(comment_id: int, x: int) -> set[str]:
        top = top_of(pane, comment_id)
        return {image.pixelColor(x, y).name() for y in range(top, top + 60)}

    assert bar(1, 0) == {guide.name()}
    assert bar(2, 22) == {guide.name()}
    assert {guide.name(), paper.name()} <= bar(3, 22)


def test_marks_change_without_a_new_document(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    pane.show_article(article(), build_thread([comment(1, read=False), comment(2)]))
    document = pane.browser.document()
    before = pane.browser.viewport().grab().toImage()
    pane.update_marks({1: (True, False), 2: (True, False)})
    read = pane.browser.viewport().grab().toImage()
    assert read != before
    pane.update_marks({1: (True, False), 2: (True, True)})
    assert pane.browser.viewport().grab().toImage() != read
    pane.update_marks({1: (False, False), 2: (True, False)})
    assert pane.browser.viewport().grab().toImage() == before
    assert pane.browser.document() is document


# Seen


def test_unread_comments_in_view_are_reported_after_a_while(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    pane.seen_watch.after_ms = 60
    comments = [comment(number, read=number == 2) for number in range(1, 61)]
    with qtbot.waitSignal(pane.comments_seen) as seen:
        pane.show_article(article(body_html="<p>Short</p>"), build_thread(comments))
    assert seen.args[0][:2] == [1, 3]
    assert 60 not in seen.args[0]


def test_what_the_reader_marked_unread_stays_so_while_in_view(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    reported: list[list[int]] = []
    pane.comments_seen.connect(reported.append)
    comments = [comment(number, read=number != 2) for number in range(1, 61)]
    pane.show_article(article(body_html="<p>Short</p>"), build_thread(comments))
    pane.seen_watch.stop()
    pane.seen_watch.after_ms = 0
    pane.update_marks({1: (False, False)})
    pane.seen_watch.look()
    assert reported == [[2]]
    pane.update_marks({2: (True, False)})
    pane.scroll_to_comment(50)
    pane.seen_watch.look()
    pane.scroll_to_comment(1)
    pane.seen_watch.look()
    assert reported == [[2], [1]]


def test_comments_that_leave_at_once_are_not_reported(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    reported: list[list[int]] = []
    pane.comments_seen.connect(reported.append)
    pane.show_article(
        article(body_html="<p>Line</p>" * 80),
        build_thread([comment(number, read=False) for number in range(1, 4)]),
    )
    pane.seen_watch.stop()
    pane.seen_watch.after_ms = 10
    pane.scroll_to_comment(1)
    pane.seen_watch.look()
    QTest.qWait(20)
    scroll(pane, 0)
    pane.seen_watch.look()
    assert reported == []
    pane.scroll_to_comment(1)
    pane.seen_watch.look()
    QTest.qWait(20)
    pane.seen_watch.look()
    assert reported == [[1, 2, 3]]


def test_a_hidden_pane_has_nothing_in_view(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    reported: list[list[int]] = []
    pane.comments_seen.connect(reported.append)
    pane.seen_watch.after_ms = 0
    pane.hide()
    pane.show_article(article(), build_thread([comment(1, read=False)]))
    pane.seen_watch.look()
    assert reported == []
