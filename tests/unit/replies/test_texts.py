"""Comments taken apart: own words, quoted lines, and who is said to have written them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.replies.texts import plain, quoted_lines, take_apart, words_of


def test_words_are_in_lower_case_with_plain_apostrophes() -> None:
    assert words_of("Don’t  OPEN\n\tthe_gate—ever, 24/7!") == [
        "don't", "open", "the", "gate", "ever", "24", "7",
    ]  # fmt: skip


def test_other_scripts_have_words_too() -> None:
    assert words_of("Drehkreuz für Größe 3 🙂 旋转门 坏了。") == [
        "drehkreuz", "für", "größe", "3", "旋转门", "坏了",
    ]  # fmt: skip


@given(st.text())
def test_plain_text_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_nothing_is_quoted_in_an_ordinary_comment() -> None:
    text = take_apart("Width > 60 cm?\n“Yes”, a | b | c.")
    assert (text.own, text.quoted, text.attribution) == (
        'Width > 60 cm?\n"Yes", a | b | c.',
        [],
        "",
    )
    assert text.vocabulary == {"width", "60", "cm", "yes", "a", "b", "c"}


@pytest.mark.parametrize(
    "announced",
    [
        "On Wed, Mar 3, 2021 at 9:14 AM, Jon Berg wrote:",
        "On Wed, Mar 3, 2021 at 9:14 AM Jon Berg <jon@example.org>\nwrote:",
        "Am 3. März 2021 schrieb Jon Berg:",
        "Jon Berg said:\n",
    ],
)
def test_the_line_above_marked_lines_tells_who_wrote_them(announced: str) -> None:
    text = take_apart(f"Hello,\n\n{announced}\n> The gate\n> is SLOW.\n\nIs it?")
    assert text.quoted == ["the", "gate", "is", "slow"]
    assert text.attribution == " ".join(announced.split())
    assert text.words == ["hello", "is", "it"]


def test_an_ordinary_line_above_marked_lines_stays() -> None:
    text = take_apart("I wonder about this:\n> The gate is slow.")
    assert text.own == "I wonder about this:"
    assert text.attribution == ""


def test_an_attribution_stands_near_what_it_announces() -> None:
    assert take_apart("Jon wrote:\n\n\n> One gate.").attribution == "Jon wrote:"
    assert take_apart("Jon wrote:" + "\n" * 9 + "> One gate.").attribution == ""


def test_only_the_first_attribution_is_taken() -> None:
    text = take_apart("Jon wrote:\n> One gate.\nLea wrote:\n> Two gates.")
    assert text.attribution == "Jon wrote:"
    assert text.own == "Lea wrote:"
    assert text.quoted == ["one", "gate", "two", "gates"]


def test_words_that_were_quoted_already_are_nobodys() -> None:
    text = take_apart("> > An old line\n>> Another\n> A new line\nMine")
    assert text.quoted == ["a", "new", "line"]
    assert text.words == ["mine"]


def test_a_bar_marks_a_quotation_but_no_table() -> None:
    assert take_apart("Look:\n| The gate is slow").quoted == ["the", "gate", "is", "slow"]
    assert take_apart("Look:\n| Gate | Seconds |").quoted == []


def test_levels_of_marked_lines() -> None:
    found = quoted_lines("> one\n>> two\n> > > three\n| bar\nfour > five")
    assert found == [(1, "> one"), (2, ">> two"), (3, "> > > three"), (1, "| bar")]


@given(st.text(alphabet=st.sampled_from("> |\n\tab:.")))
def test_every_line_is_own_quoted_or_announces(body: str) -> None:
    text = take_apart(body)
    assert set(text.own.split("\n")) <= set(body.split("\n")) | {""}
    assert text.vocabulary == frozenset(text.words)
