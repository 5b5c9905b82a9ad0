from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.query import CommentFilter, FilteredThread, filter_thread
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.models.visible_thread import (
    MAX_INDENT,
    MAX_TREE_DEPTH,
    Guides,
    GuideStyle,
    VisibleThread,
    guide_style,
)

NONE, DASHED, SOLID = GuideStyle.NONE, GuideStyle.DASHED, GuideStyle.SOLID
STRONG = GuideStyle.STRONG

ThreadOf = Callable[..., Thread[Comment]]

INFERRED = {"reply": Reply(ReplyKind.INFERRED, 0.5)}


def chain(length: int) -> str:
    return "(".join(str(number) for number in range(1, length + 1)) + ")" * (length - 1)


def test_shows_everything_without_a_filter(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of("1(2(3) 4) 5"))
    assert visible.positions == (0, 1, 2, 3, 4)
    assert visible.replies(-1) == [0, 4]
    assert visible.replies(0) == [1, 3]
    assert [visible.parent(position) for position in range(5)] == [-1, 0, 1, 0, -1]
    assert [visible.row(position) for position in range(5)] == [0, 0, 0, 1, 1]
    assert visible.max_depth == 2


def test_filter_leaves_rows_out_and_counts_rows_anew(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2(3) 4) 5")
    visible = VisibleThread(thread, FilteredThread(matches=(3, 4), context=(0,)))
    assert visible.positions == (0, 3, 4)
    assert visible.replies(0) == [3]
    assert visible.row(3) == 0
    assert 1 not in visible
    assert 4 in visible
    assert [visible.is_context(position) for position in (0, 3, 4)] == [True, False, False]
    assert visible.max_depth == 1


@pytest.mark.parametrize("position", [-1, 3, 100])
def test_positions_beyond_the_thread_are_not_in_it(thread_of: ThreadOf, position: int) -> None:
    assert position not in VisibleThread(thread_of("1 2 3"))


def test_nothing_matches(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of("1(2)"), FilteredThread((), ()))
    assert visible.positions == ()
    assert visible.replies(-1) == []
    assert visible.after(-1) is None
    assert visible.max_depth == 0


def test_same_rows_looks_at_rows_not_at_what_matches(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2)")
    matches = VisibleThread(thread, FilteredThread((0, 1), ()))
    context = VisibleThread(thread, FilteredThread((1,), (0,)))
    assert matches.same_rows(context)
    assert not matches.same_rows(VisibleThread(thread, FilteredThread((0,), ())))
    assert not matches.same_rows(VisibleThread(thread_of("1(2) 3"), FilteredThread((0, 1), ())))


def test_neighbours_skip_what_is_filtered_out(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of("1 2 3 4"), FilteredThread((1, 3), ()))
    assert visible.after(-1) == 1
    assert visible.after(1) == 3
    assert visible.after(3) is None
    assert visible.before(3) == 1
    assert visible.before(2) == 1
    assert visible.before(1) is None


def test_counts_what_folding_hides(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2(3 4) 5) 6")
    everything = VisibleThread(thread)
    assert [everything.hidden_when_collapsed(position) for position in range(6)] == [
        4,
        2,
        0,
        0,
        0,
        0,
    ]
    some = VisibleThread(thread, FilteredThread((3, 5), (0, 1)))
    assert some.hidden_when_collapsed(0) == 2


def test_a_very_deep_thread_is_flattened_below_a_limit(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of(chain(MAX_TREE_DEPTH + 5) + " 900"))
    assert visible.max_depth == MAX_TREE_DEPTH + 4
    common = MAX_TREE_DEPTH - 1
    assert visible.replies(common) == list(range(MAX_TREE_DEPTH, MAX_TREE_DEPTH + 5))
    assert visible.hidden_when_collapsed(MAX_TREE_DEPTH) == 0
    assert visible.hidden_when_collapsed(0) == MAX_TREE_DEPTH + 4
    assert visible.replies(-1) == [0, MAX_TREE_DEPTH + 5]


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        (ReplyKind.EXPLICIT, SOLID),
        (ReplyKind.USER, STRONG),
        (ReplyKind.QUOTE, DASHED),
        (ReplyKind.INFERRED, DASHED),
    ],
)
def test_inferred_replies_are_dashed_and_the_readers_own_are_strong(
    thread_of: ThreadOf, kind: ReplyKind, style: GuideStyle
) -> None:
    thread = thread_of("1(2)", {2: {"reply": Reply(kind)}})
    assert guide_style(thread.entries[1]) is style


