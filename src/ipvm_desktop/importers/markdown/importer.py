"""Markdown files with YAML front matter and, below ``## Comments``, a threaded discussion."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._encoding import decode_part, read_text
from ipvm_desktop.importers._pieces import pieces_of
from ipvm_desktop.importers.base import Confidence, Source

# Beyond this a file's text, and all of its articles beside it, would take too much memory.
_WHOLE_BYTES = 16 * 1024 * 1024


class MarkdownImporter:
    """Reads the form that the program itself writes, and any other Markdown as an article."""

    name = "markdown"
    title = "Markdown"
    extensions = (".md", ".markdown")
    brings = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Go by the name: any text is valid Markdown."""
        return Confidence.LIKELY if source.extension in self.extensions else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the file's articles, most often one.

        Raises:
            CorruptFileError: The source is no text, or blank.
        """
        # The Markdown and YAML packages take a while to load: not before they are needed.
        from ipvm_desktop.importers.markdown.document import NEXT_ARTICLE_BYTES, read_documents

        if source.is_large or len(source.read_bytes()) > _WHOLE_BYTES:
            for piece in pieces_of(source, NEXT_ARTICLE_BYTES):
                decoded = decode_part(source, piece, self.name)
                yield from read_documents(decoded, source.name, source.around)
            return
        yield from read_documents(read_text(source, self.name), source.name, source.around)
