"""The commands about who answers whom: ``suggestions`` and ``reply``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from ipvm_desktop.cli import GOOD
from ipvm_desktop.cli.app import Invocation
from ipvm_desktop.cli.output import one_line, write, write_json, write_json_list, write_rows
from ipvm_desktop.domain.comment import Comment, ReplyKind

_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
_id_type = click.IntRange(min=1)

# What the source and the reader say needs no suggestion.
_SETTLED = {ReplyKind.EXPLICIT, ReplyKind.USER}


@click.command("suggestions")
@click.argument("article_id", metavar="ID", type=_id_type)
@_json_option
@click.pass_obj
def suggestions_command(invocation: Invocation, article_id: int, as_json: bool) -> int:
    """List whom the comments of an article may answer.

    These are comments at top level and inferred replies, with other possible parents, best
    first; `reply` accepts one. A pipe gets a line for each: comment, author, possible
    parent, confidence and reason, separated by tabs.
    """
    with invocation.open_library() as library:
        comments = [comment for comment in library.comments(article_id) if _is_open(comment)]
    if as_json:
        write_json_list("comments", map(_open_json, comments), article=article_id)
    else:
        write_rows((">Comment", "Author", ">May answer", ">Confidence", "Reason"), _rows(comments))
    return GOOD


@click.command("reply")
@click.argument("article_id", metavar="ID", type=_id_type)
@click.argument("comment_id", metavar="COMMENT", type=_id_type)
@click.option("--to", "parent", type=_id_type, metavar="PARENT", help="It answers this comment.")
@click.option("--top", is_flag=True, help="It answers the article: move it to top level.")
@click.option("--restore", is_flag=True, help="Take back what you said of it.")
@_json_option
@click.pass_obj
def reply_command(
    invocation: Invocation,
    article_id: int,
    comment_id: int,
    parent: int | None,
    top: bool,
    restore: bool,
    as_json: bool,
) -> int:
    """Say whom a comment of an article answers.

    COMMENT and PARENT are the numbers that `comments` shows. What you say holds for every
    later copy of the article as well, and is exported.
    """
    if (parent is not None) + top + restore != 1:
        raise click.UsageError("One of --to, --top and --restore is needed.")
    with invocation.open_library() as library:
        changes = (
            library.restore_comment(article_id, comment_id)
            if restore
            else library.place_comment(article_id, comment_id, parent)
        )
        comments = {comment.id: comment for comment in library.comments(article_id)}
    if as_json:
        from ipvm_desktop.render.interchange import comment_json

        place = {"article": article_id, "changed": bool(changes)}
        write_json(place | comment_json(comments[comment_id]))
    else:
        write(_sentence(comments, comments[comment_id], changed=bool(changes)))
    return GOOD


def _is_open(comment: Comment) -> bool:
    settled = comment.reply is not None and comment.reply.kind in _SETTLED
    return bool(comment.suggestions) and not settled


def _rows(comments: Iterable[Comment]) -> Iterator[tuple[str, ...]]:
    for comment in comments:
        for suggestion in comment.suggestions:
            yield (
                f"#{comment.id}",
                comment.author or "Unknown author",
                f"#{suggestion.parent}",
                f"{suggestion.confidence:.0%}",
                suggestion.reason,
            )


def _open_json(comment: Comment) -> dict[str, Any]:
    from ipvm_desktop.render.interchange import comment_json, suggestion_json

    whole = comment_json(comment)
    stated = {name: whole[name] for name in ("id", "author", "parent", "reply")}
    return stated | {"suggestions": [suggestion_json(one) for one in comment.suggestions]}


def _sentence(comments: dict[int, Comment], comment: Comment, *, changed: bool) -> str:
    """Say where a comment hangs now."""
    verb = "now" if changed else "already"
    if comment.parent is None:
        return f"{_named(comment)} {verb} stands at top level."
    parent = comments.get(comment.parent)
    whom = _named(parent) if parent else f"#{comment.parent}, which is not in the file"
    # A name such as "Ann R." brings the stop along.
    return f"{_named(comment)} {verb} answers {whom.removesuffix('.')}."


def _named(comment: Comment) -> str:
    return f"#{comment.id} by {one_line(comment.author or 'an unknown author')}"
