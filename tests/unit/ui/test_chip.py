"""Chips say what they are, stay inside their room and answer to the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.widgets.chip import Chip


def test_text_and_spoken_name_hold_the_count(qtbot: QtBot) -> None:
    chip = Chip("Unread", count=1234)
    qtbot.addWidget(chip)
    assert chip.text() == "Unread 1,234"
    assert chip.accessibleName() == "Unread, 1234"
    chip.set_count(None)
    assert (chip.text(), chip.accessibleName()) == ("Unread", "Unread")
    chip.set_count(0)
    chip.set_label("Old")
    assert (chip.label, chip.count, chip.text()) == ("Old", 0, "Old 0")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_toggle(qtbot: QtBot, key: Qt.Key) -> None:
    chip = Chip("Starred")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.toggled) as toggled:
        QTest.keyClick(chip, key)
    assert toggled.args == [True]
    QTest.keyClick(chip, key)
    assert not chip.isChecked()


def test_mouse_toggles_without_taking_the_focus(qtbot: QtBot) -> None:
    chip = Chip("Starred")
    qtbot.addWidget(chip)
    chip.show()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    assert not chip.hasFocus()
    assert chip.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_uncheckable_chip_only_clicks(qtbot: QtBot) -> None:
    chip = Chip("Clear", checkable=False)
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.clicked):
        chip.click()
    assert not chip.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_menu_chip_opens_its_menu(qtbot: QtBot, key: Qt.Key) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    oldest = menu.addAction("Oldest")
    chip = Chip("Newest", menu=menu)
    qtbot.addWidget(chip)
    chip.show()
    assert chip.text() == "Newest ▾"
    assert not chip.isCheckable()

    seen: list[bool] = []

    def choose() -> None:
        seen.append(menu.isVisible())
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(0, chip, choose)
    with qtbot.waitSignal(oldest.triggered):
        QTest.keyClick(chip, key)
    assert seen == [True]


def test_active_is_visible(qtbot: QtBot) -> None:
    chip = Chip("Any date", checkable=False)
    qtbot.addWidget(chip)
    chip.setStyleSheet(
        'Chip { background: #fff; border: none } Chip[active="true"] { background: #f00 }'
    )
    chip.resize(60, 30)

    def background() -> str:
        return chip.grab().toImage().pixelColor(30, 2).name()

    assert background() == "#ffffff"
    chip.set_active(True)
    chip.set_active(True)
    assert (chip.active, background()) == (True, "#ff0000")
    chip.set_active(False)
    assert (chip.active, background()) == (False, "#ffffff")


def test_narrow_chip_elides_the_text_but_not_the_count(qtbot: QtBot) -> None:
    chip = Chip("Manufacturers of a great many things", count=17)
    qtbot.addWidget(chip)
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()
    shown = chip.elided_text(chip.sizeHint().width() // 2)
    assert shown.startswith("Man")
    assert shown.endswith("… 17")
    assert chip.elided_text(chip.sizeHint().width()) == chip.text()
    # Painting at the smallest width works too.
    chip.resize(chip.minimumSizeHint())
    assert not chip.grab().isNull()
