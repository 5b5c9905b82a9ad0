"""What was learned: how much each piece of evidence weighs, and how sure that makes.

The model is a conditional logit (McFadden 1974) over the possible parents of a comment, the
top level among them. Its probabilities are made honest by a logistic regression over the
kinds of evidence (Platt 1999, extended), learned on corpora that the weights did not see.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ipvm_desktop.domain.document import CommentOrder

_LEAST = 1e-4
_LEAST_SECOND = 1e-3


class Weights(dict[str, float]):
    """Weights by evidence; what was never seen in learning weighs nothing."""

    def __missing__(self, name: str) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class OrderModel:
    """What was learned of one order of comments.

    Attributes:
        weights: By evidence, in logits.
        confidence: By sign, in logits; besides, ``bias``, ``logit`` (times the logit of the
            probability) and ``second`` (times the logarithm of the next best one's).
        threshold: Replies that are less sure are suggested, not asserted.
    """

    weights: Weights
    confidence: Mapping[str, float]
    threshold: float = 1.0

    def weigh(self, evidence: Iterable[str]) -> float:
        """Return the sum of the weights of some evidence, in logits."""
        return sum(map(self.weights.__getitem__, evidence))

    def sureness(self, probability: float, second: float, signs: Sequence[str]) -> float:
        """Return in how many of all such cases the reply is right; 0 to 1.

        Args:
            probability: What the weights say.
            second: The probability of the best other comment.
            signs: The kinds of evidence.
        """
        terms = self.confidence
        score = terms["bias"] + sum(terms.get(sign, 0.0) for sign in signs)
        for name, value in measures(probability, second):
            score += terms[name] * value
        return 1 / (1 + math.exp(-score))


def probabilities(scores: Sequence[float]) -> list[float]:
    """Return how likely each of several options is, given their scores in logits."""
    best = max(scores)
    powers = [math.exp(score - best) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def measures(probability: float, second: float) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the numbers, by name, that the confidence depends on."""
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return (
        ("logit", math.log(bounded / (1 - bounded))),
        ("second", math.log(max(second, _LEAST_SECOND))),
    )


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned.

    Attributes:
        version: Rises with each model that is released.
        suggested_from: Replies that are less sure are not even suggested.
        orders: By order of the comments.
        learned_from: Fingerprints of the corpora, by name.
    """

    version: int
    suggested_from: float
    orders: Mapping[CommentOrder, OrderModel]
    learned_from: Mapping[str, str]


@cache
def load_model() -> Model:
    """Return the model that comes with the program."""
    stored = json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    return Model(
        stored["version"],
        stored["suggested_from"],
        {
            CommentOrder(name): OrderModel(
                Weights(learned["weights"]), learned["confidence"], learned["threshold"]
            )
            for name, learned in stored["orders"].items()
        },
        stored["learned_from"],
    )
