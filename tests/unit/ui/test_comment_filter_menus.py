from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QPushButton
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.views._filter_menus import DateMenu, PeopleMenu

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


@pytest.fixture
def people(qtbot: QtBot) -> PeopleMenu:
    menu = PeopleMenu()
    qtbot.addWidget(menu)
    menu.set_people(Counter({"Bo Lane": 1, "ann Ray": 2, "Cy Kerr": 2}))
    return menu


def names(menu: PeopleMenu) -> list[str]:
    found = (menu.people.item(row) for row in range(menu.people.count()))
    return [item.text() for item in found if not item.isHidden()]


def test_lists_people_by_comments_then_name(people: PeopleMenu) -> None:
    assert names(people) == ["ann Ray  ·  2", "Cy Kerr  ·  2", "Bo Lane  ·  1"]
    assert people.search.isHidden()


def test_ticks_several_and_unticks_all(people: PeopleMenu) -> None:
    found: list[frozenset[str]] = []
    people.chosen.connect(found.append)
    for row in (0, 2):
        people.people.item(row).setCheckState(Qt.CheckState.Checked)
    assert found == [{"ann Ray"}, {"ann Ray", "Bo Lane"}]
    people.anyone_action().trigger()
    assert found[-1] == frozenset()
    assert people.people.item(0).checkState() == Qt.CheckState.Unchecked


def test_a_click_on_the_name_or_the_box_ticks_once(people: PeopleMenu) -> None:
    found: list[frozenset[str]] = []
    people.chosen.connect(found.append)
    people.popup(people.pos())
    area = people.people.visualItemRect(people.people.item(0))
    viewport = people.people.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=area.center())
    assert found == [{"ann Ray"}]
    box = QPoint(area.left() + 9, area.center().y())
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box)
    assert found == [{"ann Ray"}, frozenset()]
    people.close()


def test_keys_tick_too(people: PeopleMenu) -> None:
    people.people.setCurrentRow(1)
    QTest.keyClick(people.people, Qt.Key.Key_Return)
    assert people.people.item(1).checkState() == Qt.CheckState.Checked
    QTest.keyClick(people.people, Qt.Key.Key_Space)
    assert people.people.item(1).checkState() == Qt.CheckState.Unchecked
    QTest.keyClick(people.people, Qt.Key.Key_Down)
    assert people.people.currentRow() == 2


def test_shows_people_chosen_elsewhere_without_telling(people: PeopleMenu, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(people.chosen):
        people.set_chosen(frozenset({"Cy Kerr", "Nobody"}))
    assert people.people.item(1).checkState() == Qt.CheckState.Checked


def test_many_people_can_be_searched(people: PeopleMenu) -> None:
    people.set_people(Counter({f"Person {number}": 1 for number in range(30)}))
    assert not people.search.isHidden()
    people.search.setText(" PERSON 2 ")
    assert names(people) == ["Person 2  ·  1", *(f"Person 2{digit}  ·  1" for digit in range(10))]
    people.aboutToShow.emit()
    assert len(names(people)) == 30
