"""What a browser or an extension notes in a page that it saves: the address, and when."""

from __future__ import annotations

import datetime as dt
import re

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s*url:\s*(\S{1,4000})\s*(?:saved date:\s*([^\n(]{1,60}))?"
)
# JavaScript's Date.toString(), ECMA-262 21.4.4.41.
_DATE = "%a %b %d %Y %H:%M:%S GMT%z"
_HEAD = 16 * 1024


def saved_from(text: str) -> tuple[str | None, dt.datetime | None]:
    """Return the address a page was saved from, and when, as its first comments tell."""
    head = text[:_HEAD]
    found = _SINGLE_FILE.search(head)
    if found:
        return found[1], _moment(found[2])
    found = _SAVED_FROM.search(head)
    return (found[1], None) if found else (None, None)


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.strptime((text or "").strip(), _DATE)
    except ValueError:
        return None
