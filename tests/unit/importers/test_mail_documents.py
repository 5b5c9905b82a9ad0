"""Single mails as articles, and threads of mails as discussions."""

from __future__ import annotations

import base64

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.mail import EmlImporter, MboxImporter, body
from tests.data.make_archives import png

HEAD = "From: Ann <ann@example.org>\nDate: Mon, 2 Mar 2020 09:15:00 +0100\nSubject: Cameras\n"
PNG = base64.b64encode(png(8, 8)).decode()
PAGE = (
    "<html><head>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>The gate</h1>"
    "<p>The gate at the harbour opens for whoever holds up a printed face, as three boys"
    " found out last week.</p><p>The port has since turned the readers off and pays two guards"
    " to look at passports again.</p></article></body></html>"
)


def _read(content: str, name: str = "a.eml") -> list[Document]:
    return list(EmlImporter().read(Source.from_bytes(content.encode(), name)))


def _one(content: str) -> Document:
    (document,) = _read(content)
    return document


def _parts(*parts: str, kind: str = "mixed") -> str:
    joined = "".join(f"--x\n{part}\n" for part in parts)
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="x"\n\n{joined}--x--\n'


def test_a_mail_without_a_subject_is_called_by_its_file() -> None:
    document = _one("From: Ann <ann@example.org>\nMIME-Version: 1.0\n\ntext")
    assert (document.title, document.published, document.key) == ("a", None, None)
    assert [issue.code for issue in document.issues] == [IssueCode.NO_TITLE]


def test_a_file_without_fields_is_no_mail() -> None:
    with pytest.raises(CorruptFileError, match="no head of a mail"):
        _read("just words\nand more")


def test_a_page_is_preferred_unless_it_is_blank() -> None:
    text = "Content-Type: text/plain\n\nplain words"
    page = "Content-Type: text/html\n\n<p>page <b>words</b>"
    assert _one(_parts(text, page, kind="alternative")).body_html == "<p>page <b>words</b></p>"
    blank = "Content-Type: text/html\n\n  "
    assert _one(_parts(text, blank, kind="alternative")).body_text == "plain words"
    other = "Content-Type: application/x-own\n\nwords"
    assert _one(_parts(other, kind="alternative")).body_text == ""


def test_what_is_called_a_page_and_is_none_is_passed_over() -> None:
    document = _one(_parts("Content-Type: text/html\n\n <!-- -->", "\ntext"))
    assert document.body_text == "text"
    binary = HEAD.encode() + b"Content-Type: text/html\n\n" + b"\0\1\2\3" * 100
    (document,) = EmlImporter().read(Source.from_bytes(binary, "a.eml"))
    assert document.title == "Cameras"


def test_pictures_and_files_beside_the_text() -> None:
    picture = f"Content-Type: image/png; name=gate.png\nContent-Transfer-Encoding: base64\n\n{PNG}"
    broken = "Content-Type: image/png; name=broken.png\n\nno picture"
    files = [f"Content-Type: text/csv; name=t{n}.csv\n\n1,2" for n in range(5)]
    document = _one(_parts("\nSee below.", picture, broken, *files))
    (shown,) = document.pictures
    assert (
        document.body_html == f'<p>See below.</p><p><img src="{shown.address}" alt="gate.png"></p>'
    )
    (issue,) = document.issues
    assert issue.message == (
        "6 attached files were left out: broken.png, t0.csv, t1.csv, t2.csv, t3.csv, …"
    )


def test_parts_beside_a_page_are_shown_unless_it_shows_them() -> None:
    page = "Content-Type: text/html\n\n<p>page <img src='https://example.org/a.png'>"
    located = (
        "Content-Type: image/png\nContent-Location: https://example.org/a.png\n"
        f"Content-Transfer-Encoding: base64\n\n{PNG}"
    )
    document = _one(_parts(page, located, "Content-Type: text/plain\n\nfooter", kind="related"))
    assert document.body_text == "page [picture]\n\nfooter"
    assert (len(document.pictures), document.images, document.images_missing) == (1, 1, 0)


