"""The plain text of mails as HTML."""

from __future__ import annotations

import pytest

from ipvm_desktop.importers.mail.text import mail_html
from ipvm_desktop.sanitize import html_to_text, sanitize


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        (
            "> a\n>> b\n> > c\nd",
            "<blockquote><p>a</p><blockquote><p>b<br>c</p></blockquote></blockquote><p>d</p>",
        ),
        (">\n> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("text\n-- \nAnn\nLee", "<p>text</p><hr><p><small>Ann<br>Lee</small></p>"),
        ("text\n-- \n\n", "<p>text</p>"),
        ("> a\n> -- \n> Ann", "<blockquote><p>a<br>--<br>Ann</p></blockquote>"),
        ("    a  b\n    c", "<pre>    a  b\n    c</pre>"),
        ("| a | b |\n| 1 | 2 |", "<pre>| a | b |\n| 1 | 2 |</pre>"),
        ("a <b> & c", "<p>a &lt;b&gt; &amp; c</p>"),
        (
            "see <https://e.org/?a=1&b=2>",
            '<p>see &lt;<a href="https://e.org/?a=1&amp;b=2">https://e.org/?a=1&amp;b=2</a>&gt;</p>',
        ),
        ("", ""),
    ],
)  # fmt: skip
def test_text_is_marked_up(text: str, html: str) -> None:
    assert mail_html(text) == html


@pytest.mark.parametrize(
    ("text", "joined", "html"),
    [
        ("one \ntwo\nthree", False, "<p>one two<br>three</p>"),
        ("one \ntwo", True, "<p>onetwo</p>"),
        ("> one \n> two \nthree", False, "<blockquote><p>one two</p></blockquote><p>three</p>"),
        ("one \n-- \nAnn", False, "<p>one</p><hr><p><small>Ann</small></p>"),
        (" >no quote\n From me\nlast ", False, "<p>&gt;no quote<br>From me<br>last</p>"),
    ],
)
def test_flowed_lines_are_joined(text: str, joined: bool, html: str) -> None:
    assert mail_html(text, flowed=True, joined=joined) == html


def test_deep_and_many_quotes_keep_their_marks() -> None:
    deep = sanitize(mail_html(">" * 50 + " deep"))
    assert deep.count("<blockquote>") == 20
    assert html_to_text(deep) == ">" * 30 + " deep"
    many = mail_html("> a\nb\n" * 20_000)
    assert many.count("<blockquote>") == 10_000
    assert "<p>&gt; a</p>" in many
