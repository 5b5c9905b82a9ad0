from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment, Suggestion
from ipvm_desktop.domain.query import CommentFilter, FilteredThread, filter_thread
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged
from ipvm_desktop.ui.theme import DARK, LIGHT
from ipvm_desktop.ui.views._comment_steps import Step
from ipvm_desktop.ui.views.comment_tree import CommentTreeView

ThreadOf = Callable[..., Thread[Comment]]

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tree(qtbot: QtBot) -> CommentTreeView:
    view = CommentTreeView()
    qtbot.addWidget(view)
    view.resize(400, 500)
    view.show()
    return view


@pytest.fixture
def activated(tree: CommentTreeView) -> list[int]:
    ids: list[int] = []
    tree.comment_activated.connect(ids.append)
    return ids


def rows(tree: CommentTreeView) -> list[int]:
    """Return the ids of the rows on screen, from the top."""

    def walk() -> Iterator[int]:
        index = tree.comments.index(0, 0)
        while index.isValid():
            entry = tree.comments.entry_at(index)
            assert entry is not None
            yield entry.id
            index = tree.indexBelow(index)

    return list(walk())


def current_row(tree: CommentTreeView) -> int | None:
    entry = tree.comments.entry_at(tree.currentIndex())
    return entry.id if entry else None


def click(tree: CommentTreeView, point: QPoint) -> None:
    QTest.mouseClick(tree.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)


def row_center(tree: CommentTreeView, comment_id: int) -> QPoint:
    return tree.visualRect(tree.comments.index_of(comment_id)).center()


