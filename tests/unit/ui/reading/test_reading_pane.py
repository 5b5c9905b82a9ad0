"""The reading pane on screen: what it shows, where it stands, what it reports."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFontInfo,
    QGuiApplication,
    QImage,
    QPalette,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread
from ipvm_desktop.paths import resource
from ipvm_desktop.render.reading import COPIES_LINK, ISSUES_LINK, SOURCE_LINK
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


def shown_text(pane: ReadingPane) -> str:
    return pane.browser.toPlainText()


def wait_for_all(pane: ReadingPane, qtbot: QtBot, last: int) -> None:
    qtbot.waitUntil(lambda: f"Words of comment {last} " in shown_text(pane))


def top_of(pane: ReadingPane, comment_id: int) -> int:
    """Where a comment's byline stands in the viewport."""
    cursor = pane.browser.document().find(f"Words of comment {comment_id} ")
    return pane.browser.cursorRect(cursor).top()


def color_at(pane: ReadingPane, point: QPoint) -> QColor:
    image: QImage = pane.browser.viewport().grab().toImage()
    return image.pixelColor(point)


def paper(pane: ReadingPane) -> str:
    return pane.browser.palette().color(QPalette.ColorRole.Base).name()


def scroll(pane: ReadingPane, value: int) -> None:
    """Scroll as a reader does."""
    pane.browser.verticalScrollBar().setValue(value)


def click(widget: QWidget, where: QPoint) -> None:
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, button, modifier, where)


# What is shown


def test_articles_are_set_in_the_serif_that_comes_along(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(1))
    assert QFontInfo(pane.browser.document().defaultFont()).family() == "Source Serif 4"


def test_article_and_discussion_are_one_document(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(2))
    text = shown_text(pane)
    assert text.index("City Pilot") < text.index("forty sites") < text.index("Comments (2)")
    assert text.index("Comments (2)") < text.index("comment 1") < text.index("comment 2")
    assert pane.article == article()


def test_a_long_discussion_is_there_at_once_in_part_and_soon_as_a_whole(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(400))
    assert "comment 1 " in shown_text(pane)
    assert "comment 400 " not in shown_text(pane)
    wait_for_all(pane, qtbot, 400)
    numbers = [line for line in shown_text(pane).splitlines() if line.startswith("Words of")]
    assert len(numbers) == 400
    assert numbers == sorted(numbers, key=lambda line: int(line.split()[3]))


def test_another_article_replaces_one_that_is_still_being_built(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(400))
    pane.show_article(article(title="Second"), thread(3))
    qtbot.wait(30)
    assert "Second" in shown_text(pane)
    assert "comment 4 " not in shown_text(pane)


def test_an_article_without_comments_says_so(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(0))
    assert "There are no comments in this file." in shown_text(pane)


def test_a_body_that_swallows_its_followers_breaks_nothing(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    broken = [comment(1, body_html="<table><tr><td><!-- open"), comment(2), comment(3)]
    pane.show_article(article(), build_thread(broken))
    pane.scroll_to_comment(3)
    pane.grab()
    assert pane.current_comment() == 3


def test_tables_lists_and_code_survive(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    rich = (
        "<ul><li>point</li></ul><pre><code>a\n  b</code></pre>"
        "<table><tr><td>cell</td></tr></table>"
        "<blockquote><p>quoted</p><blockquote><p>twice</p></blockquote></blockquote>"
    )
    pane.show_article(article(body_html=rich), build_thread([comment(1, body_html=rich)]))
    pane.grab()
    text = shown_text(pane)
    for words in ("point", "a\n  b", "cell", "quoted", "twice"):
        assert text.count(words) == 2


def test_text_without_paragraphs_stands_in_line_with_its_comment(
    pane: ReadingPane, article: Callable[..., Article], comment: Callable[..., Comment]
) -> None:
    body = "Bare words.<p>A paragraph.</p>More of <b>them</b>.<ul><li>a</li></ul>The end."
    pane.show_article(article(), build_thread([comment(1), comment(2, 1, body_html=body)]))
    margins = {}
    block = pane.browser.document().begin()
    while block.isValid():
        margins[block.text()] = block.blockFormat().leftMargin()
        block = block.next()
    loose = {margins[words] for words in ("Bare words.", "More of them.", "The end.")}
    assert loose == {margins["A paragraph."]}
    assert margins["A paragraph."] > 0


def test_text_from_right_to_left_keeps_its_direction(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    arabic = comment(1, author="محمد علي", body_html="<p>هذا تعليق.</p>")
    pane.show_article(article(), build_thread([arabic]))
    document = pane.browser.document()
    body = document.find("هذا تعليق").block()
    assert body.textDirection() == Qt.LayoutDirection.RightToLeft
    assert body.previous().textDirection() == Qt.LayoutDirection.LeftToRight


def test_nothing_is_ever_loaded(pane: ReadingPane) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    for address in ("file:///etc/hostname", "https://example.org/a.png", "a.png"):
        assert pane.browser.loadResource(kind, QUrl(address)) is None


# Empty


def test_the_empty_pane_asks_to_choose(pane: ReadingPane) -> None:
    assert pane.empty_page.isVisible()
    assert pane.empty_page.title.text() == "No article selected"
    assert pane.position() == ""


def test_an_empty_library_offers_actions(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.show_empty("Empty", "<b>Plain</b>", [("files", "Import files…"), ("samples", "Samples")])
    assert pane.empty_page.words.textFormat() == Qt.TextFormat.PlainText
    with qtbot.waitSignal(pane.action_requested) as asked:
        pane.empty_page.buttons[1].click()
    assert asked.args == ["samples"]
    pane.show_empty("Empty", "", [("files", "Import files…")])
    assert [button.text() for button in pane.empty_page.buttons] == ["Import files…"]


def test_an_article_takes_the_empty_page_away_and_clear_brings_it_back(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(1))
    assert pane.browser.isVisible()
    pane.clear()
    assert pane.empty_page.isVisible()
    assert pane.article is None
    assert shown_text(pane) == ""
    pane.scroll_to_comment(1)  # knows nothing of it any more
    pane.restore_position("c1:0")
    pane.open_find()
    pane.find_next()
    pane.find_previous()
    assert pane.find_bar.isHidden()


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


# Links


def link_place(pane: ReadingPane, text: str) -> QPoint:
    cursor = pane.browser.document().find(text)
    cursor.setPosition(cursor.selectionStart() + 2)
    return pane.browser.cursorRect(cursor).center()


def test_web_links_are_asked_for_and_shown_first(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1))
    where = link_place(pane, "the report")
    with qtbot.waitSignal(pane.link_hovered) as hovered:
        QTest.mouseMove(pane.browser.viewport(), QPoint(1, 1))
        QTest.mouseMove(pane.browser.viewport(), where)
    assert hovered.args == ["https://example.org/report"]
    with qtbot.waitSignal(pane.link_requested) as asked:
        click(pane.browser.viewport(), where)
    assert asked.args == ["https://example.org/report"]
    assert "City Pilot" in shown_text(pane)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "ipvm:nonsense", "x"])
def test_other_links_do_nothing(pane: ReadingPane, address: str, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(pane.link_requested),
        qtbot.assertNotEmitted(pane.source_requested),
    ):
        pane.browser.anchorClicked.emit(QUrl(address))
        pane.browser.highlighted.emit(QUrl(address))


def test_the_source_can_be_asked_for(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1))
    assert pane.browser.anchorAt(link_place(pane, "pilot.txt")) == SOURCE_LINK
    with qtbot.waitSignal(pane.source_requested):
        pane.browser.anchorClicked.emit(QUrl(SOURCE_LINK))


