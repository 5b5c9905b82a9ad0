"""Who answers whom, where comments stand in each other or at a level."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._parts import Part, classes_of


def parents_by_level(levels: Sequence[int]) -> list[int | None]:
    """Return the place of each comment's parent: the nearest one above with a lower level."""
    parents: list[int | None] = []
    open_places: list[int] = []
    for place, level in enumerate(levels):
        while open_places and levels[open_places[-1]] >= level:
            open_places.pop()
        parents.append(open_places[-1] if open_places else None)
        open_places.append(place)
    return parents


def parents_by_nesting(parts: Sequence[Part]) -> list[int | str | None]:
    """Return the place of each comment's parent: the one that it stands in."""
    return [None if part.above is None else part.above.number for part in parts]


def parents_by_class(pattern: str) -> Callable[[Sequence[Part]], list[int | str | None]]:
    """Return a function for makes that tell levels by a class, such as ``depth-2``.

    A comment that stands in another one answers that one, whatever its level.

    Args:
        pattern: Of the class, with the level as its group.
    """
    told = re.compile(rf"{pattern}\Z")

    def parents(parts: Sequence[Part]) -> list[int | str | None]:
        levels = [_level(part, told) for part in parts]
        by_level = parents_by_level(levels)
        return [
            by_level[part.number] if part.above is None else part.above.number for part in parts
        ]

    return parents


def _level(part: Part, told: re.Pattern[str]) -> int:
    matches = (told.match(name) for name in classes_of(part.element))
    return next((int(match[1]) for match in matches if match), 0)


def threaded(
    found: Sequence[FoundComment], keys: Sequence[str | None], parents: Sequence[int | str | None]
) -> tuple[FoundComment, ...]:
    """Give comments their keys and parents.

    Args:
        found: The comments in the page's order.
        keys: What the page calls them; a comment without a name gets one for its replies.
        parents: Places of comments, or keys that may be missing from the page.
    """
    own: list[str] = []
    taken: set[str] = set()
    for place, key in enumerate(keys):
        name = key if key is not None and key not in taken else f"{key or ''}#{place}"
        taken.add(name)
        own.append(name)
    return tuple(
        replace(
            comment,
            key=own[place],
            parent=own[parent]
            if isinstance(parent, int)
            else parent
            if parent != own[place]
            else None,
        )
        for place, (comment, parent) in enumerate(zip(found, parents, strict=True))
    )


def order_of(found: Sequence[FoundComment]) -> CommentOrder:
    """Return how a list without nesting goes on: by time, unless its dates go back."""
    days = [day_of(comment.posted) for comment in found if comment.posted is not None]
    return CommentOrder.TIME if days == sorted(days) else CommentOrder.PAGE
