from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.people import Affiliation, Participant
from ipvm_desktop.ui.theme import DARK, LIGHT, apply_theme
from ipvm_desktop.ui.views._people_chips import PeopleChips, PersonChip

CLICK = Qt.MouseButton.LeftButton


def one(name: str, comments: int = 1, *others: str, **details: Any) -> Participant:
    given = {"pseudonym": None, "unread": 0, **details}
    return Participant(
        key=name.casefold(), name=name, names=(name, *others), comments=comments, **given
    )


SMALL = (
    one("Ann Ray", 3, "A. Ray"),
    one("Undisclosed Integrator #1", 2, pseudonym=1),
    one("Bo Lane"),
)
CROWD = tuple(one(f"Reader Number {number}") for number in range(30))


@pytest.fixture
def chips(qtbot: QtBot) -> Iterator[PeopleChips]:
    holder = QWidget()
    qtbot.addWidget(holder)
    apply_theme(QApplication.instance(), LIGHT)  # type: ignore[arg-type]
    column = QVBoxLayout(holder)
    widget = PeopleChips()
    column.addWidget(widget)
    column.addStretch()
    widget.set_people(SMALL)
    # As the filter does that hears of it.
    widget.chosen.connect(widget.set_chosen)
    holder.resize(420, 300)
    holder.show()
    # Python would delete the window as soon as nothing names it.
    yield widget
    holder.close()


@pytest.fixture
def asked(chips: PeopleChips) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    chips.chosen.connect(found.append)
    return found


def labels(chips: PeopleChips) -> list[str]:
    return [chip.label for chip in chips.shown_chips()]


def ticked(chips: PeopleChips) -> list[str]:
    return [chip.label for chip in chips.shown_chips() if chip.isChecked()]


def resize(chips: PeopleChips, width: int) -> None:
    chips.window().resize(width, 300)
    QApplication.processEvents()


def test_people_stand_with_their_counts(chips: PeopleChips) -> None:
    assert labels(chips) == ["Ann Ray", "Integrator #1", "Bo Lane"]
    first, second, _ = chips.shown_chips()
    assert first.text() == "Ann Ray · 3"
    assert second.accessibleName() == "Undisclosed Integrator #1, 2 comments"
    assert not first.icon().isNull()
    assert not chips.rest_chip.isVisible()


def test_a_discussion_of_one_needs_no_choice(chips: PeopleChips) -> None:
    chips.set_people(SMALL[:1])
    assert not chips.isVisible()
    chips.set_people(())
    assert not chips.isVisible()


def test_a_click_asks_for_one_person_and_another_takes_it_back(
    chips: PeopleChips, asked: list[frozenset[str]]
) -> None:
    ann, integrator, _ = chips.shown_chips()
    QTest.mouseClick(ann, CLICK)
    assert ticked(chips) == ["Ann Ray"]
    QTest.mouseClick(integrator, CLICK)
    assert ticked(chips) == ["Integrator #1"]
    QTest.mouseClick(integrator, CLICK)
    assert asked == [{"Ann Ray", "A. Ray"}, {"Undisclosed Integrator #1"}, frozenset()]
    assert ticked(chips) == []


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier]
)
def test_with_a_modifier_a_click_adds(
    chips: PeopleChips, asked: list[frozenset[str]], modifier: Qt.KeyboardModifier
) -> None:
    ann, _, bo = chips.shown_chips()
    QTest.mouseClick(ann, CLICK)
    QTest.mouseClick(bo, CLICK, modifier)
    assert ticked(chips) == ["Ann Ray", "Bo Lane"]
    QTest.mouseClick(ann, CLICK, modifier)
    assert asked[-1] == {"Bo Lane"}