def test_other_copies_can_be_asked_for(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread, qtbot: QtBot
) -> None:
    pane.show_article(article(), thread(1), copies=2)
    assert pane.browser.anchorAt(link_place(pane, "2 other copies")) == COPIES_LINK
    with qtbot.waitSignal(pane.copies_requested):
        pane.browser.anchorClicked.emit(QUrl(COPIES_LINK))
    pane.show_article(article(), thread(1), copies=1)
    assert "1 other copy" in shown_text(pane)
    pane.show_article(article(), thread(1))
    assert "other cop" not in shown_text(pane)


def test_a_quotation_from_right_to_left_has_its_bar_at_the_right(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    quotes = (
        "<blockquote><p>זה ציטוט</p></blockquote><p>And:</p>"
        "<blockquote><p>Words</p></blockquote><pre>שלום</pre>"
    )
    pane.show_article(article(body_html=quotes), build_thread([comment(1, body_html=quotes)]))
    document = pane._document
    assert document is not None
    document.append_all()
    depths: dict[str, list[tuple[int, bool]]] = {}
    block = document.qt.begin()
    while block.isValid():
        form = block.blockFormat()
        is_right = form.rightMargin() > form.leftMargin() - document.base_margin(block)
        depths.setdefault(block.text(), []).append((document.quote_depth(block), is_right))
        block = block.next()
    assert depths["זה ציטוט"] == [(1, True), (1, True)]
    assert [depth for depth, _ in depths["Words"]] == [1, 1]
    assert [depth for depth, _ in depths["שלום"]] == [0, 0]
    assert depths["Words"][0] == (1, False)
    width = round(pane.browser.lineWrapColumnOrWidth())
    image = pane.browser.viewport().grab().toImage()
    rows = range(image.height())
    assert any(image.pixelColor(width - 2, y).name() == LIGHT.guide for y in rows)


def test_a_reply_leads_to_its_parent(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment, qtbot: QtBot
) -> None:
    reply = comment(2, 1, reply=Reply(ReplyKind.INFERRED, 0.5, "names the author"))
    pane.show_article(article(), build_thread([comment(1), reply]))
    address = pane.browser.anchorAt(link_place(pane, "replies to Person 1") + QPoint(65, 0))
    with qtbot.waitSignal(pane.comment_in_view) as jumped:
        pane.browser.anchorClicked.emit(QUrl(address))
    assert jumped.args == [1]
    assert pane.current_comment() == 1


def test_all_issues_can_be_shown_and_hidden_again(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    issues = tuple(ImportIssue(IssueCode.TRUNCATED, f"Trouble {n}") for n in range(5))
    pane.show_article(article(issues=issues), thread(1))
    assert "Trouble 3" not in shown_text(pane)
    pane.browser.anchorClicked.emit(QUrl(ISSUES_LINK))
    assert "Trouble 4" in shown_text(pane)
    pane.grab()
    pane.browser.anchorClicked.emit(QUrl(ISSUES_LINK))
    assert "Trouble 4" not in shown_text(pane)


def test_the_menu_copies_addresses_of_links_only(
    pane: ReadingPane, article: MakeArticle, thread: MakeThread
) -> None:
    pane.show_article(article(), thread(1))
    plain = [action.text() for action in pane.browser.build_menu(QPoint(1, 1)).actions()]
    assert "Copy &Link Address" not in plain
    menu = pane.browser.build_menu(link_place(pane, "the report"))
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["&Copy"].isEnabled()
    actions["Copy &Link Address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://example.org/report"
    actions["Select &All"].trigger()
    assert pane.browser.textCursor().selectedText().startswith("City Pilot")
    actions["&Find in Page…"].trigger()
    assert pane.find_bar.isVisible()


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


# Reading position


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
