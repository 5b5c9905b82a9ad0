"""The wired window over a real library: commands, marks, imports, and what is kept."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ipvm_desktop import __version__, settings
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.listing import ArticleScope, SortOrder
from ipvm_desktop.domain.query import CommentFilter
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import SettingsError
from ipvm_desktop.library import Library
from ipvm_desktop.replies import MODEL_VERSION
from ipvm_desktop.ui import file_dialogs
from ipvm_desktop.ui.dialogs.about import AboutDialog
from ipvm_desktop.ui.dialogs.import_log import ImportLogDialog
from ipvm_desktop.ui.dialogs.import_summary import ImportSummaryDialog
from ipvm_desktop.ui.dialogs.open_link import OpenLinkDialog
from ipvm_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from ipvm_desktop.ui.dialogs.source_text import SourceTextDialog
from ipvm_desktop.ui.dialogs.whats_new import WhatsNewDialog
from ipvm_desktop.ui.program import Program

DialogT = TypeVar("DialogT", bound=QDialog)
Start = Callable[[], Program]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _document(number: int) -> Document:
    comments = tuple(
        ParsedComment(
            id=index,
            author=f"Ann {index}",
            body_html=f"<p>Comment {index} of {number}.</p>",
            body_text=f"Comment {index} of {number}.",
        )
        for index in (1, 2, 3)
    )
    body = "<p>Words and more words.</p>" * 80
    return Document(
        title=f"Article {number}",
        url=f"https://ipvm.com/{number}",
        body_html=body,
        body_text="Words and more words.\n\n" * 80,
        comments=comments,
        reply_model=MODEL_VERSION,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library with the articles 1 to 3; the newest import, 3, stands first."""
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for number in (1, 2, 3):
            content = f"Article {number} as a file".encode()
            library.add(SourceFile(f"{number}.txt", "plain-text", content), [_document(number)])
    return path


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, path: Path) -> Iterator[Start]:
    started: list[Program] = []

    def start() -> Program:
        program = Program(qapp, Library.open(path))
        started.append(program)
        qtbot.addWidget(program.window)
        program.start([])
        qtbot.waitExposed(program.window)
        program.window.resize(1200, 700)
        program.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
        return program

    yield start
    for program in started:
        program.window.close()
        program.deleteLater()


@pytest.fixture
def program(start: Start) -> Program:
    return start()


def _open(program: Program, qtbot: QtBot, article_id: int) -> None:
    program.articles.select(article_id)
    qtbot.waitUntil(lambda: _shown(program) == article_id)


def _shown(program: Program) -> int | None:
    return program.reading.article.id if program.reading.article else None


