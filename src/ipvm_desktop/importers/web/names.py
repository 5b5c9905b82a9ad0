"""Names of authors as pages state and print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY = re.compile(
    r"\A(?:(?:written|posted|words|text|story|reported|published|review|article)\s+)?by\b"
    r"\s*[:：]?\s*"
    r"|\A(?:(?:por|par|authors?|autor(?:en|es|a)?|autore|auteurs?|автор(?:ы)?|eingestellt von|"
    r"(?:view\s+)?(?:all\s+)?posts by|more (?:from|by))\b\s*(?:[:：]\s*|\s)"
    r"|(?:作者|撰文|文|記者|记者)\s*[:：/／]\s*)",
    re.IGNORECASE,
)
# These words are parts of many names too: only in a page's own language, before a whole name or a
# date, are they words that open a byline.
_UPPER = r"(?-i:[^\W\d_a-z])"
_OF = {
    language: re.compile(
        rf"\A(?:{word})\s+(?={_UPPER}[\w.'’-]*\s+(?:{_UPPER}|(?:{joints})\s))", re.IGNORECASE
    )
    for language, word, joints in (
        ("de", "von", "und|am|um|vom|von|van|de|zu"),
        ("it", "di|a cura di", "e|de|di|del|della|van|von|il"),
        ("nl", "door|van", "en|de|den|van|von|op"),
        ("da", "af", "og|af|von|van|de|den"),
        ("sv", "av", "och|af|av|von|van|de|den"),
        ("no", "av", "og|af|av|von|van|de|den"),
        ("nb", "av", "og|af|av|von|van|de|den"),
    )
}
_AND = re.compile(
    r"\s*(?:;|\||&|\n|、|\b(?i:and|und|et|og|och)\b)\s*"
    # "Ramón y Cajal" is one name.
    rf"|\s+(?:y|e|en|и|i)\s+(?={_UPPER}[\w.'’-]*\s+{_UPPER})"
)
# Degrees and jobs behind a name; initials, on the other hand, are a first name.
_DEGREE = re.compile(
    r"(?:[A-Z]{2,6}|Ph\.?\s?D|Psy\.?D|(?:[A-Z][a-z]?\.){2,4}|Esq)\.?(?:\s*\([^()]{1,30}\))?"
)
_INITIALS = re.compile(r"[A-Z]\.?(?:[ -]?[A-Z]\.)*")
_JOB = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|contributor|journalist|producer|staff|"
    r"analyst|director|manager|professor|officer|president|founder|ceo|chief|head of|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste|rédact\w+|redact\w+|redattore|"
    r"corresponsal|correspondant)\b",
    re.IGNORECASE,
)
# What follows a name in the same line: a date, a place of publication, a job.
_AFTER = re.compile(
    r"\s*(?:[|•·–—@]|\s-\s|\bon\s+(?:\w+\s+)?\d|\b(?:published|updated|posted|last|am|vom)\b|\d{1,2}[./]\d|"
    r",?\s*\b\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d|"
    r"(?:来源|來源|出处|(?:发布|發布|发表)?(?:时间|時間|日期)?|(?:责任)?(?:编辑|編輯)|责编)\s*[:：]).*\Z",
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
        "未知",
        "佚名",
        "匿名",
    ]
)
_WORD = r"(?:[^\W\d_a-z][\w.'’-]*|de|da|di|du|van|von|der|den|la|le|el|al|bin|ibn|y|zu)"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,4}}")
_CALLED = re.compile(rf"{_WORD}(?:\s+{_WORD}){{0,4}}")
_ADDRESS = re.compile(r"\A(?:https?:)?//|\A@|\S@\S|\Awww\.", re.IGNORECASE)
# "Ann Lee <ann at post dot example>"
_IN_ANGLES = re.compile(r"\s*<[^<>]{3,80}>")
_FIGURES = re.compile(r"\d{2}")
_LONGEST = 80


def names_of(texts: Iterable[str], language: str | None = None) -> tuple[str, ...]:
    """Return the names in texts that state authors, each once; addresses and nobodies are none.

    Args:
        texts: As stated or printed.
        language: BCP 47 tag of the page, None where it is unknown.
    """
    names: list[str] = []
    for text in texts:
        for part in _AND.split(_unopened(_IN_ANGLES.sub("", text).strip(), language)):
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
    return labelled_names(text, language) or _names_in(text, language, _NAME)


def labelled_names(text: str, language: str | None = None) -> tuple[str, ...]:
    """Return the names in a line that says that authors follow; nothing where it does not.

    Args:
        text: The line.
        language: BCP 47 tag of the page, None where it is unknown.
    """
    text = " ".join(text.split())
    rest = _unopened(text, language)
    return () if rest == text else _names_in(rest, language, _CALLED)


def is_label(text: str) -> bool:
    """Say whether a text says that authors follow, and nothing else."""
    return len(text) <= _LONGEST and not _unopened(f"{text} ", None).strip()


def _names_in(text: str, language: str | None, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return the names in a text, all of which have to look like some."""
    if len(text) > 2 * _LONGEST:
        return ()
    names = names_of([_AFTER.sub("", text)], language)
    is_fit = all(pattern.fullmatch(name) and not _FIGURES.search(name) for name in names)
    return names if is_fit else ()


def _unopened(text: str, language: str | None) -> str:
    """Return a text without the words that say that authors follow."""
    pattern = _OF.get((language or "de")[:2].lower())
    return _BY.sub("", pattern.sub("", text) if pattern else text)


def _parted(text: str) -> list[str]:
    """Divide "Ann Lee, Bo Ray", turn "Lee, Ann" around, and leave out degrees and jobs."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and " " not in parts[0] and _INITIALS.fullmatch(parts[1]):
        return [f"{parts[1]} {parts[0]}"]
    parts = [
        part
        for index, part in enumerate(parts)
        if not index or not (_DEGREE.fullmatch(part) or _JOB.search(part))
    ]
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    if len(parts) == 2 and " " not in parts[0]:
        return [f"{parts[1]} {parts[0]}"]
    # "Ann Lee, Reuters": where the name is whole, the other word is none of it.
    return parts[:1] if len(parts) == 2 else [", ".join(parts)]


def _is_usable(name: str) -> bool:
    if not 1 < len(name) <= _LONGEST or _ADDRESS.search(name) or name.lower() in _NOBODY:
        return False
    return any(map(str.isalpha, name))
