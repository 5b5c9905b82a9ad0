"""The importers for archives: what they recognise. The reading is loaded when it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_FIELD = rb"[!-9;-~]{1,200}:"
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*" + _FIELD)
_MHTML = re.compile(
    rb"^(?:Snapshot-Content-Location:|From: ?<?Saved by|Content-Location:"
    rb"|Content-Type: ?multipart/related\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ARC = re.compile(rb"filedesc://\S+ [\d.]+ \d{14} \S+ \d+")
_GZIP = b"\x1f\x8b"


class MhtmlImporter:
    """Reads pages saved as one file by Chrome, Edge, Opera, Firefox or Internet Explorer."""

    name = "mhtml"
    title = "Web page in one file (MHTML)"
    extensions: tuple[str, ...] = (".mhtml", ".mht")
    brings: tuple[str, ...] = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the head that browsers write; else go by the name."""
        is_named = source.extension in self.extensions
        if _HEAD.match(source.head) and _MHTML.search(source.head):
            return Confidence.CERTAIN if is_named else Confidence.NO
        return Confidence.MAYBE if is_named else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the page's article.

        Raises:
            CorruptFileError: There is no page in the file.
        """
        from ipvm_desktop.importers.archives.mhtml import read_mhtml

        yield read_mhtml(source, self.name)


class WebArchiveImporter:
    """Reads pages saved by Safari."""

    name = "webarchive"
    title = "Safari web archive"
    extensions: tuple[str, ...] = (".webarchive",)
    brings: tuple[str, ...] = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise a property list of a page; else go by the name."""
        is_list = source.head.startswith(b"bplist0") or b"<plist" in source.head
        is_named = source.extension in self.extensions
        if is_list and (is_named or b"WebMainResource" in source.head):
            return Confidence.CERTAIN
        return Confidence.MAYBE if is_named else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the page's article.

        Raises:
            CorruptFileError: There is no page in the file.
        """
        from ipvm_desktop.importers.archives.webarchive import read_webarchive

        yield read_webarchive(source, self.name)


class EpubImporter:
    """Reads books; each chapter becomes an article."""

    name = "epub"
    title = "Book (EPUB)"
    extensions: tuple[str, ...] = (".epub",)
    brings: tuple[str, ...] = ("article", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise a zip archive that says at its beginning that it is a book."""
        is_zip = source.head.startswith(b"PK\x03\x04")
        is_named = source.extension in self.extensions
        if is_zip and (is_named or b"mimetypeapplication/epub+zip" in source.head[:200]):
            return Confidence.CERTAIN
        return Confidence.MAYBE if is_named else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the chapters that hold text, in the book's order.

        Raises:
            CorruptFileError: The book is damaged or encrypted, or holds no text.
        """
        from ipvm_desktop.importers.archives.epub import read_epub

        yield from read_epub(source, self.name)


class WarcImporter:
    """Reads crawls of the web; each page becomes an article."""

    name = "warc"
    title = "Web crawl (WARC, ARC)"
    extensions: tuple[str, ...] = (".warc", ".arc", ".warc.gz", ".arc.gz")
    brings: tuple[str, ...] = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the first record's line; of a compressed file, the name."""
        if source.head.startswith(b"WARC/") or _ARC.match(source.head):
            return Confidence.CERTAIN
        name = source.name.lower()
        if name.endswith((".warc.gz", ".arc.gz")) and source.head.startswith(_GZIP):
            return Confidence.CERTAIN
        is_named = source.extension in self.extensions
        return Confidence.MAYBE if is_named else self._packed(source.head)

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the pages in the crawl's order.

        Raises:
            CorruptFileError: There is no page in the file.
        """
        from ipvm_desktop.importers.archives.warc import read_warc

        yield from read_warc(source, self.name)

    @staticmethod
    def _packed(head: bytes) -> Confidence:
        """Look into what is compressed under another name."""
        if not head.startswith(_GZIP):
            return Confidence.NO
        from zlib import decompressobj, error

        try:
            opening = decompressobj(31).decompress(head, 4096)
        except error:
            return Confidence.NO
        is_crawl = opening.startswith(b"WARC/") or _ARC.match(opening)
        return Confidence.CERTAIN if is_crawl else Confidence.NO
