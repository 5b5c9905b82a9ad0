"""What never ends and so swallows the rest of a page, as browsers let it do.

Source: HTML, "tokenization": comments, and the states for raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.issue import ImportIssue, IssueCode

_NAMES = ("script", "style", "title", "textarea", "iframe")
_OPENING = re.compile(rf"<!--|<(?P<name>{'|'.join(_NAMES)})\b[^<>]*>", re.IGNORECASE)
_ENDS = {
    "": re.compile("-->"),
    **{name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in _NAMES},
}
_PAGE_END = re.compile(r"</(?:body|html)[\s>]", re.IGNORECASE)
# Code ends where the head does, or else where an element of a page begins.
_CODE = ("script", "style")
_HEAD_END = re.compile(r"</head\b|<body\b", re.IGNORECASE)
_ELEMENT = re.compile(
    r"</?(?:html|body|title|meta|link|script|style|div|p|a|h[1-6]|ul|ol|table|form|main|nav|"
    r"article|section|header|span|img)\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile("")
# A comment is a line at most, and a title stands before the next element.
_SHOULD_END = {
    "": re.compile(r"(?<=>)|[<\n]"),
    "title": re.compile("<"),
    "textarea": _AT_ONCE,
    "iframe": _AT_ONCE,
    "script": _ELEMENT,
    "style": _ELEMENT,
}


def closed(text: str, issues: list[ImportIssue]) -> str:
    """Return a page where what never ends is closed early, and tell of the first such.

    A page without an end of its own was cut off in there, and stays as it is.
    """
    last = _last(_PAGE_END, text)
    pieces: list[str] = []
    done = 0
    for match, end in _never_ended(text):
        if match.start() >= last:
            break
        if not pieces:
            told = _told(match)
            message = f"{told[0].upper()}{told[1:]}; what stands behind it was read nonetheless"
            issues.append(ImportIssue(IssueCode.DAMAGED, message, _line_of(match)))
        name = match["name"]
        kept = f"{text[match.start() : end]}</{name}>" if name else ""
        pieces += (text[done : match.start()], kept)
        done = end
    return "".join((*pieces, text[done:]))


def swallowing(text: str) -> str:
    """Say what never ends on a page, as a clause; "" where nothing is so.

    In XHTML ``<script src="a.js"/>`` has ended already.
    """
    found = (match for match, _ in _never_ended(text) if not match[0].endswith("/>"))
    return next(map(_told, found), "")


def _never_ended(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the openings that nothing closes, and where each should have ended.

    What those hold that do end is not looked at.
    """
    lasts: dict[str, int] = {}
    last_head = _last(_HEAD_END, text)
    place = 0
    while match := _OPENING.search(text, place):
        name = (match["name"] or "").lower()
        if name not in lasts:
            lasts[name] = _last(_ENDS[name], text)
        # "<!-->" is a whole comment.
        place = match.end() if name else match.end() - 2
        if lasts[name] < place:
            has_head = name in _CODE and match.end() <= last_head
            should = (_HEAD_END if has_head else _SHOULD_END[name]).search(text, match.end())
            place = match.end() if should is None else should.start()
            yield match, place
        else:
            place = next(_ENDS[name].finditer(text, place)).end()


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _told(match: re.Match[str]) -> str:
    name = match["name"]
    said = f"<{name.lower()}>" if name else "comment"
    return f"the {said} that begins in line {_line_of(match)} never ends"


def _line_of(match: re.Match[str]) -> int:
    return match.string.count("\n", 0, match.start()) + 1
