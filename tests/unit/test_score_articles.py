from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.score_articles import is_same_author, is_same_title, main, overlap, samples_in

PROSE = "The camera above the gate saw every car that came that night, and kept none of them. " * 4
PAGE = f"""<html><head><title>Gates at Night</title><meta name="author" content="Ann Lee">
<meta name="date" content="2021-03-05"></head><body><nav>Home and more</nav>
<h1>Gates at Night</h1><p>{PROSE}</p></body></html>"""


def truth(**said: object) -> str:
    usual = {
        "title": "Gates at night",
        "author": "Ann Lee; Bo Ray",
        "publish_date": "2021-03-04",
        "main_content": PROSE,
        "with": ["saw every  car"],
        "without": ["Home and more"],
    }
    return json.dumps({"ground_truth": {**usual, **said}})


def test_words_are_compared_as_often_as_they_stand() -> None:
    assert overlap("a b b", "A b, c") == (2 / 3, 2 / 3, 2 / 3)
    assert overlap("", "") == (1.0, 1.0, 1.0)
    assert overlap("a", "b") == (0.0, 0.0, 0.0)


def test_titles_and_authors_are_compared_by_their_letters() -> None:
    assert is_same_title("Gates: at night", "Gates at Night!")
    assert is_same_author(("Cy Dee", "Ann Lee"), "ann lee, Bo Ray")
    assert is_same_author(("Ann Lee, MD",), "Ann Lee")
    assert not is_same_author((), "Ann Lee")
    assert not is_same_author(("Cy Dee",), "Ann Lee")


def test_a_folder_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "1.json").write_text(truth())
    (tmp_path / "2.html").write_text(PAGE)
    (tmp_path / "2.json").write_text(truth(author=None, publish_date="2021-03-05"))
    (tmp_path / "3.html").write_text("<html></html>")
    (tmp_path / "3.json").write_text(truth(main_content=""))
    (tmp_path / "4.html").write_text("<html></html>")
    (tmp_path / "4.json").write_text(truth())
    assert [sample.name for sample in samples_in(tmp_path)] == ["1", "2", "4"]
    assert main([str(tmp_path), "--verbose"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "1 date: found '2021-03-05', truth '2021-03-04'" in lines
    table = {line.split("  ")[0].strip(): line.split() for line in lines}
    assert table["ipvm-desktop"][1:] == ["0.6667", "0.6667", "0.6667", "0.6667", "1.0000"]
    assert table["titles right"][2:4] == ["0.6667", "(2"]
    assert table["authors right"][2:6] == ["0.5000", "(1", "of", "2;"]
    assert table["dates right"][2] == "0.3333"
    theirs = [line.split() for line in lines if line.startswith("  trafilatura")]
    assert [line[1:3] for line in theirs] == [["0.6667", "(2"], ["0.5000", "(1"], ["0.3333", "(1"]]
