"""The article panel as its reader uses it: chips, keys, mouse, menus, and what stays put."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.document import Document, SourceFile
from ipvm_desktop.domain.listing import (
    ArticleKind,
    ArticleScope,
    ArticleSummary,
    LibraryCounts,
    Query,
    SortOrder,
)
from ipvm_desktop.library import Library
from ipvm_desktop.ui.theme import DARK
from ipvm_desktop.ui.views.article_list import SORTS, ArticleListPanel


class Shelf:
    """A hundred thousand articles, some of them marked."""

    def __init__(self) -> None:
        self.read: set[int] = set()
        self.starred: set[int] = set()
        self.asked = 0

    def __call__(self, ids: Sequence[int]) -> list[ArticleSummary]:
        self.asked += 1
        return [
            ArticleSummary(
                id=each,
                title=f"Article {each}",
                kind=ArticleKind.ARTICLE,
                published=dt.date(2021, 3, 4),
                imported=dt.datetime(2021, 4, 1, tzinfo=dt.UTC),
                comment_count=each,
                unread_comments=0,
                read=each in self.read,
                starred=each in self.starred,
                warning="",
            )
            for each in ids
        ]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def panel(qtbot: QtBot, shelf: Shelf) -> ArticleListPanel:
    widget = ArticleListPanel(shelf)
    qtbot.addWidget(widget)
    widget.resize(300, 600)
    widget.show()
    return widget


def heard(signal: Any) -> list[Any]:
    """Record a signal's arguments from now on: bare for one, as a tuple for several."""
    calls: list[Any] = []
    signal.connect(lambda *given: calls.append(given[0] if len(given) == 1 else given))
    return calls


def click(panel: ArticleListPanel, row: int, *keys: Qt.KeyboardModifier) -> None:
    place = panel.view.visualRect(panel.model.index(row, 0)).center()
    modifiers = Qt.KeyboardModifier.NoModifier
    for key in keys:
        modifiers |= key
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def labels(menu: QMenu) -> list[str]:
    """Return what a menu offers, without the keys."""
    return [each.text().partition("\t")[0] for each in menu.actions() if not each.isSeparator()]


def labels_of(panel: ArticleListPanel) -> list[str]:
    menu = panel.context_menu()
    return labels(menu) if menu is not None else []


def menu_action(menu: QMenu | None, start: str) -> QAction:
    assert menu is not None
    return next(action for action in menu.actions() if action.text().startswith(start))


def words(panel: ArticleListPanel) -> str:
    """Return what stands where the list would be, or "" when the list stands there."""
    return "" if panel.view.isVisible() else panel.empty_text()


def test_the_last_import_is_a_scope_of_its_own(panel: ArticleListPanel) -> None:
    queries = heard(panel.query_changed)
    panel.set_query(Query(scope=ArticleScope.STARRED))
    assert panel.import_chip.isHidden()
    panel.show_imported(True)  # there is none
    assert queries == []
    panel.set_imported([1, 2, 3])
    assert panel.import_chip.text() == "Last import 3"
    QTest.mouseClick(panel.import_chip, Qt.MouseButton.LeftButton)
    among = frozenset((1, 2, 3))
    assert queries == [Query(among=among)]
    assert panel.import_chip.isChecked()
    panel.set_query_text("gate")
    panel.set_ids([2])
    assert panel.notice_text() == "1 of 3 match"
    panel.show_imported(False)
    assert queries[-1] == Query(scope=ArticleScope.STARRED, text="gate")
    QTest.mouseClick(panel.import_chip, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.scope_chips[ArticleScope.ALL], Qt.MouseButton.LeftButton)
    assert queries[-1] == Query(text="gate")


def test_the_last_import_shrinks_with_the_library(panel: ArticleListPanel) -> None:
    panel.set_imported([1, 2])
    panel.show_imported(True)
    panel.set_ids([1, 2])
    panel.refresh(Changes(removed=(2,)))
    assert panel.import_chip.text() == "Last import 1"
    assert panel.query().among == frozenset((1,))
    panel.refresh(Changes(removed=(1,)))
    assert panel.import_chip.isHidden()
    assert panel.query() == Query()


