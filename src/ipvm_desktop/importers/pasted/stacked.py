"""Boards with a head of several lines: NodeBB, Vanilla, Invision Community 5, "Posted by Ann"."""

from __future__ import annotations

import re
from dataclasses import replace

from ipvm_desktop.importers.pasted.heads import MOST_LINES, Head, bare_date, posts_of
from ipvm_desktop.importers.pasted.lines import Lines, find_date, is_name
from ipvm_desktop.importers.pasted.members import BUTTONS, FACT, RANK
from ipvm_desktop.importers.pasted.numbered import NUMBER
from ipvm_desktop.importers.pasted.posts import Post, counts_in, ends_of, stripped

_WRITTEN = re.compile(
    r"(?:(?P<author>\S.{0,60}?) )?(?:wrote|schrieb|replied to .{1,80}?) "
    r"(?:on |am )?(?P<date>.{5,40}?)"
    r"(?: (?:last edited by|zuletzt editiert von).*)?"
)
_EDITED = re.compile(r"(?:last edited by|zuletzt editiert von)\b.*")
_NAMED = re.compile(r"(?:last edited by |@)(?P<name>\S{1,40})")
# "L Offline" or "annelieL Offline", "annelie", "annelie Moderator @bo | Staff".
_PRESENCE = re.compile(r"(?:\S.{0,60} )?(?:Offline|Online|Away|Do not disturb|Abwesend)")
_VOTED = re.compile(r"(?:.* )?(?:Reply Quote|Antworten Zitieren) (?P<score>-?\d{1,6})")
_ADDRESSED = re.compile(r"(?P<author>[^@|]{1,60}?)(?: ?@(?P<to>[^|]{1,60}?))?(?: \|.*)?")


def nodebb(text: Lines) -> list[Post]:
    """Read posts of NodeBB: a line on presence, the name and whom it answers, "last edited by"."""
    if not text.has("last edited by") and not text.has("zuletzt editiert von"):
        return []
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
        told = None if written is None else written["author"]
        name = index if told else text.above(index, least)
        above = None if name is None else text.above(name, least)
        addressed = None if name is None else _ADDRESSED.fullmatch(told or text.lines[name])
        if addressed is None or above is None:
            continue
        if _PRESENCE.fullmatch(text.lines[above]):
            author, title = _ranked(addressed["author"].strip(), known)
            below = text.below(index)
            is_numbered = below is not None and NUMBER.fullmatch(text.lines[below])
            last = below if below is not None and is_numbered else index
            heads.append(Head(above, last, date, author, title, addressed["to"]))
    posts = posts_of(text, heads)
    ends = ends_of([post.top for post in posts], len(text))
    return [_voted(text, post, end) for post, end in zip(posts, ends, strict=True)]


def _voted(text: Lines, post: Post, end: int) -> Post:
    """Return a post with the score behind the buttons below it, where its text ends at last."""
    first, last = post.body
    for index in range(end - 1, first - 1, -1):
        voted = _VOTED.fullmatch(text.lines[index])
        if voted:
            body = first, stripped(text, first, min(last, index), BUTTONS)
            return replace(post, body=body, votes=counts_in(voted["score"]))
    return post


def _ranked(name: str, known: set[str]) -> tuple[str, str | None]:
    """Return a name and the groups behind it; other lines tell how far the name goes."""
    words = name.split()
    for count in range(1, len(words)):
        head, tail = " ".join(words[:count]), " ".join(words[count:])
        if head in known or RANK.fullmatch(tail):
            return head, tail
    return name, None


_MONTHLY = re.compile(
    r"(?P<date>[A-Z][a-z]{2,8} (?:\d{1,2}(?:, \d{4})?|(?:19|20)\d\d))(?: edited .{3,20})?"
    r"(?: in .{1,60})?"
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
    return posts_of(text, heads)


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
    return posts_of(text, heads)


_STATS = "Author stats"
_IS_AUTHOR = "Author"
# The age behind a date is for narrow screens, and stands in copies nevertheless.
_AGED = re.compile(
    r"(?P<date>.*?(?:(?:19|20)\d\d|[a-z]))\d{1,3} (?:yr|mo|wk|day|hr|min|sec)s?", re.IGNORECASE
)


def profiles(text: Lines) -> list[Post]:
    """Read posts of Invision Community 5: a member's block, "Author stats", and the date again."""
    heads: list[Head] = []
    for index in (index for index, line in enumerate(text.lines) if line == _STATS):
        dated = text.below(index)
        if dated is not None and text.lines[dated] == _IS_AUTHOR:
            dated = text.below(dated)
        printed = "" if dated is None else text.lines[dated]
        aged = _AGED.fullmatch(printed)
        date = bare_date(printed if aged is None else aged["date"])
        if dated is None or date is None:
            continue
        least = max(0, index - 2 * MOST_LINES, heads[-1].last + 1 if heads else 0)
        block = [i for i in range(least, index) if text.lines[i]][-MOST_LINES:]
        ends = [place for place, i in enumerate(block, 1) if BUTTONS.fullmatch(text.lines[i])]
        del block[: max(ends, default=0)]
        # Right above the date the name stands again, with the member's group behind it.
        said = [i for i in block if text.lines[i] not in (printed, _IS_AUTHOR)]
        again = text.lines[said[-1]] if said else ""
        name = next((i for i in said if again.startswith(f"{text.lines[i]} ")), None)
        if name is not None and is_name(text.lines[name]):
            is_marked = text.lines[name - 1] == _IS_AUTHOR and name - 1 in block
            below = text.below(dated)
            last = below if below is not None and text.lines[below] == _IS_AUTHOR else dated
            heads.append(Head(name - is_marked, last, date, text.lines[name]))
    return posts_of(text, heads)
