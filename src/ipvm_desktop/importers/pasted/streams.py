"""Layouts of streams: YouTube, LinkedIn, Facebook, Medium, Substack, widgets.

Below each comment stand buttons such as "Reply". Above it, or right above the buttons, stands a
date, mostly a short one such as "3y"; the name is the first line below the buttons of the
comment before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.posts import Post, counts_in, ends_of, is_gone

_EDITED = r"(?: ?[•·]? ?\(?[Ee]dited\)?(?: .{1,20})?| ?[•·])?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_STAMP = (
    r"\d{1,3} ?(?:y|yrs?|years?|mo|mos|months?|w|wks?|weeks?|d|days?|h|hrs?|hours?|"
    r"m|mins?|minutes?|s|secs?|seconds?)\.?(?: ago)?|just now|now|yesterday|an? \w{3,6} ago|"
    rf"{_MONTH} \d{{1,2}}(?:, \d{{4}})?|"
    rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} '?\d{{2,4}}"
)
_DATE = re.compile(rf"(?:[•·] ?)?(?P<date>{_STAMP}){_EDITED}")
# Facebook's older row: "Like · Reply · 7 · 3y".
_ROW = re.compile(
    rf"Like (?:[·•] )?Reply(?: [·•])?(?: (?P<votes>\d+) [·•])? (?P<date>{_STAMP}){_EDITED}"
)
_BUTTON = re.compile(
    r"(?:\d+ [Ll]ikes?|Like|Reply|Reply to comment|"
    r"Antworten|Répondre|Responder|Gefällt mir|J’aime|Me gusta)"
    r"(?: ?\([\d,]+\)| ?\d{1,4})?"
)
_AROUND = re.compile(
    r"Like|Liked|Reply|Replies|Share ?›?|Report|Save|Follow|Respond|Respond to .*|Love|Celebrate|"
    r"Support|Insightful|Funny|Award|Translate|See translation|See more|Read more|Show less|"
    r"(?:Hide|View|Show) (?:all )?(?:\d+ )?(?:more )?repl(?:y|ies).*|\d+ repl(?:y|ies)(?: by .*)?|"
    r"\d+ reactions?|\d+ likes?|Expand full comment|Like \(\d+\)|Reply \(\d+\)|Share \(\d+\)|"
    r"See more replies.*|Load (?:more|previous).*|Upvote|Downvote|Vote|-?[\d,.]+[KkM]?|[•·▲▼…-]|--|"
    r"Antworten|Répondre|Responder|Gefällt mir|J’aime|Me gusta|"
    r"Sort by:?.*|Sort comments.*|Most relevant|Newest|Oldest|Best|Newest first|Top comments|"
    r"All comments|Add a (?:public )?comment.*|Write a (?:comment|response|reply).*|"
    r"What are your thoughts\?|Cancel|Post|Join the discussion.*|Log in(?: with)?|"
    r"Subscribe|Notify of.*|Inline Feedbacks|View all comments|Login|Share|Pinned by .*|"
    r"Notify me on.*|"
    r"(?:[\d,.]+ )?(?:Comments?|Responses?|Replies|Discussion)(?: ?\(\d+\))?(?: about this post)?|"
    r"Discussion about this post|Liked by .*|Avatar|.{1,60}(?:'s|’s) (?:avatar|profile|photo).*|"
    r"View .{1,60}(?:’s|'s) .{0,30}(?:profile|graphic).*|Profile photo for .*|"
    r"Status is (?:online|reachable|offline)",
    re.IGNORECASE,
)
# Of a comment's votes, as a button or a line of its own says it.
_COUNT = re.compile(r"(?:Like \()?(?P<votes>-?\d[\d,.]*k?)(?:\)| Likes?)?", re.IGNORECASE)
_BADGE = re.compile(
    r"Author|OP|Top fan|Creator|Verified|Pinned|Admin|Moderator|Mod|Member|Editor|Guest|"
    r"Contributor|"
    r"Follow(?:ing)?|Staff|Subscriber|Paid|Premium|(?:[•·] ?)?(?:1st|2nd|3rd\+?)"
    r"(?: degree connection)?|\d\w\w degree connection|\(?@[\w.-]+\)?",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:[\d,.]+ )?(?:Comments?|Responses?|Replies|Discussion)\b")
_BULLETS = ("•", "·")
# The arrow before whom a comment answers is a picture, and a copy has spaces for it.
_GAP = re.compile(r"\s{2,}")
_LIKED = re.compile(r"Liked by .*")
_TO = re.compile(r"(?:Reply|In reply) to ?(?P<to>\S.{0,60})|→ ?(?P<at>\S.{0,60})", re.IGNORECASE)
_FEWEST = 2
_MOST_HEAD = 7


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A line with a date.

    Attributes:
        line: Its index.
        date: As printed.
        is_foot: Buttons follow at once, or stand in it: it closes a comment.
        votes: What is printed in it.
    """

    line: int
    date: str
    is_foot: bool
    votes: str


