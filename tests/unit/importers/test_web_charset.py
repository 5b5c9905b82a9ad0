from __future__ import annotations

import codecs

import pytest

from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.web.charset import Markup, read_markup
from ipvm_desktop.importers.web.page import SavedPage

PROSE = "<p>Die Kamera über dem Tor zählt die Gäste – „alle“, sagt der Wärter.</p>"


def read(content: bytes, charset: str | None = None) -> Markup:
    return read_markup(SavedPage(name="page.html", content=content, charset=charset), "web-page")


def messages(markup: Markup) -> list[str]:
    return [issue.message for issue in markup.issues]


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("macintosh", "mac-roman"),
    ],
)
def test_what_a_page_declares_is_believed(declared: str, codec: str) -> None:
    markup = read(f"<meta charset={declared}>{PROSE}".encode(codec))
    assert PROSE in markup.text
    assert not markup.issues


def test_an_encoding_declared_for_old_browsers_counts_too() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    markup = read(f"{head}<p>Камера над воротами</p>".encode("koi8-r"))
    assert "Камера над воротами" in markup.text
    assert not markup.issues


def test_an_xml_declaration_counts_too() -> None:
    head = '<?xml version="1.0" encoding="iso-8859-2"?>'
    markup = read(f"{head}<p>Kamera nad bramą i łąką</p>".encode("iso-8859-2"))
    assert "nad bramą i łąką" in markup.text


def test_what_stands_outside_of_the_page_comes_first() -> None:
    content = "<meta charset=utf-8><p>Камера над воротами</p>".encode("cp1251")
    assert "Камера" in read(content, charset='"windows-1251"').text


def test_a_page_in_utf_8_that_declares_latin_1_is_noticed() -> None:
    markup = read(f"<meta charset=iso-8859-1>{PROSE}".encode())
    assert PROSE in markup.text
    assert messages(markup) == ["The page declares iso-8859-1, but it is not; read as utf-8"]


def test_a_page_in_windows_1252_that_declares_utf_8_is_noticed() -> None:
    markup = read(f"<meta charset=utf-8>{PROSE}".encode("cp1252"))
    assert PROSE in markup.text
    assert messages(markup) == ["The page declares utf-8, but it is not; read as windows-1252"]


def test_a_declaration_that_cannot_be_is_noticed() -> None:
    markup = read(f"<meta charset=shift_jis>{PROSE * 9}".encode("cp1252"))
    assert PROSE in markup.text
    assert messages(markup) == ["The page declares shift_jis, but it is not; read as windows-1252"]


@pytest.mark.parametrize("name", ["idna", "punycode", "undefined", "raw_unicode_escape"])
def test_codecs_that_are_no_charsets_are_not_believed(name: str) -> None:
    assert PROSE in read(f"<meta charset={name}>{PROSE}".encode("cp1252")).text


def test_a_few_damaged_characters_are_told() -> None:
    text = "<meta charset=shift_jis>" + "<p>門の上のカメラは夜も見ている。</p>" * 20
    markup = read(text.encode("shift_jis") + b"\x81")
    assert markup.text.startswith(text)
    assert [issue.code for issue in markup.issues] == ["characters-lost"]


def test_bytes_that_shift_between_alphabets_are_read_as_declared() -> None:
    markup = read("<meta charset=iso-2022-jp><p>門の上</p>".encode("iso2022_jp"))
    assert "門の上" in markup.text
    assert not markup.issues


@pytest.mark.parametrize("declared", ["nothing-known", "base64", "utf-8"])
def test_pure_ascii_needs_no_declaration(declared: str) -> None:
    markup = read(f"<meta charset={declared}><p>plain</p>".encode())
    assert "plain" in markup.text
    assert not markup.issues


def test_a_mark_at_the_beginning_decides() -> None:
    content = codecs.BOM_UTF16_LE + f"<meta charset=utf-16>{PROSE}".encode("utf-16-le")
    markup = read(content, charset="iso-8859-1")
    assert PROSE in markup.text


def test_characters_encoded_twice_are_mended() -> None:
    # The last two letters are what they seem: no character of UTF-8 begins like that.
    once = "<meta charset=utf-8><p>It’s the camera’s picture. â¿</p>".encode()
    markup = read(once.replace("’".encode(), "’".encode().decode("latin-1").encode()))
    assert "<p>It’s the camera’s picture. â¿</p>" in markup.text
    assert messages(markup) == [
        "Some characters were encoded twice when the page was saved; they were mended"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\0\1\2\3" * 40, "the file is not text"), (b" \n ", "nothing but white space")],
)
def test_what_is_no_page_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(CorruptFileError, match=reason):
        read(content)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252"])
def test_a_stray_zero_byte_makes_no_page_binary(declared: str) -> None:
    page = f"<meta charset={declared}>{PROSE * 20}".encode(declared)
    page = page.replace(b" sagt", b"\0 sagt", 1)
    markup = read(page)
    assert PROSE in markup.text
    assert "\0" not in markup.text
