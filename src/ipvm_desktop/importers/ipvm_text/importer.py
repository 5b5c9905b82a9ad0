"""The importer for text copies of IPVM pages: reports, discussions, and parts of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._encoding import read_text
from ipvm_desktop.importers.base import Confidence, Source

if TYPE_CHECKING:
    from ipvm_desktop.importers.ipvm_text.page import LineUse, Page


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, and the account of the lines it was read from.

    Attributes:
        document: The article with its comments.
        uses: By line; each line that is not blank stands here once.
    """

    document: Document
    uses: tuple[LineUse, ...]


class IpvmTextImporter:
    """Reads a page's text as people copy it from the browser."""

    name = "ipvm-text"
    title = "IPVM text copy"
    extensions: tuple[str, ...] = (".txt", ".text")
    brings: tuple[str, ...] = ("article", "comments")

    def sniff(self, source: Source) -> Confidence:
        """Look for lines that only such a copy has."""
        # The grammar takes a while to load: not before there is a file.
        from ipvm_desktop.importers.ipvm_text.signs import recognise

        return recognise(source)

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the one article.

        Raises:
            CorruptFileError: The source is no text, or blank.
        """
        yield _read(source)[1]


def read_with_ledger(source: Source) -> Reading:
    """Read a copy, and account for each of its lines.

    Raises:
        CorruptFileError: The source is no text, or blank.
    """
    page, document = _read(source)
    return Reading(document, page.uses)


def _read(source: Source) -> tuple[Page, Document]:
    from ipvm_desktop.importers.ipvm_text.page import Page
    from ipvm_desktop.importers.ipvm_text.reader import CopyReader

    decoded = read_text(source, IpvmTextImporter.name)
    page = Page.from_text(decoded.text)
    return page, CopyReader(page, source.name, decoded.issues).read()
