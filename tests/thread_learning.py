"""Learns the reply model from known discussions; needs numpy and scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.replies import page_order, time_order
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Names
from ipvm_desktop.replies.infer import weigh
from ipvm_desktop.replies.model import OrderModel, Weights, measures
from ipvm_desktop.replies.signs import signs
from tests.thread_corpora import Corpus, KnownThread, discussions

_WEIGHT_DECAY = 2.0
_SURENESS_DECAY = 0.5
_SMALL_CORPUS = 60
"""Corpora count the same however large, but smaller ones than this less."""
_SCALE = 1000.0


THRESHOLDS = {CommentOrder.PAGE: 0.87, CommentOrder.TIME: 0.91}
"""From which confidence on a reply is asserted: nine in ten of all these were right on every
round in which their corpus was left out."""
SUGGESTED_FROM = 0.2


class Prepared:
    """A known discussion with everything that learning and judging asks of it."""

    def __init__(self, known: KnownThread) -> None:
        self.known = known
        self.corpus = known.corpus
        self.parents = [None if p is None else p - 1 for p in known.parents]

    @cached_property
    def discussion(self) -> Discussion:
        return Discussion(self.known.article, self.known.comments)

    @cached_property
    def groups(self) -> list[tuple[list[Names], int]]:
        """By comment but the first: the evidence of each option, and which one is true."""
        read = (
            page_order.known_options
            if self.known.order is CommentOrder.PAGE
            else time_order.known_options
        )
        found = []
        for place, options in enumerate(read(self.discussion, self.parents), start=1):
            parents = [parent for parent, _ in options]
            if self.known.is_known[place] and self.parents[place] in parents:
                truth = parents.index(self.parents[place])
                found.append(([evidence for _, evidence in options], truth))
        return found


def prepared(known: Iterable[Corpus], order: CommentOrder) -> list[Prepared]:
    """Flatten all threads of some corpora, as they are and bare."""
    return [
        Prepared(thread)
        for bare in (False, True)
        for thread in discussions(known, order, bare=bare)
    ]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model says of one comment, beside the truth.

    Attributes:
        corpus: Where it is from.
        probability: Of the best candidate.
        second: Of the next.
        signs: The kinds of evidence for the best candidate.
        is_right: Whether the best candidate is the true parent.
    """

    corpus: str
    probability: float
    second: float
    signs: tuple[str, ...]
    is_right: bool


class Learner:
    """Learns from known threads, leaving out what the caller wants judged."""

    def __init__(self, threads: Sequence[Prepared], only: tuple[str, ...] = ()) -> None:
        """Take what may be learned from.

        Args:
            threads: All of one order.
            only: Beginnings of names; other evidence is not looked at. Empty for all.
        """
        self._threads = threads
        self._only = only
        self._weights: dict[frozenset[str], Weights] = {}
        self._judged: dict[tuple[frozenset[str], str], list[Judged]] = {}
        self.corpora = frozenset(thread.corpus for thread in threads)

    def without(self, corpus: str | None = None) -> OrderModel:
        """Return the model of all corpora but one.

        The weights are learned from all the others; the confidence from judging each of
        those with weights that did not see it either.
        """
        left_out = frozenset({corpus} if corpus is not None else ())
        judged = []
        for other in sorted(self.corpora - left_out):
            judged += self._judge(left_out | {other}, other)
        order = self._threads[0].known.order
        return OrderModel(self._learned(left_out), learn_confidence(judged), THRESHOLDS[order])

    def _learned(self, left_out: frozenset[str]) -> Weights:
        if left_out not in self._weights:
            self._weights[left_out] = learn_weights(
                [thread for thread in self._threads if thread.corpus not in left_out], self._only
            )
        return self._weights[left_out]

    def _judge(self, left_out: frozenset[str], corpus: str) -> list[Judged]:
        key = (left_out, corpus)
        if key not in self._judged:
            model = OrderModel(self._learned(left_out), _NO_CONFIDENCE)
            of_corpus = [thread for thread in self._threads if thread.corpus == corpus]
            self._judged[key] = judge(model, of_corpus)
        return self._judged[key]


