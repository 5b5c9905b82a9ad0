"""The part of a page that is one comment's own, without the comments nested in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

NAMES = ("role", "data-role", "data-testid", "data-test-id", "data-qa", "data-spot-im-class")
"""Attributes that tell scripts, tests and screen readers what an element is."""
_PREFIXES = {"class": ".", "itemprop": "@", "property": "@", **dict.fromkeys(NAMES, "=")}
_LONGEST_KEPT = 200
_PROFILE = re.compile(
    r"/(?:profiles?|users?|u|members?|authors?|people|by)[/.=?]|/[@~]\w|user(?:id)?="
)
_PERMALINK = re.compile(
    r"/comments?[/-]\w*\d|#\w*comment\w*[-_]?\w*\d|#c\d|#reply[-_]?\d|permalink"
)


@dataclass(slots=True, eq=False)
class Part:
    """One comment's own elements.

    They are found by signs: ``.name`` for a class, ``#name`` for an id, ``@name`` for ``itemprop``
    and ``property``, ``=name`` for what scripts and tests know an element by, ``%profile`` and
    ``%permalink`` for links to a person and to a comment, ``:row`` for ``element``, and a bare
    name for a tag.

    Attributes:
        element: What holds the comment, and often the answers to it.
        above: The comment that it stands in, or None.
        number: Its place among the comments of the page, from 0.
        own: What stands in it and in no comment within it, in the page's order.
        dropped: Of these, what is known to be no text of the comment.
    """

    element: HtmlElement
    above: Part | None
    number: int
    own: list[HtmlElement] = field(default_factory=list)
    dropped: set[HtmlElement] = field(default_factory=set)
    _signs: dict[str, list[HtmlElement]] = field(default_factory=dict)

    def mark(self, sign: str, element: HtmlElement) -> None:
        """Let an element be found by a sign that it does not have itself, such as ``:author``."""
        self._signs[sign] = [element]

    def add(self, element: HtmlElement) -> None:
        """Count an element below ``element`` among the comment's own."""
        self.own.append(element)
        for sign in signs_of(element):
            self._signs.setdefault(sign, []).append(element)

    def all(self, *signs: str) -> Iterator[HtmlElement]:
        """Yield the elements with the first sign, then those with the next, each in order."""
        for sign in signs:
            yield from self._signs.get(sign, ())

    def first(self, *signs: str) -> HtmlElement | None:
        """Return the first element of ``all()``, or None."""
        return next(self.all(*signs), None)


def having(*names: str) -> str:
    """Return an XPath condition: has one of the classes."""
    return " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text: a list that reads well in the source."""
    return tuple(text.split())


def signs_of(element: HtmlElement) -> Iterator[str]:
    """Yield the signs by which an element is found."""
    yield str(element.tag)
    for name, value in element.items():
        prefix = _PREFIXES.get(name)
        if prefix is not None:
            yield from (_kept_signs if len(value) <= _LONGEST_KEPT else _signs_in)(prefix, value)
        elif name == "id" and value:
            yield f"#{value.lower()}"
        elif name == "href" and element.tag == "a":
            if _PROFILE.search(value):
                yield "%profile"
            if _PERMALINK.search(value):
                yield "%permalink"


def _signs_in(prefix: str, value: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{word}" for word in value.lower().split())


# All comments of a page have the same few.
_kept_signs = lru_cache(maxsize=4096)(_signs_in)


def classes_of(element: HtmlElement) -> tuple[str, ...]:
    """Return the classes of an element in lower case."""
    return tuple(element.get("class", "").lower().split())


Beside = Callable[[HtmlElement], Iterable[HtmlElement]]
"""Returns what belongs to a comment though it stands beside its element."""


def definitions(comment: HtmlElement) -> Iterator[HtmlElement]:
    """Yield each ``dd`` after a ``dt``; nothing beside other elements."""
    if comment.tag == "dt":
        for sibling in comment.itersiblings():
            if sibling.tag != "dd":
                break
            yield sibling


def parts_of(comments: Sequence[HtmlElement], beside: Beside = definitions) -> list[Part]:
    """Divide the page between its comments, in their order.

    Args:
        comments: The elements that hold one comment each, in the page's order.
        beside: What else belongs to each.
    """
    known = set(comments)
    parts: list[Part] = []
    seen: set[HtmlElement] = set()
    for comment in comments:
        if comment in seen:
            continue
        open_parts: list[Part] = []
        for event, node in etree.iterwalk(comment, events=("start", "end")):
            if event == "end":
                if open_parts[-1].element is node:
                    open_parts.pop()
            elif node in known:
                seen.add(node)
                part = Part(node, open_parts[-1] if open_parts else None, len(parts))
                part.mark(":row", node)
                open_parts.append(part)
                parts.append(part)
            else:
                open_parts[-1].add(node)
        for more in beside(comment):
            for node in more.iter(etree.Element):
                part.add(node)
    return parts
