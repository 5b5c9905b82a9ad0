"""The possible parents in both orders, and what the orders say for or against each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.replies import page_order, time_order
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.page_order import PagePlaces, extended
from tests.unit.replies.conftest import comment, talk

Options = list[tuple[int | None, tuple[str, ...]]]


def discussion(*comments: Any) -> Discussion:
    return Discussion(talk(*comments), comments)


def by_page(*comments: Any, parents: list[int | None]) -> dict[int | None, set[str]]:
    """The options of the last comment below the given ones."""
    options: Options = page_order.known_options(discussion(*comments), [*parents, None])[-1]
    assert options[-1][0] is None
    return {parent: set(names) for parent, names in options}


def by_time(*comments: Any, parents: list[int | None]) -> dict[int | None, set[str]]:
    options = time_order.known_options(discussion(*comments), [*parents, None])[-1]
    assert options[-1][0] is None
    return {parent: set(names) for parent, names in options}


def flat(count: int, **others: Any) -> list[Any]:
    return [comment(n, f"P{n}", f"word{n}", **others) for n in range(1, count + 1)]


def test_the_parent_lies_on_the_path_above() -> None:
    assert list(by_page(*flat(5), parents=[None, 0, 0, 2])) == [3, 2, 0, None]
    assert list(by_page(*flat(4), parents=[None, 0, None])) == [2, None]
    assert list(by_page(*flat(2), parents=[None])) == [0, None]


def test_only_the_nearest_of_a_long_path_are_looked_at() -> None:
    chain: list[int | None] = [None, *range(19)]
    assert list(by_page(*flat(21), parents=chain)) == [*range(19, 9, -1), None]


def test_paths_grow_from_the_parent() -> None:
    assert extended((0, 3, 4), None, 5) == (5,)
    assert extended((0, 3, 4), 4, 5) == (0, 3, 4, 5)
    assert extended((0, 3, 4), 0, 5) == (0, 5)


def test_in_time_the_rank_grows_with_the_distance() -> None:
    options = by_time(*flat(7), parents=[None] * 6)
    ranks = {
        parent: [name for name in names if name.startswith("rank/")]
        for parent, names in options.items()
        if parent is not None
    }
    assert ranks == {
        5: ["rank/0"],
        4: ["rank/1"],
        3: ["rank/2"],
        2: ["rank/2"],
        1: ["rank/3"],
        0: ["rank/3"],
    }


def test_siblings_follow_each_other_in_time() -> None:
    made = [
        comment(1, "A", "one", day=1),
        comment(2, "B", "two", day=5),
        comment(3, "C", "three", day=3),
    ]
    options = by_page(*made, parents=[None, 0])
    assert "sibling is later" in options[0]
    assert "sibling is later" not in options[1]


def test_a_sibling_of_ones_own() -> None:
    made = [comment(1, "A", "one"), comment(2, "B", "two"), comment(3, "B", "three")]
    assert "sibling is one's own" in by_page(*made, parents=[None, 0])[0]


def betrayed(first: int = 3) -> list[Any]:
    days = [first, 9, 4]
    return [comment(n, f"P{n}", "x", day=day) for n, day in enumerate(days, start=1)]


def test_a_later_comment_before_an_earlier_one_stands_inside_a_thread() -> None:
    found = page_order.known_options(discussion(*betrayed()), [None, None, None])[0]
    options = {parent: set(names) for parent, names in found}
    assert "inside" in options[0]
    assert "alone, inside" in options[None]


def test_it_stands_in_no_thread_that_is_later_itself() -> None:
    found = page_order.known_options(discussion(*betrayed(first=8)), [None, None, None])[0]
    assert "inside no older thread" in dict(found)[0]


def test_what_the_thread_above_says_for_standing_alone() -> None:
    made = [
        comment(1, "A", "one", day=5),
        comment(2, "B", "two", day=5),
        comment(3, "A", "three", day=3),
    ]
    alone = by_page(*made, parents=[None, 0])[None]
    assert {
        "alone, depth above 1", "alone, thread above is later", "alone, spoke above",
        "alone, thread above is one's own",
    } <= alone  # fmt: skip


def test_answers_are_the_same_however_often_one_asks() -> None:
    made = discussion(*flat(4))
    places: PagePlaces[tuple[str, ...]] = PagePlaces(made, tuple)
    places.options(1, (0,))
    first = places.options(2, (0, 1))
    assert places.options(2, (1,)) != first
    assert places.options(2, (0, 1)) == first
    assert dict(places.options(3, (0, 2))).keys() == {2, 0, None}


def test_the_nearest_comments_are_looked_at_in_time() -> None:
    options = by_time(*flat(13), parents=[None] * 12)
    assert list(options) == [*range(11, 1, -1), None]
    assert "distance/8" in options[2]
    assert "answered/0" in options[11]


def test_older_ones_are_looked_at_where_something_points_there() -> None:
    made = flat(30)
    made[1] = comment(2, "Jon Berg", "The beams sit too low for children in our hall.")
    made[3] = comment(4, "Ann Ray", "Which side?")
    made[4] = comment(5, "Lea Fuchs", "Left.")
    text = "The beams sit too low for children in our hall.\n\nYes. Lea, right?"
    made.append(comment(31, "Ann Ray", text))
    parents = [None, None, None, None, 3] + [None] * 25
    options = by_time(*made, parents=parents)
    assert list(options) == [*range(29, 19, -1), 4, 1, None]
    assert "distance/25" in options[1]
    assert "answered/0" in options[4]


def test_who_spoke_since() -> None:
    made = [comment(n, name, "x") for n, name in enumerate("ABCBA", start=1)]
    options = by_time(*made, parents=[None, 0, 0, 0])
    assert "spoke since" not in options[1]
    assert "other spoke since" in options[1]
    assert "other spoke since" not in options[3]
    assert "answered/3" in options[0]
    again = [*made, comment(6, "A", "x")]
    assert "spoke since" in by_time(*again, parents=[None, 0, 0, 0, None])[1]


def test_speaking_above_speaks_for_an_answer() -> None:
    made = [comment(n, name, "x") for n, name in enumerate("ABA", start=1)]
    assert "alone, spoke above" in by_time(*made, parents=[None, 0])[None]
    assert "alone, spoke above" not in by_time(*made, parents=[None, None])[None]


def test_unknown_people_never_spoke_before() -> None:
    made = [comment(n, None, "x", posted=dt.date(2021, 3, n)) for n in (1, 2, 3)]
    for options in (by_time(*made, parents=[None, 0]), by_page(*made, parents=[None, 0])):
        assert not any("spoke" in name for names in options.values() for name in names)


@settings(deadline=None)
@given(st.data())
def test_any_tree_offers_its_true_parents(data: st.DataObject) -> None:
    """Along a pre-order walk the true parent is always offered, unless it is far up."""
    parents: list[int | None] = [None]
    path: tuple[int, ...] = (0,)
    for place in range(1, data.draw(st.integers(1, 12))):
        parent = data.draw(st.sampled_from([None, *path]))
        parents.append(parent)
        path = extended(path, parent, place)
    made = discussion(*flat(len(parents)))
    for module in (page_order, time_order):
        found = module.known_options(made, parents)
        assert len(found) == len(parents) - 1
        for place, options in enumerate(found, start=1):
            offered = [parent for parent, _ in options]
            assert parents[place] in offered or module is time_order
            assert all(parent is None or parent < place for parent in offered)
            assert len(set(offered)) == len(offered)
