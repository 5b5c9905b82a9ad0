"""Comments of which a page has all but the text say so, and so does the article."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.importers.web.comments.mail_archives import MailArchiveReader
from ipvm_desktop.importers.web.page import SavedPage, WebPage
from ipvm_desktop.importers.web.reader import read_page

DATA = Path(__file__).parents[2] / "data" / "web-comments"


def leaf(number: int, text: str) -> str:
    body = f'<div class="b-leaf-article">{text}</div>' if text else ""
    names = "b-leaf" if text else "b-leaf b-leaf-collapsed"
    return (
        f'<div class="b-tree-twig"><div id="t{number}" class="{names}"><p class="b-leaf-username">'
        f'<span class="b-leaf-username-name">reader{number}</span></p><span '
        f'class="b-leaf-createdtime">March {number} 2016, 09:08:12 UTC</span>{body}</div></div>'
    )


def issues(*texts: str) -> tuple[ImportIssue, ...]:
    leaves = "".join(leaf(number, text) for number, text in enumerate(texts, 1))
    page = (
        "<html><head><title>Sirens</title></head><body><article><p>Sirens of 110 decibels are "
        f"enough for a yard.</p></article><div id='comments'>{leaves}</div></body></html>"
    )
    return read_page(SavedPage(name="page.html", content=page.encode()), "web-page").issues


@pytest.mark.parametrize(
    ("texts", "sentences"),
    [
        (("Mine is louder.",), []),
        (("Mine is louder.", ""), ["1 comment is in the file without its text"]),
        (("", "Mine is louder.", ""), ["2 comments are in the file without their text"]),
    ],
)
def test_an_article_tells_of_comments_without_text(
    texts: tuple[str, ...], sentences: list[str]
) -> None:
    assert [each.message for each in issues(*texts) if each.code == "fragment"] == sentences


def test_a_list_of_mails_says_that_their_texts_are_missing() -> None:
    page = (DATA / "mail-archive" / "pipermail-list.html").read_bytes()
    document = read_page(SavedPage(name="thread.html", content=page), "web-page")
    assert document.title == "March 2013 Archives by thread"
    assert "[Domes] Fog inside" in document.body_text
    assert [each.message for each in document.issues if each.code == "fragment"] == [
        "This is a list of mails; the file does not hold what they say"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<title>x - MARC</title><pre>Subject: a\nFrom: b\n</pre>",
        "<pre id=b>From: Ann\nDate: 2024-03-04\n</pre><a href='t.mbox.gz'>one</a>",
        "<pre id=b>no mail <a href='#'>at all</a></pre>",
    ],
)
def test_what_is_no_mail_is_not_read_as_one(page: str) -> None:
    root = html.document_fromstring(f"<html><body>{page}</body></html>")
    found = MailArchiveReader().read(WebPage(root=root))
    assert found is None or (found.opened is None and found.lacking)
