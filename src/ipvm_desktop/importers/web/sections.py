"""Pages of many sections, such as those of services and products, and answers that open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block
from ipvm_desktop.importers.web.regions import (
    announces_others,
    container_of,
    holders_of,
    is_far,
    is_linked,
    opens,
    path_below,
    set_chosen,
)

_HEADINGS = tag_names("h2 h3 h4 h5")
_WITHIN = tag_names(
    "b strong a em i span u font p li ul ol dl dt dd blockquote pre code h2 h3 h4 h5 h6 table "
    "tbody thead tr td th"
)
_MAIN_IDS = ("main", "content", "main-content")
_LONG = 60
_LEAST_OWN = 0.5
_ALL_OWN = 0.9
_LEAST_CARDS = 3
_MOST_TOGETHER = 0.45
# Pages of lists have a short text above them.
_LITTLE = 800


class _Answers(dict[HtmlElement, bool]):
    """What is true of elements, each asked once."""

    def __init__(self, ask: Callable[[HtmlElement], bool]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, element: HtmlElement) -> bool:
        self[element] = self._ask(element)
        return self[element]


def widen(blocks: Sequence[Block], *, is_article: bool) -> None:
    """Choose sections of prose beside the chosen text, whatever their elements are.

    On pages that are no articles, all of them: such pages spread their text over many
    sections, of which only the largest were found. On the others those that open on a click.
    """
    is_wide = not is_article and _is_spread(blocks)
    for section in _sections(blocks, is_wide=is_wide):
        own = [block for block in section if not is_linked(block)]
        size = sum(len(block.key) for block in section)
        share = sum(len(block.key) for block in own) / max(1, size)
        has_prose = any(len(block.key) >= _LONG for block in own)
        is_list = is_wide and size >= _LONG and len(own) >= _LEAST_CARDS and share >= _ALL_OWN
        if is_list or (has_prose and share >= _LEAST_OWN):
            found = own
        else:
            found = _cards(section) if is_wide else []
        for block in found:
            set_chosen(block)


def _is_spread(blocks: Sequence[Block]) -> bool:
    """Say whether the chosen text is short or in many places; an article's is mostly in one."""
    sizes: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.is_chosen:
            around = (block.runs[0].holder, *block.runs[0].holder.iterancestors())
            place = next(element for element in around if element.tag not in _WITHIN)
            sizes[place] = sizes.get(place, 0) + len(block.key)
    total = sum(sizes.values())
    return total < _LITTLE or max(sizes.values()) < _MOST_TOGETHER * total


def _sections(blocks: Sequence[Block], *, is_wide: bool) -> list[list[Block]]:
    """Return what is not chosen, together where it stands in one element beside chosen text.

    What follows a heading such as "You may also like" in it is left out.
    """
    holders = holders_of(blocks)
    container = _main_part(container_of(blocks))
    known = {block.key for block in blocks if block.is_chosen}
    does_open, is_outside = _Answers(opens), _Answers(is_far)
    closed: set[HtmlElement] = set()
    sections: dict[HtmlElement, list[Block]] = {}
    for block in blocks:
        if block.is_chosen or block.key in known:
            continue
        path = path_below(block.runs[0].holder, holders) or [block.runs[0].holder]
        top = path[-1]
        marks = (any(map(does_open.__getitem__, path)), container in top.iterancestors())
        if not (any(marks) if is_wide else all(marks)):
            continue
        if top in closed or announces_others(block):
            closed.add(top)
        elif not any(map(is_outside.__getitem__, path)):
            sections.setdefault(top, []).append(block)
    return list(sections.values())


def _main_part(container: HtmlElement) -> HtmlElement:
    """Return the page's main part around an element, or that element where none is marked."""
    for element in (container, *container.iterancestors()):
        is_named = element.get("role") == "main" or element.get("id") in _MAIN_IDS
        if element.tag == "main" or is_named:
            return element
    return container


def _cards(section: Sequence[Block]) -> list[Block]:
    """Return what stands in cards: links around several blocks, or in or around a heading."""
    links: dict[HtmlElement, list[Block]] = {}
    for block in section:
        holder = block.runs[0].holder
        for element in (holder, *holder.iterancestors()):
            if element.tag == "a":
                links.setdefault(element, []).append(block)
                break
    cards = [within for link, within in links.items() if len(within) > 1 or _is_heading(link)]
    return [block for within in cards for block in within] if len(cards) >= _LEAST_CARDS else []


def _is_heading(link: HtmlElement) -> bool:
    heads = (*link.iter(*_HEADINGS), *link.iterancestors(*_HEADINGS))
    return bool(heads)
