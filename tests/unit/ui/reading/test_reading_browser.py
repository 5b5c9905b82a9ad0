"""Where the text of the pane stands, and what is painted beneath it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.theme import LIGHT
from ipvm_desktop.ui.views.reading_pane import ReadingPane

MakeArticle = Callable[..., Article]
MakeComment = Callable[..., Comment]


def test_a_place_in_view_is_found_where_qt_finds_it(
    pane: ReadingPane, article: MakeArticle, comment: MakeComment
) -> None:
    table = "<table><tr><td>one<br>two</td><td>three</td></tr><tr><td>four</td></tr></table>"
    bodies = (
        f"<p>Words.</p>{table}",
        f"{table}{table}<p>More.</p>",
        "<p>Words.</p><blockquote><p>Cited.</p><p>And more.</p></blockquote>",
        "<ul><li>First<ul><li>Inner</li></ul></li></ul><pre>code</pre>",
        f"<blockquote>{table}</blockquote>",
        "<blockquote><p dir=rtl>שלום</p></blockquote>",
    )
    comments = [comment(number, body_html=body) for number, body in enumerate(bodies, 1)]
    pane.show_article(
        article(body_html=f"<p>Words.</p>{table}<p>More.</p>"), build_thread(comments)
    )
    assert pane._document is not None
    pane._document.append_all()
    browser = pane.browser
    bar, view = browser.verticalScrollBar(), browser.viewport()
    for value in range(0, bar.maximum(), 97):
        browser.scroll_quietly(value)
        for y in range(0, view.height(), 7):
            for x in (0, view.width()):
                assert (
                    browser.position_at(y, x) == browser.cursorForPosition(QPoint(x, y)).position()
                )


def test_a_box_is_painted_to_its_edge_when_its_text_has_left(
    pane: ReadingPane, article: MakeArticle
) -> None:
    code = f"<pre>{'<br>'.join(['code'] * 5)}</pre>{'<p>Words.</p>' * 60}"
    pane.show_article(article(body_html=code), Thread())
    assert pane._document is not None
    block = pane._document.qt.find("code").block()
    while block.next().text() == "code":
        block = block.next()
    rect = pane._document.qt.documentLayout().blockBoundingRect(block)
    pane.browser.scroll_quietly(round(rect.bottom()) + 2)
    image = pane.browser.viewport().grab().toImage()
    assert image.pixelColor(image.width() // 2, 1) == QColor(LIGHT.chip)
