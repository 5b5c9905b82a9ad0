"""The plain text of mails to HTML: quotes, signatures, drawings and links as what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from ipvm_desktop.fragment import clean_text

# Deeper quotes are no conversation any more; their remaining marks stay in the text.
_DEEPEST_QUOTE = 20
_QUOTED = re.compile(r"(?:>[ ]?)+")
# A sentence may open with "> 5 cameras", but no code or address stands between these marks.
_ESCAPED_FROM = re.compile(r">+From ")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_AFTER_LINK = ".,:;!?'*_)]}>"
_LAID_OUT = re.compile(r"^(?: {2,}|\t)|\S(?: {3,}|\t)\S|^[|+]|^(?:@@ |diff --git )")
_SIGNATURE = "-- "


def mail_html(text: str, *, flowed: bool = False, joined: bool = False) -> str:
    """Return the text of a mail as an HTML fragment, not sanitised.

    Lines that open with ``>`` become quotes, as deep as they are marked. Below the line ``-- ``
    (RFC 3676, section 4.3) stands the signature; it is kept, set off and small. Paragraphs
    whose lines are indented or set in columns keep their layout. Web addresses become links.

    Args:
        text: The text as it was sent.
        flowed: A space at a line's end joins it with the next (RFC 3676, section 4.1).
        joined: That space is no part of the text (``DelSp=yes``).
    """
    lines = [_marked(line) for line in clean_text(text).split("\n")]
    if flowed:
        lines = list(_unflowed(lines, joined=joined))
    cut = next((i for i, (depth, line) in enumerate(lines) if not depth and line == _SIGNATURE), -1)
    if cut < 0:
        return _quoted_html(lines)
    body = _quoted_html(lines[:cut])
    signature = _paragraph([line for _, line in lines[cut + 1 :]])
    return f"{body}<hr><p><small>{signature}</small></p>" if signature else body


def unescaped_from(text: str) -> str:
    """Take back what an mbox puts before lines that open with ``From`` (mboxrd)."""
    if ">From " not in text:
        return text
    return "\n".join(line[1:] if _ESCAPED_FROM.match(line) else line for line in text.split("\n"))


def _marked(line: str) -> tuple[int, str]:
    """Return how deep a line is quoted, and what it says."""
    found = _QUOTED.match(line)
    if not found:
        return 0, line
    depth = 0
    place = 0
    while depth < _DEEPEST_QUOTE and line[place : place + 1] == ">":
        depth += 1
        place += 2 if line[place + 1 : place + 3] == " >" else 1
    return depth, line[place:].removeprefix(" ")


def _unflowed(lines: list[tuple[int, str]], *, joined: bool) -> Iterator[tuple[int, str]]:
    parts: list[str] = []
    depth = 0
    for quoted, line in lines:
        if parts and (quoted != depth or line == _SIGNATURE):
            yield depth, "".join(parts)
            parts = []
        depth = quoted
        # Where nothing is quoted, a space protects what would look like a quote.
        if not quoted and not parts and line[:1] == " " and line[1:2] in {" ", ">", "F"}:
            line = line[1:]
        if line.endswith(" ") and line != _SIGNATURE:
            parts.append(line[:-1] if joined else line)
        else:
            yield depth, "".join([*parts, line])
            parts = []
    if parts:
        yield depth, "".join(parts)


def _quoted_html(lines: list[tuple[int, str]]) -> str:
    out: list[str] = []
    open_quotes = 0
    for depth, block in _blocks(lines):
        out.append("<blockquote>" * (depth - open_quotes))
        out.append("</blockquote>" * (open_quotes - depth))
        open_quotes = depth
        laid_out = sum(_LAID_OUT.search(line) is not None for line in block)
        if laid_out * 2 > len(block):
            out.append(f"<pre>{_linked(chr(10).join(block))}</pre>")
        else:
            out.append(f"<p>{_paragraph(block)}</p>")
    out.append("</blockquote>" * open_quotes)
    return "".join(out)


def _blocks(lines: list[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each paragraph; a blank line or another depth ends it."""
    for (depth, is_blank), group in groupby(lines, lambda line: (line[0], not line[1].strip())):
        if not is_blank:
            yield depth, [line.rstrip() for _, line in group]


def _paragraph(lines: list[str]) -> str:
    return "<br>".join(_linked(line.strip()) for line in "\n".join(lines).strip().split("\n"))


def _linked(text: str) -> str:
    out: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        address = found[0].rstrip(_AFTER_LINK)
        out.append(escape(text[end : found.start()], quote=False))
        out.append(f'<a href="{escape(address)}">{escape(address, quote=False)}</a>')
        end = found.start() + len(address)
    out.append(escape(text[end:], quote=False))
    return "".join(out)
