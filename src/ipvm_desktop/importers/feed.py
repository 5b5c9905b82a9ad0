"""RSS and Atom feeds: articles, and comments where a feed holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_SIGNATURE = re.compile(
    rb"<(?:rss|(?:atom:)?feed|rdf:RDF)(?=[\s>])(?P<attributes>[^<>]*)>", re.IGNORECASE
)
_RDF_FEED = re.compile(rb"purl\.org/rss/1\.0/|my\.netscape\.com/rdf/simple", re.IGNORECASE)


class FeedImporter:
    """Reads RSS 0.9 to 2.0 and Atom, with the threading extensions."""

    name = "feed"
    title = "RSS or Atom feed"
    extensions = (".rss", ".atom", ".rdf", ".xml")
    brings = ("article", "comments", "nesting")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the root element; exports that are also RSS or Atom are surer of theirs."""
        root = _SIGNATURE.search(source.signs)
        if root is None:
            return Confidence.NO
        is_rdf = root[0][1:4].lower() == b"rdf"
        if is_rdf and not _RDF_FEED.search(root["attributes"]):
            return Confidence.NO
        return Confidence.LIKELY

    def read(self, source: Source) -> Iterator[Document]:
        """Yield an article for each entry, and one for each article commented on.

        Raises:
            CorruptFileError: The feed holds no entry.
        """
        from ipvm_desktop.importers._feed_reader import read_feed

        yield from read_feed(source, self.name)
