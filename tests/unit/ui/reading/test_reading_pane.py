"""The reading pane on screen: what it shows of an article and its discussion, or instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFontInfo,
    QTextDocument,
)
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.reading.pane_look import (
    shown_text,
    wait_for_all,
)

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]
MakeThread = Callable[[int], Thread[Comment]]


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