def stream(text: Lines) -> list[Post]:
    """Read comments between rows of buttons."""
    if sum(1 for line in text.lines if _BUTTON.fullmatch(line) or _ROW.fullmatch(line)) < _FEWEST:
        return []
    stamps = list(_stamps(text))
    feet = [stamp for stamp in stamps if stamp.is_foot]
    if len(feet) > len(stamps) / 2:
        return _closed(text, stamps)
    return _opened(text, [stamp for stamp in stamps if not stamp.is_foot])


def _stamps(text: Lines) -> Iterator[_Stamp]:
    for index, line in enumerate(text.lines):
        if not line or len(line) > 60:
            continue
        row = _ROW.fullmatch(line)
        match = row or _DATE.fullmatch(line)
        if match is None:
            continue
        below = text.below(index)
        follows = below is not None and _BUTTON.fullmatch(text.lines[below]) is not None
        votes = row["votes"] or "" if row is not None else ""
        yield _Stamp(index, match["date"], row is not None or follows, votes)


def _opened(text: Lines, stamps: list[_Stamp]) -> list[Post]:
    """Cut where a name stands above a date, other lines about the person between them."""
    heads = []
    least = 0
    for stamp in stamps:
        name = _first_of_head(text, stamp.line, least)
        if name is not None:
            heads.append((name, stamp))
            least = stamp.line + 1
    posts: list[Post] = []
    latest: dict[str, int] = {}
    answered = 0
    for (name, stamp), end in zip(heads, ends_of([h[0] for h in heads], len(text)), strict=True):
        first = _below_head(text, stamp.line + 1, end)
        about = (*text.lines[name + 1 : stamp.line], *text.lines[stamp.line + 1 : first])
        told = [line for line in about if line]
        named = next((match for line in told if (match := _TO.fullmatch(line))), None)
        to = named and (named["to"] or named["at"])
        author, *answered_to = _GAP.split(text.raw[name].strip(), 1)
        to = to or next(iter(answered_to), None)
        last, votes, is_answered = _ended(text, first, end)
        answered += is_answered
        badges = tuple(dict.fromkeys(line for line in told if _BADGE.fullmatch(line)))
        parent = latest.get(to.strip("@ ").casefold()) if to else None
        posts.append(
            Post(
                top=name,
                body=(first, last),
                author=author.removeprefix("@"),
                date=stamp.date,
                affiliation=_title_in(told, author),
                badges=_said(badges),
                votes=counts_in(votes),
                parent=parent,
                reason="" if parent is None else f"its head names {to}",
                deleted=is_gone(text, first, last),
            )
        )
        latest[author.strip("@ ").casefold()] = len(posts) - 1
    return _raised(text, posts) if len(posts) >= _FEWEST and answered * 2 >= len(posts) else []


def _below_head(text: Lines, first: int, end: int) -> int:
    """Return where a text begins below a date: badges and whom it answers may come first."""
    while (below := text.below(first - 1, end)) is not None:
        line = text.lines[below]
        if not any(kind.fullmatch(line) for kind in (_TO, _BADGE, _LIKED)):
            break
        first = below + 1
    return first


def _title_in(told: Iterable[str], author: str) -> str | None:
    """Return what the lines about a person tell of a position, or None."""
    others = (_BADGE, _TO, _AROUND)
    titles = (line for line in told if not any(kind.fullmatch(line) for kind in others))
    return next((line for line in titles if line != author), None)


