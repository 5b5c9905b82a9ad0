"""Whole discussions: who is said to answer whom, of which kind and why, and what is left alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.comment import (
    CommentContent,
    Placement,
    Quote,
    Reply,
    ReplyKind,
    Suggestion,
)
from ipvm_desktop.domain.document import CommentOrder, Marks, ParsedComment
from ipvm_desktop.replies import MODEL_VERSION, infer_replies
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence
from ipvm_desktop.replies.infer import Candidate, _with_replies, order_by_dates, weigh
from ipvm_desktop.replies.model import OrderModel, Weights, load_model
from tests.unit.replies.conftest import ARTICLE, comment, inferred, parents, talk

ORDERS = list(CommentOrder)
INTEGRATOR = "Undisclosed Integrator #{}"
MIRA = {"staff": True, "article_author": True}
LOW = (
    "The beams sit too low for children. "
    "We had to raise every pedestal by a hand's breadth before the school would sign off."
)


def best(of: ParsedComment) -> int | None:
    """Whom a comment answers, or else most likely does."""
    return of.parent or next((each.parent for each in of.suggestions), None)


def why(of: ParsedComment) -> str:
    """The reason for that."""
    return of.reply.reason if of.reply else next(each.reason for each in of.suggestions)


def test_likelier_paths_through_a_page_count_more() -> None:
    made = [comment(number, f"P{number}", f"word{number}") for number in (1, 2, 3)]
    nearest = OrderModel(
        Weights({"rank/0": math.log(3)}), {"bias": 0.0, "logit": 1.0, "second": 0.0}
    )
    _, found = weigh(Discussion(talk(*made), made), nearest, CommentOrder.PAGE)
    # The second answers the first by 3 to 1. If so, the third answers it by 3 to 2, the first by
    # 1 to 4; if not, only the second, by 3 to 1: 0.75 × 0.6 + 0.25 × 0.75, and 0.75 × 0.2.
    shares = [{each.place: round(each.probability, 6) for each in one} for one in found]
    assert shares == [{}, {0: 0.75}, {1: 0.6375, 0: 0.15}]


# Each kind of evidence


@pytest.mark.parametrize("order", ORDERS)
def test_an_opening_sentence_is_answered(order: CommentOrder) -> None:
    first = comment(1, INTEGRATOR.format(1), LOW)
    second = comment(2, INTEGRATOR.format(2), f"{LOW}\n\nDid the maker charge you for it?", day=4)
    _, answer = inferred(first, second, comment_order=order)
    assert answer.parent == 1
    assert answer.reply is not None
    assert answer.reply.kind is ReplyKind.QUOTE
    assert answer.reply.reason == (
        "opens with a sentence of the comment by Undisclosed Integrator #1"
    )
    assert answer.quotes == (Quote(LOW, 1),)
    assert answer.suggestions == ()


def test_an_old_sentence_is_answered_in_order_of_time() -> None:
    made = [comment(1, "Jon Berg", LOW)]
    made += [comment(n, f"Reader {n}", f"Thing{n} of mine{n}.", day=n) for n in range(4, 20)]
    made.append(comment(20, "Ann Ray", f"Jon Berg wrote:\n\n{LOW}\n\nDid they charge you?", day=21))
    answer = inferred(*made, comment_order=CommentOrder.TIME)[-1]
    assert answer.parent == 1
    assert answer.reply is not None
    assert answer.reply.kind is ReplyKind.QUOTE


@pytest.mark.parametrize("order", ORDERS)
def test_a_mail_quotation_is_answered(order: CommentOrder) -> None:
    marked = "> The beams sit too low for children. We had to raise every\n> pedestal by a hand's"
    made = [comment(1, "Jon Berg", LOW)]
    if order is CommentOrder.TIME:
        made.append(comment(2, "Lea Fuchs", "Tripods never went out of fashion here."))
    text = f"On Wed, Jon Berg wrote:\n{marked}\n\nDid they charge you?"
    made.append(comment(3, "Ann Ray", text, day=4))
    answer = inferred(*made, comment_order=order)[-1]
    assert answer.parent == 1
    assert answer.reply is not None
    assert answer.reply.kind is ReplyKind.QUOTE
    assert answer.reply.reason.startswith("quotes the comment by Jon Berg")
    assert answer.quotes == (Quote(marked, 1),)


@pytest.mark.parametrize("order", ORDERS)
def test_a_quotation_in_the_body_points_to_its_writer(order: CommentOrder) -> None:
    text = f"I doubt it. You say “{LOW}” but who would pay you for that?"
    made = (comment(1, "Jon Berg", LOW), comment(2, "Ann Ray", text))
    answer = inferred(*made, comment_order=order)[-1]
    assert best(answer) == 1
    assert why(answer).startswith("quotes the comment by Jon Berg")
    assert answer.quotes == (Quote(f"“{LOW}”", 1),)


@pytest.mark.parametrize("order", ORDERS)
def test_a_quotation_of_the_article_answers_nobody(order: CommentOrder) -> None:
    sentence = ARTICLE.split("\n\n")[1]
    made = (
        comment(1, "Jon Berg", "Ours are ten years old and still fine.", day=3),
        comment(2, "Ann Ray", f"“{sentence}”\n\nOnly two? That is worse than doors.", day=8),
    )
    remark = inferred(*made, comment_order=order)[-1]
    assert remark.parent is None
    assert remark.quotes == (Quote(f"“{sentence}”", None),)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["Jon", "Jon Berg", "@Jon", "jon", "Hi Jon"])
def test_addressing_by_name(order: CommentOrder, name: str) -> None:
    made = (
        comment(1, "Jon Berg", "Our lanes fail in direct sunlight. Has anyone tried a hood?"),
        comment(2, INTEGRATOR.format(3), f"{name}, we mounted a hood, you can buy it anywhere."),
    )
    answer = inferred(*made, comment_order=order)[-1]
    assert best(answer) == 1
    assert why(answer) == "addresses Jon Berg by name; answers the question just above"


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["#1", "Undisclosed 1", "Integrator #1", "@Undisclosed #1"])
def test_addressing_by_number(order: CommentOrder, name: str) -> None:
    made = (
        comment(1, INTEGRATOR.format(1), "Our lanes fail in sunlight. Has anyone tried a hood?"),
        comment(2, "Jon Berg", f"{name}, we mounted a hood, you can buy it anywhere."),
    )
    answer = inferred(*made, comment_order=order)[-1]
    assert best(answer) == 1
    assert why(answer).startswith("addresses Undisclosed Integrator #1 by number")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("host", [{"staff": True}, {"article_author": True}, MIRA])
def test_the_host_answers_the_question_just_above(
    order: CommentOrder, host: dict[str, bool]
) -> None:
    made = (
        comment(1, INTEGRATOR.format(1), "Did any of the gates notice the folding bicycle?"),
        comment(2, "Mira Holt", "Yes, one of them did, when you unfolded it.", **host),
    )
    _, answer = inferred(*made, comment_order=order)
    assert answer.parent == 1
    assert answer.reply is not None
    assert answer.reply.kind is ReplyKind.INFERRED
    who = "the article’s author" if host.get("article_author") else "the magazine’s staff"
    assert answer.reply.reason.startswith(f"{who} answers the question just above")


@pytest.mark.parametrize("order", ORDERS)
def test_taking_turns(order: CommentOrder) -> None:
    writers = ["Jon Berg", "Ann Ray", "Jon Berg", "Ann Ray"]
    texts = ["Bicycles are the worst.", "Ours notice them.", "Ours never do.", "How strange."]
    made = [comment(n + 1, *each) for n, each in enumerate(zip(writers, texts, strict=True))]
    talked = inferred(*made, comment_order=order)
    assert [best(each) for each in talked] == [None, 1, 2, 3]
    assert why(talked[2]) == "takes turns with Ann Ray"
    assert why(talked[3]) == "takes turns with Jon Berg"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks for the tip, I will call them.", "responds to the comment just above"),
        ("I agree with you, it does.", "responds to the comment just above"),
        ("You're right, it does.", "responds to the comment just above"),
    ],
)
def test_thanks_and_agreement_just_below(text: str, expected: str) -> None:
    first = comment(1, INTEGRATOR.format(1), "Firmware six fixes it, ask support for the beta.")
    second = comment(2, INTEGRATOR.format(2), text)
    for order in ORDERS:
        answer = inferred(first, second, comment_order=order)[1]
        assert best(answer) == 1
        assert why(answer).startswith(expected)
    answer = inferred(first, second)[1]
    assert answer.reply is not None
    assert answer.reply.kind is ReplyKind.INFERRED


@pytest.mark.parametrize("order", ORDERS)
def test_correcting_oneself(order: CommentOrder) -> None:
    made = (
        comment(1, INTEGRATOR.format(1), "The wiring took two days per lane."),
        comment(2, INTEGRATOR.format(1), "Correction: I meant two hours per lane."),
    )
    answer = inferred(*made, comment_order=order)[1]
    assert best(answer) == 1
    assert why(answer).startswith("corrects a comment of one’s own")


@pytest.mark.parametrize("order", ORDERS)
def test_rare_words_are_shared(order: CommentOrder) -> None:
    made = (
        comment(1, "Jon Berg", "Our polycarbonate wings cracked at the hinge last winter."),
        comment(2, "Ann Ray", "Polycarbonate wings crack when the hinge is torqued."),
    )
    answer = inferred(*made, comment_order=order)[1]
    assert best(answer) == 1
    assert why(answer) == "shares the words “hinge”, “polycarbonate”, “wings”"


def test_dates_betray_a_thread() -> None:
    made = (
        comment(1, "Jon Berg", "The wiring took two days per lane.", day=3),
        comment(2, "Ann Ray", "It was quicker for us.", day=9),
        comment(3, "Lea Fuchs", "Nine weeks of waiting for spares.", day=4),
    )
    _, inside, after = inferred(*made)
    assert inside.parent == 1
    assert inside.reply is not None
    assert inside.reply.reason.startswith("stands before comments of older dates")
    assert after.parent is None


@pytest.mark.parametrize("order", ORDERS)
def test_remarks_of_their_own_answer_nobody(order: CommentOrder) -> None:
    made = (
        comment(1, INTEGRATOR.format(1), "We stopped selling these because of the service.", 3),
        comment(2, "Jon Berg", "I would love a test of revolving doors next.", 6),
        comment(3, INTEGRATOR.format(2), "Prices start at nine thousand per lane here.", 9),
        comment(4, "Lea Fuchs", "Great report, thanks Mira.", 12),
        comment(5, INTEGRATOR.format(3), "Will this cover tripods one day?", 15),
        comment(6, None, "", 18),
    )
    remarks = inferred(*made, comment_order=order)
    assert parents(remarks) == [None] * 6
    assert [each.reply for each in remarks] == [None] * 6


# What stays as it is


def test_told_replies_stay() -> None:
    told = Reply(ReplyKind.EXPLICIT, 1.0, "nested in the source")
    placed = Reply(ReplyKind.USER)
    made = (
        comment(1, "Jon Berg", "Did any of the gates notice the bicycle?"),
        comment(2, "Mira Holt", "Yes, one.", **MIRA, parent=None, reply=placed,
                original=Placement(1, told)),
        comment(3, "Jon Berg", "Which one was it?"),
        comment(4, "Mira Holt", "The last one.", **MIRA, parent=1, reply=told),
        comment(5, "Jon Berg", "Is it sold here?"),
        comment(6, "Mira Holt", "It is.", **MIRA, parent=2),
        comment(7, "Jon Berg", "For how much?"),
        comment(8, "Mira Holt", "For a lot.", **MIRA, parent=99, reply=placed),
    )  # fmt: skip
    found = inferred(*made)
    for before, after in zip(made[1::2], found[1::2], strict=True):
        assert after == before


def test_the_source_may_tell_everything() -> None:
    document = talk(
        comment(1, "Jon Berg", LOW),
        comment(2, "Ann Ray", f"{LOW}\n\nWho paid?"),
        replies_told=True,
        quotes_told=True,
    )
    assert infer_replies(document) is document
    empty = talk()
    assert infer_replies(empty) is empty


def test_told_replies_still_have_quotes() -> None:
    document = talk(
        comment(1, "Jon Berg", LOW), comment(2, "Ann Ray", f"{LOW}\n\nWho paid?"), replies_told=True
    )
    found = infer_replies(document)
    quoting = dataclasses.replace(document.comments[1], quotes=(Quote(LOW, 1),))
    expected = dataclasses.replace(document, comments=(document.comments[0], quoting))
    assert found == expected
    assert found.reply_model == 0


def test_told_quotes_still_help_to_find_replies() -> None:
    made = (comment(1, "Jon Berg", LOW), comment(2, "Ann Ray", f"{LOW}\n\nWho paid?"))
    answer = inferred(*made, quotes_told=True)[1]
    assert answer.parent == 1
    assert answer.quotes == ()


def test_nothing_else_of_a_document_changes() -> None:
    marks = Marks(read=True, tags=("gates",))
    made = (
        comment(1, "Jon Berg", LOW, votes=(3,), marks=marks, badges=("Certified",)),
        comment(2, "Ann Ray", f"{LOW}\n\nWho paid?", body_html="<p>x</p>", deleted=True),
    )
    document = talk(*made, key="gates", marks=marks, wanted_id=7, declared_comments=2)
    found = infer_replies(document)
    assert found.reply_model == MODEL_VERSION
    plain = tuple(
        dataclasses.replace(each, parent=None, reply=None, suggestions=(), quotes=())
        for each in found.comments
    )
    assert dataclasses.replace(found, comments=plain, reply_model=0) == document


def test_ids_may_be_any_numbers() -> None:
    made = (
        comment(70, "Jon Berg", LOW),
        comment(7, "Ann Ray", f"{LOW}\n\nWho paid?"),
        comment(700, "Mira Holt", "Ann, the maker did, I asked your question.", **MIRA),
    )
    found = inferred(*made)
    assert [each.id for each in found] == [70, 7, 700]
    assert found[1].parent == 70
    assert found[1].quotes == (Quote(LOW, 70),)
    assert best(found[2]) == 7


def test_a_refused_parent_is_not_asserted() -> None:
    made = (comment(1, "Jon Berg", LOW), comment(2, "Ann Ray", f"{LOW}\n\nWho?", refused=(1,)))
    answer = inferred(*made)[1]
    assert (answer.parent, answer.reply, answer.refused) == (None, None, (1,))
    assert [each.parent for each in answer.suggestions] == [1]


def test_a_told_reply_to_a_later_comment_closes_no_circle() -> None:
    told = Reply(ReplyKind.EXPLICIT)
    made = (
        comment(1, "Jon Berg", LOW, parent=3, reply=told),
        comment(2, "Ann Ray", f"{LOW}\n\nWho paid?"),
        comment(3, "Ann Ray", f"{LOW}\n\nWho paid for that?", parent=2, reply=told),
    )
    found = inferred(*made)
    assert parents(found) == [3, None, 2]
    assert best(found[1]) == 1


# Confidence and suggestions


def long_talk() -> list[Any]:
    writers = ["Jon Berg", "Ann Ray", "Mira Holt", "Lea Fuchs", INTEGRATOR.format(1)]
    texts = [LOW, "Jon, who paid?", f"“{LOW[36:]}” Who paid?", "I agree, gates.", "Thanks, Ann."]
    made = [
        comment(n + 1, writers[n * n % 5], f"{texts[n % 5]} Gate{n % 7} lane{n % 3}.", 1 + n % 9)
        for n in range(40)
    ]
    said = "Every one of our lanes stands beside a glass wall that the architect insisted on."
    made.append(comment(41, "Uwe Born", f"{said} It looks nice.", 20))
    made.append(comment(42, "Ida Kern", f"Uwe Born wrote:\n\n{said}\n\nCan you show us?", 20))
    return made


@pytest.mark.parametrize("order", ORDERS)
def test_suggestions_are_sorted_honest_and_other_than_the_parent(order: CommentOrder) -> None:
    model = load_model()
    found = inferred(*long_talk(), comment_order=order)
    assert any(each.suggestions for each in found)
    assert any(each.reply for each in found)
    for each in found:
        offered = [suggestion.parent for suggestion in each.suggestions]
        assert len(set(offered)) == len(offered) <= 3
        assert each.parent not in offered
        assert each.id not in offered
        sure = [suggestion.confidence for suggestion in each.suggestions]
        assert sure == sorted(sure, reverse=True)
        assert all(model.suggested_from <= confidence <= 1 for confidence in sure)
        assert all(suggestion.reason for suggestion in each.suggestions)
        if each.reply:
            assert model.orders[order].threshold <= each.reply.confidence <= 1
            assert each.reply.reason
            assert each.parent is not None
        else:
            assert each.parent is None


@pytest.mark.parametrize("asserted_from", [0.5, 0.99])
def test_the_surest_suggestion_comes_first(asserted_from: float) -> None:
    """Of the less likely ones, a quotation may be firmer ground than standing near."""
    made = [comment(number, f"Reader {number}", f"Gate{number}.") for number in range(1, 5)]
    likeliest = [
        Candidate(2, probability=0.5, confidence=0.6),
        Candidate(1, probability=0.3, confidence=0.2),
        Candidate(0, probability=0.2, confidence=0.3),
    ]
    evidence = Evidence(Discussion(talk(*made), made))
    *_, last = _with_replies(evidence, (asserted_from, 0.2), made, [[], [], [], likeliest])
    if asserted_from == 0.5:
        assert last.parent == 3
        assert [each.parent for each in last.suggestions] == [1, 2]
    else:
        assert last.parent is None
        assert [each.parent for each in last.suggestions] == [3, 1, 2]


def test_old_suggestions_make_room_for_new_ones() -> None:
    made = (
        comment(1, "Jon Berg", "We sold many of these in our time."),
        comment(2, "Lea Fuchs", "Great report.", 20, suggestions=(Suggestion(9, 0.5, "old"),)),
    )
    assert all(each.parent != 9 for each in inferred(*made)[1].suggestions)


# Order


DAY = dt.date(2021, 3, 3)
NOON = dt.datetime(2021, 3, 3, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moments", "order"),
    [
        ([], CommentOrder.TIME),
        ([None, None], CommentOrder.TIME),
        ([DAY, None, DAY, dt.date(2021, 3, 4)], CommentOrder.TIME),
        ([DAY, dt.date(2021, 3, 5), dt.date(2021, 3, 4)], CommentOrder.PAGE),
        ([NOON, NOON + dt.timedelta(minutes=1)], CommentOrder.TIME),
        ([NOON, NOON - dt.timedelta(minutes=1)], CommentOrder.PAGE),
        ([NOON.replace(tzinfo=None), DAY], CommentOrder.TIME),
        ([NOON, (NOON + dt.timedelta(hours=1)).astimezone(dt.timezone(dt.timedelta(hours=-9)))],
         CommentOrder.TIME),
    ],
)  # fmt: skip
def test_a_step_back_in_time_betrays_a_page(moments: list[Any], order: CommentOrder) -> None:
    made = [CommentContent(id=n, posted=each) for n, each in enumerate(moments, start=1)]
    assert order_by_dates(made) is order


def test_dates_decide_where_the_source_tells_no_order() -> None:
    made = long_talk()
    assert inferred(*made, comment_order=None) == inferred(*made, comment_order=CommentOrder.PAGE)
    sorted_ = sorted(made, key=lambda each: each.posted)
    assert inferred(*sorted_, comment_order=None) == inferred(
        *sorted_, comment_order=CommentOrder.TIME
    )


# The same every time

PRINT = """
from tests.unit.replies.test_infer import long_talk, inferred, ORDERS
for order in ORDERS:
    print(inferred(*long_talk(), comment_order=order))
"""


def test_the_same_in_every_run() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True, check=True, text=True,
        ).stdout
        for seed in ("0", "1", "42")
    }  # fmt: skip
    assert len(printed) == 1
    assert "ReplyKind" in printed.pop()


@pytest.mark.parametrize("is_on", [True, False])
def test_long_discussions_leave_the_garbage_collector_as_it_was(is_on: bool) -> None:
    made = [comment(number, f"Person {number}", f"Lane {number}.") for number in range(1, 1001)]
    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        assert len(inferred(*made)) == 1000
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
