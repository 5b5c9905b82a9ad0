"""Every command in this process: what it writes, its JSON, and its exit code."""

from __future__ import annotations

import importlib
import io
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ipvm_desktop import __version__, paths
from ipvm_desktop import cli as command_line
from ipvm_desktop.cli import importing
from ipvm_desktop.doctor.examine import Finding
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.library import Library

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

SHARED = Path(__file__).parents[2] / ".." / "shared"
SEED = SHARED / "seed" / "article-with-comments.txt"


# Import


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


# List


def ids(result: Any) -> list[int]:
    return [article["id"] for article in result.json["articles"]]


def test_list_for_a_pipe(filled: CommandLine) -> None:
    assert filled("list").out.splitlines() == [
        "2\t2021-05-06\t1\t\tu\tZürich 漢字\t",
        "1\t2020-01-09\t4\t1\ts\tDoor panels\t4 of 5 comments",
        "3\t\t0\t\tu\tA plain note\t",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [2, 1, 3]),
        (["--ascending"], [1, 2, 3]),
        (["--sort", "title"], [3, 1, 2]),
        (["--sort", "title", "--descending"], [2, 1, 3]),
        (["--sort", "comments"], [1, 2, 3]),
        (["--starred"], [1]),
        (["--unread", "--sort", "comments"], [1, 2, 3]),
        (["--unread", "--starred"], [1]),
        (["--text", "cameras"], [2]),
        (["--limit", "1"], [2]),
        (["--text", "zebra"], []),
    ],
)
def test_list_filters_and_sorts(
    filled: CommandLine, options: list[str], expected: list[int]
) -> None:
    assert ids(filled("list", "--json", *options)) == expected


def test_list_json(filled: CommandLine) -> None:
    result = filled("list", "--json", "--starred").json
    imported = result["articles"][0].pop("imported")
    assert imported.endswith("Z")
    assert result == {
        "total": 1,
        "articles": [
            {
                "id": 1,
                "title": "Door panels",
                "kind": "article",
                "published": "2020-01-09T14:20:00",
                "comments": 4,
                "unread_comments": 1,
                "read": True,
                "starred": True,
                "warning": "4 of 5 comments",
            }
        ],
    }


# Show


def test_show_is_readable(filled: CommandLine) -> None:
    lines = filled("show", "1").out.splitlines()
    assert lines[:4] == [
        "Door panels",
        "By Ann Ray",
        "Published Jan 9, 2020 14:20 · article · public · en",
        "https://example.org/door-panels",
    ]
    assert lines[4].startswith("From articles.json (interchange), imported ")
    assert lines[5:] == [
        "4 of 5 comments · starred · #doors",
        "Note: Ask Bo",
        "! One comment is missing (line 7)",
        "",
        "Five panels.",
        "",
        "One bench.",
    ]


def test_show_says_what_is_unknown(filled: CommandLine) -> None:
    assert "No date · article" in filled("show", "3").out.splitlines()


def test_show_with_comments(filled: CommandLine) -> None:
    out = filled("show", "2", "--comments").out
    assert out.endswith("Cameras?\n\n#1  Bo Lane · Jan 9, 2020 · unread\n    Yes, cameras.\n")


def test_show_json_is_the_exported_article(filled: CommandLine) -> None:
    exported = json.loads(filled("export", "1").out)["articles"][0]
    assert filled("show", "1", "--json").json == exported


# Comments


