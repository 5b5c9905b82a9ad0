"""The page's own markup cut down to the strings that are the article, with what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block, letters

_WRAPPERS = tag_names("div section article main header span center font body")
# What an article consists of: such a block between two of its blocks was left out by mistake.
_PARTS = tag_names(
    "p ul ol li dl dt dd table thead tbody tfoot tr td th blockquote pre code h2 h3 h4 h5 h6 "
    "strong b em i u span a br sub sup kbd"
)
_OUTSIDE = tag_names("nav aside footer form button figcaption label")
_NO_PART = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|share\w*|sharing|social\w*|related|recommend\w*|promo\w*|"
    r"advert\w*|ads?|sponsor\w*|newsletter\w*|subscri\w+|sign-?up|cookie\w*|consent|banner|"
    r"sidebar|comments?|respond|author\w*|bio|byline|avatar|gravatar|breadcrumbs?|tags?|footer|"
    r"widget|popup|modal|pull-?quote|cta|outbrain|taboola|trending|hidden|sr-only|"
    r"screen-reader\w*|visually-hidden|logo|icon|teaser|popular|meta)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PROSE = tag_names("p li dd td th pre blockquote h2 h3 h4")
_LONG = 60
_MOST_OF_IT = 0.8
_MOST_LINKED = 0.5
_LONGEST_PATH = 12
_MOST_ABOVE = 0.2
_LONGEST_CREDIT = 100


def recover(blocks: Sequence[Block]) -> None:
    """Choose what belongs to the chosen text but was left out.

    These are whole lists, tables, headings and the like among chosen paragraphs, and long
    paragraphs in further wrappers within the element that holds the most of them.
    """
    _recover_parts(blocks)
    container = _container(blocks)
    known = {block.key for block in blocks if block.is_chosen}
    first = next(index for index, block in enumerate(blocks) if block.is_chosen)
    holders = _ancestors(blocks)
    found = False
    for block in blocks[first:]:
        if block.is_chosen or len(block.key) < _LONG or block.key in known:
            continue
        holder = block.runs[0].holder
        path = _path_below(holder, holders)
        is_prose = any(element.tag in _PROSE for element in path)
        is_inside = container in (holder, *holder.iterancestors())
        if is_prose and is_inside and not any(map(_is_no_part, path)) and not _is_linked(block):
            _choose(block)
            found = True
    if found:
        _recover_parts(blocks)


def _recover_parts(blocks: Sequence[Block]) -> None:
    chosen = [index for index, block in enumerate(blocks) if block.is_chosen]
    holders = _ancestors(blocks)
    known = {block.key for block in blocks if block.is_chosen}
    for block in blocks[chosen[0] : chosen[-1]]:
        if block.is_chosen or block.key in known:
            continue
        path = _path_below(block.runs[0].holder, holders)
        is_part = bool(path) and all(map(_is_part, path)) and not _is_linked(block)
        if is_part or _is_caption(path):
            _choose(block)


def _is_caption(path: Sequence[HtmlElement]) -> bool:
    """Say whether the elements around a text are a picture's with its caption."""
    names = [f"{element.tag!s} {element.get('class') or ''}" for element in path]
    if not any("caption" in name for name in names) or path[-1].find(".//img") is None:
        return False
    return not any(_NO_PART.search(name) for name in names)


def _choose(block: Block, is_chosen: bool = True) -> None:
    for run in block.runs:
        run.chosen = is_chosen


def _container(blocks: Sequence[Block]) -> HtmlElement:
    """Return the innermost element that holds most of the chosen text."""
    sizes: dict[HtmlElement, int] = {}
    total = 0
    for block in blocks:
        if block.is_chosen:
            holder = block.runs[0].holder
            sizes[holder] = sizes.get(holder, 0) + len(block.key)
            total += len(block.key)
    held: dict[HtmlElement, int] = {}
    for holder, size in sizes.items():
        for element in (holder, *holder.iterancestors()):
            held[element] = held.get(element, 0) + size
    most = (element for element, size in held.items() if size >= _MOST_OF_IT * total)
    return max(most, key=lambda element: sum(1 for _ in element.iterancestors()))


def leave_out_end(blocks: Sequence[Block]) -> None:
    """Unchoose short lines of links behind the article's last words, such as its tags."""
    for block in reversed(blocks):
        if block.is_chosen:
            if len(block.key) > _LONGEST_CREDIT or not _is_linked(block):
                return
            _choose(block, False)


def leave_out_head(blocks: Sequence[Block], title: str | None, printed: Collection[str]) -> None:
    """Unchoose what stands above the title, and the lines of authors and date below it.

    Args:
        blocks: All of the page.
        title: The article's, or None.
        printed: Names and dates that the document states by itself.
    """
    keys = {letters(text) for text in printed} - {""}
    chosen = [index for index, block in enumerate(blocks) if block.is_chosen]
    total = sum(len(blocks[index].key) for index in chosen)
    above = 0
    for index, block in enumerate(blocks):
        if title and block.key == letters(title) and above < _MOST_ABOVE * total:
            for earlier in blocks[: index + 1]:
                _choose(earlier, False)
            break
        above += len(block.key) if block.is_chosen else 0
    for index in chosen:
        block = blocks[index]
        if len(block.key) > _LONGEST_CREDIT:
            break
        if block.is_chosen and any(key in block.key for key in keys):
            _choose(block, False)


def cut_down(body: HtmlElement, blocks: Sequence[Block]) -> HtmlElement:
    """Take out of a tree what is not chosen, and return the element that holds the rest.

    Pictures and rules stay where they stand beside chosen text.
    """
    holders = _ancestors(blocks)
    for block in blocks:
        for run in block.runs:
            if not run.chosen and run.is_tail:
                run.element.tail = " "
            elif not run.chosen:
                run.element.text = " "
    kept = set(holders)
    container = _container(blocks)
    for element in list(container.iter("img", "hr", "br")):
        path = _path_below(element, holders)
        if len(path) <= _LONGEST_PATH and not any(map(_is_no_part, path)):
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


def _ancestors(blocks: Sequence[Block]) -> set[HtmlElement]:
    """Return the elements that hold chosen strings, near or far."""
    found: set[HtmlElement] = set()
    for block in blocks:
        for run in block.runs:
            if run.chosen:
                element: HtmlElement | None = run.holder
                while element is not None and element not in found:
                    found.add(element)
                    element = element.getparent()
    return found


def _path_below(element: HtmlElement, holders: set[HtmlElement]) -> list[HtmlElement]:
    """Return an element and its ancestors below the first one that holds chosen strings."""
    path = []
    up: HtmlElement | None = element
    while up is not None and up not in holders:
        path.append(up)
        up = up.getparent()
    return path


def _is_part(element: HtmlElement) -> bool:
    return element.tag in _PARTS and not _is_no_part(element)


def _is_no_part(element: HtmlElement) -> bool:
    if element.tag in _OUTSIDE or element.get("aria-hidden") == "true":
        return True
    return _NO_PART.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_linked(block: Block) -> bool:
    """Say whether most of a block is links, as in lists of other articles."""
    linked = sum(len(run.key) for run in block.runs if _is_in_link(run.holder))
    return linked > _MOST_LINKED * len(block.key)


def _is_in_link(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iterancestors("a"), None) is not None


def _unwrapped(element: HtmlElement) -> HtmlElement:
    """Return the innermost wrapper that holds everything."""
    while element.tag in _WRAPPERS and len(element) == 1 and not _text_beside(element):
        element = element[0]
    return element


def _text_beside(element: HtmlElement) -> str:
    return f"{element.text or ''}{element[0].tail or ''}".strip()
