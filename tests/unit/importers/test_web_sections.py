"""Pages of many sections, what opens on a click, standfirsts, and lists of other articles."""

from __future__ import annotations

import pytest
from lxml import html

from ipvm_desktop.importers.web.article import article_of
from ipvm_desktop.importers.web.cutting import leave_out_others
from ipvm_desktop.importers.web.matching import Block, blocks_of, choose, letters
from ipvm_desktop.importers.web.recovering import even_out, recover_lead
from ipvm_desktop.importers.web.sections import widen

MASTS = (
    "We plan, build and look after masts for cameras in lots, yards and along the fences of depots."
)
LAMPS = "Each mast carries its own lamp, so that the colour of a car can be told at any hour."
CARE = (
    "Twice a year somebody climbs up, cleans the domes and looks whether the view has grown over."
)
PRICE = (
    "A visit costs the same everywhere, and what turns out to be needless is not put on the bill."
)

HOURS = ("Weekdays until six o'clock", "Saturdays until noon, too", "By phone at night, only")
HOUR_KEYS = [letters(hour) for hour in HOURS]
HOUR_LIST = "".join(f"<li>{hour}</li>" for hour in HOURS)


def blocks_with(markup: str, *pieces: str) -> list[Block]:
    """Return a page's blocks, of which those that stand in the pieces are chosen."""
    found = html.document_fromstring(f"<html><body>{markup}</body></html>").find("body")
    assert found is not None
    blocks = blocks_of(found)
    choose(blocks, [letters(piece) for piece in pieces])
    return blocks


def chosen(blocks: list[Block]) -> list[str]:
    return [block.key for block in blocks if block.is_chosen]


def widened(markup: str, *pieces: str, is_article: bool = False) -> list[str]:
    blocks = blocks_with(markup, *pieces)
    before = chosen(blocks)
    widen(blocks, is_article=is_article)
    return [key for key in chosen(blocks) if key not in before]


def spread(inner: str) -> str:
    """Return a page whose chosen text stands in three sections, with something between them."""
    sections = "".join(f"<section><div>{text}</div></section>" for text in (MASTS, LAMPS))
    return f"<main>{sections}{inner}<section><div>{CARE}</div></section></main>"


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        (f"<div><h3>Prices</h3><span>{PRICE}</span></div>", ["prices", letters(PRICE)]),
        (f"<div class='banner-wide'><span>{PRICE}</span></div>", [letters(PRICE)]),
        (f"<div class='hidden lg:grid'><span>{PRICE}</span></div>", [letters(PRICE)]),
        (f"<div class='hidden'><span>{PRICE}</span></div>", []),
        (f"<div class='hidden md:flex sidebar'><span>{PRICE}</span></div>", []),
        (f"<div class='overflow-hidden'><span>{PRICE}</span></div>", [letters(PRICE)]),
        (f"<article class='post tag-menu'><span>{PRICE}</span></article>", [letters(PRICE)]),
        (f"<div class='newsletter'><span>{PRICE}</span></div>", []),
        (f"<div aria-hidden='true'><span>{PRICE}</span></div>", []),
        (f"<div class='faq-menu'><div aria-hidden='true'>{PRICE}</div></div>", []),
        (f"<div class='faq-panel' aria-hidden='true'>{PRICE}</div>", [letters(PRICE)]),
        (f"<div role='tabpanel' aria-hidden='true'>{PRICE}</div>", [letters(PRICE)]),
        (f"<form class='faq'>{PRICE}</form>", []),
        (f"<div><a href='/p'>{PRICE}</a><i>Ask us</i></div>", []),
        (f"<div>{MASTS}</div>", []),
        (f"<div><h3>You may also like</h3><span>{PRICE}</span></div>", []),
        (f"<div>{PRICE} {PRICE}</div>", [2 * letters(PRICE)]),
        (f"<ul>{HOUR_LIST}</ul>", HOUR_KEYS),
        ("<div><p>Until six</p></div>", []),
    ],
)  # fmt: skip
def test_sections_of_a_page_that_is_no_article(section: str, keys: list[str]) -> None:
    assert widened(spread(section), MASTS, LAMPS, CARE) == keys


def test_text_directly_beside_chosen_text_is_a_section() -> None:
    page = spread("").replace("<section>", f"<section>{PRICE}", 1)
    assert widened(page, MASTS, LAMPS, CARE) == [letters(PRICE)]


def test_cards_are_links_around_several_blocks_or_headings() -> None:
    cards = (
        "<div><a href='/1'><p>Mast A</p><p>six metres</p></a><h3><a href='/2'>Mast B</a></h3>"
        "<a href='/3'><h4>Mast C</h4></a><a href='/4'>All masts</a><i>new</i></div>"
    )
    assert widened(spread(cards), MASTS, LAMPS, CARE) == ["masta", "sixmetres", "mastb", "mastc"]
    two = cards.replace("<a href='/3'><h4>Mast C</h4></a>", "")
    assert widened(spread(two), MASTS, LAMPS, CARE) == []


@pytest.mark.parametrize("main", ["<main>", "<div role='main'>", "<div id='content'>"])
def test_the_main_part_is_looked_through_though_most_text_is_in_a_part_of_it(main: str) -> None:
    end = "</main>" if main == "<main>" else "</div>"
    inner = "".join(f"<section><div>{text}</div></section>" for text in (MASTS, LAMPS, CARE))
    beside = f"<div><div>{PRICE}</div></div>"
    assert widened(f"{main}<div>{inner}</div>{beside}{end}", MASTS, LAMPS, CARE) == [letters(PRICE)]
    assert widened(f"<div>{inner}</div>{beside}", MASTS, LAMPS, CARE) == []


