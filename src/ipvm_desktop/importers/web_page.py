"""Pages as browsers and SingleFile save them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._encoding import opening_text
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.web import read_saved_page

# Behind white space, an XML declaration and comments; a text that speaks of tags has words first.
_OPENING = re.compile(
    r"(?>\s*(?:<\?xml\b[^>]*>|<!--(?>.*?-->)))*\s*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|base|link)\b[^<>]*>)",
    re.IGNORECASE | re.DOTALL,
)


class WebPageImporter:
    """Reads a page with its comments, and its pictures from the folder beside it."""

    name = "web-page"
    title = "Saved web page"
    extensions: tuple[str, ...] = (".html", ".htm", ".xhtml", ".xht", ".shtml")
    brings: tuple[str, ...] = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Look for the beginning of a page; else go by the name."""
        text = opening_text(source.head)
        if text is not None and _OPENING.match(text):
            return Confidence.LIKELY
        return Confidence.MAYBE if source.extension in self.extensions else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the page's article.

        Raises:
            CorruptFileError: There is no text in it, or it is no page.
        """
        from ipvm_desktop.importers.web.page import SavedPage
        from ipvm_desktop.importers.web.surroundings import parts_around

        page = SavedPage(
            name=source.name,
            content=source.read_bytes(),
            saved=source.modified,
            part=parts_around(source.around),
        )
        try:
            yield read_saved_page(page, self.name)
        except CorruptFileError as error:
            raise CorruptFileError(source.label, error.reason, self.name) from error
