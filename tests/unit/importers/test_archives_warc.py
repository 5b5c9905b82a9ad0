"""Crawls: their pages, with damaged records and packed ones."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.archives import WarcImporter, _packed, warc
from ipvm_desktop.importers.archives._packed import Place, Unpacked
from ipvm_desktop.importers.archives._records import Records, payload_of
from ipvm_desktop.importers.base import Confidence, Source
from tests.data.make_archives import png, warc_record

PAGE = (
    "<html><head><title>{}</title></head><body><article><h1>{}</h1><p>The harbour has turned its"
    " face readers off and pays two guards to look at passports again.</p>"
    "<p><img src='/gate.png#x' alt='The gate'></p><p>Three boys came in with printed"
    " photographs.</p></article></body></html>"
)
GATE = PAGE.format("Gate", "Gate").encode()
OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n\r\n"


def _read(content: bytes, name: str = "crawl.warc") -> list[Document]:
    return list(WarcImporter().read(Source.from_bytes(content, name)))


def _titles(content: bytes, name: str = "crawl.warc") -> list[str]:
    return [document.title for document in _read(content, name)]


def _response(body: bytes, path: str = "gate", kind: str = "response", more: str = "") -> bytes:
    return warc_record(kind, f"https://example.org/{path}", body, more)


@pytest.mark.parametrize(
    "record",
    [
        _response(HTML + GATE),
        _response(GATE, kind="resource", more="Content-Type: text/html; charset=utf-8\r\n"),
        _response(GATE, kind="resource"),
        _response(OK + b"\r\n<!DOCTYPE html>" + GATE),
        _response(HTML[:-2] + b"Transfer-Encoding: chunked\r\n\r\n" + GATE),
        _response(HTML[:-2] + b"Content-Encoding: gzip\r\n\r\n" + GATE),
        _response(HTML[:-2] + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(GATE)),
        _response(HTML[:-2] + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(GATE)[2:-4]),
        _response(HTML[:-2] + b"Content-Encoding: deflate\r\n\r\n" + GATE),
    ],
)
def test_a_page_is_read_however_it_was_sent(record: bytes) -> None:
    (document,) = _read(record)
    assert (document.title, document.url) == ("Gate", "https://example.org/gate")
    assert [issue.code for issue in document.issues] == ["images-missing"]


@pytest.mark.parametrize(
    "record",
    [
        _response(HTML.replace(b"200 OK", b"301 Moved") + GATE),
        _response(OK + b"Content-Type: text/css\r\n\r\np {}"),
        _response(HTML + GATE, kind="metadata"),
        _response(b"words", kind="resource"),
    ],
)
def test_other_records_are_no_pages(record: bytes) -> None:
    with pytest.raises(CorruptFileError, match="none of its 1 records is a page"):
        _read(record)


def test_pictures_come_from_other_records() -> None:
    image = OK + b"Content-Type: image/png\r\n\r\n" + png(8, 8)
    refers = "WARC-Refers-To-Target-URI: https://example.org/gate.png\r\n"
    records = [
        _response(image, "gate.png"),
        _response(HTML + GATE),
        _response(OK + b"\r\n", "b.png", "revisit", refers),
        _response(OK + b"\r\n", "c.png", "revisit"),
        _response(HTML + GATE.replace(b"/gate.png", b"/b.png").replace(b"Gate", b"B"), "b"),
        _response(HTML + GATE.replace(b"/gate.png", b"//[").replace(b"Gate", b"C"), "c"),
    ]
    for content in (b"".join(records), b"".join(map(gzip.compress, records)),
                    gzip.compress(b"".join(records))):  # fmt: skip
        documents = _read(content)
        assert [len(document.pictures) for document in documents] == [1, 1, 0]


def test_pictures_far_into_one_packed_piece_and_too_many_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = OK + b"Content-Type: image/png\r\n\r\n" + png(8, 8)
    content = gzip.compress(_response(HTML + GATE) + _response(image, "gate.png"))
    monkeypatch.setattr(warc, "_FARTHEST", 10)
    assert _read(content)[0].pictures == ()
    monkeypatch.setattr(warc, "_FARTHEST", 10_000)
    assert len(_read(content)[0].pictures) == 1
    monkeypatch.setattr(warc, "_MOST_PICTURES", 0)
    assert _read(content)[0].pictures == ()


def test_a_page_that_came_in_twice_is_read_once() -> None:
    changed = _response(HTML + GATE.replace(b"boys", b"girls"))
    assert len(_read(_response(HTML + GATE) * 2 + changed)) == 2


def test_a_page_cut_off_is_told() -> None:
    for content in (
        _response(HTML + GATE)[:-60],
        _response(HTML[:-2] + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GATE)[:-20]),
    ):
        (document,) = _read(content)
        assert "Only the beginning of this page" in document.issues[0].message


def test_what_is_damaged_is_passed_over_and_told() -> None:
    blank = _response(HTML + b"<html></html>")
    lost = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n<p>stray words\r\n<p>more\r\n"
    documents = _read(_response(HTML + GATE, "a") + lost + blank + _response(HTML + GATE, "b"))
    assert [document.url for document in documents] == [
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert "a damaged part of the file" in documents[1].issues[0].message
    assert [issue.code for issue in documents[0].issues] == ["images-missing"]


def test_behind_a_damaged_packed_record_the_next_is_found() -> None:
    first, second = (gzip.compress(_response(HTML + GATE, name)) for name in "ab")
    broken = first[:60] + b"\0" * 40 + first[100:]
    documents = _read(broken + b"\0" * 100_000 + second, "crawl.warc.gz")
    assert documents[-1].url == "https://example.org/b"
    assert _titles(second + b"\0trailing") == ["Gate"]
    assert _titles(second + first[:-30])[0] == "Gate"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"WARC/1.0\r\n\r\n", "no record of a crawl"),
        (b"just words", "no record of a crawl"),
        (gzip.compress(b"WARC/1.0\r\n")[:12], "no record of a crawl"),
        (_response(HTML + b"<html></html>"), "its only page has no text"),
        (_response(HTML + b"<html></html>") + _response(HTML + b"<br>"), "none of its 2 pages has"),
    ],
)
def test_a_crawl_without_pages_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        _read(content)


def test_arc_files_are_read() -> None:
    body = HTML + GATE
    about = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain %d\n%s\n" % (len(about), about)
    arc += b"https://example.org/a b 1.2.3.4 20080430204826 text/html %d\n%s\n" % (len(body), body)
    # Version 2 has more fields; a time that no clock shows is none.
    arc += b"https://example.org/c 1.2.3.4 20089930204826 text/html 200 - - 0 a.arc %d\n%s\n" % (
        len(body), body,
    )  # fmt: skip
    assert WarcImporter().sniff(Source.from_bytes(arc, "a")) is Confidence.CERTAIN
    documents = _read(arc, "a.arc")
    assert [document.url for document in documents] == [
        "https://example.org/a%20b",
        "https://example.org/c",
    ]


@pytest.mark.parametrize(
    ("date", "saved"),
    [
        ("2024-05-20T12:00:00Z", "2024-05-20T12:00:00+00:00"),
        ("2024-05-20T12:00:00", "2024-05-20T12:00:00+00:00"),
        ("yesterday", None),
    ],
)
def test_times_of_records_are_read(date: str, saved: str | None) -> None:
    content = _response(b"x").replace(b"2024-05-20T12:00:00Z", date.encode())
    (record,) = Records(io.BytesIO(content))
    assert (record.saved and record.saved.isoformat()) == saved


def test_a_record_may_be_read_again_and_in_part() -> None:
    content = _response(b"a" * 10) + _response(b"b" * 10)
    records = Records(io.BytesIO(content))
    known = []
    for record in records:
        known.append(record)
        assert len(records.body(record, 4)[0]) == 4
    assert records.body(known[0], 100) == (b"a" * 10, False)
    assert payload_of(known[0], b"HTTP/1.1 200 OK", 10, cut_off=True).content == b""


def test_a_packed_file_is_read_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [b"line %d\n" % number for number in range(500)]
    packed = b"".join(gzip.compress(b"".join(lines[n : n + 100])) for n in range(0, 500, 100))
    for size in (1, 10, 100_000):
        monkeypatch.setattr(_packed, "_CHUNK", size)
        file = Unpacked(io.BytesIO(packed))
        places = {}
        for line in lines[:-1]:
            places[line] = file.place
            assert file.line(100) == line
        file.go_to(places[lines[250]])
        assert file.read(18) == b"".join(lines[250:252])
        file.skip(9)
        assert file.line(3) == b"lin"
        file.skip(10**6)
        assert (file.line(10), file.read(5)) == (b"", b"")
        assert (file.damages, file.cut_off) == (0, False)


def test_a_line_may_begin_in_one_packed_piece_and_end_in_the_next() -> None:
    file = Unpacked(io.BytesIO(gzip.compress(b"one\ntw") + gzip.compress(b"o\nthree\nfour")))
    assert [file.line(10) for _ in range(2)] == [b"one\n", b"two\n"]
    place = file.place
    assert file.line(10) == b"three\n"
    file.go_to(place)
    assert file.read(10) == b"three\nfour"


def test_a_plain_file_is_passed_over_without_reading_it() -> None:
    file = Unpacked(io.BytesIO(b"0123456789" * 20_000))
    file.skip(150_001)
    assert (file.place, file.read(3)) == (Place(150_001, 0), b"123")
    file.skip(0)
    file.skip(10**9)
    assert file.read(1) == b""
    assert file.place == Place(150_004 + 10**9, 0)


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (b"WARC/1.0\r\n", "a", Confidence.CERTAIN),
        (gzip.compress(b"anything"), "a.warc.gz", Confidence.CERTAIN),
        (gzip.compress(b"WARC/1.0\r\n"), "a.gz", Confidence.CERTAIN),
        (gzip.compress(b"filedesc://a 0.0.0.0 20080430204825 text/plain 1"), "a",
         Confidence.CERTAIN),
        (gzip.compress(b"anything"), "a.gz", Confidence.NO),
        (b"\x1f\x8bdamaged", "a.gz", Confidence.NO),
        (b"words", "a.warc", Confidence.MAYBE),
        (b"words", "a.txt", Confidence.NO),
    ],
)  # fmt: skip
def test_crawls_are_recognised(content: bytes, name: str, confidence: Confidence) -> None:
    assert WarcImporter().sniff(Source.from_bytes(content, name)) is confidence
