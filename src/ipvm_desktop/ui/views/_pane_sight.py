"""Where in the reading pane the reader is taken to read, and what he has in view."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser

READING_LINE = 0.1
"""Where reading happens, as a share of the pane's height from its top."""


def place_read(browser: ReadingBrowser) -> int:
    """Return the text position at which the reader is taken to read.

    Towards the end it moves down to the last line, which cannot come up to it.
    """
    bar = browser.verticalScrollBar()
    height = browser.viewport().height()
    left = min(1.0, (bar.maximum() - bar.value()) / max(1, height))
    line = round(height * (READING_LINE * left + 1 - left)) + 4
    return browser.position_at(line)


def unread_in_view(document: PaneDocument, browser: ReadingBrowser) -> Iterator[int]:
    """Yield the ids of unread comments that are in view, long ones for a good part."""
    first, last = (document.order_at(position) for position in browser.visible_span())
    if last is None:
        return
    top = browser.verticalScrollBar().value()
    height = browser.viewport().height()
    geometry = browser.geometry_of(document)
    for order in range(first or 0, last + 1):
        comment_id = document.thread.entries[order].id
        if comment_id in browser.marks.unread:
            rect = geometry.comment_rect(order)
            seen = min(rect.bottom(), top + height) - max(rect.top(), top)
            # All of it, or as much of a long one as fills a good part of the pane.
            if seen >= min(rect.height(), height / 3):
                yield comment_id
