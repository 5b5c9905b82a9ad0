"""Reads copies of pages for tests of pasted text."""

from __future__ import annotations

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.pasted.reader import read_copy
from tests.expected import SAVED


def read(text: str) -> Document:
    """Read a copy, in which a layout must be found."""
    document = read_copy(text, "copy", SAVED)
    assert document is not None
    return document


def told(document: Document) -> list[tuple[str | None, int | None, str]]:
    """Return author, parent and text of each comment."""
    return [(c.author, c.parent, c.body_text) for c in document.comments]
