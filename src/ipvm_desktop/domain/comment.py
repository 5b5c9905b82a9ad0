"""A reader's comment: what its source says of it, and the reader's own marks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipvm_desktop.domain.moment import Moment


class ReplyKind(StrEnum):
    """Who says that a comment replies to its parent."""

    EXPLICIT = "explicit"
    QUOTE = "quote"
    INFERRED = "inferred"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Reply:
    """Why a comment hangs below its parent.

    Attributes:
        kind: Who says so.
        confidence: 0 to 1; 1 where the source or the reader says so.
        reason: For people, such as "nested in the source"; may be empty.
    """

    kind: ReplyKind
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A parent that a comment may have, not asserted.

    Attributes:
        parent: ``id`` of the other comment.
        confidence: 0 to 1.
        reason: For people.
    """

    parent: int
    confidence: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a comment hangs, and who says so.

    Attributes:
        parent: ``id`` of the comment replied to; None at top level.
        reply: Why; None at top level, unless the reader put it there.
    """

    parent: int | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Text that a comment takes from elsewhere.

    Attributes:
        text: The passage as it stands in the quoting comment.
        comment: ``id`` of the quoted comment, or None for the article or an unknown source.
    """

    text: str
    comment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentContent:
    """What the source says of one comment.

    Attributes:
        id: 1-based place in the source, stable within the article.
        parent: ``id`` of the comment replied to; None replies to the article. It may
            name a comment that is not there, which threads show as a placeholder.
        reply: Why ``parent`` is what it is; None for a top-level comment, unless the
            reader put it there.
        suggestions: Possible parents that are not asserted, best first.
        author: As printed; None where unknown.
        role: The words of a pseudonym's role, such as "Integrator"; None for named people.
        pseudonym: ``n`` of "Undisclosed … #n"; one person within this article only.
        affiliation: Company as printed, or None.
        badges: Such as "IPVMU Certified".
        staff: The author belongs to the magazine.
        article_author: The author also wrote the article.
        posted: None where unknown.
        posted_text: The date as printed, or None.
        votes: Bare counts in printed order; their meaning is lost.
        deleted: The source says that the comment was removed.
        permalink: Web address of the comment itself, or None.
        quotes: Passages taken from elsewhere.
        body_html: Sanitised HTML fragment.
        body_text: Plain text, paragraphs separated by a blank line.
    """

    id: int
    parent: int | None = None
    reply: Reply | None = None
    suggestions: tuple[Suggestion, ...] = ()
    author: str | None = None
    role: str | None = None
    pseudonym: int | None = None
    affiliation: str | None = None
    badges: tuple[str, ...] = ()
    staff: bool = False
    article_author: bool = False
    posted: Moment | None = None
    posted_text: str | None = None
    votes: tuple[int, ...] = ()
    deleted: bool = False
    permalink: str | None = None
    quotes: tuple[Quote, ...] = ()
    body_html: str = ""
    body_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(CommentContent):
    """A stored comment: its content and the reader's marks.

    Attributes:
        key: Identity within the article across imports.
        original: What the source or the inference says, where the reader set the parent;
            None elsewhere.
        refused: Those of the suggestions that the reader refused, best first; ``suggestions``
            are without them.
        read: Whether the reader has seen it.
        starred: Whether the reader marked it.
        tags: The reader's own words.
        notes: The reader's own remarks, oldest first.
    """

    key: str
    original: Placement | None = None
    refused: tuple[Suggestion, ...] = ()
    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
