"""What is author, date, text and button in comments whose elements are not named so.

A name is a short line near the date, best a link to a person; buttons say what buttons say; the
text is what is longest of the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._buttons import stands_alone, usual_commands
from ipvm_desktop.importers.web.comments._dated import is_date, place_of
from ipvm_desktop.importers.web.comments._fragments import Without, before, text_of
from ipvm_desktop.importers.web.comments._make import is_deleted
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs, name_of
from ipvm_desktop.importers.web.page import WebPage

_LONGEST_NAME = 60
_NEAR = 12
_PARAGRAPHS = ("p", "blockquote")
_LONGEST_LINE = 120
_LONGEST_GLUE = 20
_MOST_IN_LINE = 60
# "Submitted by Ann on May 4", "Ann wrote on May 4:".
_BY = re.compile(
    r"\b(?:by|von|par|por|da|door|av|af|says|said|wrote|writes|schreibt|schrieb|meint|sagt|a écrit|"
    r"dit|dice|dijo|escribió|escreveu|disse|ha scritto|scrive|schreef|zegt|pisze|napisał|пишет|"
    r"написал|skrev|skriver|kirjoitti)\b",
    re.IGNORECASE,
)
_BY_END = re.compile(r"\b(?:by|von|par|por|da|door|av|af|przez|от)\W*\Z", re.IGNORECASE)
_MOST_LINES = 60
_NO_NAME = re.compile(
    r"[\W\d]*(?:level \d+|guests?|members?|admin(?:istrator)?|moderator|op|author|posted|on|at|by|"
    r"wrote|says|said|#\d+|new|edited|anonymous|re|avatar|photo|picture|profile|"
    r"https?://\S*)?[\W\d]*\Z",
    re.IGNORECASE,
)
_PROSE = frozenset(
    listed("p blockquote ul ol pre table br b i em strong u s del code a img span font figure hr")
)
_ALT = re.compile(
    r"(?:(?:avatar|photo|picture|image|profile (?:image|picture|photo)|bild|foto|imagen)"
    r"(?: (?:of|for|von|de|di|do|van))?:?\s+)?(?P<name>.{1,60}?)"
    r"(?:(?:['’]s?)?\s*(?:avatar|photo|picture|image|profile (?:image|picture|photo)|profile))?\Z",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NAMING = ("author", "data-author", "data-username", "data-user-name", "data-author-name")
# "J. R." is no sentence.
_SENTENCE = re.compile(r"\w{3}[.!?…]+\W*\Z")
_MOST_NAMES = 4
_LARGEST_FACE = 128
AUTHOR, DATE, BODY = ":author", ":date", ":body"


def find_date(part: Part, dates: Collection[HtmlElement]) -> HtmlElement | None:
    """Mark and return the first element that prints a date; None where it holds the text too."""
    date = next((each for each in part.own if each in dates), None)
    if date is None or not _is_line(date) or date.find(".//br") is not None:
        return None
    part.mark(DATE, date)
    return date


def find_authors(
    parts: Sequence[Part], dates: Sequence[HtmlElement | None], page: WebPage, signs: Signs
) -> list[HtmlElement | None]:
    """Mark who wrote comments, and return what tells it: what is named so, or else is near a date.

    Of lines near dates, a name is the one that most comments have at the same place. Where nothing
    tells it, None stands in the list.
    """
    found: list[list[HtmlElement]] = []
    commands = usual_commands(parts)
    for part, date in zip(parts, dates, strict=True):
        named = (
            each
            for each in part.all(*signs.author)
            if _may_name(each, page) and _says_more(each, commands)
        )
        author = next((_innermost(each) for each in named if not _is_hidden(each, part)), None)
        lines = (
            each
            for each in _lines(part, date)
            if _is_name(each, date, part, page)
            and not _is_hidden(each, part)
            and _says_more(each, commands)
        )
        found.append([author] if author is not None else list(islice(lines, _MOST_NAMES)))
    usual = Counter(place for each in found for place in {place_of(e) for e in each})
    authors = [
        max(each, key=lambda e: usual[place_of(e)], default=None)
        if len(parts) > 1
        else next(iter(each), None)
        if each and each[0] in set(part.all(*signs.author))
        else None
        for part, each in zip(parts, found, strict=True)
    ]
    for part, author in zip(parts, authors, strict=True):
        if author is not None:
            part.mark(AUTHOR, author)
    return authors


def _says_more(element: HtmlElement, commands: Collection[str]) -> bool:
    """Say whether an element has other words than commands."""
    text = text_of(element)
    for words in commands:
        text = text.replace(words, "")
    return any(map(str.isalpha, text))


def _innermost(element: HtmlElement) -> HtmlElement:
    """Return the link that what is named like an author begins with, if it holds more elements."""
    link = element.find("a")
    said = "" if link is None else text_of(link)
    if link is None or not said or not text_of(element).startswith(said):
        return element
    return link if any(each is not link and text_of(each) for each in element) else element


def is_hidden_form(element: HtmlElement) -> bool:
    """Say whether an element is a form that people see only after asking for it."""
    is_hidden = _HIDDEN.search(element.get("style", "")) is not None
    return is_hidden and element.find(".//form") is not None


def _is_hidden(element: HtmlElement, part: Part) -> bool:
    """Say whether people see none of it, as of a form to write to the author."""
    above: HtmlElement | None = element
    while above is not None and above is not part.element:
        if _HIDDEN.search(above.get("style", "")):
            return True
        above = above.getparent()
    return False


def _may_name(element: HtmlElement, page: WebPage) -> bool:
    """Say whether what is named like an author is one: "name" may be a text's as well.

    A link to somebody's pages that prints its address stands in a text.
    """
    name = name_of(element, page.saved)
    return (
        name is not None
        and name[0] != "#"
        and not name.startswith(("http://", "https://"))
        and element.find(".//p") is None
    )


def _lines(part: Part, date: HtmlElement | None) -> Iterator[HtmlElement]:
    yield from part.all("%profile")
    yield from (each for each in part.own[:_MOST_LINES] if _follows_by(each))
    yield from _near(part, date)


def _follows_by(element: HtmlElement) -> bool:
    """Say whether "by" stands right before an element."""
    return bool(_BY_END.search(before(element)[-_LONGEST_GLUE:]))


def _near(part: Part, date: HtmlElement | None) -> Iterator[HtmlElement]:
    """Yield lines before the date, the nearest first, what stands beside it, and its own line."""
    if date is None:
        yield from islice(part.own, _NEAR)
        return
    if _BY.search(text_of(date)):
        yield date
    around = holders_in(part, [date])
    place = part.own.index(date)
    yield from (each for each in reversed(part.own[:place]) if each not in around)
    after = islice(part.own, place + 1, place + 1 + _NEAR)
    yield from (each for each in after if each.getparent() is date.getparent())
    yield date


def holders_in(part: Part, elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Return elements of a comment, and all that holds them there."""
    held: set[HtmlElement] = set()
    for element in elements:
        above: HtmlElement | None = element
        while above is not None and above not in held and above is not part.element:
            held.add(above)
            above = above.getparent()
    return held


