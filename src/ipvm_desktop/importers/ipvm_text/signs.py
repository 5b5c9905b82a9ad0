"""How a text copy of an IPVM page is recognised."""

from __future__ import annotations

import re

from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers._encoding import NotTextError, decode, opening_prose
from ipvm_desktop.importers.base import HEAD_BYTES, Confidence, Source
from ipvm_desktop.importers.ipvm_text.header import HEADER, find_header_line
from ipvm_desktop.importers.ipvm_text.masking import find_masking
from ipvm_desktop.importers.ipvm_text.page import Page
from ipvm_desktop.importers.ipvm_text.people import is_known_affiliation, is_personal_name
from ipvm_desktop.importers.ipvm_text.starts import find_starts

# Words that only this site prints, each at the start of a line.
_CERTAIN = re.compile(
    r"^[ \t]*(?:PUBLIC\s*[-–—] ?This article does not require an IPVM subscription"
    r"|This is an IPVM report available to you via this special link"
    r"|IPVM Image(?:$|[ \t]*$|[A-Z])"
    r"|Join IPVM Newsletter\?"
    r"|Comments are shown for subscribers only"
    r"|Log ?in to read this IPVM discussion)",
    re.MULTILINE,
)
_LIKELY = re.compile(
    r"^[ \t]*(?:\d{1,6} REPORTS? CITES? THIS REPORT"
    r"|Get Notified of Video Surveillance Breaking News)",
    re.MULTILINE,
)
_SECTION = re.compile(r"^[ \t]*Comments \(\d[\d,]{0,10}\)[ \t]*$", re.MULTILINE)
# Lines between the comments of other sites; many of those announce "Comments (3)" too.
_FOREIGN = re.compile(
    r"^[ \t]*(?:\S.{0,60} (?:says|said|wrote):[ \t]*$|Repl(?:y|ies)[ \t]*$|Share[ \t]*$"
    r"|(?:.{0,40}\s)?\d{1,3} ?(?:h|d|y|mo|minutes?|hours?|days?|weeks?|months?|years?) ago\b"
    r"|.{0,60}\d{4},? (?:at )?\d{1,2}:\d{2} ?[ap]\.?m\b)",
    re.MULTILINE | re.IGNORECASE,
)
# Copies are often named after the page's address.
_NAME = re.compile(r"(?:(?:reports|forums|discussions)[_-]\w|updates[_-]\d)", re.IGNORECASE)
_MOST_ABOVE = 3


def recognise(source: Source) -> Confidence:
    """Say how surely a source is a copy of an IPVM page."""
    opening = opening_prose(source.head)
    if opening is None:
        return Confidence.NO
    usual = source.extension in ("", ".txt", ".text")
    found = _signs(opening)
    if not usual:
        return Confidence.MAYBE if found is Confidence.CERTAIN else Confidence.NO
    if found is Confidence.NO and _NAME.match(source.name):
        return Confidence.LIKELY
    if found is Confidence.NO and not source.is_large and len(source.read_bytes()) > HEAD_BYTES:
        # A copy without a header may show what it is at the end of the article only.
        try:
            return _signs(decode(source.read_bytes()).text)
        except NotTextError:
            return Confidence.NO
    return found


def _signs(text: str) -> Confidence:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    if _CERTAIN.search(text):
        return Confidence.CERTAIN
    page = Page.from_text(text)
    if _LIKELY.search(text) or _has_header(page) or _has_posts(page):
        return Confidence.LIKELY
    if find_masking(page, range(len(page))):
        return Confidence.LIKELY
    return _sureness_of_section(page)


def _has_header(page: Page) -> bool:
    """Say whether a line gives the date as the site does: with an author, or with a time."""
    index = find_header_line(page)
    match = HEADER.match(page.lines[index]) if index is not None else None
    return match is not None and bool(match["by"] or match["hour"])


def _sureness_of_section(page: Page) -> Confidence:
    """Say how surely a section of comments is one of this site.

    Where it holds something, but nothing as the site prints it, layouts of other sites come first.
    """
    section = _SECTION.search(page.text)
    if section is None or _FOREIGN.search(page.text, section.end()):
        return Confidence.NO
    first = page.text.count("\n", 0, section.end()) + 1
    is_bare = not page.text[section.end() :].strip()
    if is_bare or find_starts(page, first, len(page)).found:
        return Confidence.LIKELY
    return Confidence.MAYBE


def _has_posts(page: Page) -> bool:
    """Say whether the text consists of posts, and their authors are people on this site.

    A title, a heading or a company above a date looks like an author too.
    """
    starts = find_starts(page, 0, len(page)).found
    if not starts:
        return False
    authors = [page.lines[start.date - 1] for start in starts]
    if any(split_pseudonym(author) is not None for author in authors):
        return True
    if sum(map(bool, page.lines[: starts[0].top])) > _MOST_ABOVE:
        return False
    marked = any(start.top < start.date - 1 or _is_member(page, start.date + 1) for start in starts)
    return marked or (all(map(is_personal_name, authors)) and not _FOREIGN.search(page.text))


def _is_member(page: Page, index: int) -> bool:
    line = page.lines[index] if index < len(page) else ""
    return is_known_affiliation(line) and "IPVM" in line
