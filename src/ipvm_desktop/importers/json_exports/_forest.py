"""Nested and linked replies, without recursion: they may be as deep as a file is long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ipvm_desktop.importers.json_exports._values import Fields

T = TypeVar("T")


def walk(roots: Iterable[T], children: Callable[[T], Iterable[T]]) -> Iterator[tuple[T, T | None]]:
    """Yield each value with the one it is nested in, parents before children."""
    waiting: list[tuple[T, T | None]] = [(root, None) for root in roots]
    waiting.reverse()
    while waiting:
        value, parent = waiting.pop()
        yield value, parent
        nested = [(child, value) for child in children(value)]
        waiting.extend(reversed(nested))


class Links:
    """Which post answers which, by the hashes of their names: there may be a million."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def add(self, own: str, parent: str | None) -> None:
        """Say what a post answers; what was said of it first holds."""
        if parent is not None:
            self._parents.setdefault(hash(own), hash(parent))

    def root(self, own: str) -> int:
        """Return the hash of the last post that following the answers leads to.

        That one answers none, or nothing is known of it, or it closes a circle.
        """
        path: dict[int, None] = {}
        at = hash(own)
        while at not in path and (parent := self._parents.get(at)) is not None:
            path[at] = None
            at = parent
        self._parents.update(dict.fromkeys(path, at))
        if at in path:
            del self._parents[at]
        return at


def name_of(root: int, posts: Iterable[Fields], *members: str) -> str:
    """Return the name with this hash among these members of the posts, "" where none has it."""
    names = (post.get(member) for post in posts for member in members)
    return next((name for name in names if isinstance(name, str) and hash(name) == root), "")
