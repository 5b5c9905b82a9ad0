"""Archives as a way in: their members are read as if they were files, and never unpacked.

EPUB and its like are archives, too, but one importer's format; the extension decides.
"""

from __future__ import annotations

from ipvm_desktop.pipeline.archives.opening import archive_kind
from ipvm_desktop.pipeline.archives.units import ArchiveUnit, close_archives, look_into

__all__ = ["ArchiveUnit", "archive_kind", "close_archives", "look_into"]
