"""Movable Type's import format, which TypePad and several other blogs export as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._encoding import opening_text
from ipvm_desktop.importers.base import Confidence, Source

_SIGNATURE = re.compile(
    r"\ufeff?\s*(?:[A-Z][A-Z0-9_ ]{1,40}:[^\n]*\n)+"
    r"-----\r?\n(?:(?:EXTENDED BODY|BODY|EXCERPT|KEYWORDS|COMMENT|PING):|-----|-{8})"
)


class MovableTypeImporter:
    """Reads the text file of Movable Type, TypePad and others: entries between dashes."""

    name = "movable-type"
    title = "Movable Type export"
    extensions = (".txt",)
    brings = ("article", "comments")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the first entry's keys, and the dashes below them."""
        opening = opening_text(source.head)
        is_export = opening is not None and _SIGNATURE.match(opening)
        return Confidence.CERTAIN if is_export else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the entries in the file's order.

        Raises:
            CorruptFileError: The file holds no published entry.
        """
        from ipvm_desktop.importers._movable_type_reader import read_movable_type

        yield from read_movable_type(source, self.name)
