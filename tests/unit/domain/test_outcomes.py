"""What writes and imports report."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.document import SourceFile
from ipvm_desktop.domain.import_log import (
    ArticleOutcome,
    FileOutcome,
    ImportRun,
    ImportStatus,
    file_status,
)
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.progress import SilentProgress

ADDED, UPDATED, UNCHANGED, FAILED = ImportStatus


def article(number: int, status: ImportStatus, *codes: IssueCode) -> ArticleOutcome:
    issues = tuple(ImportIssue(code, "said so") for code in codes)
    return ArticleOutcome(
        id=number, key=str(number), title="T", status=status, comments=0, issues=issues
    )


def test_changes_add_up_without_repeats() -> None:
    total = Changes(added=(1,), updated=(2,)) + Changes(added=(1, 3), removed=(4,))
    assert total == Changes(added=(1, 3), updated=(2,), removed=(4,))
    assert total
    assert not Changes()


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([ADDED, UNCHANGED], ADDED),
        ([UPDATED, ADDED], ADDED),
        ([UNCHANGED, UPDATED], UPDATED),
        ([UNCHANGED], UNCHANGED),
        ([], UNCHANGED),
    ],
)
def test_a_file_has_the_strongest_status(
    statuses: list[ImportStatus], expected: ImportStatus
) -> None:
    assert file_status(tuple(article(n, s) for n, s in enumerate(statuses))) is expected


def test_a_run_counts_files_and_collects_changes() -> None:
    run = ImportRun(
        id=None,
        started=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        seconds=1.0,
        files=(
            FileOutcome(path="a", status=ADDED, articles=(article(1, ADDED), article(2, UPDATED))),
            FileOutcome(path="b", status=FAILED, error="b: is not text."),
            FileOutcome(path="c", status=UNCHANGED, articles=(article(3, UNCHANGED),)),
        ),
    )
    assert [run.count(status) for status in ImportStatus] == [1, 0, 1, 1]
    assert run.changes == Changes(added=(1,), updated=(2,))


def test_which_files_need_a_look() -> None:
    assert FileOutcome(path="a", status=FAILED, error="gone").needs_a_look
    assert not FileOutcome(path="a", status=ADDED, articles=(article(1, ADDED),)).needs_a_look
    noted = article(1, ADDED, IssueCode.IMAGES_MISSING)
    assert not FileOutcome(path="a", status=ADDED, articles=(noted,)).needs_a_look
    masked = article(1, ADDED, IssueCode.MASKED_PREVIEW)
    assert FileOutcome(path="a", status=ADDED, articles=(masked,)).needs_a_look
    poorer = ArticleOutcome(
        id=1, key="1", title="T", status=UNCHANGED, comments=0, kept_fuller=True
    )
    assert FileOutcome(path="a", status=UNCHANGED, articles=(poorer,)).needs_a_look
    waiting = ArticleOutcome(id=1, key="1", title="T", status=UNCHANGED, comments=0, waiting=4)
    assert FileOutcome(path="a", status=UNCHANGED, articles=(waiting,)).needs_a_look


def test_a_source_file_knows_its_digest() -> None:
    content = b"Ann Ray\n"
    source = SourceFile("a.txt", "ipvm-text", content)
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_silent_progress_is_never_cancelled() -> None:
    progress = SilentProgress()
    progress.report(1, 2, "a.txt")
    assert not progress.cancelled
