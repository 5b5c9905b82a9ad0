"""Which of two copies is fuller, and what becomes of the other."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.identity import comment_print
from ipvm_desktop.domain.versions import (
    GAIN_WORDS,
    LOSS_WORDS,
    CommentFacts,
    Comparison,
    CopyFacts,
    CopyRule,
    Decision,
    Trait,
    compare,
    decide,
    tells_later_page,
)

LETTERS = "abcdefghijklmnopqrst"


def facts(comments: str = LETTERS, nested: int = 10, **changes: object) -> CopyFacts:
    """Return what counts of a copy; each letter is a comment, the first ones are nested."""
    plain = {
        "masked_share": 0.3,
        "words": 400,
        "comments": tuple(
            CommentFacts(print=letter, is_nested=place < nested)
            for place, letter in enumerate(comments)
        ),
        "flaws": 1,
        "pictures": 2,
        "details": frozenset({"date"}),
    }
    return CopyFacts(**(plain | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("better", "trait"),
    [
        (facts(masked_share=0.2), Trait.CLEAR_TEXT),
        (facts(f"{LETTERS}u"), Trait.COMMENTS),
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
        facts(f"{LETTERS[:-1]}X"),  # an edited comment
    ],
)
def test_small_differences_count_for_nothing(alike: CopyFacts) -> None:
    assert compare(facts(), alike) == Comparison()
    assert not compare(facts(), alike).is_fuller


def test_other_comments_are_both_a_gain_and_a_loss() -> None:
    comparison = compare(facts(), facts(LETTERS.upper()))
    assert comparison == Comparison(gains=(Trait.COMMENTS,), losses=(Trait.COMMENTS,))
    assert not comparison.is_fuller


def test_the_weightiest_difference_decides_which_is_fuller() -> None:
    assert compare(facts(), facts(f"{LETTERS}uv", pictures=0, words=100)).is_fuller
    assert not compare(facts(), facts(LETTERS[:12], nested=12, pictures=9)).is_fuller


def dated(*days: str, **changes: object) -> CopyFacts:
    comments = tuple(CommentFacts(print=day, day=day) for day in days)
    return CopyFacts(comments=comments, words=400, **changes)  # type: ignore[arg-type]


def tells_later(present: CopyFacts, offered: CopyFacts) -> bool:
    return tells_later_page(compare(present, offered), present, offered)


FIFTH, SIXTH, SEVENTH = "2021-03-05", "2021-03-06", "2021-03-07"


@pytest.mark.parametrize(
    ("present", "offered", "expected"),
    [
        (facts(), facts(), True),
        (facts(), facts(f"{LETTERS}u"), True),
        (facts(), facts(f"u{LETTERS}"), False),  # undated, and not below all others
        (facts("aab"), facts("aaba"), True),
        (dated(FIFTH), dated(SIXTH, FIFTH), True),
        (dated(FIFTH), dated(FIFTH, FIFTH), True),
        (dated(FIFTH, SEVENTH), dated(FIFTH, SIXTH, SEVENTH), False),
        (dated(FIFTH, declared=1), dated(FIFTH, SIXTH), True),
        (dated(FIFTH, declared=2), dated(FIFTH, SIXTH), False),
        (dated(), dated(FIFTH), False),
        (dated(), dated(), True),
        (dated(FIFTH), dated(FIFTH, SIXTH, pictures=1), False),
        (facts(nested=4), facts(f"{LETTERS}u", nested=5), False),  # one that was not nested is
        (facts(), facts(f"{LETTERS}uvw", nested=11), True),
    ],
)
def test_a_later_page_has_only_what_was_written_meanwhile(
    present: CopyFacts, offered: CopyFacts, expected: bool
) -> None:
    assert tells_later(present, offered) is expected


def test_an_undated_comment_among_dated_ones_is_later_below_all_others() -> None:
    undated = CommentFacts(print="when?")
    present = dated(FIFTH)
    below = CopyFacts(comments=(*present.comments, undated), words=400)
    above = CopyFacts(comments=(undated, *present.comments), words=400)
    assert tells_later(present, below)
    assert not tells_later(present, above)


def test_nested_new_comments_are_no_gain_of_the_old_ones() -> None:
    answer = CommentFacts(print="So?", day=SIXTH, is_nested=True)
    present = dated(FIFTH)
    assert tells_later(present, CopyFacts(comments=(*present.comments, answer), words=400))


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
