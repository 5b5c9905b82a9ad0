"""Where comments begin: a line with nothing but a day is the anchor, its author stands above."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers.ipvm_text.page import MONTH_STARTS, Page, day_of_line, vote_of_line
from ipvm_desktop.importers.ipvm_text.people import is_author, is_avatar


@dataclass(frozen=True, slots=True)
class Start:
    """Where a comment begins.

    Attributes:
        top: Its first line: the avatar, or else the author.
        date: The line of its date; the author stands right above it.
        day: That date.
    """

    top: int
    date: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Starts:
    """The comments of a range of lines.

    Attributes:
        found: In order.
        strays: Lines with a date that begin no comment.
        spaced: Blank lines separate the head of a comment from its body.
    """

    found: tuple[Start, ...]
    strays: tuple[int, ...]
    spaced: bool

    @property
    def dates(self) -> list[int]:
        """The lines with a date, in order."""
        return sorted((*self.strays, *(start.date for start in self.found)))

    def part(self, first: int, last: int) -> Starts:
        """Return those of a smaller range."""
        return Starts(
            tuple(start for start in self.found if first <= start.top < last),
            tuple(index for index in self.strays if first <= index < last),
            self.spaced,
        )


def find_starts(page: Page, first: int, last: int, announced: int | None = None) -> Starts:
    """Find where the comments of a range begin.

    Args:
        page: The copy.
        first: The range's first line.
        last: The line after the range.
        announced: How many comments there are, where the copy says so.
    """
    dates = [
        (index, day)
        for index, line in enumerate(page.lines[first:last], first)
        if line[:3] in MONTH_STARTS and (day := day_of_line(line)) is not None
    ]
    heads = [(i, day) for i, day in dates if i > first and is_author(page.lines[i - 1])]
    # The last comment may be too short to tell: its end is not a blank line.
    telling = [index for index, _ in heads if index + 2 < last]
    spaced = 2 * sum(_has_gap(page, index, last) for index in telling) >= len(telling)
    found: list[Start] = []
    weak: list[Start] = []
    glued: list[Start] = []
    opening = page.next_text(first, last) if heads else None
    for index, day in heads:
        start = _start(page, index, day, first)
        # Nothing but a topic's title may stand right above an author.
        if start is None and spaced and index - 2 != opening:
            glued.append(Start(index - 1, index, day))
        elif spaced and not _has_gap(page, index, last):
            weak.append(start or Start(index - 1, index, day))
        else:
            found.append(start or Start(index - 1, index, day))
    found += _likely(page, found, weak, glued, announced)
    found.sort(key=lambda start: start.date)
    starting = {start.date for start in found}
    strays = tuple(index for index, _ in dates if index not in starting)
    return Starts(tuple(found), strays, spaced)


def _likely(
    page: Page, found: list[Start], weak: list[Start], glued: list[Start], announced: int | None
) -> list[Start]:
    """Return the dates without a blank below or above that begin comments nevertheless.

    They do when they make the announced number full; and without a blank below, also
    when their author is known for one.
    """
    for doubtful in ([*weak, *glued], weak):
        if len(found) + len(doubtful) == announced:
            return doubtful
    names = {page.lines[start.date - 1] for start in found}
    return [start for start in weak if _is_certain(page, start, names)]


def _start(page: Page, date: int, day: dt.date, first: int) -> Start | None:
    """Return the comment that a date line begins, or None when other text stands above it."""
    author = date - 1
    above = author - 1
    if above < first or not page.lines[above] or vote_of_line(page.lines[above]) is not None:
        return Start(author, date, day)
    if is_avatar(page.lines[above], page.lines[author]):
        return Start(above, date, day)
    return None


def _has_gap(page: Page, date: int, last: int) -> bool:
    """Say whether a blank, or the end, follows the date or the line after it."""
    return any(below >= last or not page.lines[below] for below in (date + 1, date + 2))


def _is_certain(page: Page, start: Start, names: set[str]) -> bool:
    author = page.lines[start.date - 1]
    return start.top < start.date - 1 or author in names or split_pseudonym(author) is not None
