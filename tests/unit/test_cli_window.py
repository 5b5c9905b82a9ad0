"""The plain start of the window, without click."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ipvm_desktop import cli
from ipvm_desktop.cli.window import plain_start
from ipvm_desktop.paths import default_library


def test_no_arguments_open_the_default_library() -> None:
    assert plain_start([]) == default_library()


def test_a_library_may_be_named() -> None:
    assert plain_start(["--library", "x.sqlite"]) == Path("x.sqlite")


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["--help"],
        ["--library"],
        ["--library", ""],
        ["--library", "x\0y"],
        ["--library", "x.sqlite", "a.txt"],
    ],
)
def test_everything_else_is_left_to_click(arguments: list[str]) -> None:
    assert plain_start(arguments) is None


def test_a_plain_start_ends_as_the_window_does(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def open_window(library_path: Path, files: Sequence[Path]) -> int:
        opened.append(library_path)
        return 7

    monkeypatch.setattr("ipvm_desktop.cli.window.open_window", open_window)
    assert cli.run(["--library", "x.sqlite"]) == 7
    assert opened == [Path("x.sqlite")]
