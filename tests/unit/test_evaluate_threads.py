"""Judging the inference: the counts of the table, by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ipvm_desktop.replies.infer import Candidate
from tests import evaluate_threads
from tests.evaluate_threads import Score

SAID = "The north gate froze shut again on the coldest morning of the whole winter."
THREAD = {
    "thread": "t",
    "title": "Gates",
    "author": "Ed Moor",
    "comments": [
        {"id": "a", "parent": None, "author": "Ann Ray", "date": "2021-03-01T08:00Z", "body": SAID},
        {"id": "b", "parent": "a", "author": "Bo Lane", "date": "2021-03-01T09:00Z",
         "body": f"{SAID}\n\nWhich of the two hinges?"},
        {"id": "c", "parent": None, "author": "Cy Dee", "date": "2021-03-02T08:00Z",
         "body": "Nothing of this would happen with rubber."},
    ],
}  # fmt: skip


def test_counts_of_a_corpus_nobody_learned_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made-up.jsonl").write_text(json.dumps(THREAD) + "\n")
    evaluate_threads.main([str(tmp_path)])
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    page = next(row for row in rows if row[:2] == ["made-up", "page"])
    # Three comments, one true reply; it is asserted and right, and so is its candidate.
    assert page[2:9] == ["3", "1", "1", "1.00", "1.00", "1.00", "0"]
    # One of two comments answers the one before it: 0.50 right, all of one found.
    assert page[-3:] == ["0.50", "1.00", "0.67"]
    assert sum(row[0] == "made-up" for row in rows) == 3


def test_a_folder_without_corpora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no corpus here"):
        evaluate_threads.main([str(tmp_path)])


def test_a_broken_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{oops")
    with pytest.raises(SystemExit, match="line 1: this is no JSON"):
        evaluate_threads.main([str(tmp_path)])


def test_scores_add_up() -> None:
    score = Score()
    sure, unsure = Candidate(0, 0.9, 0.95), Candidate(0, 0.3, 0.4)
    score._take(0, None, [], 0.87)
    score._take(1, 0, [sure], 0.87)
    score._take(2, 1, [sure], 0.87)
    score._take(3, None, [sure], 0.87)
    score._take(4, 0, [unsure], 0.87)
    both = score + score
    assert (both.comments, both.replies, both.asserted, both.right) == (10, 6, 6, 2)
    assert (both.misplaced, both.first) == (2, 4)
    assert (both.sure, both.sure_right) == (6, 2)
    assert (both.previous, both.previous_right) == (8, 4)
    assert len(both.confidences) == 8
