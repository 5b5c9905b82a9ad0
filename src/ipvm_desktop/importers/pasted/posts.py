"""Posts as a layout finds them in a copy, and how they become comments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers._block_reader import BlockReader, Layout
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.web import day_order, read_web_date
from ipvm_desktop.importers.pasted.lines import Lines

_SAID = re.compile(r"(?P<who>\S.{0,60}?) (?:said|wrote): ?↑?")
_MONTH_DAY = re.compile(r"(?:0?\d|1[0-2])\.(?:1[3-9]|2\d|3[01])\.\d\d")
_DAY_MONTH = re.compile(r"(?:1[3-9]|2\d|3[01])\.\d{1,2}\.\d\d")
_EXPAND = "Click to expand..."
VOTES = re.compile(r"-?\d{1,3}(?:,\d{3})*|-?\d{1,6}|\d+\.\d[kK]|Vote")
_BARE_LAYOUT = Layout(pictures=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a copy.

    Attributes:
        top: Its first line.
        body: First line of its text, and the line after the last one.
        author: As printed; None where unknown.
        date: As printed; None where unknown.
        parent: Place of the post answered among all posts, or None.
        reason: Why that is its parent.
        votes: Counts as printed.
        affiliation: A title or company printed with the name.
        badges: Such as "OP".
        deleted: The copy says that the post was removed.
        html: The body, where the layout's text is markup; None for plain lines.
        quotes: Passages that the copy marks as another's, with the place of the post quoted.
        cuts: Lines that also hold other things, and what of them belongs to the text.
    """

    top: int
    body: tuple[int, int]
    author: str | None
    date: str | None
    parent: int | None = None
    reason: str = ""
    votes: tuple[int, ...] = ()
    affiliation: str | None = None
    badges: tuple[str, ...] = ()
    deleted: bool = False
    html: str | None = None
    quotes: tuple[tuple[str, int | None], ...] = ()
    cuts: tuple[tuple[int, str], ...] = ()


def ends_of(tops: Sequence[int], last: int) -> list[int]:
    """Return where each post ends: at the top of the next one, the last one at ``last``."""
    return [*tops[1:], last] if tops else []


def stripped(text: Lines, first: int, last: int, *tails: re.Pattern[str]) -> int:
    """Return where a post's text ends when the buttons below it are left out."""
    while last > first:
        line = text.lines[last - 1]
        if line and not any(tail.fullmatch(line) for tail in tails):
            break
        last -= 1
    return last


def is_gone(text: Lines, first: int, last: int) -> bool:
    """Whether a post's text only says that the post was removed."""
    said = " ".join(line for line in text.lines[first:last] if line).casefold()
    return said in {
        "[deleted]", "[removed]", "[flagged]", "[dead]", "comment deleted by user",
        "comment removed by moderator", "this comment was deleted.",
        "this comment has been deleted",
    }  # fmt: skip


def counts_in(text: str) -> tuple[int, ...]:
    """Return a count of votes such as "1,204" or "1.2k", or nothing for other texts."""
    plain = text.replace(",", "").casefold()
    if re.fullmatch(r"-?\d{1,15}", plain):
        return (int(plain),)
    if re.fullmatch(r"\d{1,9}\.\dk", plain):
        return (int(plain[0:-3]) * 1000 + int(plain[-2]) * 100,)
    return ()


def found_comments(
    lines: Lines, posts: Sequence[Post], saved: dt.datetime | None
) -> list[FoundComment]:
    """Return posts as comments, each known by its place."""
    found = []
    dates = [post.date for post in posts if post.date is not None]
    day_first = day_order(dates)
    is_dotted = _puts_month_first(dates)
    speakers: dict[str, int] = {}
    for place, post in enumerate(posts):
        for index, line in post.cuts:
            lines.cut(index, line)
        html, quotes = post.html, list(post.quotes)
        if html is None:
            html, said = _body(lines, post, speakers)
            quotes += said
        parent, reason = post.parent, post.reason
        if parent is None and quotes and quotes[0][1] is not None:
            parent, reason = quotes[0][1], "quotes it"
        found.append(
            FoundComment(
                key=str(place),
                parent=None if parent is None else str(parent),
                reason=reason,
                author=post.author,
                affiliation=post.affiliation,
                badges=post.badges,
                posted=_moment(post.date, saved, day_first, is_dotted=is_dotted),
                posted_text=post.date,
                votes=post.votes,
                deleted=post.deleted,
                quotes=tuple((text, None if p is None else str(p)) for text, p in quotes),
                body=html,
            )
        )
        if post.author is not None:
            speakers[post.author.casefold()] = place
    return found


def _puts_month_first(dates: Sequence[str]) -> bool:
    """Whether dates with dots begin with the month: only if that alone gives dates, "07.13.12"."""
    return any(map(_MONTH_DAY.match, dates)) and not any(map(_DAY_MONTH.match, dates))


def _moment(
    date: str | None, saved: dt.datetime | None, day_first: bool | None, *, is_dotted: bool
) -> Moment | None:
    if date is None:
        return None
    if is_dotted:
        return read_web_date(date.replace(".", "/"), saved, False)
    return read_web_date(date, saved, day_first)


def _body(
    lines: Lines, post: Post, speakers: dict[str, int]
) -> tuple[str, list[tuple[str, int | None]]]:
    """Return a post's lines as HTML; what "Ann said:" opens and a mark closes is a quote."""
    first, last = post.body
    parts: list[str] = []
    quotes: list[tuple[str, int | None]] = []
    index = start = first
    while index < last:
        said = _SAID.fullmatch(lines.lines[index])
        end = _quote_end(lines, index, last) if said else None
        if said is None or end is None:
            index += 1
            continue
        parts.append(_plain(lines, start, index))
        inner = BlockReader(lines.raw, lines.lines, _BARE_LAYOUT).read(index + 1, end)
        parts.append(
            f"<blockquote><p>{escape(lines.lines[index], quote=False)}</p>{inner.html}</blockquote>"
        )
        quotes.append((inner.text, speakers.get(said["who"].casefold())))
        index = start = end + 1
    parts.append(_plain(lines, start, last))
    return "\n".join(part for part in parts if part), quotes


def _quote_end(lines: Lines, index: int, last: int) -> int | None:
    return next((i for i in range(index + 1, last) if lines.lines[i] == _EXPAND), None)


def _plain(lines: Lines, first: int, last: int) -> str:
    return BlockReader(lines.raw, lines.lines, _BARE_LAYOUT).read(first, last).html
