"""What stands above an article's body: links, crumbs, title, byline, date, access."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ipvm_desktop.domain.article import Access
from ipvm_desktop.domain.identity import canonical_url
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers.dates.fixed import MONTH, ZONES, combine, make_day, make_time
from ipvm_desktop.importers.ipvm_text.page import (
    Page,
    day_of_line,
    section_of_line,
    vote_of_line,
    word_set,
)
from ipvm_desktop.importers.ipvm_text.people import is_author, is_avatar, split_byline

_MOST_LINES = 14
_LONGEST_LINE = 300
_LONGEST_TITLE = 200

_WIDE_ZONES = "|".join(zone for zone in ZONES.split("|") if len(zone) > 2)
_NARROW_ZONES = "|".join(zone for zone in ZONES.split("|") if len(zone) == 2)
# After a glued time the text begins at once ("12:00am ESTThe vendor"), so nothing asks
# for the end of a word, except after zones of two letters.
HEADER = re.compile(
    r"(?:[•·]\s*)?"
    r"(?P<printed>(?:(?:By|Author)\b\s*:?\s*(?P<by>[^\s:].{0,200}?)\s*[,|•]?\s*)?"
    r"Published:?\s+(?:on\s+)?"
    rf"{MONTH}\s+"
    r"(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s?(?P<half>AM|PM|am|pm|[ap]\.m\.))?"
    rf"(?:\s?(?P<zone>{_WIDE_ZONES}|(?:{_NARROW_ZONES})\b))?)?)",
    re.ASCII,
)
_SUFFIX = re.compile(r"(?:\s*(?:\(Info\s?\+?\)|\|\s*Email This|[•|]\s*$))+")
_SPECIAL_LINK = re.compile(r"This is an IPVM report available to you via this special link\b")
_PUBLIC = re.compile(
    r"PUBLIC\s*[-–—]\s*This article does not require an IPVM subscription\."
    r"(?:\s*Feel free to share\.)?"
)
_PUBLIC_TITLE = "(PUBLIC)"
_ADDRESS = re.compile(r"https?://(?:www\.)?ipvm\.com/\S*\Z", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|Author)\b\s*:?\s+(\S.{0,200})\Z")
_CRUMBS = word_set(
    "REPORTS REPORT PUBLIC SUBSCRIBER SUBSCRIBERS DISCUSSIONS DISCUSSION FORUMS FORUM NEWS "
    "TESTS UPDATES RESEARCH HOME"
)
_CRUMB_PATH = re.compile(r"[^\s>»›][^>»›]*(?:\s[>»›]\s[^>»›]+)+\Z")


@dataclass(slots=True)
class Header:
    """What was found above the body.

    Attributes:
        title: None where the copy has none.
        end: Line where the body may begin; lines taken before it are blank by now.
        found: Whether a line gave the date or the authors in one of the known forms.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    published: Moment | None = None
    published_text: str | None = None
    url: str | None = None
    access: Access | None = None
    end: int = 0
    found: bool = False
    issues: list[ImportIssue] = field(default_factory=list)


def find_header_line(page: Page) -> int | None:
    """Return the line that says when an article was published, or None.

    It stands among the first lines, with nothing above it that is as long as a paragraph.
    """
    seen = 0
    for index in range(len(page)):
        line = page.lines[index]
        if not line:
            continue
        seen += 1
        if "Published" in line[:_LONGEST_LINE] and HEADER.match(line):
            return index
        if seen >= _MOST_LINES or len(line) > _LONGEST_LINE or section_of_line(line) is not None:
            return None
    return None


def read_header(page: Page, header_line: int | None, end: int) -> Header:
    """Read and take the lines above the body.

    Args:
        page: The copy.
        header_line: What ``find_header_line`` returned.
        end: Where the comments begin, or the end of the copy.
    """
    header = Header()
    if header_line is not None:
        header.found = True
        _read_upper_lines(page, header_line, header)
        _read_header_line(page, header_line, header)
        _read_public_line(page, header_line, end, header)
    else:
        _read_bare_title(page, end, header)
    begin = page.next_text(0, end)
    header.end = end if begin is None else begin
    return header


def _read_upper_lines(page: Page, header_line: int, header: Header) -> None:
    above = [index for index in range(header_line) if page.lines[index]]
    for place, index in enumerate(above):
        line = page.lines[index]
        if _read_mark(page, index, header):
            continue
        following = page.lines[above[place + 1]] if place + 1 < len(above) else ""
        if header.title is None:
            if following and _is_crumb(line):
                if page.take(index, "crumb") == "PUBLIC":
                    header.access = Access.PUBLIC
            else:
                _take_title(page, index, header)
        elif line in {"•", "·", "|"}:
            page.take(index, "separator")
        elif following and is_author(following) and is_avatar(line, following):
            page.take(index, "avatar")
        elif not header.byline and _is_byline_name(line, page, index):
            header.byline = split_byline(page.take(index, "byline"))
        else:
            message = "A line between title and date is of no known kind; it is kept in the body"
            header.issues.append(ImportIssue(IssueCode.AMBIGUOUS_HEADER, message, index + 1))


