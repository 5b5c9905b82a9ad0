"""Boards that number their posts: XenForo, vBulletin, MyBB, WoltLab, FluxBB, bbPress and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.importers.pasted.heads import Head, bare_date, posts_of, with_member
from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.members import Member, member_above, member_below
from ipvm_desktop.importers.pasted.posts import Post, ends_of

NUMBER = re.compile(
    r"(?:Post|Reply|Beitrag|Message)?:? ?#(?P<number>\d[\d,.]{0,8})(?: (?:of|von) \d+)?"
    r"(?: ?\|? ?(?:Link|Permalink))?",
    re.IGNORECASE,
)
_BETWEEN = frozenset(
    ("Add bookmark", "Share", "New", "Bookmark", "Quote", "Report", "Reply", "Thread Starter")
)


def numbered(text: Lines) -> list[Post]:
    """Read posts with a date and ``#3``, in a line or in two; the member above or below them."""
    anchors = list(_anchors(text)) if text.has("#") else []
    if not anchors:
        return []
    ends = ends_of([anchor.top for anchor in anchors], len(text))
    is_below = member_below(text, anchors[-1].last, ends[-1]) is not None
    heads: list[Head] = []
    for anchor, end in zip(anchors, ends, strict=True):
        least = heads[-1].last + 1 if heads else 0
        if is_below:
            member = member_below(text, anchor.last, end) or _named_below(text, anchor.last, end)
        else:
            member = member_above(text, anchor.top, least)
        if member is not None:
            heads.append(with_member(anchor, member))
    return posts_of(text, heads, fewest=1)


def _named_below(text: Lines, line: int, end: int) -> Member | None:
    name = text.below(line, end)
    if name is None or not is_name(text.lines[name]):
        return None
    return Member(name, name, text.lines[name], None)


def _anchors(text: Lines) -> Iterator[Head]:
    """Yield lines with a date and a number, and pairs of such lines."""
    pairs: list[tuple[Head | None, Head | None]] = []
    for index, line in enumerate(text.lines):
        match = NUMBER.search(line) if "#" in line else None
        if match is None:
            continue
        rest = f"{line[: match.start()]} {line[match.end() :]}".strip(" \t|·•-–")
        if rest:
            date = bare_date(rest)
            if date is not None:
                pairs.append((Head(index, index, date), None))
            continue
        pairs.append((_dated_above(text, index), _dated_below(text, index)))
    # Where the number stands between two dates, the other posts tell to which one it belongs.
    above = sum(first is not None for first, _ in pairs)
    below = sum(second is not None for _, second in pairs)
    last = -1
    for first, second in pairs:
        head = (first or second) if above >= below else (second or first)
        if head is not None and head.top > last:
            last = head.last
            yield head


def _dated_above(text: Lines, index: int) -> Head | None:
    place = text.above(index)
    while place is not None and text.lines[place] in _BETWEEN:
        place = text.above(place)
    date = None if place is None else bare_date(text.lines[place])
    return None if place is None or date is None else Head(place, index, date)


def _dated_below(text: Lines, index: int) -> Head | None:
    place = text.below(index)
    date = None if place is None else bare_date(text.lines[place])
    return None if place is None or date is None else Head(index, place, date)
