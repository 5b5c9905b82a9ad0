"""Books: their chapters, in whatever state."""

from __future__ import annotations

import io
import zipfile

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.archives import EpubImporter, _zip, epub
from ipvm_desktop.importers.base import Confidence, Source

CONTAINER = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
CHAPTER = "<html><head><title>{0}</title></head><body><p>{0} words.</p></body></html>"


def _zip_of(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _read(content: bytes) -> list[Document]:
    return list(EpubImporter().read(Source.from_bytes(content, "night.epub")))


def _package(spine: str, metadata: str = "", manifest: str = "", guide: str = "") -> str:
    names = spine.split()
    listed = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in names
    )
    refs = "".join(f'<itemref idref="{name}"/>' for name in names)
    return (
        f"<package><metadata>{metadata}</metadata><manifest>{listed}{manifest}</manifest>"
        f'<spine toc="ncx">{refs}</spine><guide>{guide}</guide></package>'
    )


def _book(spine: str, members: dict[str, str | bytes] | None = None, **more: str) -> bytes:
    chapters = {f"{name}.xhtml": CHAPTER.format(name) for name in spine.split()}
    package = _package(spine, **more)
    return _zip_of(
        {"META-INF/container.xml": CONTAINER, "book.opf": package, **chapters, **(members or {})}
    )


def test_chapters_of_an_old_book_are_called_as_its_contents_call_them() -> None:
    ncx = (
        "<ncx><navMap><navPoint><navLabel><text>Dusk</text></navLabel>"
        '<content src="one.xhtml#top"/><navPoint><navLabel><text>Lamps</text></navLabel>'
        '<content src="one.xhtml#lamps"/></navPoint></navPoint>'
        '<navPoint><navLabel><text>A</text></navLabel><content src="two.xhtml#a"/></navPoint>'
        '<navPoint><navLabel><text>B</text></navLabel><content src="two.xhtml#b"/></navPoint>'
        '<navPoint><navLabel><text/></navLabel><content src="three.xhtml"/></navPoint>'
        "<navPoint/></navMap></ncx>"
    )
    manifest = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    guide = '<reference type="toc" href="four.xhtml"/><reference type="text" href="one.xhtml"/>'
    content = _book("one two three four", {"toc.ncx": ncx}, manifest=manifest, guide=guide)
    assert [each.title for each in _read(content)] == ["Dusk", "two", "three"]


def test_both_kinds_of_contents_may_be_there() -> None:
    ncx = (
        "<ncx><navPoint><navLabel><text>Old</text></navLabel>"
        '<content src="one.xhtml"/></navPoint></ncx>'
    )
    nav = '<html><body><nav><ol><li><a href="one.xhtml">New</a></li></ol></nav></body></html>'
    listed = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    old = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    for manifest in (listed + old, old + listed):
        content = _book("one", {"toc.ncx": ncx, "nav.xhtml": nav}, manifest=manifest)
        assert [each.title for each in _read(content)] == ["New"]


def test_a_book_tells_of_its_authors_and_its_date() -> None:
    metadata = (
        "<title>Night</title><title/><creator>Ann</creator><creator>Ann</creator><creator/>"
        '<creator id="t">Bo</creator><meta refines="#t" property="role">trl</meta>'
        '<meta refines="#t" property="file-as">Bo</meta>'
        '<date event="modification">2020-01-01</date><date event="publication">2019-05</date>'
    )
    (document,) = _read(_book("one", metadata=metadata))
    assert document.byline == ("Ann",)
    assert (document.published, document.published_text) == (None, "2019-05")
    assert (document.key, document.language) == (None, None)


def test_a_book_of_one_chapter_without_a_title_is_called_by_its_file() -> None:
    (document,) = _read(_book("one", {"one.xhtml": "<html><body><p>Words.</p></body></html>"}))
    assert document.title == "night"


def test_a_book_without_an_order_is_read_by_names() -> None:
    chapters = {"b.html": CHAPTER.format("b"), "a.xhtml": CHAPTER.format("a")}
    documents = _read(_zip_of({**chapters, "META-INF/x.xml": "<x/>", "c.txt": "c"}))
    assert [each.title for each in documents] == ["a", "b"]
    assert "does not state the order" in documents[0].issues[0].message
    broken = _read(_zip_of({"book.opf": "<package", **chapters}))
    assert len(broken) == 2


