"""Comments as sources state them, each known by a key of the source's own, made into ours.

Every importer of pages and exports fills in ``FoundComment`` and leaves numbering, parents
and sanitising to ``parsed_comments()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ipvm_desktop.domain.comment import Quote, Reply, ReplyKind
from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.sanitize import html_to_text, sanitize

NESTED = "nested in the source"
TEXT_MISSING = "Text not in the file"
"""Badge of a comment of which the source has all but the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundComment:
    """One comment as its source states it.

    Attributes:
        key: What the source calls it; None where it gives no name, so that nothing can answer it.
        parent: ``key`` of the comment answered, which may be missing from the source; None
            answers the article.
        reason: Why ``parent`` is what it is, for people.
        author: As printed; None where unknown.
        role: The words of a pseudonym's role; None for named people.
        pseudonym: ``n`` of "Undisclosed … #n", or None.
        affiliation: Company, flair or title as printed, or None.
        badges: Such as "Moderator".
        staff: The author belongs to the site.
        article_author: The source says that the author also wrote the article.
        posted: None where unknown.
        posted_text: The date as printed, or None.
        votes: Bare counts in printed order; a score is one count.
        deleted: The source says that the comment was removed.
        permalink: Web address of the comment, or None.
        quotes: Passages that the source marks as taken from elsewhere, each with the ``key`` of
            the comment quoted, or None for the article or an unknown source.
        body: HTML fragment as it stands in the source; it is sanitised here.
    """

    key: str | None = None
    parent: str | None = None
    reason: str = NESTED
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
    quotes: tuple[tuple[str, str | None], ...] = ()
    body: str = ""


def parsed_comments(found: Iterable[FoundComment]) -> tuple[ParsedComment, ...]:
    """Number comments in their order and resolve their parents.

    Those that answer the same missing comment name the same number beyond the last one, so
    that they share a placeholder. Where a key stands twice, the first one has it.
    """
    listed: Sequence[FoundComment] = tuple(found)
    numbers: dict[str, int] = {}
    for number, comment in enumerate(listed, 1):
        if comment.key is not None:
            numbers.setdefault(comment.key, number)
    missing = len(listed)
    for comment in listed:
        if comment.parent is not None and comment.parent not in numbers:
            missing += 1
            numbers[comment.parent] = missing
    return tuple(_parsed(number, comment, numbers) for number, comment in enumerate(listed, 1))


def with_article_author(
    comments: Sequence[ParsedComment], byline: Sequence[str]
) -> tuple[ParsedComment, ...]:
    """Mark the comments that the article's authors wrote."""
    names = {name.casefold() for name in byline}
    return tuple(
        replace(comment, article_author=True)
        if comment.author is not None and comment.author.casefold() in names
        else comment
        for comment in comments
    )


def _parsed(number: int, found: FoundComment, numbers: dict[str, int]) -> ParsedComment:
    body = sanitize(found.body)
    parent = None if found.parent is None else numbers[found.parent]
    return ParsedComment(
        id=number,
        parent=parent,
        reply=None if parent is None else Reply(ReplyKind.EXPLICIT, 1.0, found.reason),
        author=found.author,
        role=found.role,
        pseudonym=found.pseudonym,
        affiliation=found.affiliation,
        badges=found.badges,
        staff=found.staff,
        article_author=found.article_author,
        posted=found.posted,
        posted_text=found.posted_text,
        votes=found.votes,
        deleted=found.deleted,
        permalink=found.permalink,
        quotes=tuple(
            Quote(text, None if key is None else numbers.get(key)) for text, key in found.quotes
        ),
        body_html=body,
        body_text=html_to_text(body),
    )
