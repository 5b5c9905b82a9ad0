"""The ``## Comments`` section of a Markdown file: nested quotes or lists become comments.

A comment begins with a line ``**Author** (Affiliation) [Badge] · date · …``; what follows
in the same quote, list item or level is its body, and a quote or item inside it that
begins with such a line is a reply. Runs without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ipvm_desktop.domain.comment import ReplyKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates.fixed import read_moment

UNKNOWN_AUTHOR = "?"
UNDATED = "undated"

_HEADER = re.compile(
    r"\*\*(?P<author>(?:\\.|[^*\\])+)\*\*"
    r"(?: \((?P<affiliation>(?:\\.|[^()\\])*)\))?"
    r"(?P<badges>(?: \[(?:\\.|[^\[\]\\])*\])*)"
    r" · (?P<parts>.+)\Z"
)
_BADGE = re.compile(r" \[((?:\\.|[^\[\]\\])*)\]")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_NUMBER = re.compile(r"#(\d{1,9})\Z")
_REPLY_TO = re.compile(r"reply to #(\d{1,9})\Z")
_REPLY_KIND = re.compile(r"reply by (quote|inference|reader)(?: (\d{1,3}(?:\.\d{1,9})?)%)?\Z")
_VOTES = re.compile(r"votes (-?\d{1,9}(?:, -?\d{1,9})*)\Z")
_PRINTED = re.compile(r"printed “(.*)”\Z")
_REPLY_KINDS = {
    "quote": ReplyKind.QUOTE,
    "inference": ReplyKind.INFERRED,
    "reader": ReplyKind.USER,
}

# Spaces are looked at from their first one only, however many they are.
_LEADING_TABS = re.compile(r"(?<![ \t])[ \t]*\t[ \t]*")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)]) {1,4}")
_SECTION_END = re.compile(r"#{1,2}[ \t]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BLOCK_START = re.compile(r" {0,3}(?:>|#|[-*+] |\d{1,9}[.)] |`{3}|~{3})")


@dataclass(slots=True)
class Header:
    """What a comment's first line states.

    Attributes:
        number: The comment's own number, or None.
        parent_number: Number of the comment it says it replies to, or None.
        reply_kind: Who says that it is a reply; the nesting itself is explicit.
        confidence: 0 to 1.
    """

    author: str | None
    affiliation: str | None
    badges: tuple[str, ...]
    posted: Moment | None = None
    posted_text: str | None = None
    votes: tuple[int, ...] = ()
    staff: bool = False
    article_author: bool = False
    deleted: bool = False
    number: int | None = None
    parent_number: int | None = None
    reply_kind: ReplyKind = ReplyKind.EXPLICIT
    confidence: float = 1.0


@dataclass(slots=True)
class RawComment:
    """A comment before its Markdown is rendered.

    Attributes:
        header: Its first line.
        parent: Index of the comment it is nested in, or None.
        lines: The body's Markdown.
    """

    header: Header
    parent: int | None
    lines: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """The body's Markdown."""
        return "\n".join(self.lines).strip("\n")


@dataclass(frozen=True, slots=True)
class Section:
    """What was found below the heading.

    Attributes:
        comments: In the file's order.
        outside: Lines that belong to no comment.
    """

    comments: Sequence[RawComment]
    outside: Sequence[str]


def read_section(lines: Iterable[str]) -> Section:
    """Split the lines below ``## Comments``, up to the next heading of that rank."""
    reader = _Reader()
    for line in lines:
        reader.read(_LEADING_TABS.sub(lambda match: match[0].expandtabs(4), line, count=1))
    return Section(reader.comments, reader.outside)


def read_header(line: str) -> Header | None:
    """Read a comment's first line, or return None when it is none.

    It needs an author and a date (or "undated"), and no part that is not understood.
    """
    match = _HEADER.match(line.rstrip())
    if match is None:
        return None
    date, *parts = match["parts"].split(" · ")
    author = _plain(match["author"])
    header = Header(
        author=None if author == UNKNOWN_AUTHOR else author,
        affiliation=_plain(match["affiliation"] or "") or None,
        badges=tuple(_plain(badge) for badge in _BADGE.findall(match["badges"])),
    )
    if date != UNDATED:
        header.posted, header.posted_text = read_moment(date), date
        if header.posted is None:
            return None
    return header if author and all(_read_part(header, part) for part in parts) else None


