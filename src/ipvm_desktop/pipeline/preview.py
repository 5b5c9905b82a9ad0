"""What an import would make of a source, before anything is kept."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ipvm_desktop.domain.bounds import bounded
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.import_log import FileOutcome, ImportRun
from ipvm_desktop.errors import ImportFileError, LibraryError
from ipvm_desktop.importers.base import Confidence, Importer, Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.importing import import_source
from ipvm_desktop.pipeline.reading import Unit
from ipvm_desktop.pipeline.scanning import find_units
from ipvm_desktop.pipeline.words import bug_sentence
from ipvm_desktop.replies import infer_replies

if TYPE_CHECKING:
    from ipvm_desktop.library import Library

_MOST = 20
"""Articles of one file, and files of one archive, that a preview shows of thousands."""

_WHY = {
    Confidence.CERTAIN: "it has the signature of this format",
    Confidence.LIKELY: "it has the shape of this format",
    Confidence.MAYBE: "its name ends like one of this format",
    Confidence.NO: "nothing speaks for it",
}


# What comes from the clipboard has no name but the one it is given.
_WHY_NAMELESS = {**_WHY, Confidence.MAYBE: "it is text, and nothing speaks for another format"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An importer that may read a source.

    Attributes:
        name: Its stable id.
        title: Its name for people.
        why: What speaks for it, as the end of a sentence.
        is_likely: Whether anything speaks for it.
    """

    name: str
    title: str
    why: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What one importer makes of a source.

    Attributes:
        name: The source's name.
        candidates: All importers, the surest first.
        importer: Name of the one that read it; None where none wants it.
        documents: The first articles, replies inferred.
        is_cut: The source holds more of them.
        error: One sentence where reading failed, before or after some articles; else None.
        files: Of an archive, how many files it holds that can be imported; else None.
        origins: Of an archive, the file of each of the documents and the importer's title.
    """

    name: str
    candidates: tuple[Candidate, ...]
    importer: str | None
    documents: tuple[Document, ...] = ()
    is_cut: bool = False
    error: str | None = None
    files: int | None = None
    origins: tuple[tuple[str, str], ...] = ()


def preview(source: Source, registry: Registry, importer: str | None = None) -> Preview:
    """Read a source without keeping it; never raises for what is in it.

    Args:
        source: What to read.
        registry: Which importers there are.
        importer: Name of the one to read it with, or None for the surest one.
    """
    ranked = registry.ranked(source)
    why = _WHY if source.path is not None or source.shown else _WHY_NAMELESS
    candidates = tuple(
        Candidate(each.name, each.title, why[sure], sure > Confidence.NO) for each, sure in ranked
    )
    chosen: Importer | None = None
    documents: list[Document] = []
    error: str | None = None
    try:
        chosen = (registry if importer is None else registry.only(importer)).choose(source)
        documents.extend(_documents(chosen, source))
        if not documents:
            error = f"{source.label}: the file holds no article."
    except ImportFileError as failure:
        error = str(failure)
    except Exception as failure:  # noqa: BLE001 (a bug in one importer must not end the program)
        error = bug_sentence(source.label, failure)
    return Preview(
        source.name,
        candidates,
        None if chosen is None else chosen.name,
        tuple(documents[:_MOST]),
        len(documents) > _MOST,
        error,
    )


def preview_archive(path: Path, registry: Registry) -> Preview:
    """Read the first files of an archive without keeping them, each with its surest importer.

    Args:
        path: The archive.
        registry: Which importers there are.
    """
    from ipvm_desktop.pipeline.archives.units import close_archives

    documents: list[Document] = []
    origins: list[tuple[str, str]] = []
    errors: list[str] = []
    is_cut = False
    try:
        units = find_units([path], registry, lambda: False).units
        for unit in units[:_MOST]:
            found = _member(unit, registry)
            if found.error is not None:
                errors.append(found.error)
            titles = {each.name: each.title for each in found.candidates}
            documents.extend(found.documents)
            is_cut = is_cut or found.is_cut
            origins += [(found.name, titles[found.importer or ""]) for _ in found.documents]
    finally:
        close_archives()
    more = f" {len(errors) - 1} more of its files cannot be read." if len(errors) > 1 else ""
    return Preview(
        path.name,
        (),
        None,
        tuple(documents[:_MOST]),
        is_cut or len(documents) > _MOST or len(units) > _MOST,
        f"{errors[0]}{more}" if errors else None,
        len(units),
        tuple(origins[:_MOST]),
    )


def _member(unit: Unit | FileOutcome, registry: Registry) -> Preview:
    """Return what comes of a file in an archive, which may be damaged."""
    if isinstance(unit, FileOutcome):
        return Preview(unit.path, (), None, error=unit.error)
    try:
        return preview(unit.open(), registry)
    except ImportFileError as failure:
        return Preview(unit.name, (), None, error=str(failure))


def import_as(library: Library, registry: Registry, source: Source, importer: str) -> ImportRun:
    """Import a source with the importer that the reader chose, and keep the account of it."""
    started, clock = dt.datetime.now(dt.UTC).replace(microsecond=0), time.monotonic()
    outcome = import_source(library, registry.only(importer), source, again=True)
    run = ImportRun(
        id=None, started=started, seconds=round(time.monotonic() - clock, 3), files=(outcome,)
    )
    try:
        return library.add_import_run(run)
    except LibraryError:
        # The outcome says already what is wrong with the library.
        return run


def _documents(importer: Importer, source: Source) -> Iterator[Document]:
    return map(infer_replies, map(bounded, islice(importer.read(source), _MOST + 1)))
