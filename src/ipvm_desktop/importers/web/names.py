"""Names of authors as pages state and print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY = re.compile(
    r"\A(?:(?:written|posted|words|text|story|reported|published|review|article)\s+)?by\b\s*:?\s*"
    r"|\A(?:por|par|authors?|autor(?:en)?|eingestellt von|(?:view\s+)?(?:all\s+)?posts by|"
    r"more (?:from|by))\b\s*:?\s+",
    re.IGNORECASE,
)
# "Von" is a part of many names: only before a whole name or a date is it one of those words.
_UPPER = r"(?-i:[^\W\d_a-z])"
_VON = re.compile(
    rf"\Avon\s+(?={_UPPER}[\w.'’-]*\s+(?:{_UPPER}|(?:und|am|um|vom|von|van|de|zu)\s))",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:;|\||&|\n|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
# What follows a name in the same line: a date, a place of publication, a job.
_AFTER = re.compile(
    r"\s*(?:[|•·–—@]|\s-\s|\bon\s+(?:\w+\s+)?\d|\b(?:published|updated|posted|last|am|vom)\b|\d{1,2}[./]\d|"
    r",?\s*\b\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d|"
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


def names_of(texts: Iterable[str], language: str | None = None) -> tuple[str, ...]:
    """Return the names in texts that state authors, each once; addresses and nobodies are none.

    Args:
        texts: As stated or printed.
        language: BCP 47 tag of the page, None where it is unknown.
    """
    names: list[str] = []
    for text in texts:
        for part in _AND.split(_unopened(text.strip(), language)):
            names.extend(_parted(part.strip(" ,.\t-–—")))
    usable = (name for name in names if _is_usable(name))
    return tuple(dict.fromkeys(usable))


def printed_names(text: str, language: str | None = None) -> tuple[str, ...]:
    """Return the names in a line that may be a byline; nothing where it is none.

    A line counts as one where it says "By", or where it is nothing but names.

    Args:
        text: The line.
        language: BCP 47 tag of the page, None where it is unknown.
    """
    text = " ".join(text.split())
    if len(text) > 2 * _LONGEST:
        return ()
    rest = _unopened(text, language)
    names = names_of([_AFTER.sub("", rest)], language)
    pattern = _NAME if rest == text else _CALLED
    return names if all(pattern.fullmatch(name) for name in names) else ()


def _unopened(text: str, language: str | None) -> str:
    """Return a text without the words that say that authors follow."""
    is_german = (language or "de").lower().startswith("de")
    text = _VON.sub("", text) if is_german else text
    return _BY.sub("", text)


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
