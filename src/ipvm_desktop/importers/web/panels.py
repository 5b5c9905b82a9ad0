"""Buttons that head what opens on a click, such as the questions above their answers.

The pattern is the accordion of WAI-ARIA's authoring practices: a button, often the whole of a
heading, with ``aria-expanded`` and ``aria-controls``, and the panel that it opens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice, pairwise

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block, letters
from ipvm_desktop.importers.web.regions import set_chosen

_HEADS = tag_names("h2 h3 h4 h5 h6 dt summary")
# What a button does, rather than what it is the heading of.
_ACTION = re.compile(
    r"(?:show|hide|view|see|read|load|expand|collapse|toggle|open|close|share|reply|copy|print|"
    r"menu|more|edit|save|follow|subscribe|sort|filter|search|log|sign|add|leave|write|post|"
    r"mehr|weiter\w*|alle\w*|antwort\w*|teilen|kommentar\w*|kommentieren|voir|lire|afficher|"
    r"partager|répondre|ver|leer|mostrar|compartir|responder|leggi|mostra|condividi|rispondi)\b",
    re.IGNORECASE,
)
_MOST = 500
_MOST_TEXTS = 60
_LEAST_WORDS = 2
_LEAST_PROSE = 60
_LONGEST = 300
_MOST_LINKED = 0.5


def panel_heads(body: HtmlElement) -> set[HtmlElement]:
    """Return the buttons in a tree that head a panel, made headings; all others stay buttons."""
    buttons = list(islice(body.iter("button"), _MOST))
    ids = {str(each.get("id")): each for each in body.xpath("//*[@id]")} if buttons else {}
    found = set()
    for button in buttons:
        text = _start(button)
        if _ACTION.match(text) or len(text) > _LONGEST:
            continue
        head = next(button.iterancestors(*_HEADS), None)
        if head is not None and letters(text) and letters(text) == letters(_start(head)):
            button.tag = "span"
            found.add(button)
        elif head is None and len(text.split()) >= _LEAST_WORDS and _opens_prose(button, ids):
            button.tag = "h4"
            found.add(button)
    return found


def without_heads(blocks: Sequence[Block], heads: Collection[HtmlElement]) -> list[Block]:
    """Return the blocks that are no heads of panels: by these alone the article is found."""
    return [block for block in blocks if not _is_head(block, heads)]


def choose_heads(blocks: Sequence[Block], heads: Collection[HtmlElement]) -> None:
    """Choose what heads a panel whose text is chosen."""
    for block, panel in reversed(list(pairwise(blocks))):
        if panel.is_chosen and _is_head(block, heads):
            set_chosen(block)


def _is_head(block: Block, heads: Collection[HtmlElement]) -> bool:
    holder = next(run.holder for run in block.runs if run.key)
    return holder in heads or any(outer in heads for outer in holder.iterancestors("h4", "span"))


def _opens_prose(button: HtmlElement, ids: dict[str, HtmlElement]) -> bool:
    """Say whether a button opens a panel of text, which is not a menu or a form."""
    panel = ids.get(button.get("aria-controls") or "")
    if panel is None and button.get("aria-expanded"):
        panel = button.getnext()
    if panel is None:
        return False
    length = len(letters(_start(panel)))
    linked = sum(len(letters(_start(link))) for link in islice(panel.iter("a"), _MOST_TEXTS))
    return length >= _LEAST_PROSE and linked <= _MOST_LINKED * length


def _start(element: HtmlElement) -> str:
    """Return what an element says, of a long one the beginning."""
    return " ".join(" ".join(islice(element.itertext(), _MOST_TEXTS)).split())