def test_going_to_the_last_import_opens_its_first_article(panel: ArticleListPanel) -> None:
    opened = heard(panel.article_activated)
    cleared = heard(panel.clear_requested)
    panel.set_ids([9, 8, 7])
    panel.set_imported([8, 7])
    panel.set_query_text("gate")
    panel.go_to_imported()
    assert cleared == [()]
    assert panel.query() == Query(among=frozenset((7, 8)))
    assert opened == []
    panel.set_ids([8, 7])
    assert opened == [8]
    panel.select(7)
    panel.go_to_imported()
    assert opened == [8, 7, 8]


def test_chips_count_and_choose(panel: ArticleListPanel) -> None:
    panel.set_counts(LibraryCounts(articles=1218, unread=31, starred=12, comments=3482))
    chips = panel.scope_chips
    assert [chip.text() for chip in chips.values()] == ["All 1,218", "Unread 31", "Starred 12"]
    queries = heard(panel.query_changed)
    QTest.mouseClick(chips[ArticleScope.UNREAD], Qt.MouseButton.LeftButton)
    QTest.mouseClick(chips[ArticleScope.UNREAD], Qt.MouseButton.LeftButton)
    assert queries == [Query(scope=ArticleScope.UNREAD)]
    assert [chip.isChecked() for chip in chips.values()] == [False, True, False]
    QTest.keyClick(chips[ArticleScope.STARRED], Qt.Key.Key_Space)
    assert panel.query() == Query(scope=ArticleScope.STARRED)
    assert [chip.isChecked() for chip in chips.values()] == [False, False, True]


@pytest.mark.parametrize(("label", "text", "order", "descending"), SORTS)
def test_every_order_can_be_chosen(
    panel: ArticleListPanel, label: str, text: str, order: SortOrder, descending: bool
) -> None:
    panel.set_query(Query(sort=SortOrder.TITLE, descending=label == "A–Z"))
    queries = heard(panel.query_changed)
    action = menu_action(panel.sort_chip.menu(), text)
    action.trigger()
    assert queries == [Query(sort=order, descending=descending)]
    assert panel.sort_chip.text() == f"{label} ▾"
    assert text in panel.sort_chip.accessibleName()
    assert [each for each in panel.sort_actions if each.isChecked()] == [action]


def test_a_kept_query_comes_back_quietly(panel: ArticleListPanel) -> None:
    queries = heard(panel.query_changed)
    kept = Query(scope=ArticleScope.STARRED, sort=SortOrder.COMMENTS, descending=False)
    panel.set_query(kept)
    assert (panel.query(), queries) == (kept, [])
    assert panel.scope_chips[ArticleScope.STARRED].isChecked()
    assert panel.sort_chip.text() == "Fewest comments ▾"


def test_text_narrows_what_the_chips_left(panel: ArticleListPanel) -> None:
    queries = heard(panel.query_changed)
    panel.scope_chips[ArticleScope.UNREAD].click()
    panel.set_query_text("audit")
    panel.set_query_text("audit")
    assert queries[1:] == [Query(text="audit", scope=ArticleScope.UNREAD)]


def test_says_how_many_match_and_clears(panel: ArticleListPanel) -> None:
    panel.set_counts(LibraryCounts(articles=1218))
    panel.set_ids(range(1218))
    assert not panel.notice.isVisible()
    panel.set_query_text("audit")
    panel.set_ids([3, 5])
    assert panel.notice.isVisible()
    assert panel.notice_text() == "2 of 1,218 match"
    cleared, queries = heard(panel.clear_requested), heard(panel.query_changed)
    button = panel.notice.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (len(cleared), queries) == (1, [Query()])
    panel.set_ids(range(1218))
    assert not panel.notice.isVisible()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), "No articles yet."),
        (Query(scope=ArticleScope.UNREAD), "No unread articles."),
        (Query(scope=ArticleScope.STARRED), "No starred articles."),
        (Query(scope=ArticleScope.STARRED, text="foo"), "Nothing matches “foo”."),
        (Query(text="<b>"), "Nothing matches “<b>”."),
        (Query(text="one\ntwo " * 20), f"Nothing matches “{'one two ' * 10}…”."),
    ],
)
def test_says_why_it_is_empty(panel: ArticleListPanel, query: Query, expected: str) -> None:
    panel.set_query(query)
    panel.set_ids([])
    assert words(panel) == expected
    assert panel.empty_clear.isVisible() is bool(query.text)
    panel.set_ids([1])
    assert words(panel) == ""
    panel.refresh(Changes(removed=(1,)))
    assert words(panel) == expected


