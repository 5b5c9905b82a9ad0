"""The date in a line of a page that says other things too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates import words
from ipvm_desktop.importers.dates.fixed import ZONES
from ipvm_desktop.importers.dates.phrases import PHRASE_WORDS, before_change
from ipvm_desktop.importers.dates.web import is_beside_date, read_web_date

_LONGEST = 240
_GLUED_WORDS = frozenset(("am", "pm", "st", "nd", "rd", "th", "er", "", *words.UNITS))
_RELATIVE_WORDS = (
    words.UNITS, words.ONE, words.AGO, words.BESIDE, words.TODAY, words.YESTERDAY,
    words.EREYESTERDAY, PHRASE_WORDS,
)  # fmt: skip
# Brackets part a date from what else a line says; the number in "bo_77" is a part of the name.
_PIECE = re.compile(rf"#\d+(?:\.\d+)+|#?(?:\d|_|{words.LETTER})+|[\[\]]")
# "2021年3月4日" has no spaces.
_EASTERN = re.compile(r"(?:\d{1,4}[年月日時时分秒년월일시분초])+")
_ENDS_BEFORE = re.compile(r"(?:^|[|·•—–()\[\],;:])\s*\Z")
_BEGINS_AFTER = re.compile(r"\s*(?:$|[|·•—–()\[\]])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURES = re.compile(r"^\d{1,6}")
# "11h13"
_FRENCH_TIME = re.compile(r"\d{1,2}h\d{2}")
# "3D" is none of the days that "3d" are.
_MEASURE = re.compile(r"\d+\s?[A-Z]")


def find_web_date(
    text: str, saved: dt.datetime | None, day_first: bool | None = None
) -> tuple[str, Moment] | None:
    """Find the date in a line that says other things too, such as "Ann on May 4, 2021 | Reply".

    Returns:
        The date as printed and as read; None where the line has none, or more than one. What
        follows a word such as "edited" does not count.
    """
    if len(text) > _LONGEST:
        return _find(text[:_LONGEST].rpartition(" ")[0], saved, day_first, is_cut=True)
    return _find(text, saved, day_first)


@lru_cache(maxsize=4096)
def _find(
    text: str, saved: dt.datetime | None, day_first: bool | None, *, is_cut: bool = False
) -> tuple[str, Moment] | None:
    found: dict[str, Moment] = {}
    for run in _runs(before_change(text)):
        if not any(_tells(piece[0]) for piece in run):
            continue
        for printed in _narrowed(run):
            moment = read_web_date(printed, saved, day_first)
            if moment is None or _MEASURE.fullmatch(printed):
                continue
            lacks_year = read_web_date(printed, saved, day_first, needs_year=True) is None
            if not lacks_year or (not is_cut and _stands_alone(text, printed, moment)):
                found[printed] = moment
                break
    return found.popitem() if len(found) == 1 else None


def _stands_alone(line: str, printed: str, moment: Moment) -> bool:
    """Say whether a day without a year may be one: nothing else in the line is its year.

    "March 4, 9:08" is told by its time, "12 March" only by what parts it from its neighbours.
    """
    before, _, after = line.partition(printed)
    if isinstance(moment, dt.datetime):
        return not _YEAR.search(before) and not _YEAR.search(after)
    return bool(_ENDS_BEFORE.search(before) and _BEGINS_AFTER.match(after))


def _tells(word: str) -> bool:
    """Say whether a word may carry a date; "Hier" and "Di" are names as well."""
    return word[0].isdigit() or words.fold(word) in words.AGO


def _runs(text: str) -> Iterable[list[re.Match[str]]]:
    """Yield the stretches of a line whose words may all stand in a date."""
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(text):
        if piece[0] not in "[]" and _is_date_word(piece[0]):
            run.append(piece)
        else:
            yield run
            run = []
    yield run


def _narrowed(run: list[re.Match[str]]) -> Iterable[str]:
    """Yield a stretch, and what is left of it without some words at its ends, longest first.

    In "Astrid S. 19. June 2019" the initial might be seconds.
    """
    for left, right in _ENDS:
        if left + right < len(run) and not any(
            piece[0].isdigit() for piece in (*run[:left], *run[len(run) - right :])
        ):
            line = run[0].string
            yield line[run[left].start() : run[len(run) - 1 - right].end()]


_ENDS = sorted(((left, right) for left in range(4) for right in range(3)), key=sum)


@lru_cache(maxsize=4096)
def _is_date_word(word: str) -> bool:
    folded = words.fold(word)
    if folded[0].isdigit():
        return (
            _FIGURES.sub("", folded) in _GLUED_WORDS
            or _FRENCH_TIME.fullmatch(folded) is not None
            or _EASTERN.fullmatch(word) is not None
        )
    return (
        any(folded in known for known in _RELATIVE_WORDS)
        or folded in words.MONTHS
        or is_beside_date(folded)
        or folded.upper() in ZONES.split("|")
    )
