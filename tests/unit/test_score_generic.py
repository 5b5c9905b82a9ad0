from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import score_comments
from tests.expected import SAVED
from tests.score_comments import GENERIC, score_page
from tests.score_generic import FIXTURES, fixture_truth, main

LEVELS = FIXTURES / "generic" / "levels.html"


def test_only_readers_without_a_make_look() -> None:
    assert [reader.name for reader in GENERIC] == ["schema-org", "generic"]


def test_what_is_right_and_wrong_is_counted() -> None:
    truth = fixture_truth(LEVELS)
    count = len(truth)
    right = score_page(LEVELS, truth, GENERIC, SAVED)
    assert (right.made, right.matched, right.parents, right.authors) == (count,) * 4

    fewer = score_page(LEVELS, truth[:-1], GENERIC, SAVED)
    assert (fewer.made, fewer.matched) == (count, count - 1)

    changed = {**truth[0], "author": "Nobody", "date": "1999-01-01", "text": "Never written."}
    wrong = score_page(LEVELS, [changed, *truth[1:]], GENERIC, SAVED)
    assert (wrong.matched, wrong.authors, wrong.texts) == (count, count - 1, count - 1)
    assert wrong.dates == right.dates - 1


def test_parents_count_where_the_markup_tells_them() -> None:
    told = fixture_truth(LEVELS)
    assert all("parent" in entry for entry in told)
    quoted = fixture_truth(FIXTURES / "phpbb" / "prosilver.html")
    assert not any("parent" in entry for entry in quoted)


def test_each_make_has_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make = tmp_path / "html-threads" / "cards"
    make.mkdir(parents=True)
    (make / "levels.html").write_bytes(LEVELS.read_bytes())
    (make / "levels.truth.json").write_text(json.dumps(fixture_truth(LEVELS)), "utf-8")
    (tmp_path / "article-html").mkdir()
    main([str(tmp_path), "--only", "levels", "--show"])
    lines = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in lines if line]
    assert names.count("all") == 2
    assert names.index("generic") < names.index("all") < names.index("cards")
    assert lines[-1] == "0 pages"


def test_the_makes_readers_can_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make = tmp_path / "phpbb"
    make.mkdir()
    (make / "page.html").write_bytes((FIXTURES / "phpbb" / "prosilver.html").read_bytes())
    score_comments.main([str(tmp_path)])
    assert "phpBB, 3 comments" in capsys.readouterr().out
    score_comments.main([str(tmp_path), "--generic"])
    assert "phpBB" not in capsys.readouterr().out.replace("phpbb", "")
