"""What is exported comes back: JSON to the byte, Markdown in everything it can say."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.article import Access, Article, ArticleContent, SourceRecord
from ipvm_desktop.domain.comment import (
    Comment,
    CommentContent,
    Placement,
    Quote,
    Reply,
    ReplyKind,
    Suggestion,
)
from ipvm_desktop.domain.document import Document, Marks, ParsedComment, Picture, SourceFile
from ipvm_desktop.domain.import_log import ImportStatus
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.fragment import clean_text, html_to_text, text_to_html
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.interchange import InterchangeImporter
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths, import_source
from ipvm_desktop.render.export_html import write_html
from ipvm_desktop.render.interchange import write_json
from ipvm_desktop.render.markdown import write_markdown
from ipvm_desktop.sanitize import sanitize

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[2] / "../shared"
Pairs = Sequence[tuple[Article, Sequence[Comment]]]

UNICODE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(UNICODE, max_size=12)
# Markdown's header lines hold one line of visible text.
NAMES = (
    st.text(
        st.one_of(
            st.sampled_from("AZé #*_·[]()<>&\\`“”|1"), st.characters(categories=["L", "N", "P"])
        ),
        min_size=1,
        max_size=12,
    )
    .map(lambda name: " ".join(name.split()) or "x")
    .filter(lambda name: name != "?")
)
MOMENTS: st.SearchStrategy[Moment] = st.one_of(
    st.dates(), st.datetimes(), st.datetimes(timezones=st.just(dt.timezone(dt.timedelta(hours=-5))))
)
TEXTS = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            ["*a*", "_b_", "# h", "- l", "1. n", "> q", "[l](u)", "![i](u)", "`c`", "|", "~~~",
             "===", "---", "**Ann** · 2020-01-01", "<b>", "&amp;", "\\", "\n\n", "\n", "    x"]
        ),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip
TAGS = ["b", "em", "code", "sub", "p", "h2", "h3", "ul", "ol", "li", "blockquote", "pre", "div",
        "table", "tr", "td", "th", "a"]  # fmt: skip


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def wrap(tag: str, inner: list[str]) -> str:
        start = 'a href="https://example.org/a_b?c=(d)"' if tag == "a" else tag
        return f"<{start}>{''.join(inner)}</{tag}>"

    return st.builds(wrap, st.sampled_from(TAGS), st.lists(children, max_size=4))


FRAGMENTS = st.recursive(
    st.one_of(TEXTS.map(text_to_html), TEXTS, st.sampled_from(["<br>", "<hr>", "<img>"])),
    element,
    max_leaves=12,
).map(sanitize)

ISSUES = st.builds(ImportIssue, WORDS, WORDS, st.none() | st.integers(1, 99))


@st.composite
def threads(draw: st.DrawFn, names: st.SearchStrategy[str]) -> list[Comment]:
    """Comments with ids that count up, each a reply to an earlier one or to none."""
    count = draw(st.integers(0, 6))
    ids = draw(st.lists(st.integers(1, 50), min_size=count, max_size=count, unique=True))
    comments: list[Comment] = []
    for own_id in sorted(ids):
        parent = draw(st.sampled_from([None, *(comment.id for comment in comments)]))
        html = draw(FRAGMENTS)
        reply = None
        if parent is not None:
            share = draw(st.integers(0, 100)) / 100
            kind = draw(st.sampled_from(ReplyKind))
            reply = Reply(kind, 1.0 if kind is ReplyKind.EXPLICIT else share)
        elif draw(st.booleans()):
            reply = Reply(ReplyKind.USER)  # the reader detached it
        comments.append(
            Comment(
                id=own_id,
                key=f"key {own_id}",
                parent=parent,
                reply=reply,
                author=draw(st.none() | names),
                affiliation=draw(st.none() | names),
                badges=tuple(draw(st.lists(names, max_size=2))),
                staff=draw(st.booleans()),
                article_author=draw(st.booleans()),
                permalink=draw(st.none() | st.just("https://example.org/a?b=ü#c")),
                deleted=draw(st.booleans()),
                posted=draw(st.none() | MOMENTS),
                posted_text=draw(st.none() | names),
                votes=tuple(draw(st.lists(st.integers(-99, 99), max_size=2))),
                body_html=html,
                body_text=html_to_text(html),
            )
        )
    return comments


@st.composite
def articles(draw: st.DrawFn, names: st.SearchStrategy[str]) -> Article:
    html = draw(FRAGMENTS)
    return Article(
        id=draw(st.integers(1, 10**9)),
        key=draw(st.text(UNICODE, min_size=1, max_size=9)),
        title=draw(names),
        byline=tuple(draw(st.lists(names, max_size=2, unique=True))),
        kind=draw(st.sampled_from(ArticleKind)),
        published=draw(st.none() | MOMENTS),
        published_text=draw(st.none() | names),
        url=draw(st.none() | st.just("https://example.org/a?b=1")),
        site=draw(st.none() | names),
        access=draw(st.none() | st.sampled_from(Access)),
        language=draw(st.none() | st.just("en")),
        body_html=html,
        body_text=html_to_text(html),
        declared_comments=draw(st.none() | st.integers(0, 99)),
        tags=tuple(draw(st.lists(names, max_size=2, unique=True))),
        source=SourceRecord("a.txt", "text", "0" * 64, dt.datetime(2026, 11, 22, tzinfo=dt.UTC)),
    )


PARENTS = st.integers(1, 9)
HINTS = st.lists(
    st.builds(Suggestion, PARENTS, st.floats(0, 1), WORDS), unique_by=lambda hint: hint.confidence
)


def placements(number: int) -> st.SearchStrategy[Placement | None]:
    """Where a comment may have hung: at top level, below an earlier one, or nobody knows."""
    kinds = st.builds(Reply, st.sampled_from(ReplyKind), st.floats(0, 1), WORDS)
    below = st.builds(Placement, st.integers(1, number - 1), kinds) if number > 1 else st.none()
    return st.none() | st.just(Placement()) | below


def with_hints(comment: Comment, hints: Sequence[Suggestion], refused: set[int]) -> Comment:
    """Add suggestions, best first as an export has them, some of them refused."""
    ranked = sorted(hints, key=lambda hint: -hint.confidence) if refused else hints
    return replace(
        comment,
        suggestions=tuple(hint for hint in ranked if hint.parent not in refused),
        refused=tuple(hint for hint in ranked if hint.parent in refused),
    )


@st.composite
def full_pairs(draw: st.DrawFn) -> list[tuple[Article, list[Comment]]]:
    """Articles with everything that only JSON can tell."""
    pairs = []
    for _ in range(draw(st.integers(0, 2))):
        article = replace(
            draw(articles(WORDS.filter(lambda word: word == word.strip() != ""))),
            headings=tuple(draw(st.lists(WORDS, max_size=2))),
            images=draw(st.integers(0, 9)),
            images_missing=draw(st.integers(0, 9)),
            masked_share=draw(st.floats(0, 1)),
            issues=tuple(draw(st.lists(ISSUES, max_size=2))),
            read=draw(st.booleans()),
            starred=draw(st.booleans()),
            notes=tuple(draw(st.lists(WORDS, max_size=2))),
        )
        comments = [
            replace(
                comment,
                body_text=draw(WORDS),
                role=draw(st.none() | WORDS),
                pseudonym=draw(st.none() | st.integers(0, 9)),
                original=(
                    draw(placements(comment.id))
                    if comment.reply and comment.reply.kind is ReplyKind.USER
                    else None
                ),
                quotes=tuple(
                    draw(st.lists(st.builds(Quote, WORDS, st.none() | st.integers(1, 9))))
                ),
                read=draw(st.booleans()),
                tags=tuple(draw(st.lists(WORDS, max_size=2))),
            )
            for comment in draw(threads(WORDS))
        ]
        comments = [with_hints(c, draw(HINTS), draw(st.sets(PARENTS))) for c in comments]
        pairs.append((article, comments))
    return pairs


def json_of(pairs: Pairs) -> str:
    out = io.StringIO()
    write_json(pairs, out)
    return out.getvalue()


def markdown_of(pairs: Pairs) -> str:
    out = io.StringIO()
    write_markdown(pairs, out)
    return out.getvalue()


def stored(document: Document) -> tuple[Article, list[Comment]]:
    """Return what a library makes of an exported document."""
    assert document.origin is not None
    assert document.key is not None
    assert document.wanted_id is not None
    content = {entry.name: getattr(document, entry.name) for entry in fields(ArticleContent)}
    marks = document.marks or Marks()
    article = Article(
        **content,
        id=document.wanted_id,
        key=document.key,
        source=document.origin,
        read=marks.read,
        starred=marks.starred,
        tags=marks.tags,
        notes=marks.notes,
    )
    comments = []
    for parsed in document.comments:
        values = {entry.name: getattr(parsed, entry.name) for entry in fields(CommentContent)}
        own = parsed.marks or Marks()
        hints, refused = values.pop("suggestions"), set(parsed.refused)
        comments.append(
            Comment(
                **values,
                key="",
                original=parsed.original,
                suggestions=tuple(hint for hint in hints if hint.parent not in refused),
                refused=tuple(hint for hint in hints if hint.parent in refused),
                read=own.read,
                starred=own.starred,
                tags=own.tags,
                notes=own.notes,
            )
        )
    return article, comments


@given(full_pairs())
@settings(deadline=None)
def test_json_comes_back_to_the_byte(pairs: Pairs) -> None:
    exported = json_of(pairs)
    documents = InterchangeImporter().read(Source.from_bytes(exported.encode(), "a.json"))
    assert json_of([stored(document) for document in documents]) == exported


@given(st.lists(st.tuples(articles(NAMES), threads(NAMES)), min_size=1, max_size=2))
@settings(deadline=None)
def test_markdown_comes_back_in_what_it_can_say(pairs: Pairs) -> None:
    exported = markdown_of(pairs)
    documents = list(MarkdownImporter().read(Source.from_bytes(exported.encode(), "a.md")))
    assert len(documents) == len(pairs)
    for document, (article, comments) in zip(documents, pairs, strict=True):
        for name in ("title", "byline", "kind", "published", "url", "access", "body_text",
                     "language", "declared_comments"):  # fmt: skip
            assert getattr(document, name) == getattr(article, name), name
        assert (document.marks or Marks()).tags == article.tags
        places = {comment.id: place for place, comment in enumerate(comments)}
        found = {comment.id: place for place, comment in enumerate(document.comments)}
        for place, comment in enumerate(comments):
            again = document.comments[place]
            for name in ("author", "affiliation", "badges", "staff", "posted", "votes", "deleted",
                         "reply", "body_text"):  # fmt: skip
                assert getattr(again, name) == getattr(comment, name), name
            assert (again.parent and found[again.parent]) == (
                comment.parent and places[comment.parent]
            )
        assert len(document.comments) == len(comments)


@given(TEXTS)
@settings(deadline=None)
def test_text_survives_as_markdown(text: str) -> None:
    html = sanitize(text_to_html(text))
    article = Article(
        id=1,
        key="k",
        title="T",
        body_html=html,
        source=SourceRecord("a", "b", "c", dt.datetime(2026, 11, 22, tzinfo=dt.UTC)),
    )
    source = Source.from_bytes(markdown_of([(article, ())]).encode(), "a.md")
    (document,) = MarkdownImporter().read(source)
    assert document.body_text.split() == clean_text(text).split()


def files() -> list[Path]:
    """Every sample the tests have, one of each article."""
    found = [DATA / "markdown", DATA / "interchange", DATA / "ipvm-text", DATA / "plain-text"]
    if SHARED.is_dir():
        found += [SHARED / "seed", SHARED / "corpora/ipvm-text-shapes"]
    return [
        path
        for folder in found
        for path in sorted(folder.iterdir())
        if path.suffix in {".md", ".txt", ".json"} and not path.name.endswith(".expected.json")
    ]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library.sqlite")


def test_a_library_exports_the_same_after_a_round_trip(tmp_path: Path, library: Library) -> None:
    run = import_paths(library, default_registry(), files())
    assert run.count(ImportStatus.FAILED) == 0
    library.mark_articles(
        [article.id for article, _ in library.export()][:3], read=True, starred=True
    )
    exported = json_of(list(library.export()))
    library.close()
    with Library.open(tmp_path / "other.sqlite") as other:
        source = Source.from_bytes(exported.encode(), "export.json")
        outcome = import_source(other, default_registry(), source)
        assert outcome.status is ImportStatus.ADDED
        assert json_of(list(other.export())) == exported


GATE = Picture.of(b"a gate", "image/png")
BODY = f'<p>Look <img alt="A gate" src="{GATE.address}"> here.</p>'


def with_picture(library: Library) -> str:
    """Put an article with a picture into a library, and return it as JSON."""
    document = Document(title="Gates", body_html=BODY, body_text="Look", pictures=(GATE,))
    library.add(SourceFile("a.html", "page", b"x"), [document])
    out = io.StringIO()
    write_json(library.export(), out, library.picture)
    return out.getvalue()


def test_pictures_come_back_to_the_byte(tmp_path: Path, library: Library) -> None:
    exported = with_picture(library)
    source = Source.from_bytes(exported.encode(), "export.json")
    assert import_source(library, default_registry(), source).status is ImportStatus.UNCHANGED
    library.close()
    with Library.open(tmp_path / "other.sqlite") as other:
        import_source(other, default_registry(), source)
        assert other.picture(GATE.sha256) == GATE
        out = io.StringIO()
        write_json(other.export(), out, other.picture)
        assert out.getvalue() == exported


DOOR, LAMP, LOST = (
    Picture.of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09" + name, "image/png")
    for name in (b"door", b"lamp", b"lost")
)


def tag(picture: Picture, words: str) -> str:
    return f'<img alt="{words}" src="{picture.address}">'


def test_markdown_holds_the_pictures(tmp_path: Path, library: Library) -> None:
    door, lamp = tag(DOOR, "A [red] &quot;door&quot;"), tag(LAMP, "")
    body = f'<p>Look {door} here.</p><p><a href="https://a.example/">{lamp}</a></p>'
    table = f"<table><tbody><tr><td>{tag(LAMP, 'A lamp')}</td></tr></tbody></table>"
    comments = (
        ParsedComment(id=1, body_html=f"<p>{lamp}</p>", body_text=""),
        ParsedComment(id=2, parent=1, body_html=table, body_text=""),
    )
    for title in ("Gates", "More gates"):
        document = Document(
            title=title, body_html=body, body_text="Look", comments=comments, pictures=(DOOR, LAMP)
        )
        library.add(SourceFile("a.html", "page", title.encode()), [document])
    out = io.StringIO()
    write_markdown(library.export(), out, library.picture)
    text = out.getvalue()
    assert 'Look ![A \\[red\\] "door"][picture-1] here.' in text
    assert "picture:" not in text
    for name in ("picture-1", "picture-2", "picture-3", "picture-4"):
        assert text.count(f"\n[{name}]: data:image/png;base64,") == 1
    source = Source.from_bytes(text.encode(), "a.md")
    with Library.open(tmp_path / "other.sqlite") as other:
        assert import_source(other, default_registry(), source).status is ImportStatus.ADDED
        for number in (1, 2):
            article = other.article(number)
            assert article.body_html.replace("\n", "") == body
            assert (article.images, article.images_missing) == (4, 0)
            assert [comment.body_html for comment in other.comments(number)] == [
                f"<p>{lamp}</p>",
                table,
            ]
        assert other.picture(DOOR.sha256) == DOOR
        assert other.picture(LAMP.sha256) == LAMP
    library.close()


def test_articles_come_back_from_a_page(tmp_path: Path, library: Library) -> None:
    import_paths(library, default_registry(), files())
    everything = list(library.export())
    first = [(article, comments) for article, comments in everything if article.body_text]
    exported = io.StringIO()
    write_html(everything, exported, library.picture)
    library.close()
    source = Source.from_bytes(exported.getvalue().encode(), "export.html")
    with Library.open(tmp_path / "other.sqlite") as other:
        outcome = import_source(other, default_registry(), source)
        assert outcome.status is ImportStatus.ADDED
        again = {article.title: (article, comments) for article, comments in other.export()}
    assert len(again) >= len(first) > 3
    for article, comments in first:
        back, answers = again[article.title]
        assert (back.url, back.byline, back.published) == (
            article.url,
            article.byline,
            article.published,
        )
        assert back.body_text.split() == article.body_text.split()
        shown = [entry.comment for entry in build_thread(comments).entries if entry.comment]
        assert [(each.author, each.posted, each.body_text.split()) for each in answers] == [
            (each.author, each.posted, each.body_text.split()) for each in shown
        ]


def test_markdown_keeps_the_place_of_pictures_that_are_gone() -> None:
    lost = tag(LOST, "A lamp")
    body = f"<p>{lost}</p><table><tbody><tr><td>{lost}</td></tr></tbody></table>"
    source = SourceRecord("x", "t", "00", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    article = Article(id=1, key="k", title="Gates", body_html=body, source=source)
    text = markdown_of([(article, [])])
    assert "![A lamp]()" in text
    (document,) = MarkdownImporter().read(Source.from_bytes(text.encode(), "a.md"))
    assert document.pictures == ()
    assert document.images_missing == 1
    assert document.body_text == "[picture]\n\nA lamp\n\nA lamp"


EDGES: list[dict[str, object]] = [
    {"id": 1, "parent": None, "suggestions": []},
    {"id": 2, "parent": 1, "reply": {"kind": "explicit", "confidence": 1.0, "reason": "nested"}},
    {"id": 3, "parent": 2, "reply": {"kind": "inferred", "confidence": 0.91, "reason": "named"}},
    {"id": 4, "parent": 1, "reply": {"kind": "quote", "confidence": 0.97, "reason": "quotes"}},
    {
        "id": 5,
        "parent": None,
        "suggestions": [
            {"parent": 4, "confidence": 0.6, "reason": "a question"},
            {"parent": 3, "confidence": 0.4, "reason": "shared words"},
        ],
    },
    {"id": 6, "parent": None},
]


def corrected(library: Library) -> None:
    """Fill a library with replies of all kinds, and correct them in all ways."""
    comments = [
        {"author": f"A{edge['id']}", "body_text": f"t{edge['id']}"} | edge for edge in EDGES
    ]
    content = {"format": "ipvm-desktop", "version": 1, "articles": [
        {"title": "Doors", "key": "doors", "comments": comments},
    ]}  # fmt: skip
    source = Source.from_bytes(json.dumps(content).encode(), "doors.json")
    assert import_source(library, default_registry(), source).status is ImportStatus.ADDED
    library.place_comment(1, 2, None)
    library.place_comment(1, 3, None)
    library.place_comment(1, 4, 6)
    library.place_comment(1, 5, 4)
    library.place_comment(1, 1, 5)
    library.refuse_suggestion(1, 5, 4)


def test_corrections_come_back_to_the_byte(tmp_path: Path, library: Library) -> None:
    corrected(library)
    exported = json_of(list(library.export()))
    before = library.comments(1)
    source = Source.from_bytes(exported.encode(), "export.json")
    assert import_source(library, default_registry(), source).status is ImportStatus.UNCHANGED
    assert library.comments(1) == before
    library.close()
    with Library.open(tmp_path / "other.sqlite") as other:
        import_source(other, default_registry(), source)
        assert json_of(list(other.export())) == exported
        for number in (1, 2, 3, 4, 5):
            other.restore_comment(1, number)
        other.refuse_suggestion(1, 5, 4, refused=False)
        assert [(c.parent, c.reply and c.reply.kind.value) for c in other.comments(1)] == [
            (None, None), (1, "explicit"), (2, "inferred"), (1, "quote"), (None, None), (None, None)
        ]  # fmt: skip
        assert [hint.parent for hint in other.comments(1)[4].suggestions] == [4, 3]
        assert other.check() == []


def test_a_correction_without_its_parent_is_not_exported(tmp_path: Path, library: Library) -> None:
    corrected(library)
    exported = json.loads(json_of(list(library.export())))
    article = exported["articles"][0]
    article["comments"] = [c for c in article["comments"] if c["id"] != 6]
    article["comments"].append({"id": 7, "author": "New", "body_text": "n"})
    article["comments"][3] |= article["comments"][3].pop("original")
    source = Source.from_bytes(json.dumps(exported).encode(), "newer.json")
    assert import_source(library, default_registry(), source).status is ImportStatus.UPDATED
    again = json_of(list(library.export()))
    fourth = json.loads(again)["articles"][0]["comments"][3]
    assert (fourth["parent"], "original" in fourth) == (1, False)
    library.close()
    with Library.open(tmp_path / "other.sqlite") as other:
        source = Source.from_bytes(again.encode(), "export.json")
        import_source(other, default_registry(), source)
        assert json_of(list(other.export())) == again


def test_corrections_come_back_from_markdown(tmp_path: Path, library: Library) -> None:
    corrected(library)
    exported = markdown_of(list(library.export()))
    library.close()
    with Library.open(tmp_path / "other.sqlite") as other:
        source = Source.from_bytes(exported.encode(), "export.md")
        import_source(other, default_registry(), source)
        (_, comments), *_ = other.export()
        found = {
            comment.author: (comment.parent and comments[comment.parent - 1].author)
            for comment in comments
            if comment.reply and comment.reply.kind is ReplyKind.USER
        }
        assert found == {"A1": "A5", "A2": None, "A3": None, "A4": "A6", "A5": "A4"}
        assert all(comment.original == Placement() for comment in comments if comment.original)


def test_a_library_keeps_its_words_through_markdown(library: Library) -> None:
    import_paths(library, default_registry(), files())
    for article, comments in library.export():
        source = Source.from_bytes(markdown_of([(article, comments)]).encode(), "a.md")
        (document,) = MarkdownImporter().read(source)
        assert document.title == article.title
        assert document.published == article.published
        assert document.body_text.split() == article.body_text.split()
        assert [comment.body_text.split() for comment in document.comments] == [
            comment.body_text.split() for comment in comments
        ]
        assert [(c.author, c.affiliation, c.badges, c.posted) for c in document.comments] == [
            (c.author, c.affiliation, c.badges, c.posted) for c in comments
        ]
    library.close()
