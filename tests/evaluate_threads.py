"""Judges the inference of replies on known discussions.

``python -m tests.evaluate_threads DIR [--split thread]`` reads every corpus below DIR as
``tests/thread_corpora.py`` describes, flattens its threads to text in page order, in page
order as bare as copies of IPVM's pages (days without times, quotes that nothing marks),
and in order of time, infers who
answers whom, and compares with the truth. Nothing is judged by a model that learned from
it: corpora that the program's model learned from are judged by one learned anew from the
others (or, with ``--split thread``, from four fifths of all threads at a time); corpora that
it never saw are judged by the program's own model.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Self

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.replies.infer import Candidate, weigh
from ipvm_desktop.replies.model import OrderModel, load_model
from tests.thread_corpora import Corpus, corpora, discussions, fingerprint
from tests.thread_learning import Learner, Prepared, prepared

_FOLDS = 5
_BINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


@dataclass
class Score:
    """Counts over the comments of some discussions.

    Attributes:
        comments: Judged comments.
        replies: Of these, the ones that answer another comment.
        asserted: Replies that the program asserts.
        right: Of these, the right ones.
        misplaced: Of the wrong ones, those that truly answer another comment.
        first: True replies whose first candidate is right.
        sure: Replies asserted with a confidence of 0.9 or more.
        sure_right: Of these, the right ones.
        previous: Comments that have one right before them.
        previous_right: Of these, those that answer it.
        confidences: Of each first candidate, with whether it is right.
    """

    comments: int = 0
    replies: int = 0
    asserted: int = 0
    right: int = 0
    misplaced: int = 0
    first: int = 0
    sure: int = 0
    sure_right: int = 0
    previous: int = 0
    previous_right: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def take(self, thread: Prepared, model: OrderModel) -> None:
        """Judge one discussion."""
        _, found = weigh(thread.discussion, model, thread.known.order)
        for place, (truth, candidates) in enumerate(zip(thread.parents, found, strict=True)):
            if thread.known.is_known[place]:
                self._take(place, truth, candidates, model.threshold)

    def _take(
        self, place: int, truth: int | None, candidates: Sequence[Candidate], threshold: float
    ) -> None:
        self.comments += 1
        self.replies += truth is not None
        self.previous += place > 0
        self.previous_right += place > 0 and truth == place - 1
        if not candidates:
            return
        best = candidates[0]
        is_right = best.place == truth
        self.first += is_right
        self.confidences.append((best.confidence, is_right))
        if best.confidence >= threshold:
            self.asserted += 1
            self.right += is_right
            self.misplaced += not is_right and truth is not None
        if best.confidence >= 0.9:
            self.sure += 1
            self.sure_right += is_right

    def __add__(self, other: Self) -> Score:
        return Score(
            *(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__)
        )

    def row(self, name: str, order: str) -> str:
        """Return the counts as one line of the table."""
        precision, recall = _share(self.right, self.asserted), _share(self.right, self.replies)
        before = _share(self.previous_right, self.previous)
        found = _share(self.previous_right, self.replies)
        sure = f"{_shown(_share(self.sure_right, self.sure))} of {self.sure}"
        return (
            f"{name:24.24} {order:12} {self.comments:8,} {self.replies:7,} {self.asserted:8,}"
            f" {_shown(precision):>5} {_shown(recall):>5} {_shown(_f1(precision, recall)):>5}"
            f" {self.misplaced:6} {_shown(_share(self.first, self.replies)):>5}"
            f" {sure:>12}   {_shown(before):>4} {_shown(found):>4}"
            f" {_shown(_f1(before, found)):>4}"
        )


_HEAD = f"""\
{"":24} {"":12} {"":8} {"true":>7} {"":8} {"":>5} {"":>5} {"":>5} {"wrong":>6} {"first":>5}\
 {"right among":>12}   {"previous comment":>14}
{"corpus":24} {"order":12} {"comments":>8} {"replies":>7} {"asserted":>8} {"prec.":>5}\
 {"rec.":>5} {"F1":>5} {"parent":>6} {"right":>5} {"0.9 and more":>12}   {"pr.":>4} {"re.":>4}\
 {"F1":>4}"""


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if not precision or not recall:
        return None
    return 2 * precision * recall / (precision + recall)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each corpus and order, and how honest the confidence is."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluate_threads", description="Judge the inference of replies."
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--split", choices=("corpus", "thread"), default="corpus")
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        metavar="NAME",
        help="Learn from evidence whose name begins so, and no other.",
    )
    chosen = parser.parse_args(arguments)
    try:
        known = corpora(chosen.folder)
    except ValueError as error:
        sys.exit(str(error))
    if not known:
        sys.exit(f"{chosen.folder}: no corpus here")
    started = time.monotonic()
    print(_HEAD)
    for title, order, bare in (
        ("page", CommentOrder.PAGE, False),
        ("IPVM page", CommentOrder.PAGE, True),
        ("time", CommentOrder.TIME, False),
    ):
        judge = _by_thread if chosen.split == "thread" else _by_corpus
        scores = dict(judge(known, order, bare, tuple(chosen.only)))
        for name, score in scores.items():
            print(score.row(name, title))
        total = sum(scores.values(), Score())
        print(total.row("ALL", title))
        print(_calibration(total, title))
    print(
        "“Everything top-level” asserts nothing: recall 0. “Wrong parent” counts wrong replies"
        " that answer another comment; the other wrong ones are top-level in truth."
    )
    print(f"{time.monotonic() - started:.0f} s")


def _by_corpus(
    known: Sequence[Corpus], order: CommentOrder, bare: bool, only: tuple[str, ...]
) -> Iterator[tuple[str, Score]]:
    """Judge each corpus by a model that never saw it."""
    learned_from = load_model().learned_from
    learnable = [c for c in known if fingerprint(c) in learned_from.values()]
    learner = Learner(prepared(learnable, order), only) if len(learnable) > 1 else None
    for corpus in known:
        if corpus not in learnable:
            model = load_model().orders[order]
        elif learner is not None and corpus.name in learner.corpora:
            model = learner.without(corpus.name)
        else:
            print(f"{corpus.name:24.24} needs other corpora beside it to be judged")
            continue
        score = _scored(map(Prepared, discussions([corpus], order, bare=bare)), model)
        if score.comments:
            yield corpus.name, score


def _by_thread(
    known: Sequence[Corpus], order: CommentOrder, bare: bool, only: tuple[str, ...]
) -> Iterator[tuple[str, Score]]:
    """Judge each fifth of all threads by a model of the rest."""
    of_fold = random.Random(1).choices
    folds = {
        (corpus.name, str(thread.get("thread"))): fold
        for corpus in known
        for thread, fold in zip(
            corpus.threads, of_fold(range(_FOLDS), k=len(corpus.threads)), strict=True
        )
    }
    everything = prepared(known, order)
    judged = [Prepared(each) for each in discussions(known, order, bare=bare)]
    scores = {corpus.name: Score() for corpus in known}
    for fold in range(_FOLDS):
        learner = Learner(
            [each for each in everything if folds[each.corpus, each.known.name] != fold], only
        )
        model = learner.without()
        for each in judged:
            if folds[each.corpus, each.known.name] == fold:
                scores[each.corpus].take(each, model)
    yield from ((name, score) for name, score in scores.items() if score.comments)


def _scored(threads: Iterable[Prepared], model: OrderModel) -> Score:
    score = Score()
    for thread in threads:
        score.take(thread, model)
    return score


def _calibration(score: Score, order: str) -> str:
    """Return how many first candidates of each confidence are right."""
    cells = []
    for low, high in pairwise(_BINS):
        group = [(c, right) for c, right in score.confidences if low <= c < high]
        if group:
            said = sum(c for c, _ in group) / len(group)
            true = sum(right for _, right in group) / len(group)
            cells.append(f"{said:.2f}→{true:.2f} ({len(group)})")
    return f"  confidence said → share right, {order}: " + "  ".join(cells)


if __name__ == "__main__":
    main()
