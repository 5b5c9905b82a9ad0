"""One file into documents, wherever that happens: here, or in another process.

Knows no library. What is read, and what went wrong, comes as messages, of which each unit has
either one ``Known``, or one ``Failed``, or an ``Opening``, its documents and an ``Ending``; a
large file may also fail after some of its documents.
"""

from __future__ import annotations

import hashlib
import pickle
import traceback
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from ipvm_desktop.domain.bounds import bounded
from ipvm_desktop.domain.document import Document, KeptFile, PackedFile, SourceFile, pack
from ipvm_desktop.errors import CorruptFileError, ImportFileError
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.registry import Registry
from ipvm_desktop.pipeline.words import bug_sentence, printable
from ipvm_desktop.replies import infer_replies

PART_BYTES = 4 * 1024 * 1024
# All documents of a larger file take several times its size.
MUCH_BYTES = 16 * 1024 * 1024
# Smaller files are read in no time.
WORTH_A_WORD_BYTES = 1024 * 1024


class Unit(Protocol):
    """Something to be read that has an outcome of its own; it can be sent to another process."""

    @property
    def label(self) -> Path | str:
        """What outcomes and messages call it."""
        ...

    @property
    def name(self) -> str:
        """The name under which the library keeps its bytes."""
        ...

    @property
    def size(self) -> int:
        """About how many bytes there are to read; 0 where unknown."""
        ...

    def open(self) -> Source:
        """Return its bytes.

        Raises:
            ImportFileError: They cannot be read.
        """
        ...


class Stopped(Exception):  # noqa: N818 (no error)
    """The user does not want to wait any longer."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a large file is.

    Attributes:
        doing: What is done with it, for people: "checking", "reading" or "keeping".
        done: Bytes of it that this was done with.
        size: All of its bytes, as far as known; 0 where not.
    """

    doing: str
    done: int
    size: int


Listener: TypeAlias = Callable[[Position], object]
"""Called often; may raise ``Stopped``."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A file was read, and its documents follow.

    Attributes:
        file: Its bytes; of a ``LargeFile`` the documents follow as they are read, and perhaps
            not to the end.
    """

    file: KeptFile


@dataclass(frozen=True, slots=True)
class Ending:
    """All documents of a file were told."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was not parsed, since its digest is among those the library knows."""

    importer: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that cannot be imported.

    Attributes:
        sentence: Why, for people.
        importer: None when none was chosen yet.
        trace: Where a bug showed itself, for the log; else "".
    """

    sentence: str
    importer: str | None = None
    trace: str = ""


Message: TypeAlias = Opening | Document | Ending | Known | Failed


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A file that is never in memory whole: its parts come from the disk, one by one.

    Attributes:
        name: The name under which it is kept.
        importer: Name of the importer that reads it.
        sha256: Hexadecimal digest of the bytes.
        source: Where the bytes are.
    """

    name: str
    importer: str
    sha256: str
    source: Source

    def heard(self, listener: Listener, size: int) -> LargeFile:
        """Return the same file, whose parts tell how far they are."""
        return replace(self, source=_told(self.source, listener, "keeping", size))

    def parts(self) -> Iterator[bytes]:
        """Yield the bytes in packed parts of 4 MiB.

        Raises:
            ImportFileError: The file has changed since its digest was taken, or is gone.
        """
        digest = hashlib.sha256()
        for part in _parts(self.source):
            digest.update(part)
            yield pack(part)
        if digest.hexdigest() != self.sha256:
            raise ImportFileError(self.source.label, "the file changed while it was read")


def read(
    unit: Unit, registry: Registry, known: Container[str], listener: Listener | None = None
) -> Iterator[Message]:
    """Yield what one unit holds; whatever goes wrong is told, and nothing is raised for it.

    Args:
        unit: What to read.
        registry: Which importers there are.
        known: Digests of files that need not be parsed.
        listener: Told how far a large file is; None where nobody wants to know.

    Raises:
        Stopped: The listener says so.
    """
    importer: Importer | None = None
    name = unit.label
    try:
        source = unit.open()
        importer = registry.choose(source)
        file = _kept(unit, source, importer, listener)
        if file.sha256 in known:
            yield Known(importer.name, file.sha256)
        elif source.is_large:
            yield from _in_parts(file, _told(source, listener, "reading", unit.size), importer)
        else:
            # Read whole before anything is told: parsing may fail, and then nothing is kept.
            heard = listener if unit.size >= WORTH_A_WORD_BYTES else None
            documents = _gathered(_heard(_documents(source, importer), heard), unit.size)
            yield Opening(PackedFile.of(file) if isinstance(file, SourceFile) else file)
            yield from documents
            yield Ending()
    except Stopped:
        raise
    except ImportFileError as error:
        yield Failed(str(error), importer.name if importer else None)
    except MemoryError:
        sentence = f"{name}: the computer has too little memory for this file."
        yield Failed(sentence, importer.name if importer else None)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a bug costs its file only)
        sentence = bug_sentence(name, error)
        yield Failed(sentence, importer.name if importer else None, traceback.format_exc())


def _in_parts(file: KeptFile, source: Source, importer: Importer) -> Iterator[Message]:
    documents = _documents(source, importer)
    # Where there is none, the library need not keep a gigabyte first.
    first = next(documents)
    yield Opening(file)
    yield first
    yield from documents
    yield Ending()


def _documents(source: Source, importer: Importer) -> Iterator[Document]:
    document = None
    for document in importer.read(source):
        yield infer_replies(bounded(document))
    if document is None:
        raise CorruptFileError(source.label, "the file holds no article", importer.name)


def _gathered(documents: Iterator[Document], size: int) -> Iterable[Document]:
    """Read all documents; those of a file of some size are kept packed meanwhile."""
    if size < MUCH_BYTES:
        return list(documents)
    packed = [
        zlib.compress(pickle.dumps(document, pickle.HIGHEST_PROTOCOL), 1) for document in documents
    ]
    return (pickle.loads(zlib.decompress(each)) for each in packed)  # noqa: S301 (made here)


def _heard(documents: Iterator[Document], listener: Listener | None) -> Iterator[Document]:
    """Yield documents with a word after each: also what is no large file may take minutes."""
    for document in documents:
        yield document
        if listener is not None:
            listener(Position("reading", 0, 0))


def _told(source: Source, listener: Listener | None, doing: str, size: int) -> Source:
    """Return the same source, that tells how far it is."""
    if listener is None:
        return source
    return replace(source, heard=lambda done: listener(Position(doing, done, size)))


def _kept(unit: Unit, source: Source, importer: Importer, listener: Listener | None) -> KeptFile:
    name = printable(unit.name)
    if not source.is_large:
        return SourceFile(name, importer.name, source.read_bytes())
    digest = hashlib.sha256()
    for part in _parts(_told(source, listener, "checking", unit.size)):
        digest.update(part)
    return LargeFile(name, importer.name, digest.hexdigest(), source)


def _parts(source: Source) -> Iterator[bytes]:
    try:
        with source.open() as stream:
            while part := stream.read(PART_BYTES):
                yield part
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror or error})"
        raise ImportFileError(source.label, reason) from error
