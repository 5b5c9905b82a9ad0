"""Finds a passage in plain text, also where it was copied with small differences."""

from __future__ import annotations

import re
from collections import Counter

_NO_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…]*")
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,}|\[\.*\])\s*")
_LEAST_SHARED = 0.6
_LEAST_TRIPLES = 0.4
_LEAST_LETTERS = 12  # of a part between ellipses that is looked for on its own
_LONGEST_FUZZY = 200_000

Span = tuple[int, int]


def fold(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return _NO_LETTERS.sub("", text.lower())


def locate(text: str, passage: str) -> Span | None:
    """Return where a passage stands in a text, or None where nothing resembles it.

    White space, case and signs do not matter. Where the words differ, it is the stretch
    that shares most of them. Takes time in proportion to the text.
    """
    span = _locate(text, passage)
    end = _SENTENCE_END.match(text, span[1]) if span is not None else None
    return (span[0], end.end()) if span is not None and end is not None else None


def _locate(text: str, passage: str) -> Span | None:
    exact = _locate_exactly(text, passage)
    if exact is not None:
        return exact
    parts = [part for part in _ELLIPSIS.split(passage) if len(fold(part)) >= _LEAST_LETTERS]
    if len(parts) > 1:
        spans = [span for part in parts if (span := _locate_exactly(text, part))]
        if spans:
            return _joined(spans, 2 * len(passage))
    return _most_alike(text, passage)


class Sayings:
    """The turns of phrase of a long text, to tell quickly whether a passage comes from it."""

    def __init__(self, text: str) -> None:
        self._letters = fold(text)
        self._triples = set(_triples(text))

    def holds(self, passage: str) -> bool:
        """Tell whether a passage stands in the text, or a good part of its words does."""
        letters = fold(passage)
        if letters and letters in self._letters:
            return True
        triples = _triples(passage)
        shared = sum(triple in self._triples for triple in triples)
        return bool(triples) and shared >= _LEAST_TRIPLES * len(triples)


def _triples(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


def _joined(spans: list[Span], reach: int) -> Span:
    """Return the stretch from the first part to the last one that follows near enough."""
    begin, end = spans[0]
    for first, last in spans[1:]:
        if end <= first <= end + reach:
            end = last
    return begin, end


def _locate_exactly(text: str, passage: str) -> Span | None:
    words = _WORD.findall(passage)
    if not words:
        return None
    pattern = r"[\W_]*".join(words)
    found = re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE)
    return found.span() if found else None


def _most_alike(text: str, passage: str) -> Span | None:
    """Return the stretch as long as the passage that shares most of its words."""
    wanted = Counter(word.lower() for word in _WORD.findall(passage))
    length = wanted.total()
    if length < 3 or len(text) > _LONGEST_FUZZY:
        return None
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    missing = wanted.copy()  # negative where the stretch has more of a word than the passage
    shared, best, best_at = 0, 0, 0
    for index, (word, _, _) in enumerate(words):
        shared += missing[word] > 0
        missing[word] -= 1
        if index >= length:
            former = words[index - length][0]
            missing[former] += 1
            shared -= missing[former] > 0
        if shared > best:
            best, best_at = shared, index
    if best < _LEAST_SHARED * length:
        return None
    stretch = words[max(0, best_at - length + 1) : best_at + 1]
    common = [(first, last) for word, first, last in stretch if word in wanted]
    return common[0][0], common[-1][1]
