"""Passages taken from earlier texts: whose they are, and over which differences they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.replies.passages import ARTICLE, Match, PassageIndex, set_off, spans
from ipvm_desktop.replies.texts import words_of

FIRST = words_of("We had to raise every pedestal by a hand before the school would sign off.")


def index_of(*texts: str) -> PassageIndex:
    index = PassageIndex([])
    for place, text in enumerate(texts):
        words = words_of(text)
        index.add(place, words, index.matches(words))
    return index


def test_a_run_of_equal_words_is_found() -> None:
    index = index_of("The beams sit too low for children.")
    words = words_of("I read: “beams sit   TOO low”, really?")
    assert index.matches(words) == [Match(0, 2, 6, 4)]


@pytest.mark.parametrize(
    ("text", "equal"),
    [
        ("we had to raise every pedestal by hand before the school would sign off", 14),
        ("we had to raise every single pedestal by a hand before the school would sign off", 15),
        ("we had to raise evry pedestal by a hand before the school would sign off", 14),
        ("we had to raise every pedestal by half a hand before the school would sign off", 15),
        ("we had to raise each one pedestal by a hand before the school would sign off", 14),
    ],
    ids=["missing word", "extra word", "typing error", "in between", "two for one"],
)
def test_small_differences_do_not_end_a_passage(text: str, equal: int) -> None:
    words = words_of(text)
    index = PassageIndex(FIRST)
    assert index.matches(words) == [Match(ARTICLE, 0, len(words), equal)]


def test_a_passage_ends_where_the_texts_part() -> None:
    index = PassageIndex(FIRST)
    words = words_of("We had to raise the prices of nearly everything, sadly.")
    assert index.matches(words) == [Match(ARTICLE, 0, 4, 4)]


def test_passages_of_several_sources_come_in_order() -> None:
    index = index_of("The beams sit too low.", "Nobody watches them after six.")
    words = words_of("Nobody watches them after six, and the beams sit too low.")
    assert [(m.source, m.start, m.end) for m in index.matches(words)] == [(1, 0, 5), (0, 6, 11)]


def test_the_nearest_earlier_writer_wins() -> None:
    index = PassageIndex([])
    for place in range(3):
        index.add(place, words_of("Nobody watches them after six."), [])
    assert [m.source for m in index.matches(words_of("nobody watches them"))] == [2]


def test_a_quotation_stays_with_its_first_writer() -> None:
    index = index_of(
        "Nobody watches them after six.",
        "Nobody watches them after six. So pay a guard for the night.",
    )
    words = words_of("nobody watches them after six, pay a guard for the night")
    assert [m.source for m in index.matches(words)] == [0, 1]


@pytest.mark.parametrize("text", ["", "One", "One two", "🙂"])
def test_short_texts_share_nothing(text: str) -> None:
    words = words_of(text)
    index = PassageIndex(words)
    index.add(0, words, [])
    assert index.matches(words) == []


def test_different_runs_with_one_hash_are_no_passage() -> None:
    class Word(str):
        """A word whose hash every other one has, too."""

        __slots__ = ()

        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            return str.__eq__(self, str(other))

    index = PassageIndex([Word(w) for w in ("gates", "are", "slow")])
    assert index.matches([Word(w) for w in ("doors", "are", "fast")]) == []
    assert index.matches([Word(w) for w in ("gates", "are", "slow")]) == [Match(ARTICLE, 0, 3, 3)]


def test_spans_are_places_in_the_text() -> None:
    text = "So: the BEAMS, sit."
    ((start, end),) = spans(text, [Match(0, 1, 3, 2)])
    assert text[start:end] == "the BEAMS"


def test_letters_that_grow_in_lower_case_have_no_places() -> None:
    assert spans("İstanbul has the beams", [Match(0, 1, 3, 2)]) == []


@pytest.mark.parametrize(
    ("text", "is_quotation"),
    [
        ("The beams sit low. Why?", True),
        ("the beams sit low", True),
        ("You wrote “the beams sit low” and more", True),
        ("Look: (the beams sit low) and more", True),
        ("I know. The beams sit low, I measured", False),
        ("Say that the beams sit low.", False),
        (f"Ah. {'-' * 90} the beams sit low.", True),
    ],
)
def test_a_quotation_stands_off(text: str, is_quotation: bool) -> None:
    index = PassageIndex(words_of("The beams sit low"))
    plain = text.replace("“", '"').replace("”", '"')
    matches = index.matches(words_of(text))
    assert len(matches) == 1
    assert set_off(plain, matches) == (matches if is_quotation else [])


def test_a_long_run_is_a_quotation_wherever_it_stands() -> None:
    index = PassageIndex(FIRST)
    text = "Did you say we had to raise every pedestal by a hand before the school would agree"
    matches = index.matches(words_of(text))
    assert set_off(text, matches) == matches != []


def test_endless_rows_of_dashes_are_no_trouble() -> None:
    text = "-" * 200_000 + "x the beams sit low."
    matches = PassageIndex(words_of("the beams sit low")).matches(words_of(text))
    assert len(matches) == 1
    assert set_off(text, matches) == []


few_words = st.lists(st.sampled_from(["gate", "lane", "wing", "beam", "guard", "six"]), max_size=30)


@given(st.lists(few_words, max_size=6), few_words)
def test_matches_are_ordered_apart_and_within_the_text(
    earlier: list[list[str]], words: list[str]
) -> None:
    index = PassageIndex(earlier[0] if earlier else [])
    for place, each in enumerate(earlier[1:]):
        index.add(place, each, index.matches(each))
    end = 0
    for match in index.matches(words):
        assert end <= match.start < match.end <= len(words)
        assert 3 <= match.equal <= match.end - match.start
        assert ARTICLE <= match.source < max(len(earlier) - 1, 0)
        end = match.end
