"""The import summary names what went wrong; the log opens it again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.ui.dialogs.import_log import ImportLogDialog
from ipvm_desktop.ui.dialogs.import_summary import ImportSummaryDialog
from ipvm_desktop.ui.import_words import brought, headline, remarks, show_words

MASKED = ImportIssue(IssueCode.MASKED_PREVIEW, "61% of the words are masked", 12)
COUNT = ImportIssue(IssueCode.COMMENT_COUNT, "The page announces 9 comments, 8 were found")
NOTICE = ImportIssue(IssueCode.IMAGES_MISSING, "5 pictures were not saved")


def _article(number: int, *issues: ImportIssue, kept_fuller: bool = False) -> ArticleOutcome:
    return ArticleOutcome(
        id=number,
        key=f"key-{number}",
        title=f"Article {number}",
        status=ImportStatus.ADDED,
        comments=3,
        issues=issues,
        kept_fuller=kept_fuller,
    )


GOOD = FileOutcome(path="/in/good.txt", status=ImportStatus.ADDED, articles=(_article(1, NOTICE),))
LOOK = FileOutcome(
    path="/in/preview.txt", status=ImportStatus.ADDED, articles=(_article(2, MASKED, COUNT),)
)
FULLER = FileOutcome(
    path="/in/short.txt", status=ImportStatus.UPDATED, articles=(_article(3, kept_fuller=True),)
)
BROKEN = FileOutcome(
    path="/in/broken.bin", status=ImportStatus.FAILED, error="/in/broken.bin: the file is empty."
)
RUN = ImportRun(
    id=1,
    started=dt.datetime(2024, 5, 6, 12, 0, tzinfo=dt.UTC),
    seconds=1.5,
    files=(GOOD, LOOK, FULLER, BROKEN),
)


def _rows(tree: QTreeWidget) -> list[tuple[str, str, str]]:
    rows = []
    for index in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(index)
        assert top is not None
        rows.append((top.text(0), top.text(1), top.text(2)))
        children = [child for i in range(top.childCount()) if (child := top.child(i))]
        rows += [(child.text(0), child.text(1), child.text(2)) for child in children]
    return rows


@pytest.fixture
def summary(qtbot: QtBot) -> ImportSummaryDialog:
    dialog = ImportSummaryDialog(RUN)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_copy_that_waits_is_told_in_place_of_the_fuller_one() -> None:
    waiting = replace(_article(3, kept_fuller=True), waiting=7)
    told = [words for _, words in remarks(replace(FULLER, articles=(waiting,)))]
    assert told == ["A fuller or other copy waits for you to decide which one is shown"]


def test_an_article_that_several_files_brought_counts_once() -> None:
    again = replace(_article(1), status=ImportStatus.UPDATED)
    run = replace(RUN, files=(GOOD, LOOK, replace(FULLER, articles=(again,)), BROKEN))
    assert brought(run) == (1, 2)
    assert show_words(run) == "Show the 2 new or changed"


def test_headline_counts_what_happened() -> None:
    assert headline(RUN) == "4 files: 2 added, 1 updated, 1 failed"
    assert headline(replace(RUN, files=(GOOD,))) == "1 file: 1 added"
    assert headline(replace(RUN, files=(), cancelled=True)) == "Stopped after 0 files"
    assert headline(replace(RUN, files=(GOOD,), other_files=1200)) == (
        "1 file: 1 added · 1,200 files of other kinds left out"
    )


def test_summary_names_only_what_needs_a_look(summary: ImportSummaryDialog) -> None:
    assert _rows(summary.files) == [
        ("preview.txt", "added", "61% of the words are masked (line 12)"),
        ("", "", "The page announces 9 comments, 8 were found"),
        ("short.txt", "updated", "The library holds a fuller copy, which was kept"),
        ("broken.bin", "failed", "The file is empty"),
    ]


def test_long_sentences_are_shown_whole(qtbot: QtBot) -> None:
    words = "the bytes of it are no text in any encoding, " * 6
    long = replace(BROKEN, error=f"/in/broken.bin: {words}.")
    dialog = ImportSummaryDialog(replace(RUN, files=(BROKEN, long)))
    qtbot.addWidget(dialog)
    dialog.show()
    tree = dialog.files

    def height(row: int) -> int:
        return tree.visualRect(tree.model().index(row, 0)).height()

    line = tree.fontMetrics().lineSpacing()
    needed = tree.fontMetrics().horizontalAdvance(words) / tree.columnWidth(2)
    assert height(0) < 2 * line
    assert height(1) > needed * line
    before = height(1)
    dialog.resize(dialog.width() + 500, dialog.height())
    qtbot.waitUntil(lambda: height(1) < before)


def test_an_export_of_thousands_of_articles_fills_a_few_rows(qtbot: QtBot) -> None:
    many = replace(LOOK, articles=tuple(_article(n, COUNT) for n in range(60)))
    plain = replace(GOOD, articles=tuple(_article(n) for n in range(1, 1013)))
    dialog = ImportSummaryDialog(replace(RUN, files=(many, plain)))
    qtbot.addWidget(dialog)
    dialog.show_all.setChecked(True)
    rows = [words for _, _, words in _rows(dialog.files)]
    assert len(rows) == 52
    assert rows[50] == "… and 10 more; “Copy as Text” has all of them"
    assert rows[51].startswith("Article 1, Article 2, ")
    assert rows[51].endswith("Article 10 and 1,002 more")
    assert dialog.as_text().count(COUNT.message) == 60


def test_a_file_whose_copy_waits_says_so(qtbot: QtBot) -> None:
    waiting = replace(_article(3), waiting=7)
    dialog = ImportSummaryDialog(replace(RUN, files=(replace(FULLER, articles=(waiting,)),)))
    qtbot.addWidget(dialog)
    (row,) = _rows(dialog.files)
    assert row[1] == "waits for you"


def test_summary_shows_all_files_on_demand(summary: ImportSummaryDialog, qtbot: QtBot) -> None:
    summary.show_all.click()
    assert _rows(summary.files)[0] == ("good.txt", "added", "Article 1")
    summary.show_all.click()
    assert _rows(summary.files)[0][0] == "preview.txt"


def test_summary_without_trouble_shows_all_files(qtbot: QtBot) -> None:
    dialog = ImportSummaryDialog(replace(RUN, files=(GOOD,)))
    qtbot.addWidget(dialog)
    assert _rows(dialog.files) == [("good.txt", "added", "Article 1")]
    assert dialog.show_all.isHidden()


def test_row_leads_to_its_article(summary: ImportSummaryDialog, qtbot: QtBot) -> None:
    tree = summary.files
    with qtbot.waitSignal(summary.article_requested) as asked:
        tree.itemActivated.emit(tree.topLevelItem(0), 0)
    assert asked.args == [2]
    assert not summary.isVisible()


def test_failed_file_leads_nowhere(summary: ImportSummaryDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(summary.article_requested):
        summary.files.itemActivated.emit(summary.files.topLevelItem(2), 0)
    assert summary.isVisible()


def test_summary_can_be_copied_with_full_paths(summary: ImportSummaryDialog, qtbot: QtBot) -> None:
    summary.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "4 files: 2 added, 1 updated, 1 failed",
        "/in/preview.txt: added",
        "    61% of the words are masked (line 12)",
        "    The page announces 9 comments, 8 were found",
        "/in/short.txt: updated",
        "    The library holds a fuller copy, which was kept",
        "/in/broken.bin: failed",
        "    The file is empty",
    ]


def test_log_lists_imports_and_opens_their_summaries(qtbot: QtBot) -> None:
    older = replace(RUN, id=2, files=(GOOD,))
    dialog = ImportLogDialog([RUN, older])
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [row.text(1) for row in (dialog.runs.topLevelItem(i) for i in range(2)) if row]
    assert texts == [
        "4 files: 2 added, 1 updated, 1 failed · 3 need a look",
        "1 file: 1 added",
    ]
    dialog.summary_button.click()
    summary = dialog.findChild(ImportSummaryDialog)
    assert isinstance(summary, ImportSummaryDialog)
    with qtbot.waitSignal(dialog.article_requested) as asked:
        summary.files.itemActivated.emit(summary.files.topLevelItem(0), 0)
    assert asked.args == [2]
    assert not dialog.isVisible()


def test_log_of_a_new_library_says_so(qtbot: QtBot) -> None:
    dialog = ImportLogDialog([])
    qtbot.addWidget(dialog)
    assert not dialog.summary_button.isEnabled()
    dialog.show_summary()
    assert dialog.findChild(ImportSummaryDialog) is None
