"""Where the reader is in a text that takes another's place."""

from __future__ import annotations

from ipvm_desktop.ui.views._pane_document import PaneDocument
from ipvm_desktop.ui.views._reading_browser import ReadingBrowser


def place_in(
    coming: PaneDocument, shown: PaneDocument | None, browser: ReadingBrowser
) -> tuple[int, int] | None:
    """Return the text position to hold and where its line stands in the viewport.

    In the same thread the topmost line stays. In one that is arranged otherwise the
    current comment does, or where that is out of view the topmost one.

    Args:
        coming: The text that shall be shown.
        shown: The text that is shown, or None.
        browser: What shows it.

    Returns:
        None as long as the coming text does not reach that far.
    """
    place, top = browser.top_anchor()
    if shown is not None and coming.thread is not shown.thread:
        place, top = _held_comment(shown, browser) or (place, top)
        order = shown.order_at(place)
        same = None if order is None else coming.order_of(shown.thread.entries[order].id)
        if order is not None and same is not None:
            if len(coming.starts) <= same:
                return None
            inside = place - shown.starts[order]
            place = min(coming.starts[same] + inside, coming.end(same))
    if coming.is_complete or coming.qt.characterCount() > place + 1:
        return place, top
    return None


def _held_comment(document: PaneDocument, browser: ReadingBrowser) -> tuple[int, int] | None:
    """Return where the current comment begins and stands, while it is in view."""
    order = browser.marks.current
    if order is None or order >= len(document.starts):
        return None
    start = document.starts[order]
    top = browser.line_top(start) - browser.verticalScrollBar().value()
    return (start, top) if 0 <= top < browser.viewport().height() else None
