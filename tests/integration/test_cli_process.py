"""The program as a process: what it loads, how it starts without a display, and real pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")
DISPLAY_VARIABLES = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"}


def start(
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    script: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the program, or a script, in a process of its own and wait for its end."""
    program = ["-c", script] if script else ["-m", "ipvm_desktop"]
    return subprocess.run(
        [sys.executable, *program, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        timeout=120,
        check=False,
    )


def without_display(**others: str) -> dict[str, str]:
    """Return settings that hide every display, but for those given."""
    # An empty value counts as unset for Qt and for us.
    return dict.fromkeys(DISPLAY_VARIABLES, "") | others


def test_importing_the_command_line_loads_next_to_nothing() -> None:
    script = (
        "import sys; before = set(sys.modules); import ipvm_desktop.cli; "
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = start(script=script).stdout.split()
    heavy = {"click", "rich", "sqlalchemy", "markdown", "yaml", "platformdirs", "PySide6"}
    assert "ipvm_desktop.cli" in loaded
    assert not heavy & {name.split(".")[0] for name in loaded}


def test_no_command_loads_qt(tmp_path: Path, articles_file: Path) -> None:
    script = (
        "import sys\n"
        "from ipvm_desktop.cli import run\n"
        "library, file, target = sys.argv[1:]\n"
        "for line in (['import', file], ['list'], ['show', '1', '--comments'], ['comments'],\n"
        "             ['search', 'panels'], ['export', '-o', target], ['formats'], ['check'],\n"
        "             ['backup', target + '.copy'], ['doctor'], ['--help']):\n"
        "    assert run(['--library', library, *line]) in {0, 2}, line\n"
        "print('LOADED', *(n for n in sys.modules if n.startswith(('PySide6', 'shiboken6'))))\n"
    )
    result = start(tmp_path / "library.sqlite", articles_file, tmp_path / "out.json", script=script)
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1] == "LOADED"


def test_export_and_import_by_processes(tmp_path: Path, articles_file: Path) -> None:
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    exported = tmp_path / "exported.json"
    assert start("--library", first, "import", articles_file).returncode == 0
    assert start("--library", first, "export", "--format", "json", "-o", exported).returncode == 0
    result = start("--library", second, "import", exported, "--json")
    assert json.loads(result.stdout)["totals"]["added"] == 1
    again = start("--library", second, "export", "--format", "json").stdout
    assert again == exported.read_text(encoding="utf-8")


@LINUX
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": "127.0.0.1:1999"}, "DISPLAY=127.0.0.1:1999 does not answer"),
        ({"WAYLAND_DISPLAY": "/nowhere/wayland-5"}, "WAYLAND_DISPLAY"),
        ({"QT_QPA_PLATFORM": "no-such-platform"}, "names no platform"),
    ],
)
def test_without_a_display_one_sentence_and_code_2(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    result = start(
        "--library", tmp_path / "library.sqlite", environment=without_display(**environment)
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    # A machine that lacks libraries as well is told about those first.
    assert words in result.stderr or "needs the system librar" in result.stderr
    assert "run `" in result.stderr or "install" in result.stderr
    assert not (tmp_path / "library.sqlite").exists()


@LINUX
def test_a_missing_library_is_named_instead_of_an_abort(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from ipvm_desktop.cli import run\n"
        "from ipvm_desktop.doctor import display\n"
        "display._loads = lambda plugin: False\n"
        "display.missing_libraries = lambda files: ['libxcb-cursor.so.0']\n"
        "sys.exit(run(['--library', sys.argv[1]]))\n"
    )
    result = start(tmp_path / "library.sqlite", script=script)
    assert result.returncode == 2
    assert "libxcb-cursor.so.0" in result.stderr
    assert result.stderr.count("\n") == 1


def start_import(
    folder: Path, library: Path, *, notes: int
) -> tuple[subprocess.Popen[str], IO[str]]:
    """Write so many notes, start their import, and return the process with what it prints."""
    folder.mkdir()
    for number in range(notes):
        (folder / f"{number:04}.txt").write_text(f"Note {number}\n\nText {number}.")
    importing = subprocess.Popen(
        [sys.executable, "-u", "-m", "ipvm_desktop", "--library", library, "import", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert importing.stdout is not None
    return importing, importing.stdout


def what_is_left(importing: subprocess.Popen[str], lines_told: IO[str]) -> tuple[str, str]:
    """Return the rest of a process's output, and its errors, when it has ended.

    ``communicate`` would miss the lines that ``readline`` took from the pipe in advance.
    """
    rest = lines_told.read()
    _, errors = importing.communicate(timeout=120)
    return rest, errors


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_keeps_what_was_imported(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    importing, lines_told = start_import(tmp_path / "files", library, notes=2000)
    first = lines_told.readline()
    importing.send_signal(signal.SIGINT)
    rest, errors = what_is_left(importing, lines_told)
    assert importing.returncode == 130
    assert "Stopping after this file" in errors
    assert "Traceback" not in errors
    lines = [first, *rest.splitlines()]
    assert lines[-1].endswith("Stopped before the end.")
    held = json.loads(start("--library", library, "list", "--json").stdout)["total"]
    assert held == len(lines) - 1 < 2000
    assert start("--library", library, "check").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_killed_import_leaves_whole_files(tmp_path: Path) -> None:
    folder, library = tmp_path / "files", tmp_path / "library.sqlite"
    importing, lines_told = start_import(folder, library, notes=500)
    for _ in range(5):
        lines_told.readline()
    importing.kill()
    rest, _ = what_is_left(importing, lines_told)
    told = 5 + rest.count("added")
    held = json.loads(start("--library", library, "list", "--json").stdout)["total"]
    # The file that was stored last may not have been told any more.
    assert told <= held <= told + 1
    assert start("--library", library, "check").returncode == 0
    assert start("--library", library, "import", folder).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a shell's pipes")
def test_a_closed_pipe_is_quiet(tmp_path: Path, articles_file: Path) -> None:
    library = tmp_path / "library.sqlite"
    start("--library", library, "import", articles_file)
    listing = subprocess.Popen(
        [sys.executable, "-m", "ipvm_desktop", "--library", library, "export"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.close()
    assert listing.stderr.read() == ""
    listing.stderr.close()
    assert listing.wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("closed", "command", "code"),
    [(">&-", "list", 0), (">&-", "export", 0), ("2>&-", "nonsense", 2), (">&- 2>&-", "check", 0)],
)
def test_a_stream_closed_from_the_start_is_quiet(
    tmp_path: Path, articles_file: Path, closed: str, command: str, code: int
) -> None:
    library = tmp_path / "library.sqlite"
    start("--library", library, "import", articles_file)
    program = [sys.executable, "-m", "ipvm_desktop", "--library", str(library)]
    result = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *program, command],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (code, "", "")
    assert start("--library", library, "check").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output(tmp_path: Path, articles_file: Path) -> None:
    library = tmp_path / "library.sqlite"
    start("--library", library, "import", articles_file)
    for command in (["list"], ["export"], ["comments", "--json"], ["formats"]):
        with Path("/dev/full").open("w") as full:
            result = subprocess.run(
                [sys.executable, "-m", "ipvm_desktop", "--library", library, *command],
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                check=False,
            )
        assert result.returncode == 1, command
        assert result.stderr.count("\n") == 1, command
        assert result.stderr == "The output cannot be written: No space left on device.\n"


def test_ascii_terminals(tmp_path: Path, articles_file: Path) -> None:
    library, ascii_only = tmp_path / "library.sqlite", {"PYTHONIOENCODING": "ascii"}
    start("--library", library, "import", articles_file)
    listed = start("--library", library, "list", environment=ascii_only)
    assert listed.returncode == 0
    assert "Z\\xfcrich" in listed.stdout
    exported = start("--library", library, "export", environment=ascii_only)
    assert "Zürich 漢字" in exported.stdout
