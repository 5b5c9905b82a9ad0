from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.people import participants
from ipvm_desktop.domain.query import CommentFilter
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.views._comment_filters import TYPING_PAUSE_MS, CommentFilters
from ipvm_desktop.ui.widgets.chip import Chip

ThreadOf = Callable[..., Thread[Comment]]

DAY = dt.date(2021, 3, 5)


@pytest.fixture
def filters(qtbot: QtBot, pilot_thread: Thread[Comment]) -> CommentFilters:
    widget = CommentFilters()
    qtbot.addWidget(widget)
    widget.set_thread(pilot_thread, 2021)
    widget.set_people(
        participants(entry.comment for entry in pilot_thread.entries if entry.comment)
    )
    widget.resize(900, 200)
    widget.show()
    return widget


@pytest.fixture
def asked(filters: CommentFilters) -> list[CommentFilter]:
    found: list[CommentFilter] = []
    filters.changed.connect(found.append)
    return found


def chips(filters: CommentFilters) -> list[str]:
    found = filters.findChildren(Chip)
    shown = [chip for chip in found if chip.isVisible() and chip.parent() is not filters.people]
    shown.sort(key=lambda chip: (chip.y(), chip.x()))
    return [chip.label if chip.count is None else f"{chip.label} {chip.count}" for chip in shown]


def chosen_people(filters: CommentFilters) -> list[str]:
    return [chip.label for chip in filters.people.shown_chips() if chip.isChecked()]


def role(filters: CommentFilters, name: str) -> Chip:
    chip = filters.role_chip(name)
    assert chip is not None
    return chip


def test_offers_what_occurs_with_counts(filters: CommentFilters) -> None:
    assert chips(filters) == [
        "Author replies 2",
        "Integrator 3",
        "Manufacturer 1",
        "Named people 5",
        "Unread 4",
        "★ 1",
        "Any date",
    ]


def test_offers_no_choice_where_there_is_none(filters: CommentFilters, thread_of: ThreadOf) -> None:
    filters.set_thread(thread_of("1 2", posted=dt.date(2021, 3, 4)), 2021)
    assert chips(filters) == ["Unread", "★"]
    assert filters.role_chip("Named") is None


def test_another_thread_brings_other_chips(filters: CommentFilters, thread_of: ThreadOf) -> None:
    details = {1: {"staff": True}, 2: {"pseudonym": 1}, 3: {"role": "Consultant", "pseudonym": 2}}
    filters.set_thread(thread_of("1 2 3", details), 2021)
    assert chips(filters)[:3] == ["Staff 1", "Consultant 1", "Undisclosed 1"]


def test_typing_asks_once_after_a_pause(
    filters: CommentFilters, asked: list[CommentFilter], qtbot: QtBot
) -> None:
    QTest.keyClicks(filters.field, "audit")
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked), timeout=20 * TYPING_PAUSE_MS)
    assert asked == [CommentFilter(text="audit")]


def test_enter_and_an_emptied_field_do_not_wait(
    filters: CommentFilters, asked: list[CommentFilter]
) -> None:
    filters.field.setText("  audit  ")
    QTest.keyClick(filters.field, Qt.Key.Key_Return)
    filters.field.clear()
    assert asked == [CommentFilter(text="audit"), CommentFilter()]


def test_spaces_ask_for_nothing(filters: CommentFilters, asked: list[CommentFilter]) -> None:
    QTest.keyClicks(filters.field, "  ")
    assert asked == []


def test_chips_add_up_and_take_waiting_text_along(
    filters: CommentFilters, asked: list[CommentFilter]
) -> None:
    QTest.keyClicks(filters.field, "audit")
    role(filters, "Integrator").click()
    role(filters, "Author").click()
    filters.unread_chip.click()
    filters.starred_chip.click()
    filters.people.chosen.emit(frozenset({"Bo Lane"}))
    filters.date_menu.chosen.emit(dt.date(2021, 3, 5), None)
    assert asked[0] == CommentFilter(text="audit", roles=frozenset({"Integrator"}))
    assert asked[-1] == CommentFilter(
        text="audit",
        roles=frozenset({"Integrator", "Author"}),
        unread=True,
        starred=True,
        authors=frozenset({"Bo Lane"}),
        since=dt.date(2021, 3, 5),
    )
    assert len(asked) == 6
    role(filters, "Author").click()
    assert asked[-1].roles == {"Integrator"}


