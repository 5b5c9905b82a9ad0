"""A sanitised HTML fragment as Markdown that reads back as the same text.

What Markdown can say plainly is said in Markdown; a block that it cannot hold (a table with
merged cells, code inside a list …) stays the HTML it is, which Markdown allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape
from itertools import pairwise
from urllib.parse import quote

from ipvm_desktop.fragment import (
    BLOCK_TAGS,
    HEADING_TAGS,
    MISSING_PICTURE_TEXT,
    VOID_TAGS,
    Token,
    tag_names,
    tokens,
)

PICTURE = f"![{MISSING_PICTURE_TEXT}]()"

_BLOCKS = BLOCK_TAGS - {"div"}
_LISTS = tag_names("ol ul")
_DEEPEST = 12
_SPACE = re.compile(r"[ \t\n\r\f]+")
# An underscore inside a word means nothing, so that most names stay readable.
_SPECIAL = re.compile(r"[\\`*\[\]|]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"[-+#]")
_NUMBER_START = re.compile(r"(\d+)([.)])")
_ENTITY_START = re.compile(r"[~=:]")
# Markdown strips and collapses every white space that Unicode knows; HTML only four.
_ODD_SPACE = re.compile(r"[^\S \n]")
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_BEFORE_EMPHASIS = re.compile(r"(?:^|[\s(“‘])\Z")
_AFTER_EMPHASIS = re.compile(r"[\s.,;:!?)”’]")
_EMPHASISED = re.compile(r"[^\s*_\\](?:[^*_\\]*[^\s*_\\])?\Z")
_CODE = re.compile(r"[^\s`\\|](?:[^`\\|]*[^\s`\\|])?\Z")
_TRAILING_HASHES = re.compile(r"#+\Z")
_LIKE_A_COMMENT = re.compile(r"\*\*(.+?)\*\*(?=.* · )")
_COMMENTS_HEADING = re.compile(r"comments\b", re.IGNORECASE)
_RAW_CHARACTERS = {ord(char): f"&#{ord(char)};" for char in "*`~#\t"}
_ALIGNMENTS = {"left": ":---", "center": ":---:", "right": "---:"}


class _NotMarkdown(Exception):  # noqa: N818 -- no error: the caller writes HTML instead
    """Markdown has no form for a block."""


def to_markdown(html: str) -> str:
    """Return a sanitised fragment as Markdown, blocks separated by a blank line.

    Pictures keep their ``picture:`` addresses.
    """
    written: list[str] = []
    previous = ""
    for segment in _segments(tokens(html)):
        name = segment[0].name
        try:
            block = _block(segment, "")
        except _NotMarkdown:
            block = _raw(segment)
        if not block:
            continue
        if {name, previous} <= _LISTS or name == previous == "blockquote":
            # Otherwise the two would become one.
            written.append("<!-- -->")
        written.append(block)
        previous = name
    return "\n\n".join(written)


def _escaped_text(text: str) -> str:
    """Return plain text as inline Markdown in which no character acts as markup."""
    escaped = escape(_SPACE.sub(" ", text), quote=False)
    return _ODD_SPACE.sub(_entity, _SPECIAL.sub(r"\\\g<0>", escaped))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _segments(stream: Iterable[Token]) -> list[list[Token]]:
    """Split a fragment into its top-level blocks and the inline runs between them.

    ``<div>`` tags at the top only separate. A run whose inline markup encloses blocks
    comes out whole.
    """
    segments: list[list[Token]] = []
    run: list[Token] = []
    depth = 0
    is_block = False

    def flush() -> None:
        nonlocal run
        if any(token.name or token.text.strip(" \t\n\r\f") for token in run):
            segments.append(run)
        run = []

    for token in stream:
        if depth == 0 and (token.name in _BLOCKS or token.name == "div"):
            flush()
            is_block = token.name in _BLOCKS
        if depth == 0 and token.name == "div":
            continue
        run.append(token)
        if token.name and token.name not in VOID_TAGS and token.name != "div":
            depth += -1 if token.closing else 1
        if depth == 0 and is_block and run:
            flush()
            is_block = False
    flush()
    return segments


def _block(segment: Sequence[Token], within: str) -> str:
    """Return one block as Markdown; ``within`` is "quote", "list" or, at the top, ""."""
    name = segment[0].name
    if name not in _BLOCKS:
        return _paragraph(segment)
    if name not in _ALLOWED[within] or _depth(segment) > _DEEPEST:
        raise _NotMarkdown
    return _WRITERS[name](segment)


def _depth(segment: Sequence[Token]) -> int:
    depth = deepest = 0
    for token in segment:
        if token.name not in VOID_TAGS and token.name:
            depth += -1 if token.closing else 1
            deepest = max(deepest, depth)
    return deepest


def _raw(segment: Sequence[Token]) -> str:
    """Return a block as HTML, written so that no line of it looks like Markdown."""
    parts = []
    in_pre = 0
    for token in segment:
        if token.name == "pre":
            in_pre += -1 if token.closing else 1
        if token.name:
            parts.append(token.text)
        else:
            text = unescape(token.text if in_pre else _SPACE.sub(" ", token.text))
            parts.append(
                _ODD_SPACE.sub(_entity, escape(text, quote=False).translate(_RAW_CHARACTERS))
            )
    html = "".join(parts)
    return html if segment[0].name in _BLOCKS else f"<div>{html}</div>"


def _paragraph_or_picture(segment: Sequence[Token]) -> str:
    inner = segment[1:-1]
    is_picture = "".join(token.text for token in inner) == MISSING_PICTURE_TEXT
    return PICTURE if is_picture and segment[0].attributes else _paragraph(inner)


def _paragraph(inner: Sequence[Token], *, at_start: bool = True) -> str:
    if any(token.name in _BLOCKS or token.name == "div" for token in inner):
        raise _NotMarkdown
    return _inline(inner, at_start=at_start)


def _heading(segment: Sequence[Token]) -> str:
    name = segment[0].name
    text = _paragraph(segment[1:-1], at_start=False).replace("\n", " ")
    if name == "h1" or _COMMENTS_HEADING.match(text):
        # As Markdown it would be the title, or the beginning of the comments.
        raise _NotMarkdown
    text = _TRAILING_HASHES.sub(lambda match: r"\#" * len(match[0]), text)
    return f"{'#' * int(name[1])} {text}" if text else ""


def _quote(segment: Sequence[Token]) -> str:
    blocks = _nested(segment[1:-1], "quote")
    lines = "\n\n".join(blocks).split("\n") if blocks else []
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _nested(inner: Sequence[Token], within: str) -> list[str]:
    segments = _segments(inner)
    names = [segment[0].name for segment in segments]
    for first, second in pairwise(names):
        if {first, second} <= _LISTS or first == second == "blockquote":
            raise _NotMarkdown
    return [block for segment in segments if (block := _block(segment, within))]


def _list(segment: Sequence[Token]) -> str:
    start = segment[0].attributes.get("start", "1")
    if start.startswith("-"):
        raise _NotMarkdown
    number = int(start) if segment[0].name == "ol" else None
    items = []
    tight = True
    for inner in _children(segment[1:-1], "li"):
        blocks = _nested(inner, "list")
        if not blocks or _segments(inner)[0][0].name in _LISTS:
            raise _NotMarkdown
        tight = tight and len(blocks) == 1
        marker = "-   " if number is None else f"{number}. ".ljust(4)
        number = None if number is None else number + 1
        items.append(
            marker + "\n\n".join(blocks).replace("\n", "\n    ").replace("\n    \n", "\n\n")
        )
    return ("\n" if tight else "\n\n").join(items)


def _children(inner: Sequence[Token], *names: str) -> list[Sequence[Token]]:
    """Return what stands inside each child; anything else but white space has no form."""
    children: list[Sequence[Token]] = []
    depth = first = 0
    for index, token in enumerate(inner):
        if depth == 0 and token.name not in names and (token.name or token.text.strip()):
            raise _NotMarkdown
        if not token.name or token.name in VOID_TAGS:
            continue
        depth += -1 if token.closing else 1
        if depth == 1 and not token.closing:
            first = index + 1
        elif depth == 0:
            children.append(inner[first:index])
    return children


def _rule(segment: Sequence[Token]) -> str:  # noqa: ARG001 -- as the other writers
    return "---"


def _code_block(segment: Sequence[Token]) -> str:
    inner = segment[1:-1]
    named = [token for token in inner if token.name]
    text = unescape("".join(token.text for token in inner if not token.name))
    whole = len(named) in {0, 2} and all(token.name == "code" for token in named)
    if not whole or "\t" in text or _ODD_SPACE.search(text) or "<!--" in text:
        raise _NotMarkdown
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "{0}\n{1}\n{0}".format(fence, text.strip("\n"))


def _table(segment: Sequence[Token]) -> str:
    inner = segment[1:-1]
    rows: list[list[str]] = []
    heads = [token for token in inner if token.name == "th" and not token.closing]
    for part in _children(inner, "thead", "tbody", "tfoot"):
        for row in _children(part, "tr"):
            cells = [
                _inline(cell).replace("\n", "") for cell in _cells(row, "td" if rows else "th")
            ]
            rows.append(cells)
    attributes = {name for token in inner for name in token.attributes}
    width = len(rows[0]) if rows else 0
    if width < 2 or attributes - {"align"} or {len(row) for row in rows} != {width}:
        raise _NotMarkdown
    if len(heads) != width or not any(rows[0]):
        raise _NotMarkdown
    ruler = [_ALIGNMENTS.get(head.attributes.get("align", ""), "---") for head in heads]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ruler, *rows[1:]])


def _cells(row: Sequence[Token], name: str) -> list[Sequence[Token]]:
    cells = _children(row, name)
    if any(token.name in _BLOCKS or token.name == "div" for cell in cells for token in cell):
        raise _NotMarkdown
    return cells


def _inline(inner: Sequence[Token], *, at_start: bool = False) -> str:
    """Return inline tokens as Markdown; a line end stands only after ``<br>``.

    ``at_start`` tells that the text begins a line of the file.
    """
    written = ""
    index = 0
    while index < len(inner):
        token = inner[index]
        end = _plain_end(inner, index)
        if token.name == "br":
            written = written.rstrip(" ") + "<br>\n"
        elif token.name == "img":
            written += _picture(token)
        elif not token.name:
            text = _escaped_text(unescape(token.text))
            written += text.lstrip(" ") if not written or written.endswith("\n") else text
        elif token.name == "a":
            if not token.closing and (link := _link(inner, index)):
                if written.endswith("!"):
                    written = f"{written[:-1]}\\!"  # "![" would begin a picture
                written += link
                index = _link_end(inner, index)
        elif end is not None and (marked := _marked(inner, index, written)):
            written += marked
            index = end
        else:
            written += token.text
        index += 1
    lines = re.sub(r"(?:<br>\n)+\Z", "", written.strip(" ")).split("\n")
    return "\n".join(map(_safe_line, lines) if at_start else lines).strip(" ")


def _picture(token: Token) -> str:
    words = " ".join(unescape(token.attributes.get("alt", "")).split())
    return f"![{_escaped_text(words)}]({token.attributes['src']})"


def _plain_end(inner: Sequence[Token], index: int) -> int | None:
    """Return where an element ends that holds nothing but one text, else None."""
    after = inner[index + 1 : index + 3]
    holds_text = len(after) == 2 and not after[0].name and after[1].closing
    return index + 2 if holds_text and inner[index].name == after[1].name else None


def _link(inner: Sequence[Token], index: int) -> str:
    """Return a link, the space around its words outside of it; "" when it has no words."""
    content = inner[index + 1 : _link_end(inner, index)]
    first, end = 0, len(content)
    while first < end and _is_space(content[first]):
        first += 1
    while first < end and _is_space(content[end - 1]):
        end -= 1
    words = content[first:end]
    if not words:
        return ""
    before, after = (
        _space(content[:first], words[0].text[0]),
        _space(content[end:], words[-1].text[-1]),
    )
    label = _inline(words).replace("\n", " ")
    return f"{before}[{label}]({_address(inner[index])}){after}"


def _is_space(token: Token) -> bool:
    return token.name == "br" or not (token.name or token.text.strip(" \t\n\r\f"))


def _space(outside: Sequence[Token], edge: str) -> str:
    """Return the line ends of some tokens, or one space when only the words' edge is one."""
    breaks = "<br>\n" * sum(token.name == "br" for token in outside)
    return breaks or (" " if outside or _SPACE.match(edge) else "")


