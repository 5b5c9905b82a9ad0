"""Sanitised HTML fragments as a stream of tokens, and as plain text.

What ``sanitize()`` returns is written so regularly that one pattern finds its tags;
nothing here builds a tree or recurses, so depth and damage do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

MISSING_PICTURE_TEXT = "Picture not saved with this file"
MISSING_PICTURE = f'<p class="missing-picture">{MISSING_PICTURE_TEXT}</p>'
PICTURE_LINE = "[picture]"


def tag_names(names: str) -> frozenset[str]:
    """Return the names in a list separated by spaces."""
    return frozenset(names.split())


VOID_TAGS = tag_names("br hr img")
HEADING_TAGS = tag_names("h1 h2 h3 h4 h5 h6")
BLOCK_TAGS = HEADING_TAGS | tag_names(
    "blockquote caption dd div dl dt hr li ol p pre table tbody td tfoot th thead tr ul"
)

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_MOST_ATTRIBUTES = 500
# The start tags of HTML as parsers see them: a quotation that nothing ends lasts to the end.
_START = re.compile(r"<[a-zA-Z][^\s/>]*")
_HTML_ATTRIBUTE = re.compile(
    r"[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>\"'][^\s>]*)?)?"
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CELL_EDGE = re.compile(r" ?\t ?")
_SPACES = re.compile(r" {2,}")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
# What may not stand in XML, HTML or a text column: control characters and lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A tag or the text between two tags.

    Attributes:
        name: The tag's name; "" for text.
        closing: Whether it is an end tag.
        text: The token as it stands in the fragment, entities and all.
    """

    name: str
    closing: bool
    text: str

    @property
    def attributes(self) -> dict[str, str]:
        """The tag's attributes with their entities resolved."""
        return {name: unescape(value) for name, value in _ATTRIBUTE.findall(self.text)}


def tokens(html: str) -> Iterator[Token]:
    """Split a sanitised fragment into tags and texts; joined again they are the fragment.

    In other HTML, what is no regular tag comes back as text.
    """
    end = 0
    for match in _TAG.finditer(html):
        if match.start() > end:
            yield Token("", False, html[end : match.start()])
        yield Token(match[2], bool(match[1]), match[0])
        end = match.end()
    if end < len(html):
        yield Token("", False, html[end:])


def clean_text(text: str) -> str:
    """Return text without control characters and lone surrogates, lines ended as in Unix."""
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def limit_attributes(html: str) -> str:
    """Return HTML whose tags have not more than some hundred attributes, the first ones.

    The time of parsers grows with the square of a tag's attributes. All else stays as it is.
    """
    if len(html) < 2 * _MOST_ATTRIBUTES:
        return html
    parts: list[str] = []
    end = 0
    start = _START.search(html)
    while start is not None:
        place = kept = start.end()
        count = 0
        while attribute := _HTML_ATTRIBUTE.match(html, place):
            place = attribute.end()
            count += 1
            if count <= _MOST_ATTRIBUTES:
                kept = place
        if kept < place:
            parts.append(html[end:kept])
            end = place
        start = _START.search(html, place)
    return "".join([*parts, html[end:]])


def text_to_html(text: str) -> str:
    """Return plain text as paragraphs; single line ends become ``<br>``."""
    paragraphs = _BLANK_LINES.split(clean_text(text).strip())
    return "\n".join(
        f"<p>{escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>"
        for paragraph in paragraphs
        if paragraph.strip()
    )


def html_to_text(html: str) -> str:
    """Return a sanitised fragment as plain text, paragraphs separated by a blank line.

    List points open with a bullet or their number, the lines of one list stand
    together, table cells are separated by a tab, code keeps its lines, and a picture
    is the word ``[picture]``, a missing one a line of it. Any string is taken; nothing
    is raised.
    """
    writer = _TextWriter()
    for token in tokens(html):
        if not token.name:
            writer.text(unescape(token.text))
        elif token.closing:
            writer.end(token.name)
        else:
            writer.start(token)
    writer.flush()
    return "".join(writer.parts)


def headings_of(html: str) -> tuple[str, ...]:
    """Return the texts of a sanitised fragment's headings in order, empty ones left out."""
    headings: list[str] = []
    inside: list[str] | None = None
    for token in tokens(html):
        if token.name in HEADING_TAGS:
            if token.closing and inside is not None:
                headings.append(_SPACE.sub(" ", unescape("".join(inside))).strip())
            inside = None if token.closing else []
        elif inside is not None:
            inside.append(" " if token.name == "br" else "" if token.name else token.text)
    return tuple(heading for heading in headings if heading)


@dataclass
class _TextWriter:
    """Collects blocks of text; a block ends where a block tag starts or ends."""

    parts: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _lists: list[int | None] = field(default_factory=list)  # the next number; None for bullets
    _marker: str = ""
    _in_pre: int = 0
    _in_row: int = 0
    _tight: bool = False  # whether the next block follows on the next line

    def text(self, text: str) -> None:
        self._line.append(text if self._in_pre else _SPACE.sub(" ", text))

    def start(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self._line.append(" " if self._in_row else "\n")
        if name == "img":
            self._line.append(f" {PICTURE_LINE} ")
        if name not in BLOCK_TAGS:
            return
        if name in {"td", "th"} or (self._in_row and name in {"p", "div"}):
            self._separate()
            return
        self.flush()
        if name in {"ul", "ol"}:
            self._tight = self._tight or bool(self._lists)
            self._lists.append(_first_number(token) if name == "ol" else None)
        elif name == "li":
            self._marker = self._next_marker()
        elif name == "pre":
            self._in_pre += 1
        elif name == "tr":
            self._in_row += 1

    def end(self, name: str) -> None:
        if name not in BLOCK_TAGS or (self._in_row and name in {"td", "th", "p", "div"}):
            return
        self.flush()
        if name in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._tight = bool(self._lists)
            self._marker = ""
        elif name in {"li", "tr"}:
            self._tight = True
            self._in_row = max(0, self._in_row - (name == "tr"))
        elif name == "pre":
            self._in_pre = max(0, self._in_pre - 1)
        elif name in {"table", "caption"}:
            self._tight = False

    def flush(self) -> None:
        """End the block, if anything stands in it."""
        text = "".join(self._line)
        self._line.clear()
        if self._in_pre:
            text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
        else:
            text = _CELL_EDGE.sub("\t", _SPACES.sub(" ", text))
            text = "\n".join(line.strip(" ") for line in text.split("\n")).strip()
            text = _BLANK_LINES.sub("\n\n", text)
        if not text.strip():
            return
        if text == MISSING_PICTURE_TEXT:
            text = PICTURE_LINE
        if self.parts:
            self.parts.append("\n" if self._tight else "\n\n")
        indent = "  " * max(0, len(self._lists) - 1)
        self.parts.append(f"{indent if self._marker else ''}{self._marker}{text}")
        self._marker = ""
        self._tight = False

    def _separate(self) -> None:
        if "".join(self._line).strip():
            self._line.append("\t")

    def _next_marker(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "


def _first_number(token: Token) -> int:
    start = token.attributes.get("start", "")
    return int(start) if _NUMBER.fullmatch(start) else 1
