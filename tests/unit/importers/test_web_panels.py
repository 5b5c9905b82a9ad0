"""Questions in buttons stay with their answers; buttons that do something are left out."""

from __future__ import annotations

import pytest

from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.web_page import WebPageImporter
from ipvm_desktop.sanitize import html_to_text

PROSE = (
    "<p>The mast stands where the lot meets the road, so that its cameras see the gate and the "
    "bay. At dusk the lamps come on one by one, and each camera changes its mind at its own time."
    "</p>"
)
ANSWER = "<p>A month, as long as its disk of two terabytes is not shared with other cameras.</p>"
QUESTION = "Does it keep pictures?"


def body_of(panel: str) -> str:
    page = (
        f"<html><head><title>Masts and gates</title></head><body><main><h1>Masts and gates</h1>"
        f"{PROSE * 2}{panel}{PROSE.replace('mast', 'pole')}</main></body></html>"
    )
    (document,) = WebPageImporter().read(Source.from_bytes(page.encode(), "page.html"))
    assert html_to_text(ANSWER).strip() in document.body_text
    return document.body_html


@pytest.mark.parametrize(
    ("panel", "kept"),
    [
        (f"<h3>\n<button>{QUESTION}</button>\n</h3><div>{ANSWER}</div>", f"<h3>\n{QUESTION}"),
        (
            f"<button aria-controls='a'><b>{QUESTION}</b></button><div id='a'>{ANSWER}</div>",
            f"<h4><b>{QUESTION}</b></h4>",
        ),
        (f"<button aria-expanded='false'>{QUESTION}</button>{ANSWER}", f"<h4>{QUESTION}</h4>"),
        (
            f"<button aria-controls='gone' aria-expanded='true'>{QUESTION}</button>{ANSWER}",
            f"<h4>{QUESTION}</h4>",
        ),
        (
            f"<button aria-expanded='1'><div>Storage</div><div>{QUESTION}</div></button>{ANSWER}",
            "Storage",
        ),
    ],
)
def test_a_button_above_its_panel_is_a_heading(panel: str, kept: str) -> None:
    found = body_of(panel)
    assert kept in found
    assert QUESTION in found


@pytest.mark.parametrize(
    "panel",
    [
        f"<button>{QUESTION}</button>{ANSWER}",
        f"<button aria-controls='gone'>{QUESTION}</button>{ANSWER}",
        f"<h3>Storage <button>{QUESTION}</button></h3>{ANSWER}",
        f"<h3><button>{QUESTION * 20}</button></h3>{ANSWER}",
        f"<button aria-expanded='false'>Reply to: {QUESTION}</button>{ANSWER}",
        f"{ANSWER}<div><button aria-expanded='false'>{QUESTION}</button></div>",
        f"<button aria-expanded='false'>{QUESTION}</button><p>Yes.</p>{ANSWER}",
        f"<button aria-controls='a'>{QUESTION}</button>{ANSWER}<ul id='a'>"
        + "<li><a href='/x'>Everything about masts and gates</a></li>" * 4
        + "</ul>",
    ],
)
def test_other_buttons_are_left_out(panel: str) -> None:
    assert QUESTION not in body_of(panel)


def test_one_word_heads_nothing_outside_of_a_heading() -> None:
    assert "Storage" not in body_of(f"<button aria-expanded='false'>Storage</button>{ANSWER}")
    assert "Storage" in body_of(f"<h3><button>Storage</button></h3>{ANSWER}")
    assert "Share" not in body_of(f"<h3><button>Share</button></h3>{ANSWER}")


def test_the_head_of_a_panel_that_is_no_part_of_the_article_is_none_either() -> None:
    others = "<div class='newsletter'><p>Write your address here and hear of all of our masts.</p>"
    panel = f"{ANSWER}<button aria-expanded='false'>{QUESTION}</button>{others}</div>"
    assert QUESTION not in body_of(panel)
