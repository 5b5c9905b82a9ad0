"""What a discussion knows before anybody asks who answers whom."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.replies.addressing import Address
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence
from tests.unit.replies.conftest import comment, talk

UNDISCLOSED = "Undisclosed Integrator #{}"


def discussion(*comments: Any, **others: Any) -> Discussion:
    return Discussion(talk(*comments, **others), comments)


def dated(*moments: Moment | None) -> Discussion:
    made = [comment(n, f"P{n}", "x", posted=each) for n, each in enumerate(moments, start=1)]
    return discussion(*made)


DAY = dt.date(2021, 3, 3)
TIME = dt.datetime(2021, 3, 3, 18, 0)


def test_days_only() -> None:
    found = dated(DAY, dt.date(2021, 3, 5), None)
    assert not found.is_precise
    assert found.gap(1, 0) == 2
    assert found.gap(0, 1) == -2
    assert found.gap(2, 0) is None
    assert found.gap(0, 2) is None


def test_times_of_day() -> None:
    found = dated(TIME, None, TIME + dt.timedelta(hours=6))
    assert found.is_precise
    assert found.days[1] is None
    assert found.gap(2, 0) == 0.25


def test_a_single_day_among_times_makes_all_days() -> None:
    found = dated(TIME, DAY, TIME + dt.timedelta(hours=7))
    assert not found.is_precise
    assert [found.gap(1, 0), found.gap(2, 0)] == [0, 1]


def test_zones_count_where_all_are_known() -> None:
    east = TIME.replace(tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert dated(east, TIME.replace(tzinfo=dt.UTC)).gap(1, 0) == 9 / 24
    assert dated(east, TIME).gap(1, 0) == 0, "without one of the zones the clock is all there is"


@pytest.mark.parametrize("zone", [dt.UTC, dt.timezone(dt.timedelta(hours=14)), None])
def test_the_first_and_last_moments_of_the_calendar(zone: dt.tzinfo | None) -> None:
    found = dated(dt.datetime.min.replace(tzinfo=zone), dt.datetime.max.replace(tzinfo=zone))
    assert found.is_precise
    gap = found.gap(1, 0)
    assert gap is not None
    assert round(gap) == dt.date.max.toordinal()


def test_nothing_is_dated() -> None:
    found = dated(None, None)
    assert (found.days, found.is_precise) == ([None, None], False)
    assert found.earliest_later == [math.inf, math.inf]


def test_a_later_comment_before_an_earlier_one_is_noticed() -> None:
    found = dated(dt.date(2021, 3, 3), dt.date(2021, 3, 9), None, dt.date(2021, 3, 4))
    later = [dt.date(2021, 3, 4).toordinal()] * 3
    assert found.earliest_later == [*later, math.inf]


def test_marked_hosts() -> None:
    found = discussion(
        comment(1, "Mira Holt", "x", article_author=True),
        comment(2, "Jon Berg", "x"),
        comment(3, "Ed Moor", "x", staff=True),
    )
    assert found.is_host == [True, False, True]


def test_who_writes_most_by_far_is_host() -> None:
    writers = ["Mira Holt", "Jon Berg", "Mira Holt", "Ann Ray", "Mira Holt"]
    found = discussion(*(comment(n, name, "x") for n, name in enumerate(writers, start=1)))
    assert found.is_host == [True, False, True, False, True]


@pytest.mark.parametrize(
    "writers",
    [
        ["Jon Berg", "Ann Ray", "Jon Berg", "Lea Fuchs"],
        ["Jon Berg", "Ann Ray"] * 3,
        ["Jon Berg"] * 3 + [f"Reader {n}" for n in range(20)],
        [None] * 5,
        [None] * 5 + ["Jon Berg"],
    ],
    ids=["too few", "as much as another", "a small part", "nobody known", "one known"],
)
def test_there_may_be_no_host(writers: list[str | None]) -> None:
    found = discussion(*(comment(n, name, "x") for n, name in enumerate(writers, start=1)))
    assert not any(found.is_host)


def test_who_mostly_responds_is_host() -> None:
    writers = ["A. Reader", "B. Reader", "Mira Holt", "C. Reader", "Mira Holt"]
    texts = ["Why?", "How?", "Good question, I will ask.", "When?", "Thanks for your comment."]
    made = [comment(n + 1, *each) for n, each in enumerate(zip(writers, texts, strict=True))]
    assert discussion(*made).is_host == [False, False, True, False, True]


def test_who_sometimes_responds_is_no_host() -> None:
    texts = [
        ("Jon Berg", "Good point."),
        *((f"Reader {letter}", "Hm.") for letter in "abcdefghijklmnopqrstuvwxyz"),
        *(("Jon Berg", "Slow gates.") for _ in range(3)),
        ("Jon Berg", "Good point."),
        ("Lea Fuchs", "Good point."),
    ]
    made = [comment(n, *each) for n, each in enumerate(texts, start=1)]
    assert not any(discussion(*made).is_host)


def test_rare_words_weigh_more() -> None:
    found = discussion(
        comment(1, "A", "The polycarbonate wing of our gate"),
        comment(2, "B", "Gate prices"),
        comment(3, "C", "Polycarbonate, in a gate?"),
        comment(4, "D", "You and me"),
    )
    assert found.shared_terms(2, 0) == ["polycarbonate", "gate"]
    assert found.likeness(2, 0) > found.likeness(2, 1) > 0
    assert found.likeness(0, 0) == pytest.approx(1)
    assert found.likeness(3, 0) == 0
    assert found.shared_terms(3, 0) == []


def test_what_everybody_says_weighs_nothing() -> None:
    assert 0 <= discussion(comment(1, "A", "gate"), comment(2, "B", "gate")).likeness(1, 0) <= 1


def test_people_and_passages_are_known_by_place() -> None:
    found = discussion(
        comment(1, UNDISCLOSED.format(1), "The beams sit too low for children in our hall."),
        comment(2, "Jon Berg", "The beams sit too low for children in our hall.\n\n#1, why?"),
    )
    assert found.addressed == [{}, {"#1": Address.OPENING}]
    assert found.quoted == [{}, {0: 10}]
    assert found.opens_with == [set(), {0}]
    assert found.byline == {"mira", "holt"}
    assert len(found) == 2


def traits(text: str, **others: Any) -> tuple[str, ...]:
    made = discussion(comment(1, "Jon Berg", text, **others), comment(2, "Jon Berg", "x"))
    return Evidence(made).traits[0]


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("Many thanks, Ann", "thanks"),
        ("Agreed.", "agrees"),
        ("No way", "reacts"),
        ("I saw yours in the hall", "you"),
        ("Which one", None),
        ("Which one?", "asks"),
        ("", None),
    ],
)
def test_what_a_comment_is_like(text: str, trait: str | None) -> None:
    assert set(traits(text)) == {"few", *([trait] if trait else [])}


def test_long_and_short_comments() -> None:
    assert [traits("gate " * n)[0] for n in (7, 8, 20, 50, 120)] == [
        "few", "short", "some", "long", "very long",
    ]  # fmt: skip


def test_who_writes_only_once() -> None:
    made = discussion(comment(1, "Jon Berg", "x"), comment(2, None, "x"), comment(3, None, "x"))
    assert ["once" in each for each in Evidence(made).traits] == [True, False, False]


COMMAND = "git clone the repository, run setup as root, then restart the recorder twice"


def test_what_many_post_is_no_quotation_of_the_first() -> None:
    said = [comment(n, f"P{n}", f"Opinion {n} of mine. {COMMAND}. Done {n}.") for n in range(1, 9)]
    answer = comment(9, "Zoe", f"Opinion 4 of mine. {COMMAND}. Done 4. No, once is enough.")
    found = discussion(*said, answer)
    assert [each for each in found.quoted[:8] if each] == []
    assert found.quotations[:8] == [[]] * 8


def test_what_a_few_take_from_one_is_a_quotation() -> None:
    others = [comment(n, f"P{n}", f"{COMMAND}.\n\nI disagree, number {n}.") for n in range(2, 6)]
    found = discussion(comment(1, "Ann", f"You need to know. {COMMAND}."), *others)
    assert [set(each) for each in found.quoted] == [set(), {0}, {0}, {0}, {0}]


def test_what_many_take_from_the_article_is_a_quotation() -> None:
    others = [comment(n, f"P{n}", f"{COMMAND}.\n\nNumber {n} disagrees.") for n in range(1, 9)]
    found = Discussion(talk(*others, body_text=f"You need to know. {COMMAND}."), others)
    assert [set(each) for each in found.quoted] == [{-1}] * 8


def test_many_may_mark_the_same_quotation() -> None:
    others = [comment(n, f"P{n}", f"> {COMMAND}.\n\nNumber {n} disagrees.") for n in range(2, 11)]
    found = discussion(comment(1, "Ann", f"You need to know. {COMMAND}."), *others)
    assert [set(each) for each in found.quoted[1:]] == [{0}] * 9
