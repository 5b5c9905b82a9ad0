"""Values of foreign JSON: what is missing or of another type than usual is unknown, no error."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urljoin, urlsplit

from ipvm_desktop.domain.moment import Moment, moment_from_iso

_UNFIT = re.compile("[\x00\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s/][^\s]*\Z", re.IGNORECASE)
# Seconds since 1970 beyond the year 5000 are milliseconds.
_MILLISECONDS = 100_000_000_000
_SECONDS = re.compile(r"\s*\d{9,13}(?:\.\d{1,9})?\s*\Z")
_LARGEST = 2**53

Fields = dict[str, object]


def fields(value: object) -> Fields:
    """Return an object's members; anything else has none."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """Return a list's entries; anything else has none."""
    return value if isinstance(value, list) else []


def text(owner: Fields, *names: str) -> str | None:
    """Return the first of these members that is a text and not blank, or None."""
    for name in names:
        value = owner.get(name)
        if isinstance(value, str) and value.strip():
            return _UNFIT.sub("\ufffd", value)
    return None


def key(value: object) -> str | None:
    """Return what identifies something: a text or a whole number; nothing and 0 are None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) if value else None


def number(owner: Fields, *names: str) -> int | None:
    """Return the first of these members that is a whole number, maybe a negative one, or None."""
    for name in names:
        value = owner.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value
    return None


def count(owner: Fields, *names: str) -> int | None:
    """Return the first of these members that is a whole number, None below 0."""
    found = number(owner, *names)
    return None if found is None or found < 0 else found


def votes(*counts: int | None) -> tuple[int, ...]:
    """Return those counts that are known."""
    return tuple(known for known in counts if known is not None)


def flag(owner: Fields, *names: str) -> bool:
    """Whether any of these members is true; also the 1 of database dumps."""
    return any(owner.get(name) is True or owner.get(name) == 1 for name in names)


def moment(owner: Fields, *names: str, utc: bool = False) -> Moment | None:
    """Return the first of these members that is a time: ISO 8601, or seconds since 1970 in UTC.

    None where none is.

    Args:
        owner: The object.
        names: Its members.
        utc: Texts without a zone are known to be in UTC.
    """
    for name in names:
        value = owner.get(name)
        found = _from_text(value) if isinstance(value, str) else _from_number(value)
        if found is not None:
            if utc and isinstance(found, dt.datetime) and found.tzinfo is None:
                return found.replace(tzinfo=dt.UTC)
            return found
    return None


def _from_text(value: str) -> Moment | None:
    # Before all else: "1654041601" would be the 16th of April 1654 as well.
    if _SECONDS.match(value):
        return _from_number(float(value))
    try:
        found = moment_from_iso(value.strip())
    except ValueError:
        return None
    # The zero date of databases and of Go is no date.
    return found if found.year > 1 else None


def _from_number(value: object) -> dt.datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    try:
        return dt.datetime.fromtimestamp(value / (1000 if value > _MILLISECONDS else 1), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def address(value: object, base: str = "") -> str | None:
    """Return a web address in full, or None for anything else."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        joined = urljoin(base, _UNFIT.sub("", value.strip()))
        has_host = urlsplit(joined).hostname is not None
    except ValueError:
        return None
    return joined if has_host and _ADDRESS.match(joined) else None
