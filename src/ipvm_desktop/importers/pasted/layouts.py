"""Which layout a copy's comments have: those of one make, of boards, of blogs, or of streams."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.importers.pasted.families import (
    BOARDS,
    DISCOURSE,
    FAMILIES,
    QUESTIONS,
    REDDIT,
    SORTING,
    TELLING,
    TOPICS,
)
from ipvm_desktop.importers.pasted.lines import Lines, Section, find_date
from ipvm_desktop.importers.pasted.nesting import INDENTED
from ipvm_desktop.importers.pasted.posts import Post
from ipvm_desktop.importers.pasted.printed import printed_posts
from ipvm_desktop.importers.pasted.questions import question_title
from ipvm_desktop.importers.pasted.streams import stream
from ipvm_desktop.importers.pasted.tails import trimmed

# "Like" is a button of other makes.
_LIKES = re.compile(r"\d+ Likes?")
# Buttons below what is commented on.
_SHARED = frozenset(("Comment", "Repost", "Send"))
_SECTIONS = 3
_OPENING_LENGTH = 80
_NETWORK = "a social network"
_FIRST_POST = re.compile(r"#1(?!\d)")
_ANSWERING = "Re:"


@dataclass(frozen=True, slots=True)
class Split:
    """A copy cut into article and posts.

    Attributes:
        make: Title of the layout, for people.
        end: The line after the article's last one.
        posts: In the copy's order.
        opens: The first post is the article.
        order: How the posts follow each other.
        section: What heads the discussion, or None.
        told: The copy shows who answers whom in full.
        title: Where it stands in the first post; None where it stands above.
    """

    make: str
    end: int
    posts: tuple[Post, ...]
    opens: bool = False
    order: CommentOrder = CommentOrder.PAGE
    section: Section | None = None
    told: bool = False
    title: str | None = None


def split(text: Lines) -> Split | None:
    """Find the layout of a copy's comments, or None where it has none that is known."""
    for make, read, is_forum in FAMILIES:
        posts = read(text)
        if posts:
            return _family(text, make, trimmed(text, posts), is_forum=is_forum)
    boards = [
        (make, trimmed(text, posts), is_forum)
        for make, read, is_forum in BOARDS
        if (posts := read(text))
    ]
    most = max((_texts(posts) for _, posts, _ in boards), default=0)
    make, posts, is_forum = next(
        (board for board in boards if 4 * _texts(board[1]) >= 3 * most), ("", [], False)
    )
    blog = _blog(text)
    found = 0 if blog is None else _texts(blog.posts)
    if posts and 2 * _texts(posts) >= found:
        return _family(text, make, posts, is_forum=is_forum)
    posts = trimmed(text, stream(text))
    if posts and (blog is None or _is_richer(posts, blog.posts)):
        is_topic = any(_LIKES.fullmatch(line) for line in text.lines)
        last = posts[1].top if len(posts) > 1 else len(text)
        is_shared = not _SHARED.isdisjoint(text.lines[posts[0].body[0] : last])
        make = DISCOURSE if is_topic else _NETWORK
        return _family(text, make, posts, is_forum=is_topic or is_shared)
    return blog


def _is_richer(posts: Sequence[Post], others: Sequence[Post]) -> bool:
    """Whether a stream fits better than a blog: more texts, or as many and more about people."""
    more = _texts(posts) - _texts(others)
    return more > 0 or (more == 0 and any(post.badges or post.affiliation for post in posts))


def _texts(posts: Sequence[Post]) -> int:
    return sum(post.body[0] < post.body[1] for post in posts)


def _blog(text: Lines) -> Split | None:
    """Find what repeats below a line that heads a discussion, or anywhere."""
    announced = [
        Split(
            "a blog",
            _end(text, section, posts),
            tuple(posts),
            section=section,
            told=_is_told(posts),
        )
        for section in _likely(text.sections())
        if (posts := trimmed(text, printed_posts(text, section.line + 1, announced=True)))
    ]
    if announced:
        # A link "12 comments" above the article heads nothing, and makes a comment of the article;
        # a list "Latest posts" below the comments has dates, and no texts.
        most = max(_texts(each.posts) for each in announced)
        return next(each for each in reversed(announced) if _texts(each.posts) >= most - 1)
    posts = trimmed(text, printed_posts(text, 0, announced=False))
    return Split("a blog", posts[0].top, tuple(posts), told=_is_told(posts)) if posts else None


def _end(text: Lines, section: Section, posts: Sequence[Post]) -> int:
    """Return where the article ends: above the line that heads the discussion.

    A text below that line that no head opens stays with the article, so that it is not lost.
    """
    first = section.line + 1
    if any(len(line) > _OPENING_LENGTH // 2 for line in text.lines[first : posts[0].top]):
        return posts[0].top
    return section.line


def _likely(sections: Sequence[Section]) -> Sequence[Section]:
    """Return the first few and the last few: trying each of thousands would take for ever."""
    if len(sections) <= 2 * _SECTIONS:
        return sections
    return [*sections[:_SECTIONS], *sections[-_SECTIONS:]]


def _is_told(posts: Sequence[Post]) -> bool:
    """Whether indentation shows the whole nesting; a name in a head shows one answer only."""
    return any(post.reason == INDENTED for post in posts)


def _family(text: Lines, make: str, posts: Sequence[Post], *, is_forum: bool) -> Split:
    top = posts[0].top
    section = next((each for each in reversed(text.sections()) if each.line < top), None)
    opens = is_forum and (make in TOPICS or _opens(text, posts))
    title: str | None = None
    if make == REDDIT and len(posts) > 1 and SORTING in text.lines[top : posts[1].top]:
        # The menu for sorting the comments stands below the post that they answer.
        opens = True
        opening, title = _reddit_post(text, posts[0])
        posts = [opening, *posts[1:]]
    if make == QUESTIONS:
        opens, section, title = True, None, question_title(text, posts[0].top)
    if opens and title is None and text.above(top) is None and _can_head(text, posts[0]):
        title = text.lines[top]  # a subject with nothing above it
    end = top if section is None else section.line
    order = CommentOrder.TIME if is_forum else CommentOrder.PAGE
    told = make in TELLING and any(post.parent is not None for post in posts)
    return Split(make, end, tuple(posts), opens, order, section, told, title)


def _can_head(text: Lines, post: Post) -> bool:
    said = text.lines[post.top]
    return post.top < post.body[0] - 1 and said != post.author and find_date(said) is None


def _reddit_post(text: Lines, post: Post) -> tuple[Post, str]:
    """Return the post that comments answer, and its title, which stands first in its text.

    Where its head names the board, the author stands above the title.
    """
    first, last = post.body
    author = post.author
    if (author or "").startswith("r/"):
        author, first = text.lines[first], text.below(first, last) or first
    title = text.lines[first]
    return dataclasses.replace(post, body=(first + 1, last), author=author), title


def _opens(text: Lines, posts: Sequence[Post]) -> bool:
    """Whether the first post of a board opens a topic, rather than answers an article above."""
    heads = [text.lines[post.top : post.body[0]] for post in posts]
    if any(_FIRST_POST.search(line) for line in heads[0]):
        return True
    answering = [any(line.startswith(_ANSWERING) for line in head) for head in heads]
    if not answering[0] and sum(answering) > len(posts) / 2:
        return True
    return not any(len(line) > _OPENING_LENGTH for line in text.lines[: posts[0].top])
