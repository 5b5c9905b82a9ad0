"""The same article and the same comment are recognised in another copy."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.identity import (
    article_key,
    canonical_url,
    comment_keys,
    matched_comments,
    normalised,
    page_address,
)


@pytest.mark.parametrize(
    "other",
    [
        "http://www.IPVM.com/reports/pilot",
        "https://ipvm.com/reports/pilot/",
        "https://ipvm.com/reports/pilot?code=abc123",
        "https://ipvm.com/reports/pilot?utm_source=mail&utm_medium=x#comments",
        "  https://ipvm.com/reports/pilot\n",
    ],
)
def test_addresses_of_one_page_are_equal(other: str) -> None:
    assert canonical_url(other) == "https://ipvm.com/reports/pilot"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a?id=7&code=1", "https://example.com/a?id=7"),
        ("https://example.com/a?flag=", "https://example.com/a?flag="),
        ("file:///tmp/x.html", "file:///tmp/x.html"),
        ("not an address ", "not an address"),
        ("https://", "https://"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_what_tells_pages_apart_is_kept(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "other",
    [
        "https://m.ipvm.com/reports/pilot/amp/",
        "https://amp.ipvm.com:443/reports/pilot/index.html?fbclid=1&ref=x&outputType=amp",
        "http://www.ipvm.com:80/reports/pilot/index.php?replytocom=7&gclid=2",
    ],
)
def test_mirrors_of_one_page_are_equal(other: str) -> None:
    assert canonical_url(other) == "https://ipvm.com/reports/pilot"


def test_hosts_and_paths_keep_what_belongs_to_them() -> None:
    assert canonical_url("https://forum.example.org/amplifier") == (
        "https://forum.example.org/amplifier"
    )
    assert canonical_url("https://m.com/a") == "https://m.com/a"


@pytest.mark.parametrize("url", [None, "", "https://ipvm.com", "http://www.ipvm.com/index.html"])
def test_the_address_of_a_whole_site_names_no_page(url: str | None) -> None:
    assert page_address(url) is None
    assert article_key(Document(title="Pilot", url=url)).startswith("text:")


def test_the_address_of_a_page() -> None:
    assert page_address("http://ipvm.com/?id=4") == "https://ipvm.com?id=4"


@given(st.text())
def test_canonical_address_is_stable(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once


def test_text_is_compared_without_typography() -> None:
    assert normalised("The\u00a0“City’s”\n PILOT ") == 'the "city\'s" pilot'


def test_key_prefers_what_the_source_states() -> None:
    document = Document(title="Pilot", key="own", url="https://ipvm.com/reports/pilot")
    assert article_key(document) == "own"


def test_key_from_the_address() -> None:
    document = Document(title="Pilot", url="http://www.ipvm.com/reports/pilot?code=1")
    assert article_key(document) == "url:https://ipvm.com/reports/pilot"


def test_dated_copies_match_by_title_and_day() -> None:
    first = Document(title="A Pilot", published=dt.date(2021, 3, 4), body_text="masked ****")
    later = Document(title="a  pilot", published=dt.datetime(2021, 3, 4, 9, 0), body_text="clear")
    other_day = Document(title="A Pilot", published=dt.date(2021, 3, 5))
    assert article_key(first) == article_key(later)
    assert article_key(first) != article_key(other_day)


def test_undated_texts_match_only_with_the_same_body() -> None:
    notes = Document(title="Notes", body_text="Call the dealer.")
    same = Document(title="Notes", body_text="Call  the dealer.")
    other = Document(title="Notes", body_text="Order cable.")
    assert article_key(notes) == article_key(same)
    assert article_key(notes) != article_key(other)


def comment(number: int, author: str | None, text: str, day: int | None = 4) -> CommentContent:
    posted = None if day is None else dt.date(2021, 3, day)
    return CommentContent(id=number, author=author, posted=posted, body_text=text)


def test_comments_keep_their_keys_when_others_come_between() -> None:
    ann, bo = comment(1, "Ann Ray", "Yes."), comment(2, "Bo Lane", "No.")
    between = comment(2, "Cy Kerr", "Perhaps.")
    keys = comment_keys([ann, bo])
    with_more = comment_keys([ann, between, bo])
    assert [with_more[0], with_more[2]] == keys
    assert len(set(with_more)) == 3


def test_equal_comments_are_counted() -> None:
    first, second = comment_keys([comment(1, None, "+1"), comment(2, None, "+1")])
    assert first != second
    assert second == f"{first}-2"


def test_author_date_and_text_each_matter() -> None:
    keys = comment_keys(
        [
            comment(1, "Ann Ray", "Yes."),
            comment(2, "Bo Lane", "Yes."),
            comment(3, "Ann Ray", "Yes.", day=5),
            comment(4, "Ann Ray", "No."),
            CommentContent(id=5, author="Ann Ray", posted_text="last week", body_text="Yes."),
            comment(6, "Ann Ray", "Yes.", day=None),
        ]
    )
    assert len(set(keys)) == 6


def test_broken_characters_still_have_a_key() -> None:
    assert len(comment_keys([comment(1, "\ud800", "\udfff")])) == 1


def test_comments_are_matched_across_copies() -> None:
    former = [
        ("kept", "Ann", "Stays under its key."),
        ("a1", "Ann Ray", "It’s fine."),
        ("a2", "Ann Ray", "It’s fine."),
        ("b1", "Bo", "I know where."),
        ("c1", "Cy", "Same words."),
        ("d1", "Di", "Same words."),
        ("e1", None, ""),
    ]
    present = [
        ("a9", "ann ray", "It's fine"),
        ("a8", "ann  ray", "It's fine"),
        ("kept", "Ann", "Stays under its key."),
        ("b9", "Bo Lane", "I know where!"),
        ("x1", "Eli", "Same words."),
        ("x2", "Fay", "Same words."),
        ("e9", None, ""),
    ]
    assert matched_comments(former, present) == {"a1": "a9", "a2": "a8", "b1": "b9"}
    assert matched_comments([], present) == {}
