"""Finding a passage in a text: exactly, with gaps, and with small differences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.render._passage_text import Sayings, fold, locate

TEXT = (
    "It began well. We found that forty sites had weak defaults, and nobody changed them "
    "afterwards!\nThe vendor didn’t answer; we asked twice. Nobody knows why."
)


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("it BEGAN  well", "It began well."),
        ("the vendor didn't answer", "The vendor didn’t answer"),
        ("afterwards! The vendor", "afterwards!\nThe vendor"),
        ("no", None),  # only within words
        ("know", None),
        ("forty sites had … vendor didn't answer",
         TEXT[TEXT.index("forty") : TEXT.index(";")]),
        ("We found forty sites had weak defualts and nobody changed them",
         "We found that forty sites had weak defaults, and nobody changed"),
        ("Something entirely different was said here by them", None),
        ("!?", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_passage_is_located(passage: str, found: str | None) -> None:
    span = locate(TEXT, passage)
    assert (None if span is None else TEXT[slice(*span)]) == found


def test_a_part_far_behind_a_gap_is_left_out() -> None:
    text = "A first part of it. " + "filler " * 100 + "Another part of it."
    span = locate(text, "a first part of it ... another part of it")
    assert span == (0, len("A first part of it."))


def test_very_long_texts_are_searched_for_the_very_words_only() -> None:
    text = "one two three four five " * 10_000 + "we never asked them for it"
    assert locate(text, "we never asked them for it") is not None
    assert locate(text, "we never asked them about it") is None


@given(text=st.text(max_size=60), passage=st.text(max_size=30))
def test_whatever_is_located_lies_in_the_text(text: str, passage: str) -> None:
    span = locate(text, passage)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(st.lists(st.sampled_from(["one", "two", "Three", "😀", "é"]), min_size=1), st.data())
def test_a_stretch_of_words_is_found_again(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    passage = " ".join(words[first:last])
    span = locate(", ".join(words), passage)
    if fold(passage):
        assert span is not None
        assert fold(", ".join(words)[slice(*span)]) == fold(passage)


def test_sayings_tell_whether_a_passage_comes_from_a_text() -> None:
    sayings = Sayings(TEXT)
    assert sayings.holds("weak defaults")
    assert sayings.holds("forty sites had weak defaults and nobody has changed")
    assert not sayings.holds("forty people had weak coffee and nobody minded")
    assert not sayings.holds("else")
    assert not sayings.holds("…")
