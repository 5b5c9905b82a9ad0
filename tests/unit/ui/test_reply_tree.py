"""Picking and dragging in the tree: what is chosen, what is refused, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged
from ipvm_desktop.ui.theme import DARK
from ipvm_desktop.ui.views._reply_tree import MIME_TYPE, ReplyTree

ThreadOf = Callable[..., Thread[Comment]]

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
MOVE = Qt.DropAction.MoveAction
INFERRED = {"reply": Reply(ReplyKind.INFERRED, 0.5)}


class Told:
    """What a tree told, by signal."""

    def __init__(self, tree: ReplyTree) -> None:
        self.activated: list[int] = []
        self.picked: list[int] = []
        self.refused: list[str] = []
        self.dropped: list[tuple[int, int | None]] = []
        self.pondered: list[str] = []
        tree.comment_activated.connect(self.activated.append)
        tree.parent_picked.connect(self.picked.append)
        tree.choice_refused.connect(self.refused.append)
        tree.dropped.connect(lambda child, parent: self.dropped.append((child, parent)))
        tree.drop_pondered.connect(self.pondered.append)


@pytest.fixture
def tree(qtbot: QtBot, thread_of: ThreadOf) -> ReplyTree:
    """1(2(3)) 4, below a placeholder 99 also 5, and room below them."""
    view = ReplyTree()
    qtbot.addWidget(view)
    view.resize(400, 500)
    view.set_theme(DARK)
    view.set_thread(thread_of("1(2(3)) 4 5", {3: INFERRED, 5: {"parent": 99}}), 2021)
    view.show()
    # Qt makes the first row current when the keyboard comes.
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


@pytest.fixture
def told(tree: ReplyTree) -> Told:
    return Told(tree)


def place(tree: ReplyTree, comment_id: int) -> QPoint:
    return tree.visualRect(tree.comments.index_of(comment_id)).center()


def click(tree: ReplyTree, comment_id: int) -> None:
    QTest.mouseClick(tree.viewport(), LEFT, NO_KEYS, place(tree, comment_id))


# Picking


def test_arrows_and_enter_pick_without_going_anywhere(tree: ReplyTree, told: Told) -> None:
    tree.select_comment(4)
    tree.start_picking(4)
    QTest.keyClick(tree, Qt.Key.Key_Up)
    QTest.keyClick(tree, Qt.Key.Key_Up)
    assert tree.current_comment() == 4
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert told.picked == [2]
    assert told.activated == []
    tree.stop_picking()
    assert tree.picking is None
    assert tree.comments.entry_at(tree.currentIndex()) is not None
    click(tree, 2)
    assert told.activated == [2]


def test_a_click_picks_too(tree: ReplyTree, told: Told) -> None:
    tree.select_comment(4)
    tree.start_picking(4)
    click(tree, 3)
    assert told.picked == [3]
    assert told.activated == []


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        (1, "A comment cannot answer itself."),
        (3, "#3 stands below #1, so #1 cannot answer it."),
        (99, "Comment #99 is not in this file, so nothing can be moved below it."),
    ],
)
def test_what_cannot_be_answered_is_dimmed_and_refused(
    tree: ReplyTree, told: Told, choice: int, reason: str
) -> None:
    tree.start_picking(1)
    assert tree.comments.is_barred(tree.comments.index_of(choice).internalId())
    click(tree, choice)
    assert told.refused == [reason]
    assert told.picked == []
    assert tree.picking == 1


def test_escape_ends_picking_and_only_then_leaves_the_key_to_others(
    tree: ReplyTree, qtbot: QtBot
) -> None:
    tree.start_picking(4)
    with qtbot.waitSignal(tree.picking_cancelled):
        QTest.keyClick(tree, Qt.Key.Key_Escape)
    tree.stop_picking()
    tree.stop_picking()
    with qtbot.assertNotEmitted(tree.picking_cancelled):
        QTest.keyClick(tree, Qt.Key.Key_Escape)


def test_folding_goes_on_while_picking(tree: ReplyTree, told: Told) -> None:
    tree.start_picking(4)
    toggle = tree.toggle_rect(tree.comments.index_of(1))
    QTest.mouseClick(tree.viewport(), LEFT, NO_KEYS, toggle.center())
    assert not tree.isExpanded(tree.comments.index_of(1))
    assert told.picked == []


# Dragging: the events as Qt sends them while a drag is under way


def dragged() -> QMimeData:
    content = QMimeData()
    content.setData(MIME_TYPE, b"1")
    return content


def move(tree: ReplyTree, where: QPoint, content: QMimeData) -> bool:
    """Move a drag to a place; return whether letting go is allowed there."""
    event = QDragMoveEvent(where, MOVE, content, LEFT, NO_KEYS)
    tree.dragMoveEvent(event)
    return event.isAccepted()


def drop(tree: ReplyTree, where: QPoint, content: QMimeData) -> bool:
    event = QDropEvent(QPointF(where), MOVE, content, LEFT, NO_KEYS)
    tree.dropEvent(event)
    return event.isAccepted()


def test_a_drop_on_a_comment_is_a_reply_to_it(tree: ReplyTree, told: Told, qtbot: QtBot) -> None:
    content = dragged()
    tree.begin_drag(4)
    entering = QDragEnterEvent(place(tree, 2), MOVE, content, LEFT, NO_KEYS)
    tree.dragEnterEvent(entering)
    assert entering.isAccepted()
    assert move(tree, place(tree, 2), content)
    assert told.pondered == ["Reply to Ann Ray (#2)"]
    assert drop(tree, place(tree, 2), content)
    tree.end_drag()
    assert told.dropped == []  # not before the drag is over
    qtbot.waitUntil(lambda: told.dropped == [(4, 2)])
    assert told.pondered[-1] == ""


@pytest.mark.parametrize("where", [QPoint(200, 2), QPoint(200, 480)])
def test_the_top_edge_and_the_empty_room_are_the_top_level(
    tree: ReplyTree, told: Told, qtbot: QtBot, where: QPoint
) -> None:
    content = dragged()
    tree.begin_drag(2)
    assert move(tree, where, content)
    assert told.pondered == ["Move to top level"]
    accent = QColor(DARK.accent)
    assert tree.viewport().grab().toImage().pixelColor(200, 1) == accent
    assert drop(tree, where, content)
    qtbot.waitUntil(lambda: told.dropped == [(2, None)])


@pytest.mark.parametrize(
    ("comment_id", "target", "reason"),
    [
        (1, 3, "#3 stands below #1, so #1 cannot answer it."),
        (1, None, "It stands at top level already"),
        (2, 1, "It replies to Ann Ray (#1) already"),
        (4, 99, "Comment #99 is not in this file, so nothing can be moved below it."),
    ],
)
def test_impossible_drops_are_forbidden_and_say_why(
    tree: ReplyTree, told: Told, qtbot: QtBot, comment_id: int, target: int | None, reason: str
) -> None:
    content = dragged()
    where = QPoint(200, 480) if target is None else place(tree, target)
    tree.begin_drag(comment_id)
    assert not move(tree, where, content)
    assert told.pondered == [reason]
    assert not drop(tree, where, content)
    qtbot.wait(1)
    assert told.dropped == []


def test_an_inferred_reply_is_confirmed_by_a_drop_on_its_parent(tree: ReplyTree) -> None:
    tree.begin_drag(3)
    assert move(tree, place(tree, 2), dragged())


def test_in_a_flat_list_the_same_drops_are_possible(tree: ReplyTree, thread_of: ThreadOf) -> None:
    tree.set_thread(arranged(thread_of("1(2(3)) 4"), ThreadOrder.FILE), 2021)
    tree.begin_drag(1)
    assert move(tree, place(tree, 4), dragged())
    assert not move(tree, place(tree, 3), dragged())


def test_drags_of_other_things_are_none_of_its_business(tree: ReplyTree) -> None:
    foreign = QMimeData()
    foreign.setText("words")
    entering = QDragEnterEvent(place(tree, 2), MOVE, foreign, LEFT, NO_KEYS)
    tree.dragEnterEvent(entering)
    assert not entering.isAccepted()
    assert not move(tree, place(tree, 2), foreign)
    assert not drop(tree, place(tree, 2), foreign)


def test_a_drag_that_leaves_says_where_to_let_go(tree: ReplyTree, told: Told) -> None:
    tree.begin_drag(4)
    move(tree, place(tree, 2), dragged())
    tree.dragLeaveEvent(QDragLeaveEvent())
    assert told.pondered[-1] == "Let go on a comment, or below the last for the top level"


def test_a_drag_that_rests_near_an_edge_scrolls(
    tree: ReplyTree, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    tree.set_thread(thread_of(" ".join(str(number) for number in range(1, 101))), 2021)
    bar = tree.verticalScrollBar()
    tree.begin_drag(1)
    move(tree, QPoint(200, tree.viewport().height() - 3), dragged())
    qtbot.waitUntil(lambda: bar.value() > 100)
    move(tree, QPoint(200, 4), dragged())
    qtbot.waitUntil(lambda: bar.value() == 0)
    move(tree, QPoint(200, tree.viewport().height() - 3), dragged())
    tree.end_drag()
    value = bar.value()
    qtbot.wait(60)
    assert bar.value() == value


def test_moving_the_pressed_mouse_a_little_selects_nothing(tree: ReplyTree, told: Told) -> None:
    start = place(tree, 2)
    QTest.mousePress(tree.viewport(), LEFT, NO_KEYS, start)
    QTest.mouseMove(tree.viewport(), start + QPoint(2, 2))
    QTest.mouseRelease(tree.viewport(), LEFT, NO_KEYS, start + QPoint(2, 2))
    assert told.activated == [2]


def test_the_context_menu_offers_more_for_comments_only(tree: ReplyTree) -> None:
    action = QAction("Detach", tree)
    tree.set_menu_actions(lambda comment: [action] if comment.parent else [])
    model = tree.comments

    def texts(comment_id: int) -> list[str]:
        index = model.index_of(comment_id)
        entry = model.entry_at(index)
        assert entry is not None
        return [each.text() for each in tree.build_menu(entry, index).actions()]

    assert "Detach" in texts(2)
    assert "Detach" not in texts(1)
    assert "Detach" not in texts(99)


def test_the_row_that_is_spoken_of_is_framed(tree: ReplyTree) -> None:
    row = tree.visualRect(tree.comments.index_of(2))
    edge = QPoint(3, row.center().y())
    accent = QColor(DARK.accent)
    assert tree.viewport().grab().toImage().pixelColor(edge) != accent
    tree.outline(2)
    assert tree.viewport().grab().toImage().pixelColor(edge) == accent
    tree.outline(None)
    assert tree.viewport().grab().toImage().pixelColor(edge) != accent
