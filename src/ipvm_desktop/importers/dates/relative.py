"""Dates that count from now: "3 hours ago", "vor 2 Tagen", "yesterday at 5:02 PM", "3y"."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates import words

_TOKEN = re.compile(rf"\d+|{words.LETTER}+")
_FIGURES = re.compile(r"\d{1,4}")
_SHORT = re.compile(
    r"(?P<count>\d{1,3}) ?(?P<unit>s|m|min|mins|h|hr|hrs|d|w|wk|mo|y|yr|yrs|std|stdn|tg|wo|j|sem|"
    r"sett|godz|dni|tyg|мин|ч|дн|нед|分钟|分鐘|小时|小時|時間|天|周|週)\.?\Z"
)
# "5 m" are minutes in English, months in French and Spanish; Indonesians print days as "h".
_UNCLEAR = (frozenset("m"), frozenset(("h", "lalu")))
_SHORTEST_WEEKDAY = 5
_DAYS = {words.DAY: 1, words.WEEK: 7}
_SECONDS = {words.SECOND: 1, words.MINUTE: 60, words.HOUR: 3600}
_MONTHS = {words.MONTH: 1, words.YEAR: 12}


def read_distance(text: str, saved: dt.datetime) -> Moment | None:
    """Read how long ago something was, from a folded text; None for anything else.

    The moment is as exact as the smallest unit told: minutes and seconds give the minute,
    hours the full hour in which they end, and all that is longer gives a day.
    """
    if text in words.NOW_PHRASES or text in words.NOW:
        return saved.replace(second=0, microsecond=0)
    short = _SHORT.match(text)
    if short:
        return _before(saved, [(int(short["count"]), words.UNITS[short["unit"]])])
    tokens = _TOKEN.findall(text)
    if words.AGO.isdisjoint(tokens) or _is_unclear(tokens):
        return None
    amounts = _amounts(tokens) or _single(tokens)
    return _before(saved, amounts) if amounts else None


def _is_unclear(tokens: list[str]) -> bool:
    return "ago" not in tokens and any(unclear.issubset(tokens) for unclear in _UNCLEAR)


def _single(tokens: list[str]) -> list[tuple[int, int]]:
    """Return the one unit that stands without a number, as in "час назад"."""
    units = [token for token in tokens if token not in words.AGO and token not in words.BESIDE]
    return [(1, words.UNITS[units[0]])] if len(units) == 1 and units[0] in words.SINGLE else []


def _amounts(tokens: list[str]) -> list[tuple[int, int]]:
    """Return counts and units, or nothing where a word belongs to neither or a unit comes twice.

    "2mo two months ago" is one distance that is told twice.
    """
    amounts: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        unit = words.UNITS.get(tokens[place + 1]) if place + 1 < len(tokens) else None
        count = 1 if token in words.ONE else words.COUNTS.get(token)
        if _FIGURES.fullmatch(token):
            count = int(token)
        if unit is not None and count is not None:
            amounts.append((count, unit))
            # "3 天前" says in one word what "3 days ago" says in two; the next pass skips it.
            place += 2
        elif token in words.AGO or token in words.BESIDE or token in ("y", "a"):
            place += 1
        else:
            return []
    return amounts if len({unit for _, unit in amounts}) == len(amounts) else []


def _before(saved: dt.datetime, amounts: list[tuple[int, int]]) -> Moment | None:
    months = sum(count * _MONTHS.get(unit, 0) for count, unit in amounts)
    days = sum(count * _DAYS.get(unit, 0) for count, unit in amounts)
    seconds = sum(count * _SECONDS.get(unit, 0) for count, unit in amounts)
    try:
        moment = _months_before(saved, months) - dt.timedelta(days=days, seconds=seconds)
    except (ValueError, OverflowError):
        return None
    smallest = min(unit for _, unit in amounts)
    if smallest >= words.DAY:
        return moment.date()
    if smallest == words.HOUR:
        return moment.replace(minute=0, second=0, microsecond=0)
    return moment.replace(second=0, microsecond=0)


def _months_before(saved: dt.datetime, months: int) -> dt.datetime:
    year, month = divmod(saved.year * 12 + saved.month - 1 - months, 12)
    if year < 1:
        raise ValueError(months)
    last = calendar.monthrange(year, month + 1)[1]
    return saved.replace(year=year, month=month + 1, day=min(saved.day, last))


def day_by_name(names: list[str], saved: dt.datetime, *, with_weekdays: bool) -> dt.date | None:
    """Return the day that "today", "yesterday" or "Saturday" names; None for other words.

    A weekday is the latest one before the day of saving, as forums print it.

    Args:
        names: Folded words.
        saved: When the page was saved.
        with_weekdays: Whether a time stands beside them. "Di" alone is more likely a name.
    """
    known = [name for name in names if name not in words.FILLERS]
    if len(known) != 1:
        return None
    if known[0] in words.TODAY:
        return saved.date()
    if known[0] in words.YESTERDAY:
        return saved.date() - dt.timedelta(days=1)
    if known[0] in words.EREYESTERDAY:
        return saved.date() - dt.timedelta(days=2)
    weekday = words.WEEKDAYS.get(known[0])
    if weekday is None or not with_weekdays or len(known[0]) < _SHORTEST_WEEKDAY:
        return None
    return saved.date() - dt.timedelta(days=(saved.isoweekday() - weekday - 1) % 7 + 1)
