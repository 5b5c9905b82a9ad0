"""Where the mails of a file begin and end."""

from __future__ import annotations

import io

import pytest

from ipvm_desktop.importers.mail import spans
from ipvm_desktop.importers.mail.spans import mail_spans

ABOVE = b"From a@b Mon Mar  2 09:15:00 2020\n"


def _mails(content: bytes) -> list[bytes]:
    return [content[start:end] for start, end, _ in mail_spans(io.BytesIO(content))]


def test_a_line_that_opens_with_from_is_no_mail_by_itself() -> None:
    first = ABOVE + b"Subject: a\n\nFrom here on\nFrom c@d Mon Mar  2 09:15:00 2020\nno field\n"
    second = ABOVE + b"Subject: b\n\nFrom the desk\nof: nobody\n"
    assert _mails(first + second) == [first, second]


def test_where_the_first_line_has_no_date_none_needs_one() -> None:
    first, second = b"From a\nSubject: a\n\none\n", b"From b\r\nSubject: b\r\n\r\ntwo\r\n"
    assert _mails(first + second) == [first, second]


def test_a_stated_length_is_believed_where_it_leads_to_another_mail() -> None:
    body = b"one\n" + ABOVE + b"Subject: quoted\n\nx\n"
    first = ABOVE + b"Content-Length: %d\n\n" % len(body) + body
    wrong = ABOVE + b"Content-Length: 7\n\nanother one\n"
    last = ABOVE + b"Content-Length: 5\n\nlast\n"
    assert _mails(first + wrong + last) == [first, wrong, last]


def test_a_long_head_is_read_as_a_whole() -> None:
    mail = ABOVE + b"X-Long: " + b"x" * 20_000 + b"\nSubject: below\n\ntext"
    ((_, _, headers),) = mail_spans(io.BytesIO(mail))
    assert headers.text("subject") == "below"


@pytest.mark.parametrize("chunk", [1, 7, 3000])
def test_pieces_of_any_size_give_the_same_mails(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "_CHUNK", chunk)
    monkeypatch.setattr(spans, "_OVERLAP", 200)
    mails = [ABOVE + b"Subject: %d\n\n" % n + b"text\n" * n for n in range(60)]
    mails.append(ABOVE + b"Subject: long\n\n" + b"From " * 400 + b"\n")
    mails.append(ABOVE + b"Subject: last\n\n")
    assert _mails(b"".join(mails)) == mails


def test_an_empty_file_holds_none() -> None:
    assert _mails(b"") == []
