"""What is to be seen in the pane on screen, and the mouse over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPalette,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.ui.views.reading_pane import ReadingPane


def shown_text(pane: ReadingPane) -> str:
    return pane.browser.toPlainText()


def wait_for_all(pane: ReadingPane, qtbot: QtBot, last: int) -> None:
    qtbot.waitUntil(lambda: f"Words of comment {last} " in shown_text(pane))


def top_of(pane: ReadingPane, comment_id: int) -> int:
    """Where a comment's byline stands in the viewport."""
    cursor = pane.browser.document().find(f"Words of comment {comment_id} ")
    return pane.browser.cursorRect(cursor).top()


def color_at(pane: ReadingPane, point: QPoint) -> QColor:
    image: QImage = pane.browser.viewport().grab().toImage()
    return image.pixelColor(point)


def paper(pane: ReadingPane) -> str:
    return pane.browser.palette().color(QPalette.ColorRole.Base).name()


def scroll(pane: ReadingPane, value: int) -> None:
    """Scroll as a reader does."""
    pane.browser.verticalScrollBar().setValue(value)


def click(widget: QWidget, where: QPoint) -> None:
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, button, modifier, where)
