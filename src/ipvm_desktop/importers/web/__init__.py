"""Saved web pages: the page as a tree, its article, and its comments by readers for each make."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipvm_desktop.domain.document import Document
    from ipvm_desktop.importers.web.page import SavedPage


def read_saved_page(page: SavedPage, importer: str) -> Document:
    """Read a page's article with its comments.

    Args:
        page: The page as its file or archive holds it.
        importer: Name of the importer that reads the file, for messages.

    Raises:
        CorruptFileError: There is no text on the page, or it is no markup at all.
    """
    # The packages that parse pages take a while to load: not before they are needed.
    from ipvm_desktop.importers.web.reader import read_page

    return read_page(page, importer)
