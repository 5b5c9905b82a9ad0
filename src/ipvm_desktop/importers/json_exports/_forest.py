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


def name_of(root: int, posts: Iterable[Fields], *members: str) -> str:
    """Return the name with this hash among these members of the posts, "" where none has it."""
    names = (post.get(member) for post in posts for member in members)
    return next((name for name in names if isinstance(name, str) and hash(name) == root), "")
