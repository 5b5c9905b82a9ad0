"""Export, formats, check, backup and doctor from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ipvm_desktop.doctor.examine import Finding
from ipvm_desktop.library import Library

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine


def test_export_comes_back_the_same(
    filled: CommandLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert filled("export", "-o", first).code == 0
    filled.library = tmp_path / "other.sqlite"
    assert filled("import", first).code == 0
    assert filled("export", "-o", second).code == 0
    assert first.read_bytes() == second.read_bytes()


def test_export_chooses_articles_and_forms(filled: CommandLine, tmp_path: Path) -> None:
    exported = json.loads(filled("export", "3", "1", "3").out)
    assert [article["id"] for article in exported["articles"]] == [1, 3]
    for name, mark in [("a.md", "Door panels"), ("a.html", "<!DOCTYPE html>"), ("a", '{"format"')]:
        assert filled("export", "1", "-o", tmp_path / name).code == 0
        assert mark in (tmp_path / name).read_text(encoding="utf-8")
    assert filled("export", "--format", "md", "-o", "-", "2").out.count("Zürich 漢字") >= 1


def test_export_of_what_is_not_there(filled: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("precious")
    result = filled("export", "1", "99", "-o", target)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"{filled.library}: there is no article 99.\n"
    assert target.read_text() == "precious"


def test_export_that_fails_leaves_the_old_file(
    filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    target.write_text("precious")

    def fill_up(pairs: Any, out: io.TextIOBase, **_others: Any) -> None:
        out.write("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ipvm_desktop.render.interchange.write_json", fill_up)
    result = filled("export", "-o", target)
    assert result.code == 1
    assert result.err == (f"{target}: the export cannot be written (No space left on device).\n")
    assert target.read_text() == "precious"
    assert not list(tmp_path.glob(".out*"))


def test_export_never_replaces_the_library_or_a_device(filled: CommandLine, tmp_path: Path) -> None:
    result = filled("export", "-o", filled.library)
    assert result.code == 2
    assert "is the library itself" in result.err
    assert filled("check").code == 0
    assert filled("export", "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert filled("export", "-o", tmp_path / "no" / "folder.json").code == 1
    assert filled("export", "-o", tmp_path).code == 1


def test_formats(cli: CommandLine) -> None:
    rows = [line.split("\t") for line in cli("formats").out.splitlines()]
    listed = cli("formats", "--json").json["formats"]
    assert [row[0] for row in rows] == [one["name"] for one in listed]
    assert {"ipvm-text", "interchange"} <= {one["name"] for one in listed}
    assert all(list(one) == ["name", "title", "extensions", "brings"] for one in listed)
    assert {"WordPress", "Hacker News"} <= set(cli("formats", "--json").json["comment_makes"])
    table, makes = cli("formats", "--markdown").out.rstrip().split("\n\n")
    assert table.count("\n") == len(listed) + 1
    assert makes.startswith("Comments of saved pages: ")


def test_check(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("check").out == f"{filled.library}: all is well.\n"
    assert filled("check", "--json").json == {"library": str(filled.library), "problems": []}
    monkeypatch.setattr(Library, "check", lambda library: ["A row is lost."])
    result = filled("check")
    assert (result.code, result.out) == (1, "A row is lost.\n")
    assert filled("check", "--json").json["problems"] == ["A row is lost."]


def test_backup(filled: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    result = filled("backup", copy, "--json")
    assert result.json["bytes"] == copy.stat().st_size
    again = filled("backup", copy)
    assert again.code == 1
    assert str(copy) in again.err
    assert filled("backup", tmp_path / "second.sqlite").out.startswith(
        f"{tmp_path / 'second.sqlite'}: a copy of {filled.library}, "
    )
    filled.library = copy
    assert filled("list", "--json").json["total"] == 3


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([], 0),
        ([Finding("Display", False, "none", "run `x`", window_only=True)], 2),
        ([Finding("Folders", False, "closed")], 1),
    ],
)
def test_doctor(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, wrong: list[Finding], code: int
) -> None:
    findings = [Finding("Python", True, "fine"), *wrong]
    monkeypatch.setattr("ipvm_desktop.doctor.examine.examine", lambda path: findings)
    result = cli("doctor")
    assert result.code == code
    assert result.out.startswith("ok    Python: fine\n")
    if code == 2:
        assert result.out.endswith("FAIL  Display: none\n      mend: run `x`\n")
    as_json = cli("doctor", "--json")
    assert [one["ok"] for one in as_json.json["findings"]] == [one.ok for one in findings]
    assert as_json.code == code
