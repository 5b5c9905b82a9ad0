"""Dates as web pages print them: many languages, and "3 hours ago" against the time of saving.

Every word and number of a text has to have its place in a date, else it is none: a wrong date is
worse than one unread.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates import words
from ipvm_desktop.importers.dates.fixed import ZONES, combine, make_time, read_moment
from ipvm_desktop.importers.dates.phrases import plain
from ipvm_desktop.importers.dates.relative import day_by_name, read_distance

_LONGEST = 120
_UNIX = re.compile(r"(?P<seconds>[1-3]\d{9})(?P<milliseconds>\d{3})?(?:\.\d+)?\Z")
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})[t ]"
    r"(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?:[.,]\d+)?"
    r" ?(?P<zone>z|utc|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?\Z"
)
# "November 22, 202111:15 am": the space got lost between two elements.
_GLUED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d{1,2}:\d\d)")
_OFFSET = r"(?:(?:utc|gmt) ?)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?"
_HALF = r"(?P<half>[ap])(?: ?\. ?m\.?|m)"
_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})"
    r"(?: ?[:h] ?(?P<minute>\d{2})(?!\d)(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    rf"(?:[ \u2019]?{_HALF}(?![^\W\d_]))?| ?(?P<bare>[ap])(?: ?\. ?m\.?|m)(?![^\W\d_]))"
    rf"(?: ?\(?(?P<zone>{_OFFSET}|z|{ZONES.lower()})\)?(?![^\W_]))?"
)
# "21:08, 4 March 2021 (UTC)": the day stands between a time and its zone.
_ZONE_LAST = re.compile(
    rf"(?<=[ (])(?P<zone>(?:utc|gmt)(?: ?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?)?|{ZONES.lower()})\Z"
)
# A point parts hours from minutes only where a word or the place says that a time is meant.
_POINTED = re.compile(
    r"\b(?:kl|klo|ore|alle|um|om|pukul|pkl)\.? (\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.])"
    r"|\b(\d{1,2})\.(\d{2})(?= ?(?:uhr|gmt|bst|utc|cet|cest)\b)"
    r"|(?<=\d{4})[, ]+(\d{1,2})\.(\d{2})(?:\.(\d{2}))?\Z"
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,4}) ?(?P<mark>[./-]) ?(?P<second>\d{1,2}) ?(?P=mark) ?"
    r"(?P<third>\d{4}|\d{1,2})(?!\d|[./-]\d)"
)
# "17.07, 2011"
_YEAR_APART = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})\.?, (?=(?:19|20)\d\d(?!\d))")
_SHORT_YEAR = re.compile(r"['\u2019](\d{2})(?!\d)")
_TOKEN = re.compile(rf"\d+|{words.LETTER}+")
_YEARS = range(1970, 2101)
_HALF_WORDS = frozenset(("am", "pm", "a", "p", "m"))


def read_web_date(
    text: str,
    saved: dt.datetime | None,
    day_first: bool | None = None,
    *,
    needs_year: bool = False,
) -> Moment | None:
    """Read a date as a page prints it, or as an attribute states it.

    ISO 8601, RFC 2822, Unix seconds and milliseconds, a printed date in any of some thirty
    languages, and what counts from the time of saving. "3 days ago" and longer give a day,
    hours the full hour, minutes the minute; "yesterday at 5:02 PM" gives the page's own clock,
    so no zone. A day without its year is the last one before the page was saved, within the
    calendar year of saving and the one before.

    Args:
        text: The whole text of the date, or the value of ``datetime``, ``title`` and the like.
        saved: When the page was saved, aware; what counts from it is None where it is None.
        day_first: What ``3/4/2021`` means on this page, see ``day_order()``.
        needs_year: Whether a day without its year is none.

    Returns:
        None for what is no date, or could be two.
    """
    return _read(text, saved, day_first, needs_year) if len(text) <= _LONGEST else None


def day_order(texts: Iterable[str]) -> bool | None:
    """Tell from all dates of a page whether ``3/4/2021`` puts the day first.

    Returns:
        None where no date tells, or where they contradict each other.
    """
    orders: set[bool] = set()
    for text in texts:
        text = words.fold(text[:_LONGEST])
        for match in _NUMERIC.finditer(text):
            order = _own_order(match, _TOKEN.findall(text))
            if order is not None and match["mark"] != "." and len(match["first"]) < 3:
                orders.add(order)
    return orders.pop() if len(orders) == 1 else None


@lru_cache(maxsize=4096)
def _read(
    text: str, saved: dt.datetime | None, day_first: bool | None, needs_year: bool
) -> Moment | None:
    exact = read_moment(text)
    if exact is not None:
        return exact
    text = plain(text)
    unix = _UNIX.match(text)
    if unix:
        return dt.datetime.fromtimestamp(int(unix["seconds"]), dt.UTC)
    iso = _ISO.match(text)
    if iso:
        return _joined(_day(iso["year"], iso["month"], iso["day"]), iso)
    if saved is not None:
        distance = read_distance(text, saved)
        if distance is not None:
            return distance
    return _printed(text, saved, day_first, needs_year)


def _printed(
    text: str, saved: dt.datetime | None, day_first: bool | None, needs_year: bool
) -> Moment | None:
    text = _YEAR_APART.sub(r"\1.", _GLUED.sub(r"\1 ", text))
    text = _POINTED.sub(lambda time: " " + ":".join(filter(None, time.groups())), text)
    clock = _CLOCK.search(text)
    if clock:
        text = f"{text[: clock.start()]} {text[clock.end() :]}"
        if _CLOCK.search(text):
            return None
    zone = _ZONE_LAST.search(text)
    if zone:
        text = text[: zone.start()]
    day = _numeric_day(text, day_first)
    if day is None:
        day = _named_day(text, None if needs_year else saved)
    if day is None and saved is not None and not any(char.isdigit() for char in text):
        day = day_by_name(_TOKEN.findall(text), saved, with_weekdays=clock is not None)
    return _joined(day, clock, zone and zone["zone"])


def _joined(
    day: dt.date | None, clock: re.Match[str] | None, zone: str | None = None
) -> Moment | None:
    if day is None or clock is None:
        return day
    named = clock.groupdict()
    half = named.get("half") or named.get("bare")
    time = make_time(clock["hour"], named["minute"] or "0", half, named["second"])
    if time is None:
        return None
    zone = clock["zone"] or zone
    if zone is None or zone.upper() in ZONES.split("|"):
        return combine(day, time, zone)
    return dt.datetime.combine(day, time, _offset(zone))


def _offset(zone: str) -> dt.timezone:
    """Return the offset of ``+0100``, ``utc-5`` or ``z``."""
    figures = zone.removeprefix("utc").removeprefix("gmt").strip()
    if figures in ("", "z"):
        return dt.UTC
    hours, _, minutes = figures[1:].partition(":")
    if len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    distance = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return dt.timezone(-distance if figures[0] == "-" else distance)


def _numeric_day(text: str, day_first: bool | None) -> dt.date | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    rest = _TOKEN.findall(f"{text[: match.start()]} {text[match.end() :]}")
    if not all(is_beside_date(token) for token in rest):
        return None
    first, second, third = match["first"], match["second"], match["third"]
    if len(first) == 4:
        return _day(first, second, third)
    own = _own_order(match, rest)
    if own is None:
        own = True if int(first) == int(second) else day_first
    # "13/4/21" may open with the year as well, unless the page is known to put the day first.
    open_year = own and match["mark"] != "." and len(third) < 4 and int(third) <= 31
    if own is None or (open_year and not day_first):
        return None
    day, month = (first, second) if own else (second, first)
    return _day(_full_year(third), month, day)


def _own_order(match: re.Match[str], beside: list[str]) -> bool | None:
    """Tell whether a numeric date itself says that it puts the day first."""
    first, second = match["first"], match["second"]
    if match["mark"] == ".":
        # Points put the day first wherever a year of two or four figures ends the date.
        return True
    if len(first) > 2 or (int(first) > 12) != (int(second) > 12):
        return int(first) > 12
    weekdays = {words.WEEKDAYS[word] for word in beside if word in words.WEEKDAYS}
    orders = [
        day_first
        for day_first in (True, False)
        for day in [
            _day(_full_year(match["third"]), *((second, first) if day_first else (first, second)))
        ]
        if day is not None and day.isoweekday() in weekdays
    ]
    return orders[0] if len(orders) == 1 else None


def _named_day(text: str, saved: dt.datetime | None) -> dt.date | None:
    text = _SHORT_YEAR.sub(lambda year: f" {_full_year(year[1])} ", text)
    numbers: list[str] = []
    names: list[str] = []
    for token in _TOKEN.findall(text):
        (numbers if token.isdigit() else names).append(token)
    months = [name for name in names if name in words.MONTHS]
    if len(months) > 1:
        # "mar. 4 mai 2021" is a Tuesday in May.
        months = [name for name in months if name not in words.WEEKDAYS]
    if len(months) != 1 or not all(name == months[0] or is_beside_date(name) for name in names):
        return None
    if saved is not None and len(numbers) == 1:
        weekdays = {
            words.WEEKDAYS[name]
            for name in names
            if name in words.WEEKDAYS and name not in words.FILLERS and name != months[0]
        }
        return _latest(saved, words.MONTHS[months[0]], numbers[0], weekdays)
    if len(numbers) != 2:
        return None
    numbers.sort(key=len)
    day, year = numbers
    if len(year) == 2 and int(year) > 31 and int(day) <= 31:
        year = _full_year(year)
    return _day(year, str(words.MONTHS[months[0]]), day) if len(year) == 4 else None


def _latest(saved: dt.datetime, month: int, day: str, weekdays: set[int]) -> dt.date | None:
    """Return a day whose year is not printed: in the year of saving, or the one before.

    Clocks of pages may be a day ahead. None where a weekday beside it is another one's.
    """
    tomorrow = saved.date() + dt.timedelta(days=1)
    years = (tomorrow.year, tomorrow.year - 1)
    days = (_day(str(year), str(month), day) for year in years)
    latest = next((day for day in days if day is not None and day <= tomorrow), None)
    return None if latest is None or weekdays - {latest.isoweekday()} else latest


def _full_year(year: str) -> str:
    if len(year) != 2:
        return year
    return f"19{year}" if int(year) >= 70 else f"20{year}"


def _day(year: str, month: str, day: str) -> dt.date | None:
    if int(year) not in _YEARS or len(month) > 2 or len(day) > 2:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_beside_date(token: str) -> bool:
    """Say whether a folded word stands in dates without changing them: a weekday, "at", "am"."""
    return (
        token in words.FILLERS
        or token in words.WEEKDAYS
        or token in words.WEEKDAY_PARTS
        or token in _HALF_WORDS
    )
