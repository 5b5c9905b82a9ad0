"""Layouts of single makes, each with marks that no other text has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ipvm_desktop.importers.pasted.disqus import disqus
from ipvm_desktop.importers.pasted.lines import Lines, find_date, is_name
from ipvm_desktop.importers.pasted.posts import (
    VOTES,
    Post,
    counts_in,
    ends_of,
    is_gone,
    stripped,
)
from ipvm_desktop.importers.pasted.reddit import old_reddit, reddit

_HACKER_NEWS = re.compile(
    r"(?:[▲*] ?)?(?:(?P<points>\d+) points? by )?(?P<author>[\w-]{1,20}) "
    r"(?P<date>(?:\d+|an?) \w+ ago|on \w{3,9} \d{1,2}, \d{4})"
    r"(?P<links>(?: \| (?:root|parent|prev|next|link|context|favorite|un.favorite|hide|flag|"
    r"vouch|unvote|undown|edit|delete))*)"
    r"(?P<fold> \[[-–−+]\]| \[\d+ more\])?(?P<rest>(?: ?\| (?:next|prev|root|parent|on: .+))*):?"
)
_DISCOURSE_DATE = re.compile(
    r"(?P<date>[A-Z][a-z]{2,8} \d{1,2}, \d{4}, \d{1,2}:\d{2} ?[ap]m)", re.IGNORECASE
)
_DISCOURSE_LATER = re.compile(r"\d{1,2} Likes?|Reply|Solution|\d+ Repl(?:y|ies)")
_NUMBER = re.compile(r"#?(?P<number>\d{1,6})")
_XENFORO_NUMBER = re.compile(r"#(?P<number>[\d,]{1,7})")
_XENFORO_FACTS = re.compile(
    r"(?:Joined|Messages|Reaction score|Points|Location|Age|Media|Website|Likes Received|"
    r"Trophy Points|Gender):?(?: .*)?|[\d,.]+|[A-Z][a-z]{2} \d{1,2}, \d{4}|.",
)
_XENFORO_TAIL = re.compile(r"Like|Reply|Quote|Report|Share|Reactions:.*|•••|.")
_MOST_FACTS = 20
_MOST_TITLES = 4


def hacker_news(text: Lines) -> list[Post]:
    """Read ``ann 3 hours ago | parent | next [–]``, with the nesting that the links betray."""
    heads = [
        (index, match)
        for index, line in enumerate(text.lines)
        if (match := _HACKER_NEWS.fullmatch(line)) and (match["links"] or match["fold"])
    ]
    links = [set((match["links"] + match["rest"]).replace("|", " ").split()) for _, match in heads]
    parents = _linked_parents(links)
    posts = []
    for place, ((index, match), end) in enumerate(
        zip(heads, ends_of([head[0] for head in heads], len(text)), strict=True)
    ):
        last = stripped(text, index + 1, end, re.compile(r"reply|add comment|help"))
        posts.append(
            Post(
                top=index,
                body=(index + 1, last),
                author=match["author"],
                date=match["date"].removeprefix("on "),
                votes=counts_in(match["points"] or ""),
                parent=parents[place],
                reason="the links in its head say so",
                deleted=is_gone(text, index + 1, last),
            )
        )
    return posts


def _linked_parents(links: Sequence[set[str]]) -> list[int | None]:
    """Return each comment's parent, from which links it has.

    In page order a comment without a link to a previous one is the first answer to the
    comment above it; one with such a link follows the deepest comment above that links to
    a next one.
    """
    tells = any({"next", "prev", "root"} & each for each in links)
    parents: list[int | None] = []
    path: list[tuple[int, bool]] = []  # from the top level down: place, whether a next one comes
    for place, each in enumerate(links):
        if "parent" not in each:
            path = []
        elif "prev" in each:
            while path and not path[-1][1]:
                path.pop()
            if path:
                path.pop()
        parents.append(path[-1][0] if path and tells else None)
        path.append((place, "next" in each))
    return parents


def discourse(text: Lines) -> list[Post]:
    """Read a name, ``March 4, 2021, 9:08am`` and, from the second post on, its number."""
    heads: list[tuple[int, int, str, str | None]] = []
    number = 0
    for index, line in enumerate(text.lines):
        match = _DISCOURSE_DATE.fullmatch(line)
        name = text.above(index) if match else None
        if match is None or name is None or not is_name(text.lines[name]):
            continue
        below = text.below(index)
        printed = _NUMBER.fullmatch(text.lines[below]) if below is not None else None
        counts = printed is not None and int(printed["number"]) in range(number + 1, number + 500)
        if not counts and number:
            continue
        number = int(printed["number"]) if printed and counts else 1
        title: str | None = None
        above = text.above(name)
        if above == name - 1 and is_name(text.lines[above]) and heads:
            name, title = above, text.lines[name]
        first = below + 1 if below is not None and counts else index + 1
        heads.append((name, first, match["date"], title))
    if len(heads) < 2:
        return []
    posts = []
    for (name, first, date, title), end in zip(
        heads, ends_of([head[0] for head in heads], len(text)), strict=True
    ):
        last = stripped(text, first, end, _DISCOURSE_LATER, VOTES)
        posts.append(
            Post(
                top=name,
                body=(first, last),
                author=text.lines[name],
                date=date,
                affiliation=title,
            )
        )
    return posts


def xenforo(text: Lines) -> list[Post]:
    """Read a member's name and facts, a date and ``#3``."""
    heads: list[tuple[int, int, str, str | None]] = []
    for index, line in enumerate(text.lines):
        number = _XENFORO_NUMBER.fullmatch(line)
        above = text.above(index) if number else None
        while above is not None and text.lines[above] in {
            "Add bookmark",
            "Share",
            "New",
            "Bookmark",
        }:
            above = text.above(above)
        date = find_date(text.lines[above]) if above is not None else None
        if above is None or date is None or date.before or date.after:
            continue
        name, title = _member(text, above, heads[-1][1] if heads else 0)
        if name is not None:
            heads.append((name, index + 1, date.text, title))
    posts = []
    for (name, first, date_text, title), end in zip(
        heads, ends_of([head[0] for head in heads], len(text)), strict=True
    ):
        posts.append(
            Post(
                top=name,
                body=(first, stripped(text, first, end, _XENFORO_TAIL)),
                author=text.lines[name],
                date=date_text,
                affiliation=title,
            )
        )
    return posts


