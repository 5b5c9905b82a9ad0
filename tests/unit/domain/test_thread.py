"""Threads lose nothing, whatever the parents say."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import CommentContent, Reply, ReplyKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread


def replies(**parents: int | None) -> list[CommentContent]:
    """Build comments from ``c2=1`` pairs: comment 2 replies to comment 1."""
    return [CommentContent(id=int(name[1:]), parent=parent) for name, parent in parents.items()]


def drawn(thread: Thread[CommentContent]) -> list[str]:
    """Draw a thread: dots for the depth, ``?`` for a placeholder."""
    return [
        "." * entry.depth + str(entry.id) + ("" if entry.comment else "?")
        for entry in thread.entries
    ]


def test_no_comments() -> None:
    assert build_thread([]) == Thread()


def test_replies_follow_their_parents() -> None:
    thread = build_thread(replies(c1=None, c2=1, c3=None, c4=1, c5=2))
    assert drawn(thread) == ["1", ".2", "..5", ".4", "3"]
    assert thread.roots == (0, 4)
    assert thread.entries[0].children == (1, 3)
    assert [entry.row for entry in thread.entries] == [0, 0, 0, 1, 1]
    assert [entry.parent for entry in thread.entries] == [-1, 0, 1, 0, -1]


def test_a_reply_may_stand_before_its_parent() -> None:
    assert drawn(build_thread(replies(c1=2, c2=None))) == ["2", ".1"]


def test_missing_parent_becomes_a_placeholder() -> None:
    thread = build_thread(replies(c1=None, c2=9, c3=None, c4=9))
    assert drawn(thread) == ["1", "9?", ".2", ".4", "3"]


@pytest.mark.parametrize(
    ("comments", "expected", "cut"),
    [
        (replies(c1=1), ["1"], (1,)),
        (replies(c1=2, c2=1), ["1", ".2"], (1,)),
        (replies(c1=None, c2=4, c3=2, c4=3, c5=4), ["1", "2", ".3", "..4", "...5"], (2,)),
        (replies(c1=2, c2=1, c3=4, c4=3), ["1", ".2", "3", ".4"], (1, 3)),
    ],
)
def test_cycles_are_cut_at_their_earliest_comment(
    comments: list[CommentContent], expected: list[str], cut: tuple[int, ...]
) -> None:
    thread = build_thread(comments)
    assert drawn(thread) == expected
    assert thread.cut == cut


def said(**edges: tuple[int, ReplyKind]) -> list[CommentContent]:
    """Build comments from pairs of a parent and who says so."""
    return [
        CommentContent(id=int(name[1:]), parent=parent, reply=Reply(kind))
        for name, (parent, kind) in edges.items()
    ]


USER, EXPLICIT = ReplyKind.USER, ReplyKind.EXPLICIT
INFERRED, QUOTED = ReplyKind.INFERRED, ReplyKind.QUOTE


@pytest.mark.parametrize(
    ("comments", "cut"),
    [
        (said(c1=(3, USER), c2=(1, EXPLICIT), c3=(2, INFERRED)), (3,)),
        (said(c1=(3, EXPLICIT), c2=(1, QUOTED), c3=(2, INFERRED)), (2,)),
        (said(c1=(3, USER), c2=(1, USER), c3=(2, EXPLICIT)), (3,)),
        (said(c1=(2, USER), c2=(1, USER)), (1,)),
        (said(c1=(1, USER), c2=(3, USER), c3=(2, QUOTED)), (1, 3)),
        ([*said(c1=(2, USER)), *replies(c2=1)], (2,)),
    ],
)
def test_a_cycle_is_cut_where_the_reply_holds_least(
    comments: list[CommentContent], cut: tuple[int, ...]
) -> None:
    assert build_thread(comments).cut == cut
    assert build_thread(comments[::-1]).cut == cut


def test_of_two_comments_with_one_id_the_first_is_kept() -> None:
    first = CommentContent(id=1, author="Ann")
    thread = build_thread([first, CommentContent(id=1, author="Bo")])
    assert [entry.comment for entry in thread.entries] == [first]


def test_a_depth_of_five_thousand_is_no_trouble() -> None:
    chain = [CommentContent(id=n, parent=n - 1 or None) for n in range(1, 5001)]
    random.Random(1).shuffle(chain)
    thread = build_thread(chain)
    assert [entry.depth for entry in thread.entries] == list(range(5000))


def test_position_finds_comments_and_placeholders() -> None:
    thread = build_thread(replies(c1=None, c2=9))
    assert thread.position(2) == 2
    assert thread.position(9) == 1
    assert thread.position(5) is None


kinds = st.sampled_from([None, *ReplyKind])
edges = st.tuples(st.one_of(st.none(), st.integers(min_value=0, max_value=40)), kinds)
parent_lists = st.lists(edges, max_size=30).map(
    lambda drawn_edges: [
        CommentContent(id=n, parent=parent, reply=Reply(kind) if kind else None)
        for n, (parent, kind) in enumerate(drawn_edges, 1)
    ]
)


def hold(comment: CommentContent) -> int:
    """Return how hard a reply holds: guesses, then the source, then the reader."""
    kind = comment.reply.kind if comment.reply else EXPLICIT
    return [(INFERRED, QUOTED), (EXPLICIT,), (USER,)].index(
        next(group for group in [(INFERRED, QUOTED), (EXPLICIT,), (USER,)] if kind in group)
    )


def cycle_through(start: CommentContent, by_id: dict[int, CommentContent]) -> list[CommentContent]:
    """Follow the parents from a comment of a cycle until it comes round."""
    found = [start]
    while (parent := found[-1].parent) != start.id:
        assert parent is not None
        found.append(by_id[parent])
    return found


@given(parent_lists)
def test_what_is_cut_holds_least_in_its_cycle(comments: list[CommentContent]) -> None:
    by_id = {comment.id: comment for comment in comments}
    for comment_id in build_thread(comments).cut:
        cycle = cycle_through(by_id[comment_id], by_id)
        assert by_id[comment_id] == min(cycle, key=lambda entry: (hold(entry), entry.id))


@given(
    st.integers(min_value=1, max_value=5000),
    kinds,
    st.integers(min_value=0, max_value=5001),
    st.randoms(use_true_random=False),
)
@settings(max_examples=15, deadline=None)
def test_no_depth_or_long_cycle_loses_a_comment(
    depth: int, kind: ReplyKind | None, first_parent: int, shuffler: random.Random
) -> None:
    reply = Reply(kind) if kind else None
    chain = [
        CommentContent(id=n, parent=n - 1 or first_parent, reply=reply) for n in range(1, depth + 1)
    ]
    shuffler.shuffle(chain)
    thread = build_thread(chain)
    comments = [entry.id for entry in thread.entries if entry.comment]
    assert comments == list(range(1, depth + 1))
    assert thread.cut == ((1,) if 1 <= first_parent <= depth else ())


@given(parent_lists, st.randoms())
def test_any_input_order_gives_the_same_whole_thread(
    comments: list[CommentContent], shuffler: random.Random
) -> None:
    thread = build_thread(comments)
    kept = [entry.comment for entry in thread.entries if entry.comment]
    assert sorted(kept, key=lambda comment: comment.id) == comments

    shuffled = comments.copy()
    shuffler.shuffle(shuffled)
    assert build_thread(shuffled) == thread


@given(parent_lists)
def test_rows_depths_and_children_agree(comments: list[CommentContent]) -> None:
    thread = build_thread(comments)
    for position, entry in enumerate(thread.entries):
        siblings = thread.roots if entry.parent < 0 else thread.entries[entry.parent].children
        assert siblings[entry.row] == position
        assert entry.parent < position
        assert entry.depth == (0 if entry.parent < 0 else thread.entries[entry.parent].depth + 1)
        if entry.comment and entry.id not in thread.cut and entry.comment.parent is not None:
            assert thread.entries[entry.parent].id == entry.comment.parent


ORDERS = st.sampled_from(ThreadOrder)


def test_in_the_files_order_all_stand_at_top_level_and_know_whom_they_answer() -> None:
    thread = arranged(build_thread(replies(c1=3, c2=9, c3=None, c4=3)), ThreadOrder.FILE)
    assert drawn(thread) == ["1", "2", "3", "4"]
    assert [entry.answers for entry in thread.entries] == [2, -1, -1, 2]
    assert [(entry.parent, entry.row, entry.children) for entry in thread.entries] == [
        (-1, row, ()) for row in range(4)
    ]
    assert thread.roots == (0, 1, 2, 3)
    assert thread.order is ThreadOrder.FILE


def test_threaded_entries_answer_their_parent() -> None:
    thread = build_thread(replies(c1=None, c2=1, c3=9))
    assert [entry.answers for entry in thread.entries] == [-1, 0, -1, 2]


def test_a_cut_comment_answers_nothing_in_a_flat_list_either() -> None:
    thread = arranged(build_thread(replies(c1=2, c2=1)), ThreadOrder.FILE)
    assert [entry.answers for entry in thread.entries] == [-1, 0]
    assert thread.cut == (1,)


def timed(*moments: Moment | None) -> Thread[CommentContent]:
    return build_thread(
        CommentContent(id=number, posted=moment) for number, moment in enumerate(moments, start=1)
    )


def in_time(*moments: Moment | None) -> list[int]:
    return [entry.id for entry in arranged(timed(*moments), ThreadOrder.TIME).entries]


def test_days_and_times_with_and_without_zone_stand_in_one_order() -> None:
    east = dt.timezone(dt.timedelta(hours=9))
    assert in_time(
        dt.datetime(2021, 3, 4, 14, 0),
        dt.date(2021, 3, 4),
        dt.datetime(2021, 3, 4, 22, 0, tzinfo=east),  # 13:00 in UTC
        dt.date(2021, 3, 3),
        dt.datetime(2021, 3, 4, 14, 0, 0, 1),
    ) == [4, 2, 3, 1, 5]


def test_comments_of_one_moment_keep_the_sources_order() -> None:
    assert in_time(dt.date(2021, 3, 4), dt.date(2021, 3, 4), dt.datetime(2021, 3, 4)) == [1, 2, 3]


def test_a_comment_without_a_date_stays_behind_the_one_before_it() -> None:
    assert in_time(None, dt.date(2021, 3, 9), None, dt.date(2021, 3, 4), None) == [1, 4, 5, 2, 3]


def test_the_ends_of_the_calendar_do_not_overflow() -> None:
    west, east = (dt.timezone(dt.timedelta(hours=hours)) for hours in (-14, 14))
    first = dt.datetime.min.replace(tzinfo=east)
    last = dt.datetime.max.replace(tzinfo=west)
    assert in_time(last, first, dt.date.max, dt.date.min) == [2, 4, 3, 1]


@given(
    parents=st.lists(st.none() | st.integers(1, 8), max_size=8),
    moments=st.lists(st.none() | st.dates() | st.datetimes(), min_size=8, max_size=8),
    order=ORDERS,
    then=ORDERS,
)
def test_no_order_loses_a_comment_and_each_leads_back(
    parents: list[int | None], moments: list[Moment | None], order: ThreadOrder, then: ThreadOrder
) -> None:
    comments = [
        CommentContent(id=number, parent=parent, posted=moments[number - 1])
        for number, parent in enumerate(parents, start=1)
    ]
    thread = build_thread(comments)
    flat = arranged(thread, order)
    assert sorted(entry.id for entry in flat.entries if entry.comment) == list(
        range(1, len(parents) + 1)
    )
    assert arranged(arranged(flat, then), ThreadOrder.THREADED) == thread
