"""Parents by how far comments are indented."""

from __future__ import annotations


class Indentation:
    """Finds for each comment of a page the nearest one above it that is indented less."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def parent(self, depth: int, key: str) -> str | None:
        """Take in the next comment of the page and return its parent's key, or None at the top."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        parent = self._open[-1][1] if self._open else None
        self._open.append((depth, key))
        return parent