_NO_CONFIDENCE = {"bias": 0.0, "logit": 1.0, "second": 0.0}


def judge(model: OrderModel, threads: Iterable[Prepared]) -> list[Judged]:
    """Return what a model says of each comment that has a candidate."""
    found = []
    for thread in threads:
        evidence, candidates = weigh(thread.discussion, model, thread.known.order)
        for place, offered in enumerate(candidates):
            if offered and thread.known.is_known[place]:
                best = offered[0]
                second = offered[1].probability if len(offered) > 1 else 0.0
                found.append(
                    Judged(
                        thread.corpus,
                        best.probability,
                        second,
                        tuple(signs(evidence, place, best.place)),
                        best.place == thread.parents[place],
                    )
                )
    return found


def _corpus_weights(corpora: Sequence[str], power: float) -> np.ndarray:
    counts = Counter(corpora)
    weights = np.array(
        [(_SCALE / max(counts[corpus], _SMALL_CORPUS)) ** power for corpus in corpora]
    )
    return np.asarray(weights * len(weights) / weights.sum())


def learn_weights(threads: Sequence[Prepared], only: tuple[str, ...] = ()) -> Weights:
    """Fit the conditional logit by maximum likelihood with a Gaussian prior."""
    names: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    owner: list[int] = []
    truth: list[int] = []
    corpora: list[str] = []
    for thread in threads:
        for options, true in thread.groups:
            truth.append(len(owner) + true)
            for evidence in options:
                columns += [
                    names.setdefault(name, len(names))
                    for name in evidence
                    if not only or name.startswith(only)
                ]
                ends.append(len(columns))
                owner.append(len(corpora))
            corpora.append(thread.corpus)
    shape = (len(owner), len(names))
    seen = sparse.csr_matrix((np.ones(len(columns)), np.array(columns), np.array(ends)), shape)
    of_group = np.array(owner)
    starts = np.r_[0, np.flatnonzero(np.diff(of_group)) + 1]
    true_rows = np.array(truth)
    group_weights = _corpus_weights(corpora, 0.5)
    chosen = np.asarray(seen[true_rows].T @ group_weights).ravel()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = seen @ weights
        best = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - best[of_group])
        totals = np.add.reduceat(powers, starts)
        log_likelihood = (scores[true_rows] - best - np.log(totals)) @ group_weights
        expected = powers / totals[of_group] * group_weights[of_group]
        gradient = seen.T @ expected - chosen + _WEIGHT_DECAY * weights
        return -log_likelihood + 0.5 * _WEIGHT_DECAY * (weights @ weights), gradient

    fitted = _minimised(loss, len(names))
    return Weights({name: round(float(fitted[k]), 3) for name, k in sorted(names.items())})


def learn_confidence(judged: Sequence[Judged]) -> dict[str, float]:
    """Fit a logistic regression of being right on the probabilities and the signs."""
    names = {"bias": 0, "logit": 1, "second": 2}
    rows, columns, values = [], [], []
    for row, each in enumerate(judged):
        parts = [("bias", 1.0), *measures(each.probability, each.second)]
        for name, value in (*parts, *((sign, 1.0) for sign in each.signs)):
            rows.append(row)
            columns.append(names.setdefault(name, len(names)))
            values.append(value)
    seen = sparse.csr_matrix((values, (rows, columns)), (len(judged), len(names)))
    right = np.array([each.is_right for each in judged], float)
    weights = _corpus_weights([each.corpus for each in judged], 1.0)

    def loss(terms: np.ndarray) -> tuple[float, np.ndarray]:
        scores = seen @ terms
        chances = 1 / (1 + np.exp(-scores))
        log_loss = weights @ (np.logaddexp(0, scores) - right * scores)
        free = terms.copy()
        free[0] = 0
        gradient = seen.T @ (weights * (chances - right)) + _SURENESS_DECAY * free
        return log_loss + 0.5 * _SURENESS_DECAY * (free @ free), gradient

    fitted = _minimised(loss, len(names))
    return {name: round(float(fitted[k]), 3) for name, k in names.items()}


def _minimised(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], size: int) -> np.ndarray:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x)
