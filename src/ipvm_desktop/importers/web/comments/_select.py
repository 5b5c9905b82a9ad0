"""Picking elements and texts out of a page by CSS selectors (Selectors Level 3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from cssselect import parse
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.page import WebPage

_NUMBER = re.compile(r"(?P<minus>[-\u2212]?)(?P<digits>\d+(?:[,.\u00a0\u202f']\d{3})*)(?!\d)")
_TEXT_IN_PATH = re.compile("'([^']*)'")
_THOUSANDS = re.compile(r"(?P<digits>\d+(?:\.\d+)?)\s?[kK]\b")


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be among the values of a page's attributes for a query to find anything.

    Attributes:
        words: Whole words, such as classes; each of them.
        pieces: Parts of words, or more than one word; each of them.
    """

    words: frozenset[str] = frozenset()
    pieces: tuple[str, ...] = ()

    def are_met(self, page: WebPage) -> bool:
        """Say whether a page has all of it, so that it is worth while to ask it."""
        return self.words <= page.words and all(piece in page.values for piece in self.pieces)


class Select:
    """Compiled selectors; they look at an element itself and all below it.

    Where one match is asked for, an earlier selector goes before a later one.
    """

    __slots__ = ("_any", "_each", "_texts")

    def __init__(self, *selectors: str) -> None:
        self._each = tuple(CSSSelector(each, translator="html") for each in selectors)
        self._any = CSSSelector(", ".join(selectors), translator="html")
        self._texts = selectors

    def on(self, page: WebPage) -> list[HtmlElement]:
        """Return what ``all()`` finds on a whole page, at once where nothing can match."""
        can_match = any(_needs_of(text).are_met(page) for text in self._texts)
        return self._any(page.root) if can_match else []

    def first_on(self, page: WebPage) -> HtmlElement | None:
        """Return what ``first()`` finds on a whole page, at once where nothing can match."""
        able = (
            each
            for each, text in zip(self._each, self._texts, strict=True)
            if _needs_of(text).are_met(page)
        )
        return next((found[0] for each in able if (found := each(page.root))), None)

    def all(self, element: HtmlElement) -> list[HtmlElement]:
        """Return what matches any of the selectors, in the page's order."""
        return self._any(element)

    def first(self, element: HtmlElement) -> HtmlElement | None:
        """Return the first match of the first selector that matches, or None."""
        return next((found[0] for each in self._each if (found := each(element))), None)

    def text(self, element: HtmlElement) -> str:
        """Return the text of the first match that has any, or ""."""
        return next((text for found in self._in_turn(element) if (text := text_of(found))), "")

    def attribute(self, element: HtmlElement, *names: str) -> str | None:
        """Return the first of the named attributes that says something.

        All names are asked of one match before the next.
        """
        for found in self._in_turn(element):
            for name in names:
                value = (found.get(name) or "").strip()
                if value:
                    return value
        return None

    def _in_turn(self, element: HtmlElement) -> Iterator[HtmlElement]:
        for each in self._each:
            yield from each(element)


@cache
def _needs_of(selector: str) -> Needs:
    """Return what every match of a selector needs; what it forbids needs nothing."""
    words: set[str] = set()
    pieces: list[str] = []
    [parsed] = parse(selector)
    waiting: list[Any] = [parsed.parsed_tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            continue
        waiting.append(node.selector)
        if isinstance(node, CombinedSelector):
            waiting.append(node.subselector)
        elif isinstance(node, Class):
            words.add(node.class_name)
        elif isinstance(node, Hash):
            pieces.append(node.id)
        elif isinstance(node, Attrib) and node.value and node.operator != "!=":
            pieces.append(str(node.value.value))
    return Needs(frozenset(words), tuple(pieces))


def rows_on(page: WebPage, path: str) -> list[HtmlElement]:
    """Return what an XPath finds on a page, at once where nothing can match.

    Args:
        page: Where to look.
        path: Each of its alternatives between ``|`` compares attributes of what it finds with
            texts, or names tags only; of conditions joined by ``or`` each one does.
    """
    query, alternatives = _compiled(path)
    is_there = any(not texts or any(map(page.values.__contains__, texts)) for texts in alternatives)
    return query(page.root) if is_there else []


@cache
def _compiled(path: str) -> tuple[etree.XPath, tuple[tuple[str, ...], ...]]:
    """Return an XPath with the texts that each of its alternatives knows; of them it needs one."""
    texts = (_TEXT_IN_PATH.findall(alternative) for alternative in path.split(" | "))
    return etree.XPath(path), tuple(tuple(filter(str.strip, found)) for found in texts)


def text_of(element: HtmlElement | None) -> str:
    """Return an element's text in one line."""
    return "" if element is None else " ".join(str(element.text_content()).split())


def own_text(element: HtmlElement) -> str:
    """Return in one line what stands right in an element, not in those inside it."""
    pieces = [element.text or "", *((child.tail or "") for child in element)]
    return " ".join(" ".join(pieces).split())


def has_class(element: HtmlElement, *names: str) -> bool:
    """Whether an element has one of the classes."""
    return not set(names).isdisjoint((element.get("class") or "").split())


def above(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what an element stands in, the nearest first."""
    return element.iterancestors()


def number_in(text: str | None) -> int | None:
    """Return the first whole number of a text, "1,234" and "1.2k" included; None without one."""
    rounded = _THOUSANDS.search(text or "")
    if rounded:
        return round(float(rounded["digits"]) * 1000)
    match = _NUMBER.search(text or "")
    if match is None:
        return None
    digits = int(re.sub(r"\D", "", match["digits"])[:15])
    return -digits if match["minus"] else digits


def digits_of(text: str | None) -> str | None:
    """Return the last run of digits of an id or address, such as "123" of "post-123"."""
    found = re.findall(r"\d+", text or "")
    return found[-1] if found else None


def nearest(element: HtmlElement, owners: Collection[HtmlElement]) -> HtmlElement | None:
    """Return the nearest of some elements that an element stands in, or None."""
    return next((each for each in above(element) if each in owners), None)


def owned(
    select: Select, root: HtmlElement, owners: Collection[HtmlElement]
) -> dict[HtmlElement, HtmlElement]:
    """Return what matches first in each owner, but not in another owner inside of that."""
    found: dict[HtmlElement, HtmlElement] = {}
    for element in select.all(root):
        owner = nearest(element, owners)
        if owner is not None:
            found.setdefault(owner, element)
    return found