def test_a_placeholder_and_a_reply_without_reason_are_solid(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2)", {1: {"parent": 99}, 2: {"reply": None}})
    assert [guide_style(entry) for entry in thread.entries] == [SOLID, SOLID, SOLID]


def test_guides_of_a_top_level_comment(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of("1(2) 3"))
    assert visible.guides(0) == Guides(below=SOLID)
    assert visible.guides(2) == Guides()


def test_guides_run_on_to_later_siblings(thread_of: ThreadOf) -> None:
    visible = VisibleThread(thread_of("1(2(3) 4)"))
    assert visible.guides(1) == Guides(own=SOLID, after=SOLID, below=SOLID)
    assert visible.guides(2) == Guides(passing=(SOLID,), own=SOLID)
    assert visible.guides(3) == Guides(own=SOLID)


def test_a_line_to_several_replies_is_dashed_only_if_all_are_inferred(thread_of: ThreadOf) -> None:
    thread = thread_of("1(2 3 4)", {2: INFERRED, 4: INFERRED})
    visible = VisibleThread(thread)
    assert visible.guides(0).below is SOLID
    assert visible.guides(1) == Guides(own=DASHED, after=SOLID)
    assert visible.guides(2) == Guides(own=SOLID, after=DASHED)
    assert VisibleThread(thread, FilteredThread((1, 3), (0,))).guides(0).below is DASHED


def test_rows_beyond_the_last_indent_stand_below_each_other(thread_of: ThreadOf) -> None:
    deep = MAX_INDENT + 3
    visible = VisibleThread(thread_of(chain(deep) + " 900"))
    # The last but one is followed by another deep row, the last by a top-level one.
    assert not visible.guides(deep - 1).deep_after
    assert visible.guides(deep - 1).after is NONE
    assert len(visible.guides(deep - 1).passing) == MAX_INDENT
    assert visible.guides(MAX_INDENT).below is SOLID


def test_a_deep_row_is_joined_to_the_next_deep_one(thread_of: ThreadOf) -> None:
    outline = chain(MAX_INDENT + 1)[:-MAX_INDENT] + "(100 101)" + ")" * MAX_INDENT
    visible = VisibleThread(thread_of(outline))
    first, second = MAX_INDENT + 1, MAX_INDENT + 2
    assert visible.guides(first).deep_after
    assert not visible.guides(second).deep_after


parents = st.lists(st.integers(min_value=0, max_value=30), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=parents, wanted=st.sets(st.integers(min_value=1, max_value=30)))
def test_any_filter_of_any_thread_is_a_tree_in_the_same_order(
    make_comment: Callable[..., Comment], parents: list[int], wanted: set[int]
) -> None:
    thread = build_thread(
        make_comment(number, parent=parent or None, starred=number in wanted)
        for number, parent in enumerate(parents, start=1)
    )
    shown = filter_thread(thread, CommentFilter(starred=True))
    visible = VisibleThread(thread, shown)

    def walk(parent: int) -> list[int]:
        found = []
        for row, position in enumerate(visible.replies(parent)):
            assert visible.row(position) == row
            assert visible.parent(position) == parent
            found += [position, *walk(position)]
        return found

    assert walk(-1) == list(visible.positions)
    assert [visible.after(position) for position in visible.positions[:-1]] == list(
        visible.positions[1:]
    )
    for position in visible.positions:
        guides = visible.guides(position)
        assert len(guides.passing) == max(
            0, min(thread.entries[position].depth, MAX_INDENT + 1) - 1
        )
