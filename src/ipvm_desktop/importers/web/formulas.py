"""Formulas as text: their TeX source where a page keeps it, in place of what was drawn of it.

MathML keeps it in ``alttext`` or an ``annotation`` (KaTeX, MediaWiki, MathJax), MathJax 2 in a
``script`` behind the drawing.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

_DRAWN = re.compile(r"(?:^|\s)(?:katex|mwe-math-element|MathJax\w*)(?:$|\s)")
_STYLE = re.compile(r"\A\{\\(?:display|text)style (.*)\}\Z", re.DOTALL)
_MOST = 5000
_MARKS = {"msup": "^", "msub": "_", "mover": "^", "munder": "_", "mfrac": "/"}


def write_formulas(root: HtmlElement) -> None:
    """Put text in the place of a page's formulas."""
    for formula in list(islice(root.iter("math", "script"), _MOST)):
        if formula.tag == "math":
            _write(_outermost(formula), _source(formula))
        elif (formula.get("type") or "").startswith("math/tex"):
            for before in list(formula.itersiblings("span", "div", preceding=True)):
                if not _DRAWN.search(before.get("class") or "") or (before.tail or "").strip():
                    break
                before.drop_tree()
            _write(formula, formula.text or "")


def _outermost(formula: HtmlElement) -> HtmlElement:
    """Return what was drawn of a formula as a whole; the formula itself without such."""
    drawn = [
        outer
        for outer in formula.iterancestors("span", "div", "mjx-container")
        if outer.tag == "mjx-container" or _DRAWN.search(outer.get("class") or "")
    ]
    return drawn[-1] if drawn else formula


def _source(formula: HtmlElement) -> str:
    """Return a formula's TeX, or the signs that it consists of."""
    stated = [formula.get("alttext") or ""]
    notes = list(formula.iter("annotation"))
    stated += [note.text or "" for note in notes if "tex" in (note.get("encoding") or "").lower()]
    source = next(filter(None, (" ".join(text.split()) for text in stated)), "")
    if source:
        return _STYLE.sub(r"\1", source)
    for note in notes:
        note.drop_tree()
    for pair in formula.iter(*_MARKS):
        if len(pair) > 1:
            pair[1].text = f"{_MARKS[str(pair.tag)]}{pair[1].text or ''}"
    return "".join(formula.text_content().split())


def _write(drawn: HtmlElement, source: str) -> None:
    drawn.clear(keep_tail=True)
    drawn.tag = "span"
    drawn.text = source.strip()
