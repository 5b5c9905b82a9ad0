"""Lines of plain text to blocks: paragraphs, lists, pictures, and what an article adds.

Only what a page's own layout leaves behind counts: its bullets and its indented
numbers. A leading ``-``, ``+``, ``#`` or ``1.`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ipvm_desktop.importers._blocks import Fragment

PICTURE = "IPVM Image"

_BULLETS = "•●▪◦‣"
_LIST_STARTS = frozenset(f"{_BULLETS}-")
_NUMBER = re.compile(r"(?:[ ]{2,}|[ ]*\t)\s*(\d{1,3})\.[ \t]+(\S.*)", re.ASCII)
# Glued: "IPVM ImageThe vendor", "as follows:IPVM Image"; but not "an IPVM Image shows".
_GLUED_PICTURE = re.compile(r"(?<![\s(\"'“‘])IPVM Image(?=$|[A-Z0-9\"“'‘\[*•])")
_SPEECH = re.compile(
    r"\b(?:said|says|saying|stat(?:ed|es|ing|ement)|told|tells|wrot?e|written|writes|replied|"
    r"respon(?:ded|ds|se)|comment(?:ed|s|ing)|explain(?:ed|s|ing)|claim(?:ed|s|ing)|"
    r"argu(?:ed|es|ing)|add(?:ed|s|ing)|not(?:ed|es|ing)|quote[ds]?|quoting|recommend(?:ed|s|ing)|"
    r"emailed|according|declar(?:ed|es|ing)|admit(?:ted|s)|announc(?:ed|es|ing)|"
    r"reads|acknowledged|acknowledges|excerpts?|asked|answered)\b",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"\[(?:emphasis|bold(?:ing)?|highlights?) (?:added|ours|mine)\][.\"”]?\Z", re.IGNORECASE
)
_LEAD_LENGTH = 240


class Outline(Protocol):
    """Decides which lines of an article are headings."""

    def outline(self, points: list[list[str]]) -> None:
        """Take note of a list."""
        ...

    def is_heading(self, line: str) -> bool:
        """Say whether a line that stands alone is a heading."""
        ...


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a range of lines.

    Attributes:
        spaced: Blank lines separate the blocks. Otherwise each line is one, and ``- `` opens
            a list's points, as in copies that lost their blank lines.
        pictures: "IPVM Image" stands for a picture.
        headings: Decides what is a heading; None where there are none.
        quotes: Passages that a sentence with a colon announces are quoted.
    """

    spaced: bool = True
    pictures: bool = True
    headings: Outline | None = None
    quotes: bool = False


