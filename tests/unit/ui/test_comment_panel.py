from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.people import participants
from ipvm_desktop.domain.query import CommentFilter, FilteredThread
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.theme import DARK
from ipvm_desktop.ui.views import discussion_words
from ipvm_desktop.ui.views.comment_panel import CommentPanel

ThreadOf = Callable[..., Thread[Comment]]
MakeArticle = Callable[..., Article]
Told = tuple[CommentFilter, FilteredThread]

AUDIT = CommentFilter(text="audit")


@pytest.fixture
def panel(qtbot: QtBot, pilot_thread: Thread[Comment], make_article: MakeArticle) -> CommentPanel:
    widget = CommentPanel()
    qtbot.addWidget(widget)
    widget.resize(440, 800)
    widget.set_thread(pilot_thread, make_article())
    widget.show()
    return widget


@pytest.fixture
def told(panel: CommentPanel) -> list[Told]:
    found: list[Told] = []
    panel.filter_changed.connect(lambda wanted, shown: found.append((wanted, shown)))
    return found


def visible_text(panel: CommentPanel) -> str:
    labels = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    return " | ".join(label.text() for label in labels)


def button(panel: CommentPanel, name: str) -> QAbstractButton:
    found = [
        one
        for one in panel.findChildren(QAbstractButton)
        if one.isVisible() and name in (one.text(), one.accessibleName())
    ]
    assert len(found) == 1
    return found[0]


def test_title_counts_comments_people_and_inferred_replies(panel: CommentPanel) -> None:
    assert "<b>11 comments</b>" in panel.title.text()
    assert " · 8 people · 3 replies inferred<" in panel.title.text()


def test_title_tells_when_the_page_announces_more(
    panel: CommentPanel, pilot_thread: Thread[Comment], make_article: MakeArticle
) -> None:
    panel.set_thread(pilot_thread, make_article(declared_comments=45))
    assert "<b>11 comments of 45 announced</b>" in panel.title.text()
    panel.set_thread(pilot_thread, make_article(declared_comments=11))
    assert "<b>11 comments</b>" in panel.title.text()


def test_one_comment_is_no_plural(thread_of: ThreadOf) -> None:
    assert discussion_words.figures(thread_of("1"), None, 1) == ("1 comment", ["1 person"])
    assert discussion_words.figures(thread_of("1", author=None), None, 0) == ("1 comment", [])
    assert discussion_words.matches(3, FilteredThread((1,), ())) == "1 of 3 matches"


