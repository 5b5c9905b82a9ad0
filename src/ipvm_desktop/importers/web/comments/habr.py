"""Comments of Habr, today's and those of its pages until 2020."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.page import WebPage

_INDENT = re.compile(r"tm-comment-thread__indent_l-(\d{1,3})")
_THREADS = (
    "count(ancestor::*[contains(concat(' ', @class, ' '), ' tm-comment-thread ')"
    " or contains(concat(' ', @class, ' '), ' tm-comment-thread-functional ')])"
)
_COMMENT_LINKS = (
    ".tm-comment-thread__comment-link", ".tm-comment-thread-functional__comment-link",
)  # fmt: skip
# A line that a flying saucer is said to have left in place of a comment.
_UFO = (".tm-comment-thread__ufo", ".tm-comment__ufo", ".author_banned")


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by threads in threads, or by indents where the list is flat."""
    levels = [int(part.element.xpath(_THREADS)) for part in parts]
    if len(set(levels)) == 1:
        levels = [_indent(part) for part in parts]
    by_level = parents_by_level(levels)
    return [_parent(part, by_level[part.number]) for part in parts]


def _indent(part: Part) -> int:
    match = _INDENT.search(part.element.get("class", ""))
    return int(match[1]) if match else 0


def _parent(part: Part, by_level: int | None) -> int | str | None:
    for said in part.all(".parent_id"):
        number = said.get("data-parent_id", "0")
        return number if number != "0" else None
    return by_level if part.above is None else part.above.number


def _finish(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    return replace(comment, deleted=comment.deleted or part.first(*_UFO) is not None)


HABR = MarkedReader(
    name="habr",
    title="Habr",
    rows=(
        "//article[contains(concat(' ', @class, ' '), ' tm-comment-thread__comment ')"
        " or contains(concat(' ', @class, ' '), ' tm-comment-thread-functional__comment ')]"
        " | //*[starts-with(@id, 'comment_')]"
        "[contains(concat(' ', @class, ' '), ' comment ') or "
        "contains(concat(' ', @class, ' '), ' js-comment ') or "
        "contains(concat(' ', @class, ' '), ' comment_item ')]"
    ),
    needs=(
        (
            ".tm-comment__body-content", ".tm-comment__body", ".comment__message",
            ".html_format", *_UFO,
        ),
    ),
    signs=Signs(
        author=(
            ".tm-user-info__username", ".user-info__nickname", ".comment-item__username",
            ".user-info", ".username",
        ),
        date=("time", ".comment__date-time", *_COMMENT_LINKS),
        body=(
            ".tm-comment__body-content", ".tm-comment__body-content_v2", ".comment__message",
            ".tm-comment__body", ".html_format", *_UFO,
        ),
        chrome=frozenset(listed(".tm-comment__buttons .comment__footer .comment__head")),
        votes=(
            ".tm-votes-lever__score-counter", ".tm-votes-meter__value",
            ".voting-wjt__counter", ".score",
        ),
    ),
    key=key_by_id(r"comment_(\d+)", "data-comment-id"),
    parents=_parents,
    links=(*_COMMENT_LINKS, ".icon_comment-anchor", ".link_to_comment"),
    finish=_finish,
)  # fmt: skip
