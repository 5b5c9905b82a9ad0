"""Pages as browsers and SingleFile save them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

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
        """Yield the page's article; of a page that the program exported, all of its articles.

        Raises:
            CorruptFileError: There is no text in it, or it is no page.
        """
        from ipvm_desktop.importers.web.own_pages import BODY, pages_in
        from ipvm_desktop.importers.web.page import SavedPage
        from ipvm_desktop.importers.web.surroundings import parts_around

        page = SavedPage(
            name=source.name,
            content=b"",
            modified=source.modified,
            part=parts_around(source.around),
        )
        own = (
            replace(page, content=content, url=url, body=BODY) for content, url in pages_in(source)
        )
        first = next(own, None)
        if first is None:
            first = replace(page, content=source.read_bytes())
        count, why = 0, ""
        for each in chain([first], own):
            try:
                yield read_saved_page(each, self.name)
                count += 1
            except CorruptFileError as error:
                why = error.reason
        if not count:
            raise CorruptFileError(source.label, why, self.name)
