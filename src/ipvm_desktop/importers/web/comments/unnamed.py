"""Comments whose elements have no telling names, as on pages made of hashed classes.

What tells them is what people see: blocks that repeat, each with a button to answer, a date and a
name beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers._date_search import find_web_date
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._opening import with_opening
from ipvm_desktop.importers.web.comments._parts import Part, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_ANSWER = re.compile(
    r"\W*(?P<word>reply|respond|quote|antworten|antwort|zitieren|répondre|citer|responder|citar|"
    r"rispondi|cita|beantwoorden|reageren|ответить|відповісти|odpowiedz|odpovědět|svara|svar|"
    r"vastaa|yanıtla|cevapla|válasz|回复|回覆|返信|답글)"
    r"(?:\s+(?:to|auf|à|a)\s.{1,60})?\W*\Z",
    re.IGNORECASE,
)
_CONTROLS = ("a", "button", "span", "div", "p", "li")
_LONGEST_CONTROL = 80
_LONGEST_LINE = 60
_FEWEST = 2
_FEWEST_SHARE = 0.6
_MOST_ROWS = 20_000
_MOST_IN_CONTROL = 12
_MOST_ELEMENTS = 300_000
# Of climbing from the buttons to the root.
_MOST_STEPS = 3_000_000
_SIGNS = Signs(author=(":author",), date=(":date",), body=(":body",), chrome=frozenset(("time",)))
_key = key_by_id(
    r"(?:[\w-]*?[-_]|[a-z]{1,20})??(\d{1,20}|[0-9a-f]{8}[0-9a-f-]*|[0-9A-Z]{20,40})",
    "data-comment-id", "data-id",
)  # fmt: skip


class UnnamedReader:
    """Finds comments by the buttons to answer them."""

    name = "unnamed"
    title = "Comments by structure"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None where nothing looks like one."""
        controls = _controls(page.root)
        if not _FEWEST <= len(controls) <= _MOST_ROWS:
            return None
        known = set(controls)
        parts = [part for part in parts_of(_rows(controls, page)) if _is_marked(part, known, page)]
        if len(parts) < max(_FEWEST, _FEWEST_SHARE * len(controls)):
            return None
        kept = parts_of([part.element for part in parts])
        for part in kept:
            _is_marked(part, known, page)
        found = read_parts(kept, page, _SIGNS)
        reader = MarkedReader(
            name=self.name,
            title=self.title,
            rows="",
            signs=_SIGNS,
            key=_key,
            parents=_parents,
            replies_told=False,
        )
        return with_opening(reader.discussion_of(page, kept, found), page, kept[0].element)


def _controls(root: HtmlElement) -> list[HtmlElement]:
    """Return the buttons of one kind that there are most of, such as "Reply"."""
    groups: dict[str, list[HtmlElement]] = defaultdict(list)
    taken: set[HtmlElement] = set()
    for element in root.iter(*_CONTROLS):
        if element.getparent() in taken:
            taken.add(element)
            continue
        word = _word_of(element)
        if word is not None:
            taken.add(element)
            groups[word].append(element)
    return max(groups.values(), key=len, default=[])


def _word_of(element: HtmlElement) -> str | None:
    """Return what a button says, or None where it is none."""
    if next(islice(element.iter(), _MOST_IN_CONTROL, None), None) is not None:
        return None
    text = " ".join(str(element.text_content()).split())
    said = text if len(text) <= _LONGEST_CONTROL else ""
    match = _ANSWER.match(said or element.get("aria-label", ""))
    return match["word"].lower() if match else None


def _rows(controls: Sequence[HtmlElement], page: WebPage) -> list[HtmlElement]:
    """Return the lowest block around each button that has a date, and all that is only its own."""
    if sum(map(_depth, controls)) > _MOST_STEPS:
        return []
    counts: Counter[HtmlElement] = Counter()
    for control in controls:
        counts.update(control.iterancestors())
    top = next(each for each in controls[0].iterancestors() if counts[each] == len(controls))
    dated = _dated(top, page)
    rows: dict[HtmlElement, None] = {}
    for control in controls:
        path = list(control.iterancestors())
        place = next((place for place, each in enumerate(path) if each in dated), None)
        if place is None or counts[path[place]] == len(controls):
            continue
        while counts[path[place + 1]] == counts[path[place]]:
            place += 1
        rows[path[place]] = None
    return [element for element in top.iter(etree.Element) if element in rows]


def _dated(top: HtmlElement, page: WebPage) -> set[HtmlElement]:
    """Return what prints a date, and all that holds it."""
    dated: set[HtmlElement] = set()
    for element in islice(top.iter(etree.Element), _MOST_ELEMENTS):
        if _date_in(element, page):
            dated.add(element)
            dated.update(takewhile(lambda each: each not in dated, element.iterancestors()))
    return dated


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _date_in(element: HtmlElement, page: WebPage) -> bool:
    """Say whether an element itself prints a date and little else, or states it."""
    if element.tag in ("time", "relative-time"):
        return True
    text = " ".join((element.text or "").split())
    if not text or len(text) > _LONGEST_LINE or not any(map(str.isdigit, text)):
        return False
    return find_web_date(text, page.saved, True) is not None


def _is_marked(part: Part, controls: set[HtmlElement], page: WebPage) -> bool:
    """Tell a comment's date, author and text from each other; return whether it has all."""
    date = next((each for each in part.own if _date_in(each, page)), None)
    if date is None:
        return False
    author = _author(part, date, controls)
    if author is None:
        return False
    control = next(each for each in part.own if each in controls)
    body = _longest(part, {author, date, control})
    if body is None:
        return False
    part.mark(":date", date)
    part.mark(":author", author)
    part.mark(":body", body)
    part.mark(":answer", control)
    return True


def _author(part: Part, date: HtmlElement, controls: set[HtmlElement]) -> HtmlElement | None:
    """Return the link to a person, or else the line that stands nearest before the date."""
    for link in part.all("%profile"):
        if _is_line(link):
            return link
    around = set(date.iterancestors())
    place = part.own.index(date)
    before = (each for each in reversed(part.own[:place]) if each not in around)
    lines = (each for each in before if (each.text or "").strip() and each not in controls)
    return next((each for each in lines if _is_line(each)), None)


def _is_line(element: HtmlElement) -> bool:
    text = text_of(element)
    return 0 < len(text) <= _LONGEST_LINE and any(map(str.isalpha, text))


def _longest(part: Part, known: set[HtmlElement]) -> HtmlElement | None:
    """Return the highest block with most of the text, beside what is known."""
    best: HtmlElement | None = None
    longest = 0
    around = {above for each in known for above in each.iterancestors()}
    told = set(known)
    for element in part.own:
        if element in told or element.getparent() in told:
            told.add(element)
        elif element not in around:
            told.add(element)
            length = len(text_of(element))
            if length > longest:
                best, longest = element, length
    return best


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return who answers whom by what tells it, or by how deep the buttons stand."""
    stated = parents_of(parts, {_key(part) for part in parts})
    if any(parent is not None for parent in stated):
        return stated
    return list(parents_by_level([_depth(next(part.all(":answer"))) for part in parts]))
