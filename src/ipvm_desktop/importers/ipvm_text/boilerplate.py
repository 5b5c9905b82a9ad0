"""Blocks that belong to the site, not to the article. Only exact known ones are taken out."""

from __future__ import annotations

import re

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers.ipvm_text.page import Page, section_of_line

_NOTIFY = "Get Notified of Video Surveillance Breaking News"
_JOIN = "Join IPVM Newsletter?"
_INSIGHTS = "Industry insights delivered to your inbox weekly."
_BLURB = "IPVM is the "
_CAPTCHA = "reCAPTCHA"
_INSIGHTS_LINES = 12

_WITHHELD = re.compile(
    r"Comments are shown for subscribers only\.?\s*(?:Log ?in or Join\.?)?\Z", re.IGNORECASE
)
_FORUM_WALL = re.compile(r"Log ?in to read this IPVM discussion\.?\Z", re.IGNORECASE)
_FORUM_WHY = "Why do I need to log in?"

_CITED = re.compile(r"\d{1,6} (?:REPORTS?|DISCUSSIONS?) CITES? THIS (?:REPORT|DISCUSSION)\Z")
_SITE_MAP = re.compile(r"Site ?map\b", re.IGNORECASE)
_PRIVACY = "Privacy Policy"
_FOOTER_LINES = 24
_TAIL_LINES = 4
_SHORT = 120


def take_newsletters(page: Page) -> list[ImportIssue]:
    """Take the newsletter boxes out of a copy."""
    issues: list[ImportIssue] = []
    if not any(opening in page.text for opening in (_NOTIFY, _JOIN, _INSIGHTS)):
        return issues
    last = len(page)
    for index in range(last):
        line = page.lines[index]
        if line == _NOTIFY:
            page.take(index, "boilerplate")
            issues.append(_removed(line, index))
        elif line == _JOIN:
            page.take(index, "boilerplate")
            issues.append(_removed(line, index))
            below = page.next_text(index + 1, last)
            if below is not None and page.lines[below].startswith(_BLURB):
                page.take(below, "boilerplate")
        elif line == _INSIGHTS:
            end = _line_with(page, _CAPTCHA, index, min(last, index + _INSIGHTS_LINES))
            if end is not None:
                issues.append(_removed(line, index))
                _take_range(page, index, end + 1, "boilerplate")
    return issues


def take_withheld(page: Page, first: int, last: int) -> list[ImportIssue]:
    """Take a login wall that stands in place of the comments."""
    issues = []
    for index in range(first, last):
        line = page.lines[index]
        if not line or line[0] not in "CcLl":
            continue
        if _WITHHELD.match(line):
            page.take(index, "ending")
            message = "The comments are shown to subscribers only and are not in this file"
        elif _FORUM_WALL.match(line):
            _take_forum_wall(page, index, last)
            message = "The discussion is shown after a login only and is not in this file"
        else:
            continue
        issues.append(ImportIssue(IssueCode.COMMENTS_WITHHELD, message, index + 1))
    return issues


def _take_forum_wall(page: Page, index: int, last: int) -> None:
    page.take(index, "ending")
    why = page.next_text(index + 1, last)
    if why is None or page.lines[why] != _FORUM_WHY:
        return
    page.take(why, "ending")
    sentence = page.next_text(why + 1, last)
    if sentence is not None:
        page.take(sentence, "ending")


def take_footer(page: Page, first: int) -> list[ImportIssue]:
    """Take what a browser's "select all" copies below the page: citing reports, site map."""
    issues = []
    cited = _line_matching(page, _CITED, first) if "CITE" in page.text else None
    if cited is not None:
        # The comments may stand below the list of citing reports.
        following = range(cited, len(page))
        end = next((i for i in following if section_of_line(page.lines[i]) is not None), len(page))
        issues.append(_removed(page.lines[cited], cited))
        _take_range(page, cited, end, "footer")
    site_map = _site_map(page, first)
    if site_map is not None:
        issues.append(_removed(page.lines[site_map], site_map))
        _take_range(page, site_map, len(page), "footer")
    return issues


def _site_map(page: Page, first: int) -> int | None:
    """Return where the site's own footer begins: its blurb, or "Site map" up to the policy."""
    if _PRIVACY not in page.text:
        return None
    texts: list[int] = []
    for index in range(len(page) - 1, first - 1, -1):
        if page.lines[index]:
            texts.append(index)
        if len(texts) >= _FOOTER_LINES:
            break
    for place, index in enumerate(texts):
        if not _SITE_MAP.match(page.lines[index]):
            continue
        below = [page.lines[i] for i in reversed(texts[: place + 1])]
        policy = next((n for n, line in enumerate(below) if _PRIVACY in line), None)
        if policy is None or len(below) - policy - 1 > _TAIL_LINES:
            return None
        above = texts[place + 1] if place + 1 < len(texts) else None
        if above is not None and page.lines[above].startswith(("IPVM is ", "IPVM provides ")):
            return above
        return index
    return None


def _take_range(page: Page, first: int, last: int, use: str) -> None:
    for index in range(first, last):
        if page.lines[index]:
            page.take(index, use)


def _line_with(page: Page, text: str, first: int, last: int) -> int | None:
    return next((i for i in range(first, last) if text in page.lines[i]), None)


def _line_matching(page: Page, pattern: re.Pattern[str], first: int) -> int | None:
    return next((i for i in range(first, len(page)) if pattern.match(page.lines[i])), None)


def _removed(opening: str, index: int) -> ImportIssue:
    shown = opening if len(opening) <= _SHORT else f"{opening[:_SHORT]}…"
    message = f"Text of the site was taken out: “{shown}”"
    return ImportIssue(IssueCode.BOILERPLATE_REMOVED, message, index + 1)
