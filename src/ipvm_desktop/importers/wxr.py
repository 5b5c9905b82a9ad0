"""WordPress exports (WXR): posts and pages with their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_SIGNATURE = re.compile(
    rb"xmlns:\w+\s*=\s*[\"']https?://wordpress\.org/export/|<!--\s*This is a WordPress eXtended RSS"
)


class WxrImporter:
    """Reads WordPress eXtended RSS of all versions, 1.0 to 1.2."""

    name = "wxr"
    title = "WordPress export (WXR)"
    extensions = (".xml", ".wxr")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the name space that only such exports declare."""
        is_export = _SIGNATURE.search(source.head.replace(b"\0", b""))
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the posts and pages in the file's order.

        Raises:
            CorruptFileError: The file holds no article.
        """
        from ipvm_desktop.importers._wxr_reader import read_wxr

        yield from read_wxr(source, self.name)
