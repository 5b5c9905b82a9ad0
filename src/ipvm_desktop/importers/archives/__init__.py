"""Files that hold whole pages with their pictures: MHTML, web archives, books and crawls."""

from ipvm_desktop.importers.archives.importers import (
    EpubImporter,
    MhtmlImporter,
    WarcImporter,
    WebArchiveImporter,
)

__all__ = ["EpubImporter", "MhtmlImporter", "WarcImporter", "WebArchiveImporter"]
