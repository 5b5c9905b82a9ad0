"""The title of a page without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ipvm_desktop.importers.web.matching import letters

_SEPARATOR = re.compile(r"\s+[|–—·•»«:~-]+\s+|\s*[|»]\s*|(?<=\w):\s+|\s+-+\s*(?=\w)")
_SHORTEST = 4


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
    names = {letters(site) for site in sites} - {""}
    texts = [text for text in (*stated, full) if letters(text) not in names and text]
    for text in texts:
        # A heading that opens or closes the title is the title as the article prints it.
        key = letters(text)
        for head in heads:
            within = letters(head)
            if len(within) >= _SHORTEST and within != key and within not in names:
                beside = key.removeprefix(within).removesuffix(within)
                if beside != key and _is_apart(text, head):
                    return head
        return _without_site(text, names)
    return next((head for head in heads if head), full or None)


def _is_apart(text: str, head: str) -> bool:
    """Say whether what stands beside a heading in a title is set off by a sign."""
    return any(letters(part) == letters(head) for part in _beginnings_and_ends(text))


def _beginnings_and_ends(text: str) -> list[str]:
    found = []
    for match in _SEPARATOR.finditer(text):
        found += [text[: match.start()], text[match.end() :]]
    return found


def _without_site(text: str, names: set[str]) -> str:
    for match in _SEPARATOR.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if letters(after) in names and letters(before):
            return before.strip()
        if letters(before) in names and letters(after):
            return after.strip()
    return text
