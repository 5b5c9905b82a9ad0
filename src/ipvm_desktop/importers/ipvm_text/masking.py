"""Paywalled previews: words replaced by asterisks of the same length."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._block_reader import PICTURE
from ipvm_desktop.importers.ipvm_text.page import Page

_TOKEN = re.compile(r"\S+")
_CLEAR = re.compile(r"[^\W_]")
_MIN_RUN = 3
_NO_WORDS = frozenset("•-–—&/")
_LONG_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Masking:
    """How much of a body is masked.

    Attributes:
        share: 0 to 1.
        line: 0-based line where it begins.
    """

    share: float
    line: int

    @property
    def issue(self) -> ImportIssue:
        """What the reader is told."""
        percent = max(1, round(self.share * 100))
        message = f"This is a preview: {percent}% of the words are masked"
        return ImportIssue(IssueCode.MASKED_PREVIEW, message, self.line + 1)


def is_masked_word(word: str) -> bool:
    """Say whether a word consists of asterisks, with punctuation around them at most."""
    return "*" in word and _CLEAR.search(word) is None


def find_masking(page: Page, lines: Iterable[int]) -> Masking | None:
    """Measure the masking of the given lines, or return None when they are clear.

    Swear words, ratings and rows of asterisks do not make a preview: somewhere at
    least three masked words of different lengths must stand in one line and be most of it.
    """
    if "*" not in page.text:
        return None
    masked = words = 0
    first: int | None = None
    for index in lines:
        line = page.lines[index]
        if "*" not in line:
            words += _count_words(line)
            continue
        lengths: set[int] = set()
        here = 0
        before = words
        for match in _TOKEN.finditer(line):
            words += _CLEAR.search(match[0]) is not None or "*" in match[0]
            if is_masked_word(match[0]):
                here += 1
                if match[0].count("*") > 1:
                    lengths.add(match[0].count("*"))
        masked += here
        mostly = here >= _MIN_RUN and 2 * here > words - before
        if first is None and mostly and len(lengths) > 1:
            first = index
    return None if first is None else Masking(round(masked / words, 4), first)


def _count_words(line: str) -> int:
    if len(line) > _LONG_LINE:
        return line.count(" ") + 1
    return sum(word not in _NO_WORDS for word in line.split()) if line != PICTURE else 0
