from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from ipvm_desktop.domain.article import SourceRecord
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.listing import (
    ArticleKind,
    ArticleScope,
    ArticleSummary,
    LibraryCounts,
    Query,
    SortOrder,
)
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.errors import NotFoundError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]


def imported(day: int) -> SourceRecord:
    return SourceRecord("x", "t", "00", dt.datetime(2022, 1, day, tzinfo=dt.UTC))


@pytest.fixture
def sorted_library(library: Library, add: Add) -> Library:
    """Hold five articles, two of them alike but for the day of import."""
    comment = ParsedComment(id=1)
    for title, published, day, comments in (
        ("beta", dt.date(2020, 5, 1), 3, 0),
        ("“Alpha”", dt.datetime(2020, 5, 1, 8), 1, 2),
        ("Älpha 2", None, 2, 2),
        ("beta", dt.date(2020, 5, 1), 5, 0),
        ("gamma", dt.date(2019, 12, 31), 4, 1),
    ):
        add(
            Document(
                title=title,
                key=f"{title} {day}",
                published=published,
                origin=imported(day),
                comments=tuple(dataclasses.replace(comment, id=n) for n in range(comments)),
            )
        )
    return library


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        (SortOrder.DATE, True, [2, 4, 1, 5, 3]),
        (SortOrder.DATE, False, [5, 4, 1, 2, 3]),
        (SortOrder.TITLE, False, [2, 3, 4, 1, 5]),
        (SortOrder.TITLE, True, [5, 4, 1, 3, 2]),
        (SortOrder.COMMENTS, True, [3, 2, 5, 4, 1]),
        (SortOrder.COMMENTS, False, [4, 1, 5, 3, 2]),
        (SortOrder.IMPORTED, True, [4, 5, 1, 3, 2]),
        (SortOrder.IMPORTED, False, [2, 3, 1, 5, 4]),
    ],
)
def test_articles_are_sorted(
    sorted_library: Library, sort: SortOrder, descending: bool, expected: list[int]
) -> None:
    assert sorted_library.article_ids(Query(sort=sort, descending=descending)) == expected


def test_the_scope_narrows_the_list(sorted_library: Library) -> None:
    sorted_library.mark_articles([1, 2, 3, 5], read=True)
    sorted_library.mark_articles([2], read=True, comments_too=True)
    sorted_library.mark_articles([1, 5], starred=True)
    unread = Query(scope=ArticleScope.UNREAD, sort=SortOrder.TITLE, descending=False)
    assert sorted_library.article_ids(unread) == [3, 4, 5]
    assert sorted_library.article_ids(Query(scope=ArticleScope.STARRED)) == [1, 5]
    both = Query(scope=ArticleScope.STARRED, text="gam")
    assert sorted_library.article_ids(both) == [5]


def test_a_list_can_be_narrowed_to_some_articles(sorted_library: Library) -> None:
    some = frozenset((1, 3, 99))
    by_title = Query(among=some, sort=SortOrder.TITLE, descending=False)
    assert sorted_library.article_ids(by_title) == [3, 1]
    sorted_library.mark_articles([3], starred=True)
    assert sorted_library.article_ids(Query(among=some, scope=ArticleScope.STARRED)) == [3]
    assert sorted_library.article_ids(Query(among=frozenset())) == []


def test_counts_follow_the_marks(sorted_library: Library) -> None:
    assert sorted_library.counts() == LibraryCounts(5, 5, 0, 5)
    sorted_library.mark_articles([1, 2], read=True, starred=True)
    assert sorted_library.counts() == LibraryCounts(5, 4, 2, 5)


def test_an_empty_library_counts_nothing(library: Library) -> None:
    assert library.counts() == LibraryCounts()
    assert library.article_ids(Query()) == []
    assert list(library.export()) == []


def test_summaries_come_in_the_order_asked_for(sorted_library: Library) -> None:
    assert [s.id for s in sorted_library.summaries([3, 99, 1, 5])] == [3, 1, 5]
    assert sorted_library.summaries([]) == []


