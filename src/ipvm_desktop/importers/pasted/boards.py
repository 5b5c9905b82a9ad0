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
            r"(?:.{0,25}?(?:\b|Post)(?:by|von|par|por|da|di|door|от|przez|av|af|kirjoittaja) )?"
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
        is_topic=False,
    ),
    Signed(
        "LWN",
        "[Link]",
        re.compile(
            r"Posted (?P<date>.{6,40}?)(?: \(\w{3}\))? by (?P<author>\S{1,40}) \(.{1,40}\) \[Link\].*"
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
_FEWEST = 2
_MOST_PANEL = 15
_LONGEST_LINE = 60


def signed(text: Lines, board: Signed) -> list[Post]:
    """Read the posts of one of these boards."""
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
                subject = scored["subject"].removeprefix("Re:").strip()
                is_new = subject not in subjects and not scored["subject"].startswith("Re:")
                subjects.add(subject)
                heads.append(
                    Head(above, index, date, match["author"], subject=subject if is_new else None)
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
            heads.append(_with(Head(index, index, date), member))
    return posts_of(text, heads, board.leading) if len(heads) >= _FEWEST else []


def _top_of(
    text: Lines, index: int, least: int, author: str, *, has_subject: bool
) -> tuple[int, str | None]:
    """Return where a head begins whose line names the author, and the author's rank.

    It begins at the member's block, if there is one.
    """
    top = index
    place = text.above(index, least)
    below: str | None = None
    for number in range(_MOST_PANEL):
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


_WRITTEN = re.compile(
    r"(?:(?P<author>\S.{0,60}?) )?(?:wrote|schrieb|replied to .{1,80}?) (?:on |am )?(?P<date>.{5,40}?)"
    r"(?: (?:last edited by|zuletzt editiert von).*)?"
)
_EDITED = re.compile(r"(?:last edited by|zuletzt editiert von)\b.*")
_NAMED = re.compile(r"(?:last edited by |@)(?P<name>\S{1,40})")
# "L Offline", "annelie", "annelie Moderator @bo | Staff".
_PRESENCE = re.compile(r"(?:\S{1,2} )?(?:Offline|Online|Away|Do not disturb|Abwesend)")
_ADDRESSED = re.compile(r"(?P<author>[^@|]{1,60}?)(?: ?@(?P<to>[^|]{1,60}?))?(?: \|.*)?")


def nodebb(text: Lines) -> list[Post]:
    """Read posts of NodeBB: a line on presence, the name and whom it answers, "last edited by"."""
    heads: list[Head] = []
    known = {match["name"] for line in text.lines for match in _NAMED.finditer(line)}
    for index, line in enumerate(text.lines):
        if not _EDITED.match(line) and "last edited by" not in line and "wrote" not in line:
            continue
        least = heads[-1].last + 1 if heads else 0
        written = None if _EDITED.fullmatch(line) else _WRITTEN.fullmatch(line)
        date = None if written is None else bare_date(written["date"])
        if written is not None and date is None:
            continue
        name = text.above(index, least) if written is None or not written["author"] else index
        told = written["author"] if written is not None and written["author"] else None
        addressed = None if name is None else _ADDRESSED.fullmatch(told or text.lines[name])
        above = None if name is None else text.above(name, least)
        if addressed is None or name is None or above is None:
            continue
        if _PRESENCE.fullmatch(text.lines[above]):
            author, title = _ranked(addressed["author"].strip(), known)
            below = text.below(index)
            is_numbered = below is not None and _NUMBER.fullmatch(text.lines[below])
            last = below if below is not None and is_numbered else index
            heads.append(Head(above, last, date, author, title, addressed["to"]))
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


def _ranked(name: str, known: set[str]) -> tuple[str, str | None]:
    """Return a name and the groups behind it; other lines tell how far the name goes."""
    words = name.split()
    for count in range(1, len(words)):
        head, tail = " ".join(words[:count]), " ".join(words[count:])
        if head in known or RANK.fullmatch(tail):
            return head, tail
    return name, None


_MONTHLY = re.compile(
    r"(?P<date>[A-Z][a-z]{2,8} (?:\d{1,2}(?:, \d{4})?|(?:19|20)\d\d))(?: edited .{3,20})?(?: in .{1,60})?"
)
_COUNTED = re.compile(r"(?P<author>\S.{0,60}?) (?:Posts: [\d,]+.*|✭+.*)")


def vanilla(text: Lines) -> list[Post]:
    """Read ``ann Posts: 3,861`` above ``March 2018``, as Vanilla prints them."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        date = _MONTHLY.fullmatch(line)
        name = None if date is None else text.above(index)
        counted = None if name is None else _COUNTED.fullmatch(text.lines[name])
        if date is not None and name is not None and counted is not None:
            heads.append(Head(name, index, date["date"], counted["author"]))
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


_OPENED = re.compile(r"(?:Posted|Written|Submitted|Commented|Answered) by:? (?P<author>\S.{0,60})")
_MOST_BELOW = 3


def opened(text: Lines) -> list[Post]:
    """Read ``Posted by Ann Ray``, perhaps a town, and a date in a line of its own."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        match = _OPENED.fullmatch(line)
        dated = None if match is None else find_date(match["author"])
        if dated is not None and dated.before.endswith(" on") and not dated.after:
            heads.append(Head(index, index, dated.text, dated.before.removesuffix(" on")))
            continue
        place = text.below(index) if match is not None else None
        for _ in range(_MOST_BELOW):
            date = None if place is None else bare_date(text.lines[place])
            if match is not None and place is not None and date is not None:
                last = place
                while (below := text.below(last)) is not None and FACT.fullmatch(text.lines[below]):
                    last = below
                heads.append(Head(index, last, date, match["author"]))
                break
            place = None if place is None else text.below(place)
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


_STATS = "Author stats"
_IS_AUTHOR = "Author"


def profiles(text: Lines) -> list[Post]:
    """Read posts of Invision Community 5: a member's block, "Author stats", and the date again."""
    heads: list[Head] = []
    for index, line in enumerate(text.lines):
        dated = text.below(index) if line == _STATS else None
        if dated is not None and text.lines[dated] == _IS_AUTHOR:
            dated = text.below(dated)
        date = None if dated is None else bare_date(text.lines[dated])
        top = text.above(index, heads[-1].last + 1 if heads else 0)
        if dated is None or date is None or top is None:
            continue
        while top > 0 and text.lines[top - 1] and not BUTTONS.fullmatch(text.lines[top - 1]):
            top -= 1
        name = top + (text.lines[top] == _IS_AUTHOR)
        if is_name(text.lines[name]) and index - top <= _MOST_PANEL:
            heads.append(Head(top, dated, date, text.lines[name]))
    return posts_of(text, heads) if len(heads) >= _FEWEST else []


def posts_of(
    text: Lines, heads: Sequence[Head], leading: re.Pattern[str] | None = None
) -> list[Post]:
    """Return the posts that heads open.

    Args:
        text: The copy.
        heads: In order.
        leading: Lines below a head that are no text.

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
            first = head.last
        while leading and first < end and leading.fullmatch(text.lines[first] or "•"):
            first += 1
        first = _below_subject(text, head, first, end)
        last = _without_member(text, first, stripped(text, first, end, BUTTONS), head.author)
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
                cuts=((head.last, head.subject),) if head.subject else (),
            )
        )
        latest[(head.author or "").casefold()] = place
    return posts


def _below_subject(text: Lines, head: Head, first: int, end: int) -> int:
    """Return where a text begins, below a subject that says no more than the topic's title."""
    line = text.below(first - 1, end)
    if line is None or head.subject:
        return first
    said = text.lines[line]
    is_title = head.top <= _MOST_PANEL and said in text.lines[: head.last]
    return line + 1 if said.startswith("Re:") or is_title else first


def _without_member(text: Lines, first: int, last: int, author: str | None) -> int:
    """Return where a text ends above its author's block, which some pages have below it."""
    place = text.above(last, first)
    is_told = False
    for _ in range(_MOST_PANEL):
        if place is None:
            break
        said = text.lines[place]
        if is_told and said == author:
            return stripped(text, first, place, BUTTONS)
        if not (FACT.fullmatch(said) or RANK.fullmatch(said)):
            break
        is_told = True
        place = text.above(place, first)
    return last
