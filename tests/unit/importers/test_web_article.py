from __future__ import annotations

import datetime as dt

import pytest
from lxml import html
from lxml.html import HtmlElement

from ipvm_desktop.importers.web import article
from ipvm_desktop.importers.web.article import article_of
from ipvm_desktop.importers.web.cutting import cut_down, leave_out_end
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.matching import blocks_of, choose, letters

ONE = (
    "The mast stands where the lot meets the road, so that its cameras see the gate and the bay. "
    "At dusk the lamps come on one by one, and each camera changes its mind at another moment. "
)
TWO = (
    "We wrote down the minute at which each one went from colour to grey, and asked the makers. "
    "Two of them publish the level of light at which it happens; the others have not answered. "
)
THREE = (
    "Whoever needs the colour of a car at dusk should look at the hour of the switch at first. "
    "The number of pixels comes afterwards, as the lot taught us in the course of an evening. "
)


def page_of(body: str) -> HtmlElement:
    return parse(f"<html><head></head><body>{body}</body></html>", "page.html", "web-page").root


def tree_of(body: str) -> HtmlElement:
    found = page_of(body).find("body")
    assert found is not None
    return found


def body_of(markup: str, title: str | None = None, *printed: str) -> str:
    found = article_of(page_of(markup), title, printed)
    assert found is not None
    return html.tostring(found, encoding="unicode", with_tail=False)


def chosen(markup: str, *pieces: str) -> list[str]:
    blocks = blocks_of(tree_of(markup))
    choose(blocks, [letters(piece) for piece in pieces])
    return [block.key for block in blocks if block.is_chosen]


def test_blocks_are_what_stands_between_edges() -> None:
    blocks = blocks_of(
        tree_of(
            "lead<p>one <b>and</b> more<!-- aside --> after<br>two</p><script>x</script>"
            "<nav>three</nav>four <ul><li>five</li></ul>"
        )
    )
    assert [b.key for b in blocks] == ["lead", "oneandmoreafter", "two", "four", "five"]


def test_long_texts_are_found_wherever_they_stand_once() -> None:
    markup = f"<p>{TWO}</p><p>{ONE}</p><p>{ONE}</p><p>{THREE}</p>"
    assert chosen(markup, ONE, TWO) == [letters(TWO), letters(ONE)]


def test_short_texts_need_neighbours() -> None:
    markup = (
        f"<p>Home</p><p>Notes</p><p>Notes</p><p>{ONE}</p><h2>Home</h2><p>Other</p><p>{TWO}</p>"
        "<p>Notes</p><p>End</p>"
    )
    found = chosen(markup, "Notes", ONE, "Home", TWO, "End")
    assert found == ["notes", letters(ONE), "home", letters(TWO), "end"]


def test_a_short_text_within_another_is_none() -> None:
    markup = f"<p>gate</p><p>{ONE}</p><p>gate</p><p>lot</p><p>{TWO}</p>"
    assert chosen(markup, "Gates shut", ONE, "a gateway", "the lots", "lot", TWO) == [
        letters(ONE), "lot", letters(TWO),
    ]  # fmt: skip


def test_a_part_of_a_block_may_be_chosen() -> None:
    markup = f"<p>{ONE}<span>Share this</span>{TWO}</p><div>{THREE}<b>short</b> <i>no</i></div>"
    blocks = blocks_of(tree_of(markup))
    choose(blocks, [letters(ONE), letters(TWO), letters(THREE), "short"])
    runs = [run.key for block in blocks for run in block.runs if run.chosen]
    assert runs == [letters(ONE), letters(TWO), letters(THREE), "short", ""]


def test_punctuation_goes_with_its_words() -> None:
    markup = f"<pre><i>(</i>{ONE}<i>)</i>;<b>other</b></pre>"
    blocks = blocks_of(tree_of(markup))
    choose(blocks, [letters(ONE)])
    assert [run.chosen for run in blocks[0].runs] == [True, True, True, True, False]


