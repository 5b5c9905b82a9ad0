"""Dates as exports and feeds state them: RFC 3339, RFC 822, and local beside universal time."""

from __future__ import annotations

import datetime as dt
import re

_SQL = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)\Z")
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[Zz]|[+-]\d\d:?\d\d)?)?\Z"
)
_LONGEST = 64
_QUARTER = dt.timedelta(minutes=15)
_FARTHEST = dt.timedelta(hours=15)


def read_stated(text: str | None) -> dt.date | None:
    """Read RFC 3339 (as in Atom and JSON) or RFC 822 (as in RSS and mail).

    Returns:
        A day where no time is stated, a naive ``datetime`` where no zone is; None for what
        is neither, or no date of the calendar.
    """
    text = (text or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    if not _RFC_3339.match(text):
        return _read_mail_date(text)
    try:
        if len(text) == len("2020-01-09"):
            return dt.date.fromisoformat(text)
        return dt.datetime.fromisoformat("".join([text[:10], "T", *text[11:].upper().split()]))
    except ValueError:
        return None


def read_local_and_gmt(local: str | None, gmt: str | None) -> dt.datetime | None:
    """Join WordPress's local time and universal time into one moment with its offset.

    ``0000-00-00 00:00:00`` stands for none. Where the two cannot belong together, as after
    a change of the site's zone, universal time is taken.
    """
    here, there = _read_sql(local), _read_sql(gmt)
    if there is None:
        return here
    offset = dt.timedelta() if here is None else here - there
    if offset % _QUARTER or abs(offset) > _FARTHEST:
        offset = dt.timedelta()
    return (there + offset).replace(tzinfo=dt.timezone(offset))


def _read_sql(text: str | None) -> dt.datetime | None:
    match = _SQL.match((text or "").strip())
    if match is None:
        return None
    try:
        return dt.datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        return None


def _read_mail_date(text: str) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # The library leaves out the zone of "-0000", which means UTC of an unknown place.
    return moment.replace(tzinfo=dt.UTC) if text.endswith("-0000") else moment
