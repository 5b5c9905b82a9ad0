"""Loose text and pictures become paragraphs, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipvm_desktop.fragment import html_to_text
from ipvm_desktop.render._paragraphs import in_paragraphs
from ipvm_desktop.sanitize import sanitize


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("One<p>Two</p>", "<p>One</p><p>Two</p>"),
        ("One <b>two</b><br>three", "<p>One <b>two</b><br>three</p>"),
        ("<b>One</b> <i>two</i> <p>Three</p>", "<p><b>One</b> <i>two</i></p> <p>Three</p>"),
        ("<p>One</p>two<ul><li>a</li></ul>b", "<p>One</p><p>two</p><ul><li>a</li></ul><p>b</p>"),
        ("<div>One</div> two", "<div><p>One</p></div><p> two</p>"),
        ("<blockquote>One</blockquote>two", "<blockquote>One</blockquote><p>two</p>"),
        (
            "<blockquote><p>One</p>two</blockquote>",
            "<blockquote><p>One</p><p>two</p></blockquote>",
        ),
        ("<p>One</p><img><p>Two</p>", "<p>One</p><p><img></p><p>Two</p>"),
        (
            '<h2>One</h2>\n<img alt="a"> <a href="/x"><img></a><hr>two',
            '<h2>One</h2>\n<p><img alt="a"> <a href="/x"><img></a></p><hr><p>two</p>',
        ),
        (
            "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
            "<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>",
        ),
        ('<a href="/x"><p>One</p></a>two', '<a href="/x"><p>One</p></a><p>two</p>'),
        ("One</div>two", "<p>One</p></div><p>two</p>"),
    ],
)
def test_what_stands_loose_is_put_into_paragraphs(html: str, expected: str) -> None:
    assert in_paragraphs(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>One <img> two</p>\n<div><p>Three</p></div>\n",
        "<ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul>",
        "<table><tbody><tr><td>a</td><td><img></td></tr></tbody></table>",
        "<pre>one\n\ntwo</pre><h2>Three</h2><dl><dt>a</dt><dd>b</dd></dl>",
    ],
)
def test_what_is_in_order_stays_as_it_is(html: str) -> None:
    assert in_paragraphs(html) == html


PIECES = st.sampled_from(
    [
        *("a", " ", "&amp;", "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<hr>"),
        *("<ul><li>", "</li></ul>", "<blockquote>", "</blockquote>", "<pre>", "</pre>"),
        *("<table><tr><td>", "</td></tr></table>", "<h2>", "</h2>"),
    ]
)


def _without_marks(html: str) -> str:
    return re.sub(r"</?p>|<br>\s*", "", html)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("One.<br>\n<br>\nTwo.<br>\n", "<p>One.<br>\n<br>\nTwo.</p>"),
        ("<p>One.<br></p><p><br>\nTwo.</p>", "<p>One.</p><p>Two.</p>"),
        (
            "<p>He said:</p><br><br><blockquote><p>One.</p></blockquote><br>\nNo.",
            "<p>He said:</p><blockquote><p>One.</p></blockquote><p>No.</p>",
        ),
        ("<p>Run:</p><pre><br>a<br><br>b</pre>", "<p>Run:</p><pre><br>a<br><br>b</pre>"),
        ("<p>a &gt;<br>b</p>", "<p>a &gt;<br>b</p>"),
        ("<p><b>a</b><br>b</p>", "<p><b>a</b><br>b</p>"),
    ],
)
def test_line_ends_beside_blocks_draw_no_empty_lines(html: str, shown: str) -> None:
    assert in_paragraphs(html) == shown


@given(st.lists(PIECES, max_size=12).map("".join).map(sanitize))
def test_no_text_is_lost_and_nothing_is_left_to_do(html: str) -> None:
    done = in_paragraphs(html)
    assert _without_marks(done) == _without_marks(html)
    assert html_to_text(done).split() == html_to_text(html).split()
    assert in_paragraphs(done) == done
