"""Puts what stands loose between blocks into paragraphs, and leaves out line ends beside them.

Browsers lay them out as if they were paragraphs. Qt gives what follows a block no margin, so
that it would stand left of its comment, and puts a picture at the end of the block before.
It also draws an empty line for a line end where a block begins or ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ipvm_desktop.fragment import BLOCK_TAGS, HEADING_TAGS, VOID_TAGS, Token, tag_names, tokens

# Text in these is no paragraph, or its own one.
_CLOSED_TAGS = HEADING_TAGS | tag_names("caption dl dt ol p pre table tbody tfoot thead tr ul")
_BLOCK = rf"(?:{'|'.join(sorted(BLOCK_TAGS))})\b"
# What begins behind a block, or where all begins, and is no block; to tell without reading it all.
_LOOSE = re.compile(rf"(?:\A|</{_BLOCK}>|<(?:div|hr)\b[^>]*>)\s*+(?!\Z|</?{_BLOCK})")
_BREAKS = re.compile(r"(?:<br\s*+/?>\s*+)++", re.IGNORECASE)
_BLOCK_HERE = re.compile(rf"\Z|</?{_BLOCK}")
_LONGEST_TAG = 200  # of those sanitised blocks begin or end with
_TAG_NAME = re.compile(r"</?([a-z0-9]+)")


def in_paragraphs(html: str) -> str:
    """Return a sanitised fragment whose loose text and pictures are paragraphs.

    No character of the text changes.
    """
    if _LOOSE.search(html):
        writer = _Writer()
        for token in tokens(html):
            writer.take(token)
        html = writer.end()
    return _BREAKS.sub(_needed_breaks, html) if "<br" in html else html


def _needed_breaks(breaks: re.Match[str]) -> str:
    """Return line ends as they are, or none at the edge of a block, which is a line's end."""
    html, start, end = breaks.string, breaks.start(), breaks.end()
    if _BLOCK_HERE.match(html, end):
        return ""
    before = html[max(0, start - _LONGEST_TAG) : start].rstrip()
    tag = _TAG_NAME.match(before, before.rfind("<")) if before.endswith(">") else None
    at_edge = not before or (tag is not None and tag[1] in BLOCK_TAGS and tag[1] != "pre")
    return "" if at_edge else breaks[0]


@dataclass(slots=True)
class _Writer:
    """Copies tokens and opens a paragraph where something loose begins.

    Attributes:
        parts: What was written.
        waiting: Inline tags and white space of which it is not known yet what they enclose.
        blocks: The names of the blocks that are open, each with whether it has had another.
        is_loose: A paragraph of ours is open.
    """

    parts: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    blocks: list[tuple[str, bool]] = field(default_factory=lambda: [("div", True)])
    is_loose: bool = False

    def take(self, token: Token) -> None:
        if token.name in BLOCK_TAGS:
            self._end_paragraph()
            self.parts.append(token.text)
            self._enter(token)
        elif token.name == "img" or (not token.name and not token.text.isspace()):
            if not self.is_loose and self._is_between_blocks():
                self._write_endings(with_space=True)
                self.parts.append("<p>")
                self.is_loose = True
            self._write_waiting()
            self.parts.append(token.text)
        else:
            self.waiting.append(token.text)

    def end(self) -> str:
        self._end_paragraph()
        return "".join(self.parts)

    def _enter(self, token: Token) -> None:
        if token.name in VOID_TAGS:
            self.blocks[-1] = (self.blocks[-1][0], True)
        elif not token.closing:
            self.blocks.append((token.name, token.name == "div"))
        elif len(self.blocks) > 1:
            self.blocks.pop()
            self.blocks[-1] = (self.blocks[-1][0], True)

    def _is_between_blocks(self) -> bool:
        name, has_had_one = self.blocks[-1]
        return has_had_one and name not in _CLOSED_TAGS

    def _end_paragraph(self) -> None:
        if self.is_loose:
            self._write_endings(with_space=False)
            self.parts.append("</p>")
            self.is_loose = False
        self._write_waiting()

    def _write_endings(self, *, with_space: bool) -> None:
        """Write the tags that end what stands before, not what follows."""
        count = 0
        for text in self.waiting:
            if not (text.startswith("</") or (with_space and text.isspace())):
                break
            count += 1
        self.parts += self.waiting[:count]
        del self.waiting[:count]

    def _write_waiting(self) -> None:
        self.parts += self.waiting
        self.waiting.clear()
