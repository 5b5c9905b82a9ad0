"""The article table: what it fetches, what it tells Qt, and that Qt's tester agrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.listing import ArticleKind, ArticleSummary
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.ui.models.article_table import PAGE, ArticleTableModel
from ipvm_desktop.ui.models.roles import ArticleRole

pytestmark = pytest.mark.usefixtures("qapp")

IMPORTED = dt.datetime(2021, 4, 1, 8, 0, tzinfo=dt.UTC)


def summary(article_id: int, **given: Any) -> ArticleSummary:
    values: dict[str, Any] = {
        "title": f"Article {article_id}",
        "kind": ArticleKind.ARTICLE,
        "published": dt.date(2021, 3, 4),
        "imported": IMPORTED,
        "comment_count": article_id,
        "unread_comments": 0,
        "read": True,
        "starred": False,
        "warning": "",
    }
    return ArticleSummary(id=article_id, **{**values, **given})


class Shelf:
    """Answers like a library, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.lost: set[int] = set()
        self.titles: dict[int, str] = {}

    def __call__(self, ids: Sequence[int]) -> list[ArticleSummary]:
        self.asked.append(list(ids))
        return [
            summary(each, title=self.titles.get(each, f"Article {each}"))
            for each in ids
            if each not in self.lost
        ]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model(shelf: Shelf) -> ArticleTableModel:
    return ArticleTableModel(shelf)


def watched(model: ArticleTableModel) -> QAbstractItemModelTester:
    checker = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    checker.setUseFetchMore(False)
    return checker


def titles(model: ArticleTableModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def told(model: ArticleTableModel) -> list[tuple[str, int, int]]:
    """Record the row signals from now on."""
    signals: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: signals.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: signals.append(("out", first, last)))
    model.modelReset.connect(lambda: signals.append(("reset", 0, 0)))
    model.dataChanged.connect(
        lambda first, last: signals.append(("changed", first.row(), last.row()))
    )
    return signals


def test_shows_summaries_in_order(model: ArticleTableModel) -> None:
    checker = watched(model)
    model.set_ids([3, 1, 2])
    assert titles(model) == ["Article 3", "Article 1", "Article 2"]
    assert model.columnCount() == 1
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(model.index(5, 0)) is None
    assert model.index(0, 0).data(ArticleRole.SUMMARY) == summary(3)
    assert (model.id_at(1), model.id_at(3), model.id_at(-1)) == (1, None, None)
    assert (model.row_of(2), model.row_of(4)) == (2, None)
    assert list(model.ids) == [3, 1, 2]
    checker.deleteLater()


def test_fetches_only_pages_that_are_looked_at(model: ArticleTableModel, shelf: Shelf) -> None:
    model.set_ids(range(200_000))
    assert shelf.asked == []
    assert model.rowCount() == 200_000
    assert model.index(100_050, 0).data() == "Article 100050"
    assert model.index(100_199, 0).data() == "Article 100199"
    assert shelf.asked == [list(range(100_000, 100_000 + PAGE))]
    assert model.index(199_999, 0).data() == "Article 199999"
    assert len(shelf.asked) == 2


def test_forgets_the_pages_looked_at_longest_ago(model: ArticleTableModel, shelf: Shelf) -> None:
    model.set_ids(range(100 * PAGE))
    for page in range(100):
        model.summary(page * PAGE)
        # The first page is looked at again and again, so it stays.
        for row in range(PAGE):
            model.summary(row)
    assert len(shelf.asked) == 100
    model.summary(99 * PAGE)
    model.summary(0)
    assert len(shelf.asked) == 100
    model.summary(PAGE)
    assert len(shelf.asked) == 101


def test_articles_that_are_gone_are_empty_rows_and_not_asked_again(
    model: ArticleTableModel, shelf: Shelf
) -> None:
    shelf.lost = {2}
    model.set_ids([1, 2])
    assert titles(model) == ["Article 1", None]
    assert model.index(1, 0).data(ArticleRole.SUMMARY) is None
    assert len(shelf.asked) == 1


def test_a_library_that_cannot_be_read_leaves_rows_empty(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_ids: Sequence[int]) -> list[ArticleSummary]:
        raise LibraryError("library.sqlite", "the disk is gone")

    model = ArticleTableModel(fail)
    model.set_ids([1, 2])
    assert titles(model) == [None, None]
    assert caplog.messages == [
        "Rows of the article list cannot be read: library.sqlite: the disk is gone."
    ]


def test_updated_articles_are_fetched_again(model: ArticleTableModel, shelf: Shelf) -> None:
    checker = watched(model)
    model.set_ids([1, 2, 3, 4, 5])
    assert titles(model)[1] == "Article 2"
    signals = told(model)
    shelf.titles = {1: "No longer shown", 2: "Renamed", 3: "Renamed", 5: "Renamed"}
    model.apply_changes(Changes(updated=(5, 2, 3, 99)))
    assert signals == [("changed", 1, 2), ("changed", 4, 4)]
    assert titles(model) == ["Article 1", "Renamed", "Renamed", "Article 4", "Renamed"]
    assert shelf.asked[-1] == [2, 3, 5]
    checker.deleteLater()


