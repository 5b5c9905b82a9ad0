from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.name_variants import NameVariant
from ipvm_desktop.domain.people import Affiliation, Person, PersonArticle
from ipvm_desktop.ui import people_words
from ipvm_desktop.ui.dialogs.person import PersonDialog

MAY = dt.date(2020, 5, 1)
ZACHARY = Person(
    "zachary smith",
    "Zachary Smith",
    (("Zachary Smith", 3), ("ZACHARY SMITH", 1), ("Zachary S.", 2)),
    False,
    6,
    (Affiliation("Acme Locks", MAY, MAY, 4),),
    (PersonArticle(7, "Gates", MAY, 5), PersonArticle(3, "<b>Locks</b>", None, 1)),
)
HIDDEN = Person(
    "undisclosed #1",
    "Undisclosed Integrator #1",
    (("Undisclosed Integrator #1", 2), ("Undisclosed #1", 1)),
    True,
    3,
    (),
    (PersonArticle(7, "Gates", MAY, 3),),
)
SHORT = NameVariant("Z. Smith", "Zachary Smith", "“Z. Smith” may be short for “Zachary Smith”")
LONG = NameVariant("Zachary Smith", "Zachary T. Smith", "without the middle name")


@pytest.fixture
def dialog(qtbot: QtBot) -> PersonDialog:
    shown = PersonDialog(ZACHARY, [SHORT, LONG], ["Ann Ray", "ann lane"])
    qtbot.addWidget(shown)
    shown.show()
    return shown


def texts(dialog: PersonDialog) -> list[str]:
    return [label.text() for label in dialog.facts.findChildren(QLabel)]


def press(dialog: PersonDialog, spoken: str) -> None:
    found = dialog.facts.findChildren(QPushButton)
    (button,) = (one for one in found if one.accessibleName() == spoken)
    button.click()


def test_says_who_somebody_is(dialog: PersonDialog) -> None:
    assert dialog.windowTitle() == "About Zachary Smith"
    assert dialog.figures.text() == "6 comments on 2 articles, May 2020"
    shown = texts(dialog)
    assert "Zachary S. · 2 comments" in shown
    assert "ZACHARY SMITH · 1 comment" in shown
    assert "Acme Locks, May 2020, 4 comments" in shown
    assert people_words.BOUND not in shown
    rows = [dialog.articles.topLevelItem(place) for place in range(2)]
    assert [[row.text(column) for column in range(3)] for row in rows if row] == [
        ["Gates", "May 1, 2020", "5"],
        ["<b>Locks</b>", "", "1"],
    ]


def test_suggestions_are_taken_or_refused(dialog: PersonDialog, qtbot: QtBot) -> None:
    assert "May be the same as Z. Smith." in texts(dialog)
    assert f"{SHORT.reason}." in texts(dialog)
    with qtbot.waitSignal(dialog.merge_requested) as merged:
        press(dialog, "Merge with Z. Smith")
    assert merged.args == ["Z. Smith"]
    with qtbot.waitSignal(dialog.dismiss_requested) as refused:
        press(dialog, "Zachary T. Smith is somebody else")
    assert refused.args == ["Zachary Smith", "Zachary T. Smith"]


def test_only_names_that_can_be_told_apart_are_split_off(
    dialog: PersonDialog, qtbot: QtBot
) -> None:
    buttons = dialog.facts.findChildren(QPushButton)
    spoken = [one.accessibleName() for one in buttons if one.text() == "Split Off"]
    assert spoken == ["Split off Zachary Smith", "Split off Zachary S."]
    with qtbot.waitSignal(dialog.split_requested) as split:
        press(dialog, "Split off Zachary S.")
    assert split.args == ["Zachary S."]


def test_another_name_is_typed(dialog: PersonDialog, qtbot: QtBot) -> None:
    assert not dialog.merge_button.isEnabled()
    asked: list[str] = []
    dialog.merge_requested.connect(asked.append)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    dialog.field.setText("  Ann Ray ")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    dialog.merge_button.click()
    assert asked == ["Ann Ray", "Ann Ray"]
    assert dialog.isVisible()
    completer = dialog.field.completer()
    completer.setCompletionPrefix("ANN")
    assert completer.completionCount() == 2


def test_a_refusal_stays_until_something_changes(dialog: PersonDialog) -> None:
    assert not dialog.refusal.isVisible()
    dialog.show_refusal("They are <two> people.")
    assert dialog.refusal.isVisible()
    assert dialog.refusal.text() == "They are <two> people."
    dialog.show_person(ZACHARY)
    assert not dialog.refusal.isVisible()


def test_a_name_that_is_theirs_already_needs_no_merging(dialog: PersonDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.merge_requested):
        dialog.field.setText("zachary S.")
        dialog.merge_button.click()
        assert dialog.refusal.text() == "“zachary S.” is a name of this person already."
        dialog.show_person(HIDDEN)
        dialog.field.setText("Undisclosed #1")
        dialog.merge_button.click()
    assert dialog.refusal.text().endswith(people_words.BOUND)


def test_a_pseudonym_is_explained(dialog: PersonDialog) -> None:
    dialog.show_person(HIDDEN)
    shown = texts(dialog)
    assert shown[0] == people_words.BOUND
    assert dialog.windowTitle() == "About Undisclosed Integrator #1"
    assert not dialog.facts.findChildren(QPushButton)


def test_an_article_is_opened_and_the_dialog_leaves(dialog: PersonDialog, qtbot: QtBot) -> None:
    second = dialog.articles.topLevelItem(1)
    assert second is not None
    dialog.articles.setCurrentItem(second)
    dialog.articles.setFocus()
    with qtbot.waitSignal(dialog.article_requested) as asked:
        QTest.keyClick(dialog.articles, Qt.Key.Key_Return)
    assert asked.args == [3]
    assert not dialog.isVisible()


def test_many_suggestions_are_cut(qtbot: QtBot) -> None:
    many = [NameVariant(f"Z{'a' * n}. Smith", "Zachary Smith", "short") for n in range(20)]
    dialog = PersonDialog(ZACHARY, many)
    qtbot.addWidget(dialog)
    shown = [text for text in texts(dialog) if text.startswith("May be the same as")]
    assert len(shown) == 8
