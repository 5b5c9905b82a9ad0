"""Comments as lines: filtered threads, indented for people, flat for JSON."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ipvm_desktop.cli.output import clean, is_terminal, one_line, paint, write
from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.domain.people import Aliases, is_bound, participants, person_key
from ipvm_desktop.domain.query import (
    CommentFilter,
    filter_thread,
    role_counts,
)
from ipvm_desktop.domain.thread import build_thread

_MAX_INDENT = 12
_MIN_WIDTH = 30
# Who says where a comment hangs, unless its source does.
_SAID = {
    ReplyKind.INFERRED: "inferred",
    ReplyKind.QUOTE: "quoted",
    ReplyKind.USER: "set by you",
}


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment of a filtered discussion.

    Attributes:
        article: The article it belongs to.
        id: The comment's ``id``.
        comment: None for the stand-in of a missing parent.
        depth: 0 at top level.
        is_context: It does not match itself, but a reply below it does.
    """

    article: Article
    id: int
    comment: Comment | None
    depth: int
    is_context: bool

    def as_json(self) -> dict[str, Any]:
        """Return the comment in the interchange form, and where it stands."""
        from ipvm_desktop.render.interchange import comment_json

        stored = comment_json(self.comment) if self.comment else {"id": self.id}
        place = {"article": self.article.id, "depth": self.depth, "context": self.is_context}
        return place | stored


def comment_lines(
    article: Article,
    comments: Sequence[Comment],
    wanted: CommentFilter,
    aliases: Aliases | None = None,
) -> Iterator[CommentLine]:
    """Yield the comments that a filter keeps, parents before replies.

    Args:
        article: What they are about.
        comments: All of its comments.
        wanted: Which of them; names and roles in any case.
        aliases: Names that are one person's, so that asking for one asks for all.
    """
    thread = build_thread(comments)
    authors = wanted.authors
    if authors:
        authors = _all_names(authors, comments, (aliases or Aliases()).of(article.key))
    roles = _matching(wanted.roles, role_counts(thread))
    kept = filter_thread(thread, replace(wanted, authors=authors, roles=roles))
    context = set(kept.context)
    for position in sorted({*kept.matches, *context}):
        entry = thread.entries[position]
        yield CommentLine(article, entry.id, entry.comment, entry.depth, position in context)


def write_comments(lines: Iterable[CommentLine], *, with_titles: bool = False) -> None:
    """Write comments for people, replies indented.

    Args:
        lines: In the order to be written.
        with_titles: Head each article's comments with its id and title.
    """
    last: int | None = None
    for line in lines:
        if line.article.id != last:
            if with_titles:
                title = one_line(line.article.title)
                write(
                    ("" if last is None else "\n") + paint(f"{line.article.id}  {title}", bold=True)
                )
                write()
        else:
            write()
        last = line.article.id
        _write_comment(line)


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Yield a text's lines, folded to the terminal's width; a pipe gets them whole."""
    width = max(shutil.get_terminal_size().columns - 1, len(indent) + _MIN_WIDTH)
    for line in clean(text).splitlines():
        if not line.strip():
            yield ""
        elif is_terminal():
            yield from textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent)
        else:
            yield indent + line


def _all_names(
    authors: frozenset[str], comments: Iterable[Comment], aliases: Mapping[str, str]
) -> frozenset[str]:
    """Return all names that the authors asked for have in a discussion, as printed there."""
    folded = {name.casefold() for name in authors}
    keys = {aliases.get(key, key) for name in authors if (key := person_key(name)) is not None}
    chosen = (
        one
        for one in participants(comments, aliases)
        # A pseudonym's number alone would ask for somebody else in every other article.
        if (one.key in keys and not is_bound(one.key))
        or any(name.casefold() in folded for name in one.names)
    )
    # Names that nobody here bears stay, so that the filter is not lifted by accident.
    return frozenset(name for one in chosen for name in one.names) or authors


def _matching(wanted: frozenset[str], known: Iterable[str]) -> frozenset[str]:
    folded = {name.casefold() for name in wanted}
    # Names that nobody here bears stay, so that the filter is not lifted by accident.
    return frozenset(name for name in known if name.casefold() in folded) or wanted


def _write_comment(line: CommentLine) -> None:
    indent = "  " * min(line.depth, _MAX_INDENT)
    comment = line.comment
    if comment is None:
        write(paint(f"{indent}#{line.id}  (not in the file)", dim=True))
        return
    parts = [one_line(part) for part in _head(comment)] + (["context"] if line.is_context else [])
    head = f"{indent}#{line.id}  {' · '.join(parts)}"
    write(paint(head, dim=True) if line.is_context else paint(head, bold=True))
    for text in wrapped(comment.body_text, f"{indent}    "):
        write(paint(text, dim=True) if line.is_context else text)


def _evidence(reply: Reply) -> str:
    if reply.kind is ReplyKind.USER:
        return f"({_SAID[reply.kind]})"
    reason = f": {reply.reason}" if reply.reason else ""
    return f"({_SAID[reply.kind]} {reply.confidence:.0%}{reason})"


def _head(comment: Comment) -> Iterator[str]:
    yield comment.author or "Unknown author"
    if comment.article_author or comment.staff:
        yield "author of the article" if comment.article_author else "staff"
    if comment.affiliation:
        yield comment.affiliation
    yield from comment.badges
    date = format_moment(comment.posted) if comment.posted else comment.posted_text
    if date:
        yield date
    if comment.reply and comment.reply.kind in _SAID:
        yield _evidence(comment.reply)
    if comment.deleted:
        yield "deleted"
    if not comment.read:
        yield "unread"
    if comment.starred:
        yield "starred"
