"""The head of a mail: its fields, whatever they are written in."""

from __future__ import annotations

import datetime as dt

import pytest

from ipvm_desktop.importers.mail.charsets import decode_text, guess_issues
from ipvm_desktop.importers.mail.headers import Headers, decode_words, read_headers


def _headers(content: bytes) -> Headers:
    return read_headers(content, 0, len(content))[0]


def _body(content: bytes) -> bytes:
    return content[read_headers(content, 0, len(content))[1] :]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"Subject: a\n\nbody", b"body"),
        (b"Subject: a\r\n\r\nbody", b"body"),
        (b"Subject: a\nbody without a blank line\nmore", b"body without a blank line\nmore"),
        (b"Subject: a\nstray words\nFrom: b\n\nbody", b"body"),
        (b"Subject: a", b""),
        (b"\nbody", b"body"),
        (b"\r\nbody", b"body"),
        (b"\n", b""),
        (b"From me at here  Mon Mar  2 09:15:00 2020\nSubject: a\n\nbody", b"body"),
        (b"\xef\xbb\xbfSubject: a\n\nbody", b"body"),
    ],
)
def test_the_body_starts_below_the_fields(content: bytes, body: bytes) -> None:
    assert _body(content) == body


def test_folded_lines_are_joined_and_stray_ones_passed_over() -> None:
    headers = _headers(b"Subject: one\n two\n \n\tthree\nquite stray\n more\nFrom: me\n\n")
    assert headers.fields == (("subject", b"one two  three"), ("from", b"me"))
    assert headers.raw("to") == b""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"=?iso-8859-1?Q?Caf=E9?= =?utf-8?B?4oKs?= rest", "Café€ rest"),
        ("Ünd =?utf-8?q?=C3=BC?=".encode(), "Ünd ü"),
        ("名 =?utf-8?q?=C3=BC?=".encode(), "名 ü"),
        (b"=?utf-8?B?not base64?=", "=?utf-8?B?not base64?="),
        (b"=?utf-8?B?a?= cut", "=?utf-8?B?a?= cut"),
        (b"=?x-none?Q?Caf=E9?=", "Café"),
        (b"Caf\xe9 au lait", "Café au lait"),
        (b"only \x1b escapes", "only \ufffd escapes"),
        (b"nul\0 and\tspace", "nul\ufffd and space"),
    ],
)
def test_words_are_decoded(value: bytes, text: str) -> None:
    assert decode_words(value) == text


def test_fields_without_an_encoding_share_that_of_the_text() -> None:
    content = "Subject: Привет, камера\nContent-Type: text/plain; charset=koi8-r\n\n"
    assert _headers(content.encode("koi8-r")).text("subject") == "Привет, камера"


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Ann Lee <ann@example.org>", ("Ann Lee",)),
        ('"Lee, Ann" <ann@example.org>, Bo <bo@example.org>', ("Lee, Ann", "Bo")),
        ("=?utf-8?q?Lee=2C_Ann?= <ann@example.org>", ("Lee, Ann",)),
        ("ann at example.org (Ann Lee)", ("Ann Lee",)),
        ("ann@example.org", ("ann@example.org",)),
        ("<ann@example.org>", ("ann@example.org",)),
        ("", ()),
    ],
)
def test_authors_are_named_as_far_as_they_are(value: str, authors: tuple[str, ...]) -> None:
    assert Headers((("from", value.encode()),)).authors() == authors


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (
            "Mon, 2 Mar 2020 09:15:00 +0100 (CET)",
            dt.datetime(2020, 3, 2, 9, 15, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        ),
        ("Mon, 2 Mar 2020 09:15:00 -0000", dt.datetime(2020, 3, 2, 9, 15, tzinfo=dt.UTC)),
        ("someday", None),
        ("Mon, 2 Mar 2020 09:15:00 +9999", None),
    ],
)
def test_dates_are_read_with_their_zone(value: str, date: dt.datetime | None) -> None:
    assert Headers((("date", value.encode()),)).date() == date


