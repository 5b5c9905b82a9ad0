"""Initials and colours of authors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.person import brief_name, color_index, initials, split_pseudonym


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Undisclosed Integrator #1", "Integrator #1"),
        ("Undisclosed #4", "Undisclosed #4"),
        ("Undisclosed", "Undisclosed"),
        ("Ann Ray", "Ann Ray"),
    ],
)
def test_brief_names(author: str, expected: str) -> None:
    assert brief_name(author) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Undisclosed Integrator #1", ("Integrator", 1)),
        ("Undisclosed End User #12", ("End User", 12)),
        ("Undisclosed #4", (None, 4)),
        ("  undisclosed manufacturer # 2", None),
        ("Undisclosed Integrator", None),
        ("Ann Ray", None),
        ("Ann #3", None),
    ],
)
def test_pseudonyms(author: str, expected: tuple[str | None, int] | None) -> None:
    assert split_pseudonym(author) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Ann Ray", "AR"),
        ("Zachary S.", "ZS"),
        ("Ross Vander Klok", "RK"),
        ("ann", "A"),
        ("Undisclosed Integrator #1", "I1"),
        ("Undisclosed End User #12", "E12"),
        ("Undisclosed Manufacturer #123", "M12"),
        ("Undisclosed #4", "U4"),
        ("★ ☆", "★"),
        ("  ", "?"),
        ("", "?"),
        (None, "?"),
    ],
)
def test_initials(author: str | None, expected: str) -> None:
    assert initials(author) == expected


@given(st.text())
def test_initials_are_short_and_never_empty(author: str) -> None:
    # A single letter may become two in upper case ("ß" becomes "SS"), twice at most.
    assert 1 <= len(initials(author)) <= 6


def test_colours_are_stable_and_ignore_case() -> None:
    assert color_index("Ann Ray", 10) == color_index("ann ray ", 10)
    assert {color_index(f"Person {n}", 10) for n in range(200)} == set(range(10))
    assert color_index(None, 10) == color_index("", 10)
    assert 0 <= color_index("\ud800", 10) < 10
