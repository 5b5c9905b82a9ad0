"""Whole copies: the account of lines, recognition, and any input."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import PICTURE_LINE, html_to_text
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers._encoding import decode
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.ipvm_text import IpvmTextImporter, read_with_ledger
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.sanitize import sanitize

DATA = Path(__file__).parents[2] / "data"
SHARED = Path(__file__).parents[3] / "../shared"
SEED = SHARED / "seed/article-with-comments.txt"
SHAPES = SHARED / "corpora/ipvm-text-shapes"
COPIES = sorted((DATA / "ipvm-text").glob("*.txt"))
if SHARED.is_dir():
    COPIES += [SEED, *sorted(SHAPES.glob("*.txt"))]

BODY_USES = frozenset({"paragraph", "point", "heading", "header and body", "access and body"})
WORD = re.compile(r"[\w*]+")


def _check_account(source: Source) -> Document:
    """Check that each line has one use, that no word of a body is lost, and both forms agree."""
    reading = read_with_ledger(source)
    document = reading.document
    lines = decode(source.read_bytes()).text.split("\n")
    written = {n for n, line in enumerate(lines, 1) if line.strip("\u200b\ufeff \t\xa0\f\v")}
    uses = Counter(use.line for use in reading.uses)
    assert {n for n in written if lines[n - 1].strip()} >= set(uses)
    assert set(uses) >= {n for n in written if lines[n - 1].replace("\u200b", "").strip()}
    assert set(uses.values()) <= {1}
    bodies = Counter(WORD.findall(document.body_text.replace(PICTURE_LINE, "")))
    for comment in document.comments:
        bodies += Counter(WORD.findall(comment.body_text.replace(PICTURE_LINE, "")))
    text = [
        lines[use.line - 1] for use in reading.uses if use.use in BODY_USES - {"header and body"}
    ]
    missing = Counter(WORD.findall("\n".join(text).replace("\u200b", ""))) - bodies
    assert set(missing) <= {"PUBLIC", "This", "article", "does", "not", "require", "an", "IPVM",
                            "subscription", "Feel", "free", "to", "share"}  # fmt: skip
    for html, body in [(document.body_html, document.body_text)] + [
        (comment.body_html, comment.body_text) for comment in document.comments
    ]:
        assert sanitize(html) == html
        assert html_to_text(html).split() == body.split()
    return document


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)
def test_every_line_is_accounted_for(path: Path) -> None:
    _check_account(Source.from_path(path))


LINES = [
    "", "", "Comments (3)", "Jan 09, 2020", "Ann Ray", "Avatar", "AR", "(1)", "IPVM", "IPVM Image",
    "IPVM ImageThe gate", "  • a point", "•", "- a point", "  1. one", "  2. two",
    "Published Jan 09, 2020 14:20 PM", "By Ann Ray, Published on Mar 04, 2021Glued text",
    "PUBLIC", "REPORTS", "2 REPORTS CITE THIS REPORT", "Site map", "Privacy Policy",
    "Join IPVM Newsletter?", "IPVM is the #1 authority.", "Why do I need to log in?",
    "Industry insights delivered to your inbox weekly.", "guarded by reCAPTCHA",
    "Login to read this IPVM discussion.", "*** **** *****", "A Title Case Line", "A sentence.",
    "Comments are shown for subscribers only. Login or Join", "Undisclosed Integrator #1",
    "PUBLIC - This article does not require an IPVM subscription. Feel free to share.Glued",
    "(PUBLIC) Title", "https://ipvm.com/reports/x?code=1", "By Ann Ray", "Lead said:",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=24), st.sampled_from(["\n", "\n\n"]))
def test_lines_in_any_order_are_accounted_for(lines: list[str], separator: str) -> None:
    text = separator.join(lines)
    if text.strip():
        _check_account(Source.from_bytes(text.encode(), "copy.txt"))


@given(
    st.binary(min_size=1, max_size=400)
    | st.text(min_size=1).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused_in_one_sentence(content: bytes) -> None:
    source = Source.from_bytes(content, "copy.txt")
    IpvmTextImporter().sniff(source)
    try:
        (document,) = IpvmTextImporter().read(source)
        outcome = document.title.strip()
    except CorruptFileError as error:
        outcome = str(error).partition("copy.txt: the file ")[2]
    assert outcome


@pytest.mark.parametrize(
    ("text", "name", "confidence"),
    [
        ("IPVM Image\n\nText.", "a.txt", Confidence.CERTAIN),
        ("IPVM Image\n\nText.", "a", Confidence.CERTAIN),
        ("IPVM Image\n\nText.", "a.log", Confidence.MAYBE),
        ("Title\n\nPublished Jan 09, 2020 14:20 PM", "a.txt", Confidence.LIKELY),
        ("Title\n\nPublished Jan 09, 2020 14:20 PM", "a.log", Confidence.NO),
        ("Ann Ray\nJan 09, 2020\n\nHello.", "a.txt", Confidence.LIKELY),
        ("Text.\n\nComments (3)", "a.txt", Confidence.LIKELY),
        ("Text.\n\nComments (1,234)", "a.txt", Confidence.LIKELY),
        ("Text.\n\nComments (1)\n\nann\nJan 09, 2020\n\nHi.", "a.txt", Confidence.LIKELY),
        ("Text.\n\nComments (1)\n\nAnn Ray · Jan 9, 2020\n\nHi.", "a.txt", Confidence.MAYBE),
        ("Text *** **** *****.", "a.txt", Confidence.LIKELY),
        ("Sold **** by *** the ***** vendor.", "a.txt", Confidence.NO),
        ("Title\n\nBy Ann Ray, Published on Mar 04, 2021", "a.txt", Confidence.LIKELY),
        ("Title\n\nPublished: March 4, 2021", "a.txt", Confidence.NO),
        ("Undisclosed #4\nJan 09, 2020\n\nHello.", "a.txt", Confidence.LIKELY),
        ("AR\nAnn Ray\nJan 09, 2020\n\nHello.", "a.txt", Confidence.LIKELY),
        ("A Topic?\n\nann\nJan 09, 2020\nIPVM\n\nHello.", "a.txt", Confidence.LIKELY),
        ("A Topic?\n\nann\nJan 09, 2020\nIPVMU Certified\n\nHello.", "a.txt", Confidence.LIKELY),
        (
            "A Topic?\n\nAnn R.\nJan 09, 2020\n\nHi.\n\nJo van der Berg\nJan 10, 2020\n\nHo.",
            "a.txt",
            Confidence.LIKELY,
        ),
        ("My Great Trip\nJan 09, 2020\n\nWe went to the sea.", "a.txt", Confidence.NO),
        ("Acme Corporation\nJan 09, 2020\n\nDear Sir", "a.txt", Confidence.NO),
        ("Changes\n\nVersion Two\nJan 09, 2020\n\n- one", "a.txt", Confidence.NO),
        (
            "Diary\n\nMonday\nJan 09, 2020\n\nSlept.\n\nTuesday\nJan 10, 2020",
            "a.txt",
            Confidence.NO,
        ),
        ("Ann Ray\nJan 09, 2020", "a.txt", Confidence.LIKELY),
        (
            "Thread\n\nAnn Ray\nJan 9, 2020\n\nHi.\n\nBo Lane\nJan 9, 2020\n\nAnn Ray said:\nHi.",
            "a.txt",
            Confidence.NO,
        ),
        (
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\nAnn Ray\nJan 09, 2020\n\nFive.",
            "a.txt",
            Confidence.NO,
        ),
        (
            "Text.\n\nComments (2)\n\nann says:\nMarch 4, 2021 at 9:08 am\n\nHi.\n\nReply",
            "a.txt",
            Confidence.NO,
        ),
        ("Text.\n\nComments (2)\n\nann\n3 years ago\nHi.", "a.txt", Confidence.NO),
        ("Text.", "updates_2557.txt", Confidence.LIKELY),
        ("Text.", "updates_for_monday.txt", Confidence.NO),
        ("Just text.", "a.txt", Confidence.NO),
        ("Just text.", "reports_7511.txt", Confidence.LIKELY),
        ("<p>\nIPVM Image</p>", "a.txt", Confidence.NO),
        ("Long text.\n" * 500 + "\nIPVM Image\n", "a.txt", Confidence.CERTAIN),
        ("Long text.\n" * 500, "a.txt", Confidence.NO),
        ("\0\1\2\3", "a.txt", Confidence.NO),
        ("Long text.\n" * 500 + "\0\1" * 500, "a.txt", Confidence.NO),
    ],
)
def test_copies_are_recognised_by_what_only_they_have(
    text: str, name: str, confidence: Confidence
) -> None:
    assert IpvmTextImporter().sniff(Source.from_bytes(text.encode(), name)) is confidence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_copy_is_the_same_in_every_encoding(encoding: str) -> None:
    text = (DATA / "ipvm-text/report-byline.txt").read_text("utf-8").replace("'", "’")
    usual = read_with_ledger(Source.from_bytes(text.encode(), "a.txt")).document
    source = Source.from_bytes(text.encode(encoding), "a.txt")
    assert Registry(BUILTIN).choose(source).name == "ipvm-text"
    found = read_with_ledger(source).document
    guessed = [issue for issue in found.issues if issue.code is IssueCode.ENCODING_GUESSED]
    assert len(guessed) == (encoding in {"utf-16-le", "utf-16-be"})
    assert (found.body_html, found.title, found.published) == (
        usual.body_html,
        usual.title,
        usual.published,
    )


@pytest.mark.parametrize("mark", ["\v", "\f", "\x85", "\u2028", "\u2029"])
def test_other_marks_of_a_new_line_are_new_lines(mark: str) -> None:
    text = (DATA / "ipvm-text/report-byline.txt").read_text("utf-8")
    usual = read_with_ledger(Source.from_bytes(text.encode(), "a.txt")).document
    disguised = text.replace("\n", mark, 12)
    assert read_with_ledger(Source.from_bytes(disguised.encode(), "a.txt")).document == usual


@pytest.mark.skipif(not SEED.is_file(), reason="the shared seed is not here")
def test_the_seed_is_read_in_every_field() -> None:
    document = read_with_ledger(Source.from_path(SEED)).document
    assert document.title == "US Gov China Commission (CECC) Cites IPVM on Hikvision"
    assert document.published == dt.datetime(2020, 1, 9, 14, 20)
    assert document.published_text == "Published Jan 09, 2020 14:20 PM"
    assert document.access == "public"
    outline = document.body_html.split("<ul>")[1].split("</ul>")[0]
    assert outline.count("<li>") == 8
    assert len(document.headings) == 7
    assert document.headings[0] == "IPVM Work on Hikvision Cited"
    assert document.headings[-1] == "Hikvision Declines Comment"
    assert (document.images, document.images_missing) == (5, 5)
    assert document.declared_comments == len(document.comments) == 11
    assert [
        (c.author, c.role, c.pseudonym, c.affiliation, c.badges) for c in document.comments
    ] == [
        ("Undisclosed Integrator #1", "Integrator", 1, None, ()),
        ("Charles Rollet", None, None, None, ()),
        ("Undisclosed Manufacturer #2", "Manufacturer", 2, None, ()),
        ("Zachary S.", None, None, "Gen IV Technology", ()),
        ("Undisclosed Integrator #3", "Integrator", 3, None, ()),
        ("Ross Vander Klok", None, None, None, ("IPVMU Certified",)),
        ("Charles Rollet", None, None, None, ()),
        ("Brian Karas", None, None, "Pelican Zero", ()),
        ("Undisclosed #4", None, 4, None, ()),
        ("Larry Tracy", None, None, None, ()),
        ("John Poole", None, None, None, ()),
    ]
    days = [9, 9, 9, 9, 9, 9, 9, 9, 9, 10, 13]
    assert [c.posted for c in document.comments] == [dt.date(2020, 1, day) for day in days]
    assert [c.body_html.count("<li>") for c in document.comments[:3]] == [3, 3, 0]
    assert [c.body_html.count("<p>") for c in document.comments] == [
        2,
        3,
        1,
        2,
        2,
        1,
        2,
        3,
        1,
        1,
        1,
    ]
    assert {issue.code for issue in document.issues} == {
        IssueCode.NO_AUTHOR,
        IssueCode.IMAGES_MISSING,
    }