def test_the_search_in_pages_out_of_order_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipvm_desktop.importers.web.matching._MOST_SCANNED", 1)
    far = ONE + "x" * 5000
    assert chosen(f"<p>{THREE}</p><p>{TWO}</p><p>{ONE}</p>", far, ONE + THREE, TWO) == [
        letters(THREE), letters(TWO),
    ]  # fmt: skip


def test_the_markup_of_an_article_stays_as_it_is() -> None:
    inner = (
        f'<p>{ONE}</p><ol start="3"><li>first <a href="/a">link</a></li></ol>'
        f"<pre>a\n  b</pre><table><tr><td>1</td><td>2</td></tr></table><hr><p>{TWO}<br>{THREE}</p>"
    )
    found = body_of(f"<div><nav><a href='/'>Home</a></nav><article>{inner}</article></div>")
    assert found == f"<article>{inner}</article>"


def test_lists_and_headings_left_out_by_mistake_come_back() -> None:
    found = body_of(
        f"<article><p>{ONE}</p><h3>Why</h3><ul class='x'><li>Dusk</li><li>Dawn</li></ul>"
        f"<p>{TWO}</p><div class='related'><p>{ONE}</p></div><p>{THREE}</p></article>"
    )
    assert "<h3>Why</h3>" in found
    assert "<li>Dusk</li><li>Dawn</li>" in found
    assert "related" not in found


def test_long_paragraphs_in_wrappers_of_their_own_come_back() -> None:
    inner = "".join(f"<p>{n} {text}</p>" for n, text in enumerate((ONE, TWO, THREE) * 2))
    found = body_of(
        f"<article>{inner}<div><div class='w-embed'><h3>More</h3><p>seven {ONE}</p><h4>And</h4>"
        f"<p>eight {TWO}</p></div></div><div class='newsletter'><p>nine {THREE}</p></div>"
        f"<div><p><a href='/x'>ten {THREE}</a></p></div></article>"
    )
    assert "seven" in found
    assert "<h4>And</h4>" in found
    assert "nine" not in found
    assert "ten" not in found


def test_captions_stay_with_their_pictures() -> None:
    figure = '<figure><img src="a.png"><figcaption>The gate</figcaption></figure>'
    advert = '<div class="ad"><img src="b.png"><p class="caption">Buy</p></div>'
    found = body_of(
        f"<article><p>{ONE}</p>{figure}<p>{TWO}</p>{advert}<p class='caption'>alone</p>"
        f"<p>{THREE}</p></article>"
    )  # fmt: skip
    assert figure in found
    assert "Buy" not in found
    assert "b.png" not in found


def test_pictures_stay_where_they_stand() -> None:
    found = body_of(
        f"<img src='logo.png'><div class='c'><p>{ONE}<img src='1.png'></p>"
        "<div><img src='2.png'></div><aside><img src='3.png'></aside>"
        f"<div aria-hidden='true'><img src='4.png'></div><p>{TWO}</p>"
        f"<p>{THREE}</p></div>"
    )
    assert [src in found for src in ("logo", "1.png", "2.png", "3.png", "4.png")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_what_stands_above_the_title_and_who_wrote_it_are_no_body() -> None:
    found = body_of(
        f"<div><p>News and more</p><h1>Gates</h1><p>By Ann Lee</p><p>May 1, 2020</p><p>{ONE}</p>"
        f"<p>{TWO}</p><p>Ann Lee</p><p>{THREE}</p></div>",
        "Gates",
        "Ann Lee",
        "May 1, 2020",
        "",
    )
    assert letters(html.fromstring(found).text_content()) == letters(f"{ONE}{TWO}Ann Lee{THREE}")


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("By Ann Lee", False),
        ("Ann Lee, May 1, 2020", False),
        ("Ann Lee | May 1, 2020 | 5 min read", False),
        ("By Ann Lee and Bo Ray", True),
        ("Ann Lee, May 2, 2020", True),
        ("Ann Lee on May 2", False),
    ],
)
def test_lines_that_name_an_unknown_day_or_person_are_body(line: str, is_kept: bool) -> None:
    page = f"<div><h1>Gates</h1><p>{line}</p><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"
    assert (line in body_of(page, "Gates", "Ann Lee", "May 1, 2020")) is is_kept