def _is_line(element: HtmlElement) -> bool:
    """Say whether an element holds a line at most."""
    few = next(islice(element.iter(), _MOST_IN_LINE, None), None) is None
    return few and len(text_of(element)) <= _LONGEST_LINE


def face_of(part: Part) -> HtmlElement | None:
    """Return the small picture of the author that a comment begins with, or None."""
    picture = part.first("img")
    sizes = () if picture is None else map(picture.get, ("width", "height"))
    is_small = any(size and size.isdigit() and int(size[:5]) <= _LARGEST_FACE for size in sizes)
    return picture if is_small else None


def stated_name(part: Part) -> str | None:
    """Return the author that an attribute or what stands in for the picture tells, or None."""
    for element in (part.element, *islice(part.own, _NEAR)):
        for name in _NAMING:
            if element.get(name, "").strip():
                return element.get(name, "").strip()[:_LONGEST_NAME]
    picture = part.first("img")
    match = None if picture is None else _ALT.match(picture.get("alt", "").strip())
    return None if match is None or _NO_NAME.match(match["name"]) else match["name"]


def _is_name(element: HtmlElement, date: HtmlElement | None, part: Part, page: WebPage) -> bool:
    if element in part.dropped or (element.tag in _PARAGRAPHS and element is not date):
        return False
    above = element.getparent()
    is_prose = above is not None and above.tag in _PARAGRAPHS and not stands_alone(element)
    is_head = date is not None and above in (date, date.getparent())
    if is_prose and not is_head and not _follows_by(element):
        return False
    text = text_of(element) if _is_line(element) else ""
    name = name_of(element, page.saved) if text else None
    if name is None or len(name) > _LONGEST_NAME or is_deleted(name) or is_date(name, page):
        return False
    is_cut = name != text or not any(each is date or each.tag == "time" for each in element.iter())
    return is_cut and not _NO_NAME.match(name) and not _SENTENCE.search(name)


@dataclass(frozen=True, slots=True)
class Body:
    """What holds a comment's text.

    Attributes:
        element: It may be all of the comment.
        length: Of the text, in characters.
        without: What in it is none.
    """

    element: HtmlElement
    length: int
    without: frozenset[HtmlElement] = frozenset()


def body_of(
    part: Part, page: WebPage, known: Collection[HtmlElement], is_chrome: Without
) -> Body | None:
    """Return what holds most of the text of a comment; None for one without any.

    Args:
        part: The comment.
        page: Where it stands.
        known: What in it is no text: its author, its date, its buttons.
        is_chrome: Says of other elements whether they are none.
    """
    around = holders_in(part, known) | {part.element}
    loose: Counter[HtmlElement] = Counter()
    best: HtmlElement | None = None
    longest = 0
    told: set[HtmlElement] = set()
    loose[part.element] = _length(part.element.text, page)
    for element in part.own:
        parent = element.getparent()
        above = part.element if parent is None else parent
        if above in told:
            told.add(element)
            continue
        loose[above] += _length(element.tail, page)
        if element in known or is_chrome(element):
            told.add(element)
        elif element in around:
            loose[element] += _length(element.text, page)
        else:
            told.add(element)
            length = len(text_of(element, is_chrome))
            if element.tag in _PROSE:
                loose[above] += length
            if length > longest:
                best, longest = element, length
    holder, length = max(loose.items(), key=lambda each: each[1])
    if length > longest:
        return Body(holder, length, frozenset(each for each in holder if each in around))
    return None if best is None else Body(best, longest)


def _length(text: str | None, page: WebPage) -> int:
    """Return how long a bare text is; what stands around names and dates does not count."""
    said = (text or "").strip()
    is_glue = len(said) <= _LONGEST_GLUE and (_BY.search(said) or _NO_NAME.match(said))
    return 0 if is_glue or is_date(said, page) else len(said)