def test_comments_are_threaded(filled: CommandLine) -> None:
    assert filled("comments", "1").out.splitlines() == [
        "#1  Dee Moss · Pelham · Certified · Jan 9, 2020",
        "    Which firmware?",
        "",
        "  #2  Ann Ray · author of the article · Jan 9, 2020",
        "      The current one.",
        "",
        (
            "    #3  Undisclosed Integrator #1 · Jan 11, 2020 · (inferred 58%: speaks of firmware)"
            " · unread · starred"
        ),
        "        Maintenance is dear.",
        "",
        "#4  Eli Stone · staff · Feb 1, 2020",
        "    Nice panels.",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--text", "panels"], [(4, False)]),
        (["--author", "eli stone", "--author", "Dee Moss"], [(1, False), (4, False)]),
        (["--author", "nobody"], []),
        (["--role", "integrator"], [(1, True), (2, True), (3, False)]),
        (["--role", "Staff"], [(4, False)]),
        (["--since", "2020-01-12"], [(4, False)]),
        (["--until", "2020-01-09"], [(1, False), (2, False)]),
        (["--unread"], [(1, True), (2, True), (3, False)]),
        (["--starred", "--text", "firmware"], []),
        (["--limit", "2"], [(1, False), (2, False)]),
        (["--limit", "9"], [(1, False), (2, False), (3, False), (4, False)]),
    ],
)
def test_comments_keep_the_context_of_matches(
    filled: CommandLine, options: list[str], expected: list[tuple[int, bool]]
) -> None:
    found = filled("comments", "1", "--json", *options).json["comments"]
    assert [(comment["id"], comment["context"]) for comment in found] == expected


def test_context_is_marked_in_text(filled: CommandLine) -> None:
    out = filled("comments", "1", "--role", "Integrator").out
    assert "#1  Dee Moss · Pelham · Certified · Jan 9, 2020 · context" in out


def test_comments_of_all_articles(filled: CommandLine) -> None:
    lines = filled("comments").out.splitlines()
    assert lines[:2] == ["1  Door panels", ""]
    assert lines[-5:] == [
        "",
        "2  Zürich 漢字",
        "",
        "#1  Bo Lane · Jan 9, 2020 · unread",
        "    Yes, cameras.",
    ]
    found = filled("comments", "--json", "--unread").json["comments"]
    assert [(one["article"], one["id"], one["depth"]) for one in found] == [
        (1, 1, 0),
        (1, 2, 1),
        (1, 3, 2),
        (2, 1, 0),
    ]


def test_a_missing_parent_has_a_stand_in(cli: CommandLine, tmp_path: Path) -> None:
    article = {
        "title": "Cut",
        "body_text": "Text",
        "comments": [
            {"id": 2, "parent": 7, "body_text": "To whom?", "posted_text": "a while ago"},
            {"id": 3, "author": "Dee Moss", "body_text": "One.\n\nTwo.", "deleted": True},
        ],
    }
    path = tmp_path / "cut.json"
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    assert cli("import", path).code == 0
    assert cli("comments", "1").out.splitlines() == [
        "#7  (not in the file)",
        "",
        "  #2  Unknown author · a while ago · unread",
        "      To whom?",
        "",
        "#3  Dee Moss · deleted · unread",
        "    One.",
        "",
        "    Two.",
    ]
    assert [one["id"] for one in cli("comments", "1", "--json").json["comments"]] == [2, 3]


# Search


def test_search_tells_where(filled: CommandLine) -> None:
    result = filled("search", "maintenance")
    assert result.out == "1#3\tUndisclosed Integrator #1\tDoor panels\tMaintenance is dear.\n"
    assert filled("search", '"one bench"').out.startswith("1\tAnn Ray\tDoor panels\t")


def test_search_json_and_filters(filled: CommandLine) -> None:
    hit = filled("search", "maintenance", "--json").json["hits"][0]
    assert hit == {
        "article": 1,
        "title": "Door panels",
        "comment": 3,
        "author": "Undisclosed Integrator #1",
        "snippet": "Maintenance is dear.",
        "spans": [[0, 11]],
    }
    assert len(filled("search", "cameras", "--json").json["hits"]) == 2
    assert len(filled("search", "cameras", "--limit", "1", "--json").json["hits"]) == 1
    assert filled("search", "cameras", "--starred", "--json").json == {"hits": []}
    assert len(filled("search", "cameras", "--unread", "--json").json["hits"]) == 2


def test_search_for_nothing_is_wrong_usage(filled: CommandLine) -> None:
    result = filled("search", '""')
    assert result.code == 2
    assert "A word to search for is needed." in result.err


# Export, formats, check, backup, doctor


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


# The program itself


