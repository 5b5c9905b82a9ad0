"""The reader's word moves a comment, is taken back without a trace, and makes no circle."""

from __future__ import annotations

from typing import Any

import pytest

from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.placing import (
    awaits_word,
    impossible_parents,
    is_inferred,
    is_set_by_reader,
    obstacle,
    open_suggestions,
    placed,
    restored,
    seems_reply,
    with_refusal,
)
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread

INFERRED = Reply(ReplyKind.INFERRED, 0.8, "answers the comment above")


def comment(comment_id: int, parent: int | None = None, **details: Any) -> Comment:
    return Comment(id=comment_id, key=f"key-{comment_id}", parent=parent, **details)


def chain(**details: Any) -> Thread[Comment]:
    """1(2(3)) 4"""
    return build_thread([comment(1), comment(2, 1, **details), comment(3, 2), comment(4)])


def test_a_moved_comment_remembers_where_it_hung() -> None:
    moved = placed(comment(3, 1, reply=INFERRED), 2)
    assert (moved.parent, moved.reply) == (2, Reply(ReplyKind.USER))
    assert moved.original == Placement(1, INFERRED)
    assert is_set_by_reader(moved)
    assert not is_inferred(moved)


def test_moving_twice_remembers_what_the_source_says() -> None:
    moved = placed(placed(comment(3, 1, reply=INFERRED), 2), None)
    assert (moved.parent, moved.original) == (None, Placement(1, INFERRED))


def test_taking_the_word_back_leaves_no_trace() -> None:
    before = comment(3, 1, reply=INFERRED)
    assert restored(placed(before, None)) == before
    assert restored(before) is before


def test_a_refused_suggestion_comes_back_where_it_stood() -> None:
    three = tuple(Suggestion(parent, share) for parent, share in ((1, 0.6), (2, 0.5), (4, 0.2)))
    before = comment(5, suggestions=three)
    refused = with_refusal(before, 2, True)
    assert [each.parent for each in refused.suggestions] == [1, 4]
    assert refused.refused == three[1:2]
    assert with_refusal(refused, 2, True) == refused
    assert with_refusal(refused, 2, False) == before
    assert with_refusal(before, 2, False) == before


@pytest.mark.parametrize(
    ("comment_id", "parent", "reason"),
    [
        (4, 2, None),
        (2, None, None),
        (2, 4, None),
        (2, 2, "A comment cannot answer itself."),
        (1, 3, "#3 stands below #1, so #1 cannot answer it."),
        (1, 9, "Comment #9 is not in this file, so nothing can be moved below it."),
        (9, 1, "Comment #9 is not in this file, so it cannot be moved."),
        (8, 1, "Comment #8 is not in this file, so it cannot be moved."),
        (1, 8, "Comment #8 is not in this file, so nothing can be moved below it."),
    ],
)
def test_why_a_comment_cannot_answer_another(
    comment_id: int, parent: int | None, reason: str | None
) -> None:
    comments = [comment(1), comment(2, 1), comment(3, 2), comment(4), comment(5, 8)]
    thread = build_thread(comments)
    for order in ThreadOrder:
        assert obstacle(arranged(thread, order), comment_id, parent) == reason


def test_where_a_circle_was_cut_replies_end() -> None:
    circle = build_thread([comment(1, 2), comment(2, 1)])
    assert circle.cut == (1,)
    assert obstacle(circle, 2, 1) is None
    assert obstacle(circle, 1, 2) is not None
    assert impossible_parents(circle, 2) == {2}


def test_what_a_comment_cannot_answer() -> None:
    for order in ThreadOrder:
        thread = arranged(chain(), order)
        assert impossible_parents(thread, 1) == {1, 2, 3}
        assert impossible_parents(thread, 4) == {4}


def test_suggestions_that_can_be_accepted() -> None:
    offered = tuple(Suggestion(parent, 0.4) for parent in (1, 3, 4, 9))
    thread = chain(suggestions=offered)
    first, second = (entry.comment for entry in thread.entries[:2])
    assert first is not None
    assert second is not None
    # 1 it answers already, 3 stands below it, 9 is not there.
    assert [each.parent for each in open_suggestions(thread, second)] == [4]
    assert open_suggestions(thread, first) == []


def test_who_awaits_the_readers_word() -> None:
    offered = (Suggestion(1, 0.4),)
    assert awaits_word(comment(2, suggestions=offered))
    assert not awaits_word(comment(2))
    assert not awaits_word(comment(2, 1, suggestions=offered))
    assert not awaits_word(placed(comment(2, suggestions=offered), None))
    assert not awaits_word(None)


def test_who_says_that_it_is_a_reply() -> None:
    assert is_inferred(comment(2, 1, reply=INFERRED))
    assert is_inferred(comment(2, 1, reply=Reply(ReplyKind.QUOTE)))
    assert not is_inferred(comment(2, 1, reply=Reply(ReplyKind.EXPLICIT)))
    assert not is_inferred(comment(2, 1))
    assert not is_inferred(None)
    assert not is_set_by_reader(None)


def test_only_what_is_rather_a_reply_than_not_seems_one() -> None:
    def offered(*confidences: float) -> Comment:
        return comment(3, suggestions=tuple(Suggestion(1, each) for each in confidences))

    assert seems_reply(offered(0.5))
    assert not seems_reply(offered(0.49, 0.2))
    assert not seems_reply(placed(offered(0.9), None))
    assert not seems_reply(comment(3))
    assert not seems_reply(None)
