from __future__ import annotations

import base64
import struct
import zlib
from urllib.parse import quote

import pytest
from lxml.html import tostring

from ipvm_desktop.importers.web import pictures as pictures_module
from ipvm_desktop.importers.web.markup import parse_fragment
from ipvm_desktop.importers.web.page import Part
from ipvm_desktop.importers.web.picture_files import (
    from_data,
    is_placeholder,
    media_type_of,
    size_of,
)
from ipvm_desktop.importers.web.pictures import Pictures


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        whole = name + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    lines = (b"\0" + b"\x40\x80\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


PNG = png(8, 6)
JPEG = b"\xff\xd8\xff\xe0 a picture"
DOT = b"GIF89a\x01\0\x01\0 a dot"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
BLANK = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'></svg>"
SAVED = {"a.png": PNG, "b.jpg": JPEG, "dot.gif": DOT, "text.png": b"<html>not found</html>"}


def part(address: str) -> Part | None:
    content = SAVED.get(address)
    return None if content is None else Part("", content)


def placed(markup: str) -> tuple[list[str | None], Pictures]:
    pictures = Pictures(part)
    fragment = parse_fragment(markup)
    pictures.place(fragment)
    named = {picture.address: name for name, content in SAVED.items()
             for picture in pictures.taken if picture.content == content}  # fmt: skip
    return [named.get(image.get("src", "")) for image in fragment.iter("img")], pictures


def inline(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (DOT, "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"BM....", "image/bmp"),
        (b"\0\0\1\0", "image/x-icon"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"RIFF....WAVE", None),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (SVG, "image/svg+xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE svg>' + SVG, "image/svg+xml"),
        (b"<html><svg></svg>", None),
        (b"", None),
    ],
)
def test_pictures_are_known_by_their_first_bytes(content: bytes, media_type: str | None) -> None:
    assert media_type_of(content) == media_type


def test_sizes_are_read_where_tracking_pixels_have_them() -> None:
    assert size_of(PNG) == (8, 6)
    assert size_of(DOT) == (1, 1)
    assert size_of(PNG[:20]) is None
    assert size_of(DOT[:8]) is None
    assert is_placeholder(DOT)
    assert is_placeholder(BLANK)
    assert not is_placeholder(SVG)
    assert not is_placeholder(JPEG)


@pytest.mark.parametrize(
    ("address", "content"),
    [
        (inline(PNG), PNG),
        (inline(PNG).rstrip("="), PNG),
        (f"data:image/svg+xml;charset=utf-8,{quote(SVG)}", SVG),
        ("data:image/png;base64,A", b""),
        ("data:image/png", b""),
    ],
)
def test_pictures_may_stand_within_addresses(address: str, content: bytes) -> None:
    assert from_data(address) == content


def test_a_picture_within_an_address_has_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipvm_desktop.importers.web.picture_files._MOST_ENCODED", 10)
    assert from_data(inline(PNG)) == b""


def test_a_picture_is_kept_once_and_counted_each_time() -> None:
    found, pictures = placed('<img src="a.png"><p><img src="b.jpg"><img src="a.png"></p>')
    assert found == ["a.png", "b.jpg", "a.png"]
    assert [picture.content for picture in pictures.taken] == [PNG, JPEG]
    assert (pictures.shown, pictures.missing) == (3, 0)


@pytest.mark.parametrize(
    "markup",
    [
        f'<img src="{inline(DOT)}" data-src="a.png">',
        f'<img src="data:image/svg+xml,{quote(BLANK)}" data-lazy-src="a.png">',
        '<img src="dot.gif" data-srcset="small.png 1x, a.png 2x">',
        '<img srcset="a.png, b.jpg 0.5x">',
        '<img srcset="small.png 100w, a.png 900w, none.png 1.2.3w">',
        '<img src="about:blank" data-original="a.png">',
        '<picture><source srcset="no.webp 2x"><source srcset="a.png"><img src="no.png"></picture>',
        '<a href="a.png"><img src="thumbnail.png"></a>',
        '<img src="dot.gif"> <noscript><img src="a.png"></noscript>',
        '<noscript><img src="a.png"></noscript>',
        '<b></b><noscript><img src="a.png"></noscript>',
        '<noscript>Please <img src="x.png"> allow <img src="x.png"></noscript><img src="a.png">',
        f'<img srcset="{inline(PNG)}">',
    ],
)
def test_pictures_that_are_loaded_late_are_found(markup: str) -> None:
    _, pictures = placed(markup)
    assert [picture.content for picture in pictures.taken] == [PNG]
    assert (pictures.shown, pictures.missing) == (1, 0)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="gone.png">',
        '<img src="text.png">',
        f'<img src="{inline(DOT)}" data-src="gone.png">',
        '<a name="x"><img src="cid:gone"></a>',
    ],
)
def test_pictures_that_were_not_saved_are_counted(markup: str) -> None:
    found, pictures = placed(markup)
    assert found == [None]
    assert (pictures.shown, pictures.missing) == (1, 1)


@pytest.mark.parametrize(
    "markup",
    [
        "<img>",
        '<img src="#">',
        '<img src="dot.gif">',
        '<img src="a.png" width="1" height="1px">',
        '<img class="avatar avatar-40" src="a.png">',
    ],
)
def test_pixels_and_portraits_are_none(markup: str) -> None:
    found, pictures = placed(f"<p>a{markup} b</p>")
    assert found == []
    assert pictures.shown == 0


def test_drawn_smileys_become_text() -> None:
    fragment = parse_fragment('<p>Well <img class="emoji" alt="🙂" src="x.svg"> done</p>')
    Pictures(part).place(fragment)
    assert fragment.text_content() == "Well 🙂 done"
    fragment = parse_fragment('<p>Well<img class="wp-smiley" alt=":-)" src="x.svg"></p>')
    Pictures(part).place(fragment)
    assert fragment.text_content() == "Well:-)"


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ('<p><img src="gone.png" alt="the gate"></p>', "the gate"),
        ('<figure><img src="gone.png" alt="the gate"></figure>', "the gate"),
        ('<div><img src="gone.png" alt="the gate"></div>', None),
        (
            '<figure><p><img src="gone.png" alt="x"></p><figcaption>The gate</figcaption></figure>',
            None,
        ),
        ('<div><img src="a.png" alt="the gate"></div>', "the gate"),
    ],
)
def test_descriptions_stay_where_nothing_else_says_it(markup: str, kept: str | None) -> None:
    fragment = parse_fragment(markup)
    Pictures(part).place(fragment)
    assert [image.get("alt") for image in fragment.iter("img")] == [kept]


def test_sizes_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "_MOST_BYTES", len(PNG) - 1)
    assert placed('<img src="a.png"><img src="b.jpg">')[0] == [None, "b.jpg"]
    monkeypatch.undo()
    monkeypatch.setattr(pictures_module, "_MOST_IN_ALL", len(PNG) + 1)
    assert placed('<img src="a.png"><img src="b.jpg">')[0] == ["a.png", None]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("The <b>gate</b>", "<p><em>The <b>gate</b></em></p>"),
        ("<p>The gate</p>", "<figcaption><p>The gate</p></figcaption>"),
    ],
)
def test_captions_are_set_off(caption: str, expected: str) -> None:
    fragment = parse_fragment(f"<figure><figcaption>{caption}</figcaption></figure> after")
    Pictures(part).place(fragment)
    assert expected in tostring(fragment, encoding="unicode")