def _read_mark(page: Page, index: int, header: Header) -> bool:
    """Take a line that can be nothing but a link, an address, access or a byline."""
    line = page.lines[index]
    if _SPECIAL_LINK.match(line):
        page.take(index, "special-link")
        header.access = header.access or Access.SPECIAL_LINK
    elif _ADDRESS.match(line):
        header.url = canonical_url(page.take(index, "address"))
    elif line.startswith("PUBLIC") and _PUBLIC.match(line):
        _take_public(page, index, header)
    elif header.title is not None and not header.byline and (names := _byline(line)):
        page.take(index, "byline")
        header.byline = names
    else:
        return False
    return True


def _byline(line: str) -> tuple[str, ...]:
    """Return the authors that a line such as "By Ann Ray and Bo Lane" names, and no sentence."""
    match = _BYLINE.match(line)
    names = split_byline(match[1]) if match else ()
    return names if all(is_author(name) and not name[0].islower() for name in names) else ()


def _is_byline_name(line: str, page: Page, index: int) -> bool:
    """Say whether a line names the author: one below an avatar or above a separator."""
    if not is_author(line):
        return False
    below = page.next_text(index + 1, len(page))
    separated = below is not None and page.lines[below][0] in "•·|"
    return separated or page.last_use == "avatar"


def _is_crumb(line: str) -> bool:
    return line.upper() in _CRUMBS or (len(line) < 120 and _CRUMB_PATH.match(line) is not None)


def _take_title(page: Page, index: int, header: Header) -> None:
    title = page.take(index, "title")
    if title.startswith(_PUBLIC_TITLE) and len(title) > len(_PUBLIC_TITLE):
        title = title.removeprefix(_PUBLIC_TITLE).strip()
        header.access = Access.PUBLIC
    header.title = title


def _take_public(page: Page, index: int, header: Header) -> None:
    line = page.take(index, "access")
    match = _PUBLIC.match(line)
    rest = line[match.end() :].strip() if match else ""
    if rest:
        page.replace(index, rest)
    header.access = Access.PUBLIC


def _read_header_line(page: Page, index: int, header: Header) -> None:
    line = page.take(index, "header")
    match = HEADER.match(line)
    if match is None:
        raise AssertionError(line)
    header.published_text = match["printed"].strip()
    if match["by"]:
        header.byline = split_byline(match["by"])
    header.published = _moment(match)
    if header.published is None:
        message = f"The date “{header.published_text[-60:]}” is in no calendar"
        header.issues.append(ImportIssue(IssueCode.AMBIGUOUS_HEADER, message, index + 1))
    suffix = _SUFFIX.match(line, match.end())
    end = suffix.end() if suffix else match.end()
    rest = line[end:]
    if not rest.strip():
        return
    page.replace(index, rest.strip())
    if rest[0].isspace() or rest[0] in ",;|-–":
        message = "More follows the date in its line than is known; it is kept in the body"
        header.issues.append(ImportIssue(IssueCode.AMBIGUOUS_HEADER, message, index + 1))


def _moment(match: re.Match[str]) -> Moment | None:
    day = make_day(match["year"], match["month"], match["day"])
    if day is None or match["hour"] is None:
        return day
    half = match["half"][0] if match["half"] else None
    clock = make_time(match["hour"], match["minute"], half)
    # Midnight to the minute is what the site prints where it knows no time.
    if clock is None or (clock.hour == clock.minute == 0):
        return day
    return combine(day, clock, match["zone"])


def _read_public_line(page: Page, header_line: int, end: int, header: Header) -> None:
    index = page.next_text(header_line, end)
    if index is not None and page.lines[index].startswith("PUBLIC"):
        _read_mark(page, index, header)


def _read_bare_title(page: Page, end: int, header: Header) -> None:
    """Read the lines above the body of a copy whose date line is missing."""
    index = page.next_text(0, end)
    while index is not None and _read_mark(page, index, header):
        index = page.next_text(index + 1, end)
    while index is not None:
        below = page.next_text(index + 1, end)
        if below is None or not _is_crumb_above(page, index, below):
            break
        if page.take(index, "crumb") == "PUBLIC":
            header.access = Access.PUBLIC
        index = below
    if index is None or not _is_title(page, index):
        return
    _take_title(page, index, header)
    index = page.next_text(index + 1, end)
    while index is not None and _read_mark(page, index, header):
        index = page.next_text(index + 1, end)


def _is_crumb_above(page: Page, index: int, below: int) -> bool:
    """Say whether a line leads to the title below it; "HD > SD?" may be a title itself."""
    line = page.lines[index]
    return line.upper() in _CRUMBS or (_is_crumb(line) and _is_title(page, below))


def _is_title(page: Page, index: int) -> bool:
    """Say whether the first line stands alone and is no sentence."""
    line = page.lines[index].removeprefix(_PUBLIC_TITLE).strip()
    if not line or len(line) > _LONGEST_TITLE or line[-1] in ".:;,*" or line[0] in "•[(*":
        return False
    if day_of_line(line) or vote_of_line(line) is not None or "IPVM Image" in line:
        return False
    below = index + 1
    if below >= len(page):
        return False
    parted = not page.lines[below] or _PUBLIC.match(page.lines[below]) is not None
    return parted or not page.is_spaced(0, len(page))
