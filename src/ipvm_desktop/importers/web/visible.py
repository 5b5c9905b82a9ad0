"""Bylines and dates that a page shows: microdata, ``rel="author"``, usual classes, ``time``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import tag_names
from ipvm_desktop.importers.dates.search import find_web_date
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.matching import letters

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
_NAME = re.compile(
    r"(?:author|creator|writer|byline)(?:-(?:box|card|info|bio))?[_-]{1,2}name(?:$|\s)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|dates|date-?line|published|pub-?date|time-?stamp|posted-on|"
    r"publish(?:ed)?-?date|post-?date|entry-?date|dt-published)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LATER = re.compile(r"updated|modified|edited|comment|event", re.IGNORECASE)
_LABEL = re.compile(
    r"\A(?:first\s+|originally\s+)?(?:published|posted|date|written|added|on)\b\s*(?:on\b)?\s*:?\s*"
    r"|\A(?:发布|發布|发表|發表|刊登)?(?:时间|時間|日期)\s*[:：]\s*",
    re.IGNORECASE,
)
# What joins a day to a time.
_JOINT = re.compile(r"[\s,]+(?:at|à|um|om|kl|ore|às|a las|o)\Z")
_LONGEST = 160
_MOST = 40
# Each costs a look at what stands around it.
_MOST_ASKED = 200
_HEADS = tag_names("h1 h2 h3 h4")
_CARDS = tag_names("li article")
_LEAST_WORDS = 4
_MOST_AROUND = 8
_MOST_PARTS = 200
_STATED = ("datePublished", "dateCreated")
_NAMED = XPath("//h1 | //h2 | //h3 | //*[@class or @id or @itemprop or @rel]")
_TIMES = XPath("//h1 | //h2 | //h3 | //time | //*[@class or @id or @itemprop or @pubdate]")
_BY_LINES = XPath(
    "//*[self::p or self::div or self::span or self::address or self::h2 or self::h3 or self::h4]"
    "[starts-with(normalize-space(text()), 'By ') or starts-with(normalize-space(text()), 'by ') or"
    " starts-with(normalize-space(text()), 'Von ')]"
)
_PART = re.compile(r"\s*[•|·–—]\s*|\s+-\s+")


def authors_on(root: HtmlElement, title: HtmlElement | None) -> list[str]:
    """Return what the page marks as its author, in microdata or for its links.

    That is the first such name with those beside it.
    """
    names: list[str] = []
    place: HtmlElement | None = None
    marked = (
        element
        for element in _below_title(_NAMED(root), title)
        if "author" in f"{element.get('itemprop') or ''} {element.get('rel') or ''}".split()
    )
    for element in _own(marked, title):
        name = _named(element)
        if name and names and element.getparent() is not place:
            break
        if name:
            place = element.getparent()
            names.append(name)
    return names[:_MOST]


def bylines_on(root: HtmlElement, title: HtmlElement | None) -> list[str]:
    """Return lines that may name the author, the likeliest first."""
    named = (
        element
        for element in _below_title(_NAMED(root), title)
        if _AUTHOR.search(names := _names(element)) and not _ABOUT.search(names)
    )
    lines = map(_text, (*_own(named, title), *_own(_BY_LINES(root), title)))
    return [line for line in lines if line][:_MOST]


def names_on(root: HtmlElement, title: HtmlElement | None) -> list[str]:
    """Return what the page's classes call the name of an author."""
    named = (
        element
        for element in _below_title(_NAMED(root), title)
        if _NAME.search(names := element.get("class") or "") and not _ABOUT.search(names)
    )
    return [name for name in map(_text, _own(named, title)) if name][:_MOST]


def dates_on(root: HtmlElement, title: HtmlElement | None) -> list[tuple[str, str]]:
    """Return dates that may be the article's, each as stated and as shown, the surest first."""
    surest: list[tuple[str, str]] = []
    times: list[tuple[str, str]] = []
    likely: list[tuple[str, str]] = []
    dated = (
        element
        for element in _below_title(_TIMES(root), title)
        if (element.tag == "time" or _is_stated(element) or _DATE.search(_names(element)))
        and not is_later(element)
    )
    for element in _own(dated, title):
        shown = _PART.split(_LABEL.sub("", _text(element)))[0]
        value = element.get("datetime") or element.get("content") or element.get("title") or shown
        if value:
            is_time = element.tag == "time"
            kind = surest if _is_stated(element) else times if is_time else likely
            kind.append((value, shown))
    return [*surest, *times, *likely][:_MOST]


def _is_stated(element: HtmlElement) -> bool:
    return element.get("itemprop") in _STATED or element.get("pubdate") is not None


def date_in(
    line: str, saved: dt.datetime | None, day_first: bool | None
) -> tuple[Moment, str] | None:
    """Return the day that a line of authors states, and how it is printed; None without a year."""
    for piece in _PART.split(line):
        found = find_web_date(piece, saved, day_first)
        if found and read_web_date(found[0], saved, day_first, needs_year=True):
            return found[1], _JOINT.sub("", _LABEL.sub("", found[0]))
    return None


def _below_title(elements: list[HtmlElement], title: HtmlElement | None) -> list[HtmlElement]:
    """Put what precedes the title's heading behind the rest, and leave the heading out."""
    first = next((i for i, element in enumerate(elements) if element is title), 0)
    return [*elements[first:], *elements[:first]]


def is_later(element: HtmlElement) -> bool:
    """Say whether an element's names say that it tells of a change, or of something else's day.

    WordPress calls the time of a post that was never changed both published and updated.
    """
    names = f"{_names(element)} {element.get('itemprop') or ''}"
    return _LATER.search(names) is not None and "published" not in names.lower()


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _own(elements: Iterable[HtmlElement], title: HtmlElement | None) -> Iterator[HtmlElement]:
    """Yield those of the first elements that tell of the page's article."""
    return (element for element in islice(elements, _MOST_ASKED) if is_own(element, title))


def is_own(element: HtmlElement, title: HtmlElement | None) -> bool:
    """Say whether an element tells of the page's article, not of its margins or of another one.

    What holds the title as well is no margin, such as a form around the whole page.
    """
    main = () if title is None else set(title.iterancestors())
    around = (element, *element.iterancestors())
    if any(outer.tag in _OUTSIDE and outer not in main for outer in around):
        return False
    return not _is_of_teaser(element, title)


def _is_of_teaser(element: HtmlElement, title: HtmlElement | None) -> bool:
    """Say whether an element belongs to a teaser: the nearest headings lead to other pages.

    Cards without headings are teasers where they are entries of a list.
    """
    own = letters(_text(element))
    around = list(islice(element.iterancestors(), _MOST_AROUND))
    for outer in around:
        parts = list(islice(outer.iter(), _MOST_PARTS))
        if outer.tag == "body" or len(parts) == _MOST_PARTS or title in parts:
            return False
        heads = [
            part
            for part in parts
            if part.tag in _HEADS and part not in around and letters(_text(part)) not in own
        ]
        if heads:
            return all(map(_leads_away, heads))
        if outer.tag in _CARDS or outer.get("role") == "listitem":
            return any(_is_title_link(link) for link in outer.iter("a") if link not in around)
    return False


def _leads_away(head: HtmlElement) -> bool:
    """Say whether a heading is a link to another page, or stands in one."""
    key = letters(_text(head))
    links = (*head.iter("a"), *head.iterancestors("a"))
    return any(
        not (link.get("href") or "#").startswith("#") and (key in letters(_text(link)))
        for link in links
    )


def _is_title_link(link: HtmlElement) -> bool:
    return len(_text(link).split()) >= _LEAST_WORDS


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
