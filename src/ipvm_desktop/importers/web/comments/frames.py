"""Comments in frames that were saved within the page (``iframe srcdoc``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_MOST_FRAMES = 20
_FRAMES = "//iframe[@srcdoc]"


class FrameReader:
    """Looks for the comments of widgets in the frames of a page."""

    name = "frames"
    title = "Comments in frames"

    def __init__(self, readers: Sequence[CommentReader]) -> None:
        self._readers = readers

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion of the first frame that has one, or None."""
        parser = html.HTMLParser(huge_tree=True)
        # A frame may hold another one, as on pages made to be fast; the outer one goes.
        waiting = [(frame, frame) for frame in page.root.xpath(_FRAMES)[:_MOST_FRAMES]]
        looked = 0
        while waiting and looked < _MOST_FRAMES:
            looked += 1
            frame, outer = waiting.pop(0)
            # Without a tag of its own, an empty frame would be no document.
            root = html.document_fromstring(f"<html>{frame.get('srcdoc')}", parser=parser)
            inner = WebPage(root=root, url=page.url, saved=page.saved)
            for reader in self._readers:
                found = reader.read(inner)
                if found is not None and found.comments:
                    return replace(found, areas=(outer,))
            waiting += [(each, outer) for each in root.xpath(_FRAMES)[:_MOST_FRAMES]]
        return None
