"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, such as "1 file" and "2,000 files"."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def needs_a_look(count: int) -> str:
    """Return what follows a count of files: " · 1 needs a look", or "" for none."""
    if not count:
        return ""
    return f" · {count:,} need{'s' if count == 1 else ''} a look"
