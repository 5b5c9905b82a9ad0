"""Saved pages in one file: MHTML and Safari's web archives, whole and damaged."""

from __future__ import annotations

import plistlib
from typing import Any

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.archives import MhtmlImporter, WebArchiveImporter
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.mail import mime
from tests.data.make_archives import png

TEXT = (
    "<p>The port has turned its face readers off and pays two guards to look at passports"
    " again, after three boys came in with printed photographs.</p>"
    "<p>Nobody was hurt, and the union asks why nobody had tried a photograph before.</p>"
)
PAGE = (
    "<html><head><title>{}</title></head><body><article>"
    f"<h1>{{}}</h1>{TEXT}</article></body></html>"
)
GATE = PAGE.format("The gate", "The gate")
FRAMES = "<html><head><title>Set</title></head><frameset><frame src='a.html'></frameset></html>"
COMMENTS = (
    "<html><body><div class='comment' itemscope itemtype='https://schema.org/Comment'>"
    "<span itemprop='author'>Ann</span> <time itemprop='dateCreated' datetime='2024-05-01'>"
    "May 1</time><div itemprop='text'>Photographs work on our door as well.</div></div>"
    "<div class='comment' itemscope itemtype='https://schema.org/Comment'>"
    "<span itemprop='author'>Bo</span> <time itemprop='dateCreated' datetime='2024-05-02'>"
    "May 2</time><div itemprop='text'>Ours only opens to twins.</div></div></body></html>"
)
HEAD = "From: <Saved by a browser>\nSubject: Saved gate\nMIME-Version: 1.0\n"
RELATED = HEAD + 'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n'


def _read(content: str | bytes, name: str = "gate.mht") -> Document:
    encoded = content if isinstance(content, bytes) else content.encode()
    (document,) = MhtmlImporter().read(Source.from_bytes(encoded, name))
    return document


def _part(content: str, kind: str = "text/html", more: str = "") -> str:
    return f"--x\nContent-Type: {kind}\n{more}\n{content}\n"


def _binary(more: str) -> bytes:
    return _part("", "image/png", more).encode().removesuffix(b"\n")


def test_a_page_without_parts_is_read() -> None:
    head = (
        "Content-Type: text/html; charset=windows-1252\nContent-Location: https://example.org/g\n"
    )
    content = head.encode() + b"\n" + GATE.replace("guards", "caf\xe9s").encode("cp1252")
    document = _read(content)
    assert (document.title, document.url) == ("The gate", "https://example.org/g")
    assert "two cafés to look" in document.body_text


def test_the_subject_stands_in_for_a_missing_title() -> None:
    page = GATE.replace("<title>The gate</title>", "").replace("<h1>The gate</h1>", "")
    document = _read(f"{RELATED}{_part(page)}--x--")
    assert (document.title, document.issues) == ("Saved gate", ())
    untitled = f"{RELATED}{_part(page)}--x--".replace("Subject: Saved gate\n", "")
    assert [issue.code for issue in _read(untitled).issues] == [IssueCode.NO_TITLE]


def test_the_root_may_be_named() -> None:
    other = _part(PAGE.format("Another", "Another"), more="Content-ID: <other>\n")
    gate = _part(GATE, more="Content-ID: <gate>\n")
    named = RELATED.replace("; boundary", '; start="<gate>"; boundary')
    assert _read(f"{named}{other}{gate}--x--").title == "The gate"
    assert _read(f"{RELATED}{other}{gate}--x--").title == "Another"


def test_pictures_are_found_by_any_spelling_of_their_address() -> None:
    images = (
        "<p><img src='my gate.png'></p><p><img src='/b.png#top'></p><p><img src='cid:c@x'></p>"
        "<p><img src='http://[broken'></p><p><img src='http://[lost'></p>"
    )
    page = GATE.replace("</article>", f"{TEXT}{images}</article>")
    picture = "Content-Location: {}\nContent-Transfer-Encoding: binary\n"
    content = (
        f"{RELATED}{_part(page, more='Content-Location: https://example.org/a/gate.html')}\n"
    ).encode()
    for size, location in enumerate(
        ("https://example.org/a/my%20gate.png", "https://example.org/b.png", "http://[broken"), 8
    ):
        content += _binary(picture.format(location)) + png(size, size) + b"\n"
    content += _binary("Content-ID: <c@x>\n") + png(20, 20)
    document = _read(content + b"\n--x--")
    assert (document.images, document.images_missing, len(document.pictures)) == (5, 1, 4)


def test_a_set_of_frames_is_read_by_its_longest_frame() -> None:
    short = _part(PAGE.format("Menu", "Menu").replace(TEXT, "<p>Home</p>"))
    empty = _part("<html><!--" + "x" * 2000 + "--></html>")
    document = _read(f"{RELATED}{_part(FRAMES)}{short}{empty}{_part(GATE)}--x--")
    assert document.title == "The gate"


def test_comments_may_stand_in_a_frame() -> None:
    blank = _part("<html><body class='comments'></body></html>")
    other = _part(PAGE.format("Replies", "No replies"))
    document = _read(f"{RELATED}{_part(GATE)}{blank}{other}{_part(COMMENTS)}--x--")
    assert document.title == "The gate"
    assert [comment.author for comment in document.comments] == ["Ann", "Bo"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"{RELATED}{_part(GATE)}", IssueCode.TRUNCATED),
        (f"{RELATED}\n{_part(GATE).removeprefix('--x')}".replace("\n\n\n", "\n\n"),
         IssueCode.TRUNCATED),
        (f"{HEAD}Content-Type: multipart/related\n\n{_part(GATE)}--x--",
         IssueCode.METADATA_UNREADABLE),
        (f"{HEAD}\n{GATE}", None),
    ],
)  # fmt: skip
def test_of_a_damaged_file_the_page_is_read(content: str, code: IssueCode | None) -> None:
    document = _read(content)
    assert document.title == "The gate"
    assert [issue.code for issue in document.issues] == ([code] if code else [])


