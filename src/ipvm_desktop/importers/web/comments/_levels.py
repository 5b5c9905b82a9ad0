"""Who answers whom on pages of unknown makes: by nesting, parent ids, levels or indents."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._threads import parents_by_level

_PARENTS = (
    "data-parent-id", "data-parent", "data-parentid", "data-parent-comment-id", "data-reply-to",
    "data-in-reply-to", "data-pid",
)  # fmt: skip
_LEVELS = ("data-depth", "data-level", "data-indent", "data-nesting", "aria-level")
_LEVEL = re.compile(
    r"(?:^|[\s_-])(?:comment)?(?:depth|level|lvl|indent|nest|nesting|tier|l)[_-]{0,2}(\d{1,3})(?:\s|$)",
    re.IGNORECASE,
)
_INDENT = re.compile(
    r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(\d{1,5})(?:\.\d+)?\s*(?:px|em|rem|%)",
    re.IGNORECASE,
)
_NESTS = frozenset(
    listed(
        "children replies reply responses nested indented indent sub subcomments child answers "
        "kids thread nest comments commentlist quote"
    )
)
_PREFIX = re.compile(r"\A#?(?:[a-z]+[-_])*(?=\d)")
_WORD = re.compile(r"[a-z]+")


def parents_of(parts: Sequence[Part], keys: Collection[str | None]) -> list[int | str | None]:
    """Return the place or key of each comment's parent, by the first way that tells any.

    Args:
        parts: The comments in the page's order.
        keys: What the page calls them; other parents are the article or a question.
    """
    nested: list[int | str | None] = [
        None if part.above is None else part.above.number for part in parts
    ]
    stated: list[int | str | None] = [_stated(part, keys) for part in parts]
    if any(parent is not None for parent in stated):
        return stated
    if any(parent is not None for parent in nested):
        return nested
    for levels in (
        [_level(part.element) for part in parts],
        [_indent(part.element) for part in parts],
        _nests(parts),
    ):
        if len(set(levels)) > 1:
            return list(parents_by_level(levels))
    return nested


def _stated(part: Part, keys: Collection[str | None]) -> str | None:
    for name in _PARENTS:
        value = _PREFIX.sub("", part.element.get(name, "").strip())
        if value in keys and value:
            return value
    return None


def _level(element: HtmlElement) -> int:
    for name in _LEVELS:
        value = element.get(name, "")
        if value.isdecimal():
            return int(value[:4])
    match = _LEVEL.search(element.get("class", ""))
    return int(match[1]) if match else 0


def _indent(element: HtmlElement) -> int:
    """Return the indent of a comment, or of what holds it alone."""
    # An element's length takes as long to find as it has children.
    is_alone = element.getprevious() is None and element.getnext() is None
    for styled in (element, element.getparent() if is_alone else None):
        match = _INDENT.search("" if styled is None else styled.get("style", ""))
        if match:
            return int(match[1])
    return 0


def _nests(parts: Sequence[Part]) -> list[int]:
    """Return how many lists of replies each comment stands in."""
    known: dict[HtmlElement, int] = {}
    return [_nest(part.element, known) for part in parts]


def _nest(element: HtmlElement, known: dict[HtmlElement, int]) -> int:
    path: list[HtmlElement] = []
    above = element.getparent()
    while above is not None and above not in known:
        path.append(above)
        above = above.getparent()
    depth = 0 if above is None else known[above]
    for holder in reversed(path):
        names = f"{holder.get('id', '')} {holder.get('class', '')}".lower()
        parent = holder.getparent()
        is_list = holder.tag in ("ul", "ol") and parent is not None and parent.tag == "li"
        depth += is_list or not _NESTS.isdisjoint(_WORD.findall(names))
        known[holder] = depth
    return depth
