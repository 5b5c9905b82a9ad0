"""Stable identity of articles and comments across imports."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.moment import day_of

_TRACKING = re.compile(r"^(code|utm_.*)$", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """Return an address in the form used for comparing.

    Scheme and host are lowered and ``www.`` is dropped; the fragment, a trailing
    slash, ``code`` and ``utm_*`` parameters go; an ``http`` address is compared as
    ``https``. Text that is no web address comes back stripped.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return url.strip()
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name)
    ]
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(query), ""))


def normalised(text: str) -> str:
    """Return text for comparing: NFKC, folded case, single spaces, plain quotes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")
    return " ".join(folded.split())


def article_key(document: Document) -> str:
    """Return the identity of an article across imports.

    In this order: what the source states, the canonical address, title and day of
    publication, and at last title and body, because undated texts such as "Notes"
    may share a title without being the same.
    """
    if document.key:
        return document.key
    if document.url:
        return f"url:{canonical_url(document.url)}"
    title = normalised(document.title)
    if document.published is not None:
        return f"title:{_digest(title, day_of(document.published).isoformat())}"
    return f"text:{_digest(title, normalised(document.body_text))}"


def comment_keys(comments: Iterable[CommentContent]) -> list[str]:
    """Return an identity for each comment of one article, in the given order.

    Author, printed date and text make the key, so a comment keeps it when others
    are inserted before it; equal comments are told apart by counting them.
    """
    seen: Counter[str] = Counter()
    keys = []
    for comment in comments:
        digest = _digest(
            normalised(comment.author or ""),
            comment.posted.isoformat() if comment.posted else comment.posted_text or "",
            normalised(comment.body_text),
        )
        seen[digest] += 1
        keys.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return keys


def _digest(*parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:24]
