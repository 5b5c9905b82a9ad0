"""Passages that a comment takes from an earlier comment or from the article.

Runs of equal words are found through their shingles (Broder, "On the resemblance and
containment of documents", SEQUENCES 1997) and grown over small typing differences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ipvm_desktop.replies.texts import WORD

SHINGLE = 3
ARTICLE = -1
_RESUMES = 2
_SKIPS = 3
_OFFSET_BITS = 32
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1

# What stands around a quotation: a sentence's end before it, its own end, quotation marks.
_BEGIN = re.compile(r"(?:^|[.!?…:\n]|[\"'(\[>*_-])[\s\"'>*_-]*\Z")
_END = re.compile(r"[\s]*(?:\Z|\n|[.!?…]|,?\"|\)|\])")
_LONG = 12
_NEAR = 100
"""How many characters before a run are looked at; endless rows of dashes would take too long."""

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A run of words that a text shares with an earlier one.

    Attributes:
        source: Place of the earlier comment in the discussion, or ``ARTICLE``.
        start: Place of the run's first word.
        end: Place behind its last word.
        equal: How many of its words are the same on both sides.
    """

    source: int
    start: int
    end: int
    equal: int


def shingles(words: Words) -> list[int]:
    """Return a hash for each run of ``SHINGLE`` words, valid within this process only."""
    return list(map(hash, zip(words, words[1:], words[2:], strict=False)))


class PassageIndex:
    """Who wrote which run of words, the latest writer first.

    Quoting a passage does not make it one's own: what was recognised as taken stays with
    the one it was taken from.
    """

    def __init__(self, article: Words) -> None:
        """Begin with the article's words."""
        self._words: dict[int, Words] = {}
        self._latest: dict[int, int] = {}  # by shingle: place and offset in one number
        self._keys: tuple[Words, list[int]] = ((), [])  # of the text looked at last
        self._keep(ARTICLE, article, range(len(article)))

    def add(self, place: int, words: Words, taken: Sequence[Match]) -> None:
        """Add a comment's words, except those it took from others."""
        begin = 0
        for match in taken:
            self._keep(place, words, range(begin, match.start))
            begin = match.end
        self._keep(place, words, range(begin, len(words)))

    def _keep(self, place: int, words: Words, span: range) -> None:
        self._words[place] = words
        first = ((place + 1) << _OFFSET_BITS) + span.start
        last = max(span.start, span.stop - SHINGLE + 1)
        keys = self._shingles(words)[span.start : last]
        self._latest.update(zip(keys, range(first, first + len(keys)), strict=True))

    def _shingles(self, words: Words) -> list[int]:
        if words is not self._keys[0]:
            self._keys = (words, shingles(words))
        return self._keys[1]

    def matches(self, words: Words) -> list[Match]:
        """Return the shared runs of a text, in order, not overlapping."""
        keys = self._shingles(words)
        if self._latest.keys().isdisjoint(keys):
            return []
        hits = list(map(self._latest.get, keys))
        found: list[Match] = []
        k, last = 0, len(keys)
        while k < last:
            hit = hits[k]
            match = None
            if hit is not None:
                place, there = (hit >> _OFFSET_BITS) - 1, hit & _OFFSET_MASK
                match = self._grown(words, k, place, there)
            if match is None:
                k += 1
            else:
                found.append(match)
                k = max(match.end, k + 1)
        return found

    def _grown(self, words: Words, start: int, source: int, there: int) -> Match | None:
        other = self._words[source]
        # Different runs may share a hash.
        if words[start : start + SHINGLE] != other[there : there + SHINGLE]:
            return None
        end, far, equal = start + SHINGLE, there + SHINGLE, SHINGLE
        here_end, there_end = len(words), len(other)
        while end < here_end and far < there_end:
            if words[end] == other[far]:
                end, far, equal = end + 1, far + 1, equal + 1
                continue
            skipped = _skip(words, end, other, far)
            if skipped is None:
                break
            end, far = end + skipped[0], far + skipped[1]
        return Match(source, start, end, equal)


def spans(text: str, matches: Sequence[Match]) -> list[tuple[int, int]]:
    """Return where runs of words stand in the text they were found in, as characters."""
    lowered = text.lower()
    # Some capitals become two characters in lower case, which moves all behind them.
    words = WORD.finditer(lowered if len(lowered) == len(text) else "")
    last = max((match.end for match in matches), default=0)
    places = [found.span() for found in islice(words, last)]
    return [
        (places[match.start][0], places[match.end - 1][1])
        for match in matches
        if match.end <= len(places)
    ]


def set_off(text: str, matches: Sequence[Match]) -> list[Match]:
    """Return the runs that are quotations: whole sentences, in quotation marks, or long ones."""
    found = []
    for match, (start, end) in zip(matches, spans(text, matches), strict=False):
        begins = _BEGIN.search(text, max(0, start - _NEAR), start) is not None
        if (begins and _END.match(text, end)) or match.equal >= _LONG:
            found.append(match)
    return found


def _skip(words: Words, end: int, other: Words, far: int) -> tuple[int, int] | None:
    """Return how many words to pass over on each side until the texts agree again."""
    if frozenset(words[end : end + _SKIPS]).isdisjoint(other[far : far + _SKIPS]):
        return None
    for here, there in ((1, 1), (1, 0), (0, 1), (2, 2), (2, 1), (1, 2), (2, 0), (0, 2)):
        a, b = end + here, far + there
        run = words[a : a + _RESUMES]
        if len(run) == _RESUMES and run == other[b : b + _RESUMES]:
            return here, there
    return None