def _press(
    widget: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


def _dialog(program: Program, kind: type[DialogT], qtbot: QtBot) -> DialogT:
    def find() -> list[DialogT]:
        found = program.window.findChildren(kind)
        return [each for each in found if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(find()))
    return find()[0]


def test_keys_walk_through_articles_and_comments(program: Program, qtbot: QtBot) -> None:
    view = program.articles.view
    _open(program, qtbot, 3)
    _press(view, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: _shown(program) == 2)
    _press(view, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: _shown(program) == 3)
    _press(program.pane.browser, Qt.Key.Key_N)
    _press(program.pane.browser, Qt.Key.Key_N)
    assert program.comments.current_comment() == 2
    assert program.pane.current_comment() == 2
    _press(program.pane.browser, Qt.Key.Key_P)
    assert program.pane.current_comment() == 1


def test_no_button_has_the_keyboard_at_the_start(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is program.window)
    # Space would press a button; here it pages on, which without an article does nothing.
    QTest.keyClick(program.window, Qt.Key.Key_Space)
    assert QApplication.activePopupWidget() is None


def test_letters_are_text_while_a_field_has_the_keyboard(program: Program, qtbot: QtBot) -> None:
    _open(program, qtbot, 3)
    _press(program.window, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is program.search
    QTest.keyClicks(program.search, "jknpus?/ ")
    QTest.keyClick(program.search, Qt.Key.Key_Delete)
    assert program.search.text() == "jknpus?/ "
    assert _shown(program) == 3
    article = program.reading.article
    assert article is not None
    assert not article.starred
    assert not program.window.findChildren(QDialog)


def test_article_counts_as_read_after_a_moment(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    _open(program, qtbot, 3)
    assert not library.article(3).read
    qtbot.waitUntil(lambda: library.article(3).read, timeout=5000)
    row = program.articles.model.row_of(3)
    assert row is not None
    qtbot.waitUntil(lambda: bool(_summary_read(program, 3)))


def _summary_read(program: Program, article_id: int) -> bool:
    row = program.articles.model.row_of(article_id)
    summary = program.articles.model.summary(row) if row is not None else None
    return summary is not None and summary.read


def test_article_passed_by_quickly_stays_unread(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    _open(program, qtbot, 3)
    _open(program, qtbot, 2)
    qtbot.waitUntil(lambda: library.article(2).read, timeout=5000)
    assert not library.article(3).read


def test_u_and_s_mark_the_article(program: Program, qtbot: QtBot, library: Library) -> None:
    _open(program, qtbot, 3)
    view = program.articles.view
    _press(view, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: library.article(3).read)
    _press(view, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: not library.article(3).read)
    _press(view, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: library.article(3).starred)
    assert not any(comment.starred for comment in library.comments(3))


def test_several_selected_articles_are_marked_together(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    _open(program, qtbot, 3)
    program.articles.view.selectAll()
    _press(program.articles.view, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: all(library.article(each).starred for each in (1, 2, 3)))
    assert library.counts().starred == 3
    _press(program.articles.view, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: all(library.article(each).read for each in (1, 2, 3)))
    # The article that is read knows of it too.
    qtbot.waitUntil(lambda: bool(program.reading.article and program.reading.article.starred))
    assert _shown(program) == 3


def test_whole_discussion_can_be_marked_read(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    _open(program, qtbot, 1)
    program.window.commands["mark_all_read"].trigger()
    qtbot.waitUntil(lambda: library.article(1).unread_comments == 0)
    assert library.article(1).read


def test_space_pages_and_still_presses_buttons(program: Program, qtbot: QtBot) -> None:
    _open(program, qtbot, 3)
    bar = program.pane.browser.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    _press(program.articles.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar.value() > 0)
    _press(program.articles.view, Qt.Key.Key_Space, SHIFT)
    qtbot.waitUntil(lambda: bar.value() == 0)
    chip = program.articles.scope_chips[ArticleScope.STARRED]
    _press(chip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 0)
    assert bar.value() == 0


def test_search_narrows_the_list_and_says_how_much(program: Program, qtbot: QtBot) -> None:
    program.search.search_now("“Article 2”")
    qtbot.waitUntil(lambda: program.search.found_text() != "")
    program.search.search_now('"Comment 1 of 2"')
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    qtbot.waitUntil(lambda: program.search.found_text() == "1 article")
    _press(program.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(program) == 2)
    _press(program.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 3)
    assert program.search.found_text() == ""


def test_article_that_enter_opens_stands_selected(program: Program, qtbot: QtBot) -> None:
    _open(program, qtbot, 3)
    QTest.keyClicks(program.search, '"Comment 1 of 2"')
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 1)
    _press(program.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(program) == 2)
    assert program.articles.selected_ids() == [2]


def test_escape_clears_what_narrows_the_view_wherever_the_keyboard_is(
    program: Program, qtbot: QtBot
) -> None:
    _open(program, qtbot, 3)
    program.search.search_now("Article")
    program.comments.set_comment_filter(CommentFilter(text="Comment 1"))
    program.articles.view.setFocus()
    _press(program.articles.view, Qt.Key.Key_Escape)
    assert program.search.text() == ""
    assert program.comments.comment_filter().text == "Comment 1"
    _press(program.articles.view, Qt.Key.Key_Escape)
    assert not program.comments.comment_filter()
    program.search.search_now("Article")
    program.comments.set_comment_filter(CommentFilter(text="Comment 1"))
    program.pane.setFocus()
    _press(program.pane.browser, Qt.Key.Key_Escape)
    assert not program.comments.comment_filter()
    assert program.search.text() == "Article"
    _press(program.pane.browser, Qt.Key.Key_Escape)
    assert program.search.text() == ""


def test_removal_asks_first_and_goes_on_with_the_next(
    program: Program, qtbot: QtBot, library: Library
) -> None:
    _open(program, qtbot, 3)
    _press(program.articles.view, Qt.Key.Key_Delete)
    box = _dialog(program, QMessageBox, qtbot)
    assert "“Article 3”" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert library.counts().articles == 3
    _press(program.articles.view, Qt.Key.Key_Delete)
    box = _dialog(program, QMessageBox, qtbot)
    button = next(each for each in box.buttons() if "Remove" in each.text())
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: library.counts().articles == 2)
    qtbot.waitUntil(lambda: _shown(program) == 2)
    qtbot.waitUntil(lambda: "2 articles" in program.window.library_status.counts.text())


def test_removing_everything_shows_how_to_begin(program: Program, qtbot: QtBot) -> None:
    _open(program, qtbot, 3)
    program.listing.remove([1, 2, 3])
    qtbot.waitUntil(lambda: program.pane.empty_page.title.text() == "Your library is empty")
    assert program.reading.article is None
    assert not program.window.top_bar.star_button.isEnabled()


def test_commands_are_offered_where_they_can_act(program: Program, qtbot: QtBot) -> None:
    commands = program.window.commands
    for_articles, for_library = commands["find"], commands["export_all"]
    assert (for_articles.isEnabled(), for_library.isEnabled()) == (False, True)
    _open(program, qtbot, 3)
    assert for_articles.isEnabled()
    program.listing.remove([1, 2, 3])
    qtbot.waitUntil(lambda: not for_library.isEnabled())
    qtbot.waitUntil(lambda: not for_articles.isEnabled())
    always = ("import_files", "paste_article", "search", "shortcuts", "theme_dark", "quit")
    assert all(commands[name].isEnabled() for name in always)


def test_link_is_shown_before_it_is_opened(
    program: Program, qtbot: QtBot, opened: list[str]
) -> None:
    program.pane.link_requested.emit("https://ipvm.com/x")
    dialog = _dialog(program, OpenLinkDialog, qtbot)
    address = dialog.findChild(QLabel, "address")
    assert isinstance(address, QLabel)
    assert address.text() == "https://<b>ipvm.com</b>/x"
    assert opened == []
    dialog.open_button.click()
    assert opened == ["https://ipvm.com/x"]


def test_source_file_can_be_looked_at(program: Program, qtbot: QtBot) -> None:
    _open(program, qtbot, 2)
    program.pane.source_requested.emit()
    dialog = _dialog(program, SourceTextDialog, qtbot)
    assert dialog.text.toPlainText() == "Article 2 as a file"
    assert "2.txt" in dialog.words.text()
    dialog.reject()


def test_question_mark_shows_all_keys(program: Program, qtbot: QtBot) -> None:
    QTest.keyClick(program.articles.view, Qt.Key.Key_Question)
    dialog = _dialog(program, ShortcutsDialog, qtbot)
    shown = dialog.table.toPlainText()
    for command in program.window.commands.values():
        for key in command.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in shown, command.text()
    dialog.reject()


def test_help_tells_the_version_and_what_is_new(program: Program, qtbot: QtBot) -> None:
    program.window.commands["about"].trigger()
    about = _dialog(program, AboutDialog, qtbot)
    assert __version__ in about.words.text()
    about.reject()
    program.window.commands["whats_new"].trigger()
    news = _dialog(program, WhatsNewDialog, qtbot)
    assert __version__ in news.pages.toPlainText()
    news.reject()


def test_dropped_files_are_imported_and_trouble_is_summed_up(
    program: Program, qtbot: QtBot, tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "note.txt").write_text("A plain note\n\nwith a body.\n", encoding="utf-8")
    program.window.paths_dropped.emit([folder])
    summary = _dialog(program, ImportSummaryDialog, qtbot)
    assert "1 added, 1 failed" in summary.headline.text()
    summary.reject()
    words = program.window.import_status.words.text()
    assert words == "2 files: 1 added, 1 failed · 1 needs a look"
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 4)
    # The status line shows it again, and the log for good.
    program.window.import_status.summary_button.click()
    _dialog(program, ImportSummaryDialog, qtbot).reject()
    program.window.commands["import_log"].trigger()
    log = _dialog(program, ImportLogDialog, qtbot)
    assert log.runs.topLevelItemCount() == 1
    log.reject()


def test_what_an_import_brought_can_be_listed_alone(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2):
        text = f"Note {number}\n\nwith a body of its own, number {number}.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    _open(program, qtbot, 3)
    command = program.window.commands["show_imported"]
    assert not command.isEnabled()
    status = program.window.import_status
    program.window.paths_dropped.emit([folder])
    qtbot.waitUntil(lambda: status.articles_button.text() == "Show the 2 new")
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 5)
    assert _shown(program) == 3
    status.articles_button.click()
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 2)
    qtbot.waitUntil(lambda: _shown(program) in (4, 5))
    assert command.isChecked()
    _press(program.articles.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 5)
    assert not command.isChecked()
    command.trigger()
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 2)
    command.trigger()
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 5)
    # The same files again bring nothing new; what they brought earlier is listed.
    program.window.paths_dropped.emit([folder])
    qtbot.waitUntil(lambda: status.articles_button.text() == "Show these 2")
    program.articles.show_imported(True)
    program.imports.start([folder / "0.txt"], quietly=True)
    qtbot.waitUntil(lambda: not program.imports.is_running)
    assert program.articles.import_chip.count == 2
    program.articles.show_imported(False)
    program.imports.start([folder / "0.txt"], quietly=True)
    qtbot.waitUntil(lambda: program.articles.import_chip.count == 1)


