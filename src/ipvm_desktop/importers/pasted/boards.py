"""Layouts of boards: the head of each post holds a date, and a number or words that betray the make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ipvm_desktop.importers.pasted.lines import Lines, find_date, is_name
from ipvm_desktop.importers.pasted.members import (
    BUTTONS,
    FACT,
    RANK,
    Member,
    member_above,
    member_below,
)
from ipvm_desktop.importers.pasted.posts import Post, ends_of, is_gone, stripped

_NUMBER = re.compile(
    r"(?:Post|Reply|Beitrag|Message)?:? ?#(?P<number>\d[\d,.]{0,8})(?: (?:of|von) \d+)?"
    r"(?: ?\|? ?(?:Link|Permalink))?",
    re.IGNORECASE,
)
_DATE_REST = re.compile(
    r"(?:Old|Thread Starter|Author|OP|New|[|·•,]|\d{1,2}:\d\d ?[ap]m on)?", re.IGNORECASE
)
_LATER = re.compile(
    r"(?:\(This post was last modified.*|\(?edited\b.*|Last Edit.*|Thread Starter|OP|Author|[·•|].{0,20}|)",
    re.IGNORECASE,
)
_BETWEEN = frozenset(("Add bookmark", "Share", "New", "Bookmark", "Quote", "Report", "Reply"))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a post.

    Attributes:
        top: Its first line.
        last: Its last line.
        date: As printed, or None.
        author: As printed, or None.
        title: A rank or the like, or None.
        to: Whom the head names as answered, or None.
        subject: A heading that belongs to the text, or None.
    """

    top: int
    last: int
    date: str | None
    author: str | None = None
    title: str | None = None
    to: str | None = None
    subject: str | None = None


def bare_date(line: str) -> str | None:
    """Return the date of a line that holds no more than it, and perhaps that it was edited."""
    date = find_date(line)
    if date is None or not _DATE_REST.fullmatch(date.before) or not _LATER.fullmatch(date.after):
        return None
    return date.text


def numbered(text: Lines) -> list[Post]:
    """Read posts with a date and ``#3``, in a line or in two; the member above or below them."""
    anchors = list(_anchors(text))
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
            heads.append(_with(anchor, member))
    return posts_of(text, heads)


def _named_below(text: Lines, line: int, end: int) -> Member | None:
    name = text.below(line, end)
    if name is None or not is_name(text.lines[name]):
        return None
    return Member(name, name, text.lines[name], None)


def _with(anchor: Head, member: Member) -> Head:
    return replace(
        anchor,
        top=min(anchor.top, member.first),
        last=max(anchor.last, member.last),
        author=member.name,
        title=member.title,
    )


def _anchors(text: Lines) -> Iterator[Head]:
    """Yield lines with a date and a number, and pairs of such lines."""
    pairs: list[tuple[Head | None, Head | None]] = []
    for index, line in enumerate(text.lines):
        match = _NUMBER.search(line) if "#" in line else None
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


@dataclass(frozen=True, slots=True)
class Signed:
    """A board whose heads have words of their own.

    Attributes:
        make: For people.
        sign: What the line holds in any case; looked for first.
        head: Matches the line; groups ``date``, and ``author`` where it stands there.
        has_subject: The line above is the post's subject.
        scored: Matches that line, which then belongs to the text; the date may be missing.
    """

    make: str
    sign: str
    head: re.Pattern[str]
    has_subject: bool = False
    scored: re.Pattern[str] | None = None


SIGNED = (
    Signed(
        "phpBB",
        "»",
        re.compile(
            r"(?:.{0,25}?\b(?:by|von|par|por|da|di|door|от|przez|av|af|kirjoittaja) )?"
            r"(?P<author>[^»]{1,60}?) » (?P<date>.{6,60})"
        ),
        has_subject=True,
    ),
    Signed("phpBB", "Posted:", re.compile(r"Posted: (?P<date>.{6,40}?)\s*(?:Post subject:.*)?")),
    Signed(
        "Simple Machines Forum",
        "« ",
        re.compile(r"« (?:(?:Reply|Antwort) #\d+ )?(?:on|am): (?P<date>.{6,60}) »"),
        has_subject=True,
    ),
    Signed(
        "Slashdot",
        "by ",
        re.compile(
            r"by (?P<author>.{1,60}?)(?: \( ?\d+ ?\)(?: ?\*)?)?(?: on (?P<date>.{6,40}?) \(#\d+\).{0,20})?"
        ),
        has_subject=True,
        scored=re.compile(r"(?P<subject>.*?) ?\(Score:(?P<score>-?\d)[^()]{0,20}\)"),
    ),
    Signed(
        "LWN",
        "[Link]",
        re.compile(r"Posted (?P<date>.{6,40}?) by (?P<author>\S{1,40}) \(.{1,40}\) \[Link\].*"),
        has_subject=True,
    ),
    Signed(
        "GameFAQs", "ago", re.compile(r"(?P<author>\S.{0,40}?) ?(?P<date>\d+ \w+ ago) ?#\d{1,5}")
    ),
    Signed(
        "Nairaland",
        " by ",
        re.compile(
            r"(?:Re: )?.{1,150} by (?P<author>\S{1,30}?)(?: ?\([mf]\))?: (?P<date>\d[^*]{2,40})\*?"
        ),
    ),
    Signed(
        "Invision Community", "Posted ", re.compile(r"Posted (?P<date>.{5,40}?)(?: \(edited\))?")
    ),
)
_FEWEST = 2


