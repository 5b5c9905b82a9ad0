"""What stands above a discussion: title, byline, date and body of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipvm_desktop.importers._block_reader import BlockReader, Layout
from ipvm_desktop.importers._blocks import Fragment
from ipvm_desktop.importers._titles import shortened
from ipvm_desktop.importers.pasted.lines import DateFound, Lines, find_date, is_name

_BYLINE = re.compile(
    r"(?:(?:written|posted|published|story) )?(?:by|von|par|por|door):? (?P<name>\S.{0,80}?)"
    r"(?: (?:(?:on|at) (?=(?:[^\W\d]+[.,]? ){0,2}\d|\w+day\b)|(?:in|[|•·])\b).*)?",
    re.IGNORECASE,
)
# The line below a title on Hacker News and on old Reddit.
_STORY = re.compile(
    r"(?:\d+ points? by (?P<author>\S+) (?P<when>\d+ \w+ ago|on .+?)(?: \|.*)?"
    r"|submitted (?P<age>\d+ \w+ ago)(?: \*)? by (?P<sender>\S+).*)"
)
_STORY_COUNT = re.compile(r"\d+ points? by .* \| (?P<count>\d{1,9})\s?comments?\b.*")
# Above a title: a sheet of a calendar with a line for each part, or a date with a byline.
_DATED_BYLINE = re.compile(r" [—–|•·] by (?P<name>\S.{0,60})\Z", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2}) (?:19|20)\d\d"
    r"|[^—–|•·]{6,50} [—–|•·] by \S.{0,60}",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:Author )?(?:Topic|Thread|Thema): (?P<title>.+?)(?: \(Read \d+ times\))?")
_HEAD_LINES = 8
_OPENING_LENGTH = 80


@dataclass(slots=True)
class Head:
    """What stands above the discussion.

    Attributes:
        title: The first line, or None where there is none.
        byline: Names that a line gives as the article's authors.
        date: The article's date as printed, or None.
        body: The rest.
        declared: How many comments the line below the title announces, or None.
    """

    title: str | None
    byline: tuple[str, ...]
    date: str | None
    body: Fragment
    declared: int | None = None


def read_head(text: Lines, end: int, start: int = 0) -> Head:
    """Read title, byline, date and body from the lines above a discussion.

    Args:
        text: The copy.
        end: The line after the last one.
        start: The first line.
    """
    lines = list(text.lines)
    title: str | None = None
    declared: int | None = None
    filled = [index for index in range(start, end) if lines[index]][:_HEAD_LINES]
    above, date, byline = _above_title([lines[index] for index in filled])
    for index in filled[:above]:
        lines[index] = ""
    del filled[:above]
    for index in filled:
        line = lines[index]
        found = find_date(line)
        by = _BYLINE.fullmatch(line)
        if by is not None and not byline and title is not None:
            byline = (_name_of(by["name"]),)
            date = date or (found.text if found else None)
        elif (story := _STORY.fullmatch(line)) is not None and title is not None:
            byline = (story["author"] or story["sender"],)
            date = story["when"] or story["age"]
            declared = _announced(line)
        elif date is None and found is not None and len(found.before) + len(found.after) < 20:
            date = found.text
            byline = byline or _beside(found)
        elif title is None and _can_be_title(line):
            topic = _TOPIC.fullmatch(line)
            title = shortened(topic["title"] if topic else line)
            if title != line and topic is None:
                continue  # a shortened line stays in the body, so that nothing of it is lost
        elif len(line) > _OPENING_LENGTH:
            break
        else:
            continue
        lines[index] = ""
    body = BlockReader(text.raw, lines, Layout(pictures=False)).read(start, end)
    return Head(title, byline, date, body, declared)


def _announced(story: str) -> int | None:
    """Return how many comments the line below a title announces, or None."""
    count = _STORY_COUNT.fullmatch(story)
    return int(count["count"]) if count else None


def _beside(date: DateFound) -> tuple[str, ...]:
    """Return the names in "March 3, 2024 by Ann Ray"."""
    sides = (side.strip(" ,|-–•·") for side in (date.before, date.after))
    by = next((match for side in sides if (match := _BYLINE.fullmatch(side))), None)
    return () if by is None else (_name_of(by["name"]),)


def _above_title(lines: Sequence[str]) -> tuple[int, str | None, tuple[str, ...]]:
    """Return how many of a copy's first lines are a date with or without a byline, and both."""
    for count in (1, 2, 3):
        above = " ".join(lines[:count])
        dated = find_date(above) if _ABOVE.fullmatch(above) else None
        if dated is not None:
            names = (by["name"] for by in _DATED_BYLINE.finditer(above))
            return count, dated.text, tuple(names)
    return 0, None, ()


def _can_be_title(line: str) -> bool:
    """Whether a line is more than a date, or a number of comments."""
    found = find_date(line)
    is_date = found is not None and found.text == line
    return not is_date and not re.fullmatch(r"\d{1,3}", line) and any(map(str.isalnum, line))


def _name_of(text: str) -> str:
    found = find_date(text)
    return (found.before if found and is_name(found.before) else text).strip(" ,|-–•")