@pytest.mark.parametrize(
    ("head", "date", "printed"),
    [
        (
            b"From ann@example.org  Mon Mar  2 09:15:00 2020\nSubject: One\n",
            dt.datetime(2020, 3, 2, 9, 15, tzinfo=dt.UTC),
            "Mon Mar 2 09:15:00 2020",
        ),
        (
            b">From 16@xxx Mon Mar 02 09:15:00 +0100 2020\r\nDate: someday\r\n",
            dt.datetime(2020, 3, 2, 9, 15, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            "someday",
        ),
        (
            b"From ann Mon Mar  2 09:15:00 2020\nResent-Date: Sun, 1 Mar 2020 08:00:00 -0000\n",
            dt.datetime(2020, 3, 1, 8, tzinfo=dt.UTC),
            "Sun, 1 Mar 2020 08:00:00 -0000",
        ),
        (b"From ann - \nSubject: One\n", None, None),
        (b"From ann Mon Mar 99 09:15:00 2020\nSubject: One\n", None, "Mon Mar 99 09:15:00 2020"),
    ],
)
def test_a_mail_without_a_date_has_that_of_the_line_above_it(
    head: bytes, date: dt.datetime | None, printed: str | None
) -> None:
    headers = _headers(head + b"\ntext")
    assert (headers.date(), headers.date_text()) == (date, printed)


def test_ids_are_found_with_and_without_brackets() -> None:
    value = b"Your message of Monday <a b@c> <a b@c>, d@e and <> nothing <f\0@g>"
    assert Headers((("references", value),)).ids("references") == ("ab@c", "d@e", "f\ufffd@g")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"attachment; filename=plain.txt", "plain.txt"),
        (b"attachment; filename*=utf-8''caf%C3%A9.txt", "café.txt"),
        (b'attachment; filename="=?utf-8?B?w6kudHh0?="', "é.txt"),
        (b"attachment; filename*0=a; filename*1=b.txt", "ab.txt"),
        (b"attachment; filename*=a; filename*1=b", None),
        (b"attachment", None),
    ],
)
def test_parameters_are_read_in_all_their_forms(value: bytes, name: str | None) -> None:
    headers = Headers((("content-disposition", value),))
    assert headers.parameters("content-disposition", "inline").get("filename") == name


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        ("Grüße", "utf-8", "iso-8859-1"),  # UTF-8 proves itself
        ("Grüße – €", "cp1252", "iso-8859-1"),
        ("한국말", "cp949", "ks_c_5601-1987"),
        ("漢字", "gb18030", "x-gbk"),
        ("テスト", "iso2022_jp", "ISO-2022-JP"),
        ("テスト", "iso2022_jp", None),
        ("Grüße", "utf-7", "utf-7"),
        ("Grüße", "cp1252", "x-unknown"),
        ("Grüße", "cp1252", "base64"),
        ("Grüße", "cp1252", "nul\0"),
        ("Grüße", "cp1252", "us-ascii"),
    ],
)
def test_text_is_decoded(text: str, codec: str, charset: str | None) -> None:
    assert decode_text(text.encode(codec), charset) == text


def test_a_wrong_encoding_is_not_believed_and_the_guess_is_told() -> None:
    assert decode_text(b"Gr\xfc\xdfe aus K\xf6ln", "utf-8") == "Grüße aus Köln"
    (issue,) = guess_issues(b"Gr\xfc\xdfe aus K\xf6ln", "utf-8")
    assert issue.message.endswith("read as windows-1252")
    assert decode_text(b"\xff\xff\xff\xff\xff", "euc-jp")
    assert list(guess_issues("Grüße".encode("cp1252"), "iso-8859-1")) == []


def test_a_long_text_is_guessed_by_its_letters() -> None:
    text = "Камера на складе ночью ничего не видит, а сторож видит всё. " * 3
    assert decode_text(text.encode("cp1251"), None) == text
    assert len(list(guess_issues(text.encode("cp1251"), None))) == 1


def test_bytes_that_are_no_text_still_have_characters() -> None:
    content = b"\0\1\xff" * 50
    assert decode_text(content, None) == "\0\1\xff" * 50
