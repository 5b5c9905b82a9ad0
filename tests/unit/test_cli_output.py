"""Tables on a terminal, which is told apart from a pipe."""

from __future__ import annotations

import pytest

from ipvm_desktop.cli import output

HEADINGS = (">Id", "Title")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("width", "lines"), [("100", ["Id   Title", "7   Gates"]), ("40", ["7 · Gates"])]
)
def test_rows_fit_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    width: str,
    lines: list[str],
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    output.write_rows(HEADINGS, [("7", "Gates")])
    written = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in written if line and "─" not in line] == lines


@pytest.mark.usefixtures("terminal")
def test_a_table_without_rows_is_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_rows(HEADINGS, [])
    assert capsys.readouterr().out == "Nothing to list.\n"


def test_a_pipe_gets_rows_only(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_rows(HEADINGS, [])
    output.write_rows(HEADINGS, [("7", "Gates\nand locks")])
    assert capsys.readouterr().out == "7\tGates and locks\n"
