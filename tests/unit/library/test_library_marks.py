from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]


@pytest.fixture
def two(library: Library, add: Add, discussed: Document) -> Library:
    """Hold one article with three comments and one without any."""
    add(discussed)
    add(Document(title="Quiet", body_text="Nobody answered"))
    return library


def marks(library: Library, article_id: int) -> list[tuple[bool, bool]]:
    return [(comment.read, comment.starred) for comment in library.comments(article_id)]


def test_marking_articles_leaves_their_comments(two: Library) -> None:
    assert two.mark_articles([2, 1], read=True) == Changes(updated=(1, 2))
    assert [(s.read, s.unread_comments) for s in two.summaries([1, 2])] == [(True, 3), (True, 0)]


def test_only_what_changed_is_told(two: Library) -> None:
    two.mark_articles([1], read=True)
    assert two.mark_articles([1, 2, 99], read=True) == Changes(updated=(2,))
    assert not two.mark_articles([1, 2], read=True)
    assert not two.mark_articles([1, 2])
    assert not two.mark_articles([1, 2], starred=False)


def test_one_mark_leaves_the_other(two: Library) -> None:
    two.mark_articles([1], starred=True)
    two.mark_articles([1], read=True)
    two.mark_articles([1], read=False)
    (summary,) = two.summaries([1])
    assert (summary.read, summary.starred) == (False, True)


def test_comments_can_be_marked_with_their_article(two: Library) -> None:
    assert two.mark_articles([1, 2], read=True, comments_too=True) == Changes(updated=(1, 2))
    assert marks(two, 1) == [(True, False)] * 3
    assert not two.mark_articles([1], read=True, comments_too=True)
    two.mark_comments(1, [2], starred=True)
    assert two.mark_articles([1], read=False, comments_too=True) == Changes(updated=(1,))
    assert marks(two, 1) == [(False, False), (False, True), (False, False)]


def test_starring_never_reaches_the_comments(two: Library) -> None:
    two.mark_articles([1], starred=True, comments_too=True)
    assert marks(two, 1) == [(False, False)] * 3


def test_an_article_with_an_unread_comment_still_changes(two: Library) -> None:
    two.mark_articles([1], read=True)
    two.mark_comments(1, [1, 2], read=True)
    assert two.mark_articles([1], read=True, comments_too=True) == Changes(updated=(1,))
    assert two.summaries([1])[0].unread_comments == 0


def test_marking_comments_updates_their_article(two: Library) -> None:
    assert two.mark_comments(1, [1, 3, 99], read=True) == Changes(updated=(1,))
    assert marks(two, 1) == [(True, False), (False, False), (True, False)]
    assert two.summaries([1])[0].unread_comments == 1
    assert two.mark_comments(1, [1], starred=True) == Changes(updated=(1,))
    assert two.mark_comments(1, [1], read=False) == Changes(updated=(1,))
    assert marks(two, 1)[0] == (False, True)


@pytest.mark.parametrize(
    ("article_id", "comment_ids", "read"),
    [(1, [1], True), (1, [9], False), (1, [], False), (9, [1], False), (1 << 70, [1], False)],
)
def test_marking_comments_in_vain_changes_nothing(
    two: Library, article_id: int, comment_ids: list[int], read: bool
) -> None:
    two.mark_comments(1, [1], read=True)
    assert two.mark_comments(article_id, comment_ids, read=read) == Changes()
    assert two.mark_comments(1, [2]) == Changes()


def test_an_article_keeps_its_marks_apart_from_another_of_equal_comments(
    library: Library, add: Add
) -> None:
    for title in "AB":
        add(Document(title=title, comments=(ParsedComment(id=1, body_text="same"),)))
    library.mark_comments(1, [1], read=True)
    assert (marks(library, 1), marks(library, 2)) == ([(True, False)], [(False, False)])


def test_counters_hold_after_any_sequence_of_marks(two: Library) -> None:
    chance = random.Random(5)
    for _ in range(60):
        read, starred = chance.choice([True, False, None]), chance.choice([True, False, None])
        if chance.random() < 0.4:
            chosen = chance.sample([1, 2], chance.randrange(3))
            two.mark_articles(
                chosen, read=read, starred=starred, comments_too=chance.random() < 0.3
            )
        else:
            two.mark_comments(1, chance.sample([1, 2, 3], 2), read=read, starred=starred)
        (summary,) = two.summaries([1])
        assert summary.unread_comments == sum(not is_read for is_read, _ in marks(two, 1))
        assert two.check() == []
