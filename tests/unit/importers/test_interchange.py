"""Interchange JSON in: every field restored, every wrong one named."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.article import Access, SourceRecord
from ipvm_desktop.domain.comment import Placement, Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import Document, Marks, ParsedComment, Picture
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.interchange import InterchangeImporter

HOSTILE = Path(__file__).parents[3] / "../shared/corpora/hostile/json"

NEWER = (
    "it was written by a newer version of this program (interchange version 2; this one reads 1)"
)
UNKNOWN = (
    "it is JSON, but of none of the kinds that the program reads: its own interchange JSON, "
    "JSON Feed, ActivityPub, and what Reddit, Hacker News, Lobsters, Discourse, Disqus, Isso, "
    "Remark42, Commento and Lemmy give out"
)


def read(content: object, name: str = "export.json") -> list[Document]:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(InterchangeImporter().read(Source.from_bytes(text, name)))


def whole(*articles: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"format": "ipvm-desktop", "version": 1, "articles": list(articles), **more}


def read_one(**article: object) -> Document:
    (document,) = read(whole({"title": "A", **article}))
    return document


def error_of(content: object) -> str:
    with pytest.raises(CorruptFileError) as caught:
        read(content)
    assert caught.value.importer == "interchange"
    return caught.value.reason


def test_every_field_is_restored() -> None:
    article = {
        "id": 7,
        "key": "url:https://ipvm.com/reports/a",
        "title": "Cameras",
        "byline": ["Ann Ray", "Bo Lane"],
        "kind": "discussion",
        "published": "2020-01-09T14:20:00",
        "published_text": "Published Jan 09, 2020 14:20 PM",
        "url": "https://ipvm.com/reports/a",
        "site": "ipvm.com",
        "access": "special-link",
        "language": "en",
        "body_html": "<h2>Test</h2><p>a <b>b</b></p>",
        "body_text": "Test\n\na b",
        "headings": ["Test"],
        "images": 5,
        "images_missing": 4,
        "declared_comments": 11,
        "masked_share": 0.61,
        "issues": [{"code": "of-the-future", "message": "Something", "line": 40}],
        "source": {
            "name": "a.txt",
            "importer": "ipvm-text",
            "sha256": "ab" * 32,
            "imported": "2026-11-22T19:00:00Z",
        },
        "read": True,
        "starred": False,
        "tags": ["xinjiang"],
        "notes": ["look again"],
        "comments": [
            {"id": 1, "parent": None, "reply": None, "author": None, "read": False},
            {
                "id": 3,
                "parent": 1,
                "reply": {"kind": "inferred", "confidence": 0.5, "reason": "names Ann"},
                "suggestions": [{"parent": 1, "confidence": 0.58, "reason": "near"}],
                "refused": [1],
                "author": "Undisclosed Integrator #1",
                "role": "Integrator",
                "pseudonym": 1,
                "affiliation": "Acme",
                "badges": ["IPVMU Certified"],
                "staff": True,
                "article_author": True,
                "posted": "2020-01-10",
                "posted_text": "Jan 10, 2020",
                "votes": [1, -2],
                "deleted": True,
                "quotes": [{"text": "b", "comment": 1}, {"text": "c", "comment": None}],
                "body_html": "<p>b</p>",
                "body_text": "b",
                "starred": True,
                "notes": ["n"],
            },
        ],
    }
    assert read(whole(article)) == [
        Document(
            title="Cameras",
            byline=("Ann Ray", "Bo Lane"),
            kind=ArticleKind.DISCUSSION,
            published=dt.datetime(2020, 1, 9, 14, 20),
            published_text="Published Jan 09, 2020 14:20 PM",
            url="https://ipvm.com/reports/a",
            site="ipvm.com",
            access=Access.SPECIAL_LINK,
            language="en",
            body_html="<h2>Test</h2><p>a <b>b</b></p>",
            body_text="Test\n\na b",
            headings=("Test",),
            images=5,
            images_missing=4,
            declared_comments=11,
            masked_share=0.61,
            issues=(ImportIssue("of-the-future", "Something", 40),),
            replies_told=True,
            quotes_told=True,
            key="url:https://ipvm.com/reports/a",
            wanted_id=7,
            marks=Marks(read=True, tags=("xinjiang",), notes=("look again",)),
            origin=SourceRecord(
                "a.txt", "ipvm-text", "ab" * 32, dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
            ),
            comments=(
                ParsedComment(id=1, marks=Marks()),
                ParsedComment(
                    id=3,
                    parent=1,
                    reply=Reply(ReplyKind.INFERRED, 0.5, "names Ann"),
                    suggestions=(Suggestion(1, 0.58, "near"),),
                    refused=(1,),
                    author="Undisclosed Integrator #1",
                    role="Integrator",
                    pseudonym=1,
                    affiliation="Acme",
                    badges=("IPVMU Certified",),
                    staff=True,
                    article_author=True,
                    posted=dt.date(2020, 1, 10),
                    posted_text="Jan 10, 2020",
                    votes=(1, -2),
                    deleted=True,
                    quotes=(Quote("b", 1), Quote("c")),
                    body_html="<p>b</p>",
                    body_text="b",
                    marks=Marks(starred=True, notes=("n",)),
                ),
            ),
        )
    ]


def test_what_is_missing_stays_unknown() -> None:
    assert read_one(comments=[{"id": 1}], future={"x": 1}) == Document(
        title="A", comments=(ParsedComment(id=1),)
    )


def test_a_reply_without_a_reason_is_the_sources_own() -> None:
    document = read_one(comments=[{"id": 1}, {"id": 2, "parent": 1}])
    assert document.comments[1].reply == Reply(ReplyKind.EXPLICIT)


def test_html_is_sanitised_and_text_follows_from_it() -> None:
    document = read_one(
        body_html="<p onclick='x()'>a<script>x</script></p>",
        comments=[{"id": 1, "body_text": "b < c\n\nd"}],
    )
    assert (document.body_html, document.body_text) == ("<p>a</p>", "a")
    assert document.comments[0].body_html == "<p>b &lt; c</p>\n<p>d</p>"
    assert document.comments[0].body_text == "b < c\n\nd"


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_missing_title_is_told(title: str | None) -> None:
    (document,) = read(whole({"title": title}), "My file.json")
    assert document.title == "My file"
    assert [issue.code for issue in document.issues] == [IssueCode.NO_TITLE]


def test_an_address_that_is_none_is_left_out_and_told() -> None:
    document = read_one(url="javascript:alert(1)")
    assert document.url is None
    assert [issue.code for issue in document.issues] == [IssueCode.METADATA_UNREADABLE]


def test_characters_no_store_keeps_are_replaced() -> None:
    assert read(
        b'{"format": "ipvm-desktop", "version": 1, "articles": [{"title": "a\\u0000b\\ud800"}]}'
    )[0].title == ("a\ufffdb\ufffd")


@pytest.mark.parametrize(
    ("parents", "codes"),
    [
        ([None, 1], []),
        ([None, 9], [IssueCode.MISSING_PARENT]),
        ([8, 9], [IssueCode.MISSING_PARENT]),
        ([2, 1], [IssueCode.REPLY_CYCLE]),
        ([1, None], [IssueCode.REPLY_CYCLE]),
    ],
)
def test_a_broken_structure_is_told_once(parents: list[int | None], codes: list[str]) -> None:
    comments = [{"id": number, "parent": parent} for number, parent in enumerate(parents, 1)]
    document = read_one(comments=comments)
    assert [issue.code for issue in document.issues] == codes
    assert [comment.parent for comment in document.comments] == parents
    told = [{"code": code, "message": ""} for code in codes]
    assert len(read_one(comments=comments, issues=told).issues) == len(codes)


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ({"title": 1}, "articles[0].title is not a text"),
        ({"byline": "Ann"}, "articles[0].byline is not a list"),
        ({"byline": [None]}, "articles[0].byline[0] is not a text"),
        ({"kind": "novel"}, "articles[0].kind is not one of article, discussion"),
        ({"published": "soon"}, "articles[0].published is not a date"),
        ({"published": 2020}, "articles[0].published is not a text"),
        ({"images": True}, "articles[0].images is not a whole number"),
        ({"images": -1}, "articles[0].images is not a whole number from 0 to 9007199254740992"),
        ({"images": 2**70}, "articles[0].images is not a whole number from 0 to 9007199254740992"),
        ({"id": 0}, "articles[0].id is not a whole number from 1 to 9007199254740992"),
        ({"masked_share": 2}, "articles[0].masked_share is not a number from 0 to 1"),
        ({"masked_share": "0"}, "articles[0].masked_share is not a number from 0 to 1"),
        ({"read": 1}, "articles[0].read is not true or false"),
        ({"source": []}, "articles[0].source is not an object"),
        (
            {"source": {"name": "a", "importer": "b", "sha256": "c", "imported": "now"}},
            "articles[0].source.imported is not a time",
        ),
        ({"comments": {}}, "articles[0].comments is not a list"),
        ({"comments": [7]}, "articles[0].comments[0] is not an object"),
        ({"comments": [{}]}, "articles[0].comments[0].id is not a whole number"),
        (
            {"comments": [{"id": 1}, {"id": 1}]},
            "articles[0].comments[1].id is 1, as another comment's is",
        ),
        (
            {"comments": [{"id": 1}, {"id": 2, "posted": "x"}]},
            "articles[0].comments[1].posted is not a date",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_place(article: dict[str, Any], reason: str) -> None:
    assert error_of(whole({"title": "A", **article})) == reason


UNCLOSED = "a comma or a closing bracket is missing there"
BACKSLASH = "a text holds a backslash there that stands for nothing"
GOES_ON = "the file goes on there behind its end"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], UNKNOWN),
        ({"a": 1}, UNKNOWN),
        ({"format": "ipvm-desktop"}, "version is not a whole number"),
        ({"format": "ipvm-desktop", "version": 1}, "articles is not a list"),
        (
            {"format": "ipvm-desktop", "version": 2},
            NEWER,
        ),
        (
            b'{"format":\n  nothing}',
            "the JSON is damaged at line 2, column 3: a value is missing there",
        ),
        (
            b'{"format": "a" "version": 1}',
            "the JSON is damaged at line 1, column 16: " + UNCLOSED,
        ),
        (b'{"format": "a"', "the JSON is damaged at line 1, column 15: " + UNCLOSED),
        (b'{"a": "\\x"}', "the JSON is damaged at line 1, column 8: " + BACKSLASH),
        (
            b"\n[]]",
            "the JSON is damaged at line 2, column 3: " + GOES_ON,
        ),
        (b'{"format": NaN}', "the JSON holds a number that cannot be read"),
        (b"[" + b"9" * 5000 + b"]", "the JSON holds a number that cannot be read"),
        (b"[" * 100_000, "the JSON is nested too deeply to be read"),
        (b'{"format": "\xff"}', "byte 13 is not valid utf-8"),
    ],
)
def test_a_damaged_file_is_one_sentence(content: object, reason: str) -> None:
    assert error_of(content) == reason


def test_articles_before_a_wrong_one_are_yielded() -> None:
    documents = InterchangeImporter().read(
        Source.from_bytes(json.dumps(whole({"title": "A"}, {"title": 1})).encode(), "x.json")
    )
    assert next(documents).title == "A"
    with pytest.raises(CorruptFileError, match=r"x\.json: articles\[1\]\.title is not a text\."):
        next(documents)


def test_a_time_without_a_zone_counts_as_utc() -> None:
    source = {"name": "a", "importer": "b", "sha256": "c", "imported": "2026-11-22T19:00:00.5"}
    origin = read_one(source=source).origin
    assert origin is not None
    assert origin.imported == dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (b'{"format": "ipvm-desktop", "version": 1', "a.json", Confidence.CERTAIN),
        (b'\xef\xbb\xbf{\n "version": 1,\n "format" : "ipvm-desktop"', "a", Confidence.CERTAIN),
        ('{"format": "ipvm-desktop"'.encode("utf-16"), "a.json", Confidence.CERTAIN),
        (b'{"format": "other"}', "a.JSON", Confidence.MAYBE),
        (b'He wrote {"format": "ipvm-desktop"}', "a.txt", Confidence.NO),
    ],
)
def test_the_format_is_recognised(content: bytes, name: str, confidence: Confidence) -> None:
    assert InterchangeImporter().sniff(Source.from_bytes(content, name)) is confidence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_are_read(encoding: str) -> None:
    content = json.dumps(whole({"title": "Ä"}), ensure_ascii=False).encode(encoding)
    assert read(content)[0].title == "Ä"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared corpora are not here")
def test_hostile_json_fails_in_one_sentence() -> None:
    for path in sorted(HOSTILE.glob("*.json")):
        if path.stat().st_size:
            assert error_of(path.read_bytes()), path.name


@pytest.mark.parametrize(
    ("comments", "replies", "quotes"),
    [
        ([], True, True),
        ([{"id": 1}, {"id": 2}], False, False),
        ([{"id": 1}, {"id": 2, "parent": None}], True, False),
        ([{"id": 1, "quotes": None}, {"id": 2}], False, True),
        ([{"id": 1, "parent": None, "quotes": []}, {"id": 2, "parent": 1}], True, True),
    ],
)
def test_only_keys_that_are_absent_leave_something_to_infer(
    comments: list[dict[str, object]], replies: bool, quotes: bool
) -> None:
    document = read_one(comments=comments)
    assert (document.replies_told, document.quotes_told) == (replies, quotes)
    assert document.comment_order is None


BY_READER = {"kind": "user", "confidence": 1.0, "reason": ""}


def test_what_the_reader_moved_brings_where_it_hung_before() -> None:
    inferred = {"kind": "inferred", "confidence": 0.9, "reason": "near"}
    document = read_one(
        comments=[
            {"id": 1},
            {"id": 2, "parent": 1, "reply": BY_READER, "original": {"parent": None, "reply": None}},
            {"id": 3, "parent": None, "reply": BY_READER, "original": {"parent": 1}},
            {"id": 4, "parent": 1, "reply": BY_READER,
             "original": {"parent": 2, "reply": inferred}},
            {"id": 5, "parent": None, "reply": BY_READER},
        ]
    )  # fmt: skip
    moved = document.comments[1:]
    assert [(comment.parent, comment.reply) for comment in moved] == [
        (parent, Reply(ReplyKind.USER)) for parent in (1, None, 1, None)
    ]
    assert [comment.original for comment in moved] == [
        Placement(),
        Placement(1, Reply(ReplyKind.EXPLICIT)),
        Placement(2, Reply(ReplyKind.INFERRED, 0.9, "near")),
        None,
    ]


def test_circles_that_the_reader_made_are_no_fault_of_the_file() -> None:
    comments: list[dict[str, object]] = [
        {"id": 1, "parent": 2, "reply": BY_READER, "original": {"parent": None}},
        {"id": 2, "parent": 1},
    ]
    assert read_one(comments=comments).issues == ()
    comments[0]["original"] = {"parent": 2}
    assert [issue.code for issue in read_one(comments=comments).issues] == [IssueCode.REPLY_CYCLE]


GATE = Picture.of(b"a gate", "image/png")
STATED = {"type": "image/png", "base64": "YSBnYXRl"}


def test_pictures_come_with_their_article() -> None:
    body = f'<p><img alt="A gate" src="{GATE.address}"></p>'
    document = read_one(body_html=body, pictures={GATE.sha256: STATED})
    assert document.pictures == (GATE,)
    assert document.body_html == body
    assert read_one(body_html=body).pictures == ()


@pytest.mark.parametrize(
    ("pictures", "place"),
    [
        ([], "articles[0].pictures is not an object"),
        ({GATE.sha256: "x"}, f"articles[0].pictures.{GATE.sha256} is not an object"),
        ({GATE.sha256: STATED | {"type": "text/html"}}, "type is not a picture's type"),
        ({GATE.sha256: STATED | {"base64": "YSBnYXR"}}, "base64 is not base64"),
        ({GATE.sha256: STATED | {"base64": None}}, "base64 is not a text"),
        ({"ab" * 32: STATED}, "is not the picture of that digest"),
    ],
)
def test_a_wrong_picture_is_named(pictures: object, place: str) -> None:
    assert place in error_of(whole({"title": "A", "pictures": pictures}))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("https://example.org/a#c1", "https://example.org/a#c1"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_permalink_is_a_web_address(stated: str | None, expected: str | None) -> None:
    document = read_one(comments=[{"id": 1, "permalink": stated}])
    assert document.comments[0].permalink == expected