def test_shows_a_thread_unfolded_at_the_top(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1(2(3) 4) 5"), 2021)
    assert rows(tree) == [1, 2, 3, 4, 5]
    assert tree.current_comment() is None
    assert tree.verticalScrollBar().value() == 0


def test_a_click_goes_to_a_comment_and_another_goes_again(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    click(tree, row_center(tree, 2))
    assert activated == [2]
    click(tree, row_center(tree, 2))
    assert activated == [2, 2]
    assert tree.current_comment() == 2


def test_keys_move_and_enter_goes_again(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    tree.select_comment(1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(tree, key)
    assert activated == [2, 3, 2, 2]


@pytest.mark.parametrize(
    ("reason", "first"),
    [(Qt.FocusReason.TabFocusReason, [1]), (Qt.FocusReason.MouseFocusReason, [])],
)
def test_the_keyboard_begins_with_the_first_comment_but_no_click_does(
    tree: CommentTreeView,
    thread_of: ThreadOf,
    activated: list[int],
    reason: Qt.FocusReason,
    first: list[int],
) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    QApplication.sendEvent(tree, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert activated == first
    assert [index.row() for index in tree.selectionModel().selectedRows()] == [0] * len(first)
    click(tree, row_center(tree, 3))
    QApplication.sendEvent(tree, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert activated == [*first, 3]


def test_keys_fold_and_unfold(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1(2(3)) 4"), 2021)
    tree.select_comment(1)
    QTest.keyClick(tree, Qt.Key.Key_Left)
    assert rows(tree) == [1, 4]
    QTest.keyClick(tree, Qt.Key.Key_Right)
    assert rows(tree) == [1, 2, 3, 4]
    QTest.keyClick(tree, Qt.Key.Key_Minus)
    assert rows(tree) == [1, 4]
    QTest.keyClick(tree, Qt.Key.Key_Plus)
    assert rows(tree) == [1, 2, 3, 4]
    tree.collapse_all()
    QTest.keyClick(tree, Qt.Key.Key_Asterisk)
    assert rows(tree) == [1, 2, 3, 4]


def test_letters_are_left_to_the_window(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1 2", {2: {"author": "Zoe"}}), 2021)
    tree.select_comment(1)
    QTest.keyClick(tree, Qt.Key.Key_Z)
    assert activated == []
    assert current_row(tree) == 1


def test_selecting_quietly_emits_nothing(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of(" ".join(str(number) for number in range(1, 101))), 2021)
    assert tree.select_comment(90)
    assert activated == []
    assert current_row(tree) == tree.current_comment() == 90
    assert tree.viewport().rect().contains(row_center(tree, 90))
    assert tree.select_comment(3, quiet=False)
    assert activated == [3]
    assert not tree.select_comment(500)
    assert tree.current_comment() == 3


def test_a_quiet_selection_leaves_replies_folded(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    tree.set_thread(thread_of("1(2(3)) 4"), 2021)
    tree.collapse_all()
    tree.select_comment(3)
    assert rows(tree) == [1, 4]
    assert current_row(tree) == 1
    assert tree.current_comment() == 3
    tree.select_comment(3, quiet=False)
    assert rows(tree) == [1, 2, 3, 4]
    assert current_row(tree) == 3


def test_next_and_previous_go_through_folded_replies(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2(3)) 4"), 2021)
    tree.collapse_all()
    while tree.next_comment():
        pass
    assert activated == [1, 2, 3, 4]
    activated.clear()
    while tree.previous_comment():
        pass
    assert activated == [3, 2, 1]


def test_next_skips_placeholders(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1 3(4)", {3: {"parent": 2}}), 2021)
    while tree.next_comment():
        pass
    assert activated == [1, 3, 4]


def test_next_unread_starts_over_at_the_end(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2) 3(4)", {2: {"read": False}, 4: {"read": False}}), 2021)
    tree.collapse_all()
    assert [tree.next_unread() for _ in range(3)] == [True, True, True]
    assert activated == [2, 4, 2]
    tree.update_marks({4: (True, False)})
    assert not tree.next_unread()
    tree.update_marks({2: (True, False)})
    assert not tree.next_unread()


def test_no_thread_has_no_next(tree: CommentTreeView) -> None:
    assert not tree.next_comment()
    assert not tree.previous_comment()
    assert not tree.next_unread()


def test_the_fold_button_folds_without_going_there(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    button = tree.toggle_rect(tree.comments.index_of(1))
    click(tree, button.center())
    assert rows(tree) == [1, 3]
    click(tree, button.center())
    assert rows(tree) == [1, 2, 3]
    QTest.mouseDClick(tree.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, button.center())
    assert rows(tree) == [1, 3]
    assert activated == []
    assert tree.toggle_rect(tree.comments.index_of(3)).isEmpty()
    assert tree.toggle_rect(QModelIndex()).isEmpty()


def test_a_double_click_elsewhere_folds(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    center = row_center(tree, 1)
    click(tree, center)
    QTest.mouseDClick(tree.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, center)
    assert rows(tree) == [1, 3]


def test_a_click_on_the_star_asks_for_it(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int], qtbot: QtBot
) -> None:
    tree.set_thread(thread_of("1 3", {3: {"parent": 2}}), 2021)
    with qtbot.waitSignal(tree.star_toggle_requested) as asked:
        click(tree, tree.star_rect(tree.comments.index_of(1)).center())
    assert asked.args == [1]
    assert activated == []
    assert tree.star_rect(tree.comments.index_of(2)).isEmpty()


def test_parts_are_mirrored_on_right_to_left_desktops(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    tree.set_thread(thread_of("1(2)"), 2021)
    index = tree.comments.index_of(1)
    assert tree.star_rect(index).left() > 200 > tree.toggle_rect(index).right()
    tree.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert tree.star_rect(index).right() < 200 < tree.toggle_rect(index).left()


def test_a_click_beside_the_rows_does_nothing(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1"), 2021)
    click(tree, QPoint(200, 400))
    assert activated == []


def test_filter_keeps_the_current_comment_and_finds_it_again(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    tree.set_thread(thread_of("1(2) 3"), 2021)
    tree.select_comment(2)
    tree.set_filter(FilteredThread((2,), ()))
    assert rows(tree) == [3]
    assert current_row(tree) is None
    assert tree.current_comment() == 2
    tree.set_filter(FilteredThread((1, 2), (0,)))
    assert current_row(tree) == 2
    tree.set_filter(None)
    assert current_row(tree) == 2
    assert activated == []


def test_selecting_what_the_filter_hides_selects_no_row(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    tree.set_thread(thread_of("1 2 3"), 2021)
    tree.set_filter(FilteredThread((0, 2), ()))
    tree.select_comment(1)
    assert not tree.select_comment(2)
    assert current_row(tree) is None
    assert tree.next_comment()
    assert tree.current_comment() == 3


def test_filter_unfolds_what_matches_and_folds_it_back(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    thread = thread_of("1(2(3)) 4(5)", {3: {"body_text": "audit"}, 5: {"body_text": "audit"}})
    tree.set_thread(thread, 2021)
    tree.collapse(tree.comments.index_of(1))
    found = filter_thread(thread, CommentFilter(text="audit"))
    tree.set_filter(found, ("audit",))
    assert rows(tree) == [1, 2, 3, 4, 5]
    tree.collapse(tree.comments.index_of(4))
    tree.set_filter(FilteredThread((2, 4), (0, 1, 3)), ("audit",))
    assert rows(tree) == [1, 2, 3, 4]
    tree.set_filter(None)
    assert rows(tree) == [1, 4, 5]


def test_expand_all_and_collapse_all(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1(2(3)) 4(5)"), 2021)
    tree.select_comment(5)
    tree.collapse_all()
    assert rows(tree) == [1, 4]
    assert current_row(tree) == 4
    assert tree.current_comment() == 5
    tree.expand(tree.comments.index_of(1))
    assert rows(tree) == [1, 2, 4]
    tree.expand_all()
    assert rows(tree) == [1, 2, 3, 4, 5]
    assert current_row(tree) == 5


def test_a_newer_state_of_the_same_thread_keeps_place_and_folding(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    tree.set_thread(thread_of("1(2) 3(4)"), 2021)
    tree.collapse(tree.comments.index_of(1))
    tree.select_comment(4)
    tree.set_thread(thread_of("1(2) 3(4 5)"), 2021, keep=True)
    assert rows(tree) == [1, 3, 4, 5]
    assert current_row(tree) == 4
    tree.set_thread(thread_of("1(2) 3(4 5)"), 2021)
    assert rows(tree) == [1, 2, 3, 4, 5]
    assert tree.current_comment() is None


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_offers_what_can_be_done(
    tree: CommentTreeView, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    details = {1: {"author": "Ann & Co", "starred": True}, 2: {"author": None, "read": False}}
    tree.set_thread(thread_of("1(2) 4", {**details, 4: {"parent": 3}}), 2021)
    menus = []
    for comment_id in (1, 2, 3):
        index = tree.comments.index_of(comment_id)
        entry = tree.comments.entry_at(index)
        assert entry is not None
        menus.append(tree.build_menu(entry, index))
    first, second, third = menus
    assert menu_texts(first) == [
        "Unstar",
        "Mark Unread",
        "Only Comments by Ann && Co",
        "About Ann && Co…",
        "Copy Text",
        "Fold Replies",
    ]
    assert menu_texts(second) == ["Star", "Mark Read", "Copy Text"]
    assert menu_texts(third) == ["Fold Replies"]

    def choose(menu: QMenu, text: str) -> None:
        next(action for action in menu.actions() if action.text() == text).trigger()

    with qtbot.waitSignal(tree.star_toggle_requested) as star:
        choose(second, "Star")
    with qtbot.waitSignal(tree.read_toggle_requested) as read:
        choose(first, "Mark Unread")
    with qtbot.waitSignal(tree.author_chosen) as author:
        choose(first, "Only Comments by Ann && Co")
    assert (star.args, read.args, author.args) == ([2], [1], ["Ann & Co"])
    with qtbot.waitSignal(tree.person_requested) as person:
        choose(first, "About Ann && Co…")
    assert person.args == ["Ann & Co"]
    choose(first, "Copy Text")
    assert QGuiApplication.clipboard().text() == "Some words."
    choose(first, "Fold Replies")
    assert rows(tree) == [1, 3, 4]


@pytest.mark.parametrize(
    "reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard]
)
def test_the_menu_opens_for_the_row_meant(
    tree: CommentTreeView,
    thread_of: ThreadOf,
    monkeypatch: pytest.MonkeyPatch,
    reason: QContextMenuEvent.Reason,
) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu_texts(menu)))
    tree.set_thread(thread_of("1 2", {2: {"starred": True}}), 2021)
    tree.select_comment(1)
    place = row_center(tree, 2)
    screen = tree.viewport().mapToGlobal
    QApplication.sendEvent(tree.viewport(), QContextMenuEvent(reason, place, screen(place)))
    expected = "Unstar" if reason == QContextMenuEvent.Reason.Mouse else "Star"
    assert [texts[0] for texts in opened] == [expected]
    beside = QPoint(5, 480)
    below = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, beside, screen(beside))
    QApplication.sendEvent(tree.viewport(), below)
    assert len(opened) == 1


def test_paints_itself_in_both_themes_and_says_what_it_is(
    tree: CommentTreeView, pilot_thread: Thread[Comment]
) -> None:
    tree.set_thread(pilot_thread, 2021)
    for theme in (LIGHT, DARK):
        tree.set_theme(theme)
        picture = tree.viewport().grab().toImage()
        assert picture.pixelColor(picture.width() - 2, 2).name() == theme.window
    assert tree.accessibleName() == "Comments"


def test_marks_are_shown_without_touching_the_rows(
    tree: CommentTreeView, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    tree.set_thread(thread_of("1(2)", read=False), 2021)
    before = tree.viewport().grab().toImage()
    tree.update_marks({1: (True, False), 2: (True, False)})
    assert tree.viewport().grab().toImage() != before
    assert rows(tree) == [1, 2]


def test_escape_is_not_taken(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1"), 2021)
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, none)
    tree.keyPressEvent(event)
    assert not event.isAccepted()


FAMILY = "1(2(3) 4(5)) 6 7(8)"


@pytest.mark.parametrize(
    ("step", "start", "goal"),
    [
        (Step.PARENT, 5, 4),
        (Step.PARENT, 6, None),
        (Step.NEXT_SIBLING, 2, 4),
        (Step.NEXT_SIBLING, 4, None),
        (Step.NEXT_SIBLING, 1, 6),
        (Step.PREVIOUS_SIBLING, 4, 2),
        (Step.PREVIOUS_SIBLING, 2, None),
        (Step.PREVIOUS_SIBLING, 7, 6),
        (Step.NEXT_TOP_LEVEL, 3, 6),
        (Step.NEXT_TOP_LEVEL, 7, None),
        (Step.PREVIOUS_TOP_LEVEL, 5, 1),
        (Step.PREVIOUS_TOP_LEVEL, 1, None),
    ],
)
@pytest.mark.parametrize("order", [ThreadOrder.THREADED, ThreadOrder.FILE])
def test_steps_along_the_replies_in_every_order(
    tree: CommentTreeView,
    activated: list[int],
    thread_of: ThreadOf,
    step: Step,
    start: int,
    goal: int | None,
    order: ThreadOrder,
) -> None:
    tree.set_thread(arranged(thread_of(FAMILY), order), 2021)
    tree.select_comment(start)
    assert tree.go(step) is (goal is not None)
    assert activated == ([] if goal is None else [goal])
    assert tree.current_comment() == (goal or start)


def test_steps_start_at_the_top_where_nothing_is_current(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    tree.set_thread(thread_of(FAMILY), 2021)
    assert not tree.go(Step.PARENT)
    assert tree.go(Step.NEXT_SIBLING)
    assert tree.current_comment() == 1


def test_steps_pass_over_what_a_filter_hides(tree: CommentTreeView, thread_of: ThreadOf) -> None:
    tree.set_thread(thread_of("1 2 3"), 2021)
    tree.set_filter(FilteredThread((0, 2), ()))
    tree.select_comment(1)
    assert tree.go(Step.NEXT_SIBLING)
    assert tree.current_comment() == 3


def test_goes_to_the_missing_comment_that_is_answered(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    thread = thread_of("1 2", {2: {"parent": 99}})
    tree.set_thread(thread, 2021)
    tree.select_comment(2)
    assert tree.go(Step.PARENT)
    assert tree.current_comment() == 99
    tree.set_thread(arranged(thread, ThreadOrder.FILE), 2021)
    tree.select_comment(2)
    assert not tree.go(Step.PARENT)


def test_walks_around_the_comments_that_wait_for_the_readers_word(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    waiting = {"suggestions": (Suggestion(1, 0.5),)}
    tree.set_thread(thread_of("1 2 3", {2: waiting, 3: waiting}), 2021)
    seen = []
    for _ in range(3):
        assert tree.go(Step.NEXT_AWAITING)
        seen.append(tree.current_comment())
    assert seen == [2, 3, 2]
    tree.set_thread(thread_of("1"), 2021)
    assert not tree.go(Step.NEXT_AWAITING)


def test_a_moved_comment_stays_where_it_stands_on_screen(
    tree: CommentTreeView, thread_of: ThreadOf, activated: list[int]
) -> None:
    outline = " ".join(str(number) for number in range(1, 101))
    tree.set_thread(thread_of(outline), 2021)
    tree.select_comment(60)
    before = tree.visualRect(tree.comments.index_of(60)).top()
    tree.update_thread(thread_of(outline.replace(" 60", "").replace("20", "20(60)")), None)
    assert tree.visualRect(tree.comments.index_of(60)).top() == before
    assert current_row(tree) == 60
    assert activated == []


def test_without_a_current_row_the_topmost_one_stays(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    outline = " ".join(str(number) for number in range(1, 101))
    tree.set_thread(thread_of(outline), 2021)
    tree.verticalScrollBar().setValue(700)
    top = tree.comments.entry_at(tree.indexAt(QPoint(50, 0)))
    assert top is not None
    where = tree.visualRect(tree.comments.index_of(top.id)).top()
    tree.update_thread(thread_of(outline.replace(" 3 ", " ").replace("90", "90(3)")), None)
    assert tree.visualRect(tree.comments.index_of(top.id)).top() == where


def test_folding_outlives_a_newer_state_and_another_order(
    tree: CommentTreeView, thread_of: ThreadOf
) -> None:
    thread = thread_of("1(2) 3(4)")
    tree.set_thread(thread, 2021)
    tree.collapse(tree.comments.index_of(1))
    tree.update_thread(arranged(thread, ThreadOrder.FILE), None)
    assert rows(tree) == [1, 2, 3, 4]
    tree.update_thread(thread_of("1(2 4) 3"), None)
    assert rows(tree) == [1, 3]
    tree.reveal(4)
    assert rows(tree) == [1, 2, 4, 3]
    assert tree.current_comment() == 4
    tree.reveal(99)
    assert tree.current_comment() == 4
