"""Which of the addresses that a page states is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote, urldefrag, urljoin, urlsplit

_UNFIT = re.compile(r'[\s<>"]')
_UNSEEN = re.compile(r"[\t\n\r]")
TODAY_HOSTS = r"archive\.(?:today|is|ph|li|fo|vn|md|ec)"
"""A regular expression of the names that archive.today goes by."""
# What keepers of copies put before a page's address, some of them without its "https://".
_COPIES = re.compile(
    r"\Ahttps?://(?:"
    r"web\.archive\.org/web/\d{4,14}[a-z_]{0,4}/(?=https?:/)"
    rf"|{TODAY_HOSTS}/(?:o/\w{{4,8}}/|\d{{4}}[\d.-]{{0,16}}/|newest/)?(?=https?:/)"
    r"|webcache\.googleusercontent\.com/search\?(?:\w+=\w*&)*q=cache:(?:[\w-]{8,16}:)?"
    r"|(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?"
    r"|[\w.-]+\.cdn\.ampproject\.org/(?:c|v|wp)/(?:s/)?"
    r")",
    re.IGNORECASE,
)
_CACHED = re.compile(r"[+&].*\Z")


def canonical_address(
    stated: Iterable[str], saved_from: str | None, base: str | None = None
) -> str | None:
    """Return the first address that can be the page's own.

    Args:
        stated: What the page calls its own address, the most trusted first. Those in full are
            trusted more than relative ones.
        saved_from: Where it was saved from, if that is known.
        base: What the page says that its relative addresses start from, or None.

    Returns:
        None without any. A home page is believed only where nothing speaks against it.
    """
    stated = sorted(filter(None, stated), key=lambda address: "://" not in address)
    start = saved_from
    with suppress(ValueError):
        given = joined(saved_from, base or "")
        start = urlsplit(given).geturl()
    candidates = []
    for address in (*stated, saved_from or ""):
        try:
            full = urldefrag(joined(start, address)).url
            full = unwrapped(full)
            parts = urlsplit(full)
            host = parts.hostname
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and host and "." in host and address:
            candidates.append(full)
    pages = (address for address in candidates if not _is_home(address))
    return next(pages, candidates[0] if candidates else None)


def unwrapped(address: str) -> str:
    """Return the address of the page that a copy in an archive or a cache was made of."""
    copy = _COPIES.match(address)
    if copy is None:
        return address
    own = address[copy.end() :]
    if "/search?" in copy[0]:
        own = _CACHED.sub("", own)
    return own if own.lower().startswith(("http:", "https:")) else f"https://{own}"


def joined(base: str | None, address: str) -> str:
    """Return an address in full, as browsers read it (WHATWG URL, 4.4).

    Line ends and tabs in it are nothing, and what has no place in an address is written as
    its number.

    Raises:
        ValueError: It is none.
    """
    return _UNFIT.sub(_as_number, urljoin(base or "", _UNSEEN.sub("", address.strip())))


def _as_number(match: re.Match[str]) -> str:
    return quote(match[0], safe="")


def is_home(address: str, page: str | None) -> bool:
    """Say whether a link of a page leads to its site's home."""
    if address.lstrip().startswith("#"):
        return False
    try:
        return _is_home(unwrapped(joined(page, address)))
    except ValueError:
        return False


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query
