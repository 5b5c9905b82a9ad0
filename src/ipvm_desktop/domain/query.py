"""What the reader asks for: which articles in which order, which comments of a thread."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.snippet import Snippet
from ipvm_desktop.domain.thread import Thread

_SPACELESS = "\u2e80"  # from here on, Chinese, Japanese and Korean
WORD_START = rf"(?<![^\W{_SPACELESS}-\U0010ffff])"
"""Pattern of a place where a word begins, or any place in scripts without spaces."""

_WORD = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where a query's words occur.

    Attributes:
        article_id: The library's id.
        title: Title of the article.
        comment_id: ``id`` of the comment within the article, or None for the article itself.
        author: Author of the comment, or the article's byline; None where unknown.
        snippet: The passage, with the words marked.
    """

    article_id: int
    title: str
    comment_id: int | None
    author: str | None
    snippet: Snippet


def query_terms(text: str) -> tuple[str, ...]:
    """Split a search text into words and quoted phrases, in order, without empty ones."""
    terms = (match[1] if match[1] is not None else match[2] for match in _WORD.finditer(text))
    return tuple(term.strip() for term in terms if term.strip())


def marked_terms(text: str) -> tuple[str, ...]:
    """Return the terms of a search to mark where they occur: no single letters of a word."""
    return tuple(each for each in query_terms(text) if len(each) > 1 or each > _SPACELESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFilter:
    """Which comments of a discussion; every constraint that is set must hold.

    Attributes:
        text: Words and quoted phrases that must all occur in author, affiliation or body,
            ignoring case; "" for any.
        authors: One of these, as printed; empty for any.
        roles: One of these roles (see ``role_label``); empty for any.
        since: First day, or None.
        until: Last day, inclusive, or None.
        unread: Only unread comments.
        starred: Only starred comments.
    """

    text: str = ""
    authors: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    since: dt.date | None = None
    until: dt.date | None = None
    unread: bool = False
    starred: bool = False

    def __bool__(self) -> bool:
        return self != CommentFilter()


@dataclass(frozen=True, slots=True)
class FilteredThread:
    """The part of a thread that a filter keeps.

    Attributes:
        matches: Positions of the entries that match, ascending.
        context: Positions of their ancestors that do not match themselves, ascending.
    """

    matches: tuple[int, ...]
    context: tuple[int, ...]


AUTHOR_ROLE = "Author"
STAFF_ROLE = "Staff"
NAMED_ROLE = "Named"
UNDISCLOSED_ROLE = "Undisclosed"


def role_label(comment: Comment) -> str:
    """Return the one role a comment counts under.

    The article's author and staff come first, then the printed role of a pseudonym,
    "Undisclosed" for one without a role, and "Named" for everyone else.
    """
    if comment.article_author:
        return AUTHOR_ROLE
    if comment.staff:
        return STAFF_ROLE
    if comment.role:
        return comment.role
    return UNDISCLOSED_ROLE if comment.pseudonym is not None else NAMED_ROLE


def role_counts(thread: Thread[Comment]) -> Counter[str]:
    """Count the comments under each role."""
    return Counter(role_label(entry.comment) for entry in thread.entries if entry.comment)


def filter_thread(thread: Thread[Comment], wanted: CommentFilter) -> FilteredThread:
    """Find the matching comments and the ancestors that give them context.

    An unset filter matches every entry, placeholders included; a placeholder can
    otherwise only be context.
    """
    if not wanted:
        return FilteredThread(tuple(range(len(thread.entries))), ())
    terms = tuple(term.casefold() for term in query_terms(wanted.text))
    matches = tuple(
        position
        for position, entry in enumerate(thread.entries)
        if entry.comment is not None and _matches(entry.comment, wanted, terms)
    )
    return FilteredThread(matches, _context(thread, matches))


def same_comments(thread: Thread[Comment], comment_ids: Collection[int]) -> FilteredThread:
    """Keep comments that a filter found before their discussion was rearranged."""
    matches = tuple(
        position
        for position, entry in enumerate(thread.entries)
        if entry.comment is not None and entry.id in comment_ids
    )
    return FilteredThread(matches, _context(thread, matches))


def _context(thread: Thread[Comment], matches: Iterable[int]) -> tuple[int, ...]:
    """Return the ancestors of matches that do not match themselves, ascending."""
    matching = set(matches)
    context: set[int] = set()
    for position in matching:
        parent = thread.entries[position].parent
        # A parent that matches looks after its own ancestors.
        while parent >= 0 and parent not in context and parent not in matching:
            context.add(parent)
            parent = thread.entries[parent].parent
    return tuple(sorted(context))


def _matches(comment: Comment, wanted: CommentFilter, terms: tuple[str, ...]) -> bool:
    if wanted.unread and comment.read:
        return False
    if wanted.starred and not comment.starred:
        return False
    if wanted.authors and comment.author not in wanted.authors:
        return False
    if wanted.roles and role_label(comment) not in wanted.roles:
        return False
    if wanted.since or wanted.until:
        if comment.posted is None:
            return False
        day = day_of(comment.posted)
        if (wanted.since and day < wanted.since) or (wanted.until and day > wanted.until):
            return False
    if not terms:
        return True
    text = "\n".join((comment.author or "", comment.affiliation or "", comment.body_text))
    folded = text.casefold()
    return all(term in folded for term in terms)


def passage(
    text: str, terms: tuple[str, ...], width: int = 160, *, at_starts: bool = False
) -> Snippet:
    """Return about ``width`` characters of a text around the first term, terms marked.

    Line breaks become spaces. Without a hit it is the opening of the text. Matching
    ignores case and never splits a character.

    Args:
        text: The text.
        terms: Words and phrases.
        width: How much, in characters.
        at_starts: Terms count only where a word begins, as in a search of the library.
    """
    line = " ".join(text.split())
    found = _spans(line, terms, at_starts=at_starts)
    start = 0
    if found and found[0][1] > width:
        # Near the end of the text, more of what stands before the term fits.
        start = max(0, min(found[0][0] - width // 4, len(line) - width))
    if start:
        space = line.find(" ", start, found[0][0])
        start = space + 1 if space >= 0 else start
    end = min(len(line), start + width)
    shown = line[start:end]
    prefix = "… " if start else ""
    suffix = "…" if end < len(line) else ""
    spans = tuple(
        (first - start + len(prefix), min(last, end) - start + len(prefix))
        for first, last in found
        if first >= start and first < end
    )
    return Snippet(prefix + shown + suffix, spans)


def _spans(line: str, terms: tuple[str, ...], *, at_starts: bool) -> list[tuple[int, int]]:
    wanted = [re.escape(" ".join(term.split())) for term in terms if term.strip()]
    if not wanted:
        return []
    words = "|".join(sorted(wanted, key=len, reverse=True))
    before = WORD_START if at_starts else ""
    pattern = re.compile(f"{before}(?:{words})", re.IGNORECASE)
    return [match.span() for match in pattern.finditer(line)]
