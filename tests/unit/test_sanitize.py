"""The allow-list: what gets through, what does not, and that a second pass changes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop import sanitize as sanitize_module
from ipvm_desktop.fragment import limit_attributes, tokens
from ipvm_desktop.sanitize import (
    MAX_DEPTH,
    MISSING_PICTURE,
    html_to_text,
    removed_markup,
    sanitize,
)

HOSTILE = Path(__file__).parents[2] / "../shared/corpora/hostile"


TAGS = """<p> </p> <div> </div> <b> </b> <a> </a> <ul> <li> </ul> <table> <tr> <td> </table>
<pre> </pre> <h2> </h2> <section> </section> <br> <hr> <img> <code> </code> <script> </script>
<svg> <title> </svg> <blockquote> </blockquote> <select> <!-- --> < > & " '"""
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS.split()),
        st.sampled_from(
            [
                "\n",
                " ",
                '<p class="missing-picture">',
                '<img alt="a &quot;b&quot; <i>" src="x.png">',
                '<a href="https://example.org/?a=1&amp;b=2">',
                '<a href="javascript:x()">',
                '<ol start="3">',
                '<td colspan="2" align="right" onclick="x()">',
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p{}</style><p style='color:red' id=x onclick=y()>a</p>", "<p>a</p>"),
        ("<a href='javascript:x()'>a</a>", "a"),
        ("<a href='data:text/html,x'>a</a>", "a"),
        ("<a href='file:///etc/passwd'>a</a>", "a"),
        ("<a href='/reports/a'>a</a>", "a"),
        ("<a href='//example.org/a'>a</a>", "a"),
        ("<a href='HTTPS://example.org/a'>a</a>", '<a href="HTTPS://example.org/a">a</a>'),
        ("<a href='mailto:ann@example.org'>a</a>", '<a href="mailto:ann@example.org">a</a>'),
        ("<section>a</section><article>b</article>", "<div>a</div><div>b</div>"),
        ("<span class=x>a</span>", "a"),
        ("<ol start=3><li>a</ol>", '<ol start="3"><li>a</li></ol>'),
        ("<ol start=x><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<p class='x missing-picture y'>a</p>", '<p class="missing-picture">a</p>'),
        ("<p class='x'>a</p>", "<p>a</p>"),
        ("<pre>\n\n\na\n  b</pre>", "<pre>a\n  b</pre>"),
        ("<pre>\n\n</pre>a", "a"),
        ("<p></p><p> </p><p><b></b></p>a", "a"),
        ("<p><code> </code></p>", "<p><code> </code></p>"),
        ("<iframe src='https://example.org'>old browser</iframe>a", "a"),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("a\r\nb", "a\nb"),
        ("a&nbsp;b\xa0c", "a\xa0b\xa0c"),
        ("", ""),
    ],
)
def test_only_the_allow_list_gets_through(html: str, expected: str) -> None:
    assert sanitize(html) == expected


def test_enormous_cells_are_cut_down() -> None:
    html = "<table><tr><td colspan=1000000000 rowspan=2>a</td></tr></table>"
    assert sanitize(html) == '<table><tbody><tr><td rowspan="2">a</td></tr></tbody></table>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src='https://example.org/a.png'>", MISSING_PICTURE),
        ("<p><img></p>", MISSING_PICTURE),
        ("<p>a<img>b</p>", f"<p>a</p>{MISSING_PICTURE}<p>b</p>"),
        (
            "<p><b>a<img alt=' two  words '>b</b></p>",
            f"<p><b>a</b></p>{MISSING_PICTURE}<p><em>two words</em></p><p><b>b</b></p>",
        ),
        ("<img alt='a < &quot;b&quot;'>", f'{MISSING_PICTURE}<p><em>a &lt; "b"</em></p>'),
        ("<img alt='Picture not saved with this file'>", MISSING_PICTURE),
        ("<ul><li><img>a</li></ul>", f"<ul><li>{MISSING_PICTURE}a</li></ul>"),
        ("<a href='/full.png'><img></a>", MISSING_PICTURE),
        (
            "<figure><img><figcaption>a</figcaption></figure>",
            f"<div>{MISSING_PICTURE}<div>a</div></div>",
        ),
    ],
)
def test_a_picture_becomes_a_placeholder(html: str, expected: str) -> None:
    assert sanitize(html) == expected


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul", "b", "span", "table", "p"])
def test_depth_is_bounded_and_the_words_stay(tag: str) -> None:
    html = f"<{tag}>" * 20_000 + "word" + f"</{tag}>" * 20_000 + "<p>after</p>"
    clean = sanitize(html)
    depth = deepest = 0
    for token in tokens(clean):
        if token.name:
            depth += -1 if token.closing else 1
            deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= MAX_DEPTH
    assert html_to_text(clean).split() == ["word", "after"]


