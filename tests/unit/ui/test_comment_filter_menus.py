from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QPushButton
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.views._filter_menus import DateMenu

FIRST, LAST = dt.date(2021, 3, 4), dt.date(2021, 4, 14)

Range = tuple[dt.date | None, dt.date | None]


@pytest.fixture
def dates(qtbot: QtBot) -> DateMenu:
    menu = DateMenu()
    qtbot.addWidget(menu)
    menu.set_days(FIRST, LAST)
    menu.set_chosen(None, None)
    return menu


@pytest.fixture
def chosen(dates: DateMenu) -> list[Range]:
    found: list[Range] = []
    dates.chosen.connect(lambda since, until: found.append((since, until)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Any Date", (None, None)),
        ("First Day (Mar 4, 2021)", (FIRST, FIRST)),
        ("First Week", (FIRST, dt.date(2021, 3, 10))),
        ("After the First Week", (dt.date(2021, 3, 11), None)),
    ],
)
def test_ready_made_stretches(
    dates: DateMenu, chosen: list[Range], text: str, expected: Range
) -> None:
    next(action for action in dates.actions() if action.text() == text).trigger()
    assert chosen == [expected]


def test_offers_only_stretches_that_make_a_difference(dates: DateMenu) -> None:
    def offered() -> list[str]:
        return [action.text() for action in dates.actions() if action.isVisible()]

    dates.set_days(FIRST, FIRST + dt.timedelta(days=6))
    assert "First Week" in offered()
    assert "After the First Week" not in offered()
    dates.set_days(FIRST, FIRST)
    assert "First Week" not in offered()


def pick(menu: DateMenu, since: dt.date, until: dt.date) -> None:
    fields = {field.accessibleName(): field for field in menu.findChildren(QDateEdit)}
    fields["From day"].setDate(QDate(since.year, since.month, since.day))
    fields["To day"].setDate(QDate(until.year, until.month, until.day))
    button = menu.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (dt.date(2021, 3, 5), dt.date(2021, 3, 9), (dt.date(2021, 3, 5), dt.date(2021, 3, 9))),
        (dt.date(2021, 3, 9), dt.date(2021, 3, 5), (dt.date(2021, 3, 5), dt.date(2021, 3, 9))),
        (FIRST, dt.date(2021, 3, 5), (None, dt.date(2021, 3, 5))),
        (dt.date(2021, 3, 5), LAST, (dt.date(2021, 3, 5), None)),
        (FIRST, LAST, (None, None)),
    ],
)
def test_picked_days(
    dates: DateMenu, chosen: list[Range], since: dt.date, until: dt.date, expected: Range
) -> None:
    pick(dates, since, until)
    assert chosen == [expected]


def test_picker_shows_what_is_chosen(dates: DateMenu) -> None:
    dates.set_chosen(dt.date(2021, 3, 6), None)
    days = [field.date().toPython() for field in dates.findChildren(QDateEdit)]
    assert days == [dt.date(2021, 3, 6), LAST]


def test_a_discussion_without_dates_is_no_trouble(qtbot: QtBot) -> None:
    menu = DateMenu()
    qtbot.addWidget(menu)
    menu.set_days(None, None)
    menu.set_chosen(None, None)
    found: list[Range] = []
    menu.chosen.connect(lambda since, until: found.append((since, until)))
    for action in menu.actions()[:4]:
        action.trigger()
    assert set(found) == {(None, None)}


def test_the_last_day_there_is(dates: DateMenu, chosen: list[Range]) -> None:
    dates.set_days(dt.date.max, dt.date.max)
    for action in dates.actions()[1:4]:
        action.trigger()
    assert {since for since, _ in chosen} == {dt.date.max}
