"""Disqus's XML export: discussions with the titles and addresses of their articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_SIGNATURE = re.compile(rb"<disqus\s[^<>]*?https?://(?:www\.)?disqus\.com")


class DisqusXmlImporter:
    """Reads the export that a Disqus forum's owner gets by mail."""

    name = "disqus-xml"
    title = "Disqus export (XML)"
    extensions = (".xml",)
    brings = ("comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the root element and its name space."""
        is_export = _SIGNATURE.search(source.signs)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the discussions in the order of the file's threads.

        Raises:
            CorruptFileError: The file holds no comment.
        """
        from ipvm_desktop.importers._disqus_reader import read_disqus

        yield from read_disqus(source, self.name)