def _read_part(header: Header, part: str) -> bool:
    """Take one of the parts behind the date; False when it is not understood."""
    if part in {"staff", "article author", "deleted"}:
        setattr(header, part.replace(" ", "_"), True)
    elif match := _NUMBER.match(part):
        header.number = int(match[1])
    elif match := _REPLY_TO.match(part):
        header.parent_number = int(match[1])
    elif match := _REPLY_KIND.match(part):
        header.reply_kind = _REPLY_KINDS[match[1]]
        header.confidence = min(100.0, float(match[2] or 100)) / 100
    elif match := _VOTES.match(part):
        header.votes = tuple(map(int, match[1].split(", ")))
    elif match := _PRINTED.match(part):
        header.posted_text = _plain(match[1])
    else:
        return False
    return True


def _plain(text: str) -> str:
    return " ".join(_ESCAPED.sub(r"\1", text).split())


@dataclass(slots=True)
class _Level:
    """A quote or list item that comments stand in; the outermost level is neither.

    Attributes:
        width: Columns by which an item's lines are indented; None for a quote.
        comment: Index of its latest comment, or None.
    """

    width: int | None = None
    comment: int | None = None


class _Reader:
    """Takes the section line by line."""

    def __init__(self) -> None:
        self.comments: list[RawComment] = []
        self.outside: list[str] = []
        self._levels = [_Level()]
        self._after_blank = True
        self._fence = ""
        self._ended = False

    def read(self, line: str) -> None:
        if self._ended:
            self.outside.append(line)
            return
        matched, position = self._match_levels(line)
        rest = line[position:]
        deepest = matched == len(self._levels) - 1
        if self._fence and (deepest or not rest.strip()):
            self._add(rest)
            if _closes(rest, self._fence):
                self._fence = ""
            return
        self._fence = ""
        if not rest.strip():
            self._add("")
            self._after_blank = True
            return
        if matched == 0 and _SECTION_END.match(rest):
            self._ended = True
            self.outside.append(rest)
        elif not self._begin_comment(matched, rest):
            self._continue(matched, rest)
        self._after_blank = False

    def _match_levels(self, line: str) -> tuple[int, int]:
        """Return how many of the open levels a line is inside of, and where its text begins."""
        position = 0
        for matched, level in enumerate(self._levels[1:]):
            if level.width is None:
                mark = _QUOTE.match(line, position)
                if mark is None:
                    return matched, position
                position = mark.end()
            elif line.startswith(" " * level.width, position):
                position += level.width
            elif line[position:].strip():
                return matched, position
        return len(self._levels) - 1, position

    def _begin_comment(self, matched: int, rest: str) -> bool:
        opened, text = self._opened(matched, rest)
        may_begin = bool(opened) or self._after_blank or matched < len(self._levels) - 1
        header = read_header(text) if may_begin else None
        if header is None:
            return False
        del self._levels[matched + 1 :]
        parent = self._nearest(matched)
        if opened:
            self._levels += opened
        elif parent is not None and self._levels[matched].comment is not None:
            # The same level goes on: the new comment is a sibling of the one before.
            parent = self.comments[parent].parent
        self._levels[-1].comment = len(self.comments)
        self.comments.append(RawComment(header, parent))
        return True

    def _opened(self, matched: int, rest: str) -> tuple[list[_Level], str]:
        """Return the quotes and items that a line opens, and the text behind their marks."""
        opened: list[_Level] = []
        position = 0
        while True:
            if mark := _QUOTE.match(rest, position):
                if not opened and self._inside_body_quote(matched):
                    return [], rest
                opened.append(_Level())
            elif mark := _ITEM.match(rest, position):
                opened.append(_Level(mark.end() - position))
            else:
                return opened, rest[position:].strip()
            position = mark.end()

    def _inside_body_quote(self, matched: int) -> bool:
        """Whether the line before is a quote of the body: its later lines begin no reply."""
        current = self._nearest(matched)
        if current is None or current != len(self.comments) - 1:
            return False
        lines = self.comments[current].lines
        return bool(lines) and _QUOTE.match(lines[-1]) is not None

    def _continue(self, matched: int, rest: str) -> None:
        lazy = not self._after_blank and not _BLOCK_START.match(rest)
        if not lazy:
            del self._levels[matched + 1 :]
        self._add(rest)
        if fence := _FENCE.match(rest):
            self._fence = fence[1]

    def _nearest(self, depth: int) -> int | None:
        """Return the comment that text at a depth belongs to."""
        for level in reversed(self._levels[: depth + 1]):
            if level.comment is not None:
                return level.comment
        return None

    def _add(self, rest: str) -> None:
        current = self._nearest(len(self._levels) - 1)
        lines = self.outside if current is None else self.comments[current].lines
        lines.append(rest)


def _closes(line: str, fence: str) -> bool:
    match = _FENCE.match(line)
    return match is not None and match[1].startswith(fence) and not line[match.end() :].strip()
