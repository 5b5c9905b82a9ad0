"""The article's own markup on a page of unknown make.

trafilatura says which words are the article; their markup is then taken from the page itself,
because trafilatura's output loses much of it.
"""

from __future__ import annotations

import logging
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.core import bare_extraction

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.cutting import cut_down, recover
from ipvm_desktop.importers.web.matching import blocks_of, choose, letters

_EDGES = tag_names("p head list item quote code table row cell lb div")
_AS_HTML = {
    "head": "h3", "list": "ul", "item": "li", "quote": "blockquote", "code": "pre", "row": "tr",
    "cell": "td", "lb": "br", "hi": "em", "body": "div", "ref": "a",
}  # fmt: skip
_LEAST_SHARE = 0.5

# It complains of pages without an article, which is for us to tell.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def article_of(root: HtmlElement) -> HtmlElement | None:
    """Return the element that holds the article and nothing else, or None without an article.

    The tree is cut down to it: what is no part of the article is taken out.
    """
    body = root.find("body")
    main = _main_text(root)
    if body is None or main is None:
        return body
    pieces = _pieces(main)
    blocks = blocks_of(body)
    choose(blocks, pieces)
    found = sum(len(run.key) for block in blocks for run in block.runs if run.chosen)
    if found < _LEAST_SHARE * sum(map(len, pieces)) or not found:
        return _as_html(main)
    recover(blocks)
    return cut_down(body, blocks)


def _main_text(root: HtmlElement) -> etree._Element | None:
    """Return what trafilatura takes for the article, in the tags of its own."""
    copied = deepcopy(root)
    etree.strip_tags(copied, etree.Comment)
    found = bare_extraction(copied, include_comments=False)
    return None if found is None or isinstance(found, dict) else found.body


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
    for element in main.iter():
        element.tag = _AS_HTML.get(element.tag, element.tag)
        element.attrib.clear()
    return main
