"""A line of text with chips in it, as HTML; the places of the chips are counted along."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from html import escape

NO_BREAK = "\u00a0"
ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_LONGEST_UNBROKEN = 32


@dataclass(frozen=True, slots=True)
class ChipSpan:
    """A chip within the text of its block.

    Attributes:
        start: Offset of its first UTF-16 unit.
        end: Offset behind its last one.
        kind: ``public``, ``author``, ``staff``, ``plain`` or ``inferred``.
    """

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Line:
    """A line of text put together piece by piece, with the places of its chips."""

    parts: list[str] = field(default_factory=list)
    chips: list[ChipSpan] = field(default_factory=list)
    length: int = 0

    def text(self, text: str, css_class: str = "") -> None:
        """Add plain text."""
        if css_class:
            self._add(text, f'<span class="{css_class}">', "</span>")
        else:
            self._add(text, "", "")

    def link(self, text: str, address: str, hint: str = "") -> None:
        """Add a link that looks like the text around it.

        Args:
            text: Its words.
            address: Where it leads.
            hint: Words to show where the pointer rests on it.
        """
        title = f' title="{escape(hint)}"' if hint else ""
        self._add(text, f'<a class="quiet" href="{escape(address)}"{title}>', "</a>")

    def chip(self, text: str, kind: str, hint: str = "") -> None:
        """Add a chip, which never breaks unless it is long.

        Args:
            text: Its words.
            kind: As in ``ChipSpan``.
            hint: Words to show where the pointer rests on it.
        """
        words = unbroken(isolated(text))
        start = self.length
        title = f' title="{escape(hint)}"' if hint else ""
        self._add(f"{NO_BREAK}{words}{NO_BREAK}", f'<span class="chip-{kind}"{title}>', "</span>")
        self.chips.append(ChipSpan(start, self.length, kind))

    def separate(self) -> None:
        """Add a separator."""
        self.text(" · ")

    def _add(self, text: str, opening: str, closing: str) -> None:
        self.parts.append(f"{opening}{escape(text)}{closing}")
        self.length += utf16_length(text)

    @property
    def html(self) -> str:
        """The line as HTML."""
        return "".join(self.parts)


def unbroken(words: str) -> str:
    """Return words that stay on one line, unless they are long."""
    return words.replace(" ", NO_BREAK) if len(words) <= _LONGEST_UNBROKEN else words


def utf16_length(text: str) -> int:
    """Return a text's length in the units in which Qt counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def web_address(address: str | None) -> str | None:
    """Return an address that a link may lead to; None for any that is none of the web."""
    is_web = address is not None and address.lower().startswith(("https://", "http://"))
    return address if is_web else None


def one_line(text: str) -> str:
    """Return a text with single spaces for its line breaks and other white space."""
    return " ".join(text.split())


def isolated(text: str) -> str:
    """Return a name on one line that does not turn the words around it, whatever its script.

    Where it would, it begins with ``ISOLATE``.
    """
    line = one_line(text)
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line):
        return f"{ISOLATE}{line}{_END_ISOLATE}"
    return line
