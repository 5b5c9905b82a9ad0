from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.article import Access, ArticleContent, SourceRecord
from ipvm_desktop.domain.comment import Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import Document, Marks, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import ArticleKind, Query
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.errors import CorruptFileError, LibraryError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]

ISSUE = ImportIssue("comment-count", "2 of 3 comments were found", 12)
EVERYTHING = Document(
    title="Ünlike any other",
    byline=("Zoë Ray", "Bo", "Zoë Ray"),
    kind=ArticleKind.DISCUSSION,
    published=dt.datetime(2020, 1, 9, 14, 20, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
    published_text="Published Jan 09, 2020 14:20 PM",
    url="https://ipvm.com/a",
    site="ipvm.com",
    access=Access.SPECIAL_LINK,
    language="en",
    body_html="<p>One</p>",
    body_text="One\n\nTwo",
    headings=("H 1", "H 2"),
    images=5,
    images_missing=4,
    declared_comments=3,
    masked_share=0.25,
    issues=(ISSUE, ImportIssue("later-code", "Something new")),
    comments=(
        ParsedComment(
            id=4,
            parent=9,
            reply=Reply(ReplyKind.INFERRED, 0.58, "named in the text"),
            suggestions=(Suggestion(3, 0.4, "why"), Suggestion(2, 0.1)),
            author="Undisclosed Integrator #1",
            role="Integrator",
            pseudonym=1,
            affiliation="Gen IV",
            badges=("IPVMU Certified", "Höher"),
            staff=True,
            article_author=True,
            posted=dt.date(2020, 1, 10),
            posted_text="Jan 10, 2020",
            votes=(1, 2),
            deleted=True,
            quotes=(Quote("cited", 2), Quote("elsewhere")),
            body_html="<p>c</p>",
            body_text="c",
        ),
        ParsedComment(id=2),
    ),
)


OWN = {field.name for field in dataclasses.fields(Document)} - {
    field.name for field in dataclasses.fields(ArticleContent)
} | {"marks"}
"""What a document and its comments say beyond the content of what is stored."""


def content_of(stored: object, example: object) -> dict[str, object]:
    """Return those fields of a stored thing that its parsed example has as well."""
    names = {field.name for field in dataclasses.fields(example)}  # type: ignore[arg-type]
    return {name: getattr(stored, name) for name in names - OWN}


def test_every_field_comes_back_as_it_went_in(library: Library, add: Add) -> None:
    outcome = add(EVERYTHING)
    article = library.article(outcome.id)
    assert content_of(article, EVERYTHING) == content_of(EVERYTHING, EVERYTHING)
    second, first = EVERYTHING.comments  # stored in the order of their ids
    for stored, parsed in zip(library.comments(outcome.id), (first, second), strict=True):
        assert content_of(stored, parsed) == content_of(parsed, parsed)
    assert library.check() == []


def test_adding_tells_what_became_of_an_article(add: Add) -> None:
    assert add(EVERYTHING) == ArticleOutcome(
        id=1,
        key="url:https://ipvm.com/a",
        title="Ünlike any other",
        status=ImportStatus.ADDED,
        comments=2,
        new_comments=2,
        declared_comments=3,
        issues=EVERYTHING.issues,
    )


def test_the_source_is_the_imported_file(library: Library, discussed: Document) -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    source = SourceFile("a.txt", "plain-text", b"\x00\xff bytes")
    (outcome,) = library.add(source, [discussed])
    record = library.article(outcome.id).source
    assert (record.name, record.importer, record.sha256) == ("a.txt", "plain-text", source.sha256)
    assert before <= record.imported <= dt.datetime.now(dt.UTC)
    assert record.imported.microsecond == 0
    assert library.source_bytes(outcome.id) == source.content


def test_the_same_content_in_other_bytes_is_unchanged(library: Library, add: Add) -> None:
    first, second = add(EVERYTHING), add(EVERYTHING)
    expected = dataclasses.replace(first, status=ImportStatus.UNCHANGED, new_comments=0)
    assert second == dataclasses.replace(expected, sign=Sign.of_key(first.key))
    assert library.article(first.id).source.name == "0.txt"
    assert library.source_bytes(first.id) == b"file 1"


def test_the_bytes_of_every_copy_are_known_afterwards(
    library: Library, discussed: Document
) -> None:
    first, second = SourceFile("a", "t", b"one"), SourceFile("b", "t", b"two")
    assert library.known_file(first.sha256) is None
    (added,) = library.add(first, [discussed])
    library.add(second, [discussed])
    unchanged = dataclasses.replace(added, status=ImportStatus.UNCHANGED, new_comments=0)
    for source in (first, second):
        assert library.known_file(source.sha256) == (unchanged,)


def test_a_known_file_tells_issues_and_all_its_articles(library: Library) -> None:
    source = SourceFile("a", "t", b"one")
    other = Document(title="Other", body_text="x")
    added = library.add(source, [EVERYTHING, other, other])
    assert [outcome.status for outcome in added] == ["added", "added", "unchanged"]
    known = library.known_file(source.sha256)
    assert known is not None
    assert [(outcome.id, outcome.issues) for outcome in known] == [
        (1, EVERYTHING.issues),
        (2, ()),
    ]


@pytest.mark.parametrize("removed", [1, 2])
def test_a_file_that_lost_an_article_is_unknown_again(library: Library, removed: int) -> None:
    source = SourceFile("a", "t", b"one")
    documents = [Document(title="A", body_text="a"), Document(title="B", body_text="b")]
    library.add(source, documents)
    library.remove([removed])
    assert library.known_file(source.sha256) is None
    statuses = {outcome.title: outcome.status for outcome in library.add(source, documents)}
    assert sorted(statuses.values()) == ["added", "unchanged"]
    assert library.known_file(source.sha256) is not None
    assert library.check() == []


def test_a_file_without_articles_is_never_known(library: Library) -> None:
    source = SourceFile("empty", "t", b"nothing")
    assert library.add(source, []) == ()
    assert library.known_file(source.sha256) is None
    (outcome,) = library.add(source, [Document(title="A", body_text="a")])
    assert library.add(source, []) == ()
    assert library.known_file(source.sha256) is not None
    assert library.source_bytes(outcome.id) == b"nothing"


def fuller(document: Document) -> Document:
    """Return a fuller copy: a comment inserted at the front, one at the end."""
    first, second, third = document.comments
    return dataclasses.replace(
        document,
        comments=(
            ParsedComment(id=1, author="Eve", body_text="First!"),
            dataclasses.replace(first, id=2),
            dataclasses.replace(second, id=3, parent=2),
            dataclasses.replace(third, id=4),
            ParsedComment(id=5, author="Bo", body_text="Late"),
        ),
    )


def test_a_file_that_changed_updates_in_place_and_keeps_marks(
    library: Library, add: Add, discussed: Document
) -> None:
    first = add(discussed, name="a.txt")
    library.mark_articles([first.id], read=True, starred=True, comments_too=True)
    library.mark_comments(first.id, [2], starred=True)
    library.set_position(first.id, "here")
    second = add(fuller(discussed), name="a.txt")
    assert second.id == first.id
    assert (second.status, second.comments, second.new_comments) == ("updated", 5, 2)
    (summary,) = library.summaries([first.id])
    assert (summary.read, summary.starred, summary.unread_comments) == (True, True, 2)
    marks = [(comment.read, comment.starred) for comment in library.comments(first.id)]
    assert marks == [
        (False, False),
        (True, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    assert library.position(first.id) == "here"
    assert library.check() == []


def test_an_updated_article_is_found_by_its_new_words_only(
    library: Library, add: Add, discussed: Document
) -> None:
    add(discussed)
    replies = (*discussed.comments[:2], ParsedComment(id=3, body_text="Gratitude"))
    add(dataclasses.replace(discussed, byline=("Di",), comments=replies))
    found = [bool(library.article_ids(Query(text=text))) for text in ("thanks", "gratitude")]
    assert found == [False, True]
    assert [library.article_ids(Query(text=text)) for text in ("ray", "di")] == [[], [1]]


@pytest.mark.parametrize(
    "change",
    [
        {"issues": (ISSUE,)},
        {"byline": ("Ann Ray", "Bo")},
        {"body_text": "Lenses, mounts", "key": "title:fixed"},
        {"declared_comments": 9},
    ],
)
def test_any_difference_makes_an_update(
    library: Library, add: Add, discussed: Document, change: dict[str, object]
) -> None:
    before = dataclasses.replace(discussed, key="title:fixed")
    after = dataclasses.replace(before, **change)  # type: ignore[arg-type]
    add(before)
    outcome = add(after)
    assert (outcome.status, outcome.new_comments) == ("updated", 0)
    article = library.article(outcome.id)
    assert content_of(article, after) == content_of(after, after)
    assert article.source.name == "2.txt"


@pytest.mark.parametrize(
    ("masked", "comments", "kept"),
    [(0.309, 3, False), (0.312, 3, True), (0.3, 2, True), (0.0, 2, True), (0.9, 4, True)],
)
def test_a_poorer_copy_never_replaces_a_fuller_one(
    library: Library, add: Add, discussed: Document, masked: float, comments: int, kept: bool
) -> None:
    base = dataclasses.replace(discussed, key="k", masked_share=0.3)
    extra = ParsedComment(id=4, body_text="More")
    poor = dataclasses.replace(
        base, title="Poor", masked_share=masked, comments=(*base.comments, extra)[:comments]
    )
    first = add(base)
    second = add(poor)
    assert second.kept_fuller is kept
    assert second.status == ("unchanged" if kept else "updated")
    assert second.comments == (3 if kept else comments)
    assert second.title == library.article(first.id).title == ("Camera Guide" if kept else "Poor")
    assert library.source_bytes(first.id) == (b"file 1" if kept else b"file 3")


def test_marks_outlive_removal(library: Library, add: Add, discussed: Document) -> None:
    marked = Marks(read=True, starred=True, tags=("t",), notes=("n",))
    first = add(dataclasses.replace(discussed, marks=marked))
    library.mark_comments(first.id, [1], read=True)
    library.remove([first.id])
    second = add(discussed)
    assert second.id != first.id
    article = library.article(second.id)
    assert (article.read, article.starred, article.unread_comments) == (True, True, 2)
    assert (article.tags, article.notes) == (("t",), ("n",))


def marked_copy(document: Document) -> Document:
    marks = Marks(read=True, tags=("one", "two"), notes=("A note",))
    first, second, third = document.comments
    return dataclasses.replace(
        document,
        marks=marks,
        comments=(
            dataclasses.replace(first, marks=Marks(starred=True, tags=("c",))),
            dataclasses.replace(second, marks=Marks()),
            third,
        ),
    )


def test_marks_that_come_with_a_document_are_taken_over(
    library: Library, add: Add, discussed: Document
) -> None:
    outcome = add(marked_copy(discussed))
    article = library.article(outcome.id)
    assert (article.read, article.starred) == (True, False)
    assert (article.tags, article.notes) == (("one", "two"), ("A note",))
    comments = library.comments(outcome.id)
    assert [(c.read, c.starred, c.tags) for c in comments] == [
        (False, True, ("c",)),
        (False, False, ()),
        (False, False, ()),
    ]
    assert library.check() == []


def test_comments_may_bring_marks_where_their_article_has_none(
    library: Library, add: Add, discussed: Document
) -> None:
    outcome = add(dataclasses.replace(marked_copy(discussed), marks=None))
    assert not library.article(outcome.id).read
    assert library.comments(outcome.id)[0].starred


def test_marks_never_overwrite_those_of_the_reader(
    library: Library, add: Add, discussed: Document
) -> None:
    outcome = add(discussed)
    library.mark_articles([outcome.id], read=True)
    library.mark_articles([outcome.id], read=False)
    library.mark_comments(outcome.id, [1], read=True)
    second = add(marked_copy(discussed))
    assert second.status is ImportStatus.UPDATED  # the tags and notes are new
    article = library.article(outcome.id)
    assert (article.read, article.tags) == (False, ("one", "two"))
    first = library.comments(outcome.id)[0]
    assert (first.read, first.starred, first.tags) == (True, False, ("c",))
    again = dataclasses.replace(discussed, marks=Marks(starred=True, tags=("other",)))
    assert add(again).status is ImportStatus.UNCHANGED
    assert library.article(outcome.id).tags == ("one", "two")


def test_an_origin_becomes_the_source(library: Library, add: Add, discussed: Document) -> None:
    origin = SourceRecord("x.txt", "ipvm-text", "ab" * 32, dt.datetime(2021, 2, 3, tzinfo=dt.UTC))
    outcome = add(dataclasses.replace(discussed, origin=origin))
    assert library.article(outcome.id).source == origin


def test_a_wanted_id_is_used_when_it_is_free(library: Library, add: Add) -> None:
    ids = [
        add(Document(title=f"{number}", body_text="x", wanted_id=wanted)).id
        for number, wanted in enumerate((7, 7, 0, -3, 1 << 60, 3))
    ]
    assert ids == [7, 8, 9, 10, 11, 3]


def test_an_id_is_not_given_twice(library: Library, add: Add) -> None:
    first = add(Document(title="A", body_text="a"))
    library.remove([first.id])
    assert add(Document(title="B", body_text="b")).id == first.id + 1


def test_what_the_documents_raise_undoes_the_whole_file(
    library: Library, discussed: Document
) -> None:
    def documents() -> Iterator[Document]:
        yield discussed
        raise CorruptFileError("a.txt", "it ends in the middle")

    source = SourceFile("a.txt", "t", b"bytes")
    with pytest.raises(CorruptFileError, match=r"a\.txt: it ends in the middle\."):
        library.add(source, documents())
    assert library.counts().articles == 0
    assert library.known_file(source.sha256) is None
    assert library.check() == []
    assert len(library.add(source, [discussed])) == 1


def test_numbers_beyond_the_format_are_refused_whole(library: Library, add: Add) -> None:
    with pytest.raises(LibraryError, match="cannot hold a number this large"):
        add(Document(title="A", comments=(ParsedComment(id=1 << 70),)))
    assert library.counts().articles == 0


def test_too_many_comments_are_refused_whole(
    library: Library, add: Add, discussed: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipvm_desktop.library._comments.MAX_COMMENTS", 2)
    with pytest.raises(LibraryError, match="3 comments below one article"):
        add(discussed)
    assert library.counts().articles == 0


def test_comments_with_one_id_are_all_kept(library: Library, add: Add) -> None:
    twins = (ParsedComment(id=1, body_text="a"), ParsedComment(id=1, body_text="b"))
    outcome = add(Document(title="A", comments=twins))
    assert [comment.body_text for comment in library.comments(outcome.id)] == ["a", "b"]
    library.mark_comments(outcome.id, [1], read=True)
    assert library.summaries([outcome.id])[0].unread_comments == 0


def test_surrogates_and_zero_characters_are_stored(library: Library, add: Add) -> None:
    odd = "a\udc80b \ud83d\ude00 \0 é"
    document = Document(
        title=odd,
        byline=(odd,),
        key=odd,
        body_text=odd,
        headings=(odd.replace("\0", ""),),
        marks=Marks(tags=(odd,)),
        issues=(ImportIssue(odd, odd),),
        comments=(ParsedComment(id=1, author=odd, badges=(odd[:2],), body_text=odd),),
    )
    (outcome,) = library.add(SourceFile(odd, odd, b"x"), [document])
    clean = "a\ufffdb 😀 \ufffd é"
    article = library.article(outcome.id)
    assert {article.title, article.key, article.body_text, article.source.name} == {clean}
    assert (article.byline, article.tags) == ((clean,), (clean,))
    assert article.headings == ("a\ufffdb 😀  é",)
    comment = library.comments(outcome.id)[0]
    assert (comment.author, comment.badges) == (clean, (clean[:2],))
    library.set_position(outcome.id, odd)
    assert library.position(outcome.id) == clean
    assert add(document).status is ImportStatus.UNCHANGED
    assert library.article_ids(Query(text="b")) == [outcome.id]
    assert library.check() == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("adding") / "l.sqlite") as library:
        yield library
        assert library.check() == []


@settings(max_examples=40, deadline=None)
@given(
    copies=st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([0.0, 0.5])),
        min_size=1,
        max_size=5,
    )
)
def test_a_copy_is_never_replaced_by_a_poorer_one_in_any_order(
    copies: list[tuple[int, float]], shared: Library
) -> None:
    key = f"article {shared.counts().articles}"
    best: tuple[int, float] | None = None
    for count, masked in copies:
        comments = tuple(
            ParsedComment(id=place, body_text=f"word {place}") for place in range(1, count + 1)
        )
        document = Document(title="A", key=key, masked_share=masked, comments=comments)
        (outcome,) = shared.add(SourceFile("a", "t", repr((key, document)).encode()), [document])
        if best is None or (count >= best[0] and masked <= best[1]):
            best = (count, masked)
        assert shared.article(outcome.id).masked_share == best[1]
        stored = [comment.body_text for comment in shared.comments(outcome.id)]
        assert stored == [f"word {place}" for place in range(1, best[0] + 1)]


def test_export_and_import_into_an_empty_library_is_the_same(
    library: Library, add: Add, discussed: Document, tmp_path: Path
) -> None:
    add(marked_copy(discussed))
    add(EVERYTHING)
    add(Document(title="C", body_text="c"))
    library.remove([2])
    add(dataclasses.replace(EVERYTHING, marks=Marks(starred=True)))
    exported = list(library.export())
    documents = [
        Document(
            **{
                field.name: getattr(article, field.name)
                for field in dataclasses.fields(ArticleContent)
            },
            key=article.key,
            marks=Marks(article.read, article.starred, article.tags, article.notes),
            origin=article.source,
            wanted_id=article.id,
            comments=tuple(
                ParsedComment(
                    **{
                        field.name: getattr(comment, field.name)
                        for field in dataclasses.fields(ParsedComment)
                        if field.name != "marks"
                    },
                    marks=Marks(comment.read, comment.starred, comment.tags, comment.notes),
                )
                for comment in comments
            ),
        )
        for article, comments in exported
    ]
    with Library.open(tmp_path / "other.sqlite") as other:
        other.add(SourceFile("export.json", "interchange", b"{}"), documents)
        assert list(other.export()) == exported
        assert other.check() == []