def test_filtering_tells_and_shows_how_many_match(panel: CommentPanel, told: list[Told]) -> None:
    panel.set_comment_filter(AUDIT)
    assert told == [(AUDIT, FilteredThread((1, 3, 5, 9), (0, 7, 8)))]
    assert "4 of 11 match · parents kept for context" in visible_text(panel)
    assert panel.histogram.matching == [1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    button(panel, "Clear the filter").click()
    assert told[-1] == (CommentFilter(), FilteredThread(tuple(range(12)), ()))
    assert "match" not in visible_text(panel)
    assert panel.histogram.matching is None


def test_no_context_is_not_announced(panel: CommentPanel) -> None:
    panel.set_comment_filter(CommentFilter(text="sheet"))
    assert "1 of 11 matches |" in visible_text(panel) + " |"


def test_nothing_matches_offers_the_way_back(panel: CommentPanel, told: list[Told]) -> None:
    panel.set_comment_filter(CommentFilter(text="zebra"))
    assert "Nothing matches" in visible_text(panel)
    assert "None of 11 comments." in visible_text(panel)
    assert not panel.tree.isVisible()
    button(panel, "Clear the filter").click()
    assert panel.tree.isVisible()
    assert told[-1][0] == CommentFilter()


def test_typing_reaches_the_tree(panel: CommentPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.filter_changed) as changed:
        QTest.keyClicks(panel.filters.field, "audit twice")
    assert changed.args == [CommentFilter(text="audit twice"), FilteredThread((3,), ())]
    line = panel.tree.comments.line_at(panel.tree.comments.index_of(4))
    assert line.terms == ("audit", "twice")


def test_days_are_chosen_in_the_histogram(panel: CommentPanel, told: list[Told]) -> None:
    panel.histogram.choose(0, 1)
    assert told[-1][0] == CommentFilter(since=dt.date(2021, 3, 4), until=dt.date(2021, 3, 5))
    assert panel.filters.date_chip.label == "Mar 4 – Mar 5"
    panel.histogram.choose(0, 1)
    assert told[-1][0] == CommentFilter()


def test_an_author_is_chosen_in_the_tree(panel: CommentPanel, told: list[Told]) -> None:
    panel.tree.author_chosen.emit("Bo Lane")
    assert told == [
        (CommentFilter(authors=frozenset({"Bo Lane"})), FilteredThread((3,), ())),
    ]


def test_escape_takes_constraints_back(panel: CommentPanel) -> None:
    panel.set_comment_filter(AUDIT)
    panel.filters.unread_chip.click()
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert panel.comment_filter() == AUDIT
    panel.filters.field.setFocus()
    QTest.keyClick(panel.filters.field, Qt.Key.Key_Escape)
    assert panel.comment_filter() == CommentFilter()
    assert not panel.clear_last_constraint()


def test_escape_here_comes_before_the_windows(
    qtbot: QtBot, pilot_thread: Thread[Comment], make_article: MakeArticle
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = CommentPanel()
    QVBoxLayout(window).addWidget(panel)
    panel.set_thread(pilot_thread, make_article())
    escapes: list[bool] = []
    shortcut = QShortcut(Qt.Key.Key_Escape, window)
    shortcut.activated.connect(lambda: escapes.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    panel.focus_filter()
    panel.set_comment_filter(AUDIT)
    QTest.keyClick(panel.filters.field, Qt.Key.Key_Escape)
    assert (panel.comment_filter(), escapes) == (CommentFilter(), [])
    QTest.keyClick(panel.filters.field, Qt.Key.Key_Escape)
    assert escapes == [True]


def test_the_same_article_again_keeps_filter_place_and_folding(
    panel: CommentPanel,
    pilot_thread: Thread[Comment],
    make_article: MakeArticle,
    told: list[Told],
) -> None:
    panel.tree.collapse(panel.tree.comments.index_of(8))
    panel.select_comment(4)
    panel.set_comment_filter(AUDIT)
    panel.set_thread(pilot_thread, make_article(title="Corrected"))
    assert panel.comment_filter() == AUDIT
    assert panel.filters.field.text() == "audit"
    assert len(told) == 2
    assert panel.current_comment() == 4
    panel.set_comment_filter(CommentFilter())
    assert not panel.tree.isExpanded(panel.tree.comments.index_of(8))


def test_another_article_starts_afresh(
    panel: CommentPanel, thread_of: ThreadOf, make_article: MakeArticle, told: list[Told]
) -> None:
    panel.select_comment(4)
    panel.set_comment_filter(AUDIT)
    panel.set_thread(thread_of("1(2)"), make_article(2))
    assert panel.comment_filter() == CommentFilter()
    assert panel.filters.field.text() == ""
    assert told[-1] == (CommentFilter(), FilteredThread((0, 1), ()))
    assert panel.current_comment() is None
    panel.set_thread(thread_of("1"), make_article(3))
    assert len(told) == 2


def test_dates_of_the_articles_year_are_short(
    panel: CommentPanel, pilot_thread: Thread[Comment], make_article: MakeArticle
) -> None:
    assert panel.histogram.label(0) == "Mar 4: 2 comments"
    panel.set_thread(pilot_thread, make_article(2, published=None))
    assert panel.histogram.label(0) == "Mar 4, 2021: 2 comments"


@pytest.mark.parametrize(
    ("details", "heading", "text"),
    [
        ({}, "No comments", "There are none in this file"),
        ({"declared_comments": 45}, "No comments in this file", "announces 45 comments."),
        (
            {"issues": (ImportIssue(IssueCode.COMMENTS_WITHHELD, "…"),)},
            "Comments withheld",
            ">The saved copy does not show them.",
        ),
        (
            {
                "issues": (ImportIssue(IssueCode.COMMENTS_WITHHELD, "…"),),
                "declared_comments": 1,
            },
            "Comments withheld",
            "announces 1 comment. The saved copy does not show them.",
        ),
    ],
)
def test_says_why_there_are_no_comments(
    panel: CommentPanel,
    make_article: MakeArticle,
    details: dict[str, object],
    heading: str,
    text: str,
) -> None:
    panel.set_thread(build_thread([]), make_article(2, **details))
    assert f"<b>{heading}</b>" in visible_text(panel)
    assert text in visible_text(panel)
    assert not panel.filters.isVisible()
    assert not panel.histogram.isVisible()


def test_no_article_is_open(panel: CommentPanel) -> None:
    panel.clear()
    assert "No article open" in visible_text(panel)
    assert not panel.tree.isVisible()
    assert not panel.next_comment()


def test_signals_of_the_tree_are_passed_on(panel: CommentPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.comment_activated) as activated:
        assert panel.next_comment()
    with qtbot.waitSignal(panel.star_toggle_requested) as star:
        panel.tree.star_toggle_requested.emit(4)
    with qtbot.waitSignal(panel.read_toggle_requested) as read:
        panel.tree.read_toggle_requested.emit(5)
    assert (activated.args, star.args, read.args) == ([1], [4], [5])
    with qtbot.assertNotEmitted(panel.comment_activated):
        panel.select_comment(5)
    assert panel.next_unread()
    assert panel.current_comment() == 7
    assert panel.previous_comment()
    assert panel.current_comment() == 6


def test_buttons_fold_and_unfold(panel: CommentPanel) -> None:
    button(panel, "Collapse all").click()
    assert not panel.tree.isExpanded(panel.tree.comments.index_of(1))
    button(panel, "Expand all").click()
    assert panel.tree.isExpanded(panel.tree.comments.index_of(1))


def test_reading_does_not_make_rows_vanish(panel: CommentPanel) -> None:
    panel.set_comment_filter(CommentFilter(unread=True))
    before = panel.tree.comments.visible.positions
    panel.update_marks({4: (True, True)})
    assert panel.tree.comments.visible.positions == before
    assert panel.filters.unread_chip.count == 3
    panel.set_comment_filter(CommentFilter(unread=True, text="audit"))
    assert "Nothing matches" in visible_text(panel)


def test_long_threads_are_filtered_by_the_runner_and_late_answers_dropped(
    panel: CommentPanel,
    make_comment: Callable[..., Comment],
    make_article: MakeArticle,
    told: list[Told],
) -> None:
    waiting: list[Callable[[], None]] = []

    def run(find: Callable[[], FilteredThread], done: Callable[[FilteredThread], None]) -> None:
        waiting.append(lambda: done(find()))

    panel.set_runner(run)
    panel.set_comment_filter(AUDIT)
    assert (len(told), waiting) == (1, [])
    thread = build_thread(make_comment(n, body_text=f"w{n}") for n in range(1, 5_001))
    panel.set_thread(thread, make_article(2))
    for answer in waiting:
        answer()
    waiting.clear()
    told.clear()
    panel.set_comment_filter(CommentFilter(text="w1234"))
    panel.set_comment_filter(CommentFilter(text="w4321"))
    for answer in reversed(waiting):
        answer()
    assert told == [(CommentFilter(text="w4321"), FilteredThread((4320,), ()))]


def test_works_at_any_width_and_in_both_themes(panel: CommentPanel) -> None:
    panel.set_comment_filter(replace(AUDIT, roles=frozenset({"Integrator"})))
    panel.set_comment_filter(AUDIT)
    panel.set_theme(DARK)
    for width in (220, 300, 700):
        panel.resize(width, 700)
        assert panel.width() == width
        panel.grab()
    assert DARK.muted in panel.title.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_keys_lead_from_the_filter_field_to_the_comments(panel: CommentPanel, key: Qt.Key) -> None:
    panel.window().activateWindow()
    panel.focus_filter()
    QTest.keyClicks(panel.filters.field, "audit")
    QTest.keyClick(panel.filters.field, key)
    assert panel.tree.hasFocus()


def test_the_filter_field_takes_the_focus(panel: CommentPanel) -> None:
    panel.activateWindow()
    panel.focus_filter()
    assert panel.filters.field.hasFocus()
    assert panel.focusProxy() is panel.tree


def test_a_merge_shows_in_head_and_filter(
    panel: CommentPanel, told: list[Told], pilot_thread: Thread[Comment]
) -> None:
    panel.show_only("Bo Lane")
    comments = [entry.comment for entry in pilot_thread.entries if entry.comment]
    panel.set_people(participants(comments, {"cy kerr": "bo lane"}))
    assert " · 7 people · " in panel.title.text()
    assert told[-1][0].authors == {"Bo Lane", "Cy Kerr"}
    assert [len(shown.matches) for _, shown in told] == [1, 2]
    panel.show_only("Cy Kerr")
    assert panel.comment_filter().authors == {"Bo Lane", "Cy Kerr"}


def test_chips_and_tree_ask_who_somebody_is(panel: CommentPanel, qtbot: QtBot) -> None:
    asked: list[str] = []
    panel.person_requested.connect(asked.append)
    chip = panel.filters.people.shown_chips()[1]
    chip.build_menu().actions()[0].trigger()
    panel.tree.person_requested.emit("Bo Lane")
    panel.filters.people.menu.people.person_requested.emit("Cy Kerr")
    assert asked == [panel.filters.people.people[1].name, "Bo Lane", "Cy Kerr"]
