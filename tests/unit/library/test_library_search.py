from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.domain.query import SearchHit
from ipvm_desktop.domain.snippet import Snippet
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]


@pytest.fixture
def searchable(library: Library, add: Add) -> Library:
    add(
        Document(
            title="Hikvision Café",
            byline=("Ann Ray", "Bo Lee"),
            body_text="Cameras in Xinjiang\n\nand more cameras",
            comments=(
                ParsedComment(id=1, author="Cy Poe", affiliation="Acme", body_text="Sanctions?"),
                ParsedComment(id=2, author="Di", body_text="Not to be seen"),
            ),
        )
    )
    add(Document(title="Locks", body_text="No camera here", comments=(ParsedComment(id=1),)))
    return library


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {1, 2}),
        ("   ", {1, 2}),
        ("hikvision", {1}),
        ("CAFE", {1}),
        ("lee", {1}),
        ("xinj", {1}),
        ("xinj cameras", set()),  # only the last word is a prefix
        ("camera", {1, 2}),
        ("camera ", {1, 2}),
        ('"camera"', {2}),
        ('"more cameras"', {1}),
        ('"cameras more"', set()),
        ('"and more cam', {1}),
        ("poe acme sanctions hikvision", {1}),
        ("poe locks", set()),
        ("locks &", {2}),
        ("& — 😀", set()),
        ('""', set()),
        ("be not", {1}),
    ],
)
def test_all_words_must_occur_in_the_article_or_its_comments(
    searchable: Library, text: str, expected: set[int]
) -> None:
    assert set(searchable.article_ids(Query(text=text))) == expected


NAUGHTY = [
    '"', '""', '"""', "'", "*", "a*b", "NEAR(a b)", "NEAR", "AND", "OR NOT", "a AND", "title:x",
    "{title} : x", "^a", "a + b", "(", "-a", "\0", "a\0b", "\ud800", "😀", "車站", "ａ", "a" * 5000,
    "ﬀ", "\u0301", '" OR 1=1 --', "%s", ":term0", "?", "\\", "a\tb\nc", " ".join("abcdefgh" * 40),
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_is_a_syntax_error(searchable: Library, text: str) -> None:
    assert isinstance(searchable.article_ids(Query(text=text)), list)
    assert isinstance(searchable.search(text), list)


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("search") / "l.sqlite") as library:
        library.add(SourceFile("a", "t", b"a"), [Document(title="a b", body_text="c")])
        yield library


@settings(deadline=None)
@given(st.text())
@example('"a')
def test_any_text_is_answered(one_article: Library, text: str) -> None:
    assert one_article.article_ids(Query(text=text)) in ([], [1])
    assert len(one_article.search(text)) <= 1


def test_more_words_than_an_expression_may_hold(library: Library, add: Add) -> None:
    words = " ".join(f"word{number}" for number in range(2000))
    add(Document(title="Long", body_text=words))
    assert library.article_ids(Query(text=words)) == [1]
    assert [hit.article_id for hit in library.search(words)] == [1]


@pytest.mark.parametrize("number", [15, 16, 40, 60])
def test_many_words_spread_over_an_article_are_found(
    library: Library, add: Add, number: int
) -> None:
    words = [f"word{place}" for place in range(number)]
    comment = ParsedComment(id=1, body_text=" ".join(words[1:]))
    add(Document(title="Spread", body_text=words[0], comments=(comment,)))
    add(Document(title="Less", body_text=" ".join(words[1:])))
    hits = library.search(" ".join(words))
    found = {(hit.article_id, hit.comment_id) for hit in hits}
    # Of too many words the last fifty count, and these stand in one place.
    assert found == ({(1, None), (1, 1)} if number <= 50 else {(1, 1), (2, None)})
    assert library.search(" ".join(["absent", *words[:49]])) == []


def test_hits_tell_the_place_and_mark_the_words(searchable: Library) -> None:
    (hit,) = searchable.search("sanctions")
    assert hit == SearchHit(1, "Hikvision Café", 1, "Cy Poe", Snippet("Sanctions?", ((0, 9),)))
    (hit,) = searchable.search("xinjiang cam")
    text = "Cameras in Xinjiang and more cameras"
    assert hit == SearchHit(
        1, "Hikvision Café", None, "Ann Ray, Bo Lee", Snippet(text, ((0, 7), (11, 19), (29, 36)))
    )


def test_hits_of_an_unknown_author_name_nobody(library: Library, add: Add) -> None:
    add(Document(title="A", comments=(ParsedComment(id=3, body_text="word"),)))
    add(Document(title="word"))
    assert {(hit.article_id, hit.comment_id, hit.author) for hit in library.search("word")} == {
        (1, 3, None),
        (2, None, None),
    }


def test_words_in_different_places_of_one_article_are_all_shown(searchable: Library) -> None:
    hits = searchable.search("hikvision sanctions")
    assert {(hit.article_id, hit.comment_id) for hit in hits} == {(1, None), (1, 1)}
    assert searchable.search("locks sanctions") == []


def test_the_best_hits_come_first_up_to_a_limit(library: Library, add: Add) -> None:
    filler = "nothing of interest " * 40
    add(Document(title="Far", body_text=f"{filler} zebra"))
    add(Document(title="zebra", body_text="zebra zebra"))
    assert [hit.article_id for hit in library.search("zebra")] == [2, 1]
    assert [hit.article_id for hit in library.search("zebra", limit=1)] == [2]
    assert library.search("zebra", limit=0) == []


def test_a_cut_passage_is_one_line_with_marks_in_place(library: Library, add: Add) -> None:
    add(Document(title="T", body_text="lead\n\n" * 100 + "a needle\nhere" + "\n\ntail" * 100))
    (hit,) = library.search("needle")
    assert "\n" not in hit.snippet.text
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.spans] == ["needle"]
    assert hit.snippet.text.startswith("…")
