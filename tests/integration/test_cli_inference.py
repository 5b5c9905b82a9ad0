"""Replies of articles that came in with an earlier version, found by the next import."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.errors import LibraryBusyError
from ipvm_desktop.library import Library
from tests.integration.conftest import CommandLine

DAY = dt.date(2021, 3, 4)
TOTALS = "1 file: 1 added, 0 updated, 0 unchanged, 0 failed; 1 article, 0 comments; "


@pytest.fixture
def older(cli: CommandLine) -> CommandLine:
    """A library with a question and its answer that no model has seen."""
    comments = (
        ParsedComment(id=1, author="Bo Lane", posted=DAY, body_text="How many were open?"),
        ParsedComment(id=2, author="Ann Ray", posted=DAY, body_text="Good question. Eleven."),
    )
    document = Document(title="Gates", body_text="", byline=("Ann Ray",), comments=comments)
    with Library.open(cli.library) as library:
        library.add(SourceFile("a.txt", "plain-text", b"a"), [document])
    return cli


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("Words about nothing.\n", "utf-8")
    return path


def test_an_import_finds_the_replies_of_older_articles(older: CommandLine, note: Path) -> None:
    result = older("import", note)
    assert (result.code, result.err) == (0, "")
    _, totals, found = result.out.splitlines()
    assert totals.startswith(TOTALS)
    assert found == "Replies were found in 1 older article."
    assert "(inferred " in older("comments", "1").out
    assert len(older("import", note).out.splitlines()) == 2


def test_json_says_nothing_of_it(older: CommandLine, note: Path) -> None:
    result = older("import", "--json", note)
    assert set(result.json) == {"files", "totals", "seconds"}
    assert "(inferred " in older("comments", "1").out


def test_libraries_of_earlier_versions_are_due(cli: CommandLine, note: Path) -> None:
    frozen = Path(__file__).parents[1] / "data" / "libraries" / "v1.sqlite"
    shutil.copy(frozen, cli.library)
    assert cli("import", note).code == 0
    with Library.open(cli.library) as library:
        assert library.outdated_threads(1) == []


def test_an_import_that_succeeded_stays_one_when_the_rest_cannot_be_stored(
    older: CommandLine, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(library: Library, *_arguments: object) -> None:
        raise LibraryBusyError(library.path, "it is busy")

    monkeypatch.setattr(Library, "set_replies", refuse)
    result = older("import", note)
    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == 2
