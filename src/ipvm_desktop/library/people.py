"""The people of a library: participants, people across articles, merging and splitting.

Named people are one person everywhere. A pseudonym is one person within one article, so
it is never merged with anybody beyond it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TypeAlias

import sqlalchemy as sa

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.name_variants import NameVariant, name_variants
from ipvm_desktop.domain.people import (
    Aliases,
    Participant,
    Person,
    is_bound,
    participants,
    person_key,
)
from ipvm_desktop.errors import PeopleError
from ipvm_desktop.library import _articles, _comments, _people
from ipvm_desktop.library._persons import bound_person, named_people, names_by_person

Transaction: TypeAlias = Callable[[], AbstractContextManager[sa.Connection]]

_RENUMBERED = "The magazine numbers undisclosed people anew on each page"


class People:
    """Who wrote in a library; see ``Library.people``.

    Every method is one transaction. ``PeopleError`` says why a name cannot be served.
    """

    def __init__(
        self,
        reading: Transaction,
        writing: Transaction,
        key_of: Callable[[sa.Connection, int], str],
    ) -> None:
        """Take what the library reads and writes with, and how it finds an article's key."""
        self._reading = reading
        self._writing = writing
        self._key_of = key_of

    def aliases(self) -> Aliases:
        """Return all that the reader merged."""
        with self._reading() as connection:
            return _people.aliases(connection)

    def participants(self, article_id: int) -> tuple[Participant, ...]:
        """Return the people of one discussion, those with the most comments first.

        Raises:
            NotFoundError: There is no such article.
        """
        with self._reading() as connection:
            return self._participants(connection, article_id)[1]

    def find(self, name: str, article_id: int | None = None) -> Person:
        """Return a person by any of their printed names, in any case.

        Args:
            name: A name as printed.
            article_id: Where a pseudonym stands; of no effect for named people.

        Raises:
            NotFoundError: There is no such article.
            PeopleError: Nobody of that name commented, or a pseudonym lacks its article.
        """
        with self._reading() as connection:
            if article_id is not None:
                comments, one = self._participant(connection, name, article_id)
                if one is not None and is_bound(one.key):
                    (article,) = _articles.summaries(connection, [article_id])
                    return bound_person(article, comments, one)
            key = _named_key(name, article_id)
            named = _people.aliases(connection).named
            key = named.get(key, key)
            names = {key: names_by_person(connection, named).get(key, [])}
            for person in named_people(connection, names):
                return person
        raise PeopleError(f"Nobody named “{name}” has commented.")

    def names(self) -> list[str]:
        """Return the printed names of all named people."""
        with self._reading() as connection:
            found = names_by_person(connection, {}).values()
            return [name for names in found for _, name, _ in names]

    def everybody(self, text: str = "", limit: int | None = None) -> list[Person]:
        """Return named people of the whole library, those with the most comments first.

        Args:
            text: Words that must all occur in one of a person's names; "" for everybody.
            limit: At most so many; None for all.
        """
        words = text.casefold().split()

        def matches(names: Iterable[tuple[int, str, int]]) -> bool:
            return any(all(word in name.casefold() for word in words) for _, name, _ in names)

        with self._reading() as connection:
            names = names_by_person(connection, _people.aliases(connection).named)
            chosen = sorted(
                (key for key, found in names.items() if matches(found)),
                key=lambda key: (-sum(count for _, _, count in names[key]), key),
            )
            return named_people(connection, {key: names[key] for key in chosen[:limit]})

    def merge(
        self,
        name: str,
        other: str,
        *,
        article_id: int | None = None,
        other_article_id: int | None = None,
    ) -> None:
        """Make two people one from now on, also in articles imported later.

        Args:
            name: A printed name of the one.
            other: A printed name of the other.
            article_id: Where ``name`` stands, when it is a pseudonym.
            other_article_id: Where ``other`` stands; None for the same article.

        Raises:
            NotFoundError: There is no such article.
            PeopleError: They cannot be the same, or nobody has that name.
        """
        if other_article_id is None:
            other_article_id = article_id
        with self._writing() as connection:
            key, bound = self._identify(connection, name, article_id)
            other_key, other_bound = self._identify(connection, other, other_article_id)
            _refuse(name, other, bound, other_bound)
            known = _people.aliases(connection)
            place = bound or _people.EVERYWHERE
            now = known.bound.get(place, {}) if bound else known.named
            target, source = now.get(key, key), now.get(other_key, other_key)
            if target == source:
                return
            then = {each: target if goal == source else goal for each, goal in now.items()}
            then[source] = target
            _people.set_aliases(connection, place, now, then)
            if not bound:
                pairs = _pairs(_group(then, target), _group(then, target))
                _people.set_distinct(connection, pairs, are_distinct=False)

    def split(self, name: str, *, article_id: int | None = None) -> None:
        """Let a printed name be a person of its own again, as if it had never been merged.

        Named people are then no longer suggested to be the same.

        Args:
            name: As printed.
            article_id: Where it stands, when it is a pseudonym.

        Raises:
            NotFoundError: There is no such article.
            PeopleError: The name is not merged with another one.
        """
        with self._writing() as connection:
            key, bound = self._identify(connection, name, article_id)
            known = _people.aliases(connection)
            place = bound or _people.EVERYWHERE
            now = known.bound.get(place, {}) if bound else known.named
            others = _group(now, now.get(key, key)) - {key}
            if not others:
                raise PeopleError(f"“{name}” is not merged with another name.")
            target = min(others)
            then = {each: goal for each, goal in now.items() if each not in {key, *others}}
            then |= dict.fromkeys(others - {target}, target)
            _people.set_aliases(connection, place, now, then)
            if not bound:
                _people.set_distinct(connection, _pairs({key}, others), are_distinct=True)

    def suggestions(self, name: str | None = None) -> list[NameVariant]:
        """Return names that may be one person's and are not merged, nor told apart by hand.

        Args:
            name: Only what concerns the named person who has this name; None for all.
        """
        with self._reading() as connection:
            named = _people.aliases(connection).named
            names = names_by_person(connection, named)
            apart = _people.distinct(connection)
        about = None
        if name is not None:
            key = person_key(name) or ""
            about = [printed for _, printed, _ in names.get(named.get(key, key), ())]
        printed = (name for found in names.values() for _, name, _ in found)
        result: dict[tuple[str, str], NameVariant] = {}
        for variant in name_variants(printed, about):
            pair = _pair(person_key(variant.name) or "", person_key(variant.other) or "")
            people = _pair(*(named.get(key, key) for key in pair))
            if people[0] != people[1] and pair not in apart:
                result.setdefault(people, variant)
        return list(result.values())

    def dismiss(self, name: str, other: str) -> None:
        """Remember that two named people are not the same, whatever their names look like.

        Raises:
            PeopleError: Nobody has that name, or it is a pseudonym.
        """
        with self._writing() as connection:
            named = _people.aliases(connection).named
            keys = (self._identify(connection, each, None)[0] for each in (name, other))
            one, two = (_group(named, named.get(key, key)) for key in keys)
            pairs = _pairs(one, two) if one != two else set()
            _people.set_distinct(connection, pairs, are_distinct=True)

    def _identify(
        self, connection: sa.Connection, name: str, article_id: int | None
    ) -> tuple[str, str]:
        """Return a name's key before merging, and its article's key when it is a pseudonym."""
        if article_id is not None:
            _, found = self._participant(connection, name, article_id)
            if found is not None and is_bound(found.key):
                return person_key(name, found.pseudonym) or "", self._key_of(connection, article_id)
        key = _named_key(name, article_id)
        if all(person_key(known) != key for _, known, _ in _people.names(connection)):
            raise PeopleError(f"Nobody named “{name}” has commented.")
        return key, ""

    def _participant(
        self, connection: sa.Connection, name: str, article_id: int
    ) -> tuple[Iterable[Comment], Participant | None]:
        """Return one of those who wrote below an article, if there, with all its comments."""
        comments, people = self._participants(connection, article_id)
        wanted = person_key(name)
        for one in people:
            if any(wanted in (person_key(known), one.key) for known in one.names):
                return comments, one
        return comments, None

    def _participants(
        self, connection: sa.Connection, article_id: int
    ) -> tuple[Iterable[Comment], tuple[Participant, ...]]:
        key = self._key_of(connection, article_id)
        (comments,) = _comments.load(connection, [article_id]).values()
        return comments, participants(comments, _people.aliases(connection).of(key))


