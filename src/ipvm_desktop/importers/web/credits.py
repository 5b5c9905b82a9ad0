"""Lines of credit: what a page prints between the title of its article and the text.

They need no markup of their own. "Written by" and "Published" may stand above what they are
labels of, elsewhere on the page as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates.phrases import before_change
from ipvm_desktop.importers.web.matching import Block
from ipvm_desktop.importers.web.names import is_label, labelled_names
from ipvm_desktop.importers.web.visible import date_in, is_later, is_own

_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:e[ns]?)?|auteurs?|contributors?|writers?|columnists?|redakteure?)"
    r"/[^/?#]+/?\Z",
    re.IGNORECASE,
)
_DAY_LABEL = re.compile(
    r"(?:(?:date )?published(?: on)?|publication date|posted(?: on)?|release date|date|"
    r"veröffentlicht(?: am)?|publié(?: le)?|publicado(?: el)?|pubblicato(?: il)?)\s*:?\Z",
    re.IGNORECASE,
)
_LONGEST = 100
_LONGEST_LABEL = 25
_MOST_BESIDE = 35
_MOST_LINES = 15
_MOST_LONG = 2


class Credits:
    """What is printed below the title of one page."""

    def __init__(self, blocks: Sequence[Block], head: HtmlElement | None) -> None:
        """Look at what follows a title.

        Args:
            blocks: All of the page.
            head: The element that is the title, or None.
        """
        inside = set() if head is None else set(head.iter())
        are_title = [any(run.holder in inside for run in block.runs) for block in blocks]
        at = are_title.index(True) if True in are_title else len(blocks)
        after = zip(blocks[at:], are_title[at:], strict=True)
        self._below = [block for block, is_title in after if not is_title]
        self._head = head
        self._labelled = list(_labelled(self._below))
        self._lines = [block for block in _first(self._below) if self._is_own(block)]

    def dates(
        self, saved: dt.datetime | None, day_first: bool | None
    ) -> Iterator[tuple[Moment, str]]:
        """Yield the days in these lines, each with how it is printed."""
        dated = [value for label, value in self._labelled if _DAY_LABEL.match(label)]
        for line in (*(_line(block, is_later) for block in self._lines), *dated):
            found = date_in(line, saved, day_first)
            if found and len(before_change(line)) - len(found[1]) <= _MOST_BESIDE:
                yield found

    def names(self, language: str | None) -> Iterator[tuple[str, ...]]:
        """Yield the authors whom these lines name, the surest first."""
        for block in self._lines:
            yield labelled_names(_line(block), language)
        for label, value in self._labelled:
            if is_label(label):
                yield labelled_names(f"{label} {value}", language)
        for block in self._lines:
            around = (
                outer for run in block.runs for outer in (run.holder, *run.holder.iterancestors())
            )
            links = (outer.get("href") or "" for outer in around if outer.tag == "a")
            if any(map(_AUTHOR_PAGE.search, links)):
                yield labelled_names(f"by {_line(block)}", language)

    def _is_own(self, block: Block) -> bool:
        return is_own(block.runs[0].holder, self._head)


def _first(below: Sequence[Block]) -> Iterator[Block]:
    """Yield the short lines before the text, which begins behind a lead at the most."""
    long = 0
    for block in below[:_MOST_LINES]:
        long += len(block.key) > _LONGEST
        if long >= _MOST_LONG:
            return
        if len(block.key) <= _LONGEST:
            yield block


def _labelled(below: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield the lines that are nothing but a label, each with what it stands above."""
    for one, next_one in pairwise(below):
        if len(one.key) <= _LONGEST_LABEL and len(next_one.key) <= _LONGEST:
            label = _line(one)
            if is_label(label) or _DAY_LABEL.match(label):
                yield label, _line(next_one)


def _line(block: Block, is_left_out: Callable[[HtmlElement], bool] | None = None) -> str:
    """Return what a block says; what styles set apart is parted by spaces."""
    runs = (run for run in block.runs if is_left_out is None or not is_left_out(run.holder))
    texts = (run.element.tail if run.is_tail else run.element.text for run in runs)
    return " ".join(" ".join(filter(None, texts)).split())