def test_keys_go_from_panel_to_panel(program: Program, qtbot: QtBot) -> None:
    commands = program.window.commands

    def place() -> str:
        focus = program.window.focusWidget()
        panels = {"list": program.articles, "pane": program.pane, "tree": program.comments}
        return next(
            (name for name, panel in panels.items() if focus and panel.isAncestorOf(focus)), ""
        )

    commands["next_panel"].trigger()
    assert place() == "list"
    qtbot.waitUntil(lambda: _shown(program) == 3)
    told = []
    for name in ("next_panel", "next_panel", "next_panel", "previous_panel", "previous_panel"):
        commands[name].trigger()
        told.append(place())
    assert told == ["pane", "tree", "list", "tree", "pane"]
    commands["show_comments"].trigger()
    commands["next_panel"].trigger()
    assert place() == "list"
    for name in ("to_comments", "to_article", "to_list"):
        commands[name].trigger()
        told.append(place())
    assert told[-3:] == ["tree", "pane", "list"]
    assert program.comments.isVisible()
    commands["show_list"].trigger()
    commands["to_list"].trigger()
    assert program.articles.isVisible()


def test_imports_wait_for_each_other(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    runs: list[int] = []
    program.imports.finished.connect(lambda run: runs.append(len(run.files)))
    for number in (1, 2):
        (tmp_path / f"note-{number}.txt").write_text(f"Note {number}\n\nBody {number}.\n")
        program.imports.start([tmp_path / f"note-{number}.txt"])
    assert program.imports.is_running
    qtbot.waitUntil(lambda: runs == [1, 1])
    assert not program.imports.is_running


def test_cancelled_import_keeps_what_was_read(
    program: Program, qtbot: QtBot, tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Note {number}\n\nBody {number}.\n")
    program.imports.changed.connect(lambda _changes: program.imports.cancel())
    with qtbot.waitSignal(program.imports.finished) as finished:
        program.imports.start([folder])
    assert finished.args is not None
    run = finished.args[0]
    assert run.cancelled
    assert library.counts().articles == 3 + len(run.files) < 203
    assert program.window.import_status.words.text().startswith("Stopped after")


def test_closing_during_an_import_stops_it(
    program: Program, tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Note {number}\n\nBody {number}.\n")
    program.imports.start([folder])
    program.window.close()
    assert library.counts().articles < 203
    assert library.check() == []


def test_export_asks_where_and_says_so(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, proposed: str, _filters: str) -> tuple[str, str]:
        asked.append(Path(proposed).name)
        return str(tmp_path / "out"), "Markdown (*.md)"

    monkeypatch.setattr(file_dialogs, "save_file", choose)
    _open(program, qtbot, 2)
    program.window.commands["export_article"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "out.md").exists())
    assert asked == ["Article 2.json"]
    message = program.window.statusBar().currentMessage
    qtbot.waitUntil(lambda: message() == "Exported 1 article to out.md")


def test_window_comes_back_as_it_was_left(start: Start, qtbot: QtBot) -> None:
    first = start()
    _open(first, qtbot, 1)
    first.articles.scope_chips[ArticleScope.UNREAD].click()
    first.articles.sort_actions[2].trigger()
    first.pane.set_zoom(125)
    bar = first.pane.browser.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    first.pane.page_down()
    qtbot.waitUntil(lambda: bar.value() > 0)
    where = first.pane.position()
    first.window.close()

    second = start()
    qtbot.waitUntil(lambda: _shown(second) == 1)
    assert second.articles.current_id() == 1
    assert QApplication.focusWidget() is second.articles.view
    query = second.articles.query()
    assert (query.scope, query.sort) == (ArticleScope.UNREAD, SortOrder.TITLE)
    assert second.pane.zoom_percent == 125
    assert second.pane.position().partition(":")[0] == where.partition(":")[0]


def test_theme_is_switched_and_kept(start: Start) -> None:
    program = start()
    program.window.commands["theme_dark"].trigger()
    assert settings.load().theme == "dark"
    program.window.close()
    again = start()
    assert again.window.commands["theme_dark"].isChecked()
    again.window.commands["theme_light"].trigger()
    assert settings.load().theme == "light"


def test_the_rule_for_copies_is_that_of_the_settings(qapp: QApplication, start: Start) -> None:
    assert start()._library.copies is CopyRule.ASK
    settings.save(settings.Settings(copies=CopyRule.KEEP))
    assert start()._library.copies is CopyRule.KEEP


def test_settings_that_cannot_be_kept_do_no_harm(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_settings: settings.Settings) -> None:
        raise SettingsError("no room.")

    monkeypatch.setattr(settings, "save", fail)
    program.window.commands["zoom_in"].trigger()
    assert program.pane.zoom_percent == 110
    assert "no room" in caplog.text


def test_an_import_leaves_the_collector_as_it_was(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start()
    before = gc.get_threshold()
    path = tmp_path / "gates.txt"
    path.write_text("Gates\n\nSome words.\n", "utf-8")
    seen: list[tuple[int, int, int]] = []
    program.imports.changed.connect(lambda _changes: seen.append(gc.get_threshold()))
    program.imports.start([path, tmp_path / "gone.txt"])
    qtbot.waitUntil(lambda: not program.imports.is_running)
    assert seen
    assert gc.get_threshold() == before
    gc.unfreeze()