def test_entities_of_a_book_lead_nowhere() -> None:
    package = _package("one", metadata="<title>&x;</title>")
    doctype = '<!DOCTYPE package [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    content = _book("one", {"book.opf": doctype + package})
    assert [each.title for each in _read(content)] == ["one"]


def test_what_cannot_be_read_of_a_book_is_told_with_the_next_chapter() -> None:
    broken = b"\0\1\2\3" * 100
    content = _book("one two three", {"one.xhtml": broken, "two.xhtml": broken})
    (document,) = _read(content)
    assert document.title == "three"
    assert document.issues[0].message.startswith("Before this chapter, 2 could not be read")


def test_what_is_lost_at_the_end_of_a_book_is_told_with_the_last_chapter() -> None:
    first, last = _read(_book("one two three", {"three.xhtml": b"\0\1\2\3" * 100}))
    assert first.issues == ()
    assert [issue.message for issue in last.issues] == [
        "After this chapter, one could not be read: the file is not text"
    ]


def test_a_chapter_that_is_listed_again_is_read_once() -> None:
    content = _book("one two one")
    assert [each.title for each in _read(content)] == ["one", "two"]


def test_addresses_that_lead_nowhere_are_missing_pictures() -> None:
    page = "<p>Words <img src='gone.png'> <img src='#x'> <img src='big.png'></p>"
    (document,) = _read(
        _book("one", {"one.xhtml": f"<html><body>{page}</body></html>", "big.png": b"x"})
    )
    assert document.images_missing == 2


ENCRYPTION = (
    "<encryption><EncryptedData><CipherData><CipherReference URI='one.xhtml'/></CipherData>"
    "</EncryptedData></encryption>"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"just words", "no zip archive"),
        (_book("one")[:-40], "no zip archive"),
        (_zip_of({"a.txt": "a"}), "there is no chapter in it"),
        (_zip_of({"META-INF/container.xml": b"\0\0", "a.opf": ""}), "there is no chapter"),
        (_book("one", {"one.xhtml": "<html><body><p> </p></body></html>"}), "no text in the book"),
        (_book("one", {"META-INF/encryption.xml": ENCRYPTION}), "encrypted for the shop's"),
        (_book("one", {"one.xhtml": b"\0\1\2\3" * 100}), "none of the book's chapters"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        _read(content)


def test_a_password_is_told() -> None:
    content = bytearray(_book("one"))
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    with pytest.raises(CorruptFileError, match=r"no chapter|password"):
        _read(bytes(content))


def test_damage_within_the_archive_is_told() -> None:
    content = bytearray(_book("one two"))
    place = content.find(b"one.xhtml") + len("one.xhtml")
    content[place : place + 20] = b"\xff" * 20
    (document,) = _read(bytes(content))
    assert "“one.xhtml” in it is damaged" in document.issues[0].message


def test_what_unpacks_to_too_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MOST_BYTES", 2000)
    page = "<html><body><p>Words <img src='big.png'></p></body></html>"
    members: dict[str, str | bytes] = {
        "one.xhtml": "<p>" + "words " * 1000,
        "two.xhtml": page,
        "big.png": b"x" * 3000,
    }
    content = _book("one two", members)
    (document,) = _read(content)
    assert "unpacks to more than the program reads" in document.issues[0].message
    assert document.images_missing == 1
    monkeypatch.setattr(epub, "_MOST_BYTES", 10_000)
    monkeypatch.setattr(epub, "_MOST_PAGE_BYTES", 2000)
    (document,) = _read(content)
    assert "“one.xhtml” in it is longer than" in document.issues[0].message
    monkeypatch.setattr(epub, "_MOST_BYTES_TOGETHER", 100)
    with pytest.raises(CorruptFileError):
        _read(content)


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zip, "_MOST_MEMBERS", 3)
    with pytest.raises(CorruptFileError, match="more than 3 members"):
        _read(_book("one two"))


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (b"PK\x03\x04", "a.epub", Confidence.CERTAIN),
        (b"PK\x03\x04....mimetypeapplication/epub+zip", "a.zip", Confidence.CERTAIN),
        (b"PK\x03\x04", "a.zip", Confidence.NO),
        (b"words", "a.epub", Confidence.MAYBE),
    ],
)
def test_books_are_recognised(content: bytes, name: str, confidence: Confidence) -> None:
    assert EpubImporter().sniff(Source.from_bytes(content, name)) is confidence
