"""Which of the addresses that a page states is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urldefrag, urljoin, urlsplit

# What the Internet Archive puts before the addresses of its copies.
_UNFIT = re.compile(r'[\s<>"]')
_UNSEEN = re.compile(r"[\t\n\r]")
_ARCHIVED = re.compile(r"\Ahttps?://web\.archive\.org/web/\d{4,14}[a-z_]{0,4}/(?=https?:/)")


def canonical_address(stated: Iterable[str], saved_from: str | None) -> str | None:
    """Return the first address that can be the page's own.

    Args:
        stated: What the page calls its own address, the most trusted first.
        saved_from: Where it was saved from, if that is known.

    Returns:
        None without any. A home page is believed only where nothing speaks against it.
    """
    candidates = []
    for address in (*stated, saved_from or ""):
        try:
            full = urldefrag(joined(saved_from, address)).url
            full = _ARCHIVED.sub("", full)
            parts = urlsplit(full)
            host = parts.hostname
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and host and "." in host and address:
            candidates.append(full)
    pages = (address for address in candidates if not _is_home(address))
    return next(pages, candidates[0] if candidates else None)


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
        return _is_home(_ARCHIVED.sub("", joined(page, address)))
    except ValueError:
        return False


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query