def signed(text: Lines, board: Signed) -> list[Post]:
    """Read the posts of one of these boards."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        match = board.head.fullmatch(line) if board.sign in line else None
        if match is None:
            continue
        least = heads[-1].last + 1 if heads else 0
        date = match["date"]
        if board.scored is not None:
            above = text.above(index, least)
            scored = None if above is None else board.scored.fullmatch(text.lines[above])
            if above is not None and scored is not None:
                subject = scored["subject"].removeprefix("Re:").strip() and scored["subject"]
                is_reply = scored["subject"].startswith("Re:")
                heads.append(
                    Head(above, index, date, match["author"], subject=None if is_reply else subject)
                )
            continue
        if bare_date(date) is None:
            continue
        if "author" in match.re.groupindex and match["author"]:
            author = match["author"].strip()
            top = _top_of(text, index, least, author, has_subject=board.has_subject)
            heads.append(Head(top, index, date, author))
            continue
        above = text.above(index, least) if board.has_subject else index
        member = None if above is None else member_above(text, above, least)
        if member is not None:
            heads.append(_with(Head(index, index, date), member))
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


def _top_of(text: Lines, index: int, least: int, author: str, *, has_subject: bool) -> int:
    """Return where a head begins whose line names the author: at the member's block, if any."""
    top = index
    place = text.above(index, least)
    for number in range(15):
        if place is None:
            break
        said = text.lines[place]
        if said == author:
            return place
        if number == 0 and has_subject:
            top = place
        elif not (FACT.fullmatch(said) or RANK.fullmatch(said) or len(said) <= 60):
            break
        place = text.above(place, least)
    return top


def panels(text: Lines) -> list[Post]:
    """Read posts below a member's facts and a date that stands alone."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        date = bare_date(line) if line and line[-1].isalnum() and len(line) < 60 else None
        if date is None:
            continue
        least = heads[-1].last + 1 if heads else 0
        above = text.above(index, least)
        if above is not None and not FACT.fullmatch(text.lines[above]):
            above = text.above(above, least)
        if above is None or not FACT.fullmatch(text.lines[above]) or FACT.fullmatch(line):
            continue
        if ":" not in text.lines[above] and not text.lines[above][0].isdigit():
            continue  # "Joined" above its date
        member = member_above(text, index, least, own_titles=False)
        if member is not None:
            heads.append(_with(Head(index, index, date), member))
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


def posts_of(text: Lines, heads: Sequence[Head]) -> list[Post]:
    """Return the posts that heads open.

    A head that has nothing below it but another head of the same time is that one's: pages for
    small screens print it twice.
    """
    merged: list[Head] = []
    for head in heads:
        if merged and merged[-1].date == head.date and text.below(merged[-1].last) == head.top:
            head = replace(head, top=merged.pop().top)
        merged.append(head)
    posts = []
    latest: dict[str, int] = {}
    for place, (head, end) in enumerate(
        zip(merged, ends_of([head.top for head in merged], len(text)), strict=True)
    ):
        first = head.last + 1
        if head.subject:
            text.cut(head.last, head.subject)
            first = head.last
        last = stripped(text, first, end, BUTTONS)
        parent = None if head.to is None else latest.get(head.to.casefold())
        posts.append(
            Post(
                top=head.top,
                body=(first, last),
                author=head.author,
                date=head.date,
                affiliation=head.title,
                parent=parent,
                reason="" if parent is None else f"its head names {head.to}",
                deleted=is_gone(text, first, last),
            )
        )
        latest[(head.author or "").casefold()] = place
    return posts


_NODEBB = re.compile(
    r"(?:(?P<author>\S.{0,60}?) )?(?:wrote (?:on )?(?P<date>.{5,40}?) )?last edited by\b.*"
)
