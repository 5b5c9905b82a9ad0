"""Text copies of IPVM pages. The grammar lives here and nowhere else."""

from __future__ import annotations

from ipvm_desktop.importers.ipvm_text.importer import IpvmTextImporter, Reading, read_with_ledger

__all__ = ["IpvmTextImporter", "Reading", "read_with_ledger"]
