"""The same article from another file: recognised, asked about, kept, looked at, chosen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable

import pytest

from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import Document, Marks, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome, ImportStatus
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.domain.versions import Comparison, CopyRule, Trait, VersionState
from ipvm_desktop.errors import LibraryError, NotFoundError
from ipvm_desktop.library import Library

DAY = dt.date(2021, 3, 4)
MOBILE = "http://m.example.org/night-gates/?ref=x"
URL = "https://example.org/night-gates"
TEXT = " ".join(
    f"On night {number} the {thing} at gate {number * 3} recorded nothing but {number} moths."
    for number, thing in enumerate(["camera", "reader", "lamp", "bell", "panel"] * 4, start=1)
)
OTHER = TEXT.replace("recorded nothing but", "was broken for hours by").replace("moths", "boys")
EXPLICIT = Reply(ReplyKind.EXPLICIT)


def comments(count: int, *, nested: bool = False) -> tuple[ParsedComment, ...]:
    return tuple(
        ParsedComment(
            id=number,
            author=f"Person {number}",
            body_text=f"Words of comment {number}.",
            parent=number - 1 if nested and number > 1 else None,
            reply=EXPLICIT if nested and number > 1 else None,
        )
        for number in range(1, count + 1)
    )


WORDS = ("camera", "reader", "lamp", "bell", "panel", "cable", "relay", "mast")
PASTED = Document(title="Night Gates", published=DAY, body_text=TEXT, comments=comments(2))
PAGE = dataclasses.replace(PASTED, url=URL, comments=comments(4, nested=True))

Bring = Callable[..., ArticleOutcome]


@pytest.fixture
def bring(library: Library) -> Bring:
    """Return a function that adds a document by some importer, each as a file of its own."""
    count = 0

    def add(
        document: Document, importer: str = "page", rule: CopyRule | None = None
    ) -> ArticleOutcome:
        nonlocal count
        count += 1
        library.copies = rule or CopyRule.ASK
        source = SourceFile(f"{importer}-{count}", importer, f"file {count}".encode())
        return library.add(source, [document])[0]

    return add


# Recognising


@pytest.mark.parametrize(
    ("stored", "offered", "sign"),
    [
        (PAGE, dataclasses.replace(PAGE, url=MOBILE), Sign.ADDRESS),
        (PASTED, PAGE, Sign.TITLE_AND_DAY),
        (PAGE, PASTED, Sign.TITLE_AND_DAY),
        (PASTED, dataclasses.replace(PASTED, published=dt.date(2021, 3, 3)), Sign.TITLE_AND_DAY),
        (PASTED, dataclasses.replace(PASTED, title="night-gates.txt", published=None), Sign.TEXT),
    ],
)  # fmt: skip
def test_an_article_is_recognised(
    library: Library, bring: Bring, stored: Document, offered: Document, sign: Sign
) -> None:
    first = bring(stored)
    second = bring(offered)
    assert first.sign is None
    assert (second.id, second.key, second.sign) == (first.id, first.key, sign)
    assert library.counts().articles == 1
    assert library.check() == []


def test_an_article_is_recognised_by_its_comments(library: Library, bring: Bring) -> None:
    linked = tuple(
        dataclasses.replace(c, permalink=f"{URL}#comment-{c.id}") for c in comments(6, nested=True)
    )
    first = bring(Document(title="Thread 17", comments=linked))
    assert [c.permalink for c in library.comments(first.id)] == [c.permalink for c in linked]
    second = bring(Document(title="Night Gates", url=URL, comments=linked[1:]))
    assert (second.id, second.sign) == (first.id, Sign.PERMALINK)


@pytest.mark.parametrize("rule", CopyRule)
def test_an_address_that_came_later_is_known_from_then_on(
    library: Library, bring: Bring, rule: CopyRule
) -> None:
    first = bring(PASTED)
    bring(PAGE, rule=rule)
    renamed = dataclasses.replace(PAGE, title="Gates, by Night", published=None, body_text="")
    again = bring(renamed)
    assert (again.id, again.sign) == (first.id, Sign.ADDRESS)
    shown = URL if rule is CopyRule.REPLACE else None
    assert library.article(first.id).url == shown


def test_an_address_goes_with_what_was_no_copy(library: Library, bring: Bring) -> None:
    first = bring(PASTED)
    bring(PAGE)
    (version,) = library.waiting_copies()
    (added,) = library.separate_copy(version.id).added
    library.remove([added])
    renamed = dataclasses.replace(PAGE, title="Gates, by Night", published=None, body_text="")
    assert bring(renamed).status is ImportStatus.ADDED
    undated = dataclasses.replace(PASTED, title="night-gates.txt", published=None)
    assert bring(undated).id == first.id


def test_what_only_looks_alike_is_added(library: Library, bring: Bring) -> None:
    for document in (
        PAGE,
        dataclasses.replace(PAGE, url="https://other.example/night-gates"),
        dataclasses.replace(PASTED, published=dt.date(2021, 3, 11)),
        dataclasses.replace(PASTED, title="Day Gates", body_text=OTHER),
        dataclasses.replace(PASTED, published=dt.date(2021, 3, 10), body_text=OTHER),
    ):
        assert bring(document).status is ImportStatus.ADDED
    assert library.counts().articles == 5


def test_articles_of_one_file_are_told_apart_by_their_keys(library: Library) -> None:
    documents = [PASTED, dataclasses.replace(PASTED, published=dt.date(2021, 3, 5)), PASTED]
    found = library.add(SourceFile("all.xml", "export", b"x"), documents)
    assert [outcome.id for outcome in found] == [1, 2, 1]


def test_articles_whose_sources_state_keys_are_told_apart_by_them(bring: Bring) -> None:
    first = bring(dataclasses.replace(PASTED, key="post-1"))
    assert bring(dataclasses.replace(PASTED, key="post-2")).status is ImportStatus.ADDED
    assert bring(PASTED).id == first.id


def test_a_sentence_that_many_articles_share_recognises_none(
    library: Library, bring: Bring
) -> None:
    shared = "This text may be quoted freely as long as the name of the city is given with it. " * 9
    for number in range(12):
        own = " ".join(f"The {word} of gate {number} is {number * 7} years old." for word in WORDS)
        outcome = bring(Document(title=f"A {number}", body_text=f"{own} {shared}"))
        assert outcome.status is ImportStatus.ADDED
    assert library.check() == []


def test_articles_of_older_libraries_are_recognised_too(library: Library, bring: Bring) -> None:
    first = bring(PAGE)
    connection = sqlite3.connect(library.path)
    connection.execute("DELETE FROM article_sign")
    connection.execute("UPDATE article SET sign_model = 0, key = 'url:http://old.form'")
    connection.commit()
    connection.close()
    again = bring(dataclasses.replace(PAGE, comments=comments(5, nested=True)))
    assert (again.id, again.key, again.sign) == (first.id, "url:http://old.form", Sign.ADDRESS)


# Copies by the same importer


def test_a_page_a_while_later_updates_and_the_older_content_stays(
    library: Library, bring: Bring
) -> None:
    first = bring(PASTED)
    newer = dataclasses.replace(PASTED, comments=comments(3))
    assert bring(newer).status is ImportStatus.UPDATED
    (version,) = library.versions(first.id)
    assert (version.state, version.comment_count, version.source.name) == (
        VersionState.OLDER, 2, "page-1",
    )  # fmt: skip
    assert version.comparison == Comparison(losses=(Trait.COMMENTS,))
    article, older = library.version_article(version.id)
    assert (article.comment_count, article.source.name) == (2, "page-1")
    assert [c.body_text for c in older] == ["Words of comment 1.", "Words of comment 2."]
    assert library.check() == []


def test_a_text_alike_under_another_title_is_asked_about(library: Library, bring: Bring) -> None:
    first = bring(PASTED)
    renamed = dataclasses.replace(
        PASTED, title="Report of March", published=None, comments=comments(3)
    )
    outcome = bring(renamed)
    assert (outcome.status, outcome.sign) == (ImportStatus.UNCHANGED, Sign.TEXT)
    (version,) = library.waiting_copies()
    assert (outcome.waiting, version.title) == (version.id, "Report of March")
    assert library.article(first.id).title == "Night Gates"


def test_the_other_page_of_a_discussion_is_asked_about(library: Library, bring: Bring) -> None:
    first = bring(dataclasses.replace(PAGE, comments=comments(20)))
    others = tuple(dataclasses.replace(c, body_text=f"More {c.id}") for c in comments(15))
    outcome = bring(dataclasses.replace(PAGE, comments=others))
    assert (outcome.status, outcome.kept_fuller) == (ImportStatus.UNCHANGED, True)
    (version,) = library.waiting_copies()
    assert outcome.waiting == version.id
    assert version.comparison == Comparison((Trait.COMMENTS,), (Trait.COMMENTS,))
    assert len(library.comments(first.id)) == 20


def dated(*days: int, text: str = "On day") -> tuple[ParsedComment, ...]:
    return tuple(
        ParsedComment(id=place, posted=dt.date(2021, 3, day), body_text=f"{text} {day}.")
        for place, day in enumerate(days, start=1)
    )


def test_a_page_a_while_later_updates_wherever_the_answers_stand(
    library: Library, bring: Bring
) -> None:
    first = bring(dataclasses.replace(PAGE, comments=dated(4, 6)))
    bring(dataclasses.replace(PAGE, comments=dated(9, 4, 8, 6)))
    assert library.article(first.id).comment_count == 4
    assert library.waiting_copies() == ()


@pytest.mark.parametrize(
    "fuller",
    [
        dataclasses.replace(PAGE, comments=dated(4, 5, 6)),
        dataclasses.replace(PAGE, comments=dated(4, 6), body_text=f"{TEXT} {OTHER}"),
        dataclasses.replace(PAGE, comments=dated(4, 6), byline=("Ann Ray",)),
    ],
)
def test_a_fuller_copy_from_another_file_waits_and_from_the_same_updates(
    library: Library, bring: Bring, fuller: Document
) -> None:
    first = bring(dataclasses.replace(PAGE, comments=dated(4, 6)))
    assert bring(fuller).waiting is not None
    held = library.article(first.id)
    assert (held.comment_count, held.byline, held.body_text) == (2, (), TEXT)
    changed = SourceFile(held.source.name, "page", b"changed")
    assert library.add(changed, [fuller])[0].status is ImportStatus.UPDATED
    assert library.waiting_copies() == ()


def test_a_copy_with_the_comments_that_the_page_announced_waits(
    library: Library, bring: Bring
) -> None:
    bring(dataclasses.replace(PAGE, comments=dated(4, 6), declared_comments=3))
    assert bring(dataclasses.replace(PAGE, comments=dated(4, 6, 8))).waiting is not None


def test_a_copy_with_comments_waits_where_there_were_none(library: Library, bring: Bring) -> None:
    bring(dataclasses.replace(PAGE, comments=()))
    assert bring(PAGE).waiting is not None


def test_a_copy_that_only_tells_the_replies_waits(library: Library, bring: Bring) -> None:
    bring(dataclasses.replace(PAGE, comments=comments(4)))
    assert bring(dataclasses.replace(PAGE, comments=comments(5, nested=True))).waiting is not None


# Fuller copies by another importer


def test_a_fuller_copy_waits_until_it_is_decided(library: Library, bring: Bring) -> None:
    first = bring(PASTED, "text")
    outcome = bring(PAGE)
    assert (outcome.status, outcome.id) == (ImportStatus.UNCHANGED, first.id)
    assert (outcome.sign, outcome.kept_fuller, outcome.comments) == (Sign.TITLE_AND_DAY, False, 2)
    (version,) = library.waiting_copies()
    assert outcome.waiting == version.id
    assert (version.article_id, version.sign) == (first.id, Sign.TITLE_AND_DAY)
    assert version.comparison.gains == (Trait.COMMENTS, Trait.NESTING)
    assert library.article(first.id).url is None
    assert library.decide_copy(version.id, replace=True).updated == (first.id,)
    assert library.article(first.id).url == URL
    assert [c.parent for c in library.comments(first.id)] == [None, 1, 2, 3]
    assert library.article_ids(Query(text="comment 4")) == [first.id]
    assert library.waiting_copies() == ()
    (older,) = library.versions(first.id)
    assert (older.state, older.source.importer) == (VersionState.OLDER, "text")
    assert library.source_bytes(first.id) == b"file 2"
    assert library.check() == []


def test_a_copy_that_only_tells_the_replies_can_be_chosen_and_given_up(
    library: Library, bring: Bring
) -> None:
    first = bring(dataclasses.replace(PAGE, comments=comments(4)), "text")
    bring(PAGE)
    (version,) = library.waiting_copies()
    assert version.comparison == Comparison(gains=(Trait.NESTING,))
    library.decide_copy(version.id, replace=True)
    assert [c.parent for c in library.comments(first.id)] == [None, 1, 2, 3]
    library.restore_version(library.versions(first.id)[0].id)
    assert [c.parent for c in library.comments(first.id)] == [None] * 4
    assert len(library.versions(first.id)) == 1


def test_a_refused_copy_stays_and_is_not_asked_about_again(library: Library, bring: Bring) -> None:
    first = bring(PASTED, "text")
    bring(PAGE)
    (version,) = library.waiting_copies()
    assert not library.decide_copy(version.id, replace=False)
    assert library.versions(first.id)[0].state is VersionState.REFUSED
    assert library.article(first.id).comment_count == 2
    again = bring(PAGE)
    assert (again.waiting, again.status) == (None, ImportStatus.UNCHANGED)
    assert library.waiting_copies() == ()
    assert library.restore_version(version.id).updated == (first.id,)
    assert library.article(first.id).comment_count == 4


def test_the_same_copy_waits_once(library: Library, bring: Bring) -> None:
    bring(PASTED, "text")
    assert bring(PAGE).waiting == bring(PAGE).waiting
    assert len(library.waiting_copies()) == 1


def test_a_known_file_tells_what_waits(library: Library, bring: Bring) -> None:
    bring(PASTED, "text")
    outcome = bring(PAGE)
    source = SourceFile("x", "page", b"file 2")
    (known,) = library.known_file(source.sha256) or ()
    assert known.waiting == outcome.waiting is not None


def test_the_rule_may_replace_or_keep(library: Library, bring: Bring) -> None:
    first = bring(PASTED, "text")
    assert bring(PAGE, rule=CopyRule.KEEP).waiting is None
    assert library.versions(first.id)[0].state is VersionState.REFUSED
    fuller = dataclasses.replace(PAGE, comments=comments(5, nested=True))
    assert bring(fuller, rule=CopyRule.REPLACE).status is ImportStatus.UPDATED
    assert library.article(first.id).comment_count == 5
    poorer = dataclasses.replace(PASTED, byline=("Ann Ray",))
    assert bring(poorer, "text", CopyRule.REPLACE).kept_fuller
    assert [v.state for v in library.versions(first.id)] == [
        VersionState.REFUSED, VersionState.OLDER, VersionState.REFUSED,
    ]  # fmt: skip


def test_a_copy_of_another_importer_that_is_no_better_leaves_its_bytes_only(
    library: Library, bring: Bring
) -> None:
    first = bring(PAGE)
    outcome = bring(PASTED, "text")
    assert (outcome.kept_fuller, outcome.waiting) == (True, None)
    alike = dataclasses.replace(PAGE, title="Night gates", published=None, site="example.org")
    assert bring(dataclasses.replace(alike, published=DAY), "other").kept_fuller is False
    assert library.versions(first.id) == ()


def test_deciding_for_one_copy_refuses_those_that_bring_no_more(
    library: Library, bring: Bring
) -> None:
    first = bring(PASTED, "text")
    bring(dataclasses.replace(PAGE, comments=comments(3, nested=True)))
    bring(PAGE)
    bring(dataclasses.replace(PAGE, comments=comments(9)), "feed")
    fewer, middle, more = library.waiting_copies()
    library.decide_copy(middle.id, replace=True)
    assert library.waiting_copies() == (more,)
    states = {v.id: v.state for v in library.versions(first.id)}
    assert states[fewer.id] is VersionState.REFUSED


# The reader's own


def test_marks_and_corrections_outlive_every_swap(library: Library, bring: Bring) -> None:
    first = bring(dataclasses.replace(PASTED, marks=Marks(tags=("gates",), notes=("n",))), "text")
    library.mark_articles([first.id], read=True, starred=True)
    library.mark_comments(first.id, [2], read=True)
    library.place_comment(first.id, 2, 1)
    library.set_position(first.id, "comment:2")
    bring(PAGE)
    (version,) = library.waiting_copies()
    shown, listed = library.version_article(version.id)
    assert (shown.id, shown.read, shown.starred, shown.tags) == (first.id, True, True, ("gates",))
    assert (shown.unread_comments, shown.comment_count) == (3, 4)
    assert [c.read for c in listed] == [False, True, False, False]
    assert listed[1].reply == Reply(ReplyKind.USER)
    for _ in range(2):
        other = library.versions(first.id)[0]
        library.restore_version(other.id)
        article = library.article(first.id)
        assert (article.starred, article.tags, article.notes) == (True, ("gates",), ("n",))
        second = library.comments(first.id)[1]
        assert (second.read, second.parent, second.reply) == (True, 1, Reply(ReplyKind.USER))
        assert library.position(first.id) == "comment:2"
        assert library.check() == []
    assert article.comment_count == 2
    assert len(library.versions(first.id)) == 1


def test_what_was_said_of_comments_holds_where_a_copy_prints_them_otherwise(
    library: Library, bring: Bring
) -> None:
    by_day = tuple(
        dataclasses.replace(c, posted=DAY, marks=Marks(tags=("t",)) if c.id == 3 else None)
        for c in comments(4)
    )
    by_minute = tuple(
        dataclasses.replace(c, posted=dt.datetime(2021, 3, 4, 9, c.id)) for c in comments(5)
    )
    first = bring(dataclasses.replace(PAGE, comments=by_day), "text")
    library.mark_comments(first.id, [1, 2], read=True)
    library.mark_comments(first.id, [2], starred=True)
    library.place_comment(first.id, 3, 1)
    library.place_comment(first.id, 4, None)
    outcome = bring(dataclasses.replace(PAGE, comments=by_minute), rule=CopyRule.REPLACE)
    assert (outcome.status, outcome.new_comments) == (ImportStatus.UPDATED, 1)
    seen = library.comments(first.id)
    assert [c.read for c in seen] == [True, True, False, False, False]
    assert [c.parent for c in seen] == [None, None, 1, None, None]
    assert (seen[1].starred, seen[2].tags) == (True, ("t",))
    assert library.article(first.id).unread_comments == 3
    library.mark_comments(first.id, [1], read=False)
    library.restore_comment(first.id, 3)
    library.place_comment(first.id, 3, 2)
    library.restore_version(library.versions(first.id)[0].id)
    back = library.comments(first.id)
    assert [c.read for c in back] == [False, True, False, False]
    assert [c.parent for c in back] == [None, None, 2, None]
    assert library.check() == []


def test_a_version_holds_all_that_the_article_held(library: Library, bring: Bring) -> None:
    whole = dataclasses.replace(
        PASTED,
        byline=("Ann Ray", "Bo Lane"),
        issues=(ImportIssue(IssueCode.NO_DATE, "No date", 3),),
        headings=("First",),
        declared_comments=7,
    )
    first = bring(whole, "text")
    before = next(iter(library.export()))
    bring(PAGE)
    library.decide_copy(library.waiting_copies()[0].id, replace=True)
    (version,) = library.versions(first.id)
    assert library.version_article(version.id) == before
    library.restore_version(version.id)
    assert next(iter(library.export())) == before


def test_a_copy_may_turn_out_to_be_another_article(library: Library, bring: Bring) -> None:
    first = bring(PASTED, "text")
    bring(PAGE)
    (version,) = library.waiting_copies()
    (added,) = library.separate_copy(version.id).added
    assert library.article(added).url == URL
    assert library.article(first.id).comment_count == 2
    assert library.source_bytes(added) == b"file 2"
    again = bring(dataclasses.replace(PAGE, comments=comments(6, nested=True)))
    assert (again.id, again.status) == (added, ImportStatus.UPDATED)
    assert library.waiting_copies() == ()
    assert library.check() == []


def test_another_article_may_even_share_its_key(library: Library, bring: Bring) -> None:
    first = bring(PAGE, "text")
    bring(dataclasses.replace(PAGE, comments=comments(9)))
    (version,) = library.waiting_copies()
    (added,) = library.separate_copy(version.id).added
    assert library.article(added).key != library.article(first.id).key
    (twin,) = library.separate_copy(version.id).added
    assert twin not in {first.id, added}
    assert library.article(added).comment_count == 9


def test_versions_that_are_not_there(library: Library) -> None:
    assert library.versions(1) == ()
    for use in (
        lambda: library.version_article(7),
        lambda: library.restore_version(7),
        lambda: library.decide_copy(7, replace=True),
        lambda: library.decide_copy(7, replace=False),
        lambda: library.separate_copy(1 << 70),
    ):
        with pytest.raises(NotFoundError, match="there is no version"):
            use()


def test_versions_go_with_their_article(library: Library, bring: Bring) -> None:
    first = bring(PASTED, "text")
    bring(PAGE)
    library.remove([first.id])
    assert library.waiting_copies() == ()
    assert library.check() == []


def test_a_damaged_version_is_found(library: Library, bring: Bring) -> None:
    bring(PASTED, "text")
    outcome = bring(PAGE)
    connection = sqlite3.connect(library.path)
    connection.execute("UPDATE article_version SET content = x'00'")
    connection.commit()
    connection.close()
    assert outcome.waiting is not None
    assert library.check() == [f"The version {outcome.waiting} of an article is damaged."]
    with pytest.raises(LibraryError, match="the library is damaged"):
        library.version_article(outcome.waiting)
