"""Writes the fixtures that are no plain text: ``python -m tests.data.make_archives``.

What it writes is the same each time, byte for byte.
"""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from pathlib import Path

DATA = Path(__file__).parent


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def png(width: int, height: int) -> bytes:
    """Return a picture of diagonal grey stripes."""
    rows = b"".join(b"\0" + bytes((x + y) * 16 % 256 for x in range(width)) for y in range(height))
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + head + body + _chunk(b"IEND", b"")


DOT = png(24, 16)
_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">urn:uuid:5b1f4a5e-cameras</dc:identifier>
<dc:title>Cameras After Dark</dc:title>
<dc:creator id="who">Mara Lindqvist</dc:creator>
<meta refines="#who" property="role">aut</meta>
<dc:creator opf:role="ill">Otto Penner</dc:creator>
<dc:date>2021-03-04</dc:date>
<dc:language>en</dc:language>
</metadata>
<manifest>
<item id="cover" href="text/cover.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c1" href="text/light.xhtml" media-type="application/xhtml+xml"/>
<item id="c2" href="text/noise%20and%20gain.xhtml" media-type="application/xhtml+xml"/>
<item id="c3" href="text/gone.xhtml" media-type="application/xhtml+xml"/>
<item id="c4" href="text/end.xhtml" media-type="application/xhtml+xml"/>
<item id="dot" href="images/dot.png" media-type="image/png"/>
</manifest>
<spine>
<itemref idref="cover"/><itemref idref="nav"/><itemref idref="c1"/><itemref idref="c2"/>
<itemref idref="c3"/><itemref idref="c4"/><itemref idref="missing"/><itemref idref="dot"/>
</spine>
</package>
"""
_NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>Contents</title></head><body>
<nav epub:type="toc"><ol>
<li><a href="text/light.xhtml">Where the light goes</a>
<ol><li><a href="text/light.xhtml#lux">What a lux is</a></li></ol></li>
<li><a href="text/noise%20and%20gain.xhtml">Chapter 2</a></li>
</ol></nav>
<nav epub:type="landmarks"><ol><li><a href="text/light.xhtml">Start</a></li></ol></nav>
</body></html>
"""
_COVER = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cover</title></head>
<body><img src="../images/dot.png" alt=""/></body></html>
"""
_LIGHT = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en-GB"><head><title/></head><body>
<h1>Where the light goes</h1>
<p>A sensor counts what falls on it, and after <span epub:type="pagebreak">7</span>
sunset little does.<a href="#n1">1</a></p>
<h2 id="lux">What a lux is</h2>
<p><img src="../images/dot.png" alt="A dot of light"/> One candle, one metre away.
See <a href="https://example.org/lux">the tables</a> and <a href="end.xhtml">the end</a>.</p>
<p><img src="../images/lost.png" alt="Lost"/></p>
<aside id="n1"><p>1. Less than a hundredth of it.</p></aside>
</body></html>
"""
_NOISE = """<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Cameras After Dark</title></head>
<body><h2>Noise and gain</h2><p>Gain lifts the picture and the noise alike.</p></body></html>
"""
_END = """<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Cameras After Dark</title></head>
<body><p>Buy the lamp, not the lens.</p></body></html>
"""


def write_epub(path: Path) -> None:
    """Write a book of four chapters, one of them missing."""
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": _CONTAINER,
        "OPS/package.opf": _PACKAGE,
        "OPS/nav.xhtml": _NAV,
        "OPS/text/cover.xhtml": _COVER,
        "OPS/text/light.xhtml": _LIGHT,
        "OPS/text/noise and gain.xhtml": _NOISE,
        "OPS/text/end.xhtml": _END,
        "OPS/images/dot.png": DOT,
    }
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, content in members.items():
            book.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def write_warc(path: Path) -> None:
    """Write a crawl, each record packed by itself."""
    page = (
        b"<html><head><title>Recorder recall</title></head><body><article>"
        b"<h1>Recorder recall</h1><p>Northgate calls back four recorders whose fans stop after "
        b"a year of work. The firm writes that no recordings are lost, only time.</p>"
        b"<p><img src='/fan.png' alt='The fan'></p>"
        b"<p>Owners send the serial number and get a box with a new fan within the week.</p>"
        b"</article></body></html>"
    )
    packed = gzip.compress(page, mtime=0)
    half = len(packed) // 2
    chunked = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:half], packed[half:])
    )
    records = [
        warc_record("warcinfo", "", b"software: a crawler\r\n"),
        warc_record(
            "response",
            "https://news.example.org/recall",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
            + chunked
            + b"0\r\n\r\n",
        ),
        warc_record("request", "https://news.example.org/recall", b"GET /recall HTTP/1.1\r\n\r\n"),
        warc_record(
            "response",
            "https://news.example.org/fan.png",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + DOT,
        ),
        warc_record(
            "response",
            "https://news.example.org/gone",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>Gone.</p></html>",
        ),
    ]
    path.write_bytes(b"".join(gzip.compress(record, mtime=0) for record in records))


def warc_record(kind: str, address: str, body: bytes, more: str = "") -> bytes:
    """Return one record."""
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2024-05-20T12:00:00Z\r\n{more}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


if __name__ == "__main__":
    write_epub(DATA / "epub" / "after-dark.epub")
    write_warc(DATA / "warc" / "recall.warc.gz")
