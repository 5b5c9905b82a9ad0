"""Learning the reply model anew, from a tiny made-up corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.replies import MODEL_VERSION
from tests import learn_threads
from tests.thread_corpora import Corpus
from tests.thread_learning import THRESHOLDS, Learner, prepared


def talk(number: int) -> dict[str, Any]:
    """A thread in which a quoting comment answers the quoted one, and others answer nobody."""
    said = f"Gate{number} stands beside wall{number} that nobody at site{number} asked for."
    texts = [
        (None, f"Lane{number} is long."),
        (None, said),
        (2, f"{said}\n\nWho asked for it?"),
        (None, f"Door{number} is next."),
    ]
    comments = [
        {
            "id": f"{number}-{place}",
            "parent": parent and f"{number}-{parent}",
            "author": f"Person {number}-{place}",
            "date": 86_400 * number + 3600 * place,
            "body": body,
        }
        for place, (parent, body) in enumerate(texts, start=1)
    ]
    return {"thread": str(number), "title": "Gates", "comments": comments}


def corpus(name: str, first: int) -> Corpus:
    return Corpus(name, [talk(number) for number in range(first, first + 30)])


@pytest.mark.parametrize("order", list(CommentOrder))
def test_what_decides_is_learned(order: CommentOrder) -> None:
    learned = Learner(prepared([corpus("one", 0), corpus("two", 100)], order)).without()
    assert learned.weights["quotes/6"] > 0.2
    assert learned.weights["quotes/6"] > learned.weights["rank/0"]
    assert learned.confidence["logit"] > 0
    quoting = learned.sureness(0.9, 0.05, ["quotes/1", "above"])
    assert quoting > learned.sureness(0.3, 0.05, ["above"])
    assert Learner(prepared([corpus("one", 0), corpus("two", 100)], order)).without() == learned


def test_a_model_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "corpora"
    folder.mkdir()
    for name, first in (("one", 0), ("two", 100)):
        lines = [json.dumps(thread) for thread in corpus(name, first).threads]
        (folder / f"{name}.jsonl").write_text("\n".join(lines))
    target = tmp_path / "model.json"
    monkeypatch.setattr(learn_threads, "_MODEL", target)
    monkeypatch.setattr(sys, "argv", ["learn_threads", str(folder)])
    learn_threads.main()
    assert capsys.readouterr().out == "model.json: learned from one, two\n"
    model = json.loads(target.read_text("utf-8"))
    assert model["version"] == MODEL_VERSION
    assert model["orders"].keys() == {"page", "time"}
    assert model["learned_from"].keys() == {"one", "two"}
    for order, learned in model["orders"].items():
        assert learned["threshold"] == THRESHOLDS[CommentOrder(order)]
        assert {"bias", "logit", "second"} <= learned["confidence"].keys()
        assert learned["weights"]
        assert 0 not in learned["weights"].values()
