"""What a comment says, taken apart once for all the questions asked of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# ">" as in mail (RFC 3676); "|" is another habit, but a row of a table has more of them.
_QUOTED_LINE = re.compile(r"^[ \t]*((?:>[ \t]?)+|\|(?=[ \t][^|]*$))(.*)$")
_ATTRIBUTION = re.compile(
    r"^.{1,160}\b(?:wrote|writes|said|says|schrieb|schreibt|écrit|escribió)\b[^.?!]{0,40}:$"
)
_BLANK_LINES = 5
"""How many blank lines may stand between an attribution and what it announces."""
# One character for one, so that offsets hold in the text as printed.
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("\u00a0", " "))


@dataclass(frozen=True, slots=True)
class CommentText:
    """One comment's text, taken apart.

    Attributes:
        own: The text without lines that ``>`` marks as quoted, with plain quotation marks.
        words: Its words in order, in lower case.
        vocabulary: The different words.
        quoted: The words of lines marked with a single ``>``, which the answered comment
            itself wrote; deeper ones are older.
        attribution: The line that announces a quotation, such as "Ann Ray wrote:", or "".
    """

    own: str
    words: list[str]
    vocabulary: frozenset[str]
    quoted: list[str]
    attribution: str = ""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text that blanks part."""
    return frozenset(words.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, in lower case, with plain apostrophes."""
    return WORD.findall(plain(text).lower())


def plain(text: str) -> str:
    """Return a text with plain quotation marks, character for character."""
    if not text.isascii():
        for printed, typed in _PLAIN:
            text = text.replace(printed, typed)
    return text


def quoted_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that ``>`` marks as quoted, each with its level from 1."""
    found = []
    for line in text.split("\n"):
        match = _QUOTED_LINE.match(line)
        if match:
            found.append((match[1].count(">") or 1, line))
    return found


def take_apart(text: str) -> CommentText:
    """Take a comment's plain text apart."""
    own = plain(text)
    quoted: list[str] = []
    attribution = ""
    if ">" in own or "\n|" in own:
        own, quoted, attribution = _without_quoted(own)
    words = WORD.findall(own.lower())
    return CommentText(own, words, frozenset(words), quoted, attribution)


def _without_quoted(text: str) -> tuple[str, list[str], str]:
    kept: list[str] = []
    quoted: list[str] = []
    attribution = ""
    for line in text.split("\n"):
        match = _QUOTED_LINE.match(line)
        if match is None:
            kept.append(line)
            continue
        if not attribution:
            attribution = _take_attribution(kept)
        if match[1].count(">") <= 1:
            quoted += WORD.findall(match[2].lower())
    return "\n".join(kept), quoted, attribution


def _take_attribution(kept: list[str]) -> str:
    """Take the line that announces a quotation, or two, off the end of what was kept."""
    end, least = len(kept), max(0, len(kept) - _BLANK_LINES)
    while end > least and not kept[end - 1].strip():
        end -= 1
    for count in (1, 2):
        said = " ".join(line.strip() for line in kept[max(0, end - count) : end])
        if end >= count and _ATTRIBUTION.match(said):
            del kept[end - count :]
            return said
    return ""
