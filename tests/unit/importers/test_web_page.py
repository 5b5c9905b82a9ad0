from __future__ import annotations

import codecs
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.importers.web import read_saved_page, reader
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import Part, SavedPage, WebPage
from ipvm_desktop.importers.web.surroundings import parts_around
from ipvm_desktop.importers.web_page import WebPageImporter

PROSE = "The camera above the gate saw every car that came that night, and kept none of them. " * 4
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


class ListReader:
    """Reads lists of class ``talk``: the comments of a make that no site has."""

    name = "talk"
    title = "Talk"

    def __init__(self, **found: object) -> None:
        self._found = found

    def read(self, page: WebPage) -> FoundDiscussion | None:
        area = page.root.find(".//ul[@class='talk']")
        if area is None:
            return None
        comments = tuple(
            FoundComment(key=each.get("id"), parent=each.get("title"), author="Ann Lee",
                         body="".join(self._markup(each)))
            for each in area.iter("li")
        )  # fmt: skip
        opening = page.root.find(".//div[@class='opening']")
        found = {"areas": (area,), "opening": opening, **self._found}
        return FoundDiscussion(make=self.title, comments=comments, **found)  # type: ignore[arg-type]

    def _markup(self, element: HtmlElement) -> list[str]:
        from lxml import html

        return [html.tostring(each, encoding="unicode") for each in element]


class Nobody:
    name = "nobody"
    title = "Nobody"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        return FoundDiscussion(make="Nobody", comments=(), declared=3, replies_told=False)


def read(body: str, **page: object) -> Document:
    content = (
        f'<html lang="en"><head><title>Gates</title></head><body>{body}</body></html>'.encode()
    )
    known = {"name": "page.html", "content": content, **page}
    return read_saved_page(SavedPage(**known), "web-page")  # type: ignore[arg-type]


def with_readers(monkeypatch: pytest.MonkeyPatch, *readers: object) -> None:
    monkeypatch.setattr(reader, "READERS", readers)


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


@pytest.fixture(autouse=True)
def _no_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    with_readers(monkeypatch)


@pytest.mark.parametrize(
    ("content", "confidence"),
    [
        (b"<!DOCTYPE html><p>x", Confidence.LIKELY),
        (b"\n <!-- a --> <!-- b --><HTML lang='en'>", Confidence.LIKELY),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', Confidence.LIKELY),
        (codecs.BOM_UTF8 + b"<head>", Confidence.LIKELY),
        (codecs.BOM_UTF16_LE + "<!doctype HTML>".encode("utf-16-le"), Confidence.LIKELY),
        ("<html><body>wide".encode("utf-16-be"), Confidence.LIKELY),
        (b"<meta charset=utf-8><title>x</title>", Confidence.LIKELY),
        (b"A text that mentions <html> is no page", Confidence.NO),
        (b"<p>A part of a page", Confidence.NO),
        (b"<!---->" * 580 + b"<!--", Confidence.NO),
        (b'<?xml version="1.0"?><rss>', Confidence.NO),
        (b"\0\1\2\3", Confidence.NO),
    ],
)
def test_pages_are_known_by_how_they_begin(content: bytes, confidence: Confidence) -> None:
    assert WebPageImporter().sniff(Source.from_bytes(content, "x.bin")) is confidence


def test_a_name_is_a_hint() -> None:
    source = Source.from_bytes(b"<p>A part of a page", "x.HTM")
    assert WebPageImporter().sniff(source) is Confidence.MAYBE


def test_texts_stay_with_their_own_importers() -> None:
    registry = default_registry()
    for name, importer in (("a.md", "markdown"), ("a.txt", "plain-text"), ("a", "plain-text")):
        source = Source.from_bytes(b"How pages begin: <html>, then <head>\n\nText.", name)
        assert registry.choose(source).name == importer


