"""The article's own markup on a page of unknown make.

trafilatura says which words are the article; their markup is then taken from the page itself,
because trafilatura's output loses much of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "svg",
        "math",
        "button",
        "select",
        "textarea",
        "iframe",
        "object",
        "form",
        "nav",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "picture",
        "source",
    ]
)
_WRAPPERS = frozenset(
    ["div", "section", "article", "main", "header", "span", "center", "font", "body"]
)
_PICTURES = frozenset(("img", "picture"))
# A shorter text is looked for where it is a whole block only.
_SHORT = 25
_NEAR = 4000
_MOST_SCANNED = 50_000_000


@dataclass(slots=True)
class _Run:
    """One string of the tree: an element's text, or its tail."""

    element: HtmlElement
    is_tail: bool
    key: str
    chosen: bool = False


@dataclass(slots=True)
class _Block:
    """The strings between two edges of blocks."""

    runs: list[_Run] = field(default_factory=list)

    @property
    def key(self) -> str:
        return "".join(run.key for run in self.runs)


def article_of(root: HtmlElement) -> HtmlElement | None:
    """Return the element that holds the article and nothing else, or None without an article.

    The tree is cut down to it: what is no part of the article is taken out.
    """
    body = next(root.iter("body"), None)
    pieces = _main_pieces(root)
    if body is None or not pieces:
        return None
    blocks = list(_blocks(body))
    _choose(blocks, pieces)
    kept = [run for block in blocks for run in block.runs if run.chosen]
    if not kept:
        return None
    _cut_down(body, blocks)
    while len(body) == 1 and not _words(body.text) and not _words(body[0].tail):
        if body[0].tag not in _WRAPPERS:
            break
        body = body[0]
    return body


def _main_pieces(root: HtmlElement) -> list[str]:
    """Return the keys of the blocks that trafilatura takes for the article."""
    from trafilatura.core import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    copied = deepcopy(root)
    etree.strip_tags(copied, etree.Comment)
    found = bare_extraction(copied, include_comments=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    edges = frozenset(
        ["p", "head", "list", "item", "quote", "code", "table", "row", "cell", "lb", "div"]
    )
    pieces: list[list[str]] = [[]]
    for event, element in etree.iterwalk(found.body, events=("start", "end")):
        if element.tag in edges:
            pieces.append([])
        pieces[-1].append((element.text if event == "start" else element.tail) or "")
    return [key for piece in pieces if (key := _words("".join(piece)))]


def _words(text: str | None) -> str:
    """Return letters and digits only, so that spaces and punctuation do not matter."""
    return "".join(filter(str.isalnum, text.lower())) if text else ""


def _blocks(body: HtmlElement) -> Iterator[_Block]:
    block = _Block()
    silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        is_start = event == "start"
        named = isinstance(element.tag, str)
        if named and (element.tag not in _INLINE or element.tag == "br"):
            if block.runs:
                yield block
            block = _Block()
        if is_start and element.tag in _SILENT:
            silent += 1
        elif event == "end" and element.tag in _SILENT:
            silent -= 1
        if (not silent and element is not body) or is_start:
            text = element.text if is_start and named else None if is_start else element.tail
            if not silent and (key := _words(text)):
                block.runs.append(_Run(element, not is_start, key))
    if block.runs:
        yield block


def _choose(blocks: Sequence[_Block], pieces: Sequence[str]) -> None:
    """Mark the strings that stand in the pieces, both being in the order of the page."""
    chosen = "".join(pieces)
    edges = {0}
    end = 0
    for piece in pieces:
        end += len(piece)
        edges.add(end)
    cursor = scanned = 0
    for block in blocks:
        found = -1
        for runs in ([block.runs], [[run] for run in block.runs] if len(block.runs) > 1 else []):
            for group in runs:
                key = "".join(run.key for run in group)
                found = _find(chosen, key, cursor, edges)
                if found < 0 and len(key) >= _SHORT and scanned < _MOST_SCANNED:
                    scanned += len(chosen)
                    found = chosen.find(key)
                if found >= 0:
                    cursor = found + len(key)
                    for run in group:
                        run.chosen = True
            if found >= 0:
                break


def _find(chosen: str, key: str, cursor: int, edges: set[int]) -> int:
    found = chosen.find(key, cursor, cursor + len(key) + _NEAR)
    if len(key) >= _SHORT:
        return found
    while found >= 0 and not (found in edges and found + len(key) in edges):
        found = chosen.find(key, found + 1, cursor + len(key) + _NEAR)
    return found


def _cut_down(body: HtmlElement, blocks: Sequence[_Block]) -> None:
    """Take out what is not chosen, but leave pictures that stand among what is."""
    runs = [run for block in blocks for run in block.runs]
    holders: set[HtmlElement] = set()
    for run in runs:
        if run.chosen:
            element = run.element.getparent() if run.is_tail else run.element
            while element is not None and element not in holders:
                holders.add(element)
                element = element.getparent()
    for run in runs:
        if not run.chosen:
            if run.is_tail:
                run.element.tail = " "
            else:
                run.element.text = " "
    first, last = runs.index(next(r for r in runs if r.chosen)), 0
    last = max(i for i, r in enumerate(runs) if r.chosen)
    del first, last
    for element in list(body.iter()):
        if element in holders or element is body or element.tag == "br":
            continue
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in {"hr", "figure", *_PICTURES} and parent in holders:
            continue
        if any(a.tag in {"figure", *_PICTURES} for a in element.iterancestors()):
            continue
        element.drop_tree()
