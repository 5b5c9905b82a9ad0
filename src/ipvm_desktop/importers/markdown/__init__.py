"""Markdown: what the program itself writes, and any other."""

from ipvm_desktop.importers.markdown.importer import MarkdownImporter

__all__ = ["MarkdownImporter"]
