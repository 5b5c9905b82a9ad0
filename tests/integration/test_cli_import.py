"""Importing from the command line."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ipvm_desktop.cli import importing
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.library import Library

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

SHARED = Path(__file__).parents[2] / ".." / "shared"
SEED = SHARED / "seed" / "article-with-comments.txt"


def test_import_writes_a_line_a_file_and_totals(
    cli: CommandLine, articles_file: Path, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A short note\n\nIt says little.\n", encoding="utf-8")
    result = cli("import", note, articles_file)
    first, second, *remarks, totals = result.out.splitlines()
    assert result.code == 0
    assert first == f"added      {note}: A short note (0 comments)"
    assert second == f"added      {articles_file}: 3 articles"
    assert "           ! Door panels: One comment is missing" in remarks
    assert totals.startswith(
        "2 files: 2 added, 0 updated, 0 unchanged, 0 failed; 4 articles, 5 comments; "
    )


def test_a_poorer_copy_is_told(filled: CommandLine, tmp_path: Path) -> None:
    exported = json.loads(filled("export", "1").out)
    exported["articles"][0]["comments"] = exported["articles"][0]["comments"][:2]
    exported["articles"][0]["body_text"] = exported["articles"][0]["body_html"] = ""
    path = tmp_path / "poorer.json"
    path.write_text(json.dumps(exported), encoding="utf-8")
    lines = filled("import", path).out.splitlines()
    assert lines[0].endswith(": Door panels (4 of 5 comments)")
    assert "           ! the fuller copy in the library was kept" in lines


def test_a_thousand_remarks_are_not_written(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "many.md"
    heads = [f"---\ntitle: Note {number}\n---\n![gone](gone.png)\n" for number in range(60)]
    path.write_text("\n<!-- ipvm-desktop: next article -->\n\n".join(heads), encoding="utf-8")
    _, *remarks, last, _totals = cli("import", path).out.splitlines()
    assert len(remarks) == 50
    told = sum(
        issue.needs_a_look
        for document in MarkdownImporter().read(Source.from_path(path))
        for issue in document.issues
    )
    assert told > 50
    assert last == f"           ! and {told - 50} more; --json gives all of them"


def test_an_article_without_text(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    article = {"title": "Bare", "body_text": "", "body_html": "", "comments": []}
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    assert cli("import", path).code == 0
    assert cli("show", "1").out.splitlines()[-1] == "0 comments · unread"


def test_files_of_other_kinds_are_told(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "note.txt").write_text("A short note\n\nIt is so.", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"x")
    lines = cli("import", folder).out.splitlines()
    assert lines[-1].endswith(" s. 1 file of other kinds was left out.")
    (folder / "film.mov").write_bytes(b"x")
    assert cli("import", folder).out.endswith(" s. 2 files of other kinds were left out.\n")
    assert cli("import", "--json", folder).json["other_files"] == 2


def test_import_again_changes_nothing(filled: CommandLine, articles_file: Path) -> None:
    result = filled("import", articles_file, "--json")
    assert result.code == 0
    assert result.json["files"][0]["status"] == "unchanged"
    assert result.json["totals"]["unchanged"] == 1


def test_import_json_has_the_documented_shape(
    cli: CommandLine, articles_file: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"
    result = cli("import", "--json", articles_file, missing)
    assert (result.code, result.err) == (1, "")
    assert list(result.json) == ["files", "totals", "seconds"]
    assert result.json["totals"] == {
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "articles": 3,
        "comments": 5,
    }
    added, failed = result.json["files"]
    assert failed == {
        "path": str(missing),
        "status": "failed",
        "importer": None,
        "articles": [],
        "error": f"{missing}: the file does not exist.",
    }
    assert (added["path"], added["importer"]) == (str(articles_file), "interchange")
    assert added["articles"][0] == {
        "id": 1,
        "key": "first",
        "title": "Door panels",
        "comments": 4,
        "declared_comments": 5,
        "issues": [{"code": "comment-count", "message": "One comment is missing", "line": 7}],
    }


def test_a_failed_file_is_told_on_standard_error(cli: CommandLine, tmp_path: Path) -> None:
    result = cli("import", tmp_path / "missing.txt")
    assert result.code == 1
    assert result.err == f"{tmp_path / 'missing.txt'}: the file does not exist.\n"
    assert "1 failed" in result.out


@pytest.mark.skipif(not SEED.is_file(), reason="needs the shared reference file")
def test_the_reference_file(cli: CommandLine) -> None:
    result = cli("import", SEED, "--json")
    article = result.json["files"][0]["articles"][0]
    assert (article["comments"], article["declared_comments"]) == (11, 11)
    exported = json.loads(cli("export", "--format", "json").out)["articles"][0]
    assert exported["published"] == "2020-01-09T14:20:00"
    assert exported["access"] == "public"
    assert len(exported["headings"]) == 7
    assert (exported["images"], exported["images_missing"]) == (5, 5)
    assert len(exported["comments"]) == 11


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_stops_after_the_file_or_at_once(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, presses: int
) -> None:
    for name in ("1.txt", "2.txt", "3.txt"):
        (tmp_path / name).write_text(f"Note {name}\n\nText.", encoding="utf-8")
    write_file = importing._write_file

    def press(outcome: Any) -> None:
        write_file(outcome)
        for _ in range(presses):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(importing, "_write_file", press)
    before = signal.getsignal(signal.SIGINT)
    result = cli("import", *(tmp_path / name for name in ("1.txt", "2.txt", "3.txt")))
    assert result.code == 130
    assert "press Ctrl-C again" in result.err
    assert ("Stopped before the end." in result.out) == (presses == 1)
    assert signal.getsignal(signal.SIGINT) is before
    assert cli("list", "--json").json["total"] == 1


def test_an_interrupted_import_says_so_in_json(
    cli: CommandLine, articles_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Library.add

    def add(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(Library, "add", add)
    result = cli("import", "--json", articles_file, tmp_path / "missing.txt")
    assert result.code == 130
    assert result.json["cancelled"] is True
    assert len(result.json["files"]) == 1
