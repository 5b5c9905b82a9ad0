"""What stands around the texts of posts: buttons that repeat, and the page's end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers.pasted.lines import Lines
from ipvm_desktop.importers.pasted.members import BUTTONS
from ipvm_desktop.importers.pasted.posts import Post, ends_of, stripped

ENDINGS = re.compile(
    r"(?:Leave a (?:Reply|Comment)|Post a Comment|Add (?:a|your) comment|"
    r"(?:These )?Comments (?:are|have been) (?:now )?closed.*|"
    r"Schreiben? (?:Sie )?einen Kommentar.*|"
    r"(?:Kommentar|Antwort) (?:hinterlassen|schreiben|verfassen|hinzufügen).*|"
    r"Laisser un commentaire.*|Deja (?:una respuesta|un comentario).*|Lascia un commento.*|"
    r"Deixe um comentário.*|Deine E-Mail-Adresse wird nicht veröffentlicht.*|"
    r"The comments to this entry are closed\.?|Your email address will not be published.*|"
    r"Save my name, email.*|Meinen Namen und meine.*|Subscribe to (?:comments|this).*|"
    r"Newer Comments.*|Older Comments.*|Load more comments.*|Weitere laden\.\.\.|"
    r"All comments are moderated.*|You must be logged in to (?:reply|comment|post).*|"
    r"You must log in or register to reply here\.?|Log in or sign up to (?:comment|reply).*|"
    r"« Previous Thread.*|(?:Previous|Next) (?:topic|thread)|Return to [“\"].*|Who is online|"
    r"Board index|Jump to:?|Post Reply|Powered by .*|(?:Copyright )?©.*|Copyright .{0,3}\d{4}.*|"
    r"Privacy(?: policy)?(?: [|/·•].*)?|Terms (?:of|and) .{3,30}|Ask a Question|Similar threads|"
    r"This site uses Akismet.*|Diese Website verwendet Akismet.*|Related (?:posts|articles|topics)|"
    r"Suggested Topics|Related Topics|\d+ (?:posts|Beiträge) • (?:Page|Seite) \d+ .{2,5} \d+|"
    r"(?:Topic|Thread) Archived|Not the answer you're looking for\?.*|"
    r"Sign up for free to join this conversation on GitHub.*|View Full Version.*)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_FEW_POSTS = 4
_MOST_REPEATED = 8
_FEWEST_EMPTY = 2


def trimmed(text: Lines, posts: Sequence[Post]) -> list[Post]:
    """Return posts without what stands around their texts.

    Lines that most of them begin or end with are buttons, whatever they say; a post that says
    nothing else keeps its line. Below the last post stands the end of the page.
    """
    if not posts:
        return []
    empty = next((n for n, post in enumerate(reversed(posts)) if _has_text(post)), len(posts))
    if _FEWEST_EMPTY <= empty < len(posts):
        # A list "Latest posts" below the comments has names and dates only.
        posts = posts[:-empty]
    posts, closing = _without_repeated(text, list(posts))
    first, last = posts[-1].body
    begin = text.below(first - 1, last)
    if begin is not None:
        for index in range(begin + 1, last):
            line = text.lines[index]
            if ENDINGS.fullmatch(line) or _DIGITS.sub("0", line) in closing:
                last = stripped(text, begin + 1, index, BUTTONS)
                posts[-1] = replace(posts[-1], body=(first, last))
                break
    return posts


def _has_text(post: Post) -> bool:
    return post.body[0] < post.body[1]


def _without_repeated(text: Lines, posts: list[Post]) -> tuple[list[Post], set[str]]:
    """Return posts without repeated lines, and those that closed them."""
    closing = _closing(text, posts)
    for is_first in (True, False):
        for _ in range(_MOST_REPEATED if len(posts) >= _FEW_POSTS else 0):
            lines = [_outermost(text, post, is_first=is_first) for post in posts]
            said = Counter(_DIGITS.sub("0", text.lines[i]) for i in lines if i is not None)
            common, count = said.most_common(1)[0] if said else ("", 0)
            if count < max(_FEW_POSTS - 1, len(posts) / 2):
                break
            if not is_first and any(map(str.isalpha, common)):
                closing.add(common)
            for place, line in enumerate(lines):
                if line is not None and _DIGITS.sub("0", text.lines[line]) == common:
                    first, last = posts[place].body
                    body = (line + 1, last) if is_first else (first, line)
                    posts[place] = replace(posts[place], body=body)
    return posts, closing


def _closing(text: Lines, posts: Sequence[Post]) -> set[str]:
    """Return what stands right below most texts: a button that was left out already."""
    ends = ends_of([post.top for post in posts], posts[-1].body[1])
    lines = [text.below(post.body[1] - 1, end) for post, end in zip(posts, ends, strict=True)]
    said = Counter(_DIGITS.sub("0", text.lines[line]) for line in lines if line is not None)
    return {
        line for line, count in said.items()
        if count >= max(_FEW_POSTS - 1, len(posts) / 2) and any(map(str.isalpha, line))
    }  # fmt: skip


def _outermost(text: Lines, post: Post, *, is_first: bool) -> int | None:
    """Return the first or last line of a post that is not blank.

    Returns:
        None where it is the only one, or where it opens a quote.
    """
    first, last = post.body
    top, bottom = text.below(first - 1, last), text.above(last, first)
    line = top if is_first else bottom
    if line is None or top == bottom or text.lines[line].endswith(":"):
        return None
    return line
