"""Text that is no page of a known site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.plain_text import PlainTextImporter

IMPORTER = PlainTextImporter()


def _read(content: bytes) -> Document:
    (document,) = IMPORTER.read(Source.from_bytes(content, "a.txt"))
    return document


def test_the_first_line_is_the_title_and_the_rest_the_body() -> None:
    document = _read(b"\n  Notes \n\nOne <b>\ntwo\n\n- three\n\nIPVM Image\n")
    assert document.title == "Notes"
    assert document.body_html == "<p>One &lt;b&gt;<br>two</p>\n<p>- three</p>\n<p>IPVM Image</p>"
    assert document.body_text == "One <b>\ntwo\n\n- three\n\nIPVM Image"
    (issue,) = document.issues
    assert (issue.code, issue.line) == (IssueCode.NOT_AN_IPVM_PAGE, 2)
    assert (document.site, document.language, document.published, document.byline) == (
        None,
        None,
        None,
        (),
    )


def test_a_rule_above_the_first_words_is_no_title() -> None:
    document = _read(b"=====\n\nNotes\n-----\nText.")
    assert document.title == "Notes"
    assert document.body_text == "=====\n\n-----\nText."
    assert [issue.line for issue in document.issues] == [3]
    assert _read(b"***\n---").title == "***"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("x" * 120, "x" * 120),
        ("word " * 30, "word " * 22 + "word…"),
        ("x" * 300, "x" * 119 + "…"),
        ("A" + "y" * 300, "A" + "y" * 118 + "…"),
    ],
)
def test_a_long_first_line_is_shortened_and_kept(line: str, title: str) -> None:
    document = _read(f"{line}\n\nMore.".encode())
    assert document.title == title
    kept = f"{line.strip()}\n\n" if title.endswith("…") else ""
    assert document.body_text == f"{kept}More."


def test_a_guessed_encoding_is_told() -> None:
    document = _read("Café\n\nNaïve – but fine.".encode("cp1252"))
    assert document.title == "Café"
    assert [issue.code for issue in document.issues] == [
        IssueCode.ENCODING_GUESSED,
        IssueCode.NOT_AN_IPVM_PAGE,
    ]


@pytest.mark.parametrize(
    ("content", "name", "confidence"),
    [
        (b"text", "a.txt", Confidence.MAYBE),
        (b"\0\1", "a.txt", Confidence.MAYBE),
        (b"text", "a.text", Confidence.MAYBE),
        (b"text", "a", Confidence.MAYBE),
        (b"\0\1\2\3\4", "a", Confidence.NO),
        (b"text", "a.py", Confidence.NO),
    ],
)
def test_texts_are_recognised_by_name_or_content(
    content: bytes, name: str, confidence: Confidence
) -> None:
    assert IMPORTER.sniff(Source.from_bytes(content, name)) is confidence


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused_in_one_sentence(content: bytes) -> None:
    try:
        outcome = _read(content).title.strip()
    except CorruptFileError as error:
        outcome = str(error).partition("a.txt: the file ")[2]
    assert outcome