def test_does_not_cry_empty_before_the_answer_is_there(panel: ArticleListPanel) -> None:
    assert words(panel) == ""
    panel.set_counts(LibraryCounts())
    assert words(panel) == ""
    panel.set_ids([1, 2])
    panel.set_query_text("audit")
    assert words(panel) == ""
    panel.set_ids([])
    assert words(panel) == "Nothing matches “audit”."
    # Typing on leaves the sentence until the next answer is there.
    panel.set_query_text("audits")
    assert words(panel) == "Nothing matches “audit”."
    panel.set_ids([])
    assert words(panel) == "Nothing matches “audits”."
    panel.set_query_text("aud")
    panel.set_ids([2])
    assert words(panel) == ""


def test_clear_from_the_empty_list(panel: ArticleListPanel) -> None:
    panel.set_query_text("foo")
    panel.set_ids([])
    queries = heard(panel.query_changed)
    panel.empty_clear.click()
    assert queries == [Query()]


def test_a_click_opens(panel: ArticleListPanel) -> None:
    panel.set_ids([7, 8, 9])
    opened = heard(panel.article_activated)
    click(panel, 1)
    assert (opened, panel.current_id(), panel.selected_ids()) == ([8], 8, [8])
    click(panel, 1)
    assert opened == [8]


def test_keys_and_steps_go_up_and_down(panel: ArticleListPanel) -> None:
    opened = heard(panel.article_activated)
    assert not panel.select_next()
    panel.set_ids([7, 8, 9])
    assert panel.select_next()
    assert panel.select_next()
    assert panel.select_previous()
    assert not panel.select_previous()
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    assert not panel.select_next()
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert opened == [7, 8, 7, 9, 8]
    assert panel.selected_ids() == [8]


