"""Wraps passages of a sanitised fragment in markup, without touching a character of its text.

A passage is compared by its letters and digits alone: white space, line breaks, quote
signs, list bullets, entities and inline tags in between do not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from ipvm_desktop.fragment import BLOCK_TAGS, HEADING_TAGS, VOID_TAGS, Token, tag_names, tokens
from ipvm_desktop.render._passage_text import fold

_MOST_MARKS = 100  # in one body; whoever quotes more is not read any faster for it
_TRIES = 20
_STEP = 4096
_PIECE = re.compile(r"&[#a-zA-Z0-9]{1,32};|[^&]+|&")
_WORD = re.compile(r"[^\W_]+")
_LIST_MARK = re.compile(r"^[ \t]*(?:•|-?\d{1,6}\.)[ \t]+", re.MULTILINE)
_TRAILING = re.compile("[.!?…]*[\"'”’»“]?[.!?…]?")
_LEADING = re.compile("[\"'“‘«„”]$")
# A quotation around these would break a list or a table, or look as if it did.
_NARROW_TAGS = HEADING_TAGS | tag_names("caption dd dt li pre td th")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage and the markup to put around it.

    Attributes:
        text: The passage.
        opening: Put before each stretch of its text, inside all other tags.
        closing: Put behind each of them.
        tail: Put once behind the passage.
    """

    text: str
    opening: str
    closing: str
    tail: str = ""


@dataclass(slots=True)
class _Text:
    """Text between two tags: where it stands, and among which others."""

    token: int
    folded: int  # letters before it in the whole fragment
    length: int  # its own letters
    line: int
    in_link: bool


@dataclass(slots=True)
class _Line:
    """What stands between two block tags or line breaks.

    ``first`` and ``last`` are the tags at its ends; -1 and the count of tokens stand for
    the fragment's own. ``is_clean`` tells that no inline tag is open at its beginning.
    """

    first: int
    block: str
    is_clean: bool
    is_narrow: bool
    is_quote: bool
    last: int = -1
    ends_clean: bool = False
    span: list[int] = field(default_factory=list)  # of its letters; empty without any


def mark_passages(html: str, marks: Sequence[Mark]) -> str:
    """Return a fragment with passages marked; one that is not found is left out.

    A passage that is all there is on its lines also becomes a ``blockquote``, unless it
    stands in one, in a list or in a table.
    """
    if not marks or not html:
        return html
    body = _Body(html)
    for mark in marks[:_MOST_MARKS]:
        body.mark(mark)
    return body.html()


