"""Bylines and dates that a page shows: microdata, ``rel="author"``, usual classes, ``time``."""

from __future__ import annotations

import datetime as dt
import re

from lxml.etree import XPath
from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import read_web_date

_OUTSIDE = tag_names("nav aside footer form")
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:by-?line\w*|authors?|author-?name|p-author|contributor|writer|posted-by|"
    r"submitted-by|writtenby|written-by|reader-credits)(?:$|[\s_-])",
    re.IGNORECASE,
)
# The author's job, life or picture rather than the name.
_ABOUT = re.compile(
    r"desc(?:ription)?s?\b|(?<![a-z])bio|title|role|job|position|credential|avatar|image|"
    r"comment",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:author|creator|writer|byline)[_-]{1,2}name(?:$|\s)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|dates|date-?line|published|pub-?date|time-?stamp|posted-on|"
    r"publish(?:ed)?-?date|post-?date|entry-?date|dt-published)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LATER = re.compile(r"updated|modified|edited|comment|event", re.IGNORECASE)
_LABEL = re.compile(
    r"\A(?:first\s+|originally\s+)?(?:published|posted|date|written|added|on)\b\s*(?:on\b)?\s*:?\s*",
    re.IGNORECASE,
)
_LONGEST = 160
_MOST = 40
_STATED = ("datePublished", "dateCreated")
_NAMED = XPath("//h1 | //*[@class or @id or @itemprop or @rel]")
_TIMES = XPath("//h1 | //time | //*[@class or @id or @itemprop or @pubdate]")
_BY_LINES = XPath(
    "//*[self::p or self::div or self::span or self::address or self::h2 or self::h3 or self::h4]"
    "[starts-with(normalize-space(text()), 'By ') or starts-with(normalize-space(text()), 'by ') or"
    " starts-with(normalize-space(text()), 'Von ')]"
)
_PART = re.compile(r"\s*[•|·–—]\s*|\s+-\s+")


def authors_on(root: HtmlElement) -> list[str]:
    """Return what the page marks as its author, in microdata or for its links.

    That is the first such name with those beside it.
    """
    names: list[str] = []
    place: HtmlElement | None = None
    for element in _below_title(_NAMED(root)):
        marks = f"{element.get('itemprop') or ''} {element.get('rel') or ''}".split()
        if "author" not in marks or not _is_inside(element) or not (name := _named(element)):
            continue
        if names and element.getparent() is not place:
            break
        place = element.getparent()
        names.append(name)
    return names[:_MOST]


def bylines_on(root: HtmlElement) -> list[str]:
    """Return lines that may name the author, the likeliest first."""
    likely = [
        _text(element)
        for element in _below_title(_NAMED(root))
        if _AUTHOR.search(names := _names(element))
        and not _ABOUT.search(names)
        and _is_inside(element)
    ]
    likely += [_text(element) for element in _BY_LINES(root) if _is_inside(element)]
    return [line for line in likely if line][:_MOST]


def names_on(root: HtmlElement) -> list[str]:
    """Return what the page's classes call the name of an author."""
    named = (
        _text(element)
        for element in _below_title(_NAMED(root))
        if _NAME.search(names := element.get("class") or "")
        and not _ABOUT.search(names)
        and _is_inside(element)
    )
    return [name for name in named if name][:_MOST]


def dates_on(root: HtmlElement) -> list[tuple[str, str]]:
    """Return dates that may be the article's, each as stated and as shown, the surest first."""
    surest: list[tuple[str, str]] = []
    times: list[tuple[str, str]] = []
    likely: list[tuple[str, str]] = []
    for element in _below_title(_TIMES(root)):
        names, itemprop = _names(element), element.get("itemprop") or ""
        is_time = element.tag == "time"
        is_stated = itemprop in _STATED or element.get("pubdate") is not None
        if not (is_time or is_stated or _DATE.search(names)) or _LATER.search(names + itemprop):
            continue
        shown = _PART.split(_LABEL.sub("", _text(element)))[0]
        value = element.get("datetime") or element.get("content") or element.get("title") or shown
        if value and _is_inside(element):
            kind = surest if is_stated else times if is_time else likely
            kind.append((value, shown))
    return [*surest, *times, *likely][:_MOST]


def date_in(
    line: str, saved: dt.datetime | None, day_first: bool | None
) -> tuple[Moment, str] | None:
    """Return the day that a line of authors states, and how it is printed; None without a year."""
    for piece in _PART.split(line):
        found = find_web_date(piece, saved, day_first)
        if found and read_web_date(found[0], saved, day_first, needs_year=True):
            return found[1], _LABEL.sub("", found[0])
    return None


def _below_title(elements: list[HtmlElement]) -> list[HtmlElement]:
    """Put what precedes the first heading behind the rest, and leave the heading out."""
    first = next((i for i, element in enumerate(elements) if element.tag == "h1"), 0)
    return [*elements[first:], *elements[:first]]


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_inside(element: HtmlElement) -> bool:
    """Say whether an element stands in the page's middle, not in its margins."""
    around = (element, *element.iterancestors())
    return not any(outer.tag in _OUTSIDE for outer in around)


def _named(element: HtmlElement) -> str:
    """Return the name within an author's microdata, or all of its text."""
    for within in element.iter():
        if within.get("itemprop") == "name":
            return within.get("content") or _text(within)
    return element.get("content") or _text(element)


def _text(element: HtmlElement) -> str:
    parts = []
    length = 0
    for text in element.itertext():
        parts.append(text)
        length += len(text)
        if length > 4 * _LONGEST:
            return ""
    text = " ".join(" ".join(parts).split())
    return text if len(text) <= _LONGEST else ""