def _link_end(inner: Sequence[Token], index: int) -> int:
    while inner[index].name != "a" or not inner[index].closing:
        index += 1
    return index


def _marked(inner: Sequence[Token], index: int, written: str) -> str | None:
    """Return emphasis or code in Markdown's own marks where they are sure to be understood."""
    name = inner[index].name
    text = _SPACE.sub(" ", unescape(inner[index + 1].text))
    follower = inner[index + 3].text[:1] if index + 3 < len(inner) else " "
    if _ODD_SPACE.search(text) or not _BEFORE_EMPHASIS.search(written[-1:]):
        return None
    if not (_AFTER_EMPHASIS.match(follower) or inner[index + 3].name == "br"):
        return None
    if name == "code" and _CODE.match(text):
        return f"`{text}`"
    if name in _EMPHASIS and _EMPHASISED.match(text):
        return f"{_EMPHASIS[name]}{_escaped_text(text)}{_EMPHASIS[name]}"
    return None


def _address(token: Token) -> str:
    return quote(token.attributes.get("href", ""), safe="/:?#@!$&,;=%+~-._")


def _safe_line(line: str) -> str:
    """Escape what would act as markup only at the start of a line."""
    line = _LIKE_A_COMMENT.sub(r"<strong>\1</strong>", line) if line.startswith("**") else line
    if number := _NUMBER_START.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    if _LINE_START.match(line):
        return f"\\{line}"
    return f"&#{ord(line[0])};{line[1:]}" if _ENTITY_START.match(line) else line


_WRITERS: dict[str, Callable[[Sequence[Token]], str]] = {
    **dict.fromkeys(HEADING_TAGS, _heading),
    "blockquote": _quote,
    "hr": _rule,
    "ol": _list,
    "p": _paragraph_or_picture,
    "pre": _code_block,
    "table": _table,
    "ul": _list,
}
# What may stand at the top, in a quote and in a list such that every reader understands it.
_ALLOWED = {
    "": frozenset(_WRITERS),
    "quote": HEADING_TAGS | _LISTS | {"blockquote", "p"},
    "list": _LISTS | {"p"},
}
