"""What an importer is, and the source it reads. Reading files happens here only."""

from __future__ import annotations

import datetime as dt
import errno
import io
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers._streams import HeardStream

MAX_SOURCE_BYTES = 64 * 1024 * 1024
HEAD_BYTES = 4096

_OUTLINE_BYTES = 1024 * 1024
# Between a closing quote and the next opening one stands what a text rarely begins with.
_LONG_TEXT = re.compile(rb'"(?![\s:,\]}])(?:[^"\\]|\\.){100}(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,15}\Z")
_REASONS = {
    errno.ENOENT: "the file does not exist",
    errno.ENOTDIR: "the file does not exist",
    errno.EACCES: "reading the file is not permitted",
    errno.EPERM: "reading the file is not permitted",
    errno.ELOOP: "the link leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EISDIR: "this is a folder, not a file",
}


class Confidence(IntEnum):
    """How sure an importer is that it can read a source."""

    NO = 0
    MAYBE = 1
    LIKELY = 2
    CERTAIN = 3


class Surroundings(Protocol):
    """The files that lie around a source, such as the pictures of a saved page.

    Names are relative to the source's folder, with ``/`` between their parts; ``..`` may lead
    up as far as the files belong together. What is not there, leads out or cannot be read
    is None or empty; nothing is raised.
    """

    def names(self, folder: str) -> Sequence[str]:
        """Return the names of the files in a folder, sorted, without their folder."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a file's content, or None."""
        ...


@dataclass(frozen=True, slots=True)
class FolderSurroundings:
    """What lies around a file on disk; one folder up belongs to it, no further.

    Attributes:
        folder: The source's folder.
    """

    folder: Path

    def names(self, folder: str) -> Sequence[str]:
        """Return the names of the files in a folder, sorted."""
        place = self._place(folder)
        try:
            return () if place is None else sorted(p.name for p in place.iterdir() if p.is_file())
        except (OSError, ValueError):
            return ()

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None as well where it is larger than a source may be."""
        place = self._place(name)
        try:
            if place is None or not place.is_file() or place.stat().st_size > MAX_SOURCE_BYTES:
                return None
            return place.read_bytes()
        except (OSError, ValueError):
            return None

    def _place(self, name: str) -> Path | None:
        """Resolve a name, links included; None where it leads out."""
        try:
            top = self.folder.parent.resolve()
            place = (self.folder / name).resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        return place if place.is_relative_to(top) else None


class NoSurroundings:
    """Around bytes that are no file there is nothing."""

    def names(self, folder: str) -> Sequence[str]:  # noqa: ARG002
        """Return nothing."""
        return ()

    def read(self, name: str) -> bytes | None:  # noqa: ARG002
        """Return None."""
        return None


_NOTHING = NoSurroundings()


@dataclass(frozen=True)
class Source:
    """The bytes to be read, and the name they came under.

    All importers look at the same few properties of each file, so these are kept.

    Attributes:
        name: The file's name without its folder.
        path: As the user named it; None for bytes that are no file.
        modified: When the file was last written, aware, UTC: the best guess at when a page was
            saved. None where unknown.
        around: The files beside it.
        is_large: It is larger than ``MAX_SOURCE_BYTES`` and stays on the disk: ``open`` reads
            it from there, and it has to stay until then.
        shown: What messages call it, where that is neither its path nor its name.
        heard: Called with the number of bytes read so far whenever a stream over a large source
            has come farther, each from its beginning. None where nobody listens.
        opener: Returns a stream over a large source that does not lie at ``path``; raises
            ``ImportFileError``.
    """

    name: str
    path: Path | None
    _content: bytes = field(repr=False)
    modified: dt.datetime | None = None
    around: Surroundings = _NOTHING
    is_large: bool = False
    shown: str | None = None
    heard: Callable[[int], object] | None = field(default=None, repr=False, compare=False)
    opener: Callable[[], BinaryIO] | None = None

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """Read a file once and whole, so that it may vanish afterwards, unless it is large.

        Raises:
            ImportFileError: It is missing, no regular file, not readable or empty.
        """
        try:
            # A pipe or a device could block or never end: look before opening.
            status = path.stat()
            _check(path, status.st_mode, status.st_size)
            is_large = status.st_size > MAX_SOURCE_BYTES
            with path.open("rb") as file:
                content = file.read(HEAD_BYTES if is_large else MAX_SOURCE_BYTES + 1)
        except OSError as error:
            raise ImportFileError(path, _reason(path, error)) from error
        except ValueError as error:  # a NUL in the name
            raise ImportFileError(repr(str(path)), "the name is not valid") from error
        _check(path, status.st_mode, len(content))
        modified = dt.datetime.fromtimestamp(status.st_mtime, dt.UTC)
        around = FolderSurroundings(path.parent)
        return cls(path.name, path, content, modified, around, is_large)

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> Source:
        """Wrap bytes that are not a file, such as the clipboard's.

        Raises:
            ImportFileError: There are none, or more than ``MAX_SOURCE_BYTES``.
        """
        _check(name, stat.S_IFREG, len(content))
        if len(content) > MAX_SOURCE_BYTES:
            raise ImportFileError(name, too_large())
        return cls(name, None, content)

    @cached_property
    def head(self) -> bytes:
        """The first 4 KiB."""
        return self._content[:HEAD_BYTES]

    @cached_property
    def signs(self) -> bytes:
        """The head without its zero bytes, in which UTF-16 shows the signs of ASCII too."""
        return self.head.replace(b"\0", b"")

    @cached_property
    def outline(self) -> bytes:
        """The signs of the beginning with long quoted texts left empty: more of JSON shows."""
        beginning = self._content[:_OUTLINE_BYTES].replace(b"\0", b"")
        return _LONG_TEXT.sub(b'""', beginning)[:HEAD_BYTES]

    @cached_property
    def extension(self) -> str:
        """The name's extension in lower case with its dot, or "" when it has none.

        The end of "Minutes 2020.01.09" or "Mr. Ray writes" is none.
        """
        suffix = Path(self.name).suffix
        return suffix.lower() if _EXTENSION.match(suffix) else ""

    @property
    def label(self) -> Path | str:
        """What messages call the source: its path, or else its name."""
        if self.shown is not None:
            return self.shown
        return self.path if self.path is not None else self.name

    def read_bytes(self) -> bytes:
        """Return the whole content.

        Raises:
            ImportFileError: The source is large.
        """
        if self.is_large:
            raise ImportFileError(self.label, too_large())
        return self._content

    def open(self) -> BinaryIO:
        """Return a stream over the content, from its beginning, for formats that are streamed.

        Raises:
            ImportFileError: The source is large, and its file can no longer be read.
        """
        stream = self._opened()
        if self.heard is None or not self.is_large:
            return stream
        return cast("BinaryIO", io.BufferedReader(HeardStream(stream, self.heard)))

    def _opened(self) -> BinaryIO:
        if self.opener is not None:
            return self.opener()
        if not self.is_large or self.path is None:
            return io.BytesIO(self._content)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise ImportFileError(self.path, _reason(self.path, error)) from error


class Importer(Protocol):
    """Turns one format's bytes into documents."""

    @property
    def name(self) -> str:
        """Stable id, such as ``ipvm-text``."""
        ...

    @property
    def title(self) -> str:
        """Name for people."""
        ...

    @property
    def extensions(self) -> tuple[str, ...]:
        """Usual extensions, lower case, with the dot."""
        ...

    @property
    def brings(self) -> tuple[str, ...]:
        """What the format carries: "article", "comments", "nesting", "pictures", "marks"."""
        ...

    def sniff(self, source: Source) -> Confidence:
        """Say how sure it is that this is its format; cheap, never raises."""
        ...

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the articles.

        Raises:
            ImportFileError: Nothing can be read from the source.
        """
        ...


def _check(path: Path | str, mode: int, size: int) -> None:
    if stat.S_ISDIR(mode):
        raise ImportFileError(path, _REASONS[errno.EISDIR])
    if not stat.S_ISREG(mode):
        raise ImportFileError(path, "this is a pipe or a device, not a file")
    if size == 0:
        raise ImportFileError(path, "the file is empty")


def too_large() -> str:
    """Return the clause that says why a file that is not read in parts is refused."""
    limit = MAX_SOURCE_BYTES // (1024 * 1024)
    return f"the file is larger than {limit} MiB, and its format is not read in parts"


def _reason(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOENT and path.is_symlink():
        return "the link leads to no file"
    system = f"the file cannot be read ({error.strerror or error})"
    return _REASONS.get(error.errno or 0, system)
