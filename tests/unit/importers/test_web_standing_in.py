"""Formulas, embedded videos and listings of code: what stands in for what a page draws."""

from __future__ import annotations

import pytest
from lxml import etree, html

from ipvm_desktop.importers.web.embedded import mark_embedded, put_links
from ipvm_desktop.importers.web.formulas import write_formulas
from ipvm_desktop.importers.web.fragments import Fragments
from ipvm_desktop.importers.web.listings import tidy_listings
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import no_parts
from ipvm_desktop.importers.web.pictures import Pictures

TEX = '<annotation encoding="application/x-tex">E = \n mc^2</annotation>'
MATHML = f"<math><semantics><mi>E</mi>{TEX}</semantics></math>"

DRAWN = '<span class="MathJax_Preview">E</span><span class="MathJax">E=mc2</span>'


def written(markup: str) -> str:
    root = html.fromstring(f"<div>{markup}</div>")
    write_formulas(root)
    return " ".join(root.text_content().split())


@pytest.mark.parametrize(
    "formula",
    [
        '<math alttext="E = mc^2"><mi>E</mi></math>',
        '<math alttext="{\\displaystyle E = mc^2}"><mi>E</mi></math>',
        MATHML,
        f'<span class="katex"><span class="katex-mathml">{MATHML}</span><b>E=mc2</b></span>',
        f'<span class="mwe-math-element"><i>{MATHML}</i><img alt="x"></span>',
        f"<mjx-container><svg></svg>{MATHML}</mjx-container>",
        f"{DRAWN}<script type='math/tex'>E = mc^2</script>",
    ],
)
def test_formulas_become_their_source(formula: str) -> None:
    assert written(f"So {formula} holds") == "So E = mc^2 holds"


def test_what_stands_before_a_formula_stays() -> None:
    script = '<script type="math/tex; mode=display">E</script>'
    assert written(f'<span class="MathJax">E</span> so {script}.') == "E so E."
    assert written(f"<span>So</span>{script}") == "SoE"
    assert written("<script>var E</script>E") == "var EE"


def test_a_formula_without_source_is_its_signs() -> None:
    root = "<msup><mi>c</mi><mn>2</mn></msup><mfrac><mi>a</mi><mi>b</mi></mfrac><msub></msub>"
    other = '<annotation encoding="application/mathematica">c2</annotation>'
    assert written(f"<math><mi>m</mi>{root}{other}</math>") == "mc^2a/b"


def test_pictures_of_formulas_become_their_source_unless_they_are_there() -> None:
    root = html.fromstring('<p>So <img class="latex" src="a.png" alt="E = mc^2"> holds</p>')
    Pictures(no_parts).place(root)
    assert root.text_content() == "So E = mc^2 holds"


@pytest.mark.parametrize(
    ("frame", "address", "text"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/abc_123-x?rel=0" title="At the gate">',
            "https://www.youtube.com/watch?v=abc_123-x",
            "At the gate",
        ),
        (
            '<iframe data-src="//www.youtube-nocookie.com/embed/abc123" title="YouTube video">',
            "https://www.youtube.com/watch?v=abc123",
            "youtube.com",
        ),
        (
            '<iframe src="https://player.vimeo.com/video/123456?h=1">',
            "https://vimeo.com/123456",
            "vimeo.com",
        ),
        (
            '<iframe src="https://platform.twitter.com/embed/Tweet.html?a=b&amp;id=123456&amp;c">',
            "https://twitter.com/i/status/123456",
            "twitter.com",
        ),
        (
            '<iframe src="https://w.soundcloud.com/player/?url=x">',
            "https://w.soundcloud.com/player/?url=x",
            "w.soundcloud.com",
        ),
        ('<video><source src=" gate.mp4 "></video>', "gate.mp4", "gate.mp4"),
        ('<video autoplay controls src="gate.mp4"></video>', "gate.mp4", "gate.mp4"),
        (
            '<amp-youtube data-videoid="abc123"></amp-youtube>',
            "https://www.youtube.com/watch?v=abc123",
            "youtube.com",
        ),
        (
            '<amp-vimeo data-videoid="123456"></amp-vimeo>',
            "https://vimeo.com/123456",
            "vimeo.com",
        ),
    ],
)
def test_what_is_embedded_becomes_a_link(frame: str, address: str, text: str) -> None:
    root = html.fromstring(f"<div><p>Before</p>{frame}</div>")
    mark_embedded(root)
    assert [rule.get("title") for rule in root.iter("hr")] == [text if "." not in text else None]
    put_links(root)
    links = [(link.get("href"), link.text) for link in root.iter("a")]
    assert links == [(address, f"▶ {text}")]


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="https://ads.example/banner">',
        "<iframe>",
        '<video autoplay src="behind.mp4"></video>',
        '<video src="blob:https://a.example/1"></video>',
    ],
)
def test_what_is_not_known_to_be_content_is_no_link(frame: str) -> None:
    root = html.fromstring(f"<div><p>Before</p>{frame}</div>")
    mark_embedded(root)
    put_links(root)
    assert not list(root.iter("hr", "a"))


