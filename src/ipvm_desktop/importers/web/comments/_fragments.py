"""Text and markup of elements with some of what they hold left out, at any depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._parts import listed

Without = Callable[[HtmlElement], bool]
"""Says of an element whether it is left out, with all that it holds."""

_VOID = frozenset(("br", "hr", "img", "input", "wbr", "source", "col", "area", "embed", "link"))
_NO_TEXT = frozenset(("script", "style", "noscript", "template", "svg", "button", "textarea"))
_BREAKS = frozenset(
    listed(
        "br p div li ul ol dl dt dd tr td th table h1 h2 h3 h4 h5 h6 section article "
        "header footer blockquote pre figure hr form"
    )
)
# Where one element ends and the next begins: "AnnMay", "May4", "2021Reply".
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z0-9]|\d[A-Z]")
_SMILEYS = ("emoji", "smil", "emoticon")


def nothing(_element: HtmlElement) -> bool:
    """Leave nothing out."""
    return False


def text_of(element: HtmlElement, without: Without = nothing) -> str:
    """Return an element's words in one line, with spaces where blocks part them.

    Elsewhere a style may part them: "Ann<span>May 4</span>" is two words as well.
    """
    pieces = [""]
    for kind, node in _walk(element, without):
        if kind == "end":
            said = ""
        else:
            said = (node.tail if kind == "tail" else _smiley(node) or node.text) or ""
        if (kind != "tail" and node.tag in _BREAKS) or _GLUED.match(pieces[-1][-1:] + said[:1]):
            pieces.append(" ")
        if said:
            pieces.append(said)
    return " ".join("".join(pieces).split())


def before(element: HtmlElement) -> str:
    """Return the bare text right before an element, in the same element as it."""
    sibling, above = element.getprevious(), element.getparent()
    if sibling is not None:
        return sibling.tail or ""
    return "" if above is None else above.text or ""


def markup_of(element: HtmlElement, without: Without = nothing) -> str:
    """Return what stands inside an element as HTML; pictures of smileys are their words."""
    pieces: list[str] = []
    for kind, node in _walk(element, without):
        if kind == "tail":
            pieces.append(escape(node.tail or "", quote=False))
            continue
        if node is element:
            pieces.append(escape(node.text or "", quote=False) if kind == "start" else "")
        elif kind == "start":
            pieces.append(_opening(node))
        elif node.tag not in _VOID and _smiley(node) is None:
            pieces.append(f"</{node.tag!s}>")
    return "".join(pieces).strip()


def _opening(node: HtmlElement) -> str:
    smiley = _smiley(node)
    if smiley is not None:
        return escape(smiley, quote=False)
    attributes = "".join(f' {name!s}="{escape(str(value))}"' for name, value in node.items())
    return f"<{node.tag!s}{attributes}>{escape(node.text or '', quote=False)}"


def _smiley(node: HtmlElement) -> str | None:
    """Return what a picture says that stands for a character, or None for other elements."""
    if node.tag != "img":
        return None
    words = f"{node.get('class', '')!s} {node.get('src', '')!s}".lower()
    return node.get("alt") if any(word in words for word in _SMILEYS) else None


def _walk(
    element: HtmlElement, without: Without
) -> Iterator[tuple[Literal["start", "end", "tail"], HtmlElement]]:
    """Yield starts, ends and what follows each end, without recursion."""
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    skipped: HtmlElement | None = None
    for event, node in walk:
        if event in ("comment", "pi"):
            yield "tail", node
        elif event == "start":
            if node is not element and (node.tag in _NO_TEXT or without(node)):
                skipped = node
                walk.skip_subtree()
            else:
                yield "start", node
        else:
            if node is not skipped:
                yield "end", node
            if node is not element:
                yield "tail", node
