"""Where the article begins in a copy of a whole page, with its navigation above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ipvm_desktop.importers.pasted.lines import Lines, find_date

# The line that heads a discussion may name the article: 3 thoughts on “Ten cameras”.
_QUOTED = re.compile(r".*?[“\"„«](?P<title>.{3,200})[”\"“»]\W*")
# What a page has above its navigation, for readers who listen to it.
_SKIP = re.compile(
    r"(?:Skip|Jump) to (?:main )?(?:content|navigation|primary .*)|Zum Inhalt springen|"
    r"Springe zum Inhalt|Direkt zum Inhalt|Aller au contenu.*|Saltar al contenido.*|"
    r"Vai al contenuto.*|Ga naar (?:de )?inhoud|Menu|Menü|Home|Startseite",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:written|posted|published|story|text) )?(?:by|von|par|por|di|door)\b:? \S.{0,80}",
    re.IGNORECASE,
)
_STARTER = re.compile(r"Thread starter .{1,60}", re.IGNORECASE)
# What stands right below the title, and nowhere else: of Hacker News, old Reddit, Slashdot, NodeBB.
_BELOW_TITLE = re.compile(
    r"\d+ points? by \S+ .{4,30} \| .*comments?|submitted (?:\d+|an?) \w+ ago.{0,30} by \S+.*"
    r"|Posted by .{1,60} on \w+ .* from the .+ dept\.|Scheduled Pinned Locked Moved\b.*"
)
# The way to a topic, above its title.
_WAY = re.compile(r"(?:Home|Startseite)(?: ?[›»] ?\S.*)", re.IGNORECASE)
_FORM = re.compile(r"user ?name|password|e-?mail.*|log in.*|sign in.*", re.IGNORECASE)
_HOME = re.compile(r"Home|Forums?|Startseite|Foren|Accueil", re.IGNORECASE)
_ANSWERING = "Re: "
_CRUMBS = 8
_NEAR = 60
_LONG = 120
_SHORTEST = 8
_LONGEST = 160
_AROUND_DATE = 60
_BELOW = 2


def begins_at(
    text: Lines, end: int, heading: str | None, subjects: Sequence[str], *, is_topic: bool = False
) -> int:
    """Return the line of an article's title, or 0 where nothing stands above it.

    Args:
        text: The copy.
        end: The line after the article's last one.
        heading: What heads the discussion, or None.
        subjects: The lines in the heads of posts.
        is_topic: The first post opens a topic, whose title stands above with little else.
    """
    filled = [index for index in range(end) if text.lines[index]]
    below = next((i for i in filled if _BELOW_TITLE.fullmatch(text.lines[i])), None)
    if below is not None:
        return text.above(below) or 0
    named = _named(heading, subjects)
    if named is not None:
        found = [index for index in filled if _plain(text.lines[index]) == named]
        return found[-1] if found else 0
    if is_topic and filled and _WAY.fullmatch(text.lines[filled[0]]):
        return text.below(filled[0], end) or 0
    starter = next((i for i in filled if _STARTER.fullmatch(text.lines[i])), None)
    if starter is not None:
        above = text.above(starter) or 0
        crumbs = [
            i for i in range(max(0, starter - _CRUMBS), starter) if _HOME.fullmatch(text.lines[i])
        ]
        return above if not crumbs else text.above(crumbs[0]) or above
    repeated = _repeated(text, filled, subjects) if is_topic else 0
    if repeated:
        return repeated
    if not filled or _SKIP.fullmatch(text.lines[filled[0]]) is None:
        return 0
    return _above_byline(text, filled)


def _repeated(text: Lines, filled: Sequence[int], subjects: Sequence[str]) -> int:
    """Return the last line that stands in the way to a topic and above it, or 0.

    That way repeats the title; menus are repeated as well, but as a whole and further up.
    """
    counts = Counter(text.lines[index] for index in filled)
    once = frozenset(subjects)
    for index in reversed(filled[-_NEAR:]):
        line = text.lines[index]
        if counts[line] > 1 and line not in once and _is_topic(line):
            return index
    return 0


def _named(heading: str | None, subjects: Sequence[str]) -> str | None:
    quoted = None if heading is None else _QUOTED.fullmatch(heading)
    if quoted is not None:
        return _plain(quoted["title"])
    said = Counter(
        line.removeprefix(_ANSWERING) for line in subjects if line.startswith(_ANSWERING)
    )
    return _plain(said.most_common(1)[0][0]) if said else None


def _above_byline(text: Lines, filled: Sequence[int]) -> int:
    """Return the line above the last date or byline over the first long paragraph, or 0."""
    long = next((n for n, i in enumerate(filled) if len(text.lines[i]) > _LONG), len(filled))
    about = next((n for n in range(long - 1, 0, -1) if _is_about(text.lines[filled[n]])), 0)
    above = filled[max(0, about - _BELOW) : about]
    return next((i for i in reversed(above) if _is_title(text.lines[i])), 0)


def _is_about(line: str) -> bool:
    date = find_date(line)
    is_dated = date is not None and len(date.before) + len(date.after) < _AROUND_DATE
    return is_dated or _BYLINE.fullmatch(line) is not None


def _is_title(line: str) -> bool:
    return _SHORTEST <= len(line) <= _LONGEST and not _is_about(line)


def _is_topic(line: str) -> bool:
    return " " in line and _is_title(line) and _FORM.fullmatch(line) is None


def _plain(line: str) -> str:
    return "".join(filter(str.isalnum, line)).casefold()