def _member(text: Lines, date: int, least: int) -> tuple[int | None, str | None]:
    """Return the line of a member's name above a date, and the title printed below the name.

    Between name and date stand facts such as the day of joining; among them one line may be
    none, such as a town without a label.
    """
    block: list[int] = []
    place = text.above(date, least)
    while place is not None and len(block) < _MOST_FACTS:
        block.append(place)
        place = text.above(place, least)
    facts = [number for number, line in enumerate(block) if _is_fact(text, line)]
    last = -1
    for number in facts:
        if number - last > 2:
            break
        last = number
    names: list[int] = []
    for line in block[last + 1 :]:
        if _is_fact(text, line) or not is_name(text.lines[line]) or len(names) == _MOST_TITLES:
            break
        names.append(line)
        if line > 0 and not text.lines[line - 1]:
            break
    if not names:
        return None, None
    return names[-1], text.lines[names[-2]] if len(names) > 1 else None


def _is_fact(text: Lines, index: int) -> bool:
    return _XENFORO_FACTS.fullmatch(text.lines[index]) is not None


REDDIT = "Reddit"
SORTING = "Sort by:"
TELLING = frozenset(("Hacker News", "Disqus", REDDIT))
"""Titles of those whose heads show the whole nesting, where they show any."""

FAMILIES: tuple[tuple[str, Callable[[Lines], list[Post]], bool], ...] = (
    ("Hacker News", hacker_news, False),
    ("Old Reddit", old_reddit, False),
    (REDDIT, reddit, False),
    ("Disqus", disqus, False),
    ("XenForo", xenforo, True),
    ("Discourse", discourse, True),
)
"""Title, reader, and whether the first post opens the topic."""
