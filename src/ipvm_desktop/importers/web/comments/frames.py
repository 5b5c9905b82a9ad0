"""Comments in frames that were saved within the page (``iframe srcdoc``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_MOST_FRAMES = 20
_LARGEST = 20_000_000


class FrameReader:
    """Looks for the comments of widgets in the frames of a page."""

    name = "frames"
    title = "Comments in frames"

    def __init__(self, readers: Sequence[CommentReader]) -> None:
        self._readers = readers

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion of the first frame that has one, or None."""
        for frame in page.root.xpath("//iframe[@srcdoc]")[:_MOST_FRAMES]:
            source = frame.get("srcdoc")
            if not source.strip() or len(source) > _LARGEST:
                continue
            root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
            inner = WebPage(root=root, url=page.url, saved=page.saved)
            for reader in self._readers:
                found = reader.read(inner)
                if found is not None and found.comments:
                    return replace(found, areas=(frame,))
        return None
