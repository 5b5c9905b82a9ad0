"""Files in, documents out: one importer a format. No SQL, no Qt."""

from __future__ import annotations

from ipvm_desktop.importers.base import Importer

# The order breaks ties between importers that are equally sure.
BUILTIN: tuple[Importer, ...] = ()
