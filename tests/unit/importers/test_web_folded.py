"""Comments of which a page has all but the text say so, and so does the article."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.importers.web.page import SavedPage
from ipvm_desktop.importers.web.reader import read_page


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
