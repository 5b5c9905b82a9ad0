"""Copies of questions with answers and comments, as Stack Exchange prints them.

Question, answers and comments each end with who wrote them and when: ``asked Mar 1, 2024 at
10:11`` above a name, ``answered …`` above a name, ``– Ann`` and ``Commented …`` below a comment,
or all of it behind the comment's text. Comments stand below what they comment on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ipvm_desktop.importers.pasted.lines import Lines, is_name
from ipvm_desktop.importers.pasted.posts import Post, counts_in, stripped

_DATE = r"(?:[A-Z][a-z]{2} \d{1,2}(?:, \d{4}| '\d\d)? at \d{1,2}:\d\d|\d+ \w+ ago|yesterday)"
_SIGNED = re.compile(rf"(?P<verb>asked|answered) (?P<date>{_DATE})")
_COMMENTED = re.compile(rf"Commented (?P<date>{_DATE})")
_DASHED = re.compile(r"(?P<text>.*?) ?[–—] {0,2}(?P<author>\S.{0,50}?)(?: ♦)?")
_ONE_LINE = re.compile(rf"{_DASHED.pattern} (?:Commented )?(?P<date>{_DATE})")
_FACTS = re.compile(
    r"[\d,.]+k?(?: ?\d+ (?:gold|silver|bronze) badges?| ?\d+ ?)*|.{1,60}'s user avatar|"
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*|[•●]|New contributor",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"Share|Cite|Improve this (?:question|answer)|Edit|Follow|Flag|Close|Delete|Add a comment.*|"
    r"(?:Add a comment ?\|? ?)?Show \d+ more(?: comments?)?|link|\||"
    r"(?:edited|modified) .{4,40}|community wiki|.{1,60}'s user avatar|CommunityBot",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"-?\d{1,6}|\d+ ?accepted|Add a comment.*|Show \d+ more.*|\d+ Answers?|Sorted by:.*|"
    r"Reset to default|Highest score \(default\).*|Date (?:modified|created).*|Viewed .*|✓|"
    r"Save this (?:question|answer)\.|Show activity on this post\.|Edit|Follow|.",
    re.IGNORECASE,
)
_DASHES = ("–", "—")
_DATED = re.compile(rf"(?:Commented )?(?P<date>{_DATE})")
_FACED = re.compile(r"Ask Question|Asked .{3,40}")
_MOST_BETWEEN = 3
# A comment there has 600 characters at most.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class _End:
    """What closes a question, an answer or a comment.

    Attributes:
        first: Its first line.
        last: Its last line.
        kind: "asked", "answered" or "commented".
        author: As printed, or None.
        date: As printed.
        text: What stands before it in its first line.
    """

    first: int
    last: int
    kind: str
    author: str | None
    date: str
    text: str = ""


def questions(text: Lines) -> list[Post]:
    """Read a question, its answers, and the comments on each; the question is the first post."""
    ends = list(_ends(text))
    start = next((place for place, end in enumerate(ends) if end.kind == "asked"), None)
    if start is None or len(ends) < start + 2:
        return []
    posts: list[Post] = []
    answer: int | None = None
    first = _face(text, ends[start].first)
    for end in ends[start:]:
        begin = first
        while begin < end.first and _ABOVE.fullmatch(text.lines[begin] or "-"):
            begin += 1
        above = (text.lines[i] for i in range(begin - 1, first - 1, -1))
        votes = next(
            (counts_in(line.removesuffix("accepted")) for line in above if line[-1:].isdigit()), ()
        )
        is_comment = end.kind == "commented"
        posts.append(
            Post(
                top=first,
                body=(begin, _without_editor(text, begin, end)),
                author=end.author,
                date=end.date,
                parent=answer if is_comment else None,
                reason="it stands below the answer that it comments on" if is_comment else "",
                votes=votes,
                cuts=((end.first, end.text),) if end.text else (),
            )
        )
        if not is_comment:
            answer = len(posts) - 1 if posts[1:] else None
        first = end.last + 1
    return posts


def question_title(text: Lines, top: int) -> str | None:
    """Return the title, which stands above "Ask Question" or "Asked today", or None."""
    faced = next((i for i in range(top - 1, -1, -1) if _FACED.fullmatch(text.lines[i])), None)
    if faced is None:
        faced = text.above(top)
    while faced is not None and _FACED.fullmatch(text.lines[faced]):
        faced = text.above(faced)
    return None if faced is None else text.lines[faced]


def _face(text: Lines, end: int) -> int:
    """Return where a question begins: below "Asked today", "Modified" and "Viewed 9 times".

    Pages of before 2015 have none of these lines, only the title.
    """
    for index in range(end):
        if _FACED.fullmatch(text.lines[index]) and text.lines[index] != "Ask Question":
            last = index
            while (below := text.below(last, end)) is not None and re.match(
                r"(?:Modified|Viewed|Active) ", text.lines[below]
            ):
                last = below
            return last + 1
    title = text.below(-1)
    return 0 if title is None else title + 1


def _ends(text: Lines) -> Iterator[_End]:
    for index, line in enumerate(text.lines):
        signed = _SIGNED.fullmatch(line)
        if signed is not None:
            name = _card(text, index)
            if name is not None:
                last = _card_end(text, name)
                yield _End(index, last, signed["verb"], text.lines[name], signed["date"])
            continue
        commented = _COMMENTED.fullmatch(line)
        dashed = None if commented is None else _dash_above(text, index)
        if commented is not None and dashed is not None:
            first, match = dashed
            yield _End(first, index, "commented", match["author"], commented["date"], match["text"])
            continue
        hanging = _hanging(text, index) if line.endswith(_DASHES) else None
        if hanging is not None:
            yield hanging
            continue
        whole = _ONE_LINE.fullmatch(line) if len(line) <= _LONGEST else None
        if whole is not None:
            yield _End(index, index, "commented", whole["author"], whole["date"], whole["text"])


def _hanging(text: Lines, index: int) -> _End | None:
    """Return the end of a comment whose last line ends with a dash, name and date below it."""
    name = text.below(index)
    dated = None if name is None else text.below(name)
    date = None if dated is None else _DATED.fullmatch(text.lines[dated])
    if name is None or dated is None or date is None or not is_name(text.lines[name]):
        return None
    said = text.lines[index].rstrip("–— ")
    return _End(index, dated, "commented", text.lines[name], date["date"], said)


def _card(text: Lines, index: int) -> int | None:
    """Return the line of the name below "asked" or "answered"."""
    name = text.below(index)
    while name is not None and _FACTS.fullmatch(text.lines[name]):
        name = text.below(name)
    return name if name is not None and is_name(text.lines[name]) else None


def _card_end(text: Lines, name: int) -> int:
    """Return the last line about a person: reputation and badges."""
    last = name
    while (below := text.below(last)) is not None and (
        _FACTS.fullmatch(text.lines[below]) and not text.lines[below].isdigit()
    ):
        last = below
    # A low reputation has no other mark than that it stands right below the name.
    is_low = last == name and "".join(text.lines[name + 1 : name + 2]).isdigit()
    return last + is_low


def _dash_above(text: Lines, index: int) -> tuple[int, re.Match[str]] | None:
    """Return the line "– Ann" above a date, and where the end of its comment begins."""
    place = text.above(index)
    for _ in range(_MOST_BETWEEN):
        if place is None or len(text.lines[place]) > _LONGEST:
            break
        match = _DASHED.fullmatch(text.lines[place])
        above = text.above(place)
        if match is not None:
            # Some copies have the name of the author's card above it.
            is_twice = above is not None and text.lines[above] == match["author"]
            return (above if is_twice and above is not None else place), match
        place = above
    return None


def _without_editor(text: Lines, begin: int, end: _End) -> int:
    """Return where a text ends, above who edited it last."""
    last = stripped(text, begin, end.first + bool(end.text), _BUTTONS)
    edited = next(
        (i for i in range(begin, last) if re.fullmatch(rf"edited {_DATE}", text.lines[i])), last
    )
    return stripped(text, begin, edited, _BUTTONS)
