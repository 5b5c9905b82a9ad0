"""Recognising an article in another file: by its address, its comments, its title, its text.

``signs_of`` gives short marks that an index can find; ``is_same`` then says whether an
article that shares one of them really is the same.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.identity import normalised, page_address
from ipvm_desktop.domain.moment import day_of

SIGN_MODEL = 1
"""Version of the marks; those of another version do not compare."""

_TEXT_MARKS, _PERMALINK_MARKS = 6, 4
# Whatever is longer is recognised by its beginning.
_COMPARED_CHARACTERS = 200_000
_MARKED_CHARACTERS = 40_000
# On bytes and all at once, because each imported article passes through here.
_STOPS = bytes.maketrans(b"!?\n\r\t", b"..   ")
_OTHER_STOPS = tuple(end.encode() for end in "。！？")
_SHORTEST_SENTENCE = 24
# Spaces, punctuation, and the bytes of typographic quotes, dashes and hard spaces; of other
# scripts enough is left to tell sentences apart.
_PASSED_OVER = bytes(
    code for code in range(128) if not chr(code).isalnum() and chr(code) not in "*\n"
) + bytes(sorted(set("\u00a0«»‘’“”„–—…".encode())))
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_MASK = b"**"

# Shares of three-word runs. Reports of two weeks that follow one form have about half of
# them in common; two extractions of one page differ by captions and lines around the text.
_NEAR_IDENTICAL = 0.85
_CONTAINED = 0.9
_CONTRARY = 0.2
# A day's difference comes from time zones; the report of the next day has its title, too.
_NEXT_DAY = 0.6
_FEWEST_WORDS = 30


class Sign(StrEnum):
    """What an article was recognised by; the values are kept in the library."""

    KEY = "key"
    ADDRESS = "address"
    PERMALINK = "permalink"
    TITLE_AND_DAY = "title-and-day"
    TEXT = "text"

    @classmethod
    def of_key(cls, key: str) -> Sign:
        """Return what an ``article_key`` was made of."""
        return _KEY_SIGNS.get(key.partition(":")[0], cls.KEY)


_KEY_SIGNS = {"url": Sign.ADDRESS, "title": Sign.TITLE_AND_DAY, "text": Sign.TEXT}

SIGN_WORDS = {
    Sign.KEY: "its key",
    Sign.ADDRESS: "its address",
    Sign.PERMALINK: "the addresses of its comments",
    Sign.TITLE_AND_DAY: "its title and date",
    Sign.TEXT: "its text",
}
"""What follows on "recognised by"."""


@dataclass(frozen=True, slots=True)
class Signs:
    """An article's marks.

    Attributes:
        address: One for the canonical address, or none.
        permalinks: Some for its comments' addresses.
        day: One for title and day, or none.
        near_days: Those it would have if it were dated the day before or after.
        text: Some for sentences of its body.
    """

    address: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    near_days: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The marks to keep with the article."""
        return self.address + self.permalinks + self.day + self.text

    @property
    def by_trust(self) -> tuple[tuple[Sign, tuple[str, ...]], ...]:
        """The marks to look for, the surest first."""
        return (
            (Sign.ADDRESS, self.address),
            (Sign.PERMALINK, self.permalinks),
            (Sign.TITLE_AND_DAY, self.day),
            (Sign.TITLE_AND_DAY, self.near_days),
            (Sign.TEXT, self.text),
        )


def signs_of(content: ArticleContent, permalinks: Iterable[str | None]) -> Signs:
    """Return the marks of an article.

    Args:
        content: What its source says.
        permalinks: The addresses of its comments; None where one has none.
    """
    title = normalised(content.title)
    address = page_address(content.url)
    days: list[str] = []
    if content.published is not None:
        day = day_of(content.published).toordinal()
        known = (day, day - 1, day + 1)
        days = [_mark("d", f"{title}\x1f{number}") for number in known]
    return Signs(
        address=(_mark("a", address),) if address else (),
        permalinks=_permalink_marks(permalinks),
        day=tuple(days[:1]),
        near_days=tuple(days[1:]),
        text=_text_marks(content.body_text),
    )


def _mark(kind: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}:{digest[:20]}"


