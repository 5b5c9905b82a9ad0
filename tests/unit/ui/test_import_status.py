"""The status bar counts the library and follows an import."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.listing import LibraryCounts
from ipvm_desktop.ui.views.import_status import ImportStatusLine, LibraryStatusLine


@pytest.fixture
def status(qtbot: QtBot) -> ImportStatusLine:
    status = ImportStatusLine()
    qtbot.addWidget(status)
    return status


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (LibraryCounts(), "0 articles · 0 comments"),
        (LibraryCounts(articles=1, comments=1), "1 article · 1 comment"),
        (LibraryCounts(articles=218, comments=3482), "218 articles · 3,482 comments"),
    ],
)
def test_counts_are_words(qtbot: QtBot, counts: LibraryCounts, words: str) -> None:
    status = LibraryStatusLine()
    qtbot.addWidget(status)
    status.set_counts(counts)
    status.set_library("library.sqlite", "/home/ann/library.sqlite")
    assert status.counts.text() == words
    assert status.library.text() == "library.sqlite"
    assert status.library.toolTip() == "/home/ann/library.sqlite"


def test_what_finds_no_room_is_left_out_whole(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    status = LibraryStatusLine(window)
    status.set_counts(LibraryCounts(articles=218, comments=3482))
    status.set_library("library.sqlite", "/home/ann/library.sqlite")
    window.show()
    status.resize(600, 24)
    assert (status.counts.isVisible(), status.library.isVisible()) == (True, True)
    status.resize(status.counts.sizeHint().width() + 40, 24)
    assert (status.counts.isVisible(), status.library.isVisible()) == (True, False)
    status.resize(60, 24)
    assert (status.counts.isVisible(), status.library.isVisible()) == (False, False)


def test_nothing_is_shown_before_an_import(status: ImportStatusLine) -> None:
    assert status.isHidden()


def test_the_only_file_is_named_with_how_far_it_is(status: ImportStatusLine) -> None:
    status.show_progress(0, 1, 0, "export.xml: 1,200 articles")
    assert status.words.text() == "Importing export.xml: 1,200 articles"
    status.show_progress(0, 1, 0, f"{'long ' * 40}.xml: 1,200 articles")
    assert len(status.words.text()) < 75
    assert status.words.text().endswith(".xml: 1,200 articles")
    assert status.words.toolTip().startswith("long long")
    status.show_progress(0, 2, 0, "export.xml: 1,200 articles")
    assert status.words.text() == "Imported 0 of 2 files"


def test_progress_counts_files(status: ImportStatusLine) -> None:
    status.show_progress(42, 60, 1)
    assert status.words.text() == "Imported 42 of 60 files · 1 needs a look"
    assert (status.bar.value(), status.bar.maximum()) == (42, 60)
    assert not status.bar.isHidden()
    assert status.summary_button.isHidden()


def test_progress_without_total_moves_without_end(status: ImportStatusLine) -> None:
    status.show_progress(3, None, 0)
    assert status.words.text() == "Imported 3 files"
    assert (status.bar.minimum(), status.bar.maximum()) == (0, 0)


def test_cancel_is_told_once(status: ImportStatusLine, qtbot: QtBot) -> None:
    status.show_progress(0, 1, 0)
    assert status.words.text() == "Imported 0 of 1 file"
    with qtbot.waitSignal(status.cancelled):
        status.cancel_button.click()
    assert not status.cancel_button.isEnabled()
    assert status.cancel_button.text() == "Stopping…"


def test_an_only_file_moves_without_end(status: ImportStatusLine) -> None:
    status.show_progress(0, 1, 0, "list.mbox: reading, 12 %")
    assert (status.bar.minimum(), status.bar.maximum()) == (0, 0)


def test_articles_are_offered_where_there_are_some(status: ImportStatusLine, qtbot: QtBot) -> None:
    status.show_result("12 files: 12 added", 0, "Show the 12 new")
    assert not status.articles_button.isHidden()
    assert status.articles_button.text() == "Show the 12 new"
    with qtbot.waitSignal(status.articles_requested):
        status.articles_button.click()
    status.show_progress(0, 3, 0)
    assert status.articles_button.isHidden()
    status.show_result("1 file: 1 added", 0)
    assert status.articles_button.isHidden()


def test_result_stays_until_dismissed(status: ImportStatusLine, qtbot: QtBot) -> None:
    status.show_progress(1, 2, 0)
    status.show_result("Imported 2 files", 2)
    assert status.words.text() == "Imported 2 files · 2 need a look"
    assert status.bar.isHidden()
    assert status.cancel_button.isHidden()
    with qtbot.waitSignal(status.summary_requested):
        status.summary_button.click()
    assert not status.isHidden()
    status.dismiss_button.click()
    assert status.isHidden()


def test_next_import_can_be_cancelled_again(status: ImportStatusLine) -> None:
    status.show_progress(0, 1, 0)
    status.cancel_button.click()
    status.show_result("Stopped", 0)
    status.show_progress(0, 5, 0)
    assert status.cancel_button.isEnabled()
    assert status.cancel_button.text() == "Cancel"
