"""Which of two copies is fuller, and what becomes of the other."""

from __future__ import annotations

from collections import Counter

import pytest

from ipvm_desktop.domain.identity import comment_print
from ipvm_desktop.domain.versions import (
    GAIN_WORDS,
    LOSS_WORDS,
    Comparison,
    CopyFacts,
    CopyRule,
    Decision,
    Trait,
    compare,
    decide,
)


def facts(comments: str = "abcdefghij", **changes: object) -> CopyFacts:
    plain = {
        "masked_share": 0.3,
        "words": 400,
        "comments": Counter(comments),
        "nested": 10,
        "flaws": 1,
        "pictures": 2,
        "details": frozenset({"date"}),
    }
    return CopyFacts(**(plain | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("better", "trait"),
    [
        (facts(masked_share=0.2), Trait.CLEAR_TEXT),
        (facts("abcdefghijk"), Trait.COMMENTS),
        (facts(nested=12), Trait.NESTING),
        (facts(flaws=0), Trait.WHOLE),
        (facts(words=470), Trait.TEXT),
        (facts(pictures=3), Trait.PICTURES),
        (facts(details=frozenset({"date", "byline"})), Trait.DETAILS),
    ],
)
def test_each_trait_is_a_gain_and_the_other_way_round_a_loss(
    better: CopyFacts, trait: Trait
) -> None:
    assert compare(facts(), better) == Comparison(gains=(trait,))
    assert compare(better, facts()) == Comparison(losses=(trait,))
    assert compare(facts(), better).is_fuller
    assert not compare(better, facts()).is_fuller


@pytest.mark.parametrize(
    "alike",
    [
        facts(),
        facts(masked_share=0.309),
        facts(nested=11),
        facts(words=440),
        facts("abcdefghiX"),  # an edited comment
    ],
)
def test_small_differences_count_for_nothing(alike: CopyFacts) -> None:
    assert compare(facts(), alike) == Comparison()
    assert not compare(facts(), alike).is_fuller


def test_other_comments_are_both_a_gain_and_a_loss() -> None:
    comparison = compare(facts(), facts("klmnopqrst"))
    assert comparison == Comparison(gains=(Trait.COMMENTS,), losses=(Trait.COMMENTS,))
    assert not comparison.is_fuller


def test_the_weightiest_difference_decides_which_is_fuller() -> None:
    assert compare(facts(), facts("abcdefghijkl", pictures=0, words=100)).is_fuller
    assert not compare(facts(), facts("abcdefgh", nested=40, pictures=9)).is_fuller


GAIN = Comparison(gains=(Trait.COMMENTS,))
LOSS = Comparison(losses=(Trait.NESTING,))
BOTH = Comparison(gains=(Trait.COMMENTS,), losses=(Trait.NESTING,))
WORSE = Comparison(gains=(Trait.PICTURES,), losses=(Trait.NESTING,))


@pytest.mark.parametrize(
    ("comparison", "is_newer", "ask", "replace", "keep"),
    [
        (GAIN, True, Decision.UPDATE, Decision.UPDATE, Decision.UPDATE),
        (Comparison(), True, Decision.UPDATE, Decision.UPDATE, Decision.UPDATE),
        (LOSS, True, Decision.LEAVE, Decision.LEAVE, Decision.LEAVE),
        (BOTH, True, Decision.WAIT, Decision.UPDATE, Decision.REFUSE),
        (WORSE, True, Decision.WAIT, Decision.REFUSE, Decision.REFUSE),
        (GAIN, False, Decision.WAIT, Decision.UPDATE, Decision.REFUSE),
        (Comparison(), False, Decision.LEAVE, Decision.LEAVE, Decision.LEAVE),
        (LOSS, False, Decision.LEAVE, Decision.LEAVE, Decision.LEAVE),
        (WORSE, False, Decision.WAIT, Decision.REFUSE, Decision.REFUSE),
    ],
)
def test_what_becomes_of_a_copy(
    comparison: Comparison, is_newer: bool, ask: Decision, replace: Decision, keep: Decision
) -> None:
    rules = {CopyRule.ASK: ask, CopyRule.REPLACE: replace, CopyRule.KEEP: keep}
    for rule, expected in rules.items():
        assert decide(comparison, rule, is_newer=is_newer) is expected


def test_comments_are_the_same_whatever_their_typography() -> None:
    assert comment_print("It’s — well,\nfine.") == comment_print("It's well fine")
    assert len(comment_print("x" * 5000)) == 200


def test_every_trait_has_words() -> None:
    assert set(GAIN_WORDS) == set(LOSS_WORDS) == set(Trait)


def test_comments_that_differ_both_ways_are_told_once() -> None:
    comparison = Comparison(
        gains=(Trait.COMMENTS, Trait.PICTURES), losses=(Trait.COMMENTS, Trait.TEXT)
    )
    assert comparison.gain_words == ["comments that differ", "more pictures"]
    assert comparison.loss_words == ["a shorter text"]
    assert Comparison(losses=(Trait.COMMENTS,)).loss_words == ["fewer comments, or some missing"]