class _Body:
    """A fragment's tokens with their letters, and what is to be put between them."""

    def __init__(self, html: str) -> None:
        self._tokens: list[Token] = list(tokens(html))
        self._texts: list[_Text] = []
        self._lines: list[_Line] = []
        self._inserts: dict[tuple[int, int], list[str]] = {}  # by token and offset in it
        self._quotes_begin: set[int] = set()  # before these tokens
        self._quotes_end: set[int] = set()
        self._replaced: dict[int, str] = {}
        self._taken: list[tuple[int, int]] = []
        self._wrapped: list[tuple[tuple[int, int], tuple[int, int]]] = []
        letters = self._read()
        self._letters = "".join(letters)
        self._starts = [text.folded for text in self._texts]

    def _read(self) -> list[str]:
        letters: list[str] = []
        count = 0
        blocks: list[str] = []
        inline: list[str] = []
        self._begin_line(-1, blocks, inline)
        for index, token in enumerate(self._tokens):
            if not token.name:
                folded = fold(unescape(token.text))
                letters.append(folded)
                line = self._lines[-1]
                if folded:
                    line.span = [line.span[0] if line.span else count, count + len(folded)]
                self._texts.append(
                    _Text(index, count, len(folded), len(self._lines) - 1, "a" in inline)
                )
                count += len(folded)
                continue
            if token.name in BLOCK_TAGS or token.name == "br":
                self._end_line(index, inline)
            _follow(token, blocks if token.name in BLOCK_TAGS else inline)
            if token.name in BLOCK_TAGS or token.name == "br":
                self._begin_line(index, blocks, inline)
        self._end_line(len(self._tokens), inline)
        return letters

    def _begin_line(self, index: int, blocks: Sequence[str], inline: Sequence[str]) -> None:
        block = blocks[-1] if blocks else ""
        is_narrow = not _NARROW_TAGS.isdisjoint(blocks)
        line = _Line(index, block, not inline, is_narrow, "blockquote" in blocks)
        self._lines.append(line)

    def _end_line(self, index: int, inline: Sequence[str]) -> None:
        self._lines[-1].last = index
        self._lines[-1].ends_clean = not inline

    # Finding

    def mark(self, mark: Mark) -> None:
        """Mark one passage, unless it is not there or lies across another."""
        for text in (mark.text, _LIST_MARK.sub("", mark.text)):
            letters = fold(text)
            span = self._find(letters) if letters else None
            if span is not None:
                self._taken.append(span)
                self._wrap(mark, *span)
                return

    def _find(self, letters: str) -> tuple[int, int] | None:
        at = self._letters.find(letters)
        for _ in range(_TRIES):
            if at < 0:
                return None
            span = (at, at + len(letters))
            is_free = all(span[1] <= first or last <= span[0] for first, last in self._taken)
            if is_free and self._is_whole(*span):
                return span
            at = self._letters.find(letters, at + 1)
        return None

    def _is_whole(self, first: int, last: int) -> bool:
        """Tell whether a span of letters neither begins nor ends within a word."""
        begin, end = self._place(first), self._place(last - 1, end=True)
        if begin is None or end is None:
            return False
        before = self._tokens[begin[0]].text[: begin[1]]
        behind = self._tokens[end[0]].text[end[1] :]
        return not (_WORD.match(before[-1:]) or _WORD.match(behind[:1]))

    def _place(self, letter: int, *, end: bool = False) -> tuple[int, int] | None:
        """Return the token and the offset in it before, or else behind, a letter."""
        text = self._texts[self._text_at(letter)]
        place = _offset(self._tokens[text.token].text, letter - text.folded, end=end)
        return None if place is None else (text.token, place)

    def _text_at(self, letter: int) -> int:
        # Texts without letters begin where their follower does; the last one has them.
        return bisect_right(self._starts, letter) - 1

    # Wrapping

    def _wrap(self, mark: Mark, first: int, last: int) -> None:
        begin, end = self._text_at(first), self._text_at(last - 1)
        touched = self._texts[begin : end + 1]
        lines = {text.line for text in touched if text.length}
        opened = self._place(first) or (0, 0)  # _find() has asked for both
        closed = self._place(last - 1, end=True) or (0, 0)
        opened, closed = self._with_signs(opened, closed)
        for text in touched:
            source = self._tokens[text.token].text
            if text.in_link or text.line not in lines:
                continue
            left = opened[1] if text.token == opened[0] else 0
            right = closed[1] if text.token == closed[0] else len(source)
            self._insert((text.token, left), mark.opening)
            self._insert((text.token, right), mark.closing)
        if mark.tail:
            self._insert(self._behind(closed, self._texts[end].in_link), mark.tail)
        self._quote_block(self._lines[touched[0].line], self._lines[touched[-1].line], first, last)

    def _with_signs(
        self, opened: tuple[int, int], closed: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Take in the quote signs around a passage, and the end of its sentence."""
        before = _LEADING.search(self._tokens[opened[0]].text, 0, opened[1])
        behind = _TRAILING.match(self._tokens[closed[0]].text, closed[1])
        start = (opened[0], before.start()) if before else opened
        end = (closed[0], behind.end()) if behind else closed
        # The same sign may stand at the edge of two passages.
        is_free = all(end <= first or last <= start for first, last in self._wrapped)
        self._wrapped.append((start, end) if is_free else (opened, closed))
        return self._wrapped[-1]

    def _behind(self, place: tuple[int, int], in_link: bool) -> tuple[int, int]:
        """Return where something that is no part of the inline tags around may stand."""
        index, offset = place
        if offset < len(self._tokens[index].text) and not in_link:
            return place
        is_out = not in_link
        for following in range(index + 1, len(self._tokens)):
            token = self._tokens[following]
            is_inline_end = token.closing and token.name not in BLOCK_TAGS
            if token.name in BLOCK_TAGS or (is_out and not is_inline_end):
                break
            if is_inline_end:
                is_out = is_out or token.name == "a"
                index, offset = following, len(token.text)
        return index, offset

    def _quote_block(self, top: _Line, bottom: _Line, first: int, last: int) -> None:
        """Put a quotation around the lines of a passage that is all they hold."""
        if [top.span[0], bottom.span[1]] != [first, last] or top.is_quote:
            return
        if top.is_narrow or not (top.is_clean and bottom.ends_clean):
            return
        edges = self._balanced(top, bottom)
        if edges is None:
            return
        begin, end = edges
        if begin == top.first and self._is_break(begin):
            self._replaced[begin] = "</p><blockquote><p>"
        else:
            self._quotes_begin.add(begin)
        if end == bottom.last and self._is_break(end):
            self._replaced[end] = "</p></blockquote><p>"
        else:
            self._quotes_end.add(end)

    def _balanced(self, top: _Line, bottom: _Line) -> tuple[int, int] | None:
        """Return the tokens from and before which whole blocks stand, or None.

        A break is given as itself; it parts its paragraph.
        """
        begin, end = top.first + 1, bottom.last
        depth = lowest = 0
        if self._is_break(top.first):
            if top.block != "p" or top.first in self._replaced:
                return None
            begin, depth = top.first, 1
        for token in self._tokens[top.first + 1 : end]:
            if token.name in BLOCK_TAGS - VOID_TAGS:
                depth += -1 if token.closing else 1
                lowest = min(lowest, depth)
        if self._is_break(end):
            if bottom.block != "p" or end in self._replaced:
                return None
            depth -= 1
            lowest = min(lowest, depth)
        return self._widened(begin, end, -lowest, depth - lowest)

    def _widened(
        self, begin: int, end: int, openings: int, closings: int
    ) -> tuple[int, int] | None:
        """Take in so many opening tags before a stretch, and closing tags behind it."""
        while openings:
            begin -= 1
            if begin < 0 or not self._is_edge(begin, closing=False):
                return None
            openings -= bool(self._tokens[begin].name)
        while closings:
            if end >= len(self._tokens) or not self._is_edge(end, closing=True):
                return None
            closings -= bool(self._tokens[end].name)
            end += 1
        if begin and end < len(self._tokens) and not self._is_break(begin):
            before, behind = self._tokens[begin - 1], self._tokens[end]
            if before.name == behind.name == "p" and behind.closing and not before.closing:
                return begin - 1, end + 1
        return begin, end

    def _is_edge(self, index: int, *, closing: bool) -> bool:
        token = self._tokens[index]
        if not token.name:
            return not token.text.strip()
        return token.closing is closing and token.name in BLOCK_TAGS - VOID_TAGS

    def _is_break(self, index: int) -> bool:
        return 0 <= index < len(self._tokens) and self._tokens[index].name == "br"

    def _insert(self, place: tuple[int, int], html: str) -> None:
        self._inserts.setdefault(place, []).append(html)

    # Writing

    def html(self) -> str:
        """Return the fragment with all that was put into it."""
        by_token: dict[int, list[int]] = {}
        for index, offset in sorted(self._inserts):
            by_token.setdefault(index, []).append(offset)
        return "".join(self._written(by_token))

    def _written(self, by_token: dict[int, list[int]]) -> Iterator[str]:
        for index in range(len(self._tokens) + 1):
            if index in self._quotes_end:
                yield "</blockquote>"
            if index in self._quotes_begin:
                yield "<blockquote>"
            if index == len(self._tokens):
                return
            text = self._replaced.get(index, self._tokens[index].text)
            done = 0
            for offset in by_token.get(index, ()):
                yield text[done:offset]
                yield from self._inserts[index, offset]
                done = offset
            yield text[done:]


def _follow(token: Token, open_tags: list[str]) -> None:
    """Keep a list of open tags; end tags without a beginning are ignored."""
    if token.name in VOID_TAGS:
        return
    if not token.closing:
        open_tags.append(token.name)
    elif token.name in open_tags:
        while open_tags.pop() != token.name:
            pass


def _offset(source: str, letter: int, *, end: bool) -> int | None:
    """Return where a letter of an escaped text begins, or ends; None if it is not there."""
    begin = 0
    while (space := source.find(" ", begin + _STEP)) >= 0:  # which is in no entity
        length = len(fold(unescape(source[begin:space])))
        if letter < length:
            break
        letter -= length
        begin = space
    for piece in _PIECE.finditer(source, begin):
        if piece[0].startswith("&"):
            length = len(fold(unescape(piece[0])))
            if letter < length:
                return piece.end() if end else piece.start()
            letter -= length
            continue
        for word in _WORD.finditer(piece[0]):
            length = word.end() - word.start()
            if letter < length:
                return piece.start() + word.start() + letter + end
            letter -= length
    return None
