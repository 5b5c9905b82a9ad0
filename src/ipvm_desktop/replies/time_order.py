"""Replies in order of time, where a comment may answer any earlier one."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.evidence import Evidence, Names

WINDOW = 10
"""How many comments right before are always looked at."""
_OWN = 3
_DISTANCES = (1, 2, 3, 5, 8, 13, 25)
_RANK_BY_DISTANCE = (0, 1, 2, 2, 3)


class TimePlaces:
    """Yields a comment's possible parents, given what was found of those before it.

    Attributes:
        evidence: Where the evidence comes from.
    """

    def __init__(self, discussion: Discussion) -> None:
        """Begin with the oldest comment."""
        self.evidence = Evidence(discussion)
        self._discussion = discussion
        self._parents: list[int | None] = [None]
        self._depths = [0]
        self._replies: dict[int, list[int]] = defaultdict(list)
        self._by_person: dict[str, list[int]] = defaultdict(list)
        self._note_person(0)

    def settle(self, place: int, parent: int | None) -> None:
        """Take a comment's parent as found; comments must come in order."""
        self._parents.append(parent)
        self._depths.append(0 if parent is None else self._depths[parent] + 1)
        if parent is not None:
            self._replies[parent].append(place)
        self._note_person(place)

    def _note_person(self, place: int) -> None:
        person = self._discussion.persons[place]
        if person:
            self._by_person[person].append(place)

    def options(self, place: int) -> list[tuple[int | None, Names]]:
        """Return the possible parents of the next comment, the top level last."""
        self.evidence.advance(place)
        found: list[tuple[int | None, Names]] = []
        own = self._by_person.get(self._discussion.persons[place], [])
        for other in self._candidates(place, own):
            distance = place - 1 - other
            rank = _RANK_BY_DISTANCE[min(distance, 4)]
            evidence = self.evidence.of_pair(place, other)
            evidence += self.evidence.of_place(
                place, other, rank, self._depths[other], self._parents[other]
            )
            evidence += self._since(other, distance, own)
            found.append((other, evidence))
        person, above = self._discussion.persons[place], self._parents[place - 1]
        top = (*self.evidence.of_top(place), _DEEP[min(self._depths[place - 1], 4)])
        path = (place - 1,) if above is None else (above, place - 1)
        if person and any(self._discussion.persons[each] == person for each in path):
            top += ("alone, spoke above",)
        found.append((None, top))
        return found

    def _candidates(self, place: int, own: Sequence[int]) -> list[int]:
        """Return the comments worth a look, the latest first."""
        discussion = self._discussion
        near = range(place - 1, max(-1, place - 1 - WINDOW), -1)
        others = {source for source in discussion.quoted[place] if source >= 0}
        for person in (*discussion.addressed[place], *discussion.cited[place]):
            others.update(self._by_person.get(person, ())[-1:])
        for mine in own[-_OWN:]:
            others.update(self._replies.get(mine, ())[-_OWN:])
        return [*near, *sorted((o for o in others if o <= place - 1 - WINDOW), reverse=True)]

    def _since(self, other: int, distance: int, own: Sequence[int]) -> Names:
        """Return what happened between the two comments."""
        found = [_class_of_distance(distance), _ANSWERED[min(len(self._replies.get(other, ())), 3)]]
        if own and own[-1] > other:
            found.append("spoke since")
        theirs = self._by_person.get(self._discussion.persons[other])
        if theirs and theirs[-1] > other:
            found.append("other spoke since")
        return tuple(found)


_DEEP = tuple(f"alone, depth above {n}" for n in range(5))
_DISTANCE_CLASSES = tuple(f"distance/{n}" for n in (0, *_DISTANCES))
_ANSWERED = tuple(f"answered/{n}" for n in range(4))


def _class_of_distance(distance: int) -> str:
    return _DISTANCE_CLASSES[bisect_right(_DISTANCES, distance)]


def known_options(
    discussion: Discussion, parents: Sequence[int | None]
) -> list[list[tuple[int | None, Names]]]:
    """Return the options of each comment but the first, with the truth before it; to learn."""
    places = TimePlaces(discussion)
    found = []
    for place in range(1, len(parents)):
        found.append(places.options(place))
        places.settle(place, parents[place])
    return found
