"""The reader's corrections of threads: what they change, refuse and outlive."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Placement, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.errors import LibraryError, NotFoundError, ReplyError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]

BY_READER = Reply(ReplyKind.USER)
INFERRED = Reply(ReplyKind.INFERRED, 0.9, "opens with a sentence of the comment by Bo")
HINTS = (Suggestion(2, 0.6, "a question just above"), Suggestion(1, 0.3, "shared words"))
DOORS = Document(
    title="Doors",
    body_text="Which hinges last",
    comments=(
        ParsedComment(id=1, author="Bo", body_text="Brass ones?"),
        ParsedComment(id=2, author="Cy", parent=1, reply=INFERRED, body_text="Brass ones? No."),
        ParsedComment(
            id=3, author="Di", parent=2, reply=Reply(ReplyKind.EXPLICIT), body_text="Steel then"
        ),
        ParsedComment(id=4, author="Ed", suggestions=HINTS, body_text="Thanks"),
    ),
)


@pytest.fixture
def doors(library: Library, add: Add) -> Library:
    add(DOORS, name="doors.txt")
    return library


def parents(library: Library, article_id: int = 1) -> dict[int, int | None]:
    return {comment.id: comment.parent for comment in library.comments(article_id)}


def with_comments(*comments: ParsedComment) -> Document:
    return dataclasses.replace(DOORS, comments=comments)


def test_a_comment_hangs_where_the_reader_puts_it(doors: Library) -> None:
    assert doors.place_comment(1, 4, 2) == Changes(updated=(1,))
    placed = doors.comments(1)[3]
    assert (placed.parent, placed.reply, placed.original) == (2, BY_READER, Placement())
    assert doors.place_comment(1, 4, 2) == Changes()
    assert doors.place_comment(1, 4, 1) == Changes(updated=(1,))
    assert parents(doors) == {1: None, 2: 1, 3: 2, 4: 1}


def test_what_hung_there_before_is_kept(doors: Library) -> None:
    doors.place_comment(1, 2, None)
    doors.place_comment(1, 3, 1)
    _, second, third, _ = doors.comments(1)
    assert (second.parent, second.reply) == (None, BY_READER)
    assert second.original == Placement(1, INFERRED)
    assert (third.parent, third.reply) == (1, BY_READER)
    assert third.original == Placement(2, Reply(ReplyKind.EXPLICIT))


def test_the_reader_may_say_what_the_source_says(doors: Library) -> None:
    assert doors.place_comment(1, 2, 1)
    assert doors.comments(1)[1].reply == BY_READER
    assert doors.comments(1)[1].original == Placement(1, INFERRED)


def test_a_correction_can_be_taken_back(doors: Library) -> None:
    before = doors.comments(1)
    doors.place_comment(1, 2, None)
    assert doors.restore_comment(1, 2) == Changes(updated=(1,))
    assert doors.restore_comment(1, 2) == Changes()
    assert doors.comments(1) == before


def test_threads_and_exports_show_corrections(doors: Library) -> None:
    doors.place_comment(1, 3, 4)
    drawn = [(entry.id, entry.depth) for entry in doors.thread(1).entries]
    assert drawn == [(1, 0), (2, 1), (4, 0), (3, 1)]
    ((_, exported),) = doors.export()
    assert exported == doors.comments(1)


def test_articles_are_corrected_apart(doors: Library, add: Add) -> None:
    add(dataclasses.replace(DOORS, title="Doors again"))
    doors.place_comment(2, 2, None)
    assert parents(doors, 1) == {1: None, 2: 1, 3: 2, 4: None}
    (_, first), (_, second) = doors.export()
    assert (first[1].parent, second[1].parent) == (1, None)


def test_corrections_take_no_query_for_each_comment_or_article(library: Library, add: Add) -> None:
    for number in range(1, 6):
        add(dataclasses.replace(DOORS, title=f"Doors {number}"))
    statements: list[str] = []
    with library._engine.connect() as connection:  # the only one there is in the pool
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(statements.append)
    assert len(list(library.export([1]))) == 1
    before = len(statements)
    for article_id in range(1, 6):
        for number in (2, 3, 4):
            library.place_comment(article_id, number, None)
        library.refuse_suggestion(article_id, 4, 1)
    statements.clear()
    exported = list(library.export())
    assert [comment.parent for _, comments in exported for comment in comments] == [None] * 20
    assert len(statements) == before > 0


@pytest.mark.parametrize(
    ("comment", "parent", "reason"),
    [
        (2, 2, "a comment cannot answer itself"),
        (2, 9, "the article has no such comment"),
        (1, 2, "that one stands below it"),
        (1, 3, "that one stands below it"),
        (1, 1 << 70, "the article has no such comment"),
    ],
)
def test_an_impossible_parent_is_refused(
    doors: Library, comment: int, parent: int, reason: str
) -> None:
    with pytest.raises(ReplyError) as caught:
        doors.place_comment(1, comment, parent)
    assert str(caught.value) == f"Comment {comment} cannot answer comment {parent}: {reason}."
    assert (caught.value.comment, caught.value.parent) == (comment, parent)
    assert parents(doors) == {1: None, 2: 1, 3: 2, 4: None}


def test_what_stands_below_is_what_the_reader_sees(doors: Library) -> None:
    doors.place_comment(1, 2, None)
    assert doors.place_comment(1, 1, 3)
    with pytest.raises(ReplyError, match="that one stands below it"):
        doors.place_comment(1, 2, 1)
    doors.restore_comment(1, 2)
    # Where the source and the reader go in a circle, the reader's word holds.
    assert doors.thread(1).cut == (2,)


def test_a_placeholder_cannot_be_chosen(library: Library, add: Add) -> None:
    add(with_comments(ParsedComment(id=1, parent=9, body_text="?"), ParsedComment(id=2)))
    with pytest.raises(ReplyError, match="the article has no such comment"):
        library.place_comment(1, 2, 9)


def test_missing_articles_and_comments_are_told(doors: Library) -> None:
    calls: list[Callable[[int, int], Changes]] = [
        lambda article, comment: doors.place_comment(article, comment, None),
        doors.restore_comment,
        lambda article, comment: doors.refuse_suggestion(article, comment, 1),
    ]
    for call in calls:
        with pytest.raises(NotFoundError, match=r"there is no article 7\."):
            call(7, 1)
        with pytest.raises(NotFoundError, match=r"article 1 has no comment 9\."):
            call(1, 9)


def test_damage_is_told(doors: Library) -> None:
    connection = sqlite3.connect(doors.path)
    connection.execute("UPDATE comment SET reply_kind = 'odd' WHERE number = 2")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match="the library is damaged"):
        doors.place_comment(1, 4, 1)


def test_a_refused_suggestion_is_left_out(doors: Library) -> None:
    assert doors.refuse_suggestion(1, 4, 2) == Changes(updated=(1,))
    assert doors.refuse_suggestion(1, 4, 2) == Changes()
    hinted = doors.comments(1)[3]
    assert (hinted.suggestions, hinted.refused) == (HINTS[1:], HINTS[:1])
    assert doors.refuse_suggestion(1, 4, 2, refused=False) == Changes(updated=(1,))
    assert doors.refuse_suggestion(1, 4, 2, refused=False) == Changes()
    hinted = doors.comments(1)[3]
    assert (hinted.suggestions, hinted.refused) == (HINTS, ())


def test_several_suggestions_can_be_refused(doors: Library) -> None:
    doors.refuse_suggestion(1, 4, 2)
    doors.refuse_suggestion(1, 4, 1)
    hinted = doors.comments(1)[3]
    assert (hinted.suggestions, hinted.refused) == ((), HINTS)


def test_a_missing_comment_cannot_be_refused(doors: Library) -> None:
    with pytest.raises(ReplyError, match="the article has no such comment"):
        doors.refuse_suggestion(1, 4, 9)


# What corrections outlive


def corrected(library: Library) -> None:
    library.place_comment(1, 2, None)
    library.place_comment(1, 4, 3)
    library.refuse_suggestion(1, 4, 1)


def assert_corrected(library: Library, article_id: int = 1) -> None:
    comments = {comment.author: comment for comment in library.comments(article_id)}
    assert (comments["Cy"].parent, comments["Cy"].reply) == (None, BY_READER)
    assert (comments["Ed"].parent, comments["Ed"].reply) == (comments["Di"].id, BY_READER)
    assert library.check() == []


def test_the_same_content_again_leaves_corrections(doors: Library, add: Add) -> None:
    corrected(doors)
    before = doors.comments(1)
    assert add(DOORS).status is ImportStatus.UNCHANGED
    assert doors.comments(1) == before
    assert_corrected(doors)


def test_a_newer_copy_leaves_corrections(doors: Library, add: Add) -> None:
    corrected(doors)
    first, second, third, fourth = DOORS.comments
    newer = with_comments(
        dataclasses.replace(first, id=1),
        ParsedComment(id=2, author="Flo", body_text="Brass it is"),
        dataclasses.replace(second, id=3, parent=2),
        dataclasses.replace(third, id=4, parent=3),
        dataclasses.replace(fourth, id=5, parent=2, reply=INFERRED, suggestions=()),
    )
    assert add(newer, name="doors.txt").status is ImportStatus.UPDATED
    assert_corrected(doors)
    moved, hinted = doors.comments(1)[2], doors.comments(1)[4]
    assert (moved.original, hinted.original) == (Placement(2, INFERRED), Placement(2, INFERRED))


def test_an_article_that_comes_back_finds_its_corrections(doors: Library, add: Add) -> None:
    corrected(doors)
    doors.remove([1])
    assert_corrected(doors, add(DOORS).id)


def test_a_correction_whose_parent_is_gone_waits_for_it(doors: Library, add: Add) -> None:
    doors.place_comment(1, 4, 1)
    kept = (*DOORS.comments[1:], ParsedComment(id=5, author="Gus", body_text="New"))
    add(with_comments(*kept), name="doors.txt")
    waiting = {comment.author: comment for comment in doors.comments(1)}["Ed"]
    assert (waiting.parent, waiting.reply, waiting.original) == (None, None, None)
    add(with_comments(*DOORS.comments, kept[-1]), name="doors.txt")
    assert parents(doors)[4] == 1


def test_a_backup_holds_corrections(doors: Library, tmp_path: Path) -> None:
    corrected(doors)
    doors.backup(tmp_path / "copy.sqlite")
    with Library.open(tmp_path / "copy.sqlite", create=False) as copy:
        assert copy.comments(1) == doors.comments(1)
        assert_corrected(copy)


# Corrections that come with a document


MOVED = with_comments(
    DOORS.comments[0],
    dataclasses.replace(
        DOORS.comments[1], parent=None, reply=BY_READER, original=Placement(1, INFERRED)
    ),
    dataclasses.replace(DOORS.comments[2], parent=1, reply=BY_READER),
    dataclasses.replace(DOORS.comments[3], refused=(2, 9)),
)


def test_corrections_come_with_a_document(library: Library, add: Add) -> None:
    add(MOVED)
    _, second, third, fourth = library.comments(1)
    assert (second.parent, second.reply, second.original) == (
        None,
        BY_READER,
        Placement(1, INFERRED),
    )
    assert (third.parent, third.reply, third.original) == (1, BY_READER, Placement())
    assert (fourth.suggestions, fourth.refused) == (HINTS[1:], HINTS[:1])
    library.restore_comment(1, 2)
    assert library.comments(1)[1].parent == 1


def test_what_was_corrected_here_is_not_touched(library: Library, add: Add) -> None:
    add(DOORS)
    library.place_comment(1, 2, 4)
    assert add(MOVED).status is ImportStatus.UPDATED
    assert parents(library) == {1: None, 2: 4, 3: 1, 4: None}
    assert add(MOVED).status is ImportStatus.UNCHANGED


def test_a_poorer_copy_still_brings_corrections(library: Library, add: Add) -> None:
    add(DOORS)
    outcome = add(with_comments(*MOVED.comments[:2]))
    assert (outcome.status, outcome.kept_fuller) == (ImportStatus.UPDATED, True)
    assert parents(library) == {1: None, 2: None, 3: 2, 4: None}


@pytest.mark.parametrize("parent", [2, 9])
def test_a_placement_below_no_other_comment_is_kept_as_stated(
    library: Library, add: Add, parent: int
) -> None:
    add(with_comments(ParsedComment(id=1), ParsedComment(id=2, parent=parent, reply=BY_READER)))
    odd = library.comments(1)[1]
    assert (odd.parent, odd.reply, odd.original) == (parent, BY_READER, None)
    assert library.restore_comment(1, 2) == Changes()
    assert library.place_comment(1, 2, 1)
    assert library.comments(1)[1].original == Placement(parent, BY_READER)


def test_corrections_that_two_libraries_made_may_go_in_a_circle(library: Library, add: Add) -> None:
    flat = with_comments(*(ParsedComment(id=n, author=f"A{n}") for n in (1, 2)))
    add(flat)
    library.place_comment(1, 1, 2)
    first, second = flat.comments
    add(with_comments(first, dataclasses.replace(second, parent=1, reply=BY_READER)))
    thread = library.thread(1)
    assert thread.cut == (1,)
    assert [entry.id for entry in thread.entries] == [1, 2]
