"""Blogger's backup: posts and pages with their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_SIGNATURE = re.compile(
    rb"<feed\s.*?(?:tag:blogger\.com,1999:blog-\d+\.archive"
    rb"|https?://schemas\.google\.com/blogger/20(?:08/kind#|18))",
    re.DOTALL,
)


class BloggerImporter:
    """Reads the Atom file of "Back up content", and ``feed.atom`` of Google Takeout."""

    name = "blogger"
    title = "Blogger backup"
    extensions = (".xml", ".atom")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the kinds and identities that only Blogger writes."""
        is_backup = _SIGNATURE.search(source.signs)
        return Confidence.CERTAIN if is_backup else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the posts and pages in the file's order.

        Raises:
            CorruptFileError: The file holds no article.
        """
        from ipvm_desktop.importers._blogger_reader import read_blogger

        yield from read_blogger(source, self.name)