def test_words_where_parts_should_be_are_shown() -> None:
    document = _one(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\nJust words.")
    assert document.body_text == "Just words."
    assert [issue.code for issue in document.issues] == [IssueCode.TRUNCATED]


def test_two_missing_pictures_are_told() -> None:
    document = _one(f"{HEAD}Content-Type: text/html\n\n<p><img src='a.png'> and <img src='b.png'>")
    assert [issue.message for issue in document.issues] == [
        "2 pictures were not saved with this file"
    ]


def test_a_guessed_encoding_is_told() -> None:
    content = HEAD.encode() + b"\nGr\xfc\xdfe"
    (document,) = EmlImporter().read(Source.from_bytes(content, "a.eml"))
    assert document.body_text == "Grüße"
    assert [issue.code for issue in document.issues] == [IssueCode.ENCODING_GUESSED]


def test_a_text_that_nobody_could_read_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "_MOST_BYTES", 100)
    document = _one(HEAD + "\n" + "word " * 30)
    assert len(document.body_text) == 99
    assert [issue.code for issue in document.issues] == [IssueCode.TRUNCATED]


def test_a_mail_that_holds_a_page_of_the_web_is_that_page() -> None:
    head = "<title>The gate</title><meta property='og:title' content='The gate'>"
    document = _one(f"{HEAD}Content-Type: text/html\n\n{PAGE.format(head=head)}")
    assert document.title == "The gate"
    assert document.byline == ("Ann",)
    assert "Home" not in document.body_text
    assert document.published_text == "Mon, 2 Mar 2020 09:15:00 +0100"


def test_a_page_is_called_by_the_subject_where_it_has_no_title() -> None:
    page = PAGE.format(head="").replace("<h1>The gate</h1>", "")
    located = f"Content-Type: text/html\nContent-Location: https://example.org/gate\n\n{page}"
    document = _one(_parts(located, "Content-Type: text/csv; name=t.csv\n\n1,2"))
    assert (document.title, document.url) == ("Cameras", "https://example.org/gate")
    assert [issue.code for issue in document.issues] == [IssueCode.LEFT_OUT]


def test_a_page_without_text_leaves_the_mail() -> None:
    document = _one(f"{HEAD}Content-Type: text/html\n\n<main></main>")
    assert (document.title, document.body_text) == ("Cameras", "")


def test_attached_pages_are_articles_of_their_own() -> None:
    attached = "Content-Type: text/html\nContent-Disposition: attachment; filename=gate.html\n\n"
    page = attached + PAGE.format(head="<title>The gate</title>")
    empty = attached + "<p></p>"
    documents = _read(_parts("\nLook at this.", page, empty))
    assert [each.title for each in documents] == ["Cameras", "The gate"]
    assert documents[0].issues == ()
    assert [each.title for each in _read(_parts(page))] == ["The gate"]


def _mbox(*mails: str) -> list[Document]:
    above = "From ann@example.org Mon Mar  2 09:15:00 2020\n"
    content = "".join(f"{above}From: Ann <ann@example.org>\n{mail}\n\n" for mail in mails)
    return list(MboxImporter().read(Source.from_bytes(content.encode(), "a.mbox")))


def test_a_circle_of_answers_is_opened_at_its_first_mail() -> None:
    (document,) = _mbox(
        "Subject: a\nMessage-ID: <1@x>\nIn-Reply-To: <2@x>\n\none",
        "Subject: a\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n\ntwo",
    )
    assert document.body_text == "one"
    assert [(comment.body_text, comment.parent) for comment in document.comments] == [("two", None)]
    assert [issue.code for issue in document.issues] == [IssueCode.REPLY_CYCLE]


def test_the_second_of_two_openings_is_a_comment_at_top_level() -> None:
    (document,) = _mbox(
        "Subject: a\nMessage-ID: <1@x>\n\none",
        "Subject: b\nMessage-ID: <2@x>\n\ntwo",
        "Subject: c\nMessage-ID: <3@x>\nIn-Reply-To: <2@x>\nReferences: <1@x> <2@x>\n\nthree",
    )
    assert document.title == "a"
    assert [(comment.body_text, comment.parent) for comment in document.comments] == [
        ("two", None),
        ("three", 1),
    ]


def test_the_last_reference_stands_in_for_the_mail_answered() -> None:
    (document,) = _mbox(
        "Subject: a\nMessage-ID: <1@x>\n\none",
        "Subject: a\nMessage-ID: <2@x>\nReferences: <1@x>\n\ntwo",
        "Subject: a\nMessage-ID: <3@x>\nIn-Reply-To: <gone@x>\nReferences: <1@x> <2@x>\n\nthree",
        "Subject: a\nMessage-ID: <4@x>\nIn-Reply-To: <4@x>\nReferences: <1@x>\n\nfour",
    )
    assert [comment.parent for comment in document.comments] == [None, 1, None]


