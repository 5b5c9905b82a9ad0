"""Marking passages: where they are found, what becomes a quotation, and that no text changes."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.fragment import VOID_TAGS, html_to_text, tokens
from ipvm_desktop.render._passage_marks import Mark, mark_passages
from ipvm_desktop.sanitize import sanitize

LINK = '<a href="https://x.org">'


def marked(html: str, *passages: str) -> str:
    return mark_passages(html, [Mark(text, "[", "]", "^") for text in passages])


@pytest.mark.parametrize(
    ("html", "passage", "expected"),
    [
        # Within a paragraph, with the quote signs and the tags it runs across.
        ("<p>You say “not so.” Why?</p>", "not so", "<p>You say [“not so.”]^ Why?</p>"),
        ("<p>a <em>b</em> c d</p>", "b c", "<p>a <em>[b]</em>[ c]^ d</p>"),
        ("<p>x <em>a b</em></p>", "a b", "<p>x <em>[a b]</em>^</p>"),
        ("<p>x R&amp;D, a &lt;b</p>", "R&D, a", "<p>x [R&amp;D, a]^ &lt;b</p>"),
        ("<p>x caf&eacute; y</p>", "café", "<p>x [caf&eacute;]^ y</p>"),
        (f"<p>x {LINK}a b</a> c</p>", "x a", f"<p>[x ]{LINK}a b</a>^ c</p>"),
        (f"<p>{LINK}<b>a</b></a> c</p>", "a", f"<p>{LINK}<b>a</b></a>^ c</p>"),
        ("<p>know no</p>", "no", "<p>know [no]^</p>"),
        # Whole blocks.
        ("<p>a b</p><p>c</p>", "A  b", "<blockquote><p>[a b]^</p></blockquote><p>c</p>"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb", "<blockquote><p>[a]</p>\n<p>[b]^</p></blockquote>"),
        ("<p>a</p><ul><li>b</li></ul>", "a\n\n• b",
         "<blockquote><p>[a]</p><ul><li>[b]^</li></ul></blockquote>"),
        ("a b", "a b", "<blockquote>[a b]^</blockquote>"),
        ("<div><p>a</p> b</div>", "a b", "<div><blockquote><p>[a]</p>[ b]^</blockquote></div>"),
        # Whole lines of a paragraph.
        ("<p>a<br>b</p>", "a", "<blockquote><p>[a]^</p></blockquote><p>b</p>"),
        ("<p>a<br>b</p>", "b", "<p>a</p><blockquote><p>[b]^</p></blockquote>"),
        ("<p>a<br>b<br>c</p>", "b", "<p>a</p><blockquote><p>[b]^</p></blockquote><p>c</p>"),
        ("<p><em>a<br>b</em></p>", "a", "<p><em>[a]^<br>b</em></p>"),
        # Where a quotation would break something, or stands already.
        ("<ul><li>a</li><li>b</li></ul>", "a", "<ul><li>[a]^</li><li>b</li></ul>"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", "<ol><li>[a]</li><li>[b]^</li></ol>"),
        ("<p>x</p><ul><li>a</li><li>b</li></ul>", "x a",
         "<p>[x]</p><ul><li>[a]^</li><li>b</li></ul>"),
        ("<blockquote><p>a</p></blockquote>", "a", "<blockquote><p>[a]^</p></blockquote>"),
        ("<pre>a<br>b</pre>", "a", "<pre>[a]^<br>b</pre>"),
        ("<div>a<br>b</div>", "a", "<div>[a]^<br>b</div>"),
        ("<div>a<br>b</div>", "b", "<div>a<br>[b]^</div>"),
        # What is not there.
        ("<p>a</p>", "b", "<p>a</p>"),
        ("<p>a</p>", "…", "<p>a</p>"),
        ("<p>know</p>", "no", "<p>know</p>"),
        ("", "a", ""),
    ],
)  # fmt: skip
def test_a_passage_is_found_and_marked(html: str, passage: str, expected: str) -> None:
    assert marked(html, passage) == expected


def test_several_passages_do_not_lie_across_each_other() -> None:
    assert marked("<p>a b c d</p>", "a b", "b c", "d") == "<p>[a b]^ c [d]^</p>"
    assert marked("<p>a a b</p>", "a", "a") == "<p>[a]^ [a]^ b</p>"
    assert marked("<p>a”b c</p>", "a", "b") == "<p>[a”]^[b]^ c</p>"
    assert marked("<p>a</p><p>b</p>", "b", "a") == (
        "<blockquote><p>[a]^</p></blockquote><blockquote><p>[b]^</p></blockquote>"
    )
    assert marked("<p>a<br>b<br>c</p>", "a", "b") == (
        "<blockquote><p>[a]^</p></blockquote><p>[b]^<br>c</p>"
    )


def test_without_passages_nothing_is_read() -> None:
    assert mark_passages("<p>a", []) == "<p>a"


def test_a_great_body_is_marked_at_its_end() -> None:
    html = "<p>word &amp; <em>more</em></p>" * 20_000 + "<p>the last one</p>"
    assert marked(html, "the last one").endswith("<blockquote><p>[the last one]^</p></blockquote>")


class Balance(HTMLParser):
    """Fails where an end tag is not that of the last open tag, or a mark lies in a link."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert ("href", "ipvm:x") not in attrs or "a" not in self.open
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


pieces = st.sampled_from(
    ["one", "Two", " three", ". ", '"', "”", "&amp;", "İß", "😀", "\n", "<br>", "<p>", "</p>",
     "<em>", "</em>", LINK, "</a>", "<ul><li>", "</li><li>", "</li></ul>", "<blockquote>",
     "</blockquote>", "<pre>", "</pre>", "<table><tr><td>", "</td><td>", "</td></tr></table>"]
)  # fmt: skip


@given(html=st.lists(pieces, max_size=30).map("".join), data=st.data())
def test_marking_neither_loses_nor_doubles_nor_moves_a_character(
    html: str, data: st.DataObject
) -> None:
    body = sanitize(html)
    text = html_to_text(body)
    passages = []
    for _ in range(data.draw(st.integers(1, 4))):
        first = data.draw(st.integers(0, len(text)))
        passages.append(text[first : data.draw(st.integers(first, len(text)))])
    result = mark_passages(
        body, [Mark(each, '<a href="ipvm:x">', "</a>", "<i></i>") for each in passages]
    )
    assert text_of(result) == text_of(body)
    balance = Balance()
    balance.feed(result)
    assert balance.open == []


@given(html=st.lists(pieces, max_size=12).map("".join), passage=st.text("oneTw 😀<&;", max_size=8))
def test_wild_markup_does_no_harm(html: str, passage: str) -> None:
    result = mark_passages(html, [Mark(passage, "<i>", "</i>")])
    assert text_of(result) == text_of(html)


def text_of(html: str) -> str:
    return unescape("".join(token.text for token in tokens(html) if not token.name))