def _named_key(name: str, article_id: int | None = None) -> str:
    """Return the key of a named person.

    Raises:
        PeopleError: The name is a pseudonym, or blank.
    """
    key = person_key(name)
    if key is None:
        raise PeopleError("A name is needed.")
    if not is_bound(key):
        return key
    if article_id is not None:
        raise PeopleError(f"{_RENUMBERED}, and “{name}” is nobody in article {article_id}.")
    raise PeopleError(f"{_RENUMBERED}, so it takes an article to know who “{name}” is.")


def _refuse(name: str, other: str, bound: str, other_bound: str) -> None:
    """Refuse to merge who cannot be known to be the same; both are article keys or ""."""
    if bound == other_bound:
        return
    if bound and other_bound:
        raise PeopleError(
            f"{_RENUMBERED}, so “{name}” of one article and “{other}” of another are different"
            " people and cannot be merged."
        )
    hidden, open_name = (name, other) if bound else (other, name)
    raise PeopleError(
        f"{_RENUMBERED}, so “{hidden}” is somebody within one article only and cannot be merged"
        f" with “{open_name}”, who may write in any."
    )


def _group(aliases: Mapping[str, str], target: str) -> set[str]:
    return {target, *(key for key, goal in aliases.items() if goal == target)}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _pairs(some: set[str], others: set[str]) -> set[tuple[str, str]]:
    return {_pair(one, other) for one, other in itertools.product(some, others) if one != other}
