"""Which printed names may be one person's: shortened, with initials, without accents.

Two different surnames written out never are, nor are two different first names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ipvm_desktop.domain.people import is_bound, person_key

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir"})
_DEGREES = frozenset(
    {"cpp", "psp", "pci", "pe", "phd", "mba", "cissp", "csp", "cts", "bsc", "msc", "esq"}
)
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
# They belong to the surname that follows.
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la"}
    | {"ibn", "le", "st", "te", "ten", "ter", "van", "vander", "von"}
)
_WORD = re.compile(r"[^\W_]+\.?")


@dataclass(frozen=True, slots=True)
class NameVariant:
    """Two printed names that may be one person's.

    Attributes:
        name: One of them, the shorter or plainer.
        other: The other one.
        reason: For people, one clause.
    """

    name: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name taken apart, folded, an abbreviated word with its full stop."""

    printed: str
    given: str
    middle: tuple[str, ...]
    surname: str
    generation: str

    @property
    def is_short(self) -> bool:
        return _is_short(self.surname)

    @property
    def words(self) -> tuple[str, ...]:
        return (self.given, *self.middle, self.surname, self.generation)


def name_variants(
    names: Iterable[str], about: Iterable[str] | None = None
) -> tuple[NameVariant, ...]:
    """Return pairs of names that may be one person's, in a stable order.

    Pseudonyms and single words are left out, and so are names that differ in nothing
    but case and spacing, because those are the same anyway.

    Args:
        names: As printed, in any order.
        about: Only pairs with one of these names; None for all pairs.
    """
    wanted = None if about is None else {person_key(name) for name in about}
    # Of names that differ in case only, the one as people write it stands for all.
    shouted_first = sorted(names, key=lambda name: (not (name.isupper() or name.islower()), name))
    by_key = {key: name for name in shouted_first if (key := person_key(name)) is not None}
    initials = None if wanted is None else {_folded(key)[:1] for key in wanted if key}
    parted = [
        parts
        for key, name in by_key.items()
        if not is_bound(key)
        # Taking a name apart is what takes the time; a title may stand before the initial.
        and (initials is None or _may_begin(key, initials))
        and (parts := _part(name)) is not None
    ]
    found: dict[frozenset[str], NameVariant] = {}
    for one, other in _candidates(parted):
        keys = {person_key(one.printed), person_key(other.printed)}
        pair = frozenset((one.printed, other.printed))
        if pair in found or (wanted is not None and not keys & wanted):
            continue
        reason = _reason(one, other)
        if reason:
            found[pair] = NameVariant(one.printed, other.printed, reason)
    return tuple(sorted(found.values(), key=lambda one: (one.other.casefold(), one.name)))


def _may_begin(key: str, initials: set[str]) -> bool:
    first = key.partition(" ")[0].strip(".,")
    return first in _TITLES or "," in key or _folded(key)[:1] in initials


def _part(printed: str) -> _Parts | None:
    """Take a name apart; None when it has no first name and surname."""
    before, comma, after = printed.partition(",")
    words = _words(before)
    rest = _words(after)
    if comma and any(word.strip(".") not in _DEGREES | _GENERATIONS for word in rest):
        words = rest + words  # "Smith, Zachary"
    else:
        words += rest
    while words and words[0].strip(".") in _TITLES:
        del words[0]
    generation = ""
    while len(words) > 1 and (last := words[-1].strip(".")) in _DEGREES | _GENERATIONS:
        generation = last if last in _GENERATIONS else generation
        del words[-1]
    if len(words) < 2:
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return _Parts(printed, words[0], tuple(words[1:start]), " ".join(words[start:]), generation)


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Return text without case, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (mark for mark in plain if not unicodedata.combining(mark) and mark not in "'’‘")
    return "".join(letters).replace("ł", "l")


def _candidates(parted: list[_Parts]) -> Iterator[tuple[_Parts, _Parts]]:
    """Yield pairs that share a surname or stand for one, the shorter name first.

    Names meet only those in the same drawer, so that thousands of names take no time.
    """
    by_surname: dict[tuple[str, str], list[_Parts]] = {}
    by_given: dict[tuple[str, str], list[_Parts]] = {}
    for parts in parted:
        by_surname.setdefault((parts.given[0], parts.surname), []).append(parts)
        by_given.setdefault((parts.given, parts.surname[0]), []).append(parts)
    for drawer in by_surname.values():
        for place, one in enumerate(drawer):
            for other in drawer[place + 1 :]:
                yield _ordered(one, other)
    for drawer in by_given.values():
        for short in drawer:
            if short.is_short:
                yield from ((short, other) for other in drawer if not other.is_short)


def _ordered(one: _Parts, other: _Parts) -> tuple[_Parts, _Parts]:
    def size(parts: _Parts) -> tuple[int, int, int, str]:
        letters = sum(map(len, parts.words))
        accents = sum(ord(letter) > 127 for letter in parts.printed)
        return len(parts.middle), letters, accents, parts.printed

    return (one, other) if size(one) <= size(other) else (other, one)


def _reason(one: _Parts, other: _Parts) -> str:
    """Return why two names may be one person's, or "" when they are not."""
    if one.generation != other.generation:
        return ""
    if one.words == other.words:
        return f"“{one.printed}” and “{other.printed}” are spelled almost alike"
    if not (_agree(one.given, other.given) and _agree(one.surname, other.surname)):
        return ""
    given_is_short = _is_short(one.given) or _is_short(other.given)
    if given_is_short and (one.is_short or other.is_short):
        return ""  # initials alone are no name
    if one.middle and other.middle:
        if len(one.middle) != len(other.middle) or not all(map(_agree, one.middle, other.middle)):
            return ""
    elif (one.given, one.surname) == (other.given, other.surname):
        return f"“{one.printed}” may be “{other.printed}” without the middle name"
    return f"“{one.printed}” may be short for “{other.printed}”"


def _agree(one: str, other: str) -> bool:
    """Return whether two words are the same or one of them abbreviates the other."""
    if one.strip(".") == other.strip("."):
        return True
    short, long = sorted((one, other), key=lambda word: len(word.strip(".")))
    return _is_short(short) and long.startswith(short.strip("."))


def _is_short(word: str) -> bool:
    return len(word) == 1 or word.endswith(".")