class BlockReader:
    """Reads a range of lines into a fragment, each line once."""

    def __init__(
        self,
        raw: list[str],
        lines: list[str],
        layout: Layout,
        claim: Callable[[int, str], None] | None = None,
    ) -> None:
        """Prepare to read.

        Args:
            raw: Lines with their indentation.
            lines: The same lines, stripped.
            layout: How to read them.
            claim: Told of each line that is not blank, with what became of it.
        """
        self._raw = raw
        self._lines = lines
        self._layout = layout
        self._claim = claim
        self._out = Fragment()
        self._paragraph: list[str] = []
        self._lead = ""  # the paragraph just written, when it ends in a colon
        self._last = 0

    def read(self, first: int, last: int) -> Fragment:
        """Return the lines from ``first`` up to, not including, ``last`` as blocks."""
        while last > first and not self._lines[last - 1]:
            last -= 1
        self._last = last
        index = first
        while index < last:
            line = self._lines[index]
            if not line:
                self._end_paragraph()
                index += 1
            else:
                index = self._read_line(index, line, first)
        self._end_paragraph()
        return self._out

    def _read_line(self, index: int, line: str, first: int) -> int:
        """Read the block or the part of one that a line opens; return the next line."""
        if self._layout.pictures and PICTURE in line and self._read_pictures(index, line):
            return index + 1
        if line[0] in _LIST_STARTS and self._point(index) is not None:
            self._end_paragraph()
            return self._read_bullets(index)
        if line[0].isdigit() and self._number(index) is not None:
            self._end_paragraph()
            return self._read_numbers(index)
        if self._is_heading(index, line, first):
            self._note(index, "heading")
            self._out.heading(line)
            self._lead = ""
            return index + 1
        self._note(index, "paragraph")
        self._paragraph.append(line)
        if not self._layout.spaced:
            self._end_paragraph()
        return index + 1

    def _note(self, index: int, use: str) -> None:
        if self._claim is not None:
            self._claim(index, use)

    def _end_paragraph(self) -> None:
        lines = self._paragraph
        if not lines:
            return
        if self._layout.quotes and self._is_quote(lines[-1]):
            self._out.quote(lines)
        else:
            self._out.paragraph(lines)
        self._lead = lines[-1] if lines[-1][-1] == ":" else ""
        self._paragraph = []

    def _is_quote(self, line: str) -> bool:
        if line[-1] == ":":
            return False
        if _EMPHASIS.search(line, max(0, len(line) - 40)):
            return True
        return bool(self._lead) and _SPEECH.search(self._lead[-_LEAD_LENGTH:]) is not None

    def _is_heading(self, index: int, line: str, first: int) -> bool:
        headings = self._layout.headings
        if headings is None or self._paragraph or index + 1 >= self._last:
            return False
        if self._layout.spaced:
            if index > first and self._lines[index - 1]:
                return False
            below = index + 1
            if self._lines[below] and self._point(below) is None and self._number(below) is None:
                return False
        return headings.is_heading(line)

    def _read_pictures(self, index: int, line: str) -> bool:
        """Read a line that holds pictures; return whether it did."""
        text = line[1:].lstrip() if line[0] in _BULLETS else line
        parts = _GLUED_PICTURE.split(text)
        if len(parts) == 1:
            return False
        self._note(index, "picture")
        for number, part in enumerate(parts):
            if number:
                self._end_paragraph()
                self._out.picture()
                self._lead = ""
            if part.strip():
                self._paragraph.append(part.strip())
        if not self._layout.spaced:
            self._end_paragraph()
        return True

    def _point(self, index: int) -> str | None:
        """Return the text of a list's point, or None when the line is none."""
        line = self._lines[index]
        if line[:1] in _BULLETS and len(line) > 1:
            return line[1:].lstrip()
        if not self._layout.spaced and line.startswith("- ") and len(line) > 2:
            return line[2:].lstrip()
        return None

    def _number(self, index: int) -> tuple[int, str] | None:
        raw = self._raw[index]
        match = _NUMBER.match(raw) if raw[:1] in " \t" else None
        return (int(match[1]), match[2].rstrip()) if match else None

    def _read_bullets(self, index: int) -> int:
        points: list[list[str]] = []
        following: int | None = index
        while following is not None:
            index = following
            self._note(index, "point")
            points.append([self._point(index) or ""])
            index = self._read_continuation(index, points[-1])
            following = self._next_line(index)
            if following is not None and (
                self._point(following) is None or self._is_picture(following)
            ):
                following = None
        if self._layout.headings is not None:
            self._layout.headings.outline(points)
        self._out.bullets(points)
        self._lead = ""
        return index

    def _read_numbers(self, index: int) -> int:
        points: list[list[str]] = []
        found = self._number(index)
        first = found[0] if found else 1
        while found is not None and found[0] == first + len(points):
            self._note(index, "point")
            points.append([found[1]])
            index = self._read_continuation(index, points[-1])
            following = self._next_line(index)
            if following is None:
                break
            found = self._number(following)
            if found is not None and found[0] == first + len(points):
                index = following
        self._out.numbers(points, first)
        self._lead = ""
        return index

    def _read_continuation(self, index: int, lines: list[str]) -> int:
        """Add the lines that follow a point further indented; return the line after them."""
        indent = _indent(self._raw[index])
        index += 1
        while (
            index < self._last
            and self._lines[index]
            and _indent(self._raw[index]) > indent
            and self._point(index) is None
            and self._number(index) is None
        ):
            self._note(index, "point")
            lines.append(self._lines[index])
            index += 1
        return index

    def _next_line(self, index: int) -> int | None:
        while index < self._last:
            if self._lines[index]:
                return index
            index += 1
        return None

    def _is_picture(self, index: int) -> bool:
        return self._layout.pictures and self._lines[index][1:].lstrip() == PICTURE


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