def _permalink_marks(permalinks: Iterable[str | None]) -> tuple[str, ...]:
    """Return marks of the same few comments, whichever others a copy holds."""
    prints = {
        zlib.crc32(_SCHEME.sub("", address).encode("utf-8", "surrogatepass"))
        for address in permalinks
        if address
    }
    return tuple(f"p:{number:08x}" for number in heapq.nsmallest(_PERMALINK_MARKS, prints))


def _text_marks(text: str) -> tuple[str, ...]:
    """Return marks of the few sentences that come first in an order of no meaning.

    Two texts that share most sentences most likely share one of these.
    """
    folded = text[:_MARKED_CHARACTERS].casefold().encode("utf-8", "surrogatepass")
    if not text.isascii():
        for end in _OTHER_STOPS:
            folded = folded.replace(end, b". ")
    folded = folded.translate(_STOPS).replace(b". ", b"\n").translate(None, _PASSED_OVER)
    sentences = [part for part in folded.split(b"\n") if len(part) >= _SHORTEST_SENTENCE]
    if _MASK in folded:
        sentences = [part for part in sentences if _MASK not in part]
    prints = set(map(zlib.crc32, sentences))
    return tuple(f"t:{number:08x}" for number in heapq.nsmallest(_TEXT_MARKS, prints))


def is_same(sign: Sign, offered: ArticleContent, stored: ArticleContent) -> bool:
    """Whether an article that shares a mark with a stored one is the same article.

    Args:
        sign: The kind of mark that they share.
        offered: The one that came with a file.
        stored: The one in the library.
    """
    if sign is Sign.ADDRESS:
        return True
    runs = _Runs(offered.body_text, stored.body_text)
    same_title = normalised(offered.title) == normalised(stored.title)
    addresses = [page_address(content.url) for content in (offered, stored)]
    if all(addresses) and not _is_elsewhere(addresses, runs, same_title=same_title):
        return False
    if sign is Sign.PERMALINK:
        return True
    if sign is Sign.TITLE_AND_DAY:
        if offered.masked_share > 0 or stored.masked_share > 0:
            return True
        if _days_apart(offered, stored) != 0:
            return runs.contained >= _NEXT_DAY
        return runs.fewest < _FEWEST_WORDS or runs.contained >= _CONTRARY
    return _is_near_identical(offered, stored, runs, same_title)


def _is_elsewhere(addresses: list[str | None], runs: _Runs, *, same_title: bool) -> bool:
    """Whether a site shows one article at two addresses, as for print."""
    hosts = {urlsplit(address or "").netloc for address in addresses}
    return same_title and len(hosts) == 1 and runs.alike >= _NEAR_IDENTICAL


def _is_near_identical(
    offered: ArticleContent, stored: ArticleContent, runs: _Runs, same_title: bool
) -> bool:
    if runs.fewest < _FEWEST_WORDS or (_days_apart(offered, stored) or 0) > 1:
        return False
    if same_title and runs.contained >= _CONTAINED:
        return True
    # Forms that are filled in anew each week differ by the number in their title.
    numbers = [_NUMBER.findall(content.title) for content in (offered, stored)]
    return runs.alike >= _NEAR_IDENTICAL and (numbers[0] == numbers[1] or not all(numbers))


def _days_apart(offered: ArticleContent, stored: ArticleContent) -> int | None:
    """Return how many days lie between two articles; None where one is undated."""
    if offered.published is None or stored.published is None:
        return None
    return abs(day_of(offered.published) - day_of(stored.published)).days


class _Runs:
    """What two texts have in common, as shares of their three-word runs."""

    def __init__(self, offered: str, stored: str) -> None:
        first, second = (
            _WORD.findall(text[:_COMPARED_CHARACTERS].casefold()) for text in (offered, stored)
        )
        runs, others = (set(zip(w, w[1:], w[2:], strict=False)) for w in (first, second))
        common = len(runs & others)
        self.fewest = min(len(first), len(second))
        self.alike = common / (len(runs | others) or 1)
        fewest_runs = min(len(runs), len(others))
        # Too short for that, they are the same or not; nothing contradicts no text at all.
        alike = first == second or self.fewest == 0
        self.contained = common / fewest_runs if fewest_runs else float(alike)
