"""Which strings of a page are the article, once its words are known.

The page's tree and the words are both in the order of reading; letters and digits alone are
compared, so that spaces, punctuation and markup do not matter.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names

SILENT_TAGS = tag_names(
    "script style noscript template head title svg math button select textarea iframe object nav "
    "datalist dialog video audio"
)
_INLINE = tag_names(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark picture q s "
    "samp small source span strike strong sub sup time tt u var wbr"
)
_CHOSEN = attrgetter("chosen")
_NO_LETTERS = re.compile(r"[\W_]+")
# A shorter text may stand anywhere by chance.
_SHORT = 25
_NEAR = 4000
# Bounds the search in enormous pages, whose blocks are not in the order of the words.
_MOST_SCANNED = 50_000_000


@dataclass(slots=True)
class Run:
    """One string of the tree.

    Attributes:
        element: The element whose text or tail it is.
        is_tail: It follows the element.
        key: Its letters and digits; "" for punctuation alone.
        chosen: It belongs to the article.
    """

    element: HtmlElement
    is_tail: bool
    key: str
    chosen: bool = False

    @property
    def holder(self) -> HtmlElement:
        """The element that the string stands in."""
        parent = self.element.getparent() if self.is_tail else self.element
        return self.element if parent is None else parent


@dataclass
class Block:
    """The strings between two edges of blocks, such as those of a paragraph."""

    runs: list[Run] = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        """The letters and digits of all its strings."""
        return "".join(run.key for run in self.runs)

    @property
    def is_chosen(self) -> bool:
        """Whether any of it belongs to the article."""
        return any(map(_CHOSEN, self.runs))


def letters(text: str | None) -> str:
    """Return the letters and digits of a text, in lower case."""
    return _NO_LETTERS.sub("", text.lower()) if text else ""


def blocks_of(body: HtmlElement) -> list[Block]:
    """Return the blocks of text that a page shows, in its order; scripts and the like are none."""
    blocks = [Block()]
    silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_start, tag = event == "start", element.tag
        if tag not in _INLINE:
            blocks.append(Block())
            silent += (1 if is_start else -1) * (tag in SILENT_TAGS)
        text = element.text if is_start else element.tail
        if text and not silent and (is_start or element is not body):
            blocks[-1].runs.append(Run(element, not is_start, letters(text)))
    return [block for block in blocks if any(run.key for run in block.runs)]


def choose(blocks: Sequence[Block], pieces: Sequence[str]) -> None:
    """Mark the strings that stand in the pieces of the article's words.

    Long blocks are found first; short ones then belong to the article only where they stand
    between the same neighbours.
    """
    places = _Places(pieces)
    anchors: list[tuple[int, int, int]] = []  # a block, and from where to where it stands
    for index, block in enumerate(blocks):
        for group in _groups(block):
            key = "".join(run.key for run in group)
            if len(key) >= _SHORT and (found := places.take(key)) >= 0:
                _mark(group)
                anchors.append((index, found, found + len(key)))
                if len(group) == len(block.runs):
                    break
    index, end = 0, 0
    for next_index, start, next_end in anchors:
        if start >= end:
            # What precedes the article is long, so the nearest to its opening comes first.
            places.fill(blocks[index : next_index + 1], end, start, backwards=end == 0)
            index, end = next_index, next_end
    places.fill(blocks[index:], end, len(places.text), backwards=False)
    for block in blocks:
        _take_punctuation(block.runs)


def _take_punctuation(runs: Sequence[Run]) -> None:
    """Mark strings without letters beside those that are chosen."""
    for one, next_one in itertools.pairwise(runs):
        next_one.chosen = next_one.chosen or (one.chosen and not next_one.key)
    for next_one, one in itertools.pairwise(reversed(runs)):
        one.chosen = one.chosen or (next_one.chosen and not one.key)


def _groups(block: Block) -> Iterator[list[Run]]:
    """Yield a block's strings together, unless some are chosen, then one by one."""
    is_open = not block.is_chosen
    if is_open:
        yield block.runs
    if len(block.runs) > 1:
        yield from ([run] for run in block.runs if run.key)


def _mark(group: Sequence[Run]) -> None:
    for run in group:
        run.chosen = True


class _Places:
    """Where in the article's words something stands; each place is given away once."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.text = "".join(pieces)
        self._edges = {0, *itertools.accumulate(map(len, pieces))}
        self._used: set[int] = set()
        self._cursor = 0
        self._left = _MOST_SCANNED

    def take(self, key: str) -> int:
        """Return where a long text stands, best from where the last one ended; or -1."""
        found = self.text.find(key, self._cursor, self._cursor + len(key) + _NEAR)
        if found < 0 and self._left > 0:
            self._left -= len(self.text)
            found = self.text.find(key)
            while found in self._used:
                found = self.text.find(key, found + 1)
        if found >= 0:
            self._used.add(found)
            self._cursor = found + len(key)
        return found

    def fill(self, blocks: Sequence[Block], start: int, end: int, *, backwards: bool) -> None:
        """Mark the short texts that stand between two long ones."""
        for block in reversed(blocks) if backwards else blocks:
            if start >= end:
                return
            for group in _groups(block):
                if group[0].chosen:
                    continue
                key = "".join(run.key for run in group)
                found = self._near(key, start, end, backwards=backwards)
                if found < 0:
                    continue
                _mark(group)
                start, end = (start, found) if backwards else (found + len(key), end)
                if len(group) == len(block.runs):
                    break

    def _near(self, key: str, start: int, end: int, *, backwards: bool) -> int:
        """Return where a text adjoins what was found, or is a whole piece; else -1."""
        text = self.text
        if backwards and text.endswith(key, start, end):
            return end - len(key)
        if not backwards and text.startswith(key, start, end):
            return start
        seek = text.rfind if backwards else text.find
        found = seek(key, start, end)
        while found >= 0 and not {found, found + len(key)} <= self._edges:
            begin, stop = (start, found + len(key) - 1) if backwards else (found + 1, end)
            found = seek(key, begin, stop)
        return found
