"""Times as printed: a day, or a day with a time, with or without a zone.

A source that prints only a day gets a ``date``; one that names no zone gets a
naive ``datetime``. Nothing is ever filled in.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

Moment: TypeAlias = dt.date | dt.datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment_from_iso(text: str) -> Moment:
    """Read what ``isoformat()`` of a date or datetime wrote (ISO 8601).

    Raises:
        ValueError: The text is neither.
    """
    if len(text) == len("2020-01-09"):
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text)


def day_of(moment: Moment) -> dt.date:
    """Return the printed day, whatever the zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def format_day(moment: Moment) -> str:
    """Return the day for people, such as ``Mar 4, 2021``, the same in every locale."""
    return f"{_MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def format_months(first: dt.date | None, last: dt.date | None) -> str:
    """Return "Mar 2019 – Jan 2021", one month where both days are in it, "" when unknown."""
    months = [f"{_MONTHS[day.month - 1]} {day.year}" for day in (first, last) if day is not None]
    return " – ".join(dict.fromkeys(months))


def format_moment(moment: Moment) -> str:
    """Return day, time and zone for people, as far as they are known."""
    if not isinstance(moment, dt.datetime):
        return format_day(moment)
    zone = moment.strftime("%z")
    offset = "" if zone == "+0000" else f"{zone[:3]}:{zone[3:5]}"
    suffix = f" UTC{offset}" if zone else ""
    return f"{format_day(moment)} {moment:%H:%M}{suffix}"
