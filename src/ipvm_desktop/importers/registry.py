"""Which importer reads a source: the built-in ones, then those of other packages."""

from __future__ import annotations

import logging
from collections.abc import Container
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
    """The importers known.

    Attributes:
        importers: In the order that breaks ties.
        foreign: Extensions that importers of other packages read, which nobody here vouches for.
    """

    importers: tuple[Importer, ...]
    foreign: tuple[str, ...] = ()

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
    found = _plugins()
    return Registry(BUILTIN + found, Registry(found).extensions())


def _sniffed(importer: Importer, source: Source) -> Confidence:
    """Return how sure an importer is; one that fails costs the files it would read only."""
    try:
        return Confidence(importer.sniff(source))
    except Exception:
        # Foreign code again.
        logger.exception("The importer %s cannot look at %s", importer.name, source.label)
        return Confidence.NO


def _plugins() -> tuple[Importer, ...]:
    found: list[Importer] = []
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        try:
            taken = {importer.name for importer in (*BUILTIN, *found)}
            found.append(_importer(entry_point.load(), taken))
        except Exception:
            # Foreign code may fail in any way; the program must start without it.
            logger.exception("The importer %s cannot be loaded", entry_point.name)
    return tuple(found)


def _importer(offered: Any, taken: Container[str]) -> Importer:
    """Return what a package offers, a class or what was made of one.

    Args:
        offered: What its entry point leads to.
        taken: Names that other importers have.

    Raises:
        TypeError: It is no importer.
        ValueError: Another one has its name.
    """
    importer: Importer = offered() if isinstance(offered, type) else offered
    missing = [part for part in _PARTS if not hasattr(importer, part)]
    if missing:
        raise TypeError(f"this is no importer: it lacks {', '.join(missing)}")
    if not (isinstance(importer.name, str) and isinstance(importer.title, str)):
        raise TypeError("this is no importer: its name and title are no texts")
    for listed in (importer.extensions, importer.brings):
        if not (isinstance(listed, tuple) and all(isinstance(one, str) for one in listed)):
            raise TypeError("this is no importer: extensions and brings are no tuples of texts")
    if importer.name in taken:
        raise ValueError(f"there is an importer called {importer.name} already")
    return importer
