"""The title of a page without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ipvm_desktop.importers.web.matching import letters

_SEPARATOR = re.compile(r"\s+[|–—·•»«:~-]+\s+|\s*[|»]\s*|(?<=\w):\s+|\s+-+\s*(?=\w)")
# Some sites put nothing around what parts their names from titles.
_ANY_SEPARATOR = re.compile(r"\s*(?:[|–—·•»«<>_~：]+|-+|:\s|\s::\s)\s*")
_WORD = re.compile(r"\w+")
_LONGEST = 500
_LEAST_SHARED = 0.4
_LEAST_LENGTH = 0.25
_LEAST_PART = 0.4
_LEAST_LETTERS = 6
_MOST_SITE_WORDS = 4
_LEAST_HOST = 3


@dataclass(frozen=True, slots=True)
class Titles:
    """All that may be the title of one page.

    Attributes:
        stated: What metadata says, the most trusted first.
        full: The page's ``title`` element, or "".
        heads: Its headings of the first rank.
        lower: Its headings of the two ranks below.
        sites: Names that the site goes by, its host among them.
        host: What the host is called without its ends, such as ``example``, or "".
    """

    stated: Sequence[str]
    full: str = ""
    heads: Sequence[str] = ()
    lower: Sequence[str] = ()
    sites: Sequence[str] = ()
    host: str = ""


def choose_title(known: Titles, lines: Callable[[], Collection[str]] = tuple) -> str | None:
    """Return the article's title.

    Args:
        known: What the page says.
        lines: Returns the letters of each of its lines; asked only where they may tell.

    Returns:
        None where the page has none.
    """
    full = known.full[:_LONGEST]
    stated, heads = [[text[:_LONGEST] for text in texts] for texts in (known.stated, known.heads)]
    names = {letters(site) for site in known.sites} - {""}
    texts = [text for text in (*stated, full) if letters(text) and letters(text) not in names]
    shown = [head for head in heads if letters(head) and letters(head) not in names]
    if not texts:
        return shown[0] if shown else next(filter(None, (*stated, full)), None)
    owns = [_without_site(text, names, known.host) for text in texts]
    own, key = owns[0], letters(owns[0])
    words = set(_words(" ".join(texts)))
    # The heading is what the article calls itself, where it is about the same.
    best = max(shown, key=lambda head: (_share(head, words), letters(head) == key), default="")
    if _share(best, words) >= _LEAST_SHARED and len(best) >= _LEAST_LENGTH * len(own):
        return best
    keys = set(map(letters, owns))
    lower = next((head for head in known.lower if letters(head) in keys), None)
    return lower or _as_line(own, lines) or own


def _share(head: str, known: set[str]) -> float:
    """Return how many of a heading's words stand in other titles, 0 to 1."""
    words = _words(head)
    return sum(word in known for word in words) / max(1, len(words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _as_line(text: str, lines: Callable[[], Collection[str]]) -> str | None:
    """Return the part of a title up to one of its marks that the page prints as a line.

    Nothing where the page prints the whole of it.
    """
    marks = list(_ANY_SEPARATOR.finditer(text))
    printed = lines() if marks else ()
    if letters(text) in printed:
        return None
    least = max(_LEAST_LETTERS, _LEAST_PART * len(letters(text)))
    parts = (text[: mark.start()] for mark in reversed(marks))
    return next((p for p in parts if len(letters(p)) >= least and letters(p) in printed), None)


def _without_site(text: str, names: set[str], host: str) -> str:
    marks = list(_SEPARATOR.finditer(text))
    for mark in marks:
        before, after = text[: mark.start()], text[mark.end() :]
        if letters(after) in names and letters(before):
            return before.strip()
        if letters(before) in names and letters(after):
            return after.strip()
    if marks and len(host) >= _LEAST_HOST:
        # "REI Co-op" at rei.example.
        before, after = text[: marks[-1].start()], text[marks[-1].end() :]
        is_short = len(_words(after)) <= min(_MOST_SITE_WORDS, len(_words(before)))
        if is_short and host in letters(after) and ":" not in marks[-1][0]:
            return before.strip()
    return text
