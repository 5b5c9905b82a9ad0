"""Which importer reads a source: the built-in ones, then those of other packages."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from ipvm_desktop.errors import UnsupportedFormatError
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Confidence, Importer, Source

ENTRY_POINT_GROUP = "ipvm_desktop.importers"
_PARTS = ("name", "title", "extensions", "brings", "sniff", "read")

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
            found = _sniffed(importer, source)
            if found > confidence:
                best, confidence = importer, found
            if confidence is Confidence.CERTAIN:
                break
        if best is None:
            raise UnsupportedFormatError(source.label, "this is no format the program can read")
        return best

    def ranked(self, source: Source) -> tuple[tuple[Importer, Confidence], ...]:
        """Return all importers with how sure they are of a source, the surest first."""
        found = [(importer, _sniffed(importer, source)) for importer in self.importers]
        return tuple(sorted(found, key=lambda pair: -pair[1]))

    def only(self, name: str) -> Registry:
        """Return a registry of one importer, which it chooses for any source.

        Raises:
            KeyError: No importer has this name.
        """
        for importer in self.importers:
            if importer.name == name:
                return _Only((importer,))
        raise KeyError(name)

    def extensions(self) -> tuple[str, ...]:
        """Return the usual extensions of all importers, each once."""
        return tuple(
            dict.fromkeys(ext for importer in self.importers for ext in importer.extensions)
        )


class _Only(Registry):
    """Chooses its one importer, because the reader did."""

    def choose(self, source: Source) -> Importer:  # noqa: ARG002
        return self.importers[0]


def comment_makes() -> tuple[str, ...]:
    """Return the makes of sites and widgets whose comments are read on saved pages."""
    from ipvm_desktop.importers.web.comments import READERS

    return tuple(dict.fromkeys(reader.title for reader in READERS))


def default_registry() -> Registry:
    """Return the built-in importers and those that installed packages offer."""
    return Registry(BUILTIN + _plugins())


def _sniffed(importer: Importer, source: Source) -> Confidence:
    """Return how sure an importer is; one that fails costs the files it would read only."""
    try:
        return importer.sniff(source)
    except Exception:
        # Foreign code again.
        logger.exception("The importer %s cannot look at %s", importer.name, source.label)
        return Confidence.NO


def _plugins() -> tuple[Importer, ...]:
    found: list[Importer] = []
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        try:
            found.append(_importer(entry_point.load()))
        except Exception:
            # Foreign code may fail in any way; the program must start without it.
            logger.exception("The importer %s cannot be loaded", entry_point.name)
    return tuple(found)


def _importer(offered: Any) -> Importer:
    """Return what a package offers, a class or what was made of one.

    Raises:
        TypeError: It is no importer.
    """
    importer: Importer = offered() if isinstance(offered, type) else offered
    missing = [part for part in _PARTS if not hasattr(importer, part)]
    if missing:
        raise TypeError(f"this is no importer: it lacks {', '.join(missing)}")
    return importer
