"""What a browser, an extension or a copier notes in a page that it saves: the address, and when.

Source: comments that browsers, SingleFile, monolith and HTTrack write before or within ``head``,
``meta`` elements of Save Page WE, and attributes of WebScrapBook.
"""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

_ADDRESS = r"(?P<address>\S{1,4000}?)"
_SINGLE_FILE = r"(?:\s*saved date:\s*(?P<date>[^\n(]{1,60}))?"
_HTTRACK = r"[^,>]{0,60}, (?P<date>[^>]{1,60}?)\s*-->"
_NOTES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"<!--\s*Page saved with SingleFile\s*url:\s*{_ADDRESS}\s{_SINGLE_FILE}",
        rf"<!--\s*Saved from {_ADDRESS} at (?P<date>\S{{1,40}}) using monolith",
        rf"<!--\s*Mirrored from {_ADDRESS} by HTTrack Website Copier{_HTTRACK}",
        rf"<!--\s*saved from url=\(\d{{4}}\){_ADDRESS}\s*-->(?P<date>)",
        rf"<meta name=\"?savepage-url\"? content=\"{_ADDRESS}\"[^>]*>(?P<date>)",
        rf"<html\b[^>]{{0,2000}}?\sdata-scrapbook-source=\"{_ADDRESS}\"(?P<date>)",
    )
)
# Those that stand apart from the address.
_DATES = re.compile(
    r"<meta name=\"?savepage-date\"? content=\"(?P<meta>[^\"(]{1,60})"
    r"|\sdata-scrapbook-create=\"(?P<scrapbook>\d{14})\d{0,3}\"",
    re.IGNORECASE,
)
_FORMS = (
    # JavaScript's Date.toString(), ECMA-262 21.4.4.41.
    "%a %b %d %Y %H:%M:%S GMT%z",
    "%Y-%m-%dT%H:%M:%S%z",
    # RFC 1123
    "%a, %d %b %Y %H:%M:%S %Z",
    # WebScrapBook's ids, in UTC
    "%Y%m%d%H%M%S",
)
_HEAD = 16 * 1024
# Save Page WE puts fonts and scripts before what it notes.
_LONGEST_HEAD = 512 * 1024


def saved_from(text: str) -> tuple[str | None, dt.datetime | None]:
    """Return the address a page was saved from, and when, as its head tells."""
    head = text[: _LONGEST_HEAD if "savepage-url" in text[:_LONGEST_HEAD] else _HEAD]
    found = next((match for note in _NOTES if (match := note.search(head))), None)
    if found is None:
        return None, None
    address = unescape(found["address"])
    apart = None if found["date"] else _DATES.search(head)
    date = found["date"] if apart is None else apart["meta"] or apart["scrapbook"]
    # HTTrack leaves the scheme out.
    return address if "://" in address else f"http://{address}", _moment(date)


def _moment(text: str | None) -> dt.datetime | None:
    for form in _FORMS:
        try:
            moment = dt.datetime.strptime((text or "").strip(), form)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None
