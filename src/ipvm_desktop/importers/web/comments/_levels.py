"""Who answers whom on pages of unknown makes: by ids, links, nesting, levels or indents."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice, takewhile

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._fragments import before
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._threads import parents_by_level

_PARENTS = (
    "data-parent-id", "data-parent", "data-parentid", "data-parent-comment-id", "data-reply-to",
    "data-in-reply-to", "data-pid", "data-parent-comment", "data-reply-to-id", "data-replyto",
    "data-in-reply-to-id", "parent-id", "parentid",
)  # fmt: skip
_LEVELS = ("data-depth", "data-level", "data-indent", "data-nesting", "depth", "level", "indent")
_LEVEL = re.compile(
    r"(?:^|[\s_-])(?:comment)?(?:depth|level|lvl|indent|nest|nesting|tier|l)[_-]{0,2}(\d{1,3})(?:\s|$)",
    re.IGNORECASE,
)
_INDENT = re.compile(
    r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(\d{1,5})(?:\.\d+)?\s*(?:px|em|rem|%)",
    re.IGNORECASE,
)
_WIDTH = re.compile(r"(?:^|[\s;])width\s*:\s*(\d{1,5})(?:\.\d+)?\s*(?:px|em|rem|%)", re.IGNORECASE)
_BLANK = re.compile(r"(?:spacer|blank|pixel|clear|transp|trans|shim|dot|\bs)[\w-]*\.(?:gif|png)\Z")
_SPACERS = frozenset(
    listed("indent indents indentation spacer threadline thread-line reply-line depth-line")
)
_NESTS = frozenset(
    listed(
        "children replies reply responses nested indented indent sub subcomments child answers "
        "kids thread nest comments commentlist quote"
    )
)
_PREFIX = re.compile(r"\A#?(?:[a-z]+[-_])*(?=\d)")
_WORD = re.compile(r"[a-z]+")
# What stands before or in a link to the comment that one answers.
_ANSWERING = (
    r"(?:in[- ]reply[- ]to|repl(?:y|ies|ying|ied) to|answer(?:s|ing)? to|antwort(?:et)? (?:auf|an)|"
    r"(?:en )?réponse à|répond à|en respuesta a|responde a|(?:in )?risposta a|em resposta a|"
    r"in antwoord op|reactie op|w odpowiedzi|odpowiedź na|в ответ|ответ на|svar (?:på|till|til)|"
    r"(?:show )?parent\b|[@↑↩⤴↪])"
)
_LEADS = re.compile(rf"{_ANSWERING}\W*\Z", re.IGNORECASE)
_SAYS = re.compile(rf"\W{{0,3}}{_ANSWERING}", re.IGNORECASE)
_NEAR = 12
_HIGHEST = 2
_LONGEST = 80


def parents_of(
    parts: Sequence[Part], keys: Collection[str | None], *, by_depth: bool = False
) -> list[int | str | None]:
    """Return the place or key of each comment's parent.

    What a comment states goes before how it stands among the others.

    Args:
        parts: The comments in the page's order.
        keys: What the page calls them; other parents are the article or a question.
        by_depth: Where nothing else tells, answers stand deeper in the page.
    """
    stated = [_stated(part, keys) for part in parts]
    ways = (stated, _answered(parts), _shown(parts, by_depth=by_depth))
    return [
        next((parent for parent in told if parent is not None), None)
        for told in zip(*ways, strict=True)
    ]


def _shown(parts: Sequence[Part], *, by_depth: bool) -> list[int | None]:
    """Return the places of parents by the first way of showing them that tells any."""
    nested = [None if part.above is None else part.above.number for part in parts]
    if any(parent is not None for parent in nested):
        return nested
    for levels in (
        [_level(part) for part in parts],
        [_indent(part.element) for part in parts],
        [_spacer(part) for part in parts],
        _holders(parts, _is_nest),
        _holders(parts, _is_any) if by_depth else [],
    ):
        if len(set(levels)) > 1:
            return parents_by_level(levels)
    return nested


def _stated(part: Part, keys: Collection[str | None]) -> str | None:
    for element in (part.element, *islice(part.own, _NEAR)):
        for name in _PARENTS:
            value = _PREFIX.sub("", element.get(name, "").strip())
            if value in keys and value:
                return value
    return None


def _answered(parts: Sequence[Part]) -> list[int | None]:
    """Return the places of comments that links within others lead to as to their parents."""
    places: dict[str, int] = {}
    for part in parts:
        for element in (part.element, *part.own):
            for name in filter(None, (element.get("id"), element.get("name"))):
                places.setdefault(name, part.number)
    return [
        next(
            (
                place
                for link in part.all("a")
                if (place := places.get(link.get("href", "").rpartition("#")[2])) is not None
                and place != part.number
                and _says_answer(link)
            ),
            None,
        )
        for part in parts
    ]


def _says_answer(link: HtmlElement) -> bool:
    if _LEADS.search(before(link)[-_LONGEST:]):
        return True
    said = (link.text_content(), *map(link.get, ("title", "class", "rel")))
    return any(text and _SAYS.match(text[:_LONGEST]) for text in said)


def _level(part: Part) -> int:
    for element in (*_around(part.element), *islice(part.own, _NEAR)):
        for name in _LEVELS:
            value = element.get(name, "")
            if value.isdecimal():
                return int(value[:4])
    for element in _around(part.element):
        value = element.get("aria-level", "")
        if value.isdecimal():
            return int(value[:4])
        match = _LEVEL.search(element.get("class", ""))
        if match:
            return int(match[1])
    return 0


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield a comment's element, and what holds it alone."""
    yield element
    above = element.getparent()
    # An element's length takes as long to find as it has children.
    for _ in range(_HIGHEST):
        if above is None or element.getprevious() is not None or element.getnext() is not None:
            break
        yield above
        element, above = above, above.getparent()


