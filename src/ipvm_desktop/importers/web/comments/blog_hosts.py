"""Comments of Substack, Ghost, TypePad and Movable Type, Squarespace, Tumblr and Kinja.

Source: the public templates and pages of each; Ghost's ``comments-ui``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.comments._fragments import markup_of, text_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, is_deleted, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.page import WebPage

_ANSWERED = re.compile(r"#comment-(\w+)\Z")
_KINJA_DEPTH = re.compile(r"--depth-(\d{1,3})\b")
_LAST_NUMBER = re.compile(r"(\d+)\Z")


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


def _of_substack(comment: FoundComment, _part: Part, _page: WebPage) -> FoundComment:
    """Name nobody where "Comment deleted" stands in place of a name."""
    return replace(comment, author=None) if is_deleted(comment.author or "") else comment


SUBSTACK = MarkedReader(
    name="substack",
    title="Substack",
    rows=f"//div[{having('comment')}][div[{having('comment-anchor')}]]",
    needs=((".comment-body",),),
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
    finish=_of_substack,
)


def _ghost_key(part: Part) -> str | None:
    """Return the id of the element around a comment."""
    around = (part.element, *islice(part.element.iterancestors(), 2))
    return next((each.get("id") for each in around if each.get("id")), None)


def _ghost_answered(parts: Sequence[Part]) -> list[int | str | None]:
    """Return the comment that a link above the text leads to, or the one around."""
    return [_ghost_answer(part) for part in parts]


def _ghost_answer(part: Part) -> int | str | None:
    said = part.all("=comment-in-reply-to")
    link = next((around for each in said for around in each.iterancestors("a")), None)
    if link is not None:
        return link.get("href", "").removeprefix("#")
    return None if part.above is None else part.above.number


def _of_ghost(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Complete a comment whose exact date is a hint, and whose text left its paragraph.

    The text is paragraphs within a paragraph, which no page that is read again can have.
    """
    hint = next((span for span in part.all("span") if span.get("title")), None)
    expertise = next((e for e in part.all(".[overflow-wrap:anywhere]") if e.tag == "span"), None)
    content = part.first("=comment-content")
    holder = None if content is None else content.getparent()
    return replace(
        comment,
        posted=None if hint is None else read_web_date(hint.get("title", ""), page.saved),
        posted_text=None if hint is None else text_of(hint).lstrip("· "),
        affiliation=None if expertise is None else text_of(expertise).lstrip("· "),
        body=comment.body if holder is None else markup_of(holder),
    )


GHOST = MarkedReader(
    name="ghost",
    title="Ghost",
    rows="//*[@data-testid='comment-component']",
    signs=Signs(
        author=("h4",),
        date=("time",),
        body=("=comment-content",),
        chrome=frozenset(listed("h4 =like-button =reply-button =more-button")),
        votes=("=like-button",),
    ),
    key=_ghost_key,
    parents=_ghost_answered,
    finish=_of_ghost,
)


def _of_movable_type(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    return replace(comment, article_author="entry-author" in part.element.get("class", ""))


MOVABLE_TYPE = MarkedReader(
    name="movabletype",
    title="Movable Type and TypePad",
    rows=f"//div[starts-with(@id, 'comment-')][{having('comment')}]",
    needs=((".comment-footer", ".byline"), (".comment-content",)),
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
    rows=f"//div[starts-with(@id, 'comment-')][{having('comment')}]"
    "[ancestor::*[contains(@class, 'squarespace-comments')]]",
    needs=((".comment-body",),),
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
    rows=f"//ol[{having('notes')}]/li[{having('reply')} or {having('with_commentary')}]",
    signs=Signs(
        author=(".tumblelog", "a"),
        date=("time",),
        body=(".answer_content", "blockquote"),
    ),
    key=key_by_id(r"note-(\d+)"),
    replies_told=False,
)


def _replied(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents as links to them tell, or by the depth of the entries of Kinja's lists."""
    by_level = parents_by_level([_depth(part) for part in parts])
    keys = {_kinja_key(part) for part in parts}
    told = [part.element.get("data-parentid") or _linked(part) for part in parts]
    return [key if key in keys else level for key, level in zip(told, by_level, strict=True)]


def _depth(part: Part) -> int:
    around = (each.get("class", "") for each in islice(part.element.iterancestors(), 2))
    return next((int(told[1]) for names in around if (told := _KINJA_DEPTH.search(names))), 0)


def _linked(part: Part) -> str | None:
    links = (link for said in part.all(".reply__to-author") for link in said.iter("a"))
    told = (_LAST_NUMBER.search(link.get("href", "")) for link in links)
    return next((match[1] for match in told if match), None)


_kinja_key = key_by_id(r"reply_(\d+)")
KINJA = MarkedReader(
    name="kinja",
    title="Kinja",
    rows=f"//article[{having('reply')}][starts-with(@id, 'reply_')]",
    needs=((".reply__content",),),
    signs=Signs(
        author=(".fn", ".reply__byline"),
        date=(".published", ".reply__publish-time", "time"),
        body=(".reply__content",),
        votes=(".js_like_count",),
    ),
    key=_kinja_key,
    parents=_replied,
    links=("a",),
)
BLOG_HOSTS = (SUBSTACK, GHOST, MOVABLE_TYPE, SQUARESPACE, TUMBLR, KINJA)