def test_a_modifier_counts_for_one_click_only(
    chips: PeopleChips, asked: list[frozenset[str]]
) -> None:
    ann, _, bo = chips.shown_chips()
    QTest.mouseClick(ann, CLICK, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(bo, CLICK, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(bo, CLICK, Qt.KeyboardModifier.ControlModifier)
    bo.click()
    assert asked[-1] == {"Bo Lane"}


def test_keys_pick_people(chips: PeopleChips, asked: list[frozenset[str]]) -> None:
    ann, _, bo = chips.shown_chips()
    QTest.keyClick(ann, Qt.Key.Key_Space)
    QTest.keyClick(bo, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked[-1] == {"Ann Ray", "A. Ray", "Bo Lane"}
    assert ann.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_click_that_nobody_follows_ticks_nothing(chips: PeopleChips) -> None:
    chips.chosen.disconnect()
    QTest.mouseClick(chips.shown_chips()[0], CLICK)
    assert ticked(chips) == []


def test_many_people_take_two_rows_and_the_rest_a_list(chips: PeopleChips) -> None:
    chips.set_people(CROWD)
    QApplication.processEvents()
    shown = chips.shown_chips()
    assert len({chip.y() for chip in shown}) == 2
    assert chips.rest_chip.label == f"+{30 - len(shown)} more"
    assert chips.rest_chip.isVisible()
    assert chips.rest_chip.y() == shown[-1].y()
    assert chips.rest_chip.geometry().right() < chips.width()
    chips.menu.aboutToShow.emit()
    assert chips.menu.people.count() == 30


def test_the_chip_of_the_rest_shows_a_choice_out_of_sight(chips: PeopleChips) -> None:
    chips.set_people(CROWD)
    chips.set_chosen(frozenset({"Reader Number 29"}))
    assert ticked(chips) == []
    assert chips.rest_chip.active
    chips.set_chosen(frozenset({"Reader Number 0"}))
    assert ticked(chips) == ["Reader Number 0"]
    assert not chips.rest_chip.active


@pytest.mark.parametrize("width", [110, 180, 240, 320, 430, 900])
@pytest.mark.parametrize("count", [2, 5, 30, 500])
def test_chips_never_overlap_or_stick_out(chips: PeopleChips, width: int, count: int) -> None:
    chips.set_people([one(f"Maximiliana Featherstonehaugh {n}", 500 - n) for n in range(count)])
    resize(chips, width)
    shown = [*chips.shown_chips(), *([chips.rest_chip] if chips.rest_chip.isVisible() else [])]
    assert shown
    for place, chip in enumerate(shown):
        assert chips.rect().contains(chip.geometry())
        assert not any(chip.geometry().intersects(later.geometry()) for later in shown[place + 1 :])
    rows = len({chip.y() for chip in shown})
    assert rows <= (1 if count > 100 else 2)
    assert chips.heightForWidth(chips.width()) == shown[-1].geometry().bottom() + 1
    hidden = count - len(chips.shown_chips())
    assert chips.rest_chip.isVisible() == (hidden > 0)
    assert hidden == 0 or chips.rest_chip.label == f"+{hidden:,} more"


def test_right_to_left_desktops_fill_from_the_right(chips: PeopleChips) -> None:
    chips.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    resize(chips, 400)
    first, second, _ = chips.shown_chips()
    assert first.x() > second.x()
    assert first.geometry().right() == chips.rect().right()


def test_names_of_a_person(chips: PeopleChips) -> None:
    assert chips.names_of("A. Ray") == {"Ann Ray", "A. Ray"}
    assert chips.names_of("Nobody") == {"Nobody"}
    assert chips.people == SMALL


def test_the_context_menu_tells_who_somebody_is(
    chips: PeopleChips, asked: list[frozenset[str]]
) -> None:
    about: list[str] = []
    chips.person_requested.connect(about.append)
    chip = chips.shown_chips()[0]
    place = QPoint(4, 4)
    reason = QContextMenuEvent.Reason.Mouse
    chip.contextMenuEvent(QContextMenuEvent(reason, place, chip.mapToGlobal(place)))
    (menu,) = (one for one in chip.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions()] == [
        "About Ann Ray…",
        "Only Comments by Ann Ray",
    ]
    QTest.mouseClick(chip, CLICK)
    for action in menu.actions():
        action.trigger()
    menu.close()
    assert about == ["Ann Ray"]
    assert asked == [{"Ann Ray", "A. Ray"}, {"Ann Ray", "A. Ray"}]


def test_the_tool_tip_has_what_the_chip_has_no_room_for(chips: PeopleChips) -> None:
    person = one("Ann Ray", 2, "A. Ray", affiliations=(Affiliation("Acme Locks", None, None, 2),))
    chips.set_people((person, SMALL[1]))
    ann, integrator = chips.shown_chips()
    assert ann.toolTip().splitlines()[:4] == [
        "Ann Ray",
        "A. Ray",
        "2 comments",
        "Acme Locks, 2 comments",
    ]
    assert "One person in this article only" in integrator.toolTip()


def test_a_long_name_is_cut_and_the_count_stays(chips: PeopleChips) -> None:
    chips.set_people((one("Maximiliana Featherstonehaugh-Cholmondeley", 41), SMALL[2]))
    chip = chips.shown_chips()[0]
    assert chip.elided_text(chip.width()).endswith("… · 41")
    other = chips.shown_chips()[1]
    assert other.elided_text(other.width()) == "Bo Lane · 1"


def test_another_theme_keeps_people_and_choice(chips: PeopleChips) -> None:
    chips.set_chosen(frozenset({"Bo Lane"}))
    chips.set_theme(DARK)
    apply_theme(QApplication.instance(), DARK)  # type: ignore[arg-type]
    QApplication.processEvents()
    assert ticked(chips) == ["Bo Lane"]
    assert isinstance(chips.shown_chips()[0], PersonChip)


def test_one_row_must_do_where_there_is_little_room(chips: PeopleChips) -> None:
    chips.set_people(CROWD)
    resize(chips, 420)
    tall = chips.height()
    chips.set_dense(True)
    QApplication.processEvents()
    assert len({chip.y() for chip in chips.shown_chips()}) == 1
    assert chips.height() < tall
    assert chips.rest_chip.isVisible()
    chips.set_dense(False)
    QApplication.processEvents()
    assert chips.height() == tall
