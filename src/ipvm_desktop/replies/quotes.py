"""The quotations of a comment, as they stand in its body."""

from __future__ import annotations

from itertools import groupby

from ipvm_desktop.domain.comment import Quote
from ipvm_desktop.replies.discussion import Discussion
from ipvm_desktop.replies.passages import ARTICLE, spans
from ipvm_desktop.replies.texts import plain, quoted_lines

_BEFORE = "\"'“‘„«([{"
_AFTER = "\"'”’»)]}.,;:!?…"


def quotes_of(discussion: Discussion, place: int) -> tuple[Quote, ...]:
    """Return the passages that a comment takes from others, in the order of its text.

    There must be something it takes (``discussion.quoted``).
    Lines marked with ``>`` are one quote each run, as far as their source is known.
    """
    body = discussion.comments[place].body_text
    found: list[Quote] = []
    if discussion.texts[place].quoted:
        found += _marked(discussion, place, body)
    else:
        own, quotations = discussion.texts[place].own, discussion.quotations[place]
        for match, (start, end) in zip(quotations, spans(own, quotations), strict=False):
            if len(own) < len(body):  # older quoted lines, which say nothing here, were left out
                length, start = end - start, plain(body).find(own[start:end])
                end = start + length
            if start >= 0:
                found.append(Quote(_with_marks(body, start, end), _id(discussion, match.source)))
    return tuple(found)


def _id(discussion: Discussion, source: int) -> int | None:
    return None if source == ARTICLE else discussion.comments[source].id


def _with_marks(body: str, start: int, end: int) -> str:
    """Return a passage with the quotation marks and stops around it."""
    while start and body[start - 1] in _BEFORE:
        start -= 1
    while end < len(body) and body[end] in _AFTER:
        end += 1
    return body[start:end]


def _marked(discussion: Discussion, place: int, body: str) -> list[Quote]:
    quoted = discussion.quoted[place]
    source = max(quoted, key=lambda each: quoted[each])
    marked = {line for _, line in quoted_lines(plain(body))}
    runs = groupby(body.split("\n"), key=lambda line: plain(line) in marked)
    return [
        Quote("\n".join(lines), _id(discussion, source)) for is_quoted, lines in runs if is_quoted
    ]
