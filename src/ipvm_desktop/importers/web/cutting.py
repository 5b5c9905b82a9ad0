"""The page's own markup cut down to the strings that are the article."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block, letters
from ipvm_desktop.importers.web.names import printed_names
from ipvm_desktop.importers.web.regions import (
    announces_others,
    container_of,
    holders_of,
    is_linked,
    is_no_part,
    path_below,
    set_chosen,
    text_of,
)
from ipvm_desktop.importers.web.visible import date_in

_WRAPPERS = tag_names("div section article main header span center font body")
_LONGEST_PATH = 12
_MOST_ABOVE = 0.2
_LONGEST_CREDIT = 100
_RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LAST_PART = 0.3
_MOST_OTHERS = 0.15


def leave_out_end(blocks: Sequence[Block]) -> None:
    """Unchoose short lines of links behind the article's last words, such as its tags."""
    for block in reversed(blocks):
        if block.is_chosen:
            if len(block.key) > _LONGEST_CREDIT or not is_linked(block):
                return
            set_chosen(block, False)


def leave_out_others(blocks: Sequence[Block]) -> None:
    """Unchoose short parts towards the end whose headings announce other articles.

    Each reaches to the next heading of its rank or a higher one.
    """
    total = sum(len(block.key) for block in blocks if block.is_chosen)
    behind = 0
    ends = dict.fromkeys(_RANKS.values(), (len(blocks), 0))
    for index in reversed(range(len(blocks))):
        block = blocks[index]
        behind += len(block.key) if block.is_chosen else 0
        rank = _rank(block) if block.is_chosen and behind <= _LAST_PART * total else None
        if rank is None:
            continue
        end, after = min(ends[each] for each in ends if each <= rank)
        if announces_others(block) and behind - after < _MOST_OTHERS * total:
            for other in blocks[index:end]:
                set_chosen(other, False)
        ends[rank] = (index, behind)


def _rank(block: Block) -> int | None:
    """Return the rank of the heading that a block is, or None."""
    holder = block.runs[0].holder
    around = (holder, *holder.iterancestors())
    return next((_RANKS[str(element.tag)] for element in around if element.tag in _RANKS), None)


def leave_out_head(
    blocks: Sequence[Block],
    title: str | None,
    printed: Collection[str],
    published: Moment | None = None,
) -> None:
    """Unchoose what stands above the title, and the lines of authors and date below it.

    Lines that tell of a day or a person that the document does not know of stay.

    Args:
        blocks: All of the page.
        title: The article's, or None.
        printed: Names and dates that the document states by itself.
        published: The date that it states, or None.
    """
    keys = {letters(text) for text in printed} - {""}
    chosen = [index for index, block in enumerate(blocks) if block.is_chosen]
    total = sum(len(blocks[index].key) for index in chosen)
    above = 0
    for index, block in enumerate(blocks):
        if title and block.key == letters(title) and above < _MOST_ABOVE * total:
            for earlier in blocks[: index + 1]:
                set_chosen(earlier, False)
            break
        above += len(block.key) if block.is_chosen else 0
    for index in chosen:
        block = blocks[index]
        if len(block.key) > _LONGEST_CREDIT:
            break
        if block.is_chosen and any(key in block.key for key in keys):
            set_chosen(block, _says_more(text_of(block), keys, published))


def _says_more(line: str, keys: Collection[str], published: Moment | None) -> bool:
    """Say whether a line of authors and date holds some that are not known."""
    if any(letters(name) not in keys for name in printed_names(line)):
        return True
    dated = None if published else date_in(line, None, day_first=True)
    return dated is not None and letters(dated[1]) not in keys


def cut_down(body: HtmlElement, blocks: Sequence[Block]) -> HtmlElement:
    """Take out of a tree what is not chosen, and return the element that holds the rest.

    Pictures and rules stay where they stand beside chosen text.
    """
    holders = holders_of(blocks)
    for block in blocks:
        for run in block.runs:
            if not run.chosen and run.is_tail:
                run.element.tail = " "
            elif not run.chosen:
                run.element.text = " "
    kept = set(holders)
    container = container_of(blocks)
    for element in list(container.iter("img", "hr", "br")):
        path = path_below(element, holders)
        if len(path) <= _LONGEST_PATH and not any(map(is_no_part, path)):
            kept.update(path)
    waiting = [body]
    while waiting:
        for element in list(waiting.pop()):
            if element in kept:
                waiting.append(element)
            else:
                _drop(element)
    return _unwrapped(body)


def _drop(element: HtmlElement) -> None:
    """Take an element out; the space behind it stays one space, however many follow."""
    before = element.getprevious()
    if before is not None and before.tail and before.tail[-1].isspace():
        element.tail = (element.tail or "").lstrip()
    element.drop_tree()


def _unwrapped(element: HtmlElement) -> HtmlElement:
    """Return the innermost wrapper that holds everything."""
    while element.tag in _WRAPPERS and len(element) == 1 and not _text_beside(element):
        element = element[0]
    return element


def _text_beside(element: HtmlElement) -> str:
    return f"{element.text or ''}{element[0].tail or ''}".strip()
