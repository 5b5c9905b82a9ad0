"""Copies of Disqus's widget, of today and of 2013 to 2020."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.posts import Post, ends_of, is_gone, stripped

_DATE = r"• ?(?P<date>(?:\d+|an?|a few) \w+ ago|just now)(?: • edited)?(?: ?[−–⚑])*"
_HEAD = re.compile(_DATE)
_ONE_LINE = re.compile(rf"(?P<who>\S.{{0,120}}?)\s*{_DATE}")
_TAIL = re.compile(
    r"(?:(?P<up>\d{1,9}) ?)?(?:[△▽∧∨^] ?|\| ?|(?P<down>\d{1,9}) ?)*(?:• ?)?(?:Edit ?• ?)?"
    r"Reply ?• ?(?:Share ?›?|View)?.*"
)
_ARROW = re.compile(r"(?P<author>\S.{0,60}?)(?: (?P<mod>Mod))? ?(?:→|▶|➜|⇢) ?(?P<to>\S.{0,60})")
# The arrow is a picture, and a copy has spaces for it.
_GAP = re.compile(r"\s{2,}")
_AVATAR = "Avatar"
_MORE = re.compile("see more")


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a post.

    Attributes:
        top: Its first line.
        last: Its last line.
        author: As printed.
        to: The name of whom it answers, or None.
        date: As printed.
        badges: Such as "Mod".
    """

    top: int
    last: int
    author: str
    to: str | None
    date: str
    badges: tuple[str, ...]


def disqus(text: Lines) -> list[Post]:
    """Read ``Ann → Bo`` above ``• 3 years ago``, or in its line; the arrow names a parent."""
    if not any(_TAIL.fullmatch(line) for line in text.lines if "Reply" in line):
        return []
    heads = list(_heads(text))
    posts: list[Post] = []
    latest: dict[str, int] = {}
    for head, end in zip(heads, ends_of([head.top for head in heads], len(text)), strict=True):
        first = head.last + 1
        tail = next(
            (i for i in range(end - 1, head.last, -1) if _TAIL.fullmatch(text.lines[i])), end
        )
        match = _TAIL.fullmatch(text.lines[tail]) if tail < end else None
        counts = (match["up"], match["down"]) if match else ()
        last = stripped(text, first, tail, _MORE)
        posts.append(
            Post(
                top=head.top,
                body=(first, last),
                author=head.author,
                date=head.date,
                parent=None if head.to is None else latest.get(head.to.casefold()),
                reason="" if head.to is None else f"its head names {head.to}",
                votes=tuple(int(count) for count in counts if count),
                badges=head.badges,
                deleted=is_gone(text, first, last),
            )
        )
        latest[head.author.casefold()] = len(posts) - 1
    return posts


def _heads(text: Lines) -> Iterator[_Head]:
    for index, line in enumerate(text.lines):
        match = _HEAD.fullmatch(line)
        name = text.above(index) if match else None
        said = None if name is None else text.lines[name]
        if match is None:
            match, name = _ONE_LINE.fullmatch(text.raw[index].strip()), index
            said = None if match is None else match["who"].rstrip()
        if match is None or name is None or said is None or not is_name(said):
            continue
        author, to, badges = _people(said)
        is_pictured = name > 0 and text.lines[name - 1] == _AVATAR
        yield _Head(name - is_pictured, index, author, to, match["date"], badges)


def _people(said: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the author, whom they answer, and their badges."""
    arrow = _ARROW.fullmatch(said)
    if arrow:
        return arrow["author"], arrow["to"], ()
    author, _, to = (" ".join(part.split()) for part in _GAP.sub("\0", said, 1).partition("\0"))
    plain = author.removesuffix(" Mod")
    return plain, to or None, ("Mod",) if plain != author else ()
