"""Inferring the replies of articles that are in the library already."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import Placement, Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import CommentOrder, Document, ParsedComment
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.errors import LibraryError, NotFoundError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]

INFERRED = Reply(ReplyKind.INFERRED, 0.9, "names its author")
EXPLICIT = Reply(ReplyKind.EXPLICIT, 1.0, "nested")
FLAT = Document(
    title="Locks",
    byline=("Ann Ray",),
    body_text="Which last",
    key="locks",
    comment_order=CommentOrder.PAGE,
    comments=(
        ParsedComment(id=1, author="Bo", body_text="Brass?", posted_text="once"),
        ParsedComment(id=2, author="Cy", body_text="Brass? No."),
        ParsedComment(id=3, author="Di", body_text="Steel", parent=1, reply=EXPLICIT),
    ),
)


def inferred(document: Document, model: int) -> Document:
    """Return a document as if a model had found the second comment to answer the first."""
    first, second, *others = document.comments
    second = dataclasses.replace(
        second,
        parent=1,
        reply=INFERRED,
        suggestions=(Suggestion(3, 0.2, "near"),),
        quotes=(Quote("Brass?", 1),),
    )
    return dataclasses.replace(document, comments=(first, second, *others), reply_model=model)


def unstored(document: Document) -> Document:
    """Return a document without what a library knows better."""
    return dataclasses.replace(document, origin=None)


def test_threads_of_an_older_model_are_outdated(library: Library, add: Add) -> None:
    add(FLAT)
    add(dataclasses.replace(inferred(FLAT, 2), key="second"))
    add(dataclasses.replace(FLAT, key="told", replies_told=True))
    # A newer model would put its own quotes in the place of the told ones.
    add(dataclasses.replace(FLAT, key="quoted", quotes_told=True))
    add(Document(title="Silent"))
    assert library.outdated_threads(1) == [1]
    assert library.outdated_threads(2) == [1]
    assert library.outdated_threads(3) == [1, 2]
    assert library.outdated_threads(0) == []


def test_outdated_threads_are_found_by_their_index(library: Library) -> None:
    connection = sqlite3.connect(library.path)
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM article WHERE reply_model < 3 AND comment_count > 0"
    ).fetchall()
    connection.close()
    assert "article_by_reply_model" in plan[0][3]


def test_a_flat_document_is_what_the_source_told(library: Library, add: Add) -> None:
    add(inferred(FLAT, 2))
    flat = library.flat_document(1)
    assert unstored(flat) == dataclasses.replace(FLAT, reply_model=2)
    assert flat.origin == library.article(1).source


def test_the_readers_word_is_not_in_a_flat_document(library: Library, add: Add) -> None:
    add(FLAT)
    before = library.flat_document(1)
    library.place_comment(1, 3, None)
    library.place_comment(1, 2, 1)
    assert library.flat_document(1) == before


@pytest.mark.parametrize("kind", [ReplyKind.INFERRED, ReplyKind.QUOTE])
def test_guesses_are_taken_out_and_told_replies_stay(
    library: Library, add: Add, kind: ReplyKind
) -> None:
    first, second, third = FLAT.comments
    guessed = dataclasses.replace(second, parent=1, reply=Reply(kind, 0.8))
    told = dataclasses.replace(third, parent=2, reply=None)
    add(dataclasses.replace(FLAT, comments=(first, guessed, told), replies_told=True))
    flat = library.flat_document(1)
    assert flat.comments == (first, second, told)
    assert (flat.replies_told, flat.quotes_told, flat.reply_model) == (False, False, 0)


def test_a_flat_document_may_have_no_order(library: Library, add: Add) -> None:
    add(dataclasses.replace(FLAT, comment_order=None))
    assert library.flat_document(1).comment_order is None


def test_an_unknown_order_is_damage(library: Library, add: Add) -> None:
    add(FLAT)
    connection = sqlite3.connect(library.path)
    connection.execute("UPDATE article SET comment_order = 'odd'")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match="the library is damaged"):
        library.flat_document(1)


def test_inferred_replies_are_stored(library: Library, add: Add) -> None:
    add(FLAT)
    library.mark_comments(1, [2], read=True)
    document = inferred(library.flat_document(1), 4)
    assert library.set_replies(1, document) == Changes(updated=(1,))
    second = library.comments(1)[1]
    assert (second.parent, second.reply, second.read) == (1, INFERRED, True)
    assert second.suggestions == (Suggestion(3, 0.2, "near"),)
    assert second.quotes == (Quote("Brass?", 1),)
    assert library.outdated_threads(4) == []
    assert library.article_ids(Query(text="brass")) == [1]
    assert library.check() == []
    assert library.set_replies(1, document) == Changes()


def test_what_is_no_longer_inferred_goes(library: Library, add: Add) -> None:
    add(inferred(FLAT, 1))
    flat = dataclasses.replace(library.flat_document(1), reply_model=2)
    assert library.set_replies(1, flat) == Changes(updated=(1,))
    second = library.comments(1)[1]
    assert (second.parent, second.reply, second.suggestions, second.quotes) == (None, None, (), ())
    assert library.outdated_threads(2) == []


def test_a_model_that_finds_the_same_is_noted(library: Library, add: Add) -> None:
    add(inferred(FLAT, 1))
    assert library.set_replies(1, inferred(library.flat_document(1), 2)) == Changes()
    assert library.outdated_threads(2) == []


def test_the_readers_word_stays_above_a_new_model(library: Library, add: Add) -> None:
    add(FLAT)
    library.place_comment(1, 2, 3)
    assert library.set_replies(1, inferred(library.flat_document(1), 1))
    second = library.comments(1)[1]
    assert (second.parent, second.reply) == (3, Reply(ReplyKind.USER))
    assert second.original == Placement(1, INFERRED)


def test_comments_that_changed_meanwhile_are_left_alone(library: Library, add: Add) -> None:
    add(FLAT)
    document = inferred(library.flat_document(1), 1)
    more = (*FLAT.comments, ParsedComment(id=4, author="Ed", body_text="Late"))
    assert add(dataclasses.replace(FLAT, comments=more)).status is ImportStatus.UPDATED
    assert library.set_replies(1, document) == Changes()
    assert [comment.parent for comment in library.comments(1)] == [None, None, 1, None]
    assert library.outdated_threads(1) == [1]


def test_replies_that_a_source_tells_meanwhile_are_left_alone(library: Library, add: Add) -> None:
    add(FLAT)
    document = inferred(library.flat_document(1), 1)
    add(dataclasses.replace(FLAT, byline=("Ann Ray", "Flo"), replies_told=True))
    assert library.set_replies(1, document) == Changes()
    assert library.comments(1)[1].parent is None


def test_odd_letters_are_no_change(library: Library, add: Add) -> None:
    odd = dataclasses.replace(FLAT.comments[1], body_text="Bra\ud800ss? \0No.")
    add(dataclasses.replace(FLAT, comments=(FLAT.comments[0], odd)))
    assert library.set_replies(1, inferred(library.flat_document(1), 1)) == Changes(updated=(1,))


def test_articles_that_are_gone_are_told(library: Library, add: Add) -> None:
    add(FLAT)
    document = library.flat_document(1)
    library.remove([1])
    for call in (lambda: library.flat_document(1), lambda: library.set_replies(1, document)):
        with pytest.raises(NotFoundError, match=r"there is no article 1\."):
            call()
