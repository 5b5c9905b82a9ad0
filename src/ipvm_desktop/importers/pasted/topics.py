"""Forum topics saved as Markdown: Discourse's ``/raw/`` pages, and posts below numbered heads.

Discourse serves a topic as text at ``/raw/ID``: each post below ``name | time | #number``, rules
of hyphens between them, quotes in BBCode (https://meta.discourse.org/t/59077). Others write
``## Post #3 by @name (time)`` above the post's HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from ipvm_desktop.importers.pasted.posts import Post
from ipvm_desktop.importers.pasted.signs import MARKDOWN_HEAD, RAW_HEAD
from ipvm_desktop.sanitize import html_to_text, sanitize

_RAW_RULE = re.compile(r"-{10,}")
_MARKDOWN_RULE = re.compile(r"---")
_OPEN_QUOTE = re.compile(r'\[quote(?:="?(?P<head>[^\]"]{0,200})"?)?\]', re.IGNORECASE)
_CLOSE_QUOTE = re.compile(r"\[/quote\]", re.IGNORECASE)
_POST = re.compile(r"\bpost:\s*(\d{1,7})")
_ASIDE = re.compile(
    r'<aside class="quote[^>]*?data-post="(?P<number>\d{1,7})"[^>]*>'
    r"(?:(?!</?aside|<blockquote).)*<blockquote>(?P<text>(?:(?!</?aside).)*)</blockquote>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's posts.

    Attributes:
        end: The line after the last one above the posts.
        posts: In the file's order.
    """

    end: int
    posts: tuple[Post, ...]


def read_topic(lines: list[str], render: Callable[[str], str]) -> Topic | None:
    """Read a topic of either form, or return None.

    Args:
        lines: The file's, stripped of white space at their end.
        render: Turns Markdown into HTML.
    """
    for head, rule in ((RAW_HEAD, _RAW_RULE), (MARKDOWN_HEAD, _MARKDOWN_RULE)):
        heads = [(i, match) for i, line in enumerate(lines) if (match := head.fullmatch(line))]
        if heads:
            return _topic(lines, heads, rule, render)
    return None


def _topic(
    lines: list[str],
    heads: list[tuple[int, re.Match[str]]],
    rule: re.Pattern[str],
    render: Callable[[str], str],
) -> Topic:
    places = {int(match["number"]): place for place, (_, match) in enumerate(heads)}
    posts = []
    ends = [*(index for index, _ in heads[1:]), len(lines)]
    for place, ((index, match), end) in enumerate(zip(heads, ends, strict=True)):
        while end > index + 1 and (not lines[end - 1] or rule.fullmatch(lines[end - 1])):
            end -= 1
        earlier = {number: p for number, p in places.items() if p < place}
        html, quotes = _body("\n".join(lines[index + 1 : end]), earlier, render)
        answered = next((quoted for _, quoted in quotes if quoted is not None), None)
        posts.append(
            Post(
                top=index,
                body=(index + 1, end),
                author=match["author"],
                date=match["date"],
                parent=answered,
                reason="quotes it",
                html=html,
                quotes=tuple(quotes),
            )
        )
    return Topic(heads[0][0], tuple(posts))


def _body(
    text: str, places: Mapping[int, int], render: Callable[[str], str]
) -> tuple[str, list[tuple[str, int | None]]]:
    """Return a post's HTML, and what it quotes; quotes in quotes belong to the outer one."""
    parts: list[str] = []
    quotes: list[tuple[str, int | None]] = []
    start = 0
    for opening, begin, end, after in _outer_quotes(text):
        parts.append(render(text[start : opening.start()]))
        head = opening["head"] or ""
        inner = _CLOSE_QUOTE.sub("", _OPEN_QUOTE.sub("", text[begin:end])).strip()
        number = _POST.search(head)
        who = head.split(",")[0].strip()
        said = f"<p>{escape(who, quote=False)} said:</p>" if who else ""
        parts.append(f"<blockquote>{said}{render(inner)}</blockquote>")
        quotes.append((inner, places.get(int(number[1])) if number else None))
        start = after
    parts.append(render(text[start:]))
    html = "\n".join(part for part in parts if part)
    quotes.extend(
        (html_to_text(sanitize(match["text"])), places.get(int(match["number"])))
        for match in _ASIDE.finditer(text)
    )
    return html, quotes


def _outer_quotes(text: str) -> list[tuple[re.Match[str], int, int, int]]:
    """Return each outermost quote: its opening mark, the bounds of its text, and its end."""
    marks = sorted(
        [*_OPEN_QUOTE.finditer(text), *_CLOSE_QUOTE.finditer(text)], key=lambda mark: mark.start()
    )
    found = []
    depth = 0
    opening: re.Match[str] | None = None
    for mark in marks:
        if mark.re is _OPEN_QUOTE:
            opening = mark if depth == 0 else opening
            depth += 1
        elif depth and opening is not None:
            depth -= 1
            if depth == 0:
                found.append((opening, opening.end(), mark.start(), mark.end()))
    return found
