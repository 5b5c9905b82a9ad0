"""Sanitised fragments as tokens and as plain text, and plain text as a fragment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.fragment import (
    MISSING_PICTURE,
    clean_text,
    headings_of,
    html_to_text,
    text_to_html,
    tokens,
)
from ipvm_desktop.sanitize import sanitize


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>a <b>b</b>\n c</p>", "a b c"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("a<p>b</p>c", "a\n\nb\n\nc"),
        ("<h2>a</h2><p>b</p><hr><p>c</p>", "a\n\nb\n\nc"),
        ("<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>", "a\n\n• b\n• c\n\nd"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('<ol start="7"><li>a</li><li>b</li></ol>', "7. a\n8. b"),
        ('<ol start="--7"><li>a</li></ol>', "1. a"),
        (
            "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>",
            "• a\n  • b\n  • c\n• d",
        ),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "• a\n\nb\n• c"),
        ("<ul><li></li><li>b</li></ul><p>c</p>", "• b\n\nc"),
        ("<li>a</li></ul>", "• a"),
        ("<blockquote><p>a</p></blockquote><p>b</p>", "a\n\nb"),
        ("<pre><code>a\n\n\n  b\n</code></pre><p>c</p>", "a\n\n\n  b\n\nc"),
        ("</pre></tr><p>a</p>", "a"),
        (f"<p>a</p>{MISSING_PICTURE}<p>b</p>", "a\n\n[picture]\n\nb"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p><p>d</p></td></tr></table><p>e</p>",
            "a\tb\nc\td\n\ne",
        ),
        ("<table><caption>t</caption><tr><td>a</td></tr></table>", "t\n\na"),
        ("<p>a<br><br><br><br>b</p>", "a\n\nb"),
        ("<p>  </p>", ""),
        ("", ""),
        ("a < b <no tag", "a < b <no tag"),
    ],
)
def test_fragments_read_as_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_depth_does_not_matter() -> None:
    html = "<blockquote>" * 5_000 + "<p>a</p>" + "</blockquote>" * 5_000
    assert html_to_text(html) == "a"


@given(st.text())
@settings(deadline=None)
def test_any_string_can_be_read(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text
    assert isinstance(html_to_text(text), str)
    assert isinstance(headings_of(text), tuple)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n\nb\nc", "<p>a</p>\n<p>b<br>c</p>"),
        ("  a < b & *c*  ", "<p>a &lt; b &amp; *c*</p>"),
        ("a\r\n \r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("\n\n", ""),
    ],
)
def test_text_becomes_paragraphs(text: str, html: str) -> None:
    assert text_to_html(text) == html


@given(st.text())
@settings(deadline=None)
def test_text_survives_as_a_fragment(text: str) -> None:
    html = text_to_html(text)
    assert sanitize(html) == html
    assert html_to_text(html).split() == clean_text(text).split()


def test_headings_are_listed_in_order() -> None:
    html = "<h2>A <em>b</em> &amp; c</h2><p>x</p><h3>d<br>e</h3><h2> </h2></h4><p>y</p>"
    assert headings_of(html) == ("A b & c", "d e")


def test_attributes_are_resolved() -> None:
    (token,) = tokens('<a href="https://example.org/?a=1&amp;b=2">')
    assert token.attributes == {"href": "https://example.org/?a=1&b=2"}
