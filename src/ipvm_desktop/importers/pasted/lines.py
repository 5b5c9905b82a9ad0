"""A copy's lines, and what single lines look like: dates, names, the head of a discussion."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ipvm_desktop.importers.dates.search import find_web_date

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )"
_NUMERIC = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))"
_NAMED = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH},? (?:19|20)\d\d)"
)
_CLOCK = (
    r"(?:\d{1,2}:\d{2}(?::\d{2})? ?(?:[ap]\.?m\b\.?)?(?: ?(?:utc|gmt|[ecmp][sd]?t)\b)?"
    r"|\d{1,2} ?[ap]\.?m\b\.?)"
)
_AGO = (
    r"(?:(?:about |over |almost )?(?:\d{1,3}|an?) ?(?:seconds?|secs?|s|minutes?|mins?|hours?|hrs?|"
    r"h|days?|d|weeks?|wks?|w|months?|mo|mos|years?|yrs?|y|m|min)\.? ago|just now|yesterday)"
)
_NEAR_DAY = r"(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_DAY = rf"{_WEEKDAY}?(?:{_NAMED}|{_NUMERIC})"
_DATE = re.compile(
    rf"(?<![\w/.])(?:{_NEAR_DAY}(?:,? at|,) {_CLOCK}"
    rf"|{_DAY}(?:(?:,| at|,? @| -| –| ·|t)? ?{_CLOCK})?|{_AGO})(?![\w/])",
    re.IGNORECASE,
)
# What themes of blogs put beside the name of the article's author.
AUTHOR_BADGE = "(?:Post author|Author|Beitragsautor|Autor|Auteur|Autore)"
_GLUED_BADGE = re.compile(rf"(?<= )({AUTHOR_BADGE})(?=\d)")
# A name that a copy glued to the date: "Ann Ray10/8/12 8:31 PM".
_GLUED_DATE = re.compile(rf"(?<=[a-z])(?:{_NUMERIC}) {_CLOCK}\Z", re.IGNORECASE)
# What a date in another language has at least; a cheap look before a thorough one.
_OTHER_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[./-]\d{1,2}[./-]|年|"
    r"\b(?:vor|hace|il y a|há|fa|geleden|temu|назад|siden|sedan|sitten|önce)\b",
    re.IGNORECASE,
)
# Any date has one of these; a cheap look at the many lines that have none.
_MAY_DATE = re.compile(r"\d|\b(?:ago|now|yesterday)\b", re.IGNORECASE)
# What relative dates are read against, only to tell them from other words.
_ANY_TIME = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_LONGEST_NAME = 60
_MOST_WORDS = 9
_SENTENCE = re.compile(r"[!?;]\Z|\A\[\.\.\.\]|\": ?|[a-z]{3}\.\Z|[a-z]{3}\.\s+[A-Z]|https?://|:\Z")

_COUNT = r"(?P<count>\d{1,3}(?:,\d{3})+|\d{1,6})"
_SECTION = re.compile(
    rf"(?:all )?(?:{_COUNT} ?|no |one |eine? |une? |uno? )?(?:reader |user |recent )?"
    r"(?:comments?|responses?|replies|reactions?|thoughts?|discussion|feedback|kommentare?|"
    r"(?<=\d )antworten|gedanken?|reaktionen|commentaires?|réponses?|comentarios?|respuestas?|"
    r"comentários?|respostas?|commenti|commento|risposte|reacties?|komentarz[ey]|komentarzy|"
    r"комментари[ийяев]{1,3}|kommentarer?|(?<=\d )svar)"
    r"(?: (?:to|on|for|about|so far|auf|zu|über|sur|à|a|en|sobre|em|su|op|до|к|till|til)\b.{0,120}"
    r"| ?[(:\[]? ?(?P<behind>\d{1,6})? ?[)\]]?:?)?",
    re.IGNORECASE,
)
_RULED_SECTION = re.compile(r"\W{2,}(?:comments?|responses?|discussion)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a line.

    Attributes:
        before: What stands before it, stripped.
        text: As printed.
        after: What stands behind it, stripped.
    """

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Section:
    """The line that heads a discussion.

    Attributes:
        line: Its index.
        declared: The number it announces, or None.
    """

    line: int
    declared: int | None


class Lines:
    """The lines of a copy.

    Attributes:
        raw: With their indentation.
        lines: Stripped, runs of white space as one space.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.raw = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
        self.lines = [" ".join(line.split()) for line in self.raw]
        self._dates: dict[int, DateFound | None] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def has(self, sign: str) -> bool:
        """Say whether a text holds some characters; a quick look before a thorough one."""
        return sign in self._text

    def indent(self, index: int) -> int:
        """Return a line's indentation in columns; a tab counts four."""
        line = self.raw[index].expandtabs(4)
        return len(line) - len(line.lstrip())

    def above(self, index: int, first: int = 0) -> int | None:
        """Return the nearest line above that is not blank, from ``first`` on, or None."""
        return next((i for i in range(index - 1, first - 1, -1) if self.lines[i]), None)

    def below(self, index: int, last: int | None = None) -> int | None:
        """Return the nearest line below that is not blank, before ``last``, or None."""
        end = len(self) if last is None else last
        return next((i for i in range(index + 1, end) if self.lines[i]), None)

    def date(self, index: int) -> DateFound | None:
        """Return the first date of a line, as ``find_date()`` does."""
        if index not in self._dates:
            self._dates[index] = find_date(self.lines[index])
        return self._dates[index]

    def cut(self, index: int, line: str) -> None:
        """Leave of a line what belongs to a text; the rest of it is read already."""
        self.raw[index] = self.lines[index] = line

    def sections(self) -> list[Section]:
        """Return the lines that may head a discussion, in order."""
        found = []
        for index, line in enumerate(self.lines):
            if not line or len(line) > 160:
                continue
            match = _SECTION.fullmatch(line)
            if match:
                count = match["count"] or match["behind"]
                found.append(Section(index, int(count.replace(",", "")) if count else None))
            elif _RULED_SECTION.fullmatch(line):
                found.append(Section(index, None))
        return found


def find_date(line: str) -> DateFound | None:
    """Return the first date of a line that is not too long to be about it, or None."""
    if len(line) > 200 or _MAY_DATE.search(line) is None:
        return None
    line = _GLUED_BADGE.sub(r"\1 ", line) if "ut" in line else line
    match = _DATE.search(line) or _GLUED_DATE.search(line)
    printed = "" if match is None else match[0]
    if _OTHER_DATE.search(line) and any(map(str.isdigit, line.replace(printed, "", 1))):
        # Other languages; the order of day and month does not matter to find it.
        other = find_web_date(line, _ANY_TIME, True)
        if other is not None and other[0].startswith(printed):
            printed = other[0]
    if not printed:
        return None
    before, _, after = line.partition(printed)
    return DateFound(before.strip(), printed, after.strip())


def is_name(text: str) -> bool:
    """Whether a line can be a person's name or pseudonym, as far as its shape tells."""
    return (
        0 < len(text) <= _LONGEST_NAME
        and any(map(str.isalnum, text))
        and len(text.split()) <= _MOST_WORDS
        and _SENTENCE.search(text) is None
    )