def test_an_article_keeps_what_opens_on_a_click_within_it() -> None:
    answers = f"<div class='accordion'><div>{PRICE}</div></div>"
    pieces = [f"{n} {text}" for n, text in enumerate((MASTS, LAMPS, CARE) * 4)]
    prose = "".join(f"<p>{piece}</p>" for piece in pieces)
    article = f"<article>{prose}{answers}<div>{PRICE} again</div></article>"
    found = [letters(PRICE)]
    assert widened(article, *pieces, is_article=True) == found
    assert widened(article, *pieces) == found
    outside = f"<article>{prose}</article>{answers}"
    assert widened(outside, *pieces, is_article=True) == []
    assert widened(f"{spread('')}{answers}", MASTS, LAMPS, CARE) == found


def test_a_short_text_may_stand_above_cards() -> None:
    cards = "".join(f"<a href='/{n}'><h3>Mast {n}</h3><p>{n} metres</p></a>" for n in range(4, 8))
    page = f"<main><div><p>{MASTS}</p></div><div>{cards}</div></main>"
    found = article_of(html.document_fromstring(f"<html><body>{page}</body></html>"), None, (),
                       is_article=False)  # fmt: skip
    assert found is not None
    assert [head.text for head in found.iter("h3")] == ["Mast 4", "Mast 5", "Mast 6", "Mast 7"]


def test_links_alone_are_no_article() -> None:
    links = "".join(f"<p><a href='/{n}'>Note {n} of the yard</a></p>" for n in range(5))
    page = f"<html><body><article>{links}</article></body></html>"
    assert article_of(html.document_fromstring(page), None, ()) is None


def test_the_rest_of_equal_blocks_is_chosen_where_most_are() -> None:
    rows = "".join(
        f"<div class='row row-{n}'><b class='name'>{n} {text}</b><i class='unit'>each</i></div>"
        for n, text in enumerate((MASTS, LAMPS, CARE, PRICE))
    )
    pieces = [f"{n} {text}" for n, text in enumerate((MASTS, LAMPS, CARE))]
    blocks = blocks_with(f"<div>{rows}</div>", *pieces)
    even_out(blocks)
    assert chosen(blocks)[3:] == [letters(f"3 {PRICE}each")]
    few = blocks_with(f"<div>{rows}</div>", *pieces[:2])
    even_out(few)
    assert len(chosen(few)) == 2


def test_an_equal_block_that_says_the_same_again_is_left_out() -> None:
    cells = "".join(f"<p>{text}</p>" for text in (MASTS, LAMPS, CARE, MASTS))
    blocks = blocks_with(f"<div>{cells}</div>", MASTS, LAMPS, CARE)
    even_out(blocks)
    assert len(chosen(blocks)) == 3


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        (f"<h1>Masts</h1><p class='dek'>{PRICE}</p><p>{CARE}</p>", [letters(PRICE)]),
        (f"<h1>Masts</h1><p>May 4</p><div><p>{PRICE}</p></div>", [letters(PRICE)]),
        (
            f"<h1>Masts</h1><p>{MASTS} We may earn a commission.</p><p>{PRICE}</p>",
            [letters(PRICE)],
        ),
        (f"<h1>Masts</h1><p class='author-bio'>{PRICE}</p>", []),
        (f"<h1>Masts</h1><p><a href='/x'>{PRICE}</a></p>", []),
        (f"<h1>Poles</h1><p>{PRICE}</p>", []),
        ("<h1>Masts</h1>" + "<p>x</p>" * 15 + f"<p>{PRICE}</p>", []),
    ],
)
def test_the_standfirst_follows_the_title(head: str, lead: list[str]) -> None:
    blocks = blocks_with(f"<header>{head}</header><article><p>{MASTS}</p></article>", MASTS)
    recover_lead(blocks, "Masts")
    assert chosen(blocks) == [*lead, letters(MASTS)]


def test_without_title_there_is_no_standfirst() -> None:
    blocks = blocks_with(f"<p>{PRICE}</p><p>{MASTS}</p>", MASTS)
    recover_lead(blocks, None)
    assert chosen(blocks) == [letters(MASTS)]


def test_short_parts_about_other_articles_are_left_out_towards_the_end() -> None:
    text = "".join(f"<p>{n} {part}</p>" for n, part in enumerate((MASTS, LAMPS, CARE, PRICE) * 3))
    page = (
        f"<h2>Related articles</h2>{text}<h2>More from us</h2><p>Lamps at dusk</p><h3>Fences</h3>"
        "<h2>Sources</h2><p>The makers</p><h3>Related: <i>gates</i> and how they shut at night</h3>"
        f"<h4>Recommended</h4><p>{MASTS} {LAMPS} {CARE}</p>"
    )
    blocks = blocks_with(page)
    for block in blocks:
        for run in block.runs:
            run.chosen = True
    leave_out_others(blocks)
    left = [block.key for block in blocks if not block.is_chosen]
    assert left == ["morefromus", "lampsatdusk", "fences"]


def test_a_page_of_services_is_read_in_full() -> None:
    parts = "".join(
        f"<section class='row'><div><div><h2>Part {n}</h2><div>{text}</div></div></div></section>"
        for n, text in enumerate((MASTS, LAMPS, CARE, PRICE))
    )
    page = f"<html><body><nav><a href='/'>Home</a></nav><main>{parts}</main></body></html>"
    found = article_of(html.document_fromstring(page), None, (), is_article=False)
    assert found is not None
    text = letters(found.text_content())
    assert all(letters(part) in text for part in (MASTS, LAMPS, CARE, PRICE))
    assert "home" not in text
