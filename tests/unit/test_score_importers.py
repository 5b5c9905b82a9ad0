from __future__ import annotations

from pathlib import Path

import pytest

from tests.score_importers import main
from tests.score_leaks import runs_of

DATA = Path(__file__).parents[1] / "data"


def test_runs_of_words_overlap() -> None:
    assert runs_of("One two three four five six seven eight NINE") == {
        ("one", "two", "three", "four", "five", "six", "seven", "eight"),
        ("two", "three", "four", "five", "six", "seven", "eight", "nine"),
    }
    assert runs_of("too short") == set()


def test_all_parts_that_are_there_are_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make = tmp_path / "html-threads" / "wordpress"
    make.mkdir(parents=True)
    words = "The recorder restarts every night and nobody at the vendor knows why. " * 5
    page = f"<html><body><h1>Gates</h1><p>{words}</p></body></html>"
    (make / "gates.html").write_text(page, "utf-8")
    (make / "empty.html").write_text("<html></html>", "utf-8")
    assert main([str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "Comments of saved pages" in told
    assert "empty.html: no text was found on the page." in told
    assert told.count("Exports") == 0
    line = next(line for line in told.splitlines() if line.startswith("wordpress  "))
    assert line.split()[-1] == "0.0000"


def test_a_folder_without_corpora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no corpus here"):
        main([str(tmp_path)])
