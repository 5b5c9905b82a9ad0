from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import (
    Affiliation,
    AffiliationCounter,
    Aliases,
    earlier,
    fullest_first,
    is_bound,
    participants,
    person_key,
)

MAY, JUNE, JULY = dt.date(2020, 5, 1), dt.date(2020, 6, 1), dt.date(2020, 7, 1)


def comments(*authors: str | dict[str, Any] | None) -> list[Comment]:
    return [
        Comment(id=number, key=f"{number}", **(one if isinstance(one, dict) else {"author": one}))
        for number, one in enumerate(authors, start=1)
    ]


@pytest.mark.parametrize(
    ("author", "pseudonym", "key"),
    [
        ("Ann Ray", None, "ann ray"),
        ("  ANN   Ray ", None, "ann ray"),
        ("Undisclosed Integrator #1", 1, "undisclosed #1"),
        ("Undisclosed #1", None, "undisclosed #1"),
        ("Anonymous Dealer", 7, "undisclosed #7"),
        ("Undisclosed Manufacturer", None, "undisclosed manufacturer"),
        (None, None, None),
        (" ", 3, None),
    ],
)
def test_who_an_author_is(author: str | None, pseudonym: int | None, key: str | None) -> None:
    assert person_key(author, pseudonym) == key


def test_undisclosed_people_belong_to_their_article() -> None:
    assert is_bound("undisclosed #1")
    assert is_bound("undisclosed manufacturer")
    assert not is_bound("undisclosedly yours")
    assert not is_bound("ann ray")


def test_people_stand_by_their_comments_then_by_who_came_first() -> None:
    found = participants(comments("Bo", "Ann Ray", None, "Cy", "ann ray"))
    assert [(one.name, one.comments) for one in found] == [("Ann Ray", 2), ("Bo", 1), ("Cy", 1)]
    assert found[0].names == ("Ann Ray", "ann ray")
    assert found[0].pseudonym is None


def test_a_number_is_one_person_whatever_role_is_printed() -> None:
    found = participants(
        comments(
            {"author": "Undisclosed #1", "pseudonym": 1},
            {"author": "Undisclosed Integrator #1", "pseudonym": 1},
            {"author": "Undisclosed Integrator #2", "pseudonym": 2},
        )
    )
    assert [(one.name, one.pseudonym, one.comments) for one in found] == [
        ("Undisclosed Integrator #1", 1, 2),
        ("Undisclosed Integrator #2", 2, 1),
    ]


def test_marks_and_affiliations_are_gathered() -> None:
    (one,) = participants(
        comments(
            {"author": "Ann Ray", "affiliation": "Bolt Co", "posted": JULY, "read": True},
            {"author": "Ann Ray", "affiliation": "Acme Locks", "posted": dt.datetime(2020, 6, 1)},
            {"author": "Ann Ray", "affiliation": "Acme Locks", "posted": MAY, "staff": True},
            {"author": "Ann Ray", "article_author": True},
        )
    )
    assert one.affiliations == (
        Affiliation("Acme Locks", MAY, JUNE, 2),
        Affiliation("Bolt Co", JULY, JULY, 1),
    )
    assert (one.unread, one.staff, one.article_author) == (3, True, True)


def test_undated_affiliations_come_last() -> None:
    counter = AffiliationCounter()
    counter.add("Acme", None, None, 2)
    counter.add(None, MAY, MAY, 5)
    counter.add("Bolt", JUNE, JULY, 1)
    counter.add("Bolt", None, None, 1)
    assert counter.affiliations() == (
        Affiliation("Bolt", JUNE, JULY, 2),
        Affiliation("Acme", None, None, 2),
    )


def test_merged_names_are_one_person() -> None:
    aliases = Aliases(
        {"zachary s.": "zachary smith"}, {"url:1": {"undisclosed #4": "undisclosed #1"}}
    )
    written = comments("Zachary S.", "Undisclosed #4", "Zachary Smith", "Undisclosed #1")
    here = participants(written, aliases.of("url:1"))
    assert [one.names for one in here] == [
        ("Zachary Smith", "Zachary S."),
        ("Undisclosed #4", "Undisclosed #1"),
    ]
    assert here[1].key == "undisclosed #1"
    elsewhere = participants(written, aliases.of("url:2"))
    assert len(elsewhere) == 3


def test_the_fullest_name_comes_first() -> None:
    names = {"Z. Smith": 9, "Zachary S.": 8, "ZACHARY SMITH": 3, "Zachary Smith": 1, "Zach": 9}
    assert fullest_first(names)[:2] == ("Zachary Smith", "ZACHARY SMITH")
    assert fullest_first({"Ann Ray": 5, "Ann B. Ray": 1})[0] == "Ann B. Ray"


def test_the_earlier_of_days_that_may_be_unknown() -> None:
    assert earlier(None, None) is None
    assert earlier(MAY, None) == earlier(None, MAY) == earlier(JUNE, MAY) == MAY


@given(st.lists(st.one_of(st.none(), st.sampled_from(["Ann", "ANN ", "Undisclosed #1", "Bo"]))))
def test_every_comment_with_an_author_is_somebodys(authors: list[str | None]) -> None:
    found = participants(comments(*authors))
    assert sum(one.comments for one in found) == sum(author is not None for author in authors)
    names = [name for one in found for name in one.names]
    assert len(names) == len(set(names))
