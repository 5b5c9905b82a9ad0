"""Dates and times as sources print them. Fixed grammars only: what does not fit is None."""

from __future__ import annotations

import datetime as dt
import re

from ipvm_desktop.domain.moment import Moment, moment_from_iso

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}

# Abbreviations that name one offset wherever pages print them; "ET" names two.
_OFFSET_HOURS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "MEZ": 1, "MESZ": 2,
    "MSK": 3, "WIB": 7, "JST": 9, "KST": 9,
}  # fmt: skip
ZONES = "|".join(sorted((*_OFFSET_HOURS, "ET", "CT", "MT", "PT"), key=len, reverse=True))

# English names only: "Juni 4" or "Marzo 4" is no date here.
MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|"
    r"Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = (
    r"(?:,?\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s?(?P<zone>" + ZONES + r")\b)?)?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_PRINTED = tuple(
    re.compile(_WEEKDAY + day + _TIME + r"\Z", re.IGNORECASE)
    for day in (
        rf"{MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"{_DAY}\s+{MONTH},?\s+(?P<year>\d{{4}})",
    )
)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?\Z",
    re.IGNORECASE,
)
_LONGEST = 64


def read_moment(text: str) -> Moment | None:
    """Read a day, or a day with a time, in ISO 8601 or as English prints it.

    Such as ``2021-03-04T09:08Z``, ``Mar 4, 2021``, ``4 March 2021, 09:08`` or
    ``March 4, 2021 at 9:08 pm EST``. None for anything else, also for ``3/4/2021``,
    where nobody can tell the day from the month.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    iso = _ISO.match(text)
    if iso:
        return _from_iso(iso)
    for pattern in _PRINTED:
        match = pattern.match(text)
        if match:
            day = make_day(match["year"], match["month"], match["day"])
            if day is None or match["hour"] is None:
                return day
            clock = make_time(match["hour"], match["minute"], match["half"], match["second"])
            return None if clock is None else combine(day, clock, match["zone"])
    return None


def make_day(year: str, month: str, day: str) -> dt.date | None:
    """Return the day, or None when the calendar does not have it."""
    try:
        return dt.date(int(year), _MONTH_NUMBERS[month[:3].lower()], int(day))
    except ValueError:
        return None


def make_time(
    hour: str, minute: str, half: str | None, second: str | None = None
) -> dt.time | None:
    """Return the time, or None when no clock shows it.

    Hours above 12 count from midnight whatever follows, because many pages print
    ``14:20 PM``. Below, AM and PM mean what they say.
    """
    hours = int(hour)
    if half is not None:
        if half.lower() == "p" and 1 <= hours <= 11:
            hours += 12
        elif half.lower() == "a" and hours == 12:
            hours = 0
    try:
        return dt.time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def combine(day: dt.date, clock: dt.time, zone: str | None) -> dt.datetime:
    """Join day and time; the zone's offset is set where the abbreviation names one."""
    hours = _OFFSET_HOURS.get(zone.upper()) if zone else None
    offset = None if hours is None else dt.timezone(dt.timedelta(hours=hours))
    return dt.datetime.combine(day, clock, offset)


def _from_iso(match: re.Match[str]) -> Moment | None:
    text = match["day"]
    if match["time"]:
        text += f"T{match['time']}{(match['zone'] or '').upper()}"
    try:
        return moment_from_iso(text)
    except ValueError:
        return None
