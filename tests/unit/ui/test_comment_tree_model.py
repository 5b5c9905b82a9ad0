from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Comment, Suggestion
from ipvm_desktop.domain.query import (
    CommentFilter,
    FilteredThread,
    filter_thread,
    same_comments,
)
from ipvm_desktop.domain.thread import Thread, ThreadOrder, arranged, build_thread
from ipvm_desktop.ui.models.comment_tree import CommentLine, CommentTreeModel
from ipvm_desktop.ui.models.roles import CommentRole
from ipvm_desktop.ui.models.visible_thread import MAX_TREE_DEPTH

ThreadOf = Callable[..., Thread[Comment]]


@pytest.fixture
def model(qapp: object) -> Iterator[CommentTreeModel]:
    """A model that Qt's own tester watches from first to last; a breach is a fatal warning."""
    model = CommentTreeModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    tester.setUseFetchMore(False)
    yield model
    tester.deleteLater()
    model.deleteLater()


def outline(model: CommentTreeModel, parent: QModelIndex | None = None) -> str:
    """Write the model's rows as the outlines threads are made from."""
    above = parent if parent is not None else QModelIndex()
    words = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        below = outline(model, index)
        entry = model.data(index, CommentRole.ENTRY)
        words.append(f"{entry.id}({below})" if below else str(entry.id))
    return " ".join(words)


def check(model: CommentTreeModel) -> None:
    """Run Qt's whole check on the present state, too."""
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    tester.setUseFetchMore(False)
    tester.deleteLater()


@pytest.mark.parametrize("written", ["", "1", "1 2 3", "1(2(3) 4) 5", "1(2(3(4(5(6)))))"])
def test_shows_any_thread(model: CommentTreeModel, thread_of: ThreadOf, written: str) -> None:
    model.set_thread(thread_of(written))
    assert outline(model) == written
    check(model)


