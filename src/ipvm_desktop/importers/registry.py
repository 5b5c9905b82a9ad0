"""Which importer reads a source: the built-in ones, then those of other packages."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.metadata import entry_points

from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Confidence, Importer, Source

ENTRY_POINT_GROUP = "ipvm_desktop.importers"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registry:
    """The importers known, in the order that breaks ties."""

    importers: tuple[Importer, ...]

    def choose(self, source: Source) -> Importer:
        """Return the importer that is surest of a source.

        Raises:
            UnsupportedFormatError: None of them recognises it.
        """
        best: Importer | None = None
        confidence = Confidence.NO
        for importer in self.importers:
            found = importer.sniff(source)
            if found > confidence:
                best, confidence = importer, found
            if confidence is Confidence.CERTAIN:
                break
        if best is None:
            raise UnsupportedFormatError(source.label, "this is no format the program can read")
        return best

    def extensions(self) -> tuple[str, ...]:
        """Return the usual extensions of all importers, each once."""
        return tuple(
            dict.fromkeys(ext for importer in self.importers for ext in importer.extensions)
        )


def default_registry() -> Registry:
    """Return the built-in importers and those that installed packages offer."""
    return Registry(BUILTIN + _plugins())


def _plugins() -> tuple[Importer, ...]:
    found: list[Importer] = []
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        try:
            offered = entry_point.load()
            found.append(offered() if isinstance(offered, type) else offered)
        except Exception:
            # Foreign code may fail in any way; the program must start without it.
            logger.exception("The importer %s cannot be loaded", entry_point.name)
    return tuple(found)