def test_home_and_end_go_to_the_first_and_last(panel: ArticleListPanel) -> None:
    panel.set_ids(range(500))
    panel.select(100)
    for key, expected in ((Qt.Key.Key_End, 499), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(panel.view, key)
        assert panel.selected_ids() == [expected]
    QTest.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(panel.selected_ids()) == 500
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.current_id() == 499


def test_rows_grow_with_the_font(panel: ArticleListPanel) -> None:
    panel.set_ids([1])
    before = panel.view.rowHeight(0)
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    panel.view.setFont(font)
    assert panel.view.rowHeight(0) > before


def test_letters_do_not_read_the_whole_library(panel: ArticleListPanel, shelf: Shelf) -> None:
    panel.set_ids(range(100_000))
    panel.view.grab()
    asked = shelf.asked
    assert asked <= 2
    QTest.keyClicks(panel.view, "zebra")
    assert shelf.asked == asked


def test_one_height_for_all_and_none_read_for_it(panel: ArticleListPanel, shelf: Shelf) -> None:
    panel.set_ids(range(100_000))
    first, second = (panel.view.visualRect(panel.model.index(row, 0)) for row in (0, 1))
    bar = panel.view.verticalScrollBar()
    assert first.height() == second.height() == second.top() - first.top()
    assert bar.maximum() + panel.view.viewport().height() == 100_000 * first.height()
    panel.select(99_999)
    panel.view.grab()
    assert bar.value() == bar.maximum()
    assert shelf.asked <= 4


def test_many_selected_one_current(panel: ArticleListPanel) -> None:
    panel.set_ids([1, 2, 3, 4, 5])
    opened = heard(panel.article_activated)
    click(panel, 4)
    click(panel, 0, Qt.KeyboardModifier.ControlModifier)
    assert (panel.selected_ids(), panel.current_id()) == ([1, 5], 1)
    click(panel, 2, Qt.KeyboardModifier.ShiftModifier)
    assert (panel.selected_ids(), panel.current_id()) == ([1, 2, 3, 5], 3)
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.selected_ids() == [1, 2, 3, 4, 5]
    assert opened == [5, 1, 3]
    panel.select_next()
    assert panel.selected_ids() == [4]


def test_selecting_by_id_may_wait_for_the_row(panel: ArticleListPanel) -> None:
    opened = heard(panel.article_activated)
    assert not panel.select(300)
    panel.set_ids(range(200))
    assert opened == []
    panel.set_ids(range(400))
    assert opened == [300]
    assert panel.view.viewport().rect().intersects(panel.view.visualRect(panel.model.index(300, 0)))
    # Done once; later answers leave the reader alone.
    panel.select(5)
    panel.set_ids(range(401))
    assert panel.current_id() == 5
    assert panel.select(6)


def test_new_query_keeps_selection_by_id(panel: ArticleListPanel) -> None:
    panel.set_ids([1, 2, 3, 4])
    click(panel, 1)
    click(panel, 3, Qt.KeyboardModifier.ControlModifier)
    opened = heard(panel.article_activated)
    panel.sort_actions[1].trigger()
    panel.set_ids([4, 3, 2, 1])
    assert (panel.selected_ids(), panel.current_id()) == ([4, 2], 4)
    panel.set_query_text("x")
    panel.set_ids([2, 3])
    assert (panel.selected_ids(), panel.current_id()) == ([2], None)
    assert opened == []


def test_new_query_starts_at_the_top_or_at_the_current_article(
    panel: ArticleListPanel,
) -> None:
    bar = panel.view.verticalScrollBar()
    panel.set_ids(range(1000))
    bar.setValue(20_000)
    panel.set_query_text("x")
    panel.set_ids(range(0, 1000, 2))
    assert bar.value() == 0
    panel.select(600)
    panel.set_query_text("")
    panel.set_ids(range(1000))
    assert (
        panel.view.viewport()
        .rect()
        .contains(panel.view.visualRect(panel.model.index(600, 0)).center())
    )


@pytest.mark.parametrize("count", [3, 500])
def test_arrivals_above_do_not_move_what_is_read(panel: ArticleListPanel, count: int) -> None:
    old = list(range(1000))
    panel.set_ids(old)
    panel.select(500)
    height = panel.view.visualRect(panel.model.index(0, 0)).height()
    panel.view.verticalScrollBar().setValue(500 * height - 123)
    top = panel.view.indexAt(QPoint(4, 4)).row()
    offset = panel.view.visualRect(panel.model.index(top, 0)).top()
    assert offset < 0
    opened = heard(panel.article_activated)
    # Every other place gets a newcomer: beyond a hundred of them the model is reset.
    new = [5000 + number for number in range(count)]
    mixed = [each for pair in zip(old, new, strict=False) for each in pair] + old[count:]
    panel.set_ids(mixed)
    row = panel.model.row_of(top)
    assert row is not None
    assert row > top
    assert panel.view.visualRect(panel.model.index(row, 0)).top() == offset
    assert (panel.current_id(), panel.selected_ids(), opened) == (500, [500], [])


def test_arrivals_are_seen_when_the_list_stands_at_its_top(panel: ArticleListPanel) -> None:
    panel.set_ids(range(100))
    panel.set_ids([500, *range(100)])
    assert panel.view.indexAt(QPoint(4, 4)).row() == 0


def test_removing_goes_on_with_the_next_article(panel: ArticleListPanel) -> None:
    panel.set_ids([1, 2, 3, 4])
    click(panel, 1)
    opened = heard(panel.article_activated)
    panel.refresh(Changes(removed=(2,)))
    assert (panel.current_id(), opened) == (3, [3])
    panel.refresh(Changes(removed=(1,)))
    assert (panel.current_id(), opened) == (3, [3])
    panel.select(4)
    panel.refresh(Changes(removed=(4,)))
    assert panel.current_id() == 3
    panel.refresh(Changes(removed=(3,)))
    assert panel.current_id() is None
    assert opened == [3, 4, 3]


def test_an_article_that_leaves_the_answer_leaves_no_other_open(
    panel: ArticleListPanel,
) -> None:
    panel.set_ids([1, 2, 3])
    click(panel, 1)
    opened = heard(panel.article_activated)
    panel.set_ids([1, 3])
    assert (panel.current_id(), panel.selected_ids(), opened) == (None, [], [])


@pytest.mark.parametrize("count", [5, 500])
def test_what_a_search_hid_is_current_again_afterwards(panel: ArticleListPanel, count: int) -> None:
    panel.set_ids(range(count))
    click(panel, 1)
    opened = heard(panel.article_activated)
    for answer in ([2, 3], [3], []):
        panel.set_query_text(f"word {answer}")
        panel.set_ids(answer)
        assert (panel.current_id(), panel.selected_ids()) == (None, [])
    panel.set_query_text("")
    panel.set_ids(range(count))
    assert (panel.current_id(), panel.selected_ids()) == (1, [1])
    panel.focus_list()
    assert opened == []


def test_what_was_opened_meanwhile_stays_current(panel: ArticleListPanel) -> None:
    panel.set_ids([1, 2, 3])
    click(panel, 0)
    panel.set_query_text("x")
    panel.set_ids([2, 3])
    click(panel, 1)
    panel.set_query_text("")
    panel.set_ids([1, 2, 3])
    assert (panel.current_id(), panel.selected_ids()) == (3, [3])


def test_marks_are_painted_again(panel: ArticleListPanel, shelf: Shelf) -> None:
    shelf.read = {1, 2}
    panel.set_ids([1, 2])
    before = panel.view.grab().toImage()
    shelf.starred = {2}
    panel.refresh(Changes(updated=(2,)))
    assert panel.view.grab().toImage() != before


@pytest.mark.parametrize(
    ("read", "starred", "expected"),
    [
        (set(), set(), ["Mark 2 Articles Read", "Star 2 Articles"]),
        ({1}, {2}, ["Mark 2 Articles Read", "Star 2 Articles"]),
        ({1, 2}, {1, 2}, ["Mark 2 Articles Unread", "Unstar 2 Articles"]),
    ],
)
def test_menu_speaks_for_the_selection(
    panel: ArticleListPanel,
    shelf: Shelf,
    read: set[int],
    starred: set[int],
    expected: list[str],
) -> None:
    assert panel.context_menu() is None
    shelf.read, shelf.starred = read, starred
    panel.set_ids([1, 2, 3])
    click(panel, 0)
    click(panel, 1, Qt.KeyboardModifier.ControlModifier)
    menu = panel.context_menu()
    assert menu is not None
    rest = ["Export 2 Articles…", "Remove 2 Articles from the Library…"]
    assert labels(menu) == [*expected, *rest]
    exported = heard(panel.export_requested)
    read_asked, star_asked = heard(panel.read_toggle_requested), heard(panel.star_toggle_requested)
    remove_asked = heard(panel.remove_requested)
    for action in menu.actions():
        action.trigger()
    assert read_asked == [([1, 2], len(read) < 2)]
    assert star_asked == [([1, 2], len(starred) < 2)]
    assert remove_asked == [[1, 2]]
    assert exported == [([1, 2], "articles")]


def test_menu_of_one_article_leads_to_its_copies(panel: ArticleListPanel) -> None:
    panel.set_ids([1, 2])
    click(panel, 1)
    menu = panel.context_menu()
    assert menu is not None
    found = ["Mark Read", "Star", "Export…", "Other Copies…", "Remove from the Library…"]
    assert labels(menu) == found
    assert menu_action(menu, "Mark").text() == "Mark Read\tU"
    copies, exported = heard(panel.copies_requested), heard(panel.export_requested)
    menu_action(menu, "Other").trigger()
    menu_action(menu, "Export").trigger()
    assert (copies, exported) == ([2], [([2], "Article 2")])


def test_signals_fit_slots_that_want_the_ids_alone(panel: ArticleListPanel) -> None:
    panel.set_ids([1])
    panel.select(1)
    ids: list[object] = []

    class Taker(QObject):
        def take(self, article_ids: object) -> None:
            ids.append(article_ids)

    taker = Taker(panel)
    panel.read_toggle_requested.connect(taker.take)
    menu_action(panel.context_menu(), "Mark").trigger()
    assert ids == [[1]]


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_menu_opens(panel: ArticleListPanel, qtbot: QtBot, by: str) -> None:
    panel.set_ids([1, 2, 3])
    panel.select(2)
    place = panel.view.visualRect(panel.model.index(1, 0)).center()
    panel.view.customContextMenuRequested.emit(place if by == "mouse" else QPoint(0, 0))
    menu = panel.findChild(QMenu, "articles")
    assert menu is not None
    assert menu.isVisible()
    assert labels(menu)[0] == "Mark Read"
    menu.close()


def test_no_menu_without_a_selection(panel: ArticleListPanel) -> None:
    panel.set_ids([1])
    panel.view.customContextMenuRequested.emit(QPoint(5, 5))
    assert panel.findChild(QMenu, "articles") is None


def test_all_of_a_large_library_can_be_chosen(panel: ArticleListPanel, shelf: Shelf) -> None:
    panel.set_ids(range(50_000))
    panel.view.selectAll()
    spy = QSignalSpy(panel.remove_requested)
    menu_action(panel.context_menu(), "Remove 50,000 Articles").trigger()
    assert spy.at(0)[0] == list(range(50_000))
    # A new answer keeps them chosen, but for those that left.
    panel.sort_actions[1].trigger()
    panel.set_ids(range(49_999, 9, -1))
    assert len(panel.selected_ids()) == 49_990
    assert shelf.asked < 10


def test_theme_reaches_the_rows(panel: ArticleListPanel) -> None:
    panel.set_ids([1])
    panel.select(1)
    panel.set_theme(DARK)
    shown = panel.view.visualRect(panel.model.index(0, 0))
    image = panel.view.viewport().grab().toImage()
    assert image.pixelColor(shown.width() - 3, 3).name() == DARK.accent_soft


def test_focus_goes_to_the_list(panel: ArticleListPanel) -> None:
    assert panel.focusProxy() is panel.view
    panel.focus_list()
    assert panel.current_id() is None
    panel.set_ids([7, 8])
    panel.focus_list()
    assert panel.current_id() == 7
    panel.select(8)
    panel.focus_list()
    assert panel.current_id() == 8
    flags = QItemSelectionModel.SelectionFlag
    panel.set_ids([1, 2])
    panel.view.selectionModel().setCurrentIndex(panel.model.index(1, 0), flags.NoUpdate)
    assert panel.current_id() == 2


def test_keyboard_that_comes_by_tab_opens_nothing(panel: ArticleListPanel) -> None:
    panel.set_ids([7, 8])
    opened = heard(panel.article_activated)
    reason = Qt.FocusReason.TabFocusReason
    QApplication.sendEvent(panel.view, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert panel.current_id() is None
    assert not opened
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert opened == [7]
    assert panel.selected_ids() == [7]


@pytest.mark.parametrize("width", [180, 300, 500])
def test_chips_wrap_and_stay_inside(panel: ArticleListPanel, width: int) -> None:
    panel.set_counts(LibraryCounts(articles=100_000, unread=99_999, starred=12_345))
    panel.resize(width, 600)
    panel.grab()
    for chip in (*panel.scope_chips.values(), panel.sort_chip):
        assert panel.rect().contains(chip.geometry())
        assert chip.geometry().bottom() < panel.view.mapTo(panel, QPoint(0, 0)).y()


def test_over_a_real_library(tmp_path: Path, qtbot: QtBot) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        documents = [
            Document(title=title, published=dt.date(2021, 3, day), url=f"https://example.org/{day}")
            for day, title in ((1, "Cameras"), (2, "Locks"), (3, "Panels"))
        ]
        library.add(SourceFile("three.txt", "plain-text", b"three"), documents)
        panel = ArticleListPanel(library.summaries)
        qtbot.addWidget(panel)

        def answer() -> None:
            panel.set_ids(library.article_ids(panel.query()))
            panel.set_counts(library.counts())

        def titles() -> list[str]:
            return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]

        panel.query_changed.connect(answer)
        answer()
        assert titles() == ["Panels", "Locks", "Cameras"]
        assert panel.scope_chips[ArticleScope.UNREAD].text() == "Unread 3"
        menu_action(panel.sort_chip.menu(), "Title, A–Z").trigger()
        assert titles() == ["Cameras", "Locks", "Panels"]

        panel.select_next()
        chosen = panel.current_id()
        assert chosen is not None
        panel.refresh(library.mark_articles([chosen], starred=True, read=True))
        assert labels_of(panel)[:2] == ["Mark Unread", "Unstar"]
        panel.scope_chips[ArticleScope.STARRED].click()
        assert titles() == ["Cameras"]
        panel.scope_chips[ArticleScope.ALL].click()
        panel.refresh(library.remove([chosen]))
        assert titles() == ["Locks", "Panels"]
        panel.set_query_text("nothing of the kind")
        assert panel.empty_text() == "Nothing matches “nothing of the kind”."
