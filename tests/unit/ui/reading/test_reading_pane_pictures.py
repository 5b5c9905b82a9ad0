"""Pictures in the reading pane: room at once, the picture when it is there, never a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.library import Library
from ipvm_desktop.ui.jobs import JobRunner
from ipvm_desktop.ui.reading_controller import ReadingController
from ipvm_desktop.ui.views._pane_pictures import TALLEST
from ipvm_desktop.ui.views.comment_panel import CommentPanel
from ipvm_desktop.ui.views.reading_pane import ReadingPane
from tests.unit.ui.test_pictures import broken_off, painted

WIDE, TALL, SIGN = "aa" * 32, "bb" * 32, "cc" * 32
SIZES = {WIDE: (1600, 800), TALL: (100, 9000), SIGN: (16, 16)}
IMAGE = QTextDocument.ResourceType.ImageResource.value


def img(digest: str, alt: str = "") -> str:
    return f'<img alt="{alt}" src="picture:{digest}">'


BODY = f"<p>Before</p><p>{img(WIDE, 'A gate')}</p><p>A sign {img(SIGN)} in a line</p>"


def shown_sizes(pane: ReadingPane) -> list[tuple[str, int, int]]:
    """Return digest, width and height of each picture in the text."""
    found = []
    block = pane.browser.document().begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            shown = fragments.fragment().charFormat()
            if shown.isImageFormat():
                one = shown.toImageFormat()
                digest = one.name().removeprefix("picture:")
                found.append((digest, round(one.width()), round(one.height())))
            fragments += 1
        block = block.next()
    return found


def test_pictures_have_their_room_at_once(
    pane: ReadingPane, article: Callable[..., Article], thread: Callable[[int], Thread[Comment]]
) -> None:
    pane.show_article(article(body_html=BODY), thread(0), None, SIZES)
    column = pane.browser.column_width()
    assert shown_sizes(pane) == [(WIDE, column, column // 2), (SIGN, 16, 16)]
    assert pane.browser.horizontalScrollBar().maximum() == 0
    assert pane.browser.document().size().height() > column // 2


def test_a_narrow_picture_of_great_height_is_bounded(
    pane: ReadingPane, article: Callable[..., Article], thread: Callable[[int], Thread[Comment]]
) -> None:
    pane.show_article(article(body_html=f"<p>{img(TALL)}</p>"), thread(0), None, SIZES)
    assert shown_sizes(pane) == [(TALL, 9, TALLEST)]


def test_pictures_in_comments_tables_and_lists_fit_in(
    pane: ReadingPane,
    article: Callable[..., Article],
    comment: Callable[..., Comment],
    qtbot: QtBot,
) -> None:
    cells = f"<table><tr><td>{img(WIDE)}</td><td>b</td></tr></table>"
    listed = f"<ul><li>{img(WIDE)}</li></ul>"
    answers = [comment(1), comment(2, 1, body_html=f"<p>{img(WIDE)}</p>")]
    body = cells + listed
    pane.show_article(article(body_html=body), build_thread(answers), None, SIZES)
    column = pane.browser.column_width()
    qtbot.waitUntil(lambda: len(shown_sizes(pane)) == 3)
    in_cell, in_list, in_comment = (width for _, width, _ in shown_sizes(pane))
    assert in_cell <= column / 2
    assert column / 2 < in_list < column
    assert column / 2 < in_comment < column
    assert pane.browser.horizontalScrollBar().maximum() == 0


def test_pictures_follow_the_column_and_the_zoom(
    pane: ReadingPane,
    article: Callable[..., Article],
    thread: Callable[[int], Thread[Comment]],
    qtbot: QtBot,
) -> None:
    pane.show_article(article(body_html=BODY), thread(0), None, SIZES)
    pane.resize(420, 600)
    column = pane.browser.column_width()
    assert shown_sizes(pane)[0] == (WIDE, column, column // 2)
    pane.set_zoom(200)
    qtbot.waitUntil(lambda: shown_sizes(pane)[1] == (SIGN, 32, 32))


def test_what_cannot_be_shown_has_a_placeholder(
    pane: ReadingPane, article: Callable[..., Article], thread: Callable[[int], Thread[Comment]]
) -> None:
    pane.show_article(
        article(body_html=f"<p>{img(WIDE)}</p><p>x {img(TALL, 'Lost')}</p>"), thread(0)
    )
    text = pane.browser.document().toPlainText()
    assert shown_sizes(pane) == []
    assert "Picture not saved with this file" in text
    assert "[Lost]" in text


def test_words_of_a_picture_show_where_the_pointer_rests(
    pane: ReadingPane, article: Callable[..., Article], thread: Callable[[int], Thread[Comment]]
) -> None:
    pane.show_article(article(body_html=BODY), thread(0), None, SIZES)
    cursor = pane.browser.document().find("\ufffc")
    assert cursor.charFormat().toolTip() == "A gate"


def test_only_pictures_of_the_library_are_served(pane: ReadingPane, tmp_path: Path) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    path = tmp_path / "secret.png"
    assert image.save(str(path))
    for address in (path.as_uri(), str(path), "https://example.org/a.png", "qrc:/a.png"):
        assert pane.browser.loadResource(IMAGE, QUrl(address)) is None


def test_a_picture_is_wanted_once_it_comes_into_view(
    pane: ReadingPane,
    article: Callable[..., Article],
    thread: Callable[[int], Thread[Comment]],
    qtbot: QtBot,
) -> None:
    wanted: list[tuple[str, int, int]] = []
    pane.picture_wanted.connect(lambda *asked: wanted.append(asked))
    body = f"<p>{img(SIGN)}</p>" + "<p>Line</p>" * 200 + f"<p>{img(WIDE)}</p>"
    pane.show_article(article(body_html=body), thread(0), None, SIZES)
    qtbot.waitUntil(lambda: bool(wanted))
    pane.grab()
    assert wanted == [(SIGN, 16, 16)]
    pane.browser.verticalScrollBar().setValue(pane.browser.verticalScrollBar().maximum())
    column = pane.browser.column_width()
    qtbot.waitUntil(lambda: wanted[1:] == [(WIDE, column, column // 2)])


def colour_at_picture(pane: ReadingPane) -> QColor:
    place = pane.browser.document().find("\ufffc").selectionStart()
    left = pane.browser.viewport().x() + 20
    return QColor(pane.grab().toImage().pixel(left, pane.browser.line_top(place) + 20))


def test_the_picture_appears_where_its_room_was(
    pane: ReadingPane, article: Callable[..., Article], thread: Callable[[int], Thread[Comment]]
) -> None:
    pane.show_article(article(body_html=BODY), thread(0), None, SIZES)
    before, height = colour_at_picture(pane), pane.browser.document().size().height()
    image = QImage(1600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("#20a040"))
    pane.put_picture(WIDE, image)
    assert colour_at_picture(pane) == QColor("#20a040") != before
    assert pane.browser.document().size().height() == height
    pane.put_picture(WIDE, None)
    assert colour_at_picture(pane) != QColor("#20a040")


def test_a_picture_is_wanted_anew_when_its_size_changed(
    pane: ReadingPane,
    article: Callable[..., Article],
    thread: Callable[[int], Thread[Comment]],
    qtbot: QtBot,
) -> None:
    pane.show_article(article(body_html=BODY), thread(0), None, SIZES)
    pane.put_picture(WIDE, QImage(8, 4, QImage.Format.Format_RGB32))
    wanted: list[tuple[str, int, int]] = []
    pane.picture_wanted.connect(lambda *asked: wanted.append(asked))
    pane.resize(420, 600)
    column = pane.browser.column_width()
    qtbot.waitUntil(lambda: (WIDE, column, column // 2) in wanted)
    assert {digest for digest, _, _ in wanted} <= set(SIZES)


# Opened from a library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as library:
        yield library


def test_pictures_come_from_the_library(pane: ReadingPane, library: Library, qtbot: QtBot) -> None:
    gate = painted(300, 200)
    broken = broken_off(painted(300, 201))
    document = Document(
        title="Gates",
        body_html=f"<p>{img(gate.sha256)}</p><p>{img(broken.sha256)}</p>",
        pictures=(gate, broken),
        comments=(ParsedComment(id=1, body_html=f"<p>{img(gate.sha256)}</p>"),),
    )
    library.add(SourceFile("a.html", "page", b"x"), [document])
    runner = JobRunner()
    panel = CommentPanel()
    qtbot.addWidget(panel)
    controller = ReadingController(library, runner, pane, panel)
    controller.open(1)
    qtbot.waitUntil(lambda: len(shown_sizes(pane)) == 3)
    qtbot.waitUntil(lambda: colour_at_picture(pane) == QColor("#204060"))
    assert shown_sizes(pane)[0] == shown_sizes(pane)[-1]
    controller.leave()
    runner.shutdown()


# The addresses of comments


def test_a_comment_leads_to_its_own_page(
    pane: ReadingPane, article: Callable[..., Article], comment: Callable[..., Comment]
) -> None:
    page = "https://example.org/a#comment-1"
    linked = [comment(1, permalink=page), comment(2, permalink="file:///etc/passwd"), comment(3)]
    pane.show_article(article(body_html="<p>Short</p>"), build_thread(linked))
    pane.browser.document().documentLayout().documentSize()
    found = pane.browser.document().find("page")
    assert found.charFormat().anchorHref() == page
    assert found.charFormat().toolTip() == "Open this comment's page"
    asked: list[str] = []
    pane.link_requested.connect(asked.append)

    def menu_at(number: int) -> dict[str, Callable[[], None]]:
        words = pane.browser.document().find(f"Words of comment {number}")
        pane.browser.setTextCursor(words)
        where = pane.browser.cursorRect(words).center()
        actions = pane.browser.build_menu(QPoint(where)).actions()
        return {action.text(): action.trigger for action in actions}

    first = menu_at(1)
    first["&Open This Comment’s Page…"]()
    first["Copy Comment’s &Address"]()
    assert asked == [page]
    assert QGuiApplication.clipboard().text() == page
    for number in (2, 3):
        assert "&Open This Comment’s Page…" not in menu_at(number)
