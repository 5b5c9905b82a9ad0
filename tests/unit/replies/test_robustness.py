"""Whatever comes in: nothing raises, no comment is lost or moved, and no circle is made."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.replies import MODEL_VERSION, infer_replies
from tests.unit.replies.conftest import comment, inferred, talk

SENTENCES = (
    "The beams sit too low for children in our hall.",
    "We had to raise every pedestal by a hand before they would sign off.",
    "Did you ask the maker?",
    "Thanks for the tip.",
    "You're right, Ann.",
    "#1, what do you mean?",
    "> The beams sit too low for children in our hall.",
    ">> Somebody else.",
    "Ann Ray wrote:",
    "[quote=\"Ann Ray\"]",
    "İstanbul, ß, ﬁ, 🙂, 闸机",
)  # fmt: skip
AUTHORS = st.sampled_from(
    [None, "", "Ann Ray", "ANN RAY", "Jon Berg", "[deleted]", "#1"]
) | st.text(max_size=8)
ZONES = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=14))])
MOMENTS = (
    st.none()
    | st.dates()
    | st.dates(dt.date(2021, 3, 1), dt.date(2021, 3, 9))
    | st.datetimes(timezones=ZONES)
)
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n".join) | st.text(max_size=40)
REPLIES = st.sampled_from([None, Reply(ReplyKind.EXPLICIT), Reply(ReplyKind.USER)])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any article with comments, their ids in any order, their parents anywhere."""
    ids = draw(st.lists(st.integers(1, 15), max_size=10, unique=True))
    anywhere = st.none() | st.integers(0, 17)
    comments = tuple(
        ParsedComment(
            id=each,
            parent=draw(anywhere),
            reply=draw(REPLIES),
            author=draw(AUTHORS),
            pseudonym=draw(st.sampled_from([None, None, 1, 2])),
            staff=draw(st.booleans()),
            article_author=draw(st.booleans()),
            posted=draw(MOMENTS),
            body_text=draw(BODIES),
        )
        for each in ids
    )
    return talk(
        *comments,
        title=draw(st.text(max_size=20)),
        body_text=draw(BODIES),
        byline=tuple(draw(st.lists(st.text(max_size=8), max_size=2))),
        comment_order=draw(st.sampled_from([None, *CommentOrder])),
        replies_told=draw(st.booleans()),
        quotes_told=draw(st.booleans()),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_anything_may_come(document: Document) -> None:
    found = infer_replies(document)
    places = {each.id: place for place, each in enumerate(document.comments)}
    assert [each.id for each in found.comments] == list(places)
    assert build_thread(found.comments).cut == build_thread(document.comments).cut
    for before, after in zip(document.comments, found.comments, strict=True):
        if before.parent is not None or before.reply is not None or document.replies_told:
            assert dataclasses.replace(after, quotes=before.quotes) == before
        elif after.parent is not None:
            assert places[after.parent] < places[after.id], "parents stand before their replies"
            assert after.reply is not None
            assert 0 <= after.reply.confidence <= 1
        if not document.replies_told:
            sure = [suggestion.confidence for suggestion in after.suggestions]
            assert sure == sorted(sure, reverse=True)
            assert after.parent not in [suggestion.parent for suggestion in after.suggestions]
        for suggestion in after.suggestions:
            assert places[suggestion.parent] < places[after.id]
            assert 0 <= suggestion.confidence <= 1
    if found.comments and not document.replies_told:
        assert found.reply_model == MODEL_VERSION


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_second_look_finds_the_same(document: Document) -> None:
    found = infer_replies(document)
    assert infer_replies(document) == found
    again = infer_replies(found)
    assert [each.parent for each in again.comments] == [each.parent for each in found.comments]
    assert [each.quotes for each in again.comments] == [each.quotes for each in found.comments]


@pytest.mark.parametrize("order", list(CommentOrder))
def test_a_chain_of_five_thousand(order: CommentOrder) -> None:
    """Two people answer each other for ever, each quoting the other's last words."""
    made = []
    said = "The very first words of it all were these."
    for number in range(1, 5001):
        words = (
            f"Now number{number} says fresh{number} things about gates{number} and doors{number}."
        )
        body = f"{said}\n\n{words}" if number > 1 else said
        made.append(comment(number, ("Jon Berg", "Ann Ray")[number % 2], body))
        said = words
    found = inferred(*made, comment_order=order)
    thread = build_thread(found)
    assert len(thread.entries) == 5000
    assert thread.cut == ()
    right = sum(
        (each.parent or (each.suggestions and each.suggestions[0].parent)) == each.id - 1
        for each in found
    )
    assert right > 4900
    if order is CommentOrder.PAGE:
        assert max(entry.depth for entry in thread.entries) > 1000


def test_a_told_chain_of_five_thousand_upwards() -> None:
    """Each comment is told to answer the next one but for the last, which quotes the first."""
    told = Reply(ReplyKind.EXPLICIT)
    made: list[Any] = [
        comment(n, f"P{n}", f"Say{n} what{n} you{n} will{n} of{n} it{n}.", parent=n + 1, reply=told)
        for n in range(1, 5000)
    ]
    made.append(comment(5000, "Z", f"{made[0].body_text}\n\n{made[4998].body_text}\n\nNo."))
    found = inferred(*made)
    assert found[-1].parent is None
    assert len(found[-1].quotes) == 2
    assert build_thread(found).cut == ()


@pytest.mark.parametrize("order", list(CommentOrder))
def test_ten_thousand_comments(order: CommentOrder) -> None:
    made = [
        comment(n, f"Reader {n % 300}", f"Gate{n % 50} lane{n % 77} wing{n % 13}?", 1 + n % 28)
        for n in range(1, 10_001)
    ]
    found = inferred(*made, comment_order=order)
    assert [each.id for each in found] == list(range(1, 10_001))


@pytest.mark.parametrize(
    "piece",
    ["-", " ", "\n", "Ann, ", "> x\n", "> x\n\n", "Ann:\n", "#1 ", "a|", "\"'(", "oak and elm "],
)
def test_a_body_of_a_megabyte(piece: str) -> None:
    said = "Oak and elm and yew."
    long = piece * (1_000_000 // len(piece))
    made = (
        comment(1, "Ann Ray", said),
        comment(2, "Undisclosed #1", long),
        comment(3, "Jon Berg", f"{said}\n\n{long}{said}\n{long}"),
    )
    found = inferred(*made)
    assert [each.body_text for each in found] == [each.body_text for each in made]
