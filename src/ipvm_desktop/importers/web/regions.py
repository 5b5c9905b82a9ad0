"""Where on a page the chosen strings stand, and what is no part of an article by its markup."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.web.matching import Block

_OUTSIDE = tag_names("nav aside footer form button figcaption label")
_AROUND = (
    r"nav(?!y)\w*|menu|share\w*|sharing|social\w*|related|recommend\w*|promo\w*|advert\w*|ads?|"
    r"sponsor\w*|newsletter\w*|subscri\w+|sign-?up|cookie\w*|consent|sidebar|comments?|respond|"
    r"author\w*|bio|byline|avatar|gravatar|breadcrumbs?|tags?|footer|popup|modal|flyout|dialog|"
    r"lightbox|cta|outbrain|taboola|trending|(?<!overflow-)(?<!overflow-[xy]-)hidden|sr-only|"
    r"screen-reader\w*|visually-hidden|tool-?tip|popular|teaser"
)
# On pages of many sections these are names of sections as well.
_BESIDE = r"banner|(?<!elementor-)widget|pull-?quote|logo|(?<!elementor-)icon|meta"
_NAMES = r"(?:^|[\s_-])(?:{})(?:$|[\s_-])"
_FAR = re.compile(_NAMES.format(_AROUND), re.IGNORECASE)
_NO_PART = re.compile(_NAMES.format(f"{_AROUND}|{_BESIDE}"), re.IGNORECASE)
# WordPress names a post's tags and categories among its classes.
_SUBJECT = re.compile(r"(?<!\S)(?:tag|category|cat)-\S+")
# Utility classes hide what is shown where there is room: "hidden md:block".
_HIDDEN = re.compile(r"(?<!\S)hidden(?!\S)")
_SHOWN_ELSEWHERE = re.compile(r"(?<!\S)\w+:(?:block|flex|grid|inline\S*|table\S*|contents)(?!\S)")
# What opens on a click has text of its own, although a saved page may call it hidden.
_OPENS = re.compile(r"faq|accordion|tab-?pane|collapsible|toggle-?(?:area|content)", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:(?:related|recommended|suggested|similar|more|further|other|popular|latest|recent|"
    r"recently|trending|featured)\b.{0,30}\b(?:posts?|articles?|stories|story|readings?|reads|"
    r"topics|contents?|search(?:es)?|news|videos?|products?|items?|blogs?|guides|viewed|coverage|"
    r"recipes)\b.{0,20}"
    r"|(?:read (?:more|next|this next|also)|keep reading|continue reading|up next|see also|related|"
    r"recommended|(?:what|where) to read next)\W*"
    r"|(?:recommended (?:for|reading)|more (?:from|in|on|about|like)|explore (?:more|related)|"
    r"(?:posts? )?you(?:'ll|’ll| may| might| could| will) (?:also|love|like|enjoy|be interested)|"
    r"(?:customers|people|others) (?:also|who)|frequently bought)\b.*)\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL = 80
_MOST_OF_IT = 0.8
_MOST_LINKED = 0.5


def set_chosen(block: Block, is_chosen: bool = True) -> None:
    """Choose all strings of a block, or none of them."""
    for run in block.runs:
        run.chosen = is_chosen


def container_of(blocks: Sequence[Block]) -> HtmlElement:
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


def holders_of(blocks: Sequence[Block]) -> set[HtmlElement]:
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


def path_below(element: HtmlElement, holders: Collection[HtmlElement]) -> list[HtmlElement]:
    """Return an element and its ancestors below the first one that holds chosen strings."""
    path = []
    up: HtmlElement | None = element
    while up is not None and up not in holders:
        path.append(up)
        up = up.getparent()
    return path


def is_no_part(element: HtmlElement) -> bool:
    """Say whether an element is no part of an article, by its tag, its state or its names."""
    return _is_outside(element) or is_foreign(_names(element))


def is_far(element: HtmlElement) -> bool:
    """Say whether an element is no part of a page of many sections, which name more freely."""
    if opens(element):
        return element.tag in _OUTSIDE
    return _is_outside(element) or is_foreign(_names(element), _FAR)


def opens(element: HtmlElement) -> bool:
    """Say whether an element belongs to what opens on a click, such as answers and tabs."""
    return element.get("role") == "tabpanel" or _OPENS.search(_names(element)) is not None


def is_foreign(names: str, pattern: re.Pattern[str] = _NO_PART) -> bool:
    """Say whether classes and ids are those of what stands around articles."""
    names = _SUBJECT.sub(" ", names)
    if not pattern.search(names):
        return False
    is_utility = _SHOWN_ELSEWHERE.search(names) is not None
    return not is_utility or pattern.search(_HIDDEN.sub(" ", names)) is not None


def is_linked(block: Block) -> bool:
    """Say whether most of a block is links, as in lists of other articles."""
    linked = sum(len(run.key) for run in block.runs if _is_in_link(run.holder))
    return linked > _MOST_LINKED * len(block.key)


def announces_others(block: Block) -> bool:
    """Say whether a block reads as a heading above other articles or products."""
    if len(block.key) > _LONGEST_LABEL:
        return False
    return _OTHERS.match(text_of(block)) is not None


def text_of(block: Block, *, only_chosen: bool = False) -> str:
    """Return what a block says, or what of it is chosen, in one line."""
    runs = (run for run in block.runs if run.chosen or not only_chosen)
    texts = (run.element.tail if run.is_tail else run.element.text for run in runs)
    return " ".join("".join(map(str, filter(None, texts))).split())


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_outside(element: HtmlElement) -> bool:
    return element.tag in _OUTSIDE or element.get("aria-hidden") == "true"


def _is_in_link(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iterancestors("a"), None) is not None
