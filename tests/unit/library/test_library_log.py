from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ipvm_desktop.domain.import_log import ArticleOutcome, FileOutcome, ImportRun, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.library import Library, _log

STARTED = dt.datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=dt.UTC)
RUN = ImportRun(
    id=None,
    started=STARTED,
    seconds=1.25,
    cancelled=True,
    files=(
        FileOutcome(
            path="/home/ann/é.txt",
            status=ImportStatus.UPDATED,
            importer="ipvm-text",
            articles=(
                ArticleOutcome(
                    id=4,
                    key="k",
                    title="Tïtle",
                    status=ImportStatus.UPDATED,
                    comments=3,
                    new_comments=1,
                    declared_comments=5,
                    issues=(ImportIssue("comment-count", "3 of 5", 7), ImportIssue("x", "y")),
                ),
                ArticleOutcome(
                    id=5,
                    key="l",
                    title="B",
                    status=ImportStatus.UNCHANGED,
                    comments=0,
                    kept_fuller=True,
                    sign=Sign.TEXT,
                    waiting=3,
                ),
            ),
        ),
        FileOutcome(path="b.bin", status=ImportStatus.FAILED, error="b.bin: it is empty."),
    ),
)


def test_of_many_articles_those_that_need_a_look_are_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_log, "_MOST_ARTICLES", 3)
    plain = [
        ArticleOutcome(id=n, key=f"k{n}", title="T", status=ImportStatus.ADDED, comments=0)
        for n in range(5)
    ]
    plain[2] = dataclasses.replace(plain[2], kept_fuller=True)
    plain[4] = dataclasses.replace(plain[4], waiting=7)
    file = dataclasses.replace(RUN.files[0], articles=tuple(plain))
    library.add_import_run(dataclasses.replace(RUN, files=(file,)))
    ((kept,),) = [run.files for run in library.import_runs()]
    assert [article.id for article in kept.articles] == [2, 4, 0]


def test_a_run_comes_back_as_it_was(library: Library) -> None:
    kept = library.add_import_run(RUN)
    assert kept == dataclasses.replace(RUN, id=1)
    assert library.import_runs() == [kept]


def test_runs_come_newest_first_up_to_a_limit(library: Library) -> None:
    empty = ImportRun(id=None, started=STARTED, seconds=0.0)
    runs = [library.add_import_run(run) for run in (RUN, empty, RUN)]
    assert library.import_runs() == runs[::-1]
    assert library.import_runs(limit=2) == [runs[2], runs[1]]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_runs_are_returned_where_none_are_wanted(library: Library, limit: int) -> None:
    library.add_import_run(RUN)
    assert library.import_runs(limit) == []


def test_names_that_are_no_text_are_kept_readable(library: Library) -> None:
    odd = FileOutcome(path="b\udcff.txt", status=ImportStatus.FAILED, error="b\udcff.txt: no.")
    library.add_import_run(dataclasses.replace(RUN, files=(odd,)))
    (run,) = library.import_runs()
    assert (run.files[0].path, run.files[0].error) == ("b\ufffd.txt", "b\ufffd.txt: no.")
