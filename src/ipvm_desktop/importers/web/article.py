"""The article's own markup on a page of unknown make.

trafilatura says which words are the article; their markup is then taken from the page itself,
because trafilatura's output loses much of it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring
from trafilatura.core import bare_extraction

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.cutting import (
    cut_down,
    leave_out_end,
    leave_out_head,
    leave_out_others,
)
from ipvm_desktop.importers.web.matching import blocks_of, choose, letters
from ipvm_desktop.importers.web.panels import choose_heads, panel_heads, without_heads
from ipvm_desktop.importers.web.recovering import even_out, recover, recover_lead
from ipvm_desktop.importers.web.remains import leave_out_remains
from ipvm_desktop.importers.web.sections import widen

_EDGES = tag_names("p head list item quote code table row cell lb div")
_AS_HTML = {
    "p": "p", "head": "h3", "list": "ul", "item": "li", "quote": "blockquote", "code": "pre",
    "table": "table", "row": "tr", "cell": "td", "lb": "br", "hi": "em", "body": "div",
}  # fmt: skip
_LEAST_SHARE = 0.5
_MOST_ELEMENTS = 100_000
# The time of what trafilatura compares itself with (justext) grows with the square of short
# paragraphs; ten thousand of them take seconds.
_MOST_COMPARED = 10_000
_MOST_TABLES = 12

# It complains of pages without an article, which is for us to tell.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def article_of(
    root: HtmlElement,
    title: str | None,
    printed: Collection[str],
    *,
    published: Moment | None = None,
    is_article: bool = True,
    fast: bool = False,
) -> HtmlElement | None:
    """Return the element that holds the article and nothing else, or None without an article.

    The tree is cut down to it: what is no part of the article is taken out. Enormous pages
    are taken whole.

    Args:
        root: The ``html`` element.
        title: The article's, which is no part of its body.
        printed: Names of authors and the date as printed, which are none either.
        published: The date that is known, or None.
        is_article: The page says that it is an article; the text of others may be spread over
            many sections.
        fast: Compare no further ways of reading, for trees that are out of the ordinary.
    """
    body = root.find("body")
    count = 0 if body is None else body.xpath("count(descendant-or-self::*)")
    if body is None or count > _MOST_ELEMENTS:
        return body
    main = _main_text(root, fast=fast or count > _MOST_COMPARED)
    if main is None:
        return body
    pieces = _pieces(main)
    heads = panel_heads(body)
    everything = blocks_of(body)
    blocks = without_heads(everything, heads)
    choose(blocks, pieces)
    found = sum(len(run.key) for block in blocks for run in block.runs if run.chosen)
    if found < _LEAST_SHARE * sum(map(len, pieces)) or not found:
        return _as_html(main)
    recover(blocks, is_article=is_article)
    even_out(blocks)
    leave_out_end(blocks)
    if any(block.is_chosen for block in blocks):
        widen(blocks, is_article=is_article)
        recover_lead(blocks, title)
        leave_out_others(blocks)
        leave_out_remains(blocks)
        leave_out_head(blocks, title, printed, published)
    if not any(block.is_chosen for block in blocks):
        return None
    choose_heads(everything, heads)
    return cut_down(body, everything)


def _main_text(root: HtmlElement, *, fast: bool) -> etree._Element | None:
    """Return what trafilatura takes for the article, in the tags of its own."""
    copied = deepcopy(root)
    _open_inner_tables(copied)
    found = bare_extraction(copied, include_comments=False, fast=fast)
    return None if found is None or isinstance(found, dict) else found.body


def _open_inner_tables(root: HtmlElement) -> None:
    """Make boxes of tables deep within tables: trafilatura walks through each of them anew."""
    depth = 0
    for event, table in etree.iterwalk(root, events=("start", "end"), tag="table"):
        depth += 1 if event == "start" else -1
        if event == "end" and depth == _MOST_TABLES:
            for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                part.tag = "div"


def _pieces(main: etree._Element) -> list[str]:
    """Return the words of the blocks of trafilatura's tree."""
    pieces: list[list[str]] = [[]]
    for event, element in etree.iterwalk(main, events=("start", "end")):
        if element.tag in _EDGES:
            pieces.append([])
        pieces[-1].append((element.text if event == "start" else element.tail) or "")
    return [key for piece in pieces if (key := letters("".join(piece)))]


def _as_html(main: etree._Element) -> HtmlElement:
    """Return trafilatura's tree as HTML, for text that is no markup on the page."""
    for element in main.iter("*"):
        element.tag = _AS_HTML.get(str(element.tag), "span")
        element.attrib.clear()
    # A paragraph of trafilatura's may hold headings, which HTML puts beside it.
    return fragment_fromstring(etree.tostring(main, encoding="unicode"), create_parent="div")
