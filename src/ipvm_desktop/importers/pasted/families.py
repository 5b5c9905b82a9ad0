"""Layouts of single makes, each with marks that no other text has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from ipvm_desktop.importers.pasted.disqus import disqus
from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.numbered import numbered
from ipvm_desktop.importers.pasted.posts import (
    VOTES,
    Post,
    counts_in,
    ends_of,
    is_gone,
    stripped,
)
from ipvm_desktop.importers.pasted.questions import questions
from ipvm_desktop.importers.pasted.reddit import old_reddit, reddit
from ipvm_desktop.importers.pasted.signed import SIGNED, panels, signed
from ipvm_desktop.importers.pasted.stacked import nodebb, opened, profiles, vanilla

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


REDDIT = "Reddit"
DISCOURSE = "Discourse"
QUESTIONS = "Stack Exchange"
SORTING = "Sort by:"
TELLING = frozenset(("Hacker News", "Disqus", REDDIT, QUESTIONS))
"""Titles of those whose heads show the whole nesting, where they show any."""

TOPICS = frozenset(("NodeBB", "Vanilla"))
"""Titles of those whose first post opens a topic, whatever stands above it."""

Family = tuple[str, Callable[[Lines], list[Post]], bool]

FAMILIES: tuple[Family, ...] = (
    ("Hacker News", hacker_news, False),
    (QUESTIONS, questions, True),
    ("Old Reddit", old_reddit, False),
    (REDDIT, reddit, False),
    ("Disqus", disqus, False),
    ("Invision Community", profiles, True),
)
"""Title, reader, and whether the first post opens the topic; no other text has their marks."""

BOARDS: tuple[Family, ...] = (
    *((board.make, partial(signed, board=board), board.is_topic) for board in SIGNED),
    ("NodeBB", nodebb, True),
    ("Vanilla", vanilla, True),
    ("a forum", numbered, True),
    (DISCOURSE, discourse, True),
    ("a forum", opened, True),
    ("a forum", panels, True),
)
"""As ``FAMILIES``; several may fit a text. Those with fewer marks stand last."""