def test_choosing_an_importer_loads_no_parser() -> None:
    code = (
        "import sys; from ipvm_desktop.importers.base import Source;"
        "from ipvm_desktop.importers.registry import default_registry;"
        "default_registry().choose(Source.from_bytes(b'<html>', 'x.html'));"
        "assert not {'lxml', 'trafilatura', 'dateparser'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_pictures_lie_in_the_pages_folder(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "page-Dateien").mkdir(parents=True)
    (folder / "page-Dateien" / "a b.svg").write_bytes(SVG)
    (folder / "page-Dateien" / "c.svg?w=3").write_bytes(SVG)
    (tmp_path / "secret.svg").write_bytes(SVG)
    page = folder / "page.html"
    page.write_text("<html>")
    part = parts_around(Source.from_path(page).around)
    names = ("a%20b.svg", "a b.svg?x=1#top", "c.svg%3Fw=3", "c.svg?w=3")
    inside = [f"./page-Dateien/{name}" for name in names]
    assert [part(address) for address in inside] == [Part("", SVG)] * 4
    secret = tmp_path / "secret.svg"
    outside = (
        "../secret.svg", "page-Dateien/%2e%2e/../../secret.svg", str(secret), secret.as_uri(),
        "..\\secret.svg", "", "#top", "gone.svg", "https://a.example/secret.svg",
    )  # fmt: skip
    assert [part(address) for address in outside] == [None] * 9


def test_a_page_is_read_as_an_article() -> None:
    document = read(f"<h1>Gates</h1><p>By Bo Ray</p><p>{PROSE}</p>", url="https://a.example/gates")
    assert (document.title, document.byline, document.site) == ("Gates", ("Bo Ray",), "a.example")
    assert document.body_text == PROSE.strip()
    assert document.kind is ArticleKind.ARTICLE
    assert not document.replies_told
    assert document.comment_order is None
    assert not document.issues


def test_comments_are_no_part_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    with_readers(monkeypatch, Nobody(), ListReader(declared=2, replies_told=True))
    talk = (
        (
            '<ul class="talk"><li id="1"><p>See <a href="/x">this</a></p></li>'
            '<li id="2" title="1"><p><img src="a.svg" alt="A gate"> and \ud83d</p></li>'
            '<li id="3" title="9"><p>Who?</p></li></ul>'
        )
        .encode("utf-8", "replace")
        .decode()
    )
    document = read(
        f"<p>{PROSE}</p>{talk}",
        url="https://a.example/gates",
        part=lambda address: Part("", SVG) if address == "a.svg" else None,
    )
    assert "Who?" not in document.body_text
    first, second, third = document.comments
    assert first.body_html == '<div><p>See <a href="https://a.example/x">this</a></p></div>'
    assert second.parent == 1
    assert second.body_html.startswith(f'<div><p><img src="{document.pictures[0].address}"')
    assert third.body_html == "<p>Who?</p>"
    assert (document.images, document.images_missing, len(document.pictures)) == (1, 0, 1)
    assert (document.declared_comments, document.replies_told) == (2, True)
    assert codes(document) == ["comment-count", "missing-parent"]
    assert document.issues[0].message == "2 comments are announced, 3 could be read"


def test_an_opening_post_is_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    posted = dt.datetime(2021, 3, 4, 9, 8)
    opened = FoundComment(author="Bo Ray", posted=posted, posted_text="Mar 4, 2021 9:08")
    with_readers(
        monkeypatch,
        ListReader(kind=ArticleKind.DISCUSSION, opened=opened, replies_told=False,
                   order=CommentOrder.TIME, title="Which gate?"),
    )  # fmt: skip
    document = read(
        '<div class="x"><div class="opening"><h1>Which gate?</h1>I ask.'
        '<ul class="talk"><li>Any.</li></ul></div></div>'
    )
    assert (document.title, document.body_text) == ("Which gate?", "I ask.")
    assert (document.byline, document.published) == (("Bo Ray",), posted)
    assert document.published_text == "Mar 4, 2021 9:08"
    assert document.kind is ArticleKind.DISCUSSION
    assert document.comment_order is CommentOrder.TIME


def test_an_opening_post_without_author_and_date(monkeypatch: pytest.MonkeyPatch) -> None:
    with_readers(monkeypatch, ListReader(opened=FoundComment()))
    document = read(
        '<p>By Cy Dee</p><time>May 1, 2021</time><div class="opening">I ask.</div>'
        '<ul class="talk"><li>Any.</li></ul>'
    )
    assert (document.byline, document.published) == (("Cy Dee",), dt.date(2021, 5, 1))


def test_an_area_that_is_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Root:
        name = title = "Root"

        def read(self, page: WebPage) -> FoundDiscussion | None:
            comment = FoundComment(body="Any.")
            return FoundDiscussion(make="Root", comments=(comment,), areas=(page.root,))

    with_readers(monkeypatch, Root())
    assert len(read(f"<p>{PROSE}</p>").comments) == 1


@pytest.mark.parametrize("declared", [1, 3])
def test_announced_comments_that_are_missing_are_told(
    monkeypatch: pytest.MonkeyPatch, declared: int
) -> None:
    with_readers(monkeypatch, ListReader(declared=declared), Nobody())
    document = read(f'<p>{PROSE}</p><ul class="talk"></ul>')
    are = {1: "1 comment is", 3: "3 comments are"}[declared]
    assert document.issues[-1].message == f"{are} announced, none could be read"


def test_the_first_reader_that_knows_the_make_counts_where_none_finds_comments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_readers(monkeypatch, ListReader(declared=0), Nobody())
    assert read(f'<p>{PROSE}</p><ul class="talk"></ul>').declared_comments == 0


def test_issues_of_the_file_come_first() -> None:
    issue = ImportIssue("truncated", "The archive ends too early")
    document = read(f'<p>{PROSE}</p><p><img src="a.png"> <img src="b.png"></p><p>{PROSE}</p>',
                    issues=(issue,))  # fmt: skip
    assert codes(document) == ["truncated", "images-missing"]
    assert document.issues[1].message == "2 pictures were not saved with this file"


def test_a_page_without_title_is_called_by_its_name() -> None:
    page = SavedPage(name="gates.html", content=f"<p>{PROSE}</p>".encode())
    document = read_saved_page(page, "web-page")
    assert document.title == "gates"
    assert codes(document) == ["no-title"]


@pytest.mark.parametrize("body", ["", "<h1>Gates</h1>", "<script>text()</script>"])
def test_a_page_without_text_is_refused(body: str) -> None:
    with pytest.raises(CorruptFileError, match="no text was found"):
        read(body)


def test_a_message_names_the_whole_path(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(CorruptFileError) as caught:
        list(WebPageImporter().read(Source.from_path(path)))
    assert str(caught.value) == f"{path}: the file is not text."


def test_links_start_from_the_pages_base() -> None:
    document = read(
        f'<base href="/files/"><p>{PROSE}<a href="a.txt">a</a> <a href="http://[x">b</a> '
        f"<a name='c'>c</a></p>",
        url="https://a.example/x/y",
    )
    assert 'href="https://a.example/files/a.txt"' in document.body_html
    assert document.body_html.count("href") == 1


def test_a_web_page_knows_its_address_and_maker() -> None:
    root = document_fromstring("<meta name='Generator' content='WordPress 6'><p>x")
    page = WebPage(root=root, url="https://www.a.example/x/")
    assert (page.host, page.generator) == ("a.example", "wordpress 6")
    assert page.absolute("y#z") == "https://a.example/x/y#z".replace("//", "//www.")
    assert [page.absolute(each) for each in (None, "mailto:a@b", "http://[x")] == [None] * 3
    assert WebPage(root=root, url="http://[x").host == ""
    assert WebPage(root=root).absolute("y") is None
