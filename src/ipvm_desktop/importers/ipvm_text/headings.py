"""Which short lines of an article are headings. In doubt a line is a paragraph."""

from __future__ import annotations

import re

from ipvm_desktop.importers.ipvm_text.masking import is_masked_word
from ipvm_desktop.importers.ipvm_text.page import day_of_line, word_set

_LONGEST = 90
_MOST_WORDS = 14
_MOST_POINTS = 40
_SMALL = word_set(
    "a an and are as at be but by for from if in into is it its nor not of off on onto or out "
    "over per so than that the their then to up v via vs vs. was were when with within without "
    "yet"
)
_EDGES = "\"'“”‘’()[]*#$€£&+-–—/|,.:?!…"
_CAPITALS = re.compile(r"[A-Z][A-Z0-9 &/'’,-]{2,60}:\Z")
_UPDATE = re.compile(r"(?:\S+ \d{1,2},? )?(?:UPDATE|Update)\b")
# What other texts mark up with such characters is no heading of this site.
_MARK = re.compile(r"[\[(\-+•<>~_|=]|#+(?:\s|#)")
_WORD = re.compile(r"\w+")


class Headings:
    """Knows an article's outline, the list of points that its headings echo."""

    def __init__(self, *, masked: bool) -> None:
        self._masked = masked
        self._outline: list[frozenset[str]] | None = None

    def outline(self, points: list[list[str]]) -> None:
        """Take note of a list; the first one of an article is its outline."""
        if self._outline is None:
            texts = [" ".join(lines) for lines in points[:_MOST_POINTS]]
            self._outline = [_words(text) for text in texts if len(text) <= _LONGEST]

    def is_heading(self, line: str) -> bool:
        """Say whether a line that stands alone is a heading."""
        if len(line) > _LONGEST or line[-1] in ".,;…" or _MARK.match(line):
            return False
        if line[-1] == ":":
            # Most lines with a colon announce something; only a point's own words are a heading.
            return _CAPITALS.match(line) is not None or _words(line) in (self._outline or ())
        words = line.split()
        if len(words) > _MOST_WORDS or _UPDATE.match(line) or day_of_line(line):
            return False
        if line == "Vote / Poll" or (line[0] in '"“' and line[-1] in '"”'):
            return False
        if "*" in line:
            return self._masked and _is_masked_title(words)
        return _is_title(words) or self._is_echo(line)

    def _is_echo(self, line: str) -> bool:
        if not self._outline or line[0].islower():
            return False
        words = _words(line)
        return any(
            words == point
            or (len(words & point) > 1 and len(words & point) >= 0.6 * len(words | point))
            for point in self._outline
        )


def _is_title(words: list[str]) -> bool:
    capitals = small = 0
    telling = False
    for word in words:
        core = word.strip(_EDGES)
        if not core:
            continue
        if core[0].isupper() or (core[0].isdigit() and capitals + small):
            capitals += 1
            telling = telling or core.lower() not in _SMALL
        elif core[0].isdigit() or core in _SMALL or not core.islower():
            small += 1
        else:
            return False
    if len(words) == 1:
        return capitals == 1 and len(words[0].strip(_EDGES)) > 3
    return telling and capitals >= small


def _is_masked_title(words: list[str]) -> bool:
    """Say whether the words are a heading's first ones with the rest masked."""
    masked = [word for word in words if is_masked_word(word)]
    clear = [word for word in words if not is_masked_word(word)]
    return len(masked) > 0 and words[0] in clear and _is_title([*clear, "Masked"])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _SMALL