def test_a_page_that_is_not_encoded_as_declared_is_read() -> None:
    document = _read(RELATED + _part(GATE, more="Content-Transfer-Encoding: base64\n") + "--x--")
    assert document.title == "The gate"


def test_parts_beyond_the_bound_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mime, "_MOST_PARTS", 3)
    document = _read(RELATED + _part(GATE) + _part("x", "text/css") * 5 + "--x--")
    assert [issue.message for issue in document.issues] == [
        "The file has too many parts; the rest was left out"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("just words", "has no head of a saved page"),
        (f"{RELATED}{_part('x', 'text/css')}--x--", "none of the file's parts is a page"),
        (f"{RELATED}{_part('x', 'text/css')}", "is damaged, and none of its parts is a page"),
        (f"{RELATED}{_part('<html></html>')}", "the file breaks off before the end"),
        (f"{RELATED}{_part('<html></html>')}--x--", "no text|no element"),
    ],
)
def test_what_cannot_be_read_says_why(content: str, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        _read(content)


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (RELATED, "a.mht", Confidence.CERTAIN),
        (RELATED, "a.eml", Confidence.NO),
        ("just words", "a.mhtml", Confidence.MAYBE),
        ("Subject: a\n\n", "a.mhtml", Confidence.MAYBE),
        ("just words", "a.txt", Confidence.NO),
    ],
)
def test_mhtml_is_recognised(content: str, name: str, confidence: Confidence) -> None:
    assert MhtmlImporter().sniff(Source.from_bytes(content.encode(), name)) is confidence


def _resource(
    content: object, kind: str = "text/html", url: str = "https://example.org/a/g"
) -> Any:
    return {"WebResourceData": content, "WebResourceMIMEType": kind, "WebResourceURL": url}


def _archive(listed: Any) -> Document:
    content = plistlib.dumps(listed, fmt=plistlib.FMT_BINARY)
    (document,) = WebArchiveImporter().read(Source.from_bytes(content, "a.webarchive"))
    return document


def test_a_binary_web_archive_is_read_with_its_frames_and_pictures() -> None:
    images = "<p><img src='b.png#x'></p><p><img src='http://[broken'></p>"
    page = GATE.replace("</article>", f"{images}</article>").encode()
    frame = {"WebMainResource": _resource(COMMENTS.encode(), url="https://c.example.org/")}
    document = _archive(
        {
            "WebMainResource": _resource(page),
            "WebSubresources": [
                _resource(png(8, 8), "image/png", "https://example.org/a/b.png"),
                {"WebResourceURL": "https://example.org/nothing"},
                "no resource",
            ],
            "WebSubframeArchives": [frame, "no archive"],
        }
    )
    assert (document.title, document.url) == ("The gate", "https://example.org/a/g")
    assert (len(document.pictures), document.images_missing) == (1, 1)
    assert [comment.author for comment in document.comments] == ["Ann", "Bo"]


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ({"WebMainResource": _resource(b"%PDF", "application/pdf")}, "no page in the archive"),
        ({"WebMainResource": _resource("no bytes")}, "no page in the archive"),
        (["no archive"], "no page in the archive"),
        ({"WebMainResource": _resource(b"<html></html>")}, "no text|no element"),
    ],
)
def test_an_archive_without_a_page_says_so(listed: object, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=rf"^a\.webarchive: .*(?:{reason})"):
        _archive(listed)


def test_of_a_cut_archive_the_page_is_read() -> None:
    listed = {
        "WebMainResource": _resource(GATE.encode(), "https://example.org/gate"),
        "WebSubresources": [],
    }
    whole = plistlib.dumps(listed, fmt=plistlib.FMT_BINARY)
    for content in (whole[:-20], whole[: whole.index(b"</article>")]):
        (document,) = WebArchiveImporter().read(Source.from_bytes(content, "a.webarchive"))
        assert document.title == "The gate"
        assert "photograph before." in document.body_text
        assert document.issues[0].code == IssueCode.TRUNCATED


@pytest.mark.parametrize(
    "content",
    [
        b"bplist00 cut off",
        b'<?xml version="1.0" encoding="none-8"?><plist/>',
        b'<?xml version="1.0"?><plist><dict><key>WebMainResource',
        b'<!DOCTYPE plist [<!ENTITY a "b">]><plist><string>&a;</string></plist>',
        b"just words",
    ],
)
def test_a_damaged_list_is_refused(content: bytes) -> None:
    with pytest.raises(CorruptFileError, match="is damaged or cut off"):
        list(WebArchiveImporter().read(Source.from_bytes(content, "a.webarchive")))


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (b"bplist00\xd1_\x10\x0fWebMainResource", "a", Confidence.CERTAIN),
        (b"bplist00", "a.webarchive", Confidence.CERTAIN),
        (b"<plist><key>WebMainResource", "a.xml", Confidence.CERTAIN),
        (b"<plist>", "a.xml", Confidence.NO),
        (b"words", "a.webarchive", Confidence.MAYBE),
    ],
)
def test_web_archives_are_recognised(content: bytes, name: str, confidence: Confidence) -> None:
    assert WebArchiveImporter().sniff(Source.from_bytes(content, name)) is confidence