def test_removed_articles_take_their_rows_along(model: ArticleTableModel) -> None:
    checker = watched(model)
    model.set_ids([1, 2, 3, 4, 5])
    signals = told(model)
    model.apply_changes(Changes(removed=(2, 3, 5, 99)))
    assert signals == [("out", 4, 4), ("out", 1, 2)]
    assert titles(model) == ["Article 1", "Article 4"]
    assert (model.row_of(4), model.row_of(3)) == (1, None)
    checker.deleteLater()


def test_added_articles_wait_for_their_place(model: ArticleTableModel) -> None:
    model.set_ids([1, 2])
    signals = told(model)
    model.apply_changes(Changes(added=(3,)))
    assert signals == []
    model.update_ids([3, 1, 2])
    assert signals == [("in", 0, 0)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([1, 2, 3, 4], []),
        ([9, 8, 1, 2, 3, 4], [("in", 0, 1)]),
        ([1, 9, 3, 4], [("out", 1, 1), ("in", 1, 1)]),
        ([2, 3], [("out", 3, 3), ("out", 0, 0)]),
        ([], [("out", 0, 3)]),
        ([4, 3, 2, 1], [("reset", 0, 0)]),
    ],
)
def test_new_answer_to_the_same_query(
    model: ArticleTableModel, after: list[int], expected: list[tuple[str, int, int]]
) -> None:
    checker = watched(model)
    model.set_ids([1, 2, 3, 4])
    signals = told(model)
    model.update_ids(after)
    assert signals == expected
    assert titles(model) == [f"Article {each}" for each in after]
    checker.deleteLater()


@pytest.mark.parametrize("act", ["update", "apply"])
def test_very_many_runs_become_one_reset(model: ArticleTableModel, act: str) -> None:
    model.set_ids(range(1000))
    signals = told(model)
    if act == "update":
        model.update_ids(range(0, 1000, 2))
    else:
        model.apply_changes(Changes(removed=tuple(range(1, 1000, 2))))
    assert signals == [("reset", 0, 0)]
    assert list(model.ids) == list(range(0, 1000, 2))


def test_what_is_known_survives_moving_rows(model: ArticleTableModel, shelf: Shelf) -> None:
    model.set_ids([1, 2, 3])
    titles(model)
    model.update_ids([7, 1, 3])
    titles(model)
    assert shelf.asked == [[1, 2, 3], [7]]
    model.set_ids([1])
    titles(model)
    assert shelf.asked[-1] == [1]


def test_selection_follows_its_article(model: ArticleTableModel) -> None:
    model.set_ids([1, 2, 3])
    selection = QItemSelectionModel(model)
    selection.select(model.index(2, 0), QItemSelectionModel.SelectionFlag.Select)
    kept = QPersistentModelIndex(model.index(2, 0))
    model.update_ids([8, 9, 1, 3])
    assert kept.row() == 3
    assert [index.row() for index in selection.selectedIndexes()] == [3]


@given(
    before=st.lists(st.integers(0, 12), unique=True),
    after=st.lists(st.integers(0, 12), unique=True),
)
@settings(max_examples=60, deadline=None)
def test_any_answer_after_any_other(before: list[int], after: list[int]) -> None:
    assert QApplication.instance() is not None
    model = ArticleTableModel(Shelf())
    checker = watched(model)
    model.set_ids(before)
    titles(model)
    model.update_ids(after)
    assert titles(model) == [f"Article {each}" for each in after]
    assert [model.row_of(each) for each in after] == list(range(len(after)))
    checker.deleteLater()


SPOKEN: list[tuple[ArticleSummary, str, str]] = [
    (summary(2), "Article 2, Mar 4, 2021, 2 comments", "Article 2\nMar 4, 2021"),
    (
        summary(
            1,
            published=None,
            kind=ArticleKind.DISCUSSION,
            read=False,
            starred=True,
            warning="preview only, 61% masked",
        ),
        "Article 1, no date, discussion, preview only, 61% masked, 1 comment, unread, starred",
        "Article 1\nNo date · discussion\nPreview only, 61% masked",
    ),
    (
        summary(46, unread_comments=3, published=dt.datetime(2021, 3, 4, 14, 20)),
        "Article 46, Mar 4, 2021, 46 comments, 3 new",
        "Article 46\nMar 4, 2021 14:20",
    ),
]


@pytest.mark.parametrize(("shown", "spoken", "tip"), SPOKEN)
def test_rows_tell_all_in_words(shown: ArticleSummary, spoken: str, tip: str) -> None:
    answer: Callable[[Sequence[int]], list[ArticleSummary]] = lambda _ids: [shown]  # noqa: E731
    model = ArticleTableModel(answer)
    model.set_ids([shown.id])
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == spoken
    assert index.data(Qt.ItemDataRole.ToolTipRole) == tip