def test_copies_are_left_out_and_other_mails_of_the_same_id_are_not() -> None:
    (document, other) = _mbox(
        "Subject: a\nMessage-ID: <1@x>\n\none",
        "Received: twice\nSubject: a\nMessage-ID: <1@x>\n\none",
        "Subject: b\nMessage-ID: <1@x>\n\nanother",
    )
    assert (document.comments, document.body_text) == ((), "one")
    assert other.body_text == "another"


def test_mails_without_ids_and_subjects_are_kept() -> None:
    documents = _mbox("\none", "\ntwo")
    assert [(each.title, each.body_text) for each in documents] == [("a", "one"), ("a", "two")]


def test_what_a_file_of_mails_marks_is_taken_back_there_only() -> None:
    (document,) = _mbox("Subject: a\n\n>From here\n>>From there\n> From a quote")
    assert document.body_text == "From here\n\nFrom there\nFrom a quote"
    assert document.body_html.count("<blockquote>") == 1
    assert "<blockquote>" in _one(f"{HEAD}\n>From here").body_html


def test_a_digest_shows_each_of_its_mails() -> None:
    mails = "--x\n\nFrom: Bo\nSubject: b\n\ntwo\n--x\nContent-Type: text/plain\n\nfooter\n--x--"
    document = _one(f"{HEAD}Content-Type: multipart/digest; boundary=x\n\n{mails}")
    assert document.body_text == "From: Bo\nSubject: b\n\ntwo\n\nfooter"


def test_a_comment_has_its_place_on_the_web() -> None:
    (document,) = _mbox(
        "Subject: a\nMessage-ID: <1@x>\n\none",
        "Message-ID: <2@x>\nIn-Reply-To: <1@x>\nArchived-At: <https://example.org/2>\n\ntwo",
    )
    assert document.comments[0].permalink == "https://example.org/2"


def test_a_file_without_mails_is_refused() -> None:
    with pytest.raises(CorruptFileError, match="no mail was found"):
        list(MboxImporter().read(Source.from_bytes(b"just words", "a.mbox")))


@pytest.mark.parametrize(
    ("content", "name", "mbox", "eml"),
    [
        ("From a at b  Mon Mar  2 09:15:00 2020\nFrom: a\n\nx", "a.txt", "CERTAIN", "NO"),
        ("From a@b Mon Mar  2 09:15 2020\r\nFrom: a\r\n\r\nx", "a", "CERTAIN", "NO"),
        ("From a@b\nFrom: a\n\nx", "a.mbox", "LIKELY", "NO"),
        ("From a@b\nFrom: a\n\nx", "a.txt", "NO", "NO"),
        ("From Monday on, 9:15 is too late.\nIn 2020: never.", "a.txt", "NO", "NO"),
        ("From a Mon Mar  2 09:15:00 2020\nand so on", "a.txt", "NO", "NO"),
        ("From a Mon Mar  2 09:15:00 2020\nSubject: a\n\nx", "a.eml", "NO", "CERTAIN"),
        ("Subject: a\n\nx", "a.eml", "NO", "CERTAIN"),
        ("just words", "a.eml", "NO", "NO"),
        ("Subject: a\nFrom: b\nDate: c\n\nx", "a", "NO", "LIKELY"),
        ("Subject: a\r\nFrom: b\r\nDate: c\r\n\r\nx", "a.txt", "NO", "LIKELY"),
        ("Subject: a\nFrom: b\n\nDate: c\n", "a.txt", "NO", "NO"),
        ("Subject: a\nFrom: b\nDate: c\n\nx", "a.mht", "NO", "NO"),
        ("Subject: a\nFrom: b\nDate: c\n\nx", "a.py", "NO", "NO"),
    ],
)
def test_mail_is_recognised(content: str, name: str, mbox: str, eml: str) -> None:
    source = Source.from_bytes(content.encode(), name)
    assert MboxImporter().sniff(source) is Confidence[mbox]
    assert EmlImporter().sniff(source) is Confidence[eml]
