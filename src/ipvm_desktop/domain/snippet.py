"""A search hit's text with the passages that matched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text with highlighted spans.

    Attributes:
        text: One line of plain text.
        spans: ``(start, end)`` offsets into the text, ascending, not overlapping.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
