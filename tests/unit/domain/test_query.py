"""Splitting a search text, filtering a thread, showing the passage that matched."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.query import (
    CommentFilter,
    FilteredThread,
    filter_thread,
    marked_terms,
    passage,
    query_terms,
    role_counts,
    role_label,
    same_comments,
)
from ipvm_desktop.domain.thread import ThreadOrder, arranged, build_thread


def comment(number: int, parent: int | None = None, **fields: Any) -> Comment:
    return Comment(id=number, parent=parent, key=f"k{number}", **fields)


THREAD = build_thread(
    [
        comment(1, author="Undisclosed Integrator #1", role="Integrator", pseudonym=1, read=True,
                posted=dt.date(2021, 3, 4), body_text="We hand over a sheet."),
        comment(2, 1, author="Ann Ray", article_author=True, staff=True,
                posted=dt.datetime(2021, 3, 4, 18, 0), body_text="The audit covers that sheet."),
        comment(3, 2, author="Bo Lane", affiliation="Acme Locks", posted=dt.date(2021, 3, 6),
                body_text="An audit again?", starred=True),
        comment(4, 9, author="Undisclosed #2", pseudonym=2, body_text="AUDIT, please"),
        comment(5, author="Cy Kerr", staff=True, posted=dt.date(2021, 3, 5), body_text="Fine."),
        comment(6),
    ]
)  # fmt: skip


def kept(**wanted: Any) -> tuple[list[int], list[int]]:
    """Return the ids of matches and of context."""
    found = filter_thread(THREAD, CommentFilter(**wanted))
    ids = [entry.id for entry in THREAD.entries]
    return [ids[p] for p in found.matches], [ids[p] for p in found.context]


def test_no_filter_keeps_everything() -> None:
    assert not CommentFilter()
    assert kept() == ([1, 2, 3, 9, 4, 5, 6], [])


@pytest.mark.parametrize(
    ("wanted", "matches", "context"),
    [
        ({"text": "audit"}, [2, 3, 4], [1, 9]),
        ({"text": "Audit again"}, [3], [1, 2]),
        ({"text": '"covers that"'}, [2], [1]),
        ({"text": "acme"}, [3], [1, 2]),
        ({"text": "nobody said this"}, [], []),
        ({"authors": frozenset({"Bo Lane", "Cy Kerr"})}, [3, 5], [1, 2]),
        ({"roles": frozenset({"Integrator"})}, [1], []),
        ({"roles": frozenset({"Undisclosed"})}, [4], [9]),
        ({"roles": frozenset({"Named"})}, [3, 6], [1, 2]),
        ({"since": dt.date(2021, 3, 5)}, [3, 5], [1, 2]),
        ({"until": dt.date(2021, 3, 4)}, [1, 2], []),
        ({"since": dt.date(2021, 3, 5), "until": dt.date(2021, 3, 5)}, [5], []),
        ({"unread": True}, [2, 3, 4, 5, 6], [1, 9]),
        ({"starred": True}, [3], [1, 2]),
        ({"starred": True, "text": "sheet"}, [], []),
    ],
)
def test_filters(wanted: dict[str, Any], matches: list[int], context: list[int]) -> None:
    assert kept(**wanted) == (matches, context)
    assert CommentFilter(**wanted)


def test_roles_are_counted_once_each() -> None:
    assert role_counts(THREAD) == {
        "Integrator": 1, "Author": 1, "Named": 2, "Undisclosed": 1, "Staff": 1,
    }  # fmt: skip
    assert role_label(comment(7, author="X", article_author=True, staff=True)) == "Author"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("  one   two ", ("one", "two")),
        ('"one two" three', ("one two", "three")),
        ('"left open words', ("left open words",)),
        ('"" x ""', ("x",)),
    ],
)
def test_search_text_is_split(text: str, terms: tuple[str, ...]) -> None:
    assert query_terms(text) == terms


def test_passage_is_the_opening_without_a_hit() -> None:
    assert passage("Line one.\n\nLine two.", ("absent",)).text == "Line one. Line two."
    assert passage("Line one.", ()).spans == ()


def test_passage_marks_all_hits_in_view() -> None:
    found = passage("The Audit and the audit.", ("audit",))
    assert [found.text[a:b] for a, b in found.spans] == ["Audit", "audit"]


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("The art of a start.", ("art",), ["art"]),
        ("Artful, the Art.", ("art",), ["Art", "Art"]),
        ("安防审计报告", ("审计",), ["审计"]),
        ("Not “art”, but (art)", ("art",), ["art", "art"]),
    ],
)
def test_passage_marks_beginnings_of_words(
    text: str, terms: tuple[str, ...], marked: list[str]
) -> None:
    found = passage(text, terms, at_starts=True)
    assert [found.text[a:b] for a, b in found.spans] == marked


def test_single_letters_of_a_search_are_not_marked() -> None:
    assert marked_terms('a "b c" 审 def') == ("b c", "审", "def")


def test_passage_moves_to_a_late_hit() -> None:
    found = passage("word " * 100 + "needle " + "tail " * 100, ("needle",), width=60)
    assert found.text.startswith("… word")
    assert found.text.endswith("…")
    assert [found.text[a:b] for a, b in found.spans] == ["needle"]


def test_passage_inside_one_endless_word() -> None:
    found = passage("x" * 300 + "needle" + "y" * 300, ("needle",), width=40)
    assert [found.text[a:b] for a, b in found.spans] == ["needle"]


@given(st.text(), st.lists(st.text(min_size=1, max_size=5), max_size=3), st.integers(20, 200))
def test_spans_lie_inside_the_text(text: str, terms: list[str], width: int) -> None:
    found = passage(text, tuple(terms), width)
    last = 0
    for start, end in found.spans:
        assert last <= start < end <= len(found.text)
        last = end


def test_passage_at_the_end_shows_as_much_before_it_as_fits() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve audit"
    assert passage(text, ("audit",), 30).text == "… nine ten eleven twelve audit"


def test_a_deep_chain_of_matches_has_no_context() -> None:
    count = 20_000
    comments = (
        Comment(id=number, key=str(number), parent=number - 1 or None, body_text="audit")
        for number in range(1, count + 1)
    )
    found = filter_thread(build_thread(comments), CommentFilter(text="audit"))
    assert found == FilteredThread(tuple(range(count)), ())


def test_found_comments_are_kept_when_the_discussion_is_rearranged() -> None:
    found = same_comments(THREAD, {3, 9, 5})
    ids = [entry.id for entry in THREAD.entries]
    # 9 is a placeholder, which no filter finds.
    assert [ids[position] for position in found.matches] == [3, 5]
    assert [ids[position] for position in found.context] == [1, 2]
    flat = arranged(THREAD, ThreadOrder.FILE)
    assert same_comments(flat, {3, 5}) == FilteredThread((2, 4), ())
