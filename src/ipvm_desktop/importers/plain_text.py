"""Any text that is no page of a known site: its first line is the title, the rest the body."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._encoding import opening_text, read_text
from ipvm_desktop.importers._titles import shortened
from ipvm_desktop.importers.base import Confidence, Source


class PlainTextImporter:
    """Reads any text, understanding nothing but paragraphs and bullets."""

    name = "plain-text"
    title = "Plain text"
    extensions: tuple[str, ...] = (".txt", ".text")
    brings: tuple[str, ...] = ("article",)

    def sniff(self, source: Source) -> Confidence:
        """Take what is called a text, and nameless formats that look like one."""
        if source.extension in self.extensions:
            return Confidence.MAYBE
        if source.extension == "" and opening_text(source.head) is not None:
            return Confidence.MAYBE
        return Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the one article.

        Raises:
            CorruptFileError: The source is no text, or blank.
        """
        from ipvm_desktop.importers._block_reader import BlockReader, Layout

        decoded = read_text(source, self.name)
        raw = decoded.text.split("\n")
        lines = [line.strip() for line in raw]
        first = next(index for index, line in enumerate(lines) if line)
        # A rule of "=====" above the title is none.
        named = next((i for i, line in enumerate(lines) if any(map(str.isalnum, line))), first)
        title = shortened(lines[named])
        if title == lines[named]:
            # A shortened line stays in the body, so that nothing of it is lost.
            lines[named] = raw[named] = ""
        body = BlockReader(raw, lines, Layout(pictures=False)).read(first, len(lines))
        message = (
            "This is not laid out as a page of IPVM: no date, author or comments were found, "
            "and the first line stands for the title"
        )
        yield Document(
            title=title,
            body_html=body.html,
            body_text=body.text,
            issues=(*decoded.issues, ImportIssue(IssueCode.NOT_AN_IPVM_PAGE, message, named + 1)),
        )
