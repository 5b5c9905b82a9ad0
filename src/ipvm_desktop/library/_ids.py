"""The ids of very many articles, in little memory."""

from __future__ import annotations

_BLOCK = 1024


class Ids:
    """A set of ids, a bit for each: most of those that a file brings follow one another."""

    def __init__(self) -> None:
        self._blocks: dict[int, int] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and bool(
            self._blocks.get(number // _BLOCK, 0) >> number % _BLOCK & 1
        )

    def add(self, number: int) -> None:
        """Put an id into the set."""
        if number not in self:
            block = number // _BLOCK
            self._blocks[block] = self._blocks.get(block, 0) | 1 << number % _BLOCK
            self._count += 1
