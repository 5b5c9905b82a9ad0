"""Passages to mark in the reading pane's text: matches of a search, and filter terms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ipvm_desktop.domain.query import WORD_START
from ipvm_desktop.ui.views._pane_document import in_utf16

Span = tuple[int, int]


def find_pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for any of some texts, or None when there is nothing to find.

    Case is ignored and any white space stands for any other. Offsets count in UTF-16.
    """
    wanted = (r"\s+".join(re.escape(in_utf16(word)) for word in text.split()) for text in texts)
    parts = sorted(filter(None, wanted), key=len, reverse=True)
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def search_pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for what a search of the library finds, or None.

    Words count from their beginning, except in scripts that put no spaces between them.
    """
    found = find_pattern(texts)
    return found and re.compile(f"{WORD_START}(?:{found.pattern})", re.IGNORECASE)


class Matches:
    """All places of a text, ascending, one of which is the current one."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = list(spans)
        self.current = -1

    @property
    def current_span(self) -> Span | None:
        """The current match, or None."""
        return self.spans[self.current] if 0 <= self.current < len(self.spans) else None

    def start_at(self, position: int) -> None:
        """Make the first match from a position on the current one, wrapping around."""
        if self.spans:
            self.current = bisect_left(self.spans, (position, position)) % len(self.spans)

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) match, wrapping around."""
        if self.spans:
            self.current = (self.current + direction) % len(self.spans)

    def between(self, first: int, last: int) -> list[Span]:
        """Return the matches that touch the positions from ``first`` to ``last``."""
        begin = bisect_left(self.spans, (first, first))
        if begin and self.spans[begin - 1][1] > first:
            begin -= 1
        return self.spans[begin : bisect_right(self.spans, (last, last))]
