"""What the program exported itself, larger than the memory: read in parts like a small file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError, ImportFileError
from ipvm_desktop.importers import _pieces, base, interchange
from ipvm_desktop.importers._pieces import pieces_of
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.interchange import InterchangeImporter
from ipvm_desktop.importers.markdown import MarkdownImporter, importer
from ipvm_desktop.importers.web.own_pages import SIGN
from ipvm_desktop.importers.web_page import WebPageImporter
from ipvm_desktop.render.markdown import NEXT_ARTICLE

TITLES = ["Gates", "Doors", "Fences and – walls"]
JSON = {
    "format": "ipvm-desktop",
    "version": 1,
    "articles": [
        {"title": title, "body_html": f"<p>{title} rust.</p>", "comments": [{"id": 1}]}
        for title in TITLES
    ],
}
MARKDOWN = f"\n{NEXT_ARTICLE}\n\n".join(
    f"---\ntitle: {title}\n---\n\n{title} rust.\n\n## Comments (0)\n" for title in TITLES
)
PAGE = SIGN.decode() + "<body><nav>Contents</nav>\n" + "".join(
    f'<article class="page" id="a{number}" lang="en" itemscope>\n<header>'
    f'<h1 itemprop="headline">{title}</h1></header>\n'
    f'<div itemprop="articleBody"><p>{title} rust.</p></div>\n</article>\n'
    for number, title in enumerate(TITLES, 1)
)  # fmt: skip


@pytest.fixture(params=[1, 7, 1024])
def _chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pieces, "_CHUNK_BYTES", request.param)


def large(tmp_path: Path, name: str, text: str) -> Source:
    """Return a source whose content stays on the disk."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return replace(Source.from_path(path), _content=text.encode()[:4096], is_large=True)


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (InterchangeImporter(), "all.json", json.dumps(JSON)),
        (MarkdownImporter(), "all.md", MARKDOWN),
        (WebPageImporter(), "all.html", PAGE),
    ],
)
def test_it_is_read_like_a_small_one(kind: Importer, name: str, text: str, tmp_path: Path) -> None:
    source = large(tmp_path, name, text)
    found = list(kind.read(source))
    assert [document.title for document in found] == TITLES
    assert [document.body_text for document in found] == [f"{title} rust." for title in TITLES]
    assert found == list(kind.read(Source.from_path(tmp_path / name)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_so_is_markdown_between_large_and_small(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source.from_bytes(MARKDOWN.encode(encoding), "all.md")
    small = list(MarkdownImporter().read(source))
    monkeypatch.setattr(importer, "_WHOLE_BYTES", 10)
    assert list(MarkdownImporter().read(source)) == small


def test_a_boundary_is_not_what_an_article_quotes(tmp_path: Path) -> None:
    text = f"{MARKDOWN}\n{NEXT_ARTICLE}\n\nSo it goes on.\n"
    *_, last = MarkdownImporter().read(large(tmp_path, "all.md", text))
    assert last.title == TITLES[-1]


@pytest.mark.parametrize(
    ("kind", "name"), [(MarkdownImporter(), "a.md"), (WebPageImporter(), "a.html")]
)
def test_what_cannot_be_cut_is_refused(
    kind: Importer, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (base, _pieces):
        monkeypatch.setattr(module, "MAX_SOURCE_BYTES", 1024 * 1024)
    with pytest.raises(ImportFileError, match="larger than 1 MiB, and its format is not read in"):
        list(kind.read(large(tmp_path, name, "word " * 300_000)))


def read_large(tmp_path: Path, text: str) -> list[Document]:
    return list(InterchangeImporter().read(large(tmp_path, "all.json", text)))


def test_between_large_and_small_it_is_streamed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(JSON)
    whole, wide = (Source.from_bytes(text.encode(code), "a.json") for code in ("utf-8", "utf-16"))
    small = list(InterchangeImporter().read(whole))
    monkeypatch.setattr(interchange, "_WHOLE_BYTES", 10)
    assert list(InterchangeImporter().read(whole)) == small
    assert list(InterchangeImporter().read(wide)) == small
    with pytest.raises(CorruptFileError, match="damaged within its first 1 KiB"):
        list(InterchangeImporter().read(Source.from_bytes(text[:-9].encode(), "a.json")))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"things": [1]}', "it is JSON, but of none of the kinds that the program reads"),
        ('{"format": "ipvm-desktop", "version": 2}', "it was written by a newer version"),
        ('{"format": "ipvm-desktop", "articles": []}', "version is not a whole number"),
        (json.dumps(JSON).replace('"Doors"', "5"), r"articles\[1\]\.title is not a text"),
        (json.dumps(JSON)[:-30], "the JSON is damaged within its first 1 KiB"),
    ],
)
def test_what_is_wrong_is_told(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        read_large(tmp_path, text)


def test_pieces_are_what_stands_between_the_boundaries() -> None:
    source = Source.from_bytes(b"|a|b||c", "a.txt")
    assert list(pieces_of(source, re.compile(rb"\|"))) == [b"a", b"b", b"", b"c"]
