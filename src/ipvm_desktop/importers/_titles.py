"""Titles for what states none."""

from __future__ import annotations

from pathlib import PurePath

_LONGEST_TITLE = 120
_LONGEST_WORD = 60


def shortened(line: str) -> str:
    """Return a line in full, or its opening up to a word's end when it is too long for a title."""
    if len(line) <= _LONGEST_TITLE:
        return line
    opening = line[: _LONGEST_TITLE - 1]
    space = opening.rfind(" ")
    if space > _LONGEST_TITLE - _LONGEST_WORD:
        opening = opening[:space]
    return f"{opening.rstrip()}…"


def name_title(name: str) -> str:
    """Return what a file's name gives for a title."""
    return PurePath(name).stem
