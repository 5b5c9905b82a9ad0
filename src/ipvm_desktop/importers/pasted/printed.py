"""Layouts of blogs and magazines: whatever repeats, with a name and a date, above or below a text.

Which lines open or close a comment is induced from the copy itself: lines that hold a date
and a name are sorted by what stands around both, and the commonest sort has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from ipvm_desktop.importers.pasted.lines import AUTHOR_BADGE, Lines, is_name
from ipvm_desktop.importers.pasted.marks import Mark, mark_of
from ipvm_desktop.importers.pasted.nesting import hung
from ipvm_desktop.importers.pasted.posts import Post, ends_of
from ipvm_desktop.importers.pasted.tails import ENDINGS

_REPLY_TO = re.compile(r"(?:In )?repl(?:y|ied) to (?P<to>\S.{0,59})", re.IGNORECASE)
# Drupal's last line of an answer.
_ANSWERED = re.compile(r"In reply to .{1,200} by (?P<to>\S.{0,60}?)(?: \(not verified\))?")
_BADGE = re.compile(rf"(?P<author>.+?) (?P<badge>{AUTHOR_BADGE})")
_PING = re.compile(r"(?:Pingback|Trackback): \S.{0,200}")
_ANSWER = (
    r"Reply|Reply ?↓|Antwort ?↓|"
    r"Antworten|Répondre|Responder|Rispondi|Beantwoorden|Odpowiedz|Ответить|Svara?|返信|回复|回覆|답글|Yanıtla|رد|"
    r"Log ?in to Reply|Zum Antworten anmelden|Connectez-vous pour répondre|"
    r"Accede para responder|Accedi per rispondere"
)
_ANSWER_BUTTON = re.compile(_ANSWER, re.IGNORECASE)
_BUTTONS = re.compile(
    rf"(?:{_ANSWER}|Quote|Zitieren|Like|Liked? by .*|Gefällt mir.*|Liken ?Liken|"
    r"Report(?: abuse)?|Flag|Share|Permalink|Link|Edit|Delete|Reply to .{1,60}|"
    r"Recommend(?: \(\d+\))?|↑|Up|\d{1,6}|Website|Rate this .*|Loading\.\.\.|"
    r"Like Loading\.\.\.|Wird geladen\s?(?:…|\.\.\.))\Z",
    re.IGNORECASE,
)


def printed_posts(text: Lines, first: int, *, announced: bool) -> list[Post]:
    """Return the comments printed from a line on, or nothing where no layout repeats.

    Args:
        text: The copy.
        first: Where to begin: below the line that heads the discussion.
        announced: Whether there is such a line. Without one the layout must be surer.
    """
    marks = [mark for i in range(first, len(text)) if (mark := mark_of(text, i)) is not None]
    says = [mark for mark in marks if mark.shape.startswith("says")]
    dated = [mark for mark in marks if mark.author is not None and mark.date is not None]
    bare = [mark for mark in marks if mark.author is None]
    least = 1 if announced else 2
    layouts: list[Callable[[], list[Post]]] = []
    if len(says) >= least:
        layouts.append(lambda: _spoken(text, says, marks, first))
    common = _commonest(dated)
    if len(common) >= least + (not announced):
        layouts.append(lambda: _one_line(text, common, first))
    if announced and bare:
        layouts.append(lambda: _two_lines(text, _commonest(bare), first))
    found = [layout() for layout in layouts]
    # A list "Latest posts" has dates and no texts.
    best = max(
        found, key=lambda posts: sum(each.body[0] < each.body[1] for each in posts), default=[]
    )
    return hung(text, _with_pings(text, best)) if len(best) >= least else []


def _with_pings(text: Lines, posts: Sequence[Post]) -> list[Post]:
    """Return posts with those that other sites made by linking here, each a line of its own."""
    listed: list[Post] = []
    for post in posts:
        first, last = post.body
        pings = [i for i in range(first, last) if _PING.fullmatch(text.lines[i])]
        own = pings[0] if pings else last
        listed.append(replace(post, body=(first, _without_buttons(text, first, own))))
        for line, end in zip(pings, ends_of(pings, last), strict=True):
            kind, _, title = text.lines[line].partition(":")
            listed.append(
                Post(
                    top=line,
                    body=(line, _without_buttons(text, line + 1, end)),
                    author=title.strip(),
                    date=None,
                    badges=(kind,),
                )
            )
    return listed


def _commonest(marks: Sequence[Mark]) -> list[Mark]:
    if not marks:
        return []
    shape, _ = Counter(mark.shape for mark in marks).most_common(1)[0]
    return [mark for mark in marks if mark.shape == shape]


def _spoken(text: Lines, says: Sequence[Mark], marks: Sequence[Mark], first: int) -> list[Post]:
    """Cut at "Ann says:"; the date stands in that line, right below or above it, or at the end."""
    dates = {mark.line: mark for mark in marks if mark.author is None and mark.date is not None}
    ends = ends_of([mark.line for mark in says], len(text))
    above = text.above(says[0].line, first)
    are_above = above in dates
    posts = []
    for mark, end in zip(says, ends, strict=True):
        date, top, begin = mark.date, mark.line, mark.line + 1
        above, below = text.above(mark.line, first), text.below(mark.line, end)
        last = _last_date(text, dates, begin, end)
        if date is None and below is not None and below in dates:
            date, begin = dates[below].date, below + 1
        elif date is None and are_above and above is not None and above in dates:
            date, top = dates[above].date, above
        elif date is None and not are_above and last is not None:
            date, end = dates[last].date, last
        posts.append(_post(text, top, begin, end, mark.author, date, mark.to))
    return [_shortened(text, post, following.top) for post, following in pairwise(posts)] + posts[
        -1:
    ]


def _last_date(text: Lines, dates: dict[int, Mark], first: int, last: int) -> int | None:
    """Return the date that closes a comment: nothing but buttons and numbers stand below it."""
    for index in range(last - 1, first - 1, -1):
        if index in dates:
            return index
        if text.lines[index] and not _BUTTONS.match(text.lines[index]):
            return None
    return None


def _one_line(text: Lines, marks: Sequence[Mark], first: int) -> list[Post]:
    """Cut at lines with name and date, which stand above the texts or below them."""
    if _closes(text, marks, first):
        tops = [first, *(mark.line + 1 for mark in marks[:-1])]
        return [
            _post(text, *_signed(text, top, mark), mark.line, mark.author, mark.date, mark.to)
            for top, mark in zip(tops, marks, strict=True)
        ]
    ends = ends_of([mark.line for mark in marks], len(text))
    return [
        _post(text, mark.line, mark.line + 1, end, mark.author, mark.date, mark.to)
        for mark, end in zip(marks, ends, strict=True)
    ]


def _closes(text: Lines, marks: Sequence[Mark], first: int) -> bool:
    """Whether the lines close comments: text stands above the first, none below the last."""
    above = [
        line for line in text.lines[first : marks[0].line] if line and not _BUTTONS.match(line)
    ]
    below = [
        line for line in text.lines[marks[-1].line + 1 :]
        if line and not _BUTTONS.match(line) and not ENDINGS.fullmatch(line)
    ]  # fmt: skip
    return bool(above) and (not below or "posted by" in marks[0].shape)


def _signed(text: Lines, top: int, mark: Mark) -> tuple[int, int]:
    """Return the first line of a comment and of its text; some name the author above as well."""
    first = text.below(top - 1, mark.line)
    if first is not None and mark.author is not None and text.lines[first] == mark.author:
        return first, first + 1
    return top, top


def _two_lines(text: Lines, dates: Sequence[Mark], first: int) -> list[Post]:
    """Cut where a name stands right above a date, or right below it.

    A line "Response to Ann, 1 November 2012" below the date says whom the comment answers.
    """
    answers = {mark.line: mark.to for mark in dates if mark.to is not None}
    marks = [mark for mark in dates if mark.to is None]
    above = [_named_above(text, mark, first) for mark in marks]
    if all(name is not None and is_name(text.lines[name]) for name, _ in above):
        heads = [(name, mark.line, name, mark) for name, mark in above if name is not None]
    else:
        below = [(text.below(mark.line), mark) for mark in marks]
        heads = [
            (mark.line, name, name, mark)
            for name, mark in below
            if name is not None and is_name(text.lines[name])
        ]
    ends = ends_of([head[0] for head in heads], len(text))
    posts = []
    for (top, last, name, mark), end in zip(heads, ends, strict=True):
        following = text.below(last, end)
        to = answers.get(following) if following is not None else None
        begin = last + 1 if to is None or following is None else following + 1
        to = to or mark.to
        posts.append(_post(text, top, begin, end, text.lines[name], mark.date, to))
    return posts


def _named_above(text: Lines, mark: Mark, first: int) -> tuple[int | None, Mark]:
    """Return the line of the name above a date; "Reply to Ann" may stand between them."""
    name = text.above(mark.line, first)
    answers = None if name is None else _REPLY_TO.fullmatch(text.lines[name])
    if name is None or answers is None:
        return name, mark
    return text.above(name, first), replace(mark, to=answers["to"])


def _post(
    text: Lines,
    top: int,
    begin: int,
    end: int,
    author: str | None,
    date: str | None,
    to: str | None,
) -> Post:
    first = text.below(begin - 1, end)
    line = "" if first is None else text.lines[first]
    if first is not None and (line == f"{author}'s picture" or _ANSWER_BUTTON.fullmatch(line)):
        begin = first + 1
    last = _without_buttons(text, begin, end)
    closing = text.above(last, begin)
    answers = None if closing is None else _ANSWERED.fullmatch(text.lines[closing])
    if closing is not None and answers is not None:
        last, to = closing, to or answers["to"]
    badge = None if author is None else _BADGE.fullmatch(author)
    return Post(
        top=top,
        body=(begin, last),
        author=author if badge is None else badge["author"],
        date=date,
        badges=() if badge is None else (badge["badge"],),
        reason=f"its head names {to}" if to else "",
    )


def _shortened(text: Lines, post: Post, following: int) -> Post:
    """Return a post that ends where the next one begins, what stands above its name included."""
    first, last = post.body
    return Post(
        top=post.top,
        body=(first, _without_buttons(text, first, min(last, following))),
        author=post.author,
        date=post.date,
        badges=post.badges,
        reason=post.reason,
    )


def _without_buttons(text: Lines, first: int, last: int) -> int:
    ending = next((i for i in range(first, last) if ENDINGS.fullmatch(text.lines[i])), last)
    last = ending
    while last > first and (not text.lines[last - 1] or _BUTTONS.match(text.lines[last - 1])):
        last -= 1
    return last
