"""Web addresses as sources state them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}\Z", re.IGNORECASE)


def web_address(text: str | None) -> str | None:
    """Return a web address, or None for anything else."""
    text = (text or "").strip()
    return text if _WEB_ADDRESS.match(text) and host_of(text) else None


def host_of(url: str | None) -> str | None:
    """Return an address's host without ``www.``, or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