def test_rules_stay_and_pictures_of_amp_are_pictures() -> None:
    root = html.fromstring('<div><hr><amp-img src="a.png"></amp-img></div>')
    mark_embedded(root)
    put_links(root)
    assert [element.tag for element in root] == ["hr", "img"]


CODE = "for lens in gate:\n    clean(lens)"
IN_DIVS = "<div><div>for lens in gate:</div><div>    clean(lens)</div></div>"
IN_ROWS = (
    "<tr><td data-line-number='1'></td><td class='blob-code'>for lens in gate:</td></tr>"
    "<tr><td data-line-number='2'></td><td><code>    clean(lens)</code></td></tr>"
)


def tidied(table: str) -> list[str | None]:
    root = html.fromstring(f"<div><table>{table}</table></div>")
    tidy_listings(root)
    return [pre.text for pre in root if pre.tag == "pre"]


@pytest.mark.parametrize(
    "table",
    [
        f"<tr><td><pre>1\n2\n</pre></td><td><pre>{CODE}\n</pre></td></tr>",
        f"<tr><td>9<br>10</td><td class='code'>{CODE.replace(chr(10), '<br>')}</td></tr>",
        f"<tr><td><div>1</div><div>2</div></td><td class='code'>{IN_DIVS}</td></tr>",
        IN_ROWS,
    ],
)
def test_listings_lose_their_numbers(table: str) -> None:
    assert tidied(table) == [CODE]


def test_a_listing_of_one_line_is_one() -> None:
    assert tidied("<tr><td>1</td><td><pre>clean(lens)</pre></td></tr>") == ["clean(lens)"]


@pytest.mark.parametrize(
    "table",
    [
        "",
        "<tr><td>1</td><td>Gate</td></tr>",
        "<tr><td>1</td><td>Gate</td></tr><tr><td>2</td><td>Mast</td></tr>",
        "<tr><td>1</td><td><code>a</code></td></tr><tr><td>3</td><td><code>b</code></td></tr>",
        "<tr><td>A</td><td><pre>Gate</pre></td></tr>",
        "<tr><td></td><td><pre>Gate</pre></td></tr>",
        "<tr><td>1</td><td>Gate</td><td>2</td></tr>",
        "<tr><td>1 2</td><td>Gate</td></tr>",
        "<tr><td>1 2</td><td><pre>Gate\nMast\nLens\nLamp</pre></td></tr>",
    ],
)
def test_other_tables_stay(table: str) -> None:
    assert tidied(table) == []


def test_soft_hyphens_are_no_part_of_words() -> None:
    text = "ca\u00adme&shy;ra&#173;s&#xAD;, gates &#1730;"
    assert parse(f"<p>{text}</p>", "x", "x").root.text_content() == "cameras, gates \u06c2"


def test_links_of_headings_to_themselves_are_left_out() -> None:
    body = html.fromstring(
        '<div><h2>Gate<a href="#gate">¶</a></h2><h3><a href="#c">C#</a></h3>'
        '<p>Note <a href="#top">↩</a></p></div>'
    )
    fragments = Fragments(body, None, Pictures(no_parts))
    assert etree.tostring(html.fromstring(fragments.article(body, None)), encoding="unicode") == (
        '<div><h2>Gate</h2><h3><a href="#c">C#</a></h3><p>Note <a href="#top">↩</a></p></div>'
    )
