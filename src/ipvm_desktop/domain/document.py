"""What importers return: one article with its comments, parsed but not stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ipvm_desktop.domain.article import ArticleContent, SourceRecord
from ipvm_desktop.domain.comment import CommentContent, Placement


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedComment(CommentContent):
    """One comment as an importer found it.

    Attributes:
        original: Where it hung before a reader moved it, for a ``reply`` of kind ``USER``;
            None where the source does not tell.
        marks: None where the source knows of none; they are then left as they are.
    """

    original: Placement | None = None
    marks: Marks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(ArticleContent):
    """One article with its comments as an importer found it.

    Attributes:
        comments: In the source's order, ``id`` counting from 1.
        comment_order: How they follow each other; None where the source does not tell.
        replies_told: The source says who answers whom, so nothing is inferred.
        quotes_told: The source says which passages are quotes, so none is looked for.
        reply_model: Version of the model that inferred the replies; 0 before that.
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
    key: str | None = None
    marks: Marks | None = None
    origin: SourceRecord | None = None
    wanted_id: int | None = None


@dataclass(frozen=True)
class SourceFile:
    """An imported file as it is kept: its original bytes.

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