def test_controls_show_a_filter_set_elsewhere(
    filters: CommentFilters, asked: list[CommentFilter]
) -> None:
    wanted = CommentFilter(
        text="audit",
        roles=frozenset({"Manufacturer"}),
        unread=True,
        authors=frozenset({"Bo Lane", "Cy Kerr"}),
        since=dt.date(2021, 3, 5),
        until=dt.date(2021, 3, 8),
    )
    filters.set_filter(wanted)
    assert asked == [wanted]
    assert filters.field.text() == "audit"
    assert role(filters, "Manufacturer").isChecked()
    assert not role(filters, "Integrator").isChecked()
    assert filters.unread_chip.isChecked()
    assert chosen_people(filters) == ["Bo Lane", "Cy Kerr"]
    assert filters.date_chip.label == "Mar 5 – Mar 8"
    assert [chip.active for chip in (filters.date_chip, filters.starred_chip)] == [True, False]


def test_clearing_resets_the_controls(filters: CommentFilters, asked: list[CommentFilter]) -> None:
    wanted = CommentFilter(text="audit", since=DAY, authors=frozenset({"Bo Lane"}))
    filters.set_filter(wanted)
    filters.clear()
    assert asked == [wanted, CommentFilter()]
    assert filters.field.text() == ""
    assert filters.date_chip.label == "Any date"
    assert not filters.date_chip.active
    assert chosen_people(filters) == []


def test_the_same_filter_again_is_not_told(
    filters: CommentFilters, asked: list[CommentFilter]
) -> None:
    filters.set_filter(CommentFilter(unread=True))
    filters.set_filter(CommentFilter(unread=True))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("since", "until", "label"),
    [
        (DAY, DAY, "Mar 5"),
        (DAY, None, "Since Mar 5"),
        (None, DAY, "Until Mar 5"),
        (DAY, dt.date(2022, 1, 2), "Mar 5 – Jan 2, 2022"),
    ],
)
def test_date_chip_says_which_days(
    filters: CommentFilters, since: dt.date | None, until: dt.date | None, label: str
) -> None:
    filters.set_dates(since, until)
    assert filters.date_chip.label == label


def test_people_who_were_merged_are_asked_for_by_all_their_names(
    filters: CommentFilters, asked: list[CommentFilter], pilot_thread: Thread[Comment]
) -> None:
    filters.set_filter(CommentFilter(authors=frozenset({"Bo Lane"})))
    comments = [entry.comment for entry in pilot_thread.entries if entry.comment]
    filters.set_people(participants(comments, {"cy kerr": "bo lane"}))
    assert asked[-1].authors == {"Bo Lane", "Cy Kerr"}
    assert chosen_people(filters) == ["Bo Lane"]
    filters.set_people(participants(comments))
    assert chosen_people(filters) == ["Bo Lane", "Cy Kerr"]


def test_first_escape_clears_the_last_constraint_the_next_the_rest(
    filters: CommentFilters,
) -> None:
    filters.set_filter(CommentFilter(text="audit"))
    filters.unread_chip.click()
    role(filters, "Integrator").click()
    assert filters.clear_last()
    assert filters.filter == CommentFilter(text="audit", unread=True)
    assert filters.clear_last()
    assert filters.filter == CommentFilter()
    assert not filters.clear_last()


def test_a_change_between_makes_escape_careful_again(filters: CommentFilters) -> None:
    filters.set_filter(CommentFilter(text="audit", starred=True))
    filters.unread_chip.click()
    filters.clear_last()
    filters.set_dates(DAY, DAY)
    filters.clear_last()
    assert filters.filter == CommentFilter(text="audit", starred=True)


def test_touching_a_constraint_makes_it_the_last(filters: CommentFilters) -> None:
    filters.set_dates(DAY, None)
    filters.unread_chip.click()
    filters.set_dates(DAY, DAY)
    filters.clear_last()
    assert filters.filter == CommentFilter(unread=True)


def test_escape_clears_text_that_still_waits(filters: CommentFilters) -> None:
    filters.unread_chip.click()
    QTest.keyClicks(filters.field, "aud")
    assert filters.clear_last()
    assert filters.filter == CommentFilter(unread=True)
    assert filters.field.text() == ""


def test_marks_change_the_counts(filters: CommentFilters, thread_of: ThreadOf) -> None:
    filters.set_marks(thread_of("1 2 3", {1: {"read": False}, 2: {"starred": True}}))
    assert filters.unread_chip.count == 1
    assert filters.starred_chip.count == 1
    assert filters.starred_chip.accessibleName() == "Starred, 1"
    filters.set_marks(thread_of("1"))
    assert filters.unread_chip.count is None


def test_focus_selects_what_was_typed(filters: CommentFilters) -> None:
    filters.field.setText("audit")
    filters.activateWindow()
    filters.focus_field()
    assert filters.field.selectedText() == "audit"


def test_long_threads_wait_longer(
    filters: CommentFilters, make_comment: Callable[..., Comment]
) -> None:
    pause = filters._typing.interval()
    filters.set_thread(build_thread(make_comment(n) for n in range(1, 10_002)), 2021)
    assert filters._typing.interval() > pause == TYPING_PAUSE_MS
