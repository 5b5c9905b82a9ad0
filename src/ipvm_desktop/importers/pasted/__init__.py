"""Text copied from pages of other sites than IPVM: an article and, below it, its comments."""

from __future__ import annotations

from ipvm_desktop.importers.pasted.importer import PastedTextImporter

__all__ = ["PastedTextImporter"]
