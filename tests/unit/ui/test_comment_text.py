from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from ipvm_desktop.domain.comment import Comment, Quote, Reply, ReplyKind
from ipvm_desktop.domain.placing import placed
from ipvm_desktop.domain.thread import Thread
from ipvm_desktop.ui.actions import commands
from ipvm_desktop.ui.models import comment_text

ThreadOf = Callable[..., Thread[Comment]]
MakeComment = Callable[..., Comment]


def test_names_an_author_an_unknown_one_and_a_missing_comment(thread_of: ThreadOf) -> None:
    thread = thread_of("1 2", {2: {"author": None, "parent": 9}})
    names = [comment_text.author_name(entry) for entry in thread.entries]
    assert names == ["Ann Ray", "Comment not in this file", "Unknown author"]


@pytest.mark.parametrize(
    ("usual_year", "expected"), [(2021, "Mar 4"), (2020, "Mar 4, 2021"), (None, "Mar 4, 2021")]
)
def test_leaves_the_usual_year_out(usual_year: int | None, expected: str) -> None:
    assert comment_text.short_day(dt.date(2021, 3, 4), usual_year) == expected
    assert comment_text.short_day(dt.datetime(2021, 3, 4, 9), usual_year) == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"body_text": "Two\n\nlines"}, ("Two\n\nlines", True)),
        ({"body_text": "kept", "deleted": True}, ("This comment was removed", False)),
        ({"body_text": "  \n"}, ("No text", False)),
    ],
)
def test_second_line(
    make_comment: MakeComment, details: dict[str, object], expected: tuple[str, bool]
) -> None:
    assert comment_text.body_line(make_comment(**details)) == expected


@pytest.mark.parametrize(
    ("html", "text", "opening"),
    [
        (
            "<div><blockquote><p>Bo Lane wrote:</p><p>Why?</p></blockquote></div>So.",
            "Bo Lane wrote:\n\nWhy?\n\nSo.",
            "So.",
        ),
        ("<blockquote>Why?</blockquote>", "Why?", "Why?"),
        ("<p>So he asks:</p><blockquote>Why?</blockquote>", "So he asks:\n\nWhy?", "So he asks:"),
        ("", "“Why?” Because.", "Because."),
        ("<blockquote>Other words</blockquote>No.", "Other words\n\nNo.", "No."),
        (
            "<blockquote><blockquote>Why?</blockquote>Because.</blockquote>No.",
            "Why?\n\nBecause.\n\nNo.",
            "No.",
        ),
        ("<blockquote>Cut off", "Cut off", "Cut off"),
    ],
)
def test_a_row_begins_below_what_is_quoted(
    make_comment: MakeComment, html: str, text: str, opening: str
) -> None:
    comment = make_comment(body_html=html, body_text=text, quotes=(Quote("Why?"),))
    words = " ".join(comment_text.own_opening(comment).split())
    assert words.startswith(opening)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(ReplyKind.EXPLICIT), "Replies to Bo Lane (#1), as the source says"),
        (
            Reply(ReplyKind.EXPLICIT, 1, "nested in the source"),
            "Replies to Bo Lane (#1), as the source says: nested in the source",
        ),
        (
            Reply(ReplyKind.INFERRED, 0.8, "answers the comment above"),
            "Replies to Bo Lane (#1), inferred (80% sure): answers the comment above",
        ),
        (Reply(ReplyKind.QUOTE), "Replies to Bo Lane (#1), inferred from a quote"),
        (Reply(ReplyKind.USER), "Replies to Bo Lane (#1), as you said"),
        (None, "Replies to Bo Lane (#1)"),
    ],
)
def test_says_who_replies_to_whom_and_why(
    thread_of: ThreadOf, reply: Reply | None, expected: str
) -> None:
    parent, entry = thread_of("1(2)", {1: {"author": "Bo Lane"}, 2: {"reply": reply}}).entries
    assert comment_text.reply_sentence(entry, parent) == expected
    assert comment_text.reply_sentence(parent, None) == ""


def test_a_reply_to_a_missing_comment_says_so(thread_of: ThreadOf) -> None:
    placeholder, entry = thread_of("2", {2: {"parent": 1}}).entries
    sentence = comment_text.reply_sentence(entry, placeholder)
    assert sentence == "Replies to a comment not in this file"