def test_a_summary_tells_what_a_row_shows(library: Library, add: Add) -> None:
    published = dt.datetime(2020, 1, 9, 14, 20)
    outcome = add(
        Document(
            title="T",
            kind=ArticleKind.DISCUSSION,
            published=published,
            masked_share=0.614,
            origin=imported(1),
            comments=(ParsedComment(id=1), ParsedComment(id=2, body_text="b")),
        )
    )
    library.mark_articles([outcome.id], read=True, starred=True)
    library.mark_comments(outcome.id, [2], read=True)
    assert library.summaries([outcome.id]) == [
        ArticleSummary(
            id=outcome.id,
            title="T",
            kind=ArticleKind.DISCUSSION,
            published=published,
            imported=imported(1).imported,
            comment_count=2,
            unread_comments=1,
            read=True,
            starred=True,
            warning="preview only, 61% masked",
        )
    ]


def test_more_summaries_than_sqlite_has_parameters(library: Library, add: Add) -> None:
    add(Document(title="A"))
    assert [s.id for s in library.summaries(range(-1, 300_000))] == [1]


def test_comments_come_by_id_and_as_a_thread(
    library: Library, add: Add, discussed: Document
) -> None:
    turned = dataclasses.replace(discussed, comments=discussed.comments[::-1])
    outcome = add(turned)
    comments = library.comments(outcome.id)
    assert [comment.id for comment in comments] == [1, 2, 3]
    assert library.thread(outcome.id) == build_thread(comments)
    assert [entry.depth for entry in library.thread(outcome.id).entries] == [0, 1, 0]


def test_an_article_without_comments_has_an_empty_thread(library: Library, add: Add) -> None:
    outcome = add(Document(title="A"))
    assert library.comments(outcome.id) == []
    assert library.thread(outcome.id).entries == ()


@pytest.mark.parametrize("article_id", [0, 7, -1, 1 << 80])
def test_what_is_not_there_is_not_found(library: Library, article_id: int) -> None:
    for ask in (library.article, library.comments, library.thread, library.source_bytes):
        with pytest.raises(
            NotFoundError, match=f"library.sqlite: there is no article {article_id}"
        ):
            ask(article_id)
    with pytest.raises(NotFoundError):
        library.position(article_id)
    with pytest.raises(NotFoundError):
        library.set_position(article_id, "x")


def test_positions_are_kept_as_told(library: Library, add: Add, discussed: Document) -> None:
    outcome = add(discussed)
    assert library.position(outcome.id) is None
    library.set_position(outcome.id, "comment:2")
    library.set_position(outcome.id, "comment:3")
    assert library.position(outcome.id) == "comment:3"


def test_export_yields_chosen_articles_by_id(
    sorted_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipvm_desktop.library.library._EXPORT_CHUNK", 2)
    exported = list(sorted_library.export([5, 1, 77, 2]))
    assert [article.id for article, _ in exported] == [1, 2, 5]
    assert exported[1] == (sorted_library.article(2), sorted_library.comments(2))
    assert [article.id for article, _ in sorted_library.export()] == [1, 2, 3, 4, 5]


def test_export_skips_what_is_removed_meanwhile(
    sorted_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipvm_desktop.library.library._EXPORT_CHUNK", 2)
    exported = sorted_library.export()
    assert next(exported)[0].id == 1
    sorted_library.remove([2, 3])
    assert [article.id for article, _ in exported] == [2, 4, 5]


def test_removal_takes_everything_but_marks(sorted_library: Library) -> None:
    changes = sorted_library.remove([2, 99, 5])
    assert changes.removed == (2, 5)
    assert not sorted_library.remove([2])
    assert sorted_library.counts() == LibraryCounts(3, 3, 0, 2)
    assert sorted_library.article_ids(Query(text="gamma")) == []
    assert sorted_library.check() == []
