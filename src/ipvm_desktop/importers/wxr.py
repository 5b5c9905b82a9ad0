"""WordPress exports (WXR): posts and pages with their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

# Two patterns, because what begins with one literal is found many times faster.
_NAME_SPACE = re.compile(rb"xmlns:\w+\s*=\s*[\"']https?://wordpress\.org/export/")
_COMMENT = re.compile(rb"<!--\s*This is a WordPress eXtended RSS")


class WxrImporter:
    """Reads WordPress eXtended RSS of all versions, 1.0 to 1.2."""

    name = "wxr"
    title = "WordPress export (WXR)"
    extensions = (".xml", ".wxr")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the name space or the comment that only such exports have."""
        is_export = _NAME_SPACE.search(source.signs) or _COMMENT.search(source.signs)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the posts and pages in the file's order.

        Raises:
            CorruptFileError: The file holds no article.
        """
        from ipvm_desktop.importers._wxr_reader import read_wxr

        yield from read_wxr(source, self.name)