def test_the_entry_point_exits_with_the_code(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["ipvm-desktop", "list", "--sort", "color"])
    with pytest.raises(SystemExit) as end:
        command_line.main()
    assert end.value.code == 2


def test_version_and_help(cli: CommandLine) -> None:
    assert cli("--version").out == f"ipvm-desktop {__version__}\n"
    overview = cli("--help")
    assert overview.code == 0
    for name in ("import", "doctor", "./list", "130"):
        assert name in overview.out
    assert "--since" in cli("comments", "--help").out


def test_the_default_library_is_the_user_s(
    articles_file: Path, capsys: pytest.CaptureFixture[str], cli: CommandLine
) -> None:
    assert command_line.run(["import", str(articles_file)]) == 0
    assert paths.default_library().is_file()
    assert not cli.library.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--sort", "color"],
        ["list", "--limit", "0"],
        ["show"],
        ["show", "one"],
        ["import"],
        ["import", ""],
        ["comments", "--since", "yesterday"],
        ["export", "--format", "pdf"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage_is_code_2(cli: CommandLine, arguments: list[str]) -> None:
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "Error: " in result.err
    assert not cli.library.exists()


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["search", "x"], ["check"]])
def test_reading_makes_no_library(cli: CommandLine, arguments: list[str]) -> None:
    result = cli(*arguments)
    assert result.code == 1
    assert result.err == (
        f"{cli.library}: there is no library yet; `ipvm-desktop import PATH` makes one.\n"
    )
    assert not cli.library.exists()


def test_an_article_that_is_not_there(filled: CommandLine) -> None:
    for command in ("show", "comments"):
        result = filled(command, "99")
        assert (result.code, result.err) == (
            1,
            f"{filled.library}: there is no article 99.\n",
        )


