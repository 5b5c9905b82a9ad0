"""What importers return: one article with its comments, parsed but not stored."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from ipvm_desktop.domain.article import ArticleContent, SourceRecord
from ipvm_desktop.domain.comment import CommentContent, Placement, ReplyKind

PICTURE_SCHEME = "picture"
PICTURE_TYPE = re.compile(r"image/[a-z0-9.+-]+")
"""Media types that pictures may have, see RFC 6838."""
UNKNOWN_PICTURE_TYPE = "image/x-unknown"

_COMPRESSION = 4  # a hundredth larger than the default, in two thirds of its time


@dataclass(frozen=True, slots=True)
class Marks:
    """A reader's marks that come with a document, as in the interchange JSON.

    Attributes:
        read: Whether it was read.
        starred: Whether it was starred.
        tags: The reader's own words.
        notes: The reader's own remarks, oldest first.
    """

    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class CommentOrder(StrEnum):
    """How the comments of a source without nesting follow each other."""

    PAGE = "page"
    """As on a page: a comment's replies stand right below it."""
    TIME = "time"
    """The oldest first, whatever they answer."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came with a document; bodies name it by ``address``.

    Attributes:
        sha256: Hexadecimal digest of the content.
        media_type: Such as ``image/png``; always of the form of ``PICTURE_TYPE``.
        content: The bytes, unchanged.
    """

    sha256: str
    media_type: str
    content: bytes = field(repr=False)

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Picture:
        """Wrap the bytes of a picture.

        Args:
            content: The bytes.
            media_type: As a page states it; parameters and what is no type of a picture go.
        """
        stated = media_type.partition(";")[0].strip().lower()
        known = stated if PICTURE_TYPE.fullmatch(stated) else UNKNOWN_PICTURE_TYPE
        return cls(hashlib.sha256(content).hexdigest(), known, content)

    @property
    def address(self) -> str:
        """What ``src`` of an ``img`` in a sanitised body says: ``picture:`` and the digest."""
        return f"{PICTURE_SCHEME}:{self.sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedComment(CommentContent):
    """One comment as an importer found it.

    Attributes:
        original: Where it hung before a reader moved it, for a ``reply`` of kind ``USER``;
            None where the source does not tell.
        refused: Those parents among ``suggestions`` that a reader refused.
        marks: None where the source knows of none; they are then left as they are.
    """

    original: Placement | None = None
    refused: tuple[int, ...] = ()
    marks: Marks | None = None

    @property
    def is_placed(self) -> bool:
        """Whether a reader said where it hangs."""
        return self.reply is not None and self.reply.kind is ReplyKind.USER

    def unplaced(self) -> ParsedComment:
        """Return it as it was before a reader placed it: at top level where that is unknown."""
        if not self.is_placed:
            return self
        before = self.original or Placement()
        return replace(self, parent=before.parent, reply=before.reply, original=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(ArticleContent):
    """One article with its comments as an importer found it.

    Attributes:
        comments: In the source's order, ``id`` counting from 1.
        comment_order: How they follow each other; None where the source does not tell.
        replies_told: The source says who answers whom, so nothing is inferred.
        quotes_told: The source says which passages are quotes, so none is looked for.
        reply_model: Version of the model that inferred the replies; 0 before that.
        pictures: Those that ``body_html`` and the comments show, each once.
        key: Identity that the source itself states, or None to derive one from the content.
        marks: None where the source knows of none; they are then left as they are.
        origin: The file the article first came from, where this source tells it;
            None means the imported file itself.
        wanted_id: The library id it had where it was exported; used when that id is free.
    """

    comments: tuple[ParsedComment, ...] = ()
    comment_order: CommentOrder | None = None
    replies_told: bool = False
    quotes_told: bool = False
    reply_model: int = 0
    pictures: tuple[Picture, ...] = ()
    key: str | None = None
    marks: Marks | None = None
    origin: SourceRecord | None = None
    wanted_id: int | None = None


class KeptFile(Protocol):
    """An imported file as it is kept: its original bytes, packed."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        ...

    @property
    def importer(self) -> str:
        """Name of the importer that read it."""
        ...

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes."""
        ...

    def parts(self) -> Iterator[bytes]:
        """Yield the bytes in one part or, where they are many, several; each packed by ``pack``."""
        ...


def pack(content: bytes) -> bytes:
    """Return bytes as the library keeps them: as one zlib stream."""
    return zlib.compress(content, _COMPRESSION)


@dataclass(frozen=True)
class SourceFile:
    """A file whose bytes are at hand.

    Attributes:
        name: The file's name without its folder.
        importer: Name of the importer that read it.
        content: The bytes, unchanged.
    """

    name: str
    importer: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def parts(self) -> Iterator[bytes]:
        """Yield the bytes, packed."""
        yield pack(self.content)


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file whose bytes were packed where it was read.

    Attributes:
        name: The file's name without its folder.
        importer: Name of the importer that read it.
        sha256: Hexadecimal digest of the bytes.
        packed: The bytes, packed.
    """

    name: str
    importer: str
    sha256: str
    packed: bytes = field(repr=False)

    @classmethod
    def of(cls, file: SourceFile) -> PackedFile:
        """Pack a file."""
        return cls(file.name, file.importer, file.sha256, pack(file.content))

    def parts(self) -> Iterator[bytes]:
        """Yield the packed bytes."""
        yield self.packed
