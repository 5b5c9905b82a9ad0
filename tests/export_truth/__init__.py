"""What exports hold, counted by plain code that shares nothing with the importers.

A module for each family of formats, each with a table ``TRUTHS``; ``tests/score_exports.py``
lists the modules and compares what the importers find with what these find.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)([^<>]*)>", re.DOTALL)
_ALT = re.compile(r"\balt=(?:\"([^\"]*)\"|'([^']*)')")
_INLINE = re.compile(
    r"a|b|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup", re.IGNORECASE
)


@dataclass(frozen=True)
class TrueComment:
    """A comment that the file holds.

    Attributes:
        key: What the file calls it.
        parent: ``key`` of the comment answered, also of one that the file lacks; None answers
            the article.
        author: As stated; None where the file states none.
        posted: As stated, in any of the zones that the file states it in; empty where it
            states no valid date.
        text: The words of the body, markup gone; None where they are not compared.
    """

    key: str
    parent: str | None
    author: str | None
    posted: tuple[dt.datetime | dt.date, ...]
    text: str | None


@dataclass(frozen=True)
class TrueArticle:
    """An article that the file holds, with its comments in the file's order."""

    title: str
    comments: list[TrueComment] = field(default_factory=list)


@dataclass(frozen=True)
class Truth:
    """Tells what the files of one platform hold.

    Attributes:
        platform: Name of the line in the table.
        folder: Folder below the corpus.
        pattern: Glob of its files below that folder.
        importer: Name of the importer that must take them.
        read: Returns a file's articles; None where plain code cannot read the file because
            it is damaged, so that there is nothing to compare with.
    """

    platform: str
    folder: str
    pattern: str
    importer: str
    read: Callable[[Path], list[TrueArticle] | None]


def words_of(markup: str | None) -> str:
    """Return the words of HTML, for comparison.

    Pictures are a word of their own, with the text that stands for them.
    """
    return plain_words(html.unescape(_TAG.sub(_shown, markup or "")))


def plain_words(text: str) -> str:
    """Return the words of plain text, in the same form."""
    return " ".join(re.findall(r"\w+", text)).lower()


def _shown(tag: re.Match[str]) -> str:
    name = (tag[1] or "").lower()
    if name == "img":
        alt = _ALT.search(tag[2])
        return f" picture {alt[1] or alt[2] or ''} " if alt else " picture "
    return "" if _INLINE.fullmatch(name) else " "
