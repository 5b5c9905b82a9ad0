"""Blocks that repeat around dates: how comments look whatever their elements are called.

A template prints the date of each comment at the same place, so that the element which holds a
comment lies equally many steps above its date. From the second date on, the highest element that
holds no earlier date is such a block; one that stands first in a list of answers may seem a step
higher than the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.web.page import WebPage

_STATING = ("datetime", "data-time", "data-timestamp", "data-utime", "data-datetime")
_DATE_TAGS = ("time", "relative-time")
_LONGEST_LINE = 120
_MOST_ELEMENTS = 300_000
_MOST_DATES = 20_000
_MOST_GROUPS = 6
_MOST_HEIGHTS = 3
_FEWEST = 2
_FEWEST_SHARE = 0.15
_SKIPPED = frozenset(("nav", "blockquote", "select", "script", "style", "template", "noscript"))
# "Yesterday" and "an hour ago" have no digits.
_MAYBE_DATE = re.compile(
    r"\d|\b(?:ago|vor eine[mr]|il y a une?|hace una?|una? \w+ fa|há uma?|geleden|temu|назад|sedan|"
    r"siden|sitten|yesterday|today|gestern|heute|hier|ieri|oggi|ayer|hoy|"
    r"ontem|hoje|gisteren|vandaag|wczoraj|вчера|сегодня|igår|idag|昨日|昨天|어제)\b",
    re.IGNORECASE,
)
# Dates of people and of edits are not those of posting.
_OTHER_DATE = re.compile(
    r"\b(?:joined|registered|member since|location|edit(?:ed)?|updated|modified|registriert|dabei "
    r"seit|mitglied seit|bearbeitet|geändert|inscrit|membre depuis|modifié|registrado|editado|"
    r"iscritto|modificato|geregistreerd|bewerkt|зарегистрирован|регистрация|изменен[оа]?)\b",
    re.IGNORECASE,
)
# "3D" and "60 W" are no days and weeks.
_MEASURE = re.compile(r"\d+\s?[A-Z]+\Z")
# Of a comment; in "c1" and "c2" the digit is all of the name.
_NUMBER = re.compile(r"\d{3,}")


def dates_of(page: WebPage) -> list[HtmlElement]:
    """Return the elements that print dates, in the page's order."""
    elements = islice(_elements(page), _MOST_ELEMENTS)
    return list(islice((each for each in elements if prints_date(each, page)), _MOST_DATES))


def dated_rows(dates: Sequence[HtmlElement]) -> Iterator[list[HtmlElement]]:
    """Yield groups of elements that may hold one comment each, the likeliest first.

    Each group is in the page's order. What the elements hold besides a date is not looked at.
    """
    groups: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for date in dates:
        groups[place_of(date)].append(date)
    ranked = sorted(groups.values(), key=len, reverse=True)
    for group in ranked[:_MOST_GROUPS]:
        if len(group) >= _FEWEST:
            yield from _blocks(group)


def prints_date(element: HtmlElement, page: WebPage) -> bool:
    """Say whether an element itself states the date of a posting, or prints it in a short line."""
    if element.tag in _DATE_TAGS:
        return not _OTHER_DATE.search(element.get("class", ""))
    if any(element.get(name) for name in _STATING):
        return True
    if any(text and is_date(text, page) for text in (element.get("title"), element.text)):
        return True
    return any(
        child.tail and is_date(child.tail, page) and not _OTHER_DATE.search(_own(child))
        for child in element
    )


def _own(element: HtmlElement) -> str:
    return (element.text or "")[:_LONGEST_LINE]


def is_date(text: str, page: WebPage) -> bool:
    """Say whether a short line tells when something was posted."""
    line = text.strip()
    return (
        len(line) <= _LONGEST_LINE
        and _MAYBE_DATE.search(line) is not None
        and not _OTHER_DATE.search(line)
        and not _MEASURE.match(line)
        and any(find_web_date(line, page.saved, order) for order in (True, False))
    )


def _elements(page: WebPage) -> Iterator[HtmlElement]:
    body = page.root.find("body")
    walk = etree.iterwalk(page.root if body is None else body, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED:
            walk.skip_subtree()
        else:
            yield element


def place_of(element: HtmlElement) -> tuple[str, str]:
    """Return what dates of one template have in common."""
    above = element.getparent()
    named = _NUMBER.sub("", element.get("class", ""))
    return named or str(element.tag), "" if above is None else str(above.tag)


def _blocks(dates: Sequence[HtmlElement]) -> Iterator[list[HtmlElement]]:
    """Yield the elements at each usual height above dates, the most usual first."""
    held: set[HtmlElement] = set()
    paths: list[list[HtmlElement]] = []
    for date in dates:
        path = list(takewhile(lambda each: each not in held, _upward(date)))
        held.update(path)
        paths.append(path)
    usual = Counter(len(path) for path in paths[1:]).most_common(_MOST_HEIGHTS)
    heights = {height for height, count in usual if count >= _FEWEST_SHARE * len(paths)}
    # Where each comment has one answer at most, all of them stand first in a list.
    heights |= {height - 1 for height in heights if height > 1}
    groups = [_at(height, paths) for height in sorted(heights, reverse=True)]
    for blocks in sorted(groups, key=_variety):
        yield blocks
        # The first date may be the article's own.
        if len(blocks) > _FEWEST and blocks[0] in blocks[-1].iterancestors():
            yield blocks[1:]


def holders_of(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Return elements and all that holds any of them."""
    held: set[HtmlElement] = set()
    for element in elements:
        held.update(list(takewhile(lambda each: each not in held, _upward(element))))
    return held


def _upward(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _at(height: int, paths: Sequence[Sequence[HtmlElement]]) -> list[HtmlElement]:
    blocks = (path[height - 1] for path in paths if len(path) >= height)
    found = list(dict.fromkeys(map(_term, blocks)))
    return _lowered(found) if _variety(found) else found


def _term(block: HtmlElement) -> HtmlElement:
    """Return the term that a definition belongs to; other elements as they are."""
    while block.tag == "dd" and (before := block.getprevious()) is not None:
        block = before
    return block


def _variety(blocks: Sequence[HtmlElement]) -> float:
    """Return how different blocks are, from 0 for those that have a class in common."""
    names = Counter(
        name
        for block in blocks
        for name in {(block.tag, token) for token in block.get("class", "").split() or [""]}
    )
    return round(1 - max(names.values()) / len(blocks), 1)


def _lowered(blocks: list[HtmlElement]) -> list[HtmlElement]:
    """Return what the blocks hold, as long as each of them holds a single element."""
    while all(map(_is_wrapper, blocks)):
        blocks = [block[0] for block in blocks]
    return blocks


def _is_wrapper(block: HtmlElement) -> bool:
    if len(block) != 1 or not isinstance(block[0].tag, str):
        return False
    return not f"{block.text or ''}{block[0].tail or ''}".strip()
