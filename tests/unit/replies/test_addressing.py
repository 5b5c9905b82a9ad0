"""Whom a comment speaks to, by names, numbers and turns of phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.replies.addressing import Address, People, Response, person_of, response
from ipvm_desktop.replies.texts import take_apart
from tests.unit.replies.conftest import comment

PEOPLE = People(
    [
        comment(1, "Jon Berg", ""),
        comment(2, "Ann Ray", ""),
        comment(3, "Ann Koch", ""),
        comment(4, "Will Stone", ""),
        comment(5, "Undisclosed Integrator #1", ""),
        comment(6, "Undisclosed End User #3", ""),
        comment(7, None, ""),
        comment(8, "Bo", ""),
        comment(9, "gatekeeper99", ""),
        comment(10, "Uwe Weiß", ""),
    ]
)


def addressed(text: str, own: str = "") -> dict[str, Address]:
    return PEOPLE.addressed(take_apart(text), own)


def cited(text: str, own: str = "") -> dict[str, bool]:
    return PEOPLE.cited(take_apart(text), own)


@pytest.mark.parametrize(
    "text",
    [
        "Jon, which side is it?",
        "Jon Berg, which side is it?",
        "jon, which side is it?",
        "JON: which side is it?",
        "Jon - which side is it?",
        "Jon\nWhich side is it?",
        "Hi Jon, which side is it?",
        "Yes, thanks Jon! Which side is it?",
        "@Jon which side is it?",
        "@jon which side is it?",
        "I wonder which side it is, @Jon, and so on and so forth.",
    ],
)
def test_a_comment_opens_with_a_name(text: str) -> None:
    assert addressed(text) == {"jon berg": Address.OPENING}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("#3, what do you mean?", "#3"),
        ("# 3, what do you mean?", "#3"),
        ("Undisclosed 3, what do you mean?", "#3"),
        ("I side with Undisclosed End User #3 in this.", "#3"),
        ("I side with integrator 1 in this.", "#1"),
        ("Integrators #1 was right.", "#1"),
    ],
)
def test_a_number_addresses_a_pseudonym(text: str, person: str) -> None:
    assert addressed(text) == {person: Address.OPENING}


@pytest.mark.parametrize("text", ["#2, what?", "3 of them", "Firmware 1 is old", "#10000", "#31"])
def test_other_numbers_address_nobody(text: str) -> None:
    assert addressed(text) == {}


def test_names_farther_in_are_less_clear() -> None:
    assert addressed("I think Jon has it right.") == {"jon berg": Address.EARLY}
    text = "The gates at our place are slow, too, which is what Jon said about his lanes."
    assert addressed(text) == {"jon berg": Address.MENTION}
    assert addressed(f"I think Jon has it. {text}") == {"jon berg": Address.EARLY}


@pytest.mark.parametrize(
    "text",
    [
        "Will this work?",
        "Will we see a test of doors?",
        "we all know that it will, jon said so",
        "I mounted a hood.\n\nJon",
        "I mounted a hood.\n- Jon.",
        "Bo, which side?",
        "Jonathan, which side?",
        "mail@jon.example",
        "",
    ],
)
def test_nobody_is_addressed(text: str) -> None:
    assert addressed(text) == {}


def test_will_is_a_name_where_it_stands_alone() -> None:
    assert addressed("Will, which side is it?") == {"will stone": Address.OPENING}


def test_a_first_name_may_mean_two_people() -> None:
    both = {"ann ray": Address.OPENING, "ann koch": Address.OPENING}
    assert addressed("Ann, which side is it?") == both
    assert addressed("Mrs Koch, which side is it?") == {"ann koch": Address.EARLY}


def test_nobody_addresses_himself() -> None:
    assert addressed("Jon here. Ann, which?", own="jon berg").keys() == {"ann ray", "ann koch"}
    assert addressed("#1 here again", own="#1") == {}


def test_names_with_letters_that_fold() -> None:
    assert addressed("Weiß, which side is it?") == {"uwe weiß".casefold(): Address.OPENING}
    assert addressed("İ said Jon, which side is it?") == {}


def test_a_name_with_digits_may_be_written_small() -> None:
    assert addressed("gatekeeper99 has it right, I think") == {}
    assert addressed("so gatekeeper99 has it right") == {"gatekeeper99": Address.EARLY}


def test_who_is_who() -> None:
    assert person_of(comment(1, " Jon BERG ", "")) == "jon berg"
    assert person_of(comment(1, "Undisclosed Integrator #1", "")) == "#1"
    for unknown in (None, "", "[deleted]", "Anonymous", "guest", "Unknown"):
        assert person_of(comment(1, unknown, "")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "On 3 March 2021, Jon Berg wrote:\n> The gate is slow.\n\nIs it?",
        "On 3 March 2021 at nine, Jon Berg <jon@example.org>\nwrote:\n> The gate is slow.\nIs it?",
        "Jon Berg:\nThe gate is slow.\nIs it?",
        "Jon Berg said:\nThe gate is slow.\nIs it?",
        "JON BERG wrote:\nThe gate is slow.\nIs it?",
        "Originally posted by Jon Berg:\nThe gate is slow.\nIs it?",
        '[quote="Jon Berg"]\nThe gate is slow.\n[/quote]\nIs it?',
    ],
)
def test_a_comment_opens_with_what_another_one_said(text: str) -> None:
    assert cited(text) == {"jon berg": True}


def test_others_are_cited_farther_in() -> None:
    assert cited("Two things.\nAnn Ray:\nThe gate is slow.\nIs it?") == {"ann ray": False}
    twice = "Ann Ray:\nThe gate is slow.\nIs it?\nAnn Ray:\nThe lane is long.\nIs it?"
    assert cited(twice) == {"ann ray": True}


@pytest.mark.parametrize(
    "text",
    [
        "Jon:\nwhich side is it?",
        "My question is:\nwhich side?",
        "Somebody Else wrote:\n> The gate is slow.\n\nIs it?",
        "Ann wrote:\n> The gate is slow.\n\nIs it?",
        "[1] is a footnote",
        "",
    ],
)
def test_nobody_is_cited(text: str) -> None:
    assert cited(text) == {}


def test_nobody_cites_himself() -> None:
    assert cited("Jon Berg wrote:\n> The gate is slow.\n\nI meant fast.", own="jon berg") == {}


def test_a_page_without_pseudonyms_has_no_numbers() -> None:
    people = People([comment(1, "Jon Berg", "")])
    assert people.addressed(take_apart("#1, which side?"), "") == {}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Thanks for your reply, I will try.", Response.RESPONDS),
        ("Hi Jon, thanks so much for the tip!", Response.RESPONDS),
        ("Good question. We did not.", Response.RESPONDS),
        ("That’s a fair point, but".replace("’", "'"), Response.RESPONDS),
        ("You're  right.", Response.RESPONDS),
        ("I completely disagree with you.", Response.RESPONDS),
        ("In reply to your question", Response.RESPONDS),
        ("Can you tell which side?", Response.TURNS_TO),
        ("Hello, did you ask the maker?", Response.TURNS_TO),
        ("What do you mean by slow?", Response.TURNS_TO),
        ("Great report, thanks Mira.", Response.NONE),
        ("Prices in Europe start at nine thousand.", Response.NONE),
        ("", Response.NONE),
    ],
)
def test_openings_that_respond(text: str, how: Response) -> None:
    assert response(text) is how


@given(st.text(), st.text(min_size=1), st.integers(1, 99))
def test_any_text_and_name_will_do(text: str, author: str, number: int) -> None:
    people = People([comment(1, author, ""), comment(2, f"Undisclosed #{number}", "")])
    parts = take_apart(f"{author}, {text} #{number}\n{author}:\n{text}")
    known = {person_of(comment(1, author, "")), f"#{number}"} - {""}
    assert people.addressed(parts, "").keys() <= known
    assert people.cited(parts, "").keys() <= known
