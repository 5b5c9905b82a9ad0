"""The learned model: well-formed, and every name in it is one that the code knows."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.replies import MODEL_VERSION, evidence, page_order, signs, time_order
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.model import (
    OrderModel,
    Weights,
    load_model,
    measures,
    probabilities,
)
from tests.unit.replies.conftest import comment, talk

ORDERS = list(CommentOrder)


def source(*modules: Any) -> str:
    return "\n".join(files("ipvm_desktop.replies").joinpath(f"{name}.py").read_text("utf-8")
                     for name in modules)  # fmt: skip


def test_both_orders_are_learned() -> None:
    model = load_model()
    assert model.version == MODEL_VERSION
    assert set(model.orders) == set(ORDERS)
    assert model.learned_from
    assert all(re.fullmatch(r"[0-9a-f]{16}", print_) for print_ in model.learned_from.values())
    assert load_model() is model


@pytest.mark.parametrize("order", ORDERS)
def test_thresholds_are_sane(order: CommentOrder) -> None:
    model = load_model()
    assert 0 < model.suggested_from < 0.5 < model.orders[order].threshold < 1


@pytest.mark.parametrize("order", ORDERS)
def test_weights_are_finite_and_moderate(order: CommentOrder) -> None:
    learned = load_model().orders[order]
    assert {"bias", "logit", "second"} <= learned.confidence.keys()
    assert learned.confidence["logit"] > 0, "what is likelier is surer"
    for weight in (*learned.weights.values(), *learned.confidence.values()):
        assert abs(weight) < 20


def emitted(order: CommentOrder) -> set[str]:
    """Every name of evidence that discussions bring forth, and what the tables hold besides."""
    tables = [
        value for module in (evidence, page_order, time_order) for value in vars(module).values()
    ]
    return {name for table in tables for name in flat(table)} | literals()


def flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [name for each in value.values() for name in flat(each)]
    if isinstance(value, tuple):
        return [name for each in value for name in flat(each)]
    return []


def literals() -> set[str]:
    """The names that are written out or put together in the code."""
    code = source("evidence", "page_order", "time_order", "signs")
    names = set(re.findall(r'"([^"\n{}]+)"', code))
    hows = [f"names/{n}" for n in (1, 2, 3)]
    names |= {f"{how}{tail}" for how in hows for tail in ("", " before", " another")}
    names |= {f"alone, {how}" for how in hows}
    names |= {f"{name} before" for name in ("cites", "cites first")}
    gaps = (*evidence._TIMES[1], *evidence._DATES[1], "gap unknown", "older", "older by days")
    names |= {f"alone, {gap}" for gap in gaps}
    names |= {time_order._class_of_distance(n) for n in range(60)}
    kinds = ("marked", "opens with words", "words")
    names |= {f"{kind}/{n}" for kind in kinds for n in range(3)} | {"marked less"}
    return names | {f"size/{n}" for n in range(4)} | {"host by activity, asked", "host, asked"}


@pytest.mark.parametrize("order", ORDERS)
def test_every_learned_name_exists(order: CommentOrder) -> None:
    learned, known = load_model().orders[order], emitted(order)
    assert learned.weights.keys() <= known
    own = {"bias", "logit", "second", "responds", "turns to", "host by activity"}
    assert learned.confidence.keys() <= known | own


def test_signs_of_a_pair_are_known_names() -> None:
    made = (
        comment(1, "Jon Berg", "The beams sit too low for children in our hall. Why?"),
        comment(2, "Mira Holt", "The beams sit too low? Jon, you tell me.", staff=True),
    )
    prepared = evidence.Evidence(Discussion(talk(*made), made))
    found = signs.signs(prepared, 1, 0)
    assert len(found) == len(set(found))
    assert set(found) <= literals() | {"host", "you"}


def test_unseen_evidence_weighs_nothing() -> None:
    model = OrderModel(Weights({"rank/0": 1.5}), {})
    assert model.weigh(("rank/0", "never seen", "rank/0")) == 3.0
    assert "never seen" not in model.weights


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=9))
def test_probabilities_add_up_and_keep_the_order(scores: list[float]) -> None:
    chances = probabilities(scores)
    assert sum(chances) == pytest.approx(1)
    assert chances[scores.index(max(scores))] == max(chances)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(ORDERS))
def test_confidence_is_one_and_rises_with_the_probability(
    probability: float, second: float, order: CommentOrder
) -> None:
    model = load_model().orders[order]
    sure = model.sureness(probability, second, ["above", "never seen"])
    assert 0 < sure < 1
    assert model.sureness(min(1.0, probability + 0.1), second, ["above"]) >= sure


@given(st.floats(0, 1), st.floats(0, 1))
def test_measures_are_finite(probability: float, second: float) -> None:
    assert all(abs(value) < 10 for _, value in measures(probability, second))


def test_the_model_is_a_small_file() -> None:
    text = files("ipvm_desktop.replies").joinpath("model.json").read_text("utf-8")
    assert len(text) < 50_000
    assert json.loads(text)["orders"].keys() == {"page", "time"}
