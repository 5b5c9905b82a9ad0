"""Stable identity of articles and comments across imports."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.moment import day_of

_NO_LETTER = re.compile(r"\W+")
_COMPARED_CHARACTERS = 200
# What says where a reader came from, or asks for another form of the same page.
_TRACKING = re.compile(
    r"code|utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|amp"
    r"|outputtype|replytocom",
    re.IGNORECASE,
)
_HOST_FRAME = re.compile(r"^(?:(?:www|amp|m|mobile)\.)+(?=[^.]+\.)|(?::80|:443)+$")
_SITE = re.compile(r"https?://[^/?]*", re.IGNORECASE)
_EMPTY_SEGMENTS = frozenset({"", "amp", "index.htm", "index.html", "index.php"})


def canonical_url(url: str) -> str:
    """Return an address in the form used for comparing.

    Scheme and host are lowered; ``www.``, ``m.`` and ``amp.`` are dropped, and so are the
    usual port, the fragment, a trailing slash, ``/amp`` and ``/index.html``, and parameters
    such as ``utm_*`` that only track readers; an ``http`` address is compared as ``https``.
    Text that is no web address comes back stripped.
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
        if not _TRACKING.fullmatch(name)
    ]
    host = _HOST_FRAME.sub("", parts.netloc.lower())
    segments = parts.path.split("/")
    while segments and segments[-1].lower() in _EMPTY_SEGMENTS:
        segments.pop()
    return urlunsplit(("https", host, "/".join(segments), urlencode(query), ""))


def page_address(url: str | None) -> str | None:
    """Return the canonical form of an address that names one page.

    None without an address, and for that of a whole site, which careless pages state.
    """
    canonical = canonical_url(url) if url else ""
    return canonical if canonical and not _SITE.fullmatch(canonical) else None


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
    return document.key or derived_key(document)


def derived_key(content: ArticleContent) -> str:
    """Return the identity of an article whose source states none."""
    if address := page_address(content.url):
        return f"url:{address}"
    title = normalised(content.title)
    if content.published is not None:
        return f"title:{_digest(title, day_of(content.published).isoformat())}"
    return f"text:{_digest(title, normalised(content.body_text))}"


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


def comment_print(text: str) -> str:
    """Return what tells a comment in copies that print authors and dates in different ways."""
    return _NO_LETTER.sub("", text[: 2 * _COMPARED_CHARACTERS].casefold())[:_COMPARED_CHARACTERS]


def matched_comments(
    former: Iterable[tuple[str, str | None, str]], present: Iterable[tuple[str, str | None, str]]
) -> dict[str, str]:
    """Return which comments are the same in two copies that give them other keys.

    So it is where one copy prints a time and the other one a day. Author and text must
    agree, or the text alone where nobody else wrote it.

    Args:
        former: Key, author and text of each comment of one copy.
        present: The same of the other copy.

    Returns:
        Keys in ``present`` by keys in ``former``, without those that both have.
    """
    former, present = list(former), list(present)
    shared = {key for key, _, _ in former} & {key for key, _, _ in present}
    matched: dict[str, str] = {}
    done = set(shared)
    for with_author in (True, False):
        waiting: dict[tuple[str, str], list[str]] = {}
        taken = shared.union(matched.values())
        for key, author, text in reversed(present):
            if key not in taken:
                waiting.setdefault(_comment_mark(author, text, with_author), []).append(key)
        for key, author, text in former:
            mark = _comment_mark(author, text, with_author)
            found = waiting.get(mark) if mark[1] and key not in done else None
            if found and (with_author or len(found) == 1):
                matched[key] = found.pop()
                done.add(key)
    return matched


def _comment_mark(author: str | None, text: str, with_author: bool) -> tuple[str, str]:
    return normalised(author or "") if with_author else "", comment_print(text)


def _digest(*parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:24]
