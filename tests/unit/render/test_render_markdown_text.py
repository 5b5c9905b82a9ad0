"""Sanitised HTML as Markdown: the plain form where there is one, HTML where there is none."""

from __future__ import annotations

import pytest

from ipvm_desktop.render._markdown_text import to_markdown
from ipvm_desktop.sanitize import MISSING_PICTURE, sanitize


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a <b>b</b>", "a **b**"),
        ("<p>a<br>b<br></p>", "a<br>\nb"),
        ("<p>a\n b</p>", "a b"),
        (
            "<p>5 * 3 _x_ snake_case [1] `c` \\ a|b</p>",
            r"5 \* 3 \_x\_ snake_case \[1\] \`c\` \\ a\|b",
        ),
        ("<p>a &lt; b &amp; c</p>", "a &lt; b &amp; c"),
        (
            "<p># a</p><p>- a</p><p>+ a</p><p>1. a</p><p>12) a</p>",
            "\\# a\n\n\\- a\n\n\\+ a\n\n1\\. a\n\n12\\) a",
        ),
        ("<p>a<br>- b<br>=== <br>~~~</p>", "a<br>\n\\- b<br>\n&#61;==<br>\n&#126;~~"),
        ("<p>a\xa0b\u2028</p>", "a&#160;b&#8232;"),
        ("<p><em>a</em> <b>b</b>, <code>c d</code>.</p>", "*a* **b**, `c d`."),
        ("<p>a<em>b</em>c <b> d</b></p>", "a<em>b</em>c <b> d</b>"),
        ("<p><b>a <i>b</i></b> <code>`</code></p>", "<b>a <i>b</i></b> <code>\\`</code>"),
        (
            "<p><code>a</code><code>b</code> <sub>c</sub></p>",
            "<code>a</code><code>b</code> <sub>c</sub>",
        ),
        ("<p>x <i>a</i></p>", "x *a*"),
        ("<p>x <i>a</i><br>y</p>", "x *a*<br>\ny"),
        ("<p>x <i>a\xa0</i></p>", "x <i>a&#160;</i>"),
        (
            '<p>see <a href="https://x.y/a_(b)?c=1&amp;d">a <b>b</b></a>!</p>',
            "see [a **b**](https://x.y/a_%28b%29?c=1&d)!",
        ),
        ('<p>a!<a href="https://x.y">b</a></p>', "a\\![b](https://x.y)"),
        ('<p>a<a href="https://x.y"><br> b </a>c</p>', "a<br>\n[b](https://x.y) c"),
        ('<p>a<a href="https://x.y"><br></a>b</p>', "a<br>\nb"),
        ('<p><a href="https://x.y">a<br>b<br></a>c</p>', "[a<br> b](https://x.y)<br>\nc"),
        ("<p><b>Ann</b> · 2020-01-01</p>", "<strong>Ann</strong> · 2020-01-01"),
        ("<h2>A #1</h2><h3>B #</h3><h2><br></h2>", "## A #1\n\n### B \\#"),
        ("<h1>A</h1>", "<h1>A</h1>"),
        ("<h2>Comments (3)</h2>", "<h2>Comments (3)</h2>"),
        ("<h2><p>a</p></h2>", "<h2><p>a</p></h2>"),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        (f"<p>a</p>{MISSING_PICTURE}", "a\n\n![Picture not saved with this file]()"),
        ("<p>Picture not saved with this file</p>", "Picture not saved with this file"),
        ("<ul><li>a</li><li>b</li></ul>", "-   a\n-   b"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9.  a\n10. b"),
        ('<ol start="-1"><li>a</li></ol>', '<ol start="-1"><li>a</li></ol>'),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "-   a\n\n    b\n\n-   c"),
        ("<ul><li>a<ol><li>b<br>c</li></ol></li></ul>", "-   a\n\n    1.  b<br>\n        c"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "-   a\n\n<!-- -->\n\n1.  b"),
        ("<ul><li></li></ul>", "<ul><li></li></ul>"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ("<ul><li>a<pre>b</pre></li></ul>", "<ul><li>a<pre>b</pre></li></ul>"),
        ("<ul>a<li>b</li></ul>", "<ul>a<li>b</li></ul>"),
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> -   b"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n<!-- -->\n\n> b"),
        ("<blockquote><h3>a</h3><blockquote>b</blockquote></blockquote>", "> ### a\n>\n> > b"),
        ("<blockquote><blockquote>b</blockquote><blockquote>c</blockquote></blockquote>",) * 2,
        ("<blockquote><h2><br></h2></blockquote>", ""),
        ("<pre><code>a *b*\n\n  c\n</code></pre>", "```\na *b*\n\n  c\n```"),
        ("<pre>```\nx</pre>", "````\n```\nx\n````"),
        ("<pre>a\t<b>*</b></pre>", "<pre>a&#9;<b>&#42;</b></pre>"),
        ("<pre>a <b>b</b></pre>", "<pre>a <b>b</b></pre>"),
        (
            '<table><tr><th>a|b</th><th align="right">c</th><tr><td>d<br>e</td><td></td></table>',
            "| a\\|b | c |\n| --- | ---: |\n| d<br>e |  |",
        ),
        ("<div><p>a</p></div>b<div>c</div>", "a\n\nb\n\nc"),
        ("<b>a<p>b</p></b>c", "<div><b>a<p>b</p></b>c</div>"),
        ("<dl><dt>a</dt><dd>#\n b</dd></dl>", "<dl><dt>a</dt><dd>&#35; b</dd></dl>"),
    ],
)
def test_each_form_is_written(html: str, markdown: str) -> None:
    clean = sanitize(html)
    assert to_markdown(clean) == markdown


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>a</td><td>b</td></tr>",
        "<tr><th>a</th></tr>",
        "<tr><th></th><th></th></tr>",
        '<tr><th colspan="2">a</th><th>b</th></tr>',
        "<tr><th>a</th><th>b</th></tr><tr><td>a</td></tr>",
        "<tr><th>a</th><th>b</th></tr><tr><th>a</th><td>b</td></tr>",
        "<tr><th>a</th><th><p>b</p></th></tr>",
        "<tr><th>a</th><th><div>b</div></th></tr>",
    ],
)
def test_other_tables_stay_html(rows: str) -> None:
    html = sanitize(f"<table>{rows}</table>")
    assert to_markdown(html) == html


def test_depth_stays_html() -> None:
    html = "<ul><li>a" * 40 + "</li></ul>" * 40
    assert to_markdown(html) == html
