"""Boards whose heads have words of their own: phpBB, Simple Machines Forum, Slashdot, GitHub."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipvm_desktop.importers.pasted.heads import (
    MOST_LINES,
    Head,
    bare_date,
    posts_of,
    with_member,
)
from ipvm_desktop.importers.pasted.lines import Lines
from ipvm_desktop.importers.pasted.members import FACT, member_above
from ipvm_desktop.importers.pasted.posts import Post, counts_in

_LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Signed:
    """A board whose heads have words of their own.

    Attributes:
        make: For people.
        sign: What the line holds in any case; looked for first.
        head: Matches the line; groups ``date``, and ``author`` where it stands there.
        has_subject: The line above is the post's subject.
        scored: Matches that line, which then belongs to the text; the date may be missing.
        leading: Lines below the head that are no text.
        is_topic: The first post opens a topic; otherwise all are comments on an article.
    """

    make: str
    sign: str
    head: re.Pattern[str]
    has_subject: bool = False
    scored: re.Pattern[str] | None = None
    leading: re.Pattern[str] | None = None
    is_topic: bool = True


SIGNED = (
    Signed(
        "phpBB",
        "»",
        re.compile(
            r"(?:.{0,25}?(?:\b|Post)"
            r"(?:by|von|par|por|da|di|door|от|przez|av|af|kirjoittaja) )?"
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
            r"by (?P<author>.{1,60}?)(?: \( ?\d+ ?\)(?: ?\*)?)?"
            r"(?: on (?P<date>.{6,40}?) \(#\d+\).{0,20})?"
        ),
        has_subject=True,
        scored=re.compile(r"(?P<subject>.*?) ?\(Score:(?P<score>-?\d)[^()]{0,20}\)"),
        is_topic=False,
    ),
    Signed(
        "LWN",
        "[Link]",
        re.compile(
            r"Posted (?P<date>.{6,40}?)(?: \(\w{3}\))? "
            r"by (?P<author>\S{1,40}) \(.{1,40}\) \[Link\].*"
        ),
        has_subject=True,
        scored=re.compile(r"(?P<subject>.+)"),
        is_topic=False,
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
        "GitHub",
        "on ",
        re.compile(
            r"(?:(?P<author>(?!opened |commented )[\w-]{1,39}(?:\[bot\])?) )?"
            r"(?:(?:commented|opened(?: this issue)?)(?: on)?|on) "
            r"(?P<date>[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?)(?: ?[•·] ?edited.*)?"
        ),
        leading=re.compile(
            r"Member|Contributor|Author|Owner|Collaborator|More actions|Issue body actions|edited|•"
        ),
    ),
    Signed(
        "Invision Community", "Posted ", re.compile(r"Posted (?P<date>.{5,40}?)(?: \(edited\))?")
    ),
)


def signed(text: Lines, board: Signed) -> list[Post]:
    """Read the posts of one of these boards."""
    if not text.has(board.sign):
        return []
    heads: list[Head] = []
    subjects: set[str] = set()
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
                subject = _new_subject(scored["subject"], subjects)
                votes = counts_in(scored.groupdict().get("score") or "")
                heads.append(
                    Head(above, index, date, match["author"], subject=subject, votes=votes)
                )
            continue
        if bare_date(date) is None:
            continue
        if "author" in match.re.groupindex and match["author"]:
            author = match["author"].strip()
            top, title = _top_of(text, index, least, author, has_subject=board.has_subject)
            heads.append(Head(top, index, date, author, title))
            continue
        above = text.above(index, least) if board.has_subject else index
        member = None if above is None else member_above(text, above, least)
        if member is not None:
            heads.append(with_member(Head(index, index, date), member))
    return posts_of(text, heads, board.leading)


def _new_subject(printed: str, known: set[str]) -> str | None:
    """Return a post's subject, and know it from now on; None for one that only repeats another."""
    subject = printed.removeprefix("Re:").strip()
    is_new = subject not in known and not printed.startswith("Re:")
    known.add(subject)
    return subject if is_new else None


def _top_of(
    text: Lines, index: int, least: int, author: str, *, has_subject: bool
) -> tuple[int, str | None]:
    """Return where a head begins whose line names the author, and the author's rank.

    It begins at the member's block, if there is one.
    """
    top = index
    place = text.above(index, least)
    below: str | None = None
    for number in range(MOST_LINES):
        if place is None:
            break
        said = text.lines[place]
        if said == author:
            is_title = below is not None and number > 2 and not FACT.fullmatch(below)
            return place, below if is_title else None
        if number == 0 and has_subject:
            top = place
        elif len(said) > _LONGEST_LINE:
            break
        place, below = text.above(place, least), said
    return top, None


def panels(text: Lines) -> list[Post]:
    """Read posts below a member's facts and a date that stands alone."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        least = heads[-1].last + 1 if heads else 0
        above = text.above(index, least) if line and len(line) < _LONGEST_LINE else None
        if above is not None and not FACT.fullmatch(text.lines[above]):
            above = text.above(above, least)
        if above is None or not FACT.fullmatch(text.lines[above]) or FACT.fullmatch(line):
            continue
        date = bare_date(line)
        # "Joined" stands above a date of its own.
        is_value = ":" not in text.lines[above] and not text.lines[above][0].isdigit()
        if date is None or is_value:
            continue
        member = member_above(text, index, least, own_titles=False)
        if member is not None:
            heads.append(with_member(Head(index, index, date), member))
    return posts_of(text, heads)
