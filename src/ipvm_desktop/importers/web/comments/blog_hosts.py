"""Comments of Substack, Ghost, TypePad and Movable Type, Squarespace and Tumblr.

Source: the public templates and pages of each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.page import WebPage

_ANSWERED = re.compile(r"#comment-(\w+)\Z")


def _has(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def _answered(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents as Movable Type tells them: "Ann replied to comment from Bo"."""
    return [_answer(part) for part in parts]


def _answer(part: Part) -> int | str | None:
    for said in part.all(".byline", ".comment-parent", ".comment-header"):
        for link in said.iter("a"):
            match = _ANSWERED.search(link.get("href", ""))
            if match and not (part.element.get("id") or "").endswith(match[1]):
                return match[1]
    return None if part.above is None else part.above.number


SUBSTACK = MarkedReader(
    name="substack",
    title="Substack",
    rows=f"//div[{_has('comment')}][.//*[contains(@class, 'comment-body')]]"
    "[.//*[contains(@class, 'comment-anchor')] or .//*[contains(@class, 'comment-meta')]]"
    "[ancestor::*[contains(@class, 'comment-list') or contains(@class, 'comments-page')]]"
    "[//link[contains(@href, 'substackcdn')] or //*[contains(@class, 'comments-page')]]",
    signs=Signs(
        author=(".commenter-name", ".comment-name", "%profile", ".comment-meta"),
        date=("time", ".comment-timestamp", "%permalink", ".comment-meta"),
        body=(".comment-body",),
        chrome=frozenset(listed(".comment-actions .comment-meta .comment-list .show-all-toggle")),
        votes=(".like-count", ".label"),
        badges=(".founding-badge", ".author-badge", ".comment-author-badge"),
    ),
    key=key_by_id(r"comment-(\d+)", "data-comment-id"),
    links=(".comment-timestamp", "%permalink"),
)
GHOST = MarkedReader(
    name="ghost",
    title="Ghost",
    rows="//*[@data-testid='comment-component']",
    signs=Signs(
        author=("=member-name", "h4"),
        date=("=commented-at", "time"),
        body=("=comment-content", ".gh-comment-content"),
        chrome=frozenset(listed("=replies-container =comment-footer")),
        votes=("=like-button", "=likes"),
        affiliation=("=member-expertise",),
    ),
    key=key_by_id(r"(?:comment-)?([0-9a-f]{24})", "data-comment-id"),
)


def _of_movable_type(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    return replace(comment, article_author="entry-author" in part.element.get("class", ""))


MOVABLE_TYPE = MarkedReader(
    name="movabletype",
    title="Movable Type and TypePad",
    rows=f"//div[starts-with(@id, 'comment-')][{_has('comment')}]"
    "[.//*[contains(@class, 'comment-footer') or contains(@class, 'byline')]]"
    "[.//*[contains(@class, 'comment-content')]]",
    signs=Signs(
        author=(".author", ".byline", ".comment-footer"),
        date=(".published", "abbr", ".byline", ".comment-footer", ".comment-header"),
        body=(".comment-content",),
        chrome=frozenset(listed(".comment-footer .comment-header .byline")),
    ),
    key=key_by_id(r"comment-(\w+)(?:-content)?"),
    parents=_answered,
    finish=_of_movable_type,
)
SQUARESPACE = MarkedReader(
    name="squarespace",
    title="Squarespace",
    rows=f"//div[starts-with(@id, 'comment-')][{_has('comment')}]"
    "[.//*[contains(@class, 'comment-body')]]"
    "[ancestor::*[contains(@class, 'squarespace-comments')]]",
    signs=Signs(
        author=(".author", ".commenter-name", ".author-name"),
        date=(".date", ".comment-date", "time"),
        body=(".comment-body",),
        chrome=frozenset(listed(".comment-list .replies .controls")),
        votes=(".like-count",),
    ),
    key=key_by_id(r"comment-(\w+)"),
)
# Likes and mere reblogs say nothing, so only what was written counts.
TUMBLR = MarkedReader(
    name="tumblr",
    title="Tumblr",
    rows=f"//ol[{_has('notes')}]/li[{_has('reply')} or {_has('with_commentary')}]",
    signs=Signs(
        author=(".tumblelog", "a"),
        date=("time",),
        body=(".answer_content", "blockquote"),
    ),
    key=key_by_id(r"note-(\d+)"),
    replies_told=False,
)

BLOG_HOSTS = (SUBSTACK, GHOST, MOVABLE_TYPE, SQUARESPACE, TUMBLR)
