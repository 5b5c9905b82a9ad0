"""Where the links of the pane lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import (
    QGuiApplication,
)
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.render.reading import COPIES_LINK, ISSUES_LINK, SOURCE_LINK
from ipvm_desktop.ui.theme import LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.pane_look import (
    click,
    shown_text,
)

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


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