def _indent(element: HtmlElement) -> int:
    """Return the indent of a comment, or of what holds it alone."""
    for styled in _around(element):
        match = _INDENT.search(styled.get("style", ""))
        if match:
            return int(match[1])
    return 0


def _spacer(part: Part) -> int:
    """Return how wide the blank is that a comment begins with, or how many such it has."""
    count = 0
    for element in islice(part.own, _NEAR):
        if len(element) or (element.text or "").strip():
            continue
        style = _WIDTH.search(element.get("style", ""))
        width = style[1] if style else element.get("width", "")
        is_blank = element.tag in ("td", "div", "span") or _is_blank(element)
        if width.isdecimal() and is_blank:
            return int(width[:5])
        count += not _SPACERS.isdisjoint(element.get("class", "").lower().split())
    return count


def _is_blank(picture: HtmlElement) -> bool:
    is_flat = picture.get("height", "") in ("0", "1", "2")
    return is_flat or _BLANK.search(picture.get("src", "")) is not None


def _is_nest(holder: HtmlElement) -> bool:
    """Say whether an element is a list of answers."""
    names = f"{holder.get('id', '')} {holder.get('class', '')}".lower()
    above = holder.getparent()
    is_list = holder.tag in ("ul", "ol") and above is not None and above.tag == "li"
    return is_list or not _NESTS.isdisjoint(_WORD.findall(names))


def _is_any(_holder: HtmlElement) -> bool:
    return True


def _holders(parts: Sequence[Part], counts: Callable[[HtmlElement], bool]) -> list[int]:
    """Return how many elements that count each comment stands in."""
    known: dict[HtmlElement, int] = {}
    for part in parts:
        path = list(takewhile(lambda each: each not in known, part.element.iterancestors()))
        above = path[-1].getparent() if path else None
        depth = 0 if above is None else known[above]
        for holder in reversed(path):
            depth += counts(holder)
            known[holder] = depth
    return [known[above] for part in parts if (above := part.element.getparent()) is not None]
