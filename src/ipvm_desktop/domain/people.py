"""Who takes part in discussions: one person per pseudonym and article, or per name everywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.identity import normalised
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.person import split_pseudonym

_UNDISCLOSED = re.compile(r"undisclosed\b")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A company that a person wrote for.

    Attributes:
        name: As printed.
        first: Day of the first comment with it; None when none of them has a day.
        last: Day of the last one.
        comments: How many comments bear it.
    """

    name: str
    first: dt.date | None
    last: dt.date | None
    comments: int


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one article's discussion.

    Attributes:
        key: Stable within the article; see ``person_key``.
        name: The fullest of the printed names.
        names: All names as printed, the fullest first.
        pseudonym: ``n`` of "Undisclosed … #n"; None for named people.
        comments: How many comments are theirs.
        unread: How many of those the reader has not seen.
        affiliations: In order of time.
        staff: One of the comments says that they belong to the magazine.
        article_author: They wrote the article.
    """

    key: str
    name: str
    names: tuple[str, ...]
    pseudonym: int | None
    comments: int
    unread: int
    affiliations: tuple[Affiliation, ...] = ()
    staff: bool = False
    article_author: bool = False


@dataclass(frozen=True, slots=True)
class PersonArticle:
    """An article that a person commented on.

    Attributes:
        id: The library's id.
        title: The article's title.
        first: Day of their first comment there, or None.
        comments: How many are theirs.
    """

    id: int
    title: str
    first: dt.date | None
    comments: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person across the library; for a pseudonym that is one article.

    Attributes:
        key: See ``person_key``.
        name: The fullest of the printed names.
        names: Names as printed with their comments, the fullest first.
        bound: The person exists within one article only.
        comments: How many comments are theirs.
        affiliations: In order of time.
        articles: Where they wrote, the latest first.
    """

    key: str
    name: str
    names: tuple[tuple[str, int], ...]
    bound: bool
    comments: int
    affiliations: tuple[Affiliation, ...]
    articles: tuple[PersonArticle, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """Which names the reader said are one person's, as keys.

    Attributes:
        named: Of named people, everywhere.
        bound: Of pseudonyms, by the key of their article.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    bound: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, article_key: str) -> Mapping[str, str]:
        """Return what holds within one article."""
        own = self.bound.get(article_key)
        return {**self.named, **own} if own else self.named


def is_bound(key: str) -> bool:
    """Return whether a person's key is good within one article only."""
    return _UNDISCLOSED.match(key) is not None


def person_key(author: str | None, pseudonym: int | None = None) -> str | None:
    """Return who an author is, before the reader's merges; None for an unknown author.

    The magazine numbers undisclosed people anew on each page, so that their number
    alone makes the key, whatever role is printed with it. Case and spacing of a name
    do not matter.
    """
    if author is None or not author.strip():
        return None
    found = split_pseudonym(author)
    number = found[1] if found is not None else pseudonym
    return normalised(author) if number is None else f"undisclosed #{number}"


def participants(
    comments: Iterable[Comment], aliases: Mapping[str, str] = _NONE
) -> tuple[Participant, ...]:
    """Return the people of one discussion, those with the most comments first.

    Among equals the one who wrote first comes first. Comments without an author are
    nobody's.

    Args:
        comments: All comments of one article, in any order.
        aliases: What holds there of ``Aliases``.
    """
    keys: dict[tuple[str | None, int | None], str | None] = {}
    people: dict[str, _Gathered] = {}
    for comment in sorted(comments, key=lambda one: one.id):
        printed = (comment.author, comment.pseudonym)
        if printed not in keys:
            key = person_key(*printed)
            keys[printed] = None if key is None else aliases.get(key, key)
        key = keys[printed]
        if key is not None:
            people.setdefault(key, _Gathered()).take(comment)
    found = [gathered.participant(key) for key, gathered in people.items()]
    return tuple(sorted(found, key=lambda one: -one.comments))


class _Gathered:
    """What is known of one person while comments are counted."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._uses = AffiliationCounter()
        self._comments = self._unread = 0
        self._staff = self._article_author = False

    def take(self, comment: Comment) -> None:
        name = comment.author or ""
        self._names[name] = self._names.get(name, 0) + 1
        day = day_of(comment.posted) if comment.posted else None
        self._uses.add(comment.affiliation, day, day, 1)
        self._comments += 1
        self._unread += not comment.read
        self._staff |= comment.staff
        self._article_author |= comment.article_author

    def participant(self, key: str) -> Participant:
        names = fullest_first(self._names)
        number = split_pseudonym(key)
        return Participant(
            key=key,
            name=names[0],
            names=names,
            pseudonym=number[1] if number else None,
            comments=self._comments,
            unread=self._unread,
            affiliations=self._uses.affiliations(),
            staff=self._staff,
            article_author=self._article_author,
        )


class AffiliationCounter:
    """Gathers when a person wrote for whom."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[dt.date | None, dt.date | None, int]] = {}

    def add(
        self, name: str | None, first: dt.date | None, last: dt.date | None, comments: int
    ) -> None:
        """Take note of some comments; those without an affiliation are passed over."""
        if name:
            known_first, known_last, count = self._found.get(name, (None, None, 0))
            self._found[name] = (
                earlier(known_first, first),
                known_last if last is None else max(known_last or last, last),
                count + comments,
            )

    def affiliations(self) -> tuple[Affiliation, ...]:
        """Return what was gathered, in order of time, the undated ones last."""
        found = (Affiliation(name, *facts) for name, facts in self._found.items())
        return tuple(sorted(found, key=lambda one: one.first or dt.date.max))


def earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    """Return the earlier of two days, of which either may be unknown."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def fullest_first(names: Mapping[str, int]) -> tuple[str, ...]:
    """Return names of one person, the one that tells most first.

    Words count more than initials, then names as people write them more than those all
    in capitals or small letters, then the number of comments, then length.
    """

    def fullness(name: str) -> tuple[int, int, bool, int, int]:
        words = name.split()
        whole = sum(len(word.strip(".")) > 1 and not word.endswith(".") for word in words)
        return whole, len(words), not (name.isupper() or name.islower()), names[name], len(name)

    return tuple(sorted(names, key=fullness, reverse=True))