def test_another_thread_takes_the_place_of_the_first(
    model: CommentTreeModel, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    model.set_thread(thread_of("1(2) 3"))
    with qtbot.waitSignals([model.modelAboutToBeReset, model.modelReset]):
        model.set_thread(thread_of("7(8)"))
    assert outline(model) == "7(8)"
    check(model)


def test_internal_id_is_the_position_also_when_filtered(
    model: CommentTreeModel, thread_of: ThreadOf
) -> None:
    model.set_thread(thread_of("1(2(3) 4) 5"))
    model.set_filter(FilteredThread((3, 4), (0,)))
    index = model.index_of(4)
    assert index.internalId() == 3
    assert (index.row(), index.parent().internalId()) == (0, 0)


def test_there_is_nothing_outside_the_rows(model: CommentTreeModel, thread_of: ThreadOf) -> None:
    model.set_thread(thread_of("1(2)"))
    assert not model.index(2, 0).isValid()
    assert not model.index(-1, 0).isValid()
    assert not model.index(0, 1).isValid()
    assert not model.index_of(77).isValid()
    assert not model.parent(QModelIndex()).isValid()
    assert model.entry_at(QModelIndex()) is None
    assert model.data(QModelIndex(), Qt.ItemDataRole.DisplayRole) is None
    assert model.position_of(77) is None


def test_filter_keeps_ancestors_as_context(model: CommentTreeModel, thread_of: ThreadOf) -> None:
    thread = thread_of("1(2(3) 4) 5", {3: {"body_text": "an audit"}, 5: {"body_text": "AUDIT"}})
    model.set_thread(thread)
    assert model.set_filter(filter_thread(thread, CommentFilter(text="audit")), ("audit",))
    assert outline(model) == "1(2(3)) 5"
    lines = [model.line_at(model.index_of(number)) for number in (1, 2, 3, 5)]
    assert [line.is_context for line in lines] == [True, True, False, False]
    assert {line.terms for line in lines} == {("audit",)}
    check(model)
    assert model.set_filter(None)
    assert outline(model) == "1(2(3) 4) 5"
    check(model)


def test_filters_one_after_the_other(model: CommentTreeModel, thread_of: ThreadOf) -> None:
    thread = thread_of("1(2(3) 4) 5(6 7)", {n: {"body_text": f"word{n}"} for n in range(1, 8)})
    model.set_thread(thread)
    for text, expected in [("word", "1(2(3) 4) 5(6 7)"), ("word7", "5(7)"), ("none", "")]:
        model.set_filter(filter_thread(thread, CommentFilter(text=text)), (text,))
        assert outline(model) == expected
        check(model)


def test_same_rows_are_not_reset_but_repainted(
    model: CommentTreeModel, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    model.set_thread(thread_of("1(2) 3"))
    kept = QPersistentModelIndex(model.index_of(2))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        assert not model.set_filter(FilteredThread((1, 2), (0,)), ("words",))
    assert [index.internalId() for index in changed.args[:2]] == [0, 2]
    assert kept.isValid()
    assert model.line_at(model.index_of(1)).is_context
    assert model.line_at(model.index_of(3)).terms == ("words",)


def test_filtering_nothing_says_nothing(model: CommentTreeModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.dataChanged):
        assert not model.set_filter(None)


def test_new_marks_change_only_their_rows(
    model: CommentTreeModel, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    model.set_thread(thread_of("1(2) 3", read=False))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(
        lambda first, last: changed.append((first.internalId(), last.internalId()))
    )
    with qtbot.assertNotEmitted(model.modelReset):
        model.update_marks({2: (True, False), 3: (False, False), 99: (True, True)})
    assert changed == [(1, 1)]
    comments = [entry.comment for entry in model.thread_shown.entries]
    assert [comment.read for comment in comments if comment] == [False, True, False]
    assert model.line_at(model.index_of(2)).entry.comment == comments[1]
    check(model)


def test_marks_of_hidden_comments_are_kept_too(
    model: CommentTreeModel, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    model.set_thread(thread_of("1 2"))
    model.set_filter(FilteredThread((0,), ()))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_marks({2: (True, True)})
    model.set_filter(None)
    comment = model.data(model.index_of(2), CommentRole.ENTRY).comment
    assert comment.starred


def test_a_placeholder_has_no_marks(
    model: CommentTreeModel, thread_of: ThreadOf, qtbot: QtBot
) -> None:
    model.set_thread(thread_of("2", {2: {"parent": 1}}))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_marks({1: (True, True)})
    assert outline(model) == "1(2)"


def test_answers_each_role(model: CommentTreeModel, thread_of: ThreadOf) -> None:
    model.set_thread(thread_of("1(2)", {2: {"author": "Bo Lane", "read": False}}), 2021)
    index = model.index_of(2)
    line = model.data(index, CommentRole.LINE)
    assert isinstance(line, CommentLine)
    assert line.usual_year == 2021
    assert line.hidden_replies == 0
    assert model.data(index) == "Bo Lane"
    assert "Replies to Ann Ray (#1)" in model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert "1 reply below" in model.data(model.index_of(1), Qt.ItemDataRole.ToolTipRole)
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Bo Lane, unread: Some words."
    assert model.data(index, Qt.ItemDataRole.FontRole) is None


def test_fifty_thousand_replies_below_each_other_stay_a_shallow_tree(
    model: CommentTreeModel, make_comment: Callable[..., Comment]
) -> None:
    count = 50_000
    thread = build_thread(make_comment(n, parent=n - 1 or None) for n in range(1, count + 1))
    model.set_thread(thread)
    index = model.index_of(count)
    steps = 0
    while index.isValid():
        index = index.parent()
        steps += 1
    assert steps == MAX_TREE_DEPTH + 1
    assert model.entry_at(model.index_of(count)) is thread.entries[-1]
    assert thread.entries[-1].depth == count - 1


def test_a_newer_state_of_the_same_comments_keeps_filter_and_words(
    model: CommentTreeModel, thread_of: ThreadOf
) -> None:
    model.set_thread(thread_of("1(2 3) 4"))
    model.set_filter(FilteredThread((1, 3), (0,)), ("some",))
    assert model.matching_ids() == {2, 4}
    moved = thread_of("1(3) 4(2)")
    model.update_thread(moved, same_comments(moved, model.matching_ids()))
    assert outline(model) == "4(2)"
    assert line(model, 2).terms == ("some",)
    check(model)
    model.update_thread(moved, None)
    assert outline(model) == "1(3) 4(2)"
    check(model)


@pytest.mark.parametrize("order", [ThreadOrder.TIME, ThreadOrder.FILE])
def test_a_flat_list_says_whom_each_comment_answers(
    model: CommentTreeModel, thread_of: ThreadOf, order: ThreadOrder
) -> None:
    thread = thread_of("1(3) 2 4", {1: {"author": "Bo Lane"}, 4: {"parent": 99}})
    model.set_thread(arranged(thread, order))
    assert outline(model) == "1 2 3 4"
    assert [line(model, each).answers for each in (1, 2, 3, 4)] == [
        "",
        "",
        "Bo Lane",
        "Comment not in this file",
    ]
    spoken = model.data(model.index_of(3), Qt.ItemDataRole.AccessibleTextRole)
    assert "replies to Bo Lane" in spoken
    tip = model.data(model.index_of(4), Qt.ItemDataRole.ToolTipRole)
    assert "Replies to a comment not in this file" in tip
    check(model)


def test_where_a_cycle_was_cut_nothing_is_answered(
    model: CommentTreeModel, thread_of: ThreadOf
) -> None:
    model.set_thread(thread_of("1 2", {1: {"parent": 2}, 2: {"parent": 1}}))
    assert model.answered(0) is None
    answered = model.answered(1)
    assert answered is not None
    assert answered.id == 1


def test_what_cannot_be_chosen_is_barred(model: CommentTreeModel, thread_of: ThreadOf) -> None:
    model.set_thread(thread_of("1(2) 3", {3: {"parent": 99}}))
    assert not line(model, 1).is_barred
    model.set_barred(frozenset({1, 2}))
    assert [line(model, each).is_barred for each in (1, 2, 99, 3)] == [True, True, True, False]
    model.set_barred(None)
    assert not line(model, 99).is_barred


def test_tooltips_tell_of_suggestions_that_can_be_accepted(
    model: CommentTreeModel, thread_of: ThreadOf
) -> None:
    offered = (Suggestion(1, 0.5), Suggestion(2, 0.4), Suggestion(77, 0.3))
    model.set_thread(thread_of("1 2 3", {3: {"suggestions": offered}}))
    assert line(model, 3).seems_reply
    assert "2 suggestions" in model.data(model.index_of(3), Qt.ItemDataRole.ToolTipRole)
    assert "suggestion" not in model.data(model.index_of(1), Qt.ItemDataRole.ToolTipRole)


def line(model: CommentTreeModel, comment_id: int) -> CommentLine:
    found = model.data(model.index_of(comment_id), CommentRole.LINE)
    assert isinstance(found, CommentLine)
    return found
