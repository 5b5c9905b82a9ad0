from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.name_variants import name_variants


def reasons(*names: str) -> list[str]:
    return [variant.reason for variant in name_variants(names)]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Zachary S.", "Zachary Smith", "“Zachary S.” may be short for “Zachary Smith”"),
        ("Zachary S", "Zachary Smith", "“Zachary S” may be short for “Zachary Smith”"),
        ("Z. Smith", "Zachary Smith", "“Z. Smith” may be short for “Zachary Smith”"),
        ("Zach. Smith", "ZACHARY SMITH", "“Zach. Smith” may be short for “ZACHARY SMITH”"),
        ("Ann Ray", "Ann Bea Ray", "“Ann Ray” may be “Ann Bea Ray” without the middle name"),
        ("Ann B. Ray", "Ann Bea Ray", "“Ann B. Ray” may be short for “Ann Bea Ray”"),
        ("A. Ray", "Ann Bea Ray", "“A. Ray” may be short for “Ann Bea Ray”"),
        ("Jose Nunez", "José Núñez", "“Jose Nunez” and “José Núñez” are spelled almost alike"),
        ("Pat OBrien", "Pat O’Brien", "“Pat OBrien” and “Pat O’Brien” are spelled almost alike"),
        ("Bo Lane", "Lane, Bo", "“Bo Lane” and “Lane, Bo” are spelled almost alike"),
        ("Bo Lee", "Dr. Bo Lee, PE", "“Bo Lee” and “Dr. Bo Lee, PE” are spelled almost alike"),
        ("Jan V.", "Jan van Berg", "“Jan V.” may be short for “Jan van Berg”"),
    ],
)
def test_variants_and_why(one: str, other: str, reason: str) -> None:
    assert reasons(one, other) == reasons(other, one) == [reason]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zachary Smith", "Zachary Smyth"),
        ("Zachary Smith", "Zoe Smith"),
        ("Z. S.", "Zachary Smith"),
        ("Z. S.", "Zachary S."),
        ("Z. Smith", "Zachary S."),
        ("Ann B. Ray", "Ann C. Ray"),
        ("Ann B. C. Ray", "Ann B. Ray"),
        ("John Smith Jr.", "John Smith"),
        ("Jan Berg", "Jan van der Berg"),
        ("Zachary", "Zachary Smith"),
        ("Smith", "Zachary Smith"),
        ("Ann Ray", "ANN  RAY"),
        ("Undisclosed Integrator #1", "Undisclosed I. #1"),
        ("", "?"),
    ],
)
def test_names_that_are_left_alone(one: str, other: str) -> None:
    assert reasons(one, other) == []


def test_of_names_that_differ_in_case_one_stands_for_all() -> None:
    (variant,) = name_variants(["ZACHARY SMITH", "Zachary Smith", "zachary smith", "Zachary S."])
    assert (variant.name, variant.other) == ("Zachary S.", "Zachary Smith")


def test_only_what_concerns_some_names() -> None:
    names = ["Zachary S.", "Zachary Smith", "Ann Ray", "Ann B. Ray", "Mr. Zachary Smith"]
    found = name_variants(names, ["ZACHARY S."])
    assert [(one.name, one.other) for one in found] == [
        ("Zachary S.", "Mr. Zachary Smith"),
        ("Zachary S.", "Zachary Smith"),
    ]
    assert name_variants(names, []) == ()


def test_thousands_of_names_and_one_busy_drawer() -> None:
    choose = random.Random(7)
    letters = "abcdefghij"
    given_names = ["".join(choose.choices(letters, k=5)) for _ in range(60)]
    surnames = ["".join(choose.choices(letters, k=7)) for _ in range(800)]
    names = {f"{choose.choice(given_names)} {choose.choice(surnames)}" for _ in range(5000)}
    names |= {f"John S{surname}" for surname in surnames}
    found = name_variants([*names, "John S."])
    assert sum(one.name == "John S." for one in found) == 800
    assert len(found) < 1600


@given(st.lists(st.text(max_size=24), max_size=8))
def test_any_text_is_answered_the_same_in_any_order(names: list[str]) -> None:
    assert name_variants(names) == name_variants(names[::-1])
