"""Bytes to text, and which encodings are guesses."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._encoding import NotTextError, decode, opening_text, read_text
from ipvm_desktop.importers.base import Source

SHARED = Path(__file__).parents[3] / "../shared/corpora/encodings"
TEXT = "Naïve “quotes” – 5 € for a café in Köln.\nSecond line.\n"
RUSSIAN = "Камеры у ворот снова не работали, и никто этого не заметил до утра.\n" * 6


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        (TEXT.encode(), "utf-8", False),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8", False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16", False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", False),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32", False),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32", False),
        (TEXT.encode("utf-16-le"), "utf-16-le", True),
        (TEXT.encode("utf-16-be"), "utf-16-be", True),
        (TEXT.encode("utf-32-le"), "utf-32-le", True),
        (TEXT.encode("utf-32-be"), "utf-32-be", True),
        (TEXT.encode("cp1252"), "windows-1252", True),
    ],
)
def test_western_text_is_read_in_any_encoding(content: bytes, encoding: str, guessed: bool) -> None:
    decoded = decode(content)
    assert decoded.text == TEXT
    assert (decoded.encoding, decoded.guessed) == (encoding, guessed)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), ("日本語の文章です。\n" * 9, "iso2022_jp")],
)
def test_other_alphabets_are_guessed(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.guessed


def test_typographic_signs_alone_are_windows_1252() -> None:
    assert decode(b"It\x92s here").text == "It’s here"


def test_a_bad_byte_in_long_utf_8_is_damage_and_not_another_encoding() -> None:
    decoded = decode((RUSSIAN * 20).encode() + b"\xff\n")
    assert decoded.text == RUSSIAN * 20 + "\ufffd\n"
    assert (decoded.encoding, decoded.guessed) == ("utf-8", True)


def test_bytes_that_fit_nothing_are_still_read() -> None:
    assert decode(b"\xff\xfd\x81\x8d\x8f" * 9).text


def test_line_ends_and_control_characters_are_made_plain() -> None:
    decoded = decode(b"a\r\nb\rc\nd\x01" + b" word" * 40)
    assert decoded.text.startswith("a\nb\nc\nd\ufffd word")


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 200,
        b"\0",
        b"a\0\0\0b\0c" * 30,
        b"text and a stray \0 in it",
        bytes(range(1, 32)) * 9,
        codecs.BOM_UTF16_BE + b"\0a\0\0",
        b"\0\0\0",
        b"\1\0\2\0\3\0\4\0",
    ],
)
def test_binary_content_is_not_text(content: bytes) -> None:
    with pytest.raises(NotTextError, match="the file is not text"):
        decode(content)


def test_a_few_zeros_in_a_text_are_damage() -> None:
    text = "The gate was open, and the guard — who knew — said nothing of it. " * 4
    content = text.encode() + b"\0" + text.encode() + bytes(5_000)
    decoded = decode(content)
    assert decoded.text == f"{text}\ufffd{text}\ufffd"
    assert (decoded.encoding, decoded.lost) == ("utf-8", 2)
    assert decode(text.encode("cp1252") + bytes(9)).encoding == "windows-1252"
    assert opening_text(content) == f"{text}\x1a{text}\x1a"
    with pytest.raises(NotTextError, match="PDF"):
        decode(b"%PDF-1.4 " + content)


@pytest.mark.parametrize(("content", "text"), [(b"a\0", "a"), (b"\0a", "a"), (b"a\0b\0c\0", "abc")])
def test_short_utf_16_is_recognised(content: bytes, text: str) -> None:
    assert decode(content).text == text


def test_a_source_that_is_no_text_is_named() -> None:
    with pytest.raises(CorruptFileError, match=r"^a\.txt: the file is not text\.$") as caught:
        read_text(Source.from_bytes(b"\0\1", "a.txt"), "plain-text")
    assert caught.value.importer == "plain-text"


@pytest.mark.parametrize("content", [b" \r\n\t", codecs.BOM_UTF8, "\xa0".encode()])
def test_a_blank_source_is_refused(content: bytes) -> None:
    with pytest.raises(CorruptFileError, match="holds nothing but white space"):
        read_text(Source.from_bytes(content, "a.txt"), "plain-text")


def test_only_a_guess_is_an_issue() -> None:
    assert decode(TEXT.encode()).issues == ()
    (issue,) = decode(TEXT.encode("cp1252")).issues
    assert issue.code is IssueCode.ENCODING_GUESSED
    assert "windows-1252" in issue.message


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + b"caf\xe9 here", "utf-8"),
        (codecs.BOM_UTF16_LE + "café here".encode("utf-16-le") + b"x", "utf-16"),
        ("café here".encode("utf-16-le") + b"x", "utf-16-le"),
        ((RUSSIAN * 20).encode() + b"\xff", "utf-8"),
    ],
)
def test_a_lost_character_is_an_issue(content: bytes, encoding: str) -> None:
    decoded = decode(content)
    assert (decoded.encoding, decoded.lost) == (encoding, 1)
    issue = decoded.issues[-1]
    assert issue.code is IssueCode.CHARACTERS_LOST
    assert issue.message.startswith("1 character is damaged")
    assert issue.needs_a_look


def test_lost_characters_are_counted_but_not_those_that_another_program_lost() -> None:
    assert decode("caf\ufffd here".encode()).issues == ()
    (issue,) = decode(codecs.BOM_UTF8 + b"\xe9 and \xe9").issues
    assert issue.message.startswith("2 characters are damaged")


@pytest.mark.parametrize(
    ("head", "opening"),
    [
        (b"abc", "abc"),
        (codecs.BOM_UTF16_BE + "abc".encode("utf-16-be"), "abc"),
        ("abcd".encode("utf-16-le"), "abcd"),
        (b"cut \xe2\x80", "cut \ufffd"),
        (b"\0\1\2\3\4\5\6\7", None),
        (bytes(range(1, 9)), None),
    ],
)
def test_the_opening_is_read_roughly(head: bytes, opening: str | None) -> None:
    assert opening_text(head) == opening


def test_escape_sequences_do_not_make_an_opening_binary() -> None:
    head = "日本".encode("iso2022_jp") * 9
    assert opening_text(head) is not None


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_text_or_not_text(content: bytes) -> None:
    opening_text(content)
    try:
        decoded = decode(content)
    except NotTextError:
        return
    assert "\0" not in decoded.text
    assert "\r" not in decoded.text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff").replace(
        "\uffff", "\ufffd"
    ).replace("\ufffe", "\ufffd")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not here")
@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "windows-1252"]
)
def test_real_files_are_read_without_replacement(name: str) -> None:
    for file in sorted((SHARED / name).iterdir()):
        truth = file.read_bytes().decode(name, "strict").removeprefix("\ufeff")
        expected = truth.replace("\r\n", "\n").replace("\r", "\n")
        assert decode(file.read_bytes()).text == expected, file.name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (gzip.compress(b"The gate is open." * 20), "packed by gzip; a name that ends in .gz"),
        (b"%PDF-1.4\n" + bytes(range(40)) * 9, "a PDF, which the program does not read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", "a picture"),
        (b"SQLite format 3\0\x10\0\1\1\0@  \0\0\0", "a database"),
    ],
)
def test_what_lies_under_a_wrong_name_is_named(content: bytes, kind: str) -> None:
    with pytest.raises(NotTextError, match=f"^the file is not text, but {kind}"):
        decode(content)
