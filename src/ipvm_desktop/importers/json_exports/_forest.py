"""Nested and linked replies, without recursion: they may be as deep as a file is long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

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


def roots_of(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Return for each key the last one that following the parents leads to.

    That one has no parent, or is no key itself, or closes a circle.
    """
    found: dict[str, str] = {}
    for start in parents:
        path: dict[str, None] = {}
        at = start
        while at not in found and at not in path and (parent := parents.get(at)) is not None:
            path[at] = None
            at = parent
        root = found.get(at, at)
        found.update(dict.fromkeys(path, root))
        found.setdefault(at, root)
    return {key: found[key] for key in parents}
