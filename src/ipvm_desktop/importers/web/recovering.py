"""What belongs to the article, although it was not found among its words."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block, letters
from ipvm_desktop.importers.web.regions import (
    container_of,
    holders_of,
    is_foreign,
    is_linked,
    is_no_part,
    path_below,
    set_chosen,
)

# What an article consists of: such a block between two of its blocks was left out by mistake.
_PARTS = tag_names(
    "p ul ol li dl dt dd table thead tbody tfoot tr td th blockquote pre code h2 h3 h4 h5 h6 "
    "strong b em i u span a br sub sup kbd"
)
_PROSE = tag_names("p li dd td th pre blockquote h2 h3 h4")
_LONG = 60
_LONGEST_HEAD = 15
# What a site says of its income stands above many articles.
_DISCLOSURES = ("commission", "affiliate", "sponsored")
_LEAST_ALIKE = 3
_LEAST_SHARE = 0.5
_SHORT = 25


def recover(blocks: Sequence[Block], *, is_article: bool = True) -> None:
    """Choose what belongs to the chosen text but was left out.

    These are whole lists, tables, headings and the like among chosen paragraphs, and long
    paragraphs in further wrappers within the element that holds the most of them.
    """
    _recover_parts(blocks)
    container = container_of(blocks)
    known = {block.key for block in blocks if block.is_chosen}
    first = next(index for index, block in enumerate(blocks) if block.is_chosen)
    holders = holders_of(blocks)
    found = False
    last = max(index for index, block in enumerate(blocks) if block.is_chosen)
    for index, block in enumerate(blocks[first:], first):
        if block.is_chosen or len(block.key) < _LONG or block.key in known:
            continue
        holder = block.runs[0].holder
        path = path_below(holder, holders)
        is_prose = any(element.tag in _PROSE for element in path)
        is_inside = container in (holder, *holder.iterancestors())
        if (
            (is_prose or (is_article and index < last))
            and is_inside
            and not any(map(is_no_part, path))
            and not is_linked(block)
        ):
            set_chosen(block)
            found = True
    if found:
        _recover_parts(blocks)


def even_out(blocks: Sequence[Block]) -> None:
    """Choose the rest of blocks of the same make, such as equal cells, where most are chosen.

    Blocks are of the same make where all elements around them have the same tags and classes.
    """
    known = {block.key for block in blocks if block.is_chosen}
    for alike in _makes(blocks):
        count = sum(block.is_chosen for block in alike)
        if count >= _LEAST_ALIKE and count >= _LEAST_SHARE * len(alike):
            for block in alike:
                if block.key not in known or len(block.key) < _SHORT:
                    set_chosen(block)


def recover_lead(blocks: Sequence[Block], title: str | None) -> None:
    """Choose the first paragraph between the title and the chosen text: the standfirst."""
    key = letters(title)
    first = next(index for index, block in enumerate(blocks) if block.is_chosen)
    start = max(0, first - _LONGEST_HEAD)
    heads = [index for index in range(start, first) if key and blocks[index].key == key]
    holders = holders_of(blocks)
    for block in blocks[heads[-1] + 1 : first] if heads else ():
        if any(word in block.key for word in _DISCLOSURES):
            continue
        path = path_below(block.runs[0].holder, holders)
        if len(block.key) >= _LONG and not is_linked(block) and not any(map(is_no_part, path)):
            set_chosen(block)
            return


def _recover_parts(blocks: Sequence[Block]) -> None:
    chosen = [index for index, block in enumerate(blocks) if block.is_chosen]
    holders = holders_of(blocks)
    known = {block.key for block in blocks if block.is_chosen}
    for block in blocks[chosen[0] : chosen[-1]]:
        if block.is_chosen or block.key in known:
            continue
        path = path_below(block.runs[0].holder, holders)
        is_part = bool(path) and all(map(_is_part, path)) and not is_linked(block)
        if is_part or _is_caption(path):
            set_chosen(block)


def _is_part(element: HtmlElement) -> bool:
    return element.tag in _PARTS and not is_no_part(element)


def _is_caption(path: Sequence[HtmlElement]) -> bool:
    """Say whether the elements around a text are a picture's with its caption."""
    names = [f"{element.tag!s} {element.get('class') or ''}" for element in path]
    if not any("caption" in name for name in names) or path[-1].find(".//img") is None:
        return False
    return not any(map(is_foreign, names))


def _makes(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks by their make."""
    numbers: dict[tuple[int, str, str], int] = {}
    makes: dict[HtmlElement, int] = {}
    alike: dict[int, list[Block]] = {}
    for block in blocks:
        path = path_below(block.runs[0].holder, makes.keys())
        up = path[-1].getparent() if path else block.runs[0].holder
        make = 0 if up is None else makes[up]
        for element in reversed(path):
            kind = (make, str(element.tag), _lasting_names(element))
            make = makes[element] = numbers.setdefault(kind, len(numbers) + 1)
        alike.setdefault(make, []).append(block)
    return list(alike.values())


def _lasting_names(element: HtmlElement) -> str:
    """Return an element's classes without those that number it."""
    names = (element.get("class") or "").split()
    return " ".join(name for name in names if not any(map(str.isdigit, name)))