def test_a_comment_that_the_reader_moved_tells_where_it_hung(thread_of: ThreadOf) -> None:
    inferred = Reply(ReplyKind.INFERRED, 0.998, "answers the comment above")
    details = {1: {"author": "Bo Lane"}, 3: {"reply": inferred}}
    first, second, third = thread_of("1(2 3)", details).entries
    assert first.comment is not None
    assert third.comment is not None
    detached = replace(third, comment=placed(third.comment, None))
    assert comment_text.reply_sentence(detached, None) == "At top level, as you said"
    assert comment_text.former_sentence(detached, first) == (
        "Before, it replied to Bo Lane (#1), inferred (99% sure): answers the comment above"
    )
    moved = replace(first, comment=placed(first.comment, 2))
    assert comment_text.former_sentence(moved, None) == "Before, it stood at top level"
    assert comment_text.former_sentence(third, first) == ""
    tip = comment_text.tooltip(moved, second, 0)
    assert "Replies to Ann Ray (#2), as you said<br>Before, it stood at top level" in tip


def test_says_how_many_suggestions_there_are_and_which_key_shows_them(thread_of: ThreadOf) -> None:
    assert comment_text.suggestion_sentence(0) == ""
    key = next(command.keys[0] for command in commands() if command.name == "show_suggestions")
    assert comment_text.suggestion_sentence(1) == f"1 suggestion of what it may answer: press {key}"
    entry = thread_of("1").entries[0]
    assert "3 suggestions of what" in comment_text.tooltip(entry, None, 0, suggestions=3)


def test_names_and_openings_for_sentences(thread_of: ThreadOf) -> None:
    placeholder, entry = thread_of("2", {2: {"parent": 1, "body_text": "One.\n\nTwo."}}).entries
    assert comment_text.named(entry) == "Ann Ray (#2)"
    assert comment_text.opening(entry) == "One. Two."
    assert comment_text.named(placeholder) == "a comment not in this file"
    assert comment_text.opening(placeholder) == "Comment not in this file"


def test_tooltip_tells_what_the_row_has_no_room_for(thread_of: ThreadOf) -> None:
    details = {
        "author": "Bo <Lane>",
        "affiliation": "Acme & Sons",
        "badges": ("Certified",),
        "article_author": True,
        "posted": dt.datetime(2021, 3, 4, 14, 20),
        "votes": (3, 1),
    }
    entry = thread_of("1", {1: details}).entries[0]
    assert comment_text.tooltip(entry, None, 2) == (
        "<qt><b>Bo &lt;Lane&gt;</b><br>author of the article · Acme &amp; Sons · Certified"
        "<br>#1 · Mar 4, 2021 14:20<br>Votes: 3, 1<br>2 replies below</qt>"
    )


def test_tooltip_without_a_date_or_with_one_that_was_not_understood(thread_of: ThreadOf) -> None:
    details = {2: {"posted_text": "3 days ago", "deleted": True, "staff": True}}
    first, second = thread_of("1 2", details).entries
    assert comment_text.tooltip(first, None, 1) == (
        "<qt><b>Ann Ray</b><br>#1 · No date<br>1 reply below</qt>"
    )
    assert comment_text.tooltip(second, None, 0) == (
        "<qt><b>Ann Ray</b><br>staff<br>#2 · 3 days ago<br>Removed, says the source</qt>"
    )


def test_tooltip_of_a_placeholder_explains_it(thread_of: ThreadOf) -> None:
    placeholder = thread_of("2", {2: {"parent": 1}}).entries[0]
    assert comment_text.tooltip(placeholder, None, 1) == (
        "<qt><b>Comment not in this file</b><br>It is replied to, but the saved page does not "
        "hold it.<br>1 reply below</qt>"
    )


def test_screen_readers_hear_who_when_and_what(thread_of: ThreadOf) -> None:
    details = {
        1: {
            "posted": dt.date(2021, 3, 4),
            "read": False,
            "starred": True,
            "article_author": True,
            "body_text": "The city\n\ndid.",
        },
        2: {"affiliation": "Acme", "staff": True, "deleted": True},
        3: {"parent": 9},
    }
    thread = thread_of("1 2 3", details)
    spoken = [
        comment_text.spoken_text(entry, 2021, is_context=position == 1)
        for position, entry in enumerate(thread.entries)
    ]
    assert spoken == [
        "Ann Ray, Mar 4, article author, unread, starred: The city did.",
        "Ann Ray, Acme, staff, does not match: This comment was removed",
        "Comment not in this file",
        "Ann Ray: Some words.",
    ]