def test_an_error_in_the_program_is_one_sentence(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise TypeError("two\nlines")

    monkeypatch.setattr(Library, "counts", fail)
    monkeypatch.setattr(Library, "article", fail)
    result = filled("show", "1")
    assert result.code == 1
    log = paths.state_folder() / "ipvm-desktop.log"
    assert result.err == (
        f"An error in the program stopped it (TypeError: two lines); see {log}.\n"
    )
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_trouble_of_the_system_is_one_sentence(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr(Library, "article", fail)
    assert filled("show", "1").err == "/some/file: Permission denied.\n"


def test_ctrl_c_ends_with_130(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "article", interrupt)
    result = filled("show", "1")
    assert (result.code, result.out, result.err) == (130, "", "")


# Terminals


@pytest.fixture
def terminal(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setattr("ipvm_desktop.cli.output.is_terminal", lambda stream=None: True)
    for module in ("importing", "threads"):
        monkeypatch.setattr(f"ipvm_desktop.cli.{module}.is_terminal", lambda stream=None: True)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return filled


def test_a_terminal_gets_tables_and_colours(
    terminal: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = terminal("list").out
    assert "Title" in out
    assert "\t" not in out
    assert "\x1b[" in terminal("comments", "1", "--role", "Integrator").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in terminal("show", "1", "--comments").out


def test_a_narrow_terminal_gets_whole_lines(
    terminal: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = terminal("list").out.splitlines()
    assert lines[0] == "2 · 2021-05-06 · 1 · u · Zürich 漢字"
    assert lines[1].startswith("1 · 2020-01-09 · 4 · 1 · s · Door panels")


def test_a_terminal_folds_long_lines(
    terminal: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    path = tmp_path / "long.txt"
    path.write_text("A long note\n\n" + "word " * 60, encoding="utf-8")
    terminal("import", path)
    assert max(map(len, terminal("show", "4").out.splitlines()[6:])) <= 40


def test_a_terminal_sees_the_import_move(
    terminal: CommandLine, articles_file: Path, tmp_path: Path
) -> None:
    result = terminal("import", articles_file, tmp_path / "missing.txt")
    assert result.code == 1
    assert "unchanged" in result.out
    assert "missing.txt: the file does not exist." in result.err.replace("\n", "")


def test_stored_texts_cannot_steer_the_terminal(cli: CommandLine, tmp_path: Path) -> None:
    article = {"title": "Red \x1b[31malert\x07", "body_text": "Beep\x1b]0;x\x07", "comments": []}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"format": "ipvm-desktop", "version": 1, "articles": [article]}))
    cli("import", path)
    for arguments in (["list"], ["show", "1"], ["search", "alert"]):
        out = cli(*arguments).out
        assert "\x1b" not in out
        assert "\x07" not in out


# The window


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, tuple[Path, ...]]]:
    """Note what the window is asked to open, instead of opening it."""
    opened: list[tuple[Path, tuple[Path, ...]]] = []
    real: Callable[[str], Any] = importlib.import_module

    def run(library: Path, files: tuple[Path, ...]) -> int:
        opened.append((library, tuple(files)))
        return 0

    def load(name: str) -> Any:
        return SimpleNamespace(run=run) if name == "ipvm_desktop.ui.app" else real(name)

    monkeypatch.setattr(importlib, "import_module", load)
    monkeypatch.setattr("ipvm_desktop.doctor.display.display_problem", lambda: None)
    return opened


def test_without_a_command_the_window_opens(
    cli: CommandLine, window: list[Any], articles_file: Path, tmp_path: Path
) -> None:
    assert cli().code == 0
    assert cli(articles_file, tmp_path).code == 0
    assert window == [(cli.library, ()), (cli.library, (articles_file, tmp_path))]


def test_a_file_named_like_a_command(
    cli: CommandLine, window: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list").touch()
    assert cli("./list").code == 0
    assert window == [(cli.library, (Path("list"),))]


def test_neither_command_nor_file(cli: CommandLine, window: list[Any], articles_file: Path) -> None:
    result = cli("imprt")
    assert result.code == 2
    assert "There is no command or file “imprt”. Did you mean “import”?" in result.err
    assert "There is no file “missing.txt”." in cli(articles_file, "missing.txt").err
    assert window == []


def test_no_display_is_code_2(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ipvm_desktop.doctor.display.display_problem", lambda: "There is no display; run `x`."
    )
    result = cli()
    assert (result.code, result.out, result.err) == (2, "", "There is no display; run `x`.\n")


def test_a_window_that_cannot_be_loaded_is_code_2(
    cli: CommandLine, window: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise ImportError("libQt6Gui.so.6: version not found.")

    monkeypatch.setattr(importlib, "import_module", fail)
    result = cli()
    assert result.code == 2
    assert result.err == (
        "The window cannot be loaded (libQt6Gui.so.6: version not found); "
        "run `ipvm-desktop doctor`.\n"
    )


# Pipes


class Pipe(io.StringIO):
    """An output whose reader went away, or whose disk is full."""

    def __init__(self, error: OSError, *, at_flush: bool = False) -> None:
        super().__init__()
        self._error = error
        self._at_flush = at_flush

    def write(self, text: str) -> int:
        if not self._at_flush:
            raise self._error
        return len(text)

    def flush(self) -> None:
        if self._at_flush:
            raise self._error


@pytest.mark.parametrize("at_flush", [False, True])
def test_a_reader_that_had_enough_is_no_failure(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch, at_flush: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Pipe(BrokenPipeError(32, "gone"), at_flush=at_flush))
    result = filled("list")
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("at_flush", [False, True])
def test_an_output_that_is_full_is_a_failure(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch, at_flush: bool
) -> None:
    error = OSError(28, "No space left on device")
    monkeypatch.setattr(sys, "stdout", Pipe(error, at_flush=at_flush))
    result = filled("list")
    assert result.code == 1
    assert "No space left on device." in result.err


def test_ascii_output_cannot_crash(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", out)
    assert filled("list").code == 0
    assert filled("comments", "2", "--json").code == 0
    written = out.buffer.getvalue().decode("ascii")
    assert "Z\\xfcrich \\u6f22\\u5b57" in written
    assert json.loads(written[written.index("{") :])["comments"][0]["author"] == "Bo Lane"
