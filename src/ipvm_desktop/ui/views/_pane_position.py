"""Reading positions: a place in the text as words that outlive window, zoom and re-import.

``c12:0.3`` is three tenths into comment 12, ``b4:0`` the beginning of block 4 of the article.
"""

from __future__ import annotations

import re

from ipvm_desktop.ui.views._pane_document import PaneDocument

_POSITION = re.compile(r"^([bc])(\d{1,9}):(\d(?:\.\d+)?)$")


def write_position(document: PaneDocument, place: int) -> str:
    """Return the words for a place in the text."""
    order = document.order_at(place)
    if order is not None:
        start, end = document.starts[order], document.end(order)
        name = f"c{document.thread.entries[order].id}"
    else:
        block = document.qt.findBlock(place)
        start, end = block.position(), block.position() + block.length()
        name = f"b{block.blockNumber()}"
    share = (place - start) / max(1, end - start)
    return f"{name}:{min(share, 1):.4f}"


def read_position(document: PaneDocument, words: str) -> int | None:
    """Return the place that some words stand for, or None where there is no such place.

    Adds comments to the document up to the one that is meant.
    """
    match = _POSITION.match(words)
    if match is None:
        return None
    number, share = int(match[2]), min(1.0, float(match[3]))
    if match[1] == "c":
        order = document.order_of(number)
        if order is None:
            return None
        document.append_until(lambda: len(document.starts) > order + 1)
        start, end = document.starts[order], document.end(order)
    else:
        block = document.qt.findBlockByNumber(number)
        if not block.isValid():
            return None
        start, end = block.position(), block.position() + block.length()
    return start + round((end - start) * share)
