"""The lines of a copy, the shapes of single lines, and the account of what each line became."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ipvm_desktop.importers.dates.fixed import MONTHS, make_day

MONTH_STARTS = frozenset(MONTHS)
_DAY_LINE = re.compile(rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})\Z", re.ASCII)
_VOTE = re.compile(r"\((\d{1,9})\)\Z", re.ASCII)
_SECTION = re.compile(r"Comments?\s*\((\d{1,3}(?:,\d{3})+|\d{1,9})\)\Z", re.IGNORECASE | re.ASCII)
_WORDS = frozenset({"paragraph", "point"})
# Spaces that do not break, and characters that show nothing at all.
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2007": " ", "\u200b": None, "\ufeff": None})
_INVISIBLE = re.compile("[\xa0\u202f\u2007\u200b\ufeff]")


class LineUse(NamedTuple):
    """What a line was used for.

    Attributes:
        line: 1-based.
        use: Such as "title", "date", "paragraph" or "boilerplate".
        comment: ``id`` of the comment it belongs to; None for the article, 0 for the opening
            post of a forum topic.
    """

    line: int
    use: str
    comment: int | None


@dataclass(slots=True)
class Page:
    """The lines of one copy.

    A line that has been taken for something else than a body becomes "" in ``lines``,
    so what is left over at the end is the bodies' text.

    Attributes:
        raw: With their indentation.
        lines: The same, stripped.
        text: All of it, for looking whether something occurs at all.
    """

    raw: list[str]
    lines: list[str]
    text: str
    _claims: list[tuple[int, str, int | None]] = field(default_factory=list)
    _shared: set[int] = field(default_factory=set)

    @classmethod
    def from_text(cls, text: str) -> Page:
        """Split text into lines; spaces that do not break become plain ones."""
        if not text.isascii() and _INVISIBLE.search(text):
            text = text.translate(_SPACES)
        raw = text.split("\n")
        return cls(raw, [line.strip() for line in raw], text)

    def __len__(self) -> int:
        return len(self.lines)

    def claim(self, index: int, use: str, comment: int | None = None) -> None:
        """Note what a line is used for; it stays where it is."""
        if index not in self._shared:
            self._claims.append((index, use, comment))

    def take(self, index: int, use: str, comment: int | None = None) -> str:
        """Note what a line is used for, remove it from the bodies, and return it."""
        line = self.lines[index]
        self.claim(index, use, comment)
        self.lines[index] = self.raw[index] = ""
        return line

    def replace(self, index: int, text: str) -> None:
        """Leave the end of the line just taken to the bodies; the account names both uses."""
        self.lines[index] = self.raw[index] = text
        if index not in self._shared:
            _, use, comment = self._claims[-1]
            self._claims[-1] = (index, f"{use} and body", comment)
            self._shared.add(index)

    @property
    def uses(self) -> tuple[LineUse, ...]:
        """The account, by line; a line that is not blank stands here exactly once."""
        by_line = sorted(self._claims, key=lambda claim: claim[0])
        return tuple(LineUse(index + 1, use, comment) for index, use, comment in by_line)

    @property
    def last_use(self) -> str:
        """What the line last taken or claimed is used for; "" at first."""
        return self._claims[-1][1] if self._claims else ""

    def first_use(self, use: str) -> int | None:
        """Return the first line, counted from 1, with this use, or None."""
        return min((index + 1 for index, used, _ in self._claims if used == use), default=None)

    def text_lines(self, comment: int) -> list[int]:
        """Return the lines with a comment's words."""
        return [i for i, use, owner in self._claims if owner == comment and use in _WORDS]

    def next_text(self, first: int, last: int) -> int | None:
        """Return the first line in a range that is not blank, or None."""
        for index in range(first, last):
            if self.lines[index]:
                return index
        return None

    def has_text(self, first: int, last: int) -> bool:
        """Say whether any line in a range is not blank."""
        return self.next_text(first, last) is not None

    def is_spaced(self, first: int, last: int) -> bool:
        """Say whether blank lines separate the blocks of a range.

        The points of a list stand together in any copy, so they do not count.
        """
        gaps = tight = 0
        above: str | None = None
        gap = False
        for index in range(first, last):
            line = self.lines[index]
            if not line:
                gap = True
                continue
            if above is not None and gap:
                gaps += 1
            elif above is not None and line[0] != "•" and self.raw[index][0] not in " \t":
                tight += 1
            above = line
            gap = False
        return gaps >= tight


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def day_of_line(line: str) -> dt.date | None:
    """Return the day that a line consists of ("Jan 09, 2020"), or None."""
    if line[:3] not in MONTH_STARTS:
        return None
    match = _DAY_LINE.match(line)
    return make_day(match[3], match[1], match[2]) if match else None


def vote_of_line(line: str) -> int | None:
    """Return the count that a line consists of ("(3)"), or None."""
    match = _VOTE.match(line) if line[:1] == "(" else None
    return int(match[1]) if match else None


def section_of_line(line: str) -> int | None:
    """Return the number that a line such as "Comments (11)" announces, or None."""
    match = _SECTION.match(line) if line[:7].lower() == "comment" else None
    return int(match[1].replace(",", "")) if match else None
