"""The title of a page without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ipvm_desktop.importers.web.matching import letters

_SEPARATOR = re.compile(r"\s+[|–—·•»«:~-]+\s+|\s*[|»]\s*|(?<=\w):\s+|\s+-+\s*(?=\w)")
_WORD = re.compile(r"\w+")
_LONGEST = 500
_LEAST_SHARED = 0.4
_LEAST_LENGTH = 0.25


def choose_title(
    stated: Sequence[str], full: str, heads: Sequence[str], sites: Iterable[str]
) -> str | None:
    """Return the article's title.

    Args:
        stated: What metadata says, the most trusted first.
        full: The page's ``title`` element, or "".
        heads: Its headings of the first rank.
        sites: Names that the site goes by, its host among them.

    Returns:
        None where the page has none of them.
    """
    stated, heads, full = (
        [s[:_LONGEST] for s in stated],
        [h[:_LONGEST] for h in heads],
        full[:_LONGEST],
    )
    names = {letters(site) for site in sites} - {""}
    texts = [text for text in (*stated, full) if letters(text) and letters(text) not in names]
    shown = [head for head in heads if letters(head) and letters(head) not in names]
    if not texts:
        return shown[0] if shown else next(filter(None, (*stated, full)), None)
    known = set(_words(" ".join(texts)))
    # The heading is what the article calls itself, where it is about the same.
    best = max(shown, key=lambda head: _share(head, known), default="")
    own = _without_site(texts[0], names)
    is_like = _share(best, known) >= _LEAST_SHARED and len(best) >= _LEAST_LENGTH * len(own)
    return best if is_like else own


def _share(head: str, known: set[str]) -> float:
    """Return how many of a heading's words stand in other titles, 0 to 1."""
    words = _words(head)
    return sum(word in known for word in words) / max(1, len(words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _without_site(text: str, names: set[str]) -> str:
    for match in _SEPARATOR.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if letters(after) in names and letters(before):
            return before.strip()
        if letters(before) in names and letters(after):
            return after.strip()
    return text
