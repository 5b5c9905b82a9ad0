"""Bodies as blogs keep them, with line ends for paragraphs, made HTML.

WordPress and Movable Type store what was typed and make paragraphs when a page is shown.
What WordPress adds to the text (marks of its blocks, shortcodes for captions) is resolved here.
"""

from __future__ import annotations

import re

from ipvm_desktop.fragment import tag_names

# The marks' attributes are JSON in which no angle bracket stands unescaped.
_BLOCK_MARK = re.compile(r"<!--\s*(/?)wp:[a-z][a-z0-9/_-]*(?:\s[^<>]*?)?(/?)-->")
_HAS_BLOCKS = re.compile(r"<!--\s*wp:[a-z]")

_BLOCKS = (
    "address|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|option|p|"
    "section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_SPLIT = re.compile(
    r"(?P<whole><(?P<kept>pre|script|style|svg|textarea|object)\b[^<>]*>.*?(?:</(?P=kept)\s*>|\Z))"
    rf"|<(?P<close>/?)(?P<block>{_BLOCKS})\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Blocks whose text stands in paragraphs of its own, and those that hold no text at all.
_HOLDS_PARAGRAPHS = tag_names(
    "address article aside blockquote details div figure footer form header main section"
)
_HOLDS_BLOCKS = tag_names("colgroup dl menu nav ol select table tbody tfoot thead tr ul")
_VOID = frozenset(("col", "hr"))
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BREAKS = ("<br>", "<br/>", "<br />")

_CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<attributes>[^\[\]]{0,2000})\]"
    r"(?P<inside>(?:[^\[]|\[(?!/?(?:wp_)?caption))*)\[/(?:wp_)?caption\]"
)
_CAPTION_TEXT = re.compile(r"\bcaption=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_PICTURE = re.compile(
    r"\s*(?P<picture>(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)", re.IGNORECASE
)


def body_html(text: str) -> str:
    """Return a WordPress body as the HTML that WordPress makes of it."""
    text = _CAPTION.sub(_figure, text.replace("\r\n", "\n"))
    if not _HAS_BLOCKS.search(text):
        return paragraphs(text)
    # Only what stands outside of all blocks was typed in the old way.
    parts = []
    depth = end = 0
    for mark in _BLOCK_MARK.finditer(text):
        between = text[end : mark.start()]
        parts.append(between if depth else paragraphs(between))
        if mark[1]:
            depth = max(0, depth - 1)
        elif not mark[2]:
            depth += 1
        end = mark.end()
    rest = text[end:]
    return "".join([*parts, rest if depth else paragraphs(rest)])


def paragraphs(text: str) -> str:
    """Return text with some HTML as paragraphs: blank lines part them, line ends break lines.

    What stands in blocks of its own (lists, tables, preformatted text) stays as it is.
    """
    parts: list[str] = []
    open_blocks: list[str] = []
    end = 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for match in _SPLIT.finditer(text):
        parts.append(_filled(text[end : match.start()], open_blocks))
        parts.append(match[0])
        end = match.end()
        block = (match["block"] or "").lower()
        if match["close"]:
            if block in open_blocks[-8:]:
                while open_blocks.pop() != block:
                    pass
        elif block and block not in _VOID:
            if block == "p" and open_blocks[-1:] == ["p"]:
                open_blocks.pop()
            open_blocks.append(block)
    return "".join([*parts, _filled(text[end:], open_blocks)])


def _filled(text: str, open_blocks: list[str]) -> str:
    """Return a run of text and inline markup as the innermost open block wants it."""
    inside = open_blocks[-1] if open_blocks else "div"
    if not text.strip() or inside in _HOLDS_BLOCKS:
        return text
    pieces = [piece for piece in _BLANK_LINES.split(text.strip("\n")) if piece.strip()]
    broken = ["<br>\n".join(map(_line, piece.strip().split("\n"))) for piece in pieces]
    if inside in _HOLDS_PARAGRAPHS:
        return "\n".join(f"<p>{piece}</p>" for piece in broken)
    return "<br>\n<br>\n".join(broken)


def _line(line: str) -> str:
    """Return a line without the break that it may end with already."""
    line = line.rstrip()
    return line[: line.rfind("<")].rstrip() if line.lower().endswith(_BREAKS) else line


def _figure(match: re.Match[str]) -> str:
    """Return a picture with its caption, in the old form or in that since WordPress 3.4."""
    picture = _PICTURE.match(match["inside"])
    if picture is None:
        return match[0]
    stated = _CAPTION_TEXT.search(match["attributes"])
    text = (stated["double"] or stated["single"]) if stated else ""
    caption = match["inside"][picture.end() :].strip() or text
    return f"<figure>{picture['picture']}<figcaption>{caption}</figcaption></figure>"
