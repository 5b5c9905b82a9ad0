"""Picking elements and texts out of a page by CSS selectors (Selectors Level 3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

_NUMBER = re.compile(r"(?P<minus>[-\u2212]?)(?P<digits>\d+(?:[,.\u00a0\u202f']\d{3})*)(?!\d)")
_THOUSANDS = re.compile(r"(?P<digits>\d+(?:\.\d+)?)\s?[kK]\b")


class Select:
    """Compiled selectors; they look at an element itself and all below it.

    Where one match is asked for, an earlier selector goes before a later one.
    """

    __slots__ = ("_any", "_each")

    def __init__(self, *selectors: str) -> None:
        self._each = tuple(CSSSelector(each, translator="html") for each in selectors)
        self._any = CSSSelector(", ".join(selectors), translator="html")

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
