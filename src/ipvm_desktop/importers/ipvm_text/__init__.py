"""Text copies of IPVM pages. The grammar lives here and nowhere else."""

from __future__ import annotations

from ipvm_desktop.importers.ipvm_text.importer import IpvmTextImporter, Reading, read_with_ledger
from ipvm_desktop.importers.ipvm_text.page import LineUse

__all__ = ["IpvmTextImporter", "LineUse", "Reading", "read_with_ledger"]
