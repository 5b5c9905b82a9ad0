"""What one line of the window has room for, and what the library can hold.

Files may call anything a name. A title of a million letters without a space would stop the
window for minutes, and a sign that turns the direction of writing would turn what stands beside
a name as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ipvm_desktop.domain.document import Document, ParsedComment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode

LONGEST_TITLE = 1_000
LONGEST_NAME = 300
LARGEST = 2**53
"""The largest whole number that every reader of JSON takes as it stands."""

_UNTITLED = "Untitled"
_CUT = "…"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Explicit directions, Unicode Bidirectional Algorithm (UAX #9), 2.1 to 2.5.
_EMBEDDINGS = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]|([\u202c\u2069])")
_ENDS = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_END_OF_OTHERS = "\u202c"


def bounded(document: Document) -> Document:
    """Return a document whose title and names fit on a line, and whose numbers can be kept.

    What is cut is told by an issue; the file itself is kept whole in any case.
    """
    bounds = _Bounds()
    changes = bounds.lines(document, LONGEST_NAME, "published_text", "language", "site")
    title = bounds.line(document.title, LONGEST_TITLE) or _UNTITLED
    comments = tuple(map(bounds.comment, document.comments))
    declared = document.declared_comments
    told = (replace(each, message=line(each.message, LONGEST_TITLE)) for each in document.issues)
    return replace(
        document,
        title=title,
        byline=bounds.each(document.byline),
        declared_comments=None if declared is not None and declared > LARGEST else declared,
        comments=comments,
        issues=(*told, *bounds.issues()),
        **changes,
    )


class _Bounds:
    """Keeps what fits, and counts what had to be cut."""

    def __init__(self) -> None:
        self._cut = 0

    def line(self, text: str, most: int) -> str:
        """Return a text as one line."""
        kept = line(text, most)
        self._cut += len(kept) < len(text) and kept.endswith(_CUT)
        return kept

    def lines(self, owner: object, most: int, *names: str) -> dict[str, Any]:
        """Return those texts of something that change, by name; an empty one becomes None."""
        stated = ((name, getattr(owner, name)) for name in names)
        kept = ((name, text, self.line(text, most)) for name, text in stated if text is not None)
        return {name: fit or None for name, text, fit in kept if fit != text}

    def each(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names as lines, without those of which nothing is left."""
        return tuple(fit for name in names if (fit := self.line(name, LONGEST_NAME)))

    def comment(self, comment: ParsedComment) -> ParsedComment:
        """Return a comment whose names and numbers fit."""
        changes = self.lines(comment, LONGEST_NAME, "author", "role", "affiliation", "posted_text")
        badges = self.each(comment.badges)
        if badges != comment.badges:
            changes["badges"] = badges
        votes = tuple(count for count in comment.votes if abs(count) <= LARGEST)
        if votes != comment.votes:
            changes["votes"] = votes
        if comment.pseudonym is not None and comment.pseudonym > LARGEST:
            changes["pseudonym"] = None
        return replace(comment, **changes) if changes else comment

    def issues(self) -> tuple[ImportIssue, ...]:
        """Tell how many names and titles were cut."""
        if not self._cut:
            return ()
        names = "1 name or title was" if self._cut == 1 else f"{self._cut:,} names or titles were"
        return (ImportIssue(IssueCode.LEFT_OUT, f"{names} too long for a line, and cut"),)


def line(text: str, most: int) -> str:
    """Return a text as one line of so many characters at most, its directions closed.

    A line that was made so does not change when it is made so again.
    """
    text = " ".join(_CONTROL.sub(" ", text).split()) if _CONTROL.search(text) else text.strip()
    if _EMBEDDINGS.search(text):
        closed = text + _open_directions(text[:most])
        text = closed if len(closed) <= most else _EMBEDDINGS.sub("", text)
    return text if len(text) <= most else text[: most - 1].rstrip() + _CUT


def _open_directions(text: str) -> str:
    """Return the characters that end the directions a text leaves open."""
    waiting: list[str] = []
    for match in _EMBEDDINGS.finditer(text):
        if not match[1]:
            waiting.append(_ENDS.get(match[0], _END_OF_OTHERS))
        elif match[1] in waiting:
            while waiting.pop() != match[1]:
                pass
    return "".join(reversed(waiting))
