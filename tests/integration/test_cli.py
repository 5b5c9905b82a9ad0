"""The command line as a whole: usage, exit codes, terminals, pipes and the window."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from ipvm_desktop import __version__, paths
from ipvm_desktop import cli as command_line
from ipvm_desktop.library import Library

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

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
