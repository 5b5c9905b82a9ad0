"""Heads of the posts of boards, and the posts that they open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipvm_desktop.importers.pasted.lines import Lines, find_date
from ipvm_desktop.importers.pasted.members import BUTTONS, FACT, RANK, Member
from ipvm_desktop.importers.pasted.posts import Post, ends_of, is_gone, stripped

_DATE_REST = re.compile(
    r"(?:Old|Thread Starter|Author|OP|New|[|·•,]|\d{1,2}:\d\d ?[ap]m on)?", re.IGNORECASE
)
_LATER = re.compile(
    r"(?:\(This post was last modified.*|"
    r"\(?edited\b.*|Last Edit.*|Thread Starter|OP|Author|[·•|].{0,20}|)",
    re.IGNORECASE,
)
MOST_LINES = 15
"""Between a member's name and the date, at most."""

FEWEST = 2
"""So many posts must fit a layout that has no other marks."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a post.

    Attributes:
        top: Its first line.
        last: Its last line.
        date: As printed, or None.
        author: As printed, or None.
        title: A rank or the like, or None.
        to: Whom the head names as answered, or None.
        subject: A heading that belongs to the text, or None.
        votes: Counts as printed.
    """

    top: int
    last: int
    date: str | None
    author: str | None = None
    title: str | None = None
    to: str | None = None
    subject: str | None = None
    votes: tuple[int, ...] = ()


def bare_date(line: str) -> str | None:
    """Return the date of a line that holds no more, but perhaps that it was edited; else None."""
    date = find_date(line)
    if date is None or not _DATE_REST.fullmatch(date.before) or not _LATER.fullmatch(date.after):
        return None
    return date.text


def with_member(anchor: Head, member: Member) -> Head:
    """Return a head with the member who stands above or below its date."""
    return replace(
        anchor,
        top=min(anchor.top, member.first),
        last=max(anchor.last, member.last),
        author=member.name,
        title=member.title,
    )


def posts_of(
    text: Lines,
    heads: Sequence[Head],
    leading: re.Pattern[str] | None = None,
    *,
    fewest: int = FEWEST,
) -> list[Post]:
    """Return the posts that heads open, or nothing where they are too few.

    Args:
        text: The copy.
        heads: In order.
        leading: Lines below a head that are no text.
        fewest: How many must fit.
    """
    merged = _merged(text, heads)
    posts = []
    latest: dict[str, int] = {}
    for place, (head, end) in enumerate(
        zip(merged, ends_of([head.top for head in merged], len(text)), strict=True)
    ):
        first, last = _bounds(text, head, end, leading)
        parent = None if head.to is None else latest.get(head.to.casefold())
        posts.append(
            Post(
                top=head.top,
                body=(first, last),
                author=head.author,
                date=head.date,
                affiliation=head.title,
                parent=parent,
                reason="" if parent is None else f"its head names {head.to}",
                deleted=is_gone(text, first, last),
                votes=head.votes,
                cuts=((head.last, head.subject),) if head.subject else (),
            )
        )
        latest[(head.author or "").casefold()] = place
    return posts if len(posts) >= fewest else []


def _merged(text: Lines, heads: Sequence[Head]) -> list[Head]:
    """Return heads, each once: pages for small screens print one twice, with the same date."""
    merged: list[Head] = []
    for head in heads:
        if merged and merged[-1].date == head.date and text.below(merged[-1].last) == head.top:
            head = replace(head, top=merged.pop().top)
        merged.append(head)
    return merged


def _bounds(text: Lines, head: Head, end: int, leading: re.Pattern[str] | None) -> tuple[int, int]:
    """Return the first line of a post's text, and the line after its last one."""
    first = head.last if head.subject else head.last + 1
    while leading and first < end and leading.fullmatch(text.lines[first] or "•"):
        first += 1
    first = _below_subject(text, head, first, end)
    return first, _without_member(text, first, stripped(text, first, end, BUTTONS), head.author)


def _below_subject(text: Lines, head: Head, first: int, end: int) -> int:
    """Return where a text begins, below a subject that says no more than the topic's title."""
    line = text.below(first - 1, end)
    if line is None or head.subject:
        return first
    said = text.lines[line]
    above = text.lines[: head.last] if head.top <= MOST_LINES else []
    is_title = any(line.endswith(said) for line in above)
    return line + 1 if said.startswith("Re:") or is_title else first


def _without_member(text: Lines, first: int, last: int, author: str | None) -> int:
    """Return where a text ends above its author's block, which some pages have below it."""
    place = text.above(last, first)
    is_told = False
    for _ in range(MOST_LINES):
        if place is None:
            break
        said = text.lines[place]
        if is_told and said == author:
            return stripped(text, first, place, BUTTONS)
        if not (FACT.fullmatch(said) or RANK.fullmatch(said)):
            break
        is_told = True
        place = text.above(place, first)
    return last