def _said(badges: Iterable[str]) -> tuple[str, ...]:
    """Return badges without handles and buttons."""
    said = (badge.lstrip("•· ") for badge in badges)
    return tuple(badge for badge in said if not badge.startswith(("(", "@", "Follow")))


def _first_of_head(text: Lines, line: int, least: int) -> int | None:
    """Return the line of the name: the first one below the buttons of the comment before."""
    name = None
    place = text.above(line, least)
    if place is not None and text.lines[place].isdigit():
        place = text.above(place, least)  # how many have seen or answered it
    for _ in range(_MOST_HEAD):
        if place is None or (
            text.lines[place] not in _BULLETS and _AROUND.fullmatch(text.lines[place])
        ):
            break
        said = text.lines[place]
        if said in _BULLETS:
            place = text.above(place, least)
            continue
        if not _BADGE.fullmatch(said) or said.startswith("@"):
            name = place if is_name(said) else None
        place = text.above(place, least)
    else:
        # No button, so the block above is text; the name is the nearest line.
        place = text.above(line, least)
        name = place if place is not None and is_name(text.lines[place]) else None
    return name


def _is_around(line: str) -> bool:
    return any(kind.fullmatch(line) for kind in (_BUTTON, _AROUND))


def _ended(text: Lines, first: int, end: int) -> tuple[int, str, bool]:
    """Return where a text ends above its buttons, the count there, and whether there are any."""
    button = next(
        (i for i in range(end - 1, first - 1, -1) if _BUTTON.fullmatch(text.lines[i])), None
    )
    last = end if button is None else button + 1
    votes = ""
    while last > first and (not text.lines[last - 1] or _is_around(text.lines[last - 1])):
        last -= 1
        if (counted := _COUNT.fullmatch(text.lines[last])) is not None:
            votes = counted["votes"]
    return last, votes, button is not None


def _closed(text: Lines, stamps: list[_Stamp]) -> list[Post]:
    """Cut at dates, most of them with buttons below; the first line above a text is the name."""
    posts: list[Post] = []
    first = _start(text, next(stamp.line for stamp in stamps if stamp.is_foot))
    for foot in (stamp for stamp in stamps if stamp.line >= first):
        name = text.below(first - 1, foot.line)
        while name is not None and (
            _AROUND.fullmatch(text.lines[name]) or _BADGE.fullmatch(text.lines[name])
        ):
            name = text.below(name, foot.line)
        first = foot.line + 1
        if name is None or not is_name(text.lines[name]):
            continue
        begin = name + 1
        badges = []
        while begin < foot.line and (
            _BADGE.fullmatch(text.lines[begin]) or text.lines[begin] == text.lines[name]
        ):
            badges.append(text.lines[begin])
            begin += 1
        following = text.below(foot.line)
        while following is not None and _BUTTON.fullmatch(text.lines[following]):
            following = text.below(following)
        votes = foot.votes or ("" if following is None else text.lines[following])
        posts.append(
            Post(
                top=name,
                body=(begin, foot.line),
                author=text.lines[name],
                date=foot.date,
                badges=_said(b for b in badges if _BADGE.fullmatch(b)),
                votes=counts_in(votes),
                deleted=is_gone(text, begin, foot.line),
            )
        )
    return _raised(text, posts) if len(posts) >= _FEWEST else []


def _raised(text: Lines, posts: list[Post]) -> list[Post]:
    """Return posts whose first one begins with what stands above it and is not the article's."""
    top = posts[0].top
    while (above := text.above(top)) is not None and (
        text.lines[above] == text.lines[posts[0].top]
        or (_AROUND.fullmatch(text.lines[above]) and not _SECTION.match(text.lines[above]))
    ):
        top = above
    return [replace(posts[0], top=top), *posts[1:]]


def _start(text: Lines, foot: int) -> int:
    """Return where the first comment may begin: below what heads the comments."""
    first = 0
    for index in range(foot):
        if text.lines[index] and _AROUND.fullmatch(text.lines[index]):
            first = index + 1
    return first
