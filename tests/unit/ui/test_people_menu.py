from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.people import Participant
from ipvm_desktop.ui.views._people_menu import PeopleMenu


def one(name: str, comments: int, *others: str) -> Participant:
    return Participant(name.casefold(), name, (name, *others), None, comments, 0)


@pytest.fixture
def people(qtbot: QtBot) -> PeopleMenu:
    menu = PeopleMenu()
    qtbot.addWidget(menu)
    menu.set_people([one("ann Ray", 2, "A. Ray"), one("Cy Kerr", 2), one("Bo Lane", 1)])
    menu.aboutToShow.emit()
    return menu


def names(menu: PeopleMenu) -> list[str]:
    found = (menu.people.item(row) for row in range(menu.people.count()))
    return [item.text() for item in found if not item.isHidden()]


def test_lists_people_with_their_comments(people: PeopleMenu) -> None:
    assert names(people) == ["ann Ray  ·  2", "Cy Kerr  ·  2", "Bo Lane  ·  1"]
    assert people.search.isHidden()


def test_ticks_several_and_unticks_all(people: PeopleMenu) -> None:
    found: list[frozenset[str]] = []
    people.chosen.connect(found.append)
    for row in (0, 2):
        people.people.item(row).setCheckState(Qt.CheckState.Checked)
    assert found == [{"ann Ray", "A. Ray"}, {"ann Ray", "A. Ray", "Bo Lane"}]
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
    assert found == [{"ann Ray", "A. Ray"}]
    box = QPoint(area.left() + 9, area.center().y())
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box)
    assert found == [{"ann Ray", "A. Ray"}, frozenset()]
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
        people.set_chosen(frozenset({"A. Ray", "Cy Kerr", "Nobody"}))
    states = [people.people.item(row).checkState() for row in range(3)]
    checked, unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    assert states == [checked, checked, unchecked]


def test_many_people_can_be_searched(people: PeopleMenu) -> None:
    people.set_people([one(f"Person {number}", 1) for number in range(30)])
    people.aboutToShow.emit()
    assert not people.search.isHidden()
    people.search.setText(" PERSON 2 ")
    assert names(people) == ["Person 2  ·  1", *(f"Person 2{digit}  ·  1" for digit in range(10))]
    people.set_people([one("Ann Ray", 1, "A. Ray")] + [one(f"P {n}", 1) for n in range(9)])
    people.aboutToShow.emit()
    people.search.setText("a. ray")
    assert names(people) == ["Ann Ray  ·  1"]
    people.aboutToShow.emit()
    assert len(names(people)) == 10


def test_a_row_tells_who_somebody_is(people: PeopleMenu) -> None:
    asked: list[str] = []
    people.person_requested.connect(asked.append)
    people.popup(people.pos())
    menu = people.people.build_menu("Cy & Co")
    (about,) = menu.actions()
    assert about.text() == "About Cy && Co…"
    about.trigger()
    assert asked == ["Cy & Co"]
    assert people.isHidden()


def test_the_context_menu_opens_over_a_row_only(people: PeopleMenu, qtbot: QtBot) -> None:
    view = people.people
    people.popup(people.pos())

    def press(place: QPoint) -> list[QMenu]:
        reason = QContextMenuEvent.Reason.Mouse
        view.contextMenuEvent(QContextMenuEvent(reason, place, view.mapToGlobal(place)))
        return [menu for menu in view.findChildren(QMenu) if menu.isVisible()]

    assert press(QPoint(5, 5000)) == []
    (menu,) = press(view.visualItemRect(view.item(1)).center())
    assert menu.actions()[0].text() == "About Cy Kerr…"
    menu.close()
    people.close()


def test_rows_are_made_when_they_are_looked_at(people: PeopleMenu) -> None:
    people.set_people([one("Dora Vane", 4), one("Eve Moss", 1)])
    people.set_chosen(frozenset({"Eve Moss"}))
    people.popup(people.pos())
    assert names(people) == ["Dora Vane  ·  4", "Eve Moss  ·  1"]
    assert people.people.item(1).checkState() == Qt.CheckState.Checked
    people.set_people([one("Eve Moss", 1)])
    assert names(people) == ["Eve Moss  ·  1"]
    people.close()