def test_many_shallow_elements_are_left_alone() -> None:
    html = "<p>a<br>b</p><div><b>c</b></div>" * 200
    assert sanitize(html) == html


@given(MARKUP)
@settings(deadline=None)
def test_a_second_pass_changes_nothing(html: str) -> None:
    once = sanitize(html)
    assert sanitize(once) == once
    assert "<script" not in once


@given(MARKUP)
@settings(deadline=None)
def test_tags_are_always_balanced(html: str) -> None:
    stack: list[str] = []
    for token in tokens(sanitize(html)):
        if token.name in {"", "br", "hr"}:
            continue
        if token.closing:
            assert stack.pop() == token.name
        else:
            stack.append(token.name)
    assert stack == []


def test_markup_that_never_settles_becomes_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanitize_module, "_one_pass", lambda html: f"<p>{html}</p>")
    assert sanitize("a") == "<p>a</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b> <a href='https://example.org'>c</a></p>", ()),
        ("<pre>&lt;script&gt;</pre>", ()),
        ("<p>script onclick=</p>", ()),
        ("<SCRIPT>x</SCRIPT><iframe src=x>", ("iframe", "script")),
        ('<p title="a" onClick="x()">', ("onclick",)),
        ("<a href=' javascript:x()'>", ("javascript",)),
        ("<formula>", ()),
    ],
)
def test_active_parts_are_named(html: str, expected: tuple[str, ...]) -> None:
    assert removed_markup(html) == expected


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared corpora are not here")
def test_hostile_samples_come_out_harmless() -> None:
    payloads = [
        str(entry["payload"]) for entry in json.loads((HOSTILE / "html-payloads.json").read_text())
    ]
    payloads += json.loads((HOSTILE / "naughty-strings.json").read_text())
    payloads += [path.read_text() for path in HOSTILE.glob("*.html")]
    for payload in payloads:
        clean = sanitize(payload)
        assert sanitize(clean) == clean
        html_to_text(clean)
        html_to_text(payload)
        tags = "".join(token.text for token in tokens(clean) if token.name)
        assert not re.search(r"<(script|style|img|iframe|svg|input|form)\b| on\w+=|id=", tags)
        assert not re.search(r'href="(?!https?:|mailto:)', tags, re.IGNORECASE)


def test_texts_with_thousands_of_references_come_out_like_short_ones() -> None:
    link = '<a href="https://a.example/?x=1&amp;y=2">x &amp; y</a> '
    assert sanitize(link * 4_000) == (sanitize(link) + " ") * 3_999 + sanitize(link)
    assert sanitize("&x " * 6_000) == " ".join(["&amp;x"] * 6_000)
    assert sanitize("<pre>" + "&amp;\n" * 6_000 + "</pre>").count("&amp;") == 6_000


def test_texts_full_of_no_break_spaces_come_out_whole() -> None:
    assert sanitize("<p>" + "\xa0a·" * 20_000 + "</p>") == "<p>" + "\xa0a·" * 20_000 + "</p>"


def test_tags_that_nothing_ends_are_nothing() -> None:
    assert sanitize("<p>a</p>" * 60 + "<a" * 100_000) == "<p>a</p>" * 60


def test_tags_keep_the_first_hundreds_of_their_attributes() -> None:
    many = "".join(f" b{n}='<{n}'" for n in range(100_000))
    link = "https://a.example/"
    assert sanitize(f"<a href={link}{many}>x</a> y") == f'<a href="{link}">x</a> y'
    assert limit_attributes(f"<p{many} c>x").endswith(" b499='<499'>x")


def test_references_bring_no_control_characters() -> None:
    assert sanitize("<p>one&#1;two&#x1f;&#13;&#xD800;</p>") == "<p>one\ufffdtwo\ufffd\n\ufffd</p>"
