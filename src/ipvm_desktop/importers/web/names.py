"""Names of authors as pages state and print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY = re.compile(
    r"\A(?:(?:written|posted|words|text|story|reported|published|review|article)\s+)?by\b\s*:?\s*"
    r"|\A(?:von|por|par|authors?|autor(?:en)?|eingestellt von|(?:view\s+)?(?:all\s+)?posts by|"
    r"more (?:from|by))\b\s*:?\s+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:;|\||&|\n|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
# What follows a name in the same line: a date, a place of publication, a job.
_AFTER = re.compile(
    r"\s*(?:[|•·–—@]|\s-\s|\bon\s+\w+\s+\d|\b(?:published|updated|posted|last|am|vom)\b|\d{1,2}[./]\d|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "anonymous",
        "anónimo",
        "anonym",
        "unknown",
        "none",
        "null",
        "undefined",
        "guest",
        "editor",
        "user",
        "author",
        "n/a",
        "redaktion",
        "redaction",
        "category",
        "categories",
        "uncategorized",
        "tags",
        "comments",
        "share",
    ]
)
_WORD = r"(?:[^\W\d_a-z][\w.'’-]*|de|da|di|du|van|von|der|den|la|le|el|al|bin|ibn|y|zu)"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,4}}")
_CALLED = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,4}}")
_ADDRESS = re.compile(r"\A(?:https?:)?//|\A@|\S@\S|\Awww\.", re.IGNORECASE)
_LONGEST = 80


def names_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in texts that state authors, each once; addresses and nobodies are none."""
    names: list[str] = []
    for text in texts:
        for part in _AND.split(_BY.sub("", text.strip())):
            names.extend(_parted(part.strip(" ,.\t-–—")))
    usable = (name for name in names if _is_usable(name))
    return tuple(dict.fromkeys(usable))


def printed_names(text: str) -> tuple[str, ...]:
    """Return the names in a line that may be a byline; nothing where it is none.

    A line counts as one where it says "By", or where it is nothing but names.
    """
    text = " ".join(text.split())
    if len(text) > 2 * _LONGEST:
        return ()
    names = names_of([_AFTER.sub("", text)])
    pattern = _CALLED if _BY.match(text) else _NAME
    return names if all(pattern.fullmatch(name) for name in names) else ()


def _parted(text: str) -> list[str]:
    """Divide "Ann Lee, Bo Ray" but not "Ann Lee, MD"; turn "Lee, Ann" around."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    if len(parts) == 2 and " " not in parts[0] and not parts[1].isupper():
        return [f"{parts[1]} {parts[0]}"]
    return [text]


def _is_usable(name: str) -> bool:
    if not 1 < len(name) <= _LONGEST or _ADDRESS.search(name) or name.lower() in _NOBODY:
        return False
    return any(map(str.isalpha, name))