def test_a_known_day_may_be_printed_in_other_words() -> None:
    page = f"<div><h1>Gates</h1><p>Ann Lee, 1 May 2020</p><p>{ONE}</p><p>{TWO}</p></div>"
    found = article_of(page_of(page), "Gates", ["Ann Lee"], published=dt.date(2020, 5, 1))
    assert found is not None
    assert "Ann Lee" not in found.text_content()


def test_a_heading_far_down_is_not_the_end_of_what_stands_above() -> None:
    found = body_of(f"<div><p>{ONE}</p><p>{TWO}</p><h2>Gates</h2><p>{THREE}</p></div>", "Gates")
    assert ONE.strip() in found


def test_a_page_with_nothing_but_its_title_has_no_article() -> None:
    assert article_of(page_of("<h1>Gates</h1>"), "Gates", ()) is None


def test_text_that_is_no_markup_on_the_page_is_taken_as_it_comes() -> None:
    told = f'{{"@type": "Article", "articleBody": "{ONE}{TWO}{THREE}"}}'
    found = article_of(
        page_of(f"<script type='application/ld+json'>{told}</script><p>Loading</p>"), None, ()
    )
    assert found is not None
    assert found.text_content().split() == (ONE + TWO + THREE).split()


def test_paragraphs_within_a_heading_are_taken_with_it() -> None:
    # trafilatura returns the heading alone, with a paragraph in it, which HTML does not know.
    found = article_of(
        page_of("<h1>Towers&lt;<div class='title'>&gt;Comments (2)</div>Ann Ray &lt;&gt;2 years"),
        None, (),
    )  # fmt: skip
    assert found is not None
    assert found.text_content().split() == ["Towers<>Comments", "(2)Ann", "Ray", "<>2", "years"]


def test_tables_deep_within_tables_are_read_in_bounded_time() -> None:
    found = article_of(page_of("<table><tr><td>" * 500 + f"<p>{ONE}</p><p>{TWO}</p>"), None, ())
    assert found is not None
    assert found.text_content().split() == (ONE + TWO).split()
    assert next(found.iter("td"), None) is not None


def test_a_page_without_any_text_is_left_as_it_is() -> None:
    found = article_of(page_of("<img src='a.png'>"), None, ())
    assert found is not None
    assert found.tag == "body"
    assert article_of(html.document_fromstring("<html><head></head></html>"), None, ()) is None


def test_enormous_pages_are_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "_MOST_ELEMENTS", 3)
    assert "Home" in body_of(f"<nav>Home</nav><p>{ONE}</p><p>{TWO}</p>")


def test_what_is_not_chosen_leaves_one_space() -> None:
    body = tree_of(f"<p>{ONE}<b>b</b>{TWO}</p><i>x</i> <i>y</i> <i>z</i> {THREE}")
    blocks = blocks_of(body)
    choose(blocks, [letters(ONE), letters(THREE)])
    cut = str(html.tostring(cut_down(body, blocks), encoding="unicode"))
    assert cut == f"<body><p>{ONE} </p> {THREE}</body>"


def test_lines_of_links_behind_the_article_are_no_part_of_it() -> None:
    body = tree_of(
        f"<p>{ONE}</p><p>See <a href='/a'>this list</a></p><p>{TWO}</p>"
        "<p><a href='/b'>gates</a></p><p>Tags: <a href='/c'>dusk and dawn</a></p><p>Home</p>"
    )
    blocks = blocks_of(body)
    pieces = (ONE, "See this list", TWO, "gates", "Tags: dusk and dawn")
    choose(blocks, [letters(piece) for piece in pieces])
    leave_out_end(blocks)
    assert [block.is_chosen for block in blocks] == [True, True, True, False, False, False]
    leave_out_end(blocks[1:2])
    assert not blocks[1].is_chosen
