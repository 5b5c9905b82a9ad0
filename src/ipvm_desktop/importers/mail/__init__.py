"""Mail: single ones, files of many, and the folders that mail programs keep."""

from ipvm_desktop.importers.mail.importers import EmlImporter, MboxImporter

__all__ = ["EmlImporter", "MboxImporter"]
