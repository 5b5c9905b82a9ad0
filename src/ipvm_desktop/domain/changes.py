"""What a write touched, so that views update rows instead of reloading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Article ids that a write touched.

    Attributes:
        added: New articles.
        updated: Articles whose content or marks changed.
        removed: Articles no longer there.
    """

    added: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            _union(self.added, other.added),
            _union(self.updated, other.updated),
            _union(self.removed, other.removed),
        )


def _union(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(first + second))
