"""Copies of Reddit: of its old page, and of the newer ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.posts import (
    VOTES,
    Post,
    counts_in,
    ends_of,
    is_gone,
    stripped,
)

_REDDIT_AGE = re.compile(
    r"(?P<date>\d+ ?(?:y|yrs?|years?|mo|months?|w|wk|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)"
    r"\.? ago|just now)(?: ?[·•]? ?\(?edited.*)?",
    re.IGNORECASE,
)
# Until 2023 a line above each comment told how deep it stood.
_LEVEL = re.compile(r"level (\d{1,3})")
_BULLETS = ("•", "·")
_REDDIT_BADGE = re.compile(
    r"OP|MOD|ADMIN|[•·]|Top \d+% (?:Commenter|Poster)|Edited .{1,20} ago|Profile Badge for .*",
    re.IGNORECASE,
)
_REDDIT_TAIL = re.compile(
    r"Upvote|Downvote|Vote|Reply|Share|Award|Give Award|Report|Save|Follow|Reply reply|"
    r"Share Share|Reply Share(?: .*)?|\d+ more repl(?:y|ies)|Continue this thread|u/\S+ avatar|"
    r"level \d+|Sort by:|Best|Top|New|Controversial|Old|Q&A|Open comment sort options|"
    r"Add a comment|Search Comments|Expand comment search|Go to comments|Comments Section|"
    r"(?:\d+ )?comments?",
    re.IGNORECASE,
)
_OLD_REDDIT = re.compile(
    r"\[[–−+-]\] ?(?P<author>[\w-]{2,24})(?:\[(?P<marks>[A-Z, ]+)\])?"
    r"(?: (?P<flair>[^\d\s-].{0,39}?))? ?"
    r"(?:comment score below threshold)?(?:\[?score hidden\]?|(?:-?[\d,.]+k? points?){0,2}"
    r"(?P<score>-?\d[\d,]*) points?) (?P<date>\d+ \w+ ago)\*?"
    r"(?: \(last edited .*?\))?(?: stickied comment)?(?: \(\d+ child(?:ren)?\))?"
)
_OLD_REDDIT_GONE = re.compile(r"\[[–−+-]\] ?\[deleted\] .*?(?P<date>\d+ \w+ ago)\*?.*")
_OLD_REDDIT_TAIL = re.compile(
    r"(?:permalink|embed|save|parent|report|give award|give gold|reply|context|full comments|edit|"
    r"disable inbox replies|enable inbox replies|delete| )+"
)


def reddit(text: Lines) -> list[Post]:
    """Read a name, a bullet of its own line, and ``3y ago``."""
    heads = _reddit_heads(text)
    # Disqus has a bullet above the age as well.
    is_other = text.has("Share ›")
    if is_other or not any(line in {"Reply", "Share", "Upvote", "Award"} for line in text.lines):
        return []
    posts = []
    parents = _parents([_level(text, name) for name, _, _, _ in heads])
    for (name, first, date, badges), end, parent in zip(
        heads, ends_of([head[0] for head in heads], len(text)), parents, strict=True
    ):
        while first < end and (not text.lines[first] or _REDDIT_BADGE.fullmatch(text.lines[first])):
            first += 1
        last = stripped(text, first, end, _REDDIT_TAIL, VOTES)
        is_nobody = text.lines[name] == "[deleted]"
        votes = next(
            (text.lines[i] for i in range(last, end) if VOTES.fullmatch(text.lines[i])), ""
        )
        posts.append(
            Post(
                top=name,
                body=(first, last),
                author=None if is_nobody else text.lines[name].removeprefix("u/"),
                date=date,
                parent=parent,
                reason="its level is printed",
                votes=counts_in(votes),
                badges=badges,
                deleted=is_nobody or is_gone(text, first, last),
            )
        )
    return posts


def _reddit_heads(text: Lines) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """Return each head: the name's line, the one below the head, date and badges."""
    heads = []
    for index, line in enumerate(text.lines):
        plain = line[1:].lstrip() if line.startswith(_BULLETS) else ""
        joined = _REDDIT_AGE.fullmatch(plain)
        below = text.below(index) if line in _BULLETS else None
        match = joined or (_REDDIT_AGE.fullmatch(text.lines[below]) if below is not None else None)
        if match is None:
            continue
        name, badges = _reddit_name(text, index)
        if name is not None:
            heads.append((name, (below or index) + 1, match["date"], badges))
    return heads


def _parents(levels: Sequence[int | None]) -> list[int | None]:
    """Return each post's parent: the nearest one above with a lower level."""
    parents: list[int | None] = []
    path: list[tuple[int, int]] = []  # level and place, from the top level down
    for place, level in enumerate(levels):
        while path and (level is None or path[-1][0] >= level):
            path.pop()
        parents.append(path[-1][1] if path else None)
        if level is not None:
            path.append((level, place))
    return parents


def _level(text: Lines, name: int) -> int | None:
    """Return the level that is printed above a name, or None."""
    above = text.above(name)
    match = None if above is None else _LEVEL.fullmatch(text.lines[above])
    return int(match[1]) if match else None


def _reddit_name(text: Lines, index: int) -> tuple[int | None, tuple[str, ...]]:
    badges = []
    place = text.above(index)
    while place is not None and _REDDIT_BADGE.fullmatch(text.lines[place]):
        badges.append(text.lines[place])
        place = text.above(place)
    fits = place is not None and is_name(text.lines[place])
    return (place if fits else None), tuple(
        badge for badge in reversed(badges) if badge not in _BULLETS
    )


def old_reddit(text: Lines) -> list[Post]:
    """Read ``[–]ann 12 points 3 hours ago`` and the row of links below each comment."""
    heads: list[tuple[int, re.Match[str], bool]] = []
    for index, line in enumerate(text.lines):
        if match := _OLD_REDDIT.fullmatch(line):
            heads.append((index, match, True))
        elif match := _OLD_REDDIT_GONE.fullmatch(line):
            heads.append((index, match, False))
    posts = []
    for (index, match, named), end in zip(
        heads, ends_of([head[0] for head in heads], len(text)), strict=True
    ):
        last = stripped(text, index + 1, end, _OLD_REDDIT_TAIL)
        score = match["score"] if named else None
        posts.append(
            Post(
                top=index,
                body=(index + 1, last),
                author=match["author"] if named else None,
                date=match["date"],
                votes=counts_in(score or ""),
                affiliation=match["flair"] if named else None,
                badges=("OP",) if named and "S" in (match["marks"] or "") else (),
                deleted=not named,
            )
        )
    return posts
