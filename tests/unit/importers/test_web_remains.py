"""Lines of the site's own at the edges of an article are no part of it."""

from __future__ import annotations

import pytest
from lxml import html

from ipvm_desktop.importers.web.matching import Block, blocks_of
from ipvm_desktop.importers.web.regions import set_chosen
from ipvm_desktop.importers.web.remains import leave_out_remains

PARTS = [f"<p>Camera {number} looks at the gate from a mast of its own.</p>" for number in "123456"]


def kept(markup: str) -> list[str]:
    blocks = blocks_of(html.fromstring(f"<div>{markup}</div>"))
    for block in blocks:
        set_chosen(block)
    leave_out_remains(blocks)
    return [block.key for block in blocks if block.is_chosen]


@pytest.mark.parametrize(
    "line",
    [
        "11 Kommentare",
        "| 5 Kommentare",
        "No comments »",
        "3 thoughts",
        "2 réponses",
        "Ein Kommentar",
        "12 комментариев",
        "Leave a Reply",
        "Schreibe einen Kommentar",
        "Laisser un commentaire",
        "Deja un comentario",
        "Share this:",
        "Teilen mit:",
        "Like this:",
        "Loading...",
        "Filed under: Masts, Gates",
        "Kategorien: Masten",
        "Tags: mast, gate",
        "Étiquettes : mât",
        "blog comments powered by Disqus",
        "Please enable JavaScript to view the comments powered by Disqus.",
    ],
)
def test_lines_of_the_site_are_left_out(line: str) -> None:
    parts = "".join(PARTS)
    without = kept(parts)
    assert kept(f"{parts}<p>{line}</p>") == without
    assert kept(f"<h3>{line}</h3>{parts}") == without


@pytest.mark.parametrize(
    "line",
    [
        "Comments are what we live on",
        "11 comments changed our minds.",
        "Leave a reply to whoever rings at the gate.",
        "Tags",
        "Tags: there are three kinds. Each has its reader.",
        "Share this room with nobody! It holds the recorder.",
        "Loading docks",
        "Related work",
        "Filed under: " + "all of the masts of this town and what they see " * 5,
    ],
)
def test_what_an_article_may_say_is_kept(line: str) -> None:
    parts = "".join(PARTS)
    assert len(kept(f"{parts}<p>{line}</p>")) == len(PARTS) + 1


def test_only_the_edges_are_looked_at() -> None:
    markup = "".join([*PARTS, "<p>Share this:</p>", *PARTS, *PARTS])
    assert len(kept(markup)) == 3 * len(PARTS) + 1


def test_of_a_line_only_what_is_chosen_counts() -> None:
    blocks = blocks_of(html.fromstring("<div><p><b>4 March</b><i>| 5 Kommentare</i></p></div>"))
    (block,) = blocks
    assert isinstance(block, Block)
    block.runs[1].chosen = True
    leave_out_remains(blocks)
    assert not block.is_chosen
