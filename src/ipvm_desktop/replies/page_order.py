"""Replies in page order, where a comment's replies stand right below it.

The parent then lies on the path from the comment right above up to the top level
(a page prints a pre-order walk of its tree). Which path that is, is itself uncertain, so
several are followed side by side, each with its probability.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence, Names

Path = tuple[int, ...]
Measure = TypeVar("Measure", Names, float)
"""What evidence is taken for: the names themselves to learn, or the sum of their weights."""

FARTHEST = 10
"""How many ancestors of the comment above are looked at."""


_LONGEST = 200


class PagePlaces(Generic[Measure]):
    """Yields a comment's possible parents for a given path above it.

    Attributes:
        evidence: Where the evidence comes from.
    """

    def __init__(self, discussion: Discussion, measure: Callable[[Names], Measure]) -> None:
        """Begin at the top of a page.

        Args:
            discussion: The comments.
            measure: What to make of evidence; measures of parts are added up.
        """
        self.evidence = Evidence(discussion)
        self._discussion = discussion
        self._measure: Callable[[Names], Measure] = measure
        self._place = 0
        # Paths differ little, so most of what they ask was answered before.
        self._pairs: dict[int, Measure] = {}
        self._stands: dict[tuple[int, int, int, int | None], Measure] = {}
        self._top: dict[None, Measure] = {}
        self._orders: dict[Names, Measure] = {}

    def options(self, place: int, path: Path) -> list[tuple[int | None, Measure]]:
        """Return the possible parents of the comment below a path, the top level last.

        Args:
            place: Comments must be asked for in order, one several times for its paths.
            path: The comment right above, after all those it answers.
        """
        if place != self._place:
            self._place = place
            self._pairs.clear()
            self._stands.clear()
            self._top.clear()
            self.evidence.advance(place)
        found: list[tuple[int | None, Measure]] = []
        last = len(path) - 1
        for rank in range(min(len(path), FARTHEST)):
            depth = last - rank
            parent = path[depth - 1] if depth else None
            stands = self._standing(place, path[depth], rank, depth, parent)
            found.append((path[depth], stands + self._order(place, path, depth, rank)))
        found.append((None, self._alone(place) + self._ordered(self._top_order(place, path))))
        return found

    def _standing(
        self, place: int, other: int, rank: int, depth: int, parent: int | None
    ) -> Measure:
        key = (other, rank, depth, parent)
        known = self._stands.get(key)
        if known is None:
            pair = self._pairs.get(other)
            if pair is None:
                pair = self._pairs[other] = self._measure(self.evidence.of_pair(place, other))
            stands = self.evidence.of_place(place, other, rank, depth, parent)
            known = self._stands[key] = pair + self._measure(stands)
        return known

    def _alone(self, place: int) -> Measure:
        if None not in self._top:
            self._top[None] = self._measure(self.evidence.of_top(place))
        return self._top[None]

    def _ordered(self, names: Names) -> Measure:
        known = self._orders.get(names)
        if known is None:
            known = self._orders[names] = self._measure(names)
        return known

    def _order(self, place: int, path: Path, depth: int, rank: int) -> Measure:
        """Return what the dates say: siblings follow each other in time."""
        days, persons = self._discussion.days, self._discussion.persons
        day, later = days[place], self._discussion.earliest_later[place]
        found: Names = ()
        if rank:
            sibling = path[depth + 1]
            before = days[sibling]
            if day is not None and before is not None and before > day:
                found += ("sibling is later",)
            if persons[place] and persons[place] == persons[sibling]:
                found += ("sibling is one's own",)
        if day is not None and later < day:
            # A later place of an earlier date: this one stands inside an older thread.
            top = days[path[0]]
            found += ("inside no older thread" if top is not None and top > later else "inside",)
        return self._ordered(found)

    def _top_order(self, place: int, path: Path) -> Names:
        days, persons = self._discussion.days, self._discussion.persons
        day, top = days[place], days[path[0]]
        found: Names = (_DEEP[min(len(path) - 1, 4)],)
        if day is not None and top is not None and top > day:
            found += ("alone, thread above is later",)
        if day is not None and self._discussion.earliest_later[place] < day:
            found += ("alone, inside",)
        person = persons[place]
        if person and person == persons[path[0]]:
            found += ("alone, thread above is one's own",)
        if person and any(persons[each] == person for each in path):
            found += ("alone, spoke above",)
        return found


_DEEP = tuple(f"alone, depth above {n}" for n in range(5))


def extended(path: Path, parent: int | None, place: int) -> Path:
    """Return the path above the next comment, when ``place`` answers ``parent``.

    Of a very long path the middle is forgotten.
    """
    if parent is None:
        return (place,)
    above = path[: path.index(parent) + 1]
    if len(above) > _LONGEST:
        above = (above[0], *above[1 - _LONGEST :])
    return (*above, place)


def known_options(
    discussion: Discussion, parents: Sequence[int | None]
) -> list[list[tuple[int | None, Names]]]:
    """Return the options of each comment but the first, with the true paths above; to learn."""
    places: PagePlaces[Names] = PagePlaces(discussion, tuple)
    found = []
    path: Path = (0,)
    for place in range(1, len(parents)):
        found.append(places.options(place, path))
        path = extended(path, parents[place], place)
    return found
