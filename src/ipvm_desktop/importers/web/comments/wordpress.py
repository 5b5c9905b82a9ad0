"""Comments of WordPress, by any theme that uses its own list of comments.

Source: ``wp-includes/class-walker-comment.php`` and ``comment-template.php``: classes
``comment``, ``even``, ``depth-1``, ``bypostauthor``, ``pingback``, ids ``comment-12``; block
themes: ``wp-block-comment-template``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml.etree import XPath
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._dated import dates_of
from ipvm_desktop.importers.web.comments._judging import Seen, cut, tell
from ipvm_desktop.importers.web.comments._named_lines import with_named_lines
from ipvm_desktop.importers.web.comments._naming import named_signs
from ipvm_desktop.importers.web.comments._parts import (
    Part,
    classes_of,
    definitions,
    listed,
    parts_of,
)
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.comments._sections import areas_of, declared_by
from ipvm_desktop.importers.web.comments._select import rows_on
from ipvm_desktop.importers.web.comments._threads import order_of, parents_by_level, threaded
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_KINDS = {
    "comment": (),
    "pingback": ("Pingback",),
    "trackback": ("Trackback",),
    "webmention": (),
    "review": (),
}
_PINGS = ("Pingback", "Trackback")
_SIGNS = Signs(
    author=(
        ".fn", ".comment-author-name", ".comment__author-name", ".wpd-comment-author",
        ".wp-block-comment-author-name", ".author-name", ".comment_author", ".commentauthor",
        ".comment-author-link", "@author", ".comment-author", ".comment-name", ".commenter",
        ".author", ".name", "cite",
    ),
    date=(
        "time", ".comment-date", ".wpd-comment-date", ".comment-time", ".comment_time",
        ".comment-metadata", ".comment-meta", ".commentmetadata", ".comment_date", ".commentdate",
        ".comment-permalink", ".date", ".published", ".comment-info", ".meta", ".time", "abbr",
    ),
    body=(
        ".comment-content", ".wpd-comment-text", ".wp-block-comment-content", ".comment__content",
        ".comment-text", ".comment_text", ".commenttext", ".comment-entry", ".comment_content",
        ".commentcontent", "@text", ".comment-copy", ".comment-main", ".comment-inner",
        ".comment-message", ".format_text", ".comment-body",
    ),
    chrome=frozenset(
        listed(
            "time .comment-author .comment-meta .commentmetadata .comment-metadata .reply "
            ".comment-reply .comment-reply-link .comment-reply-login .comment-edit-link "
            ".edit-link .says .vcard .avatar .comment-avatar .comment-awaiting-moderation "
            ".comment-header .comment-actions .comment-likes .comment-like .likes-widget- "
            "placeholder .cs-rating .jetpack-comment-likes-widget-wrapper .wprm-comment- "
            "rating .cld-like-dislike-wrap .comment-number .children .comment-respond "
            ".sharedaddy .wpd-comment-footer .wpd-comment-left .wpd-comment-header .comment- "
            "navigation .comment-footer .wpulike .screen-reader-text .wpd-reply-to .em-reply "
            ".comment-details .reply-link .comment-links .comment__links .comment__meta "
            ".comment__avatar .star-rating .meta form aside"
        )
    ),
    votes=(
        ".comment-like-feedback", ".cld-like-count-wrap", ".cld-dislike-count-wrap",
        ".wpd-vote-result", ".karma",
    ),
    badges=(".wpd-comment-label", ".post-author", ".comment-author-label"),
)  # fmt: skip
# Pings have no dates, and one theme may forget a name.
_ENOUGH = 0.5
_TRIED = 200
_DEPTH = re.compile(r"depth-(\d{1,4})\Z")
_NUMBER = re.compile(
    r"(?:li-|div-|article-|dsq-)?(?:comment|wpd-comm)-(\d{1,18})(?:_(\d{1,18}))?\Z"
)
_ANSWERED = re.compile(r"#(?:li-|div-)?comment-(\d{1,18})\Z")
_ROWS = (
    "//*[contains(@class, 'depth-')][self::li or self::div or self::article or self::section or "
    "self::dt]"
    # Twenty Ten and Twenty Eleven print these without more.
    " | //ol[contains(@class, 'commentlist')]/li[@class='post pingback']"
)
# Comments on other posts, at the side; some widgets use the theme's own list for them.
_IN_WIDGET = XPath(
    "boolean(ancestor::*[contains(@class, 'widget') and (contains(@class, 'recentcomments') or "
    "contains(@class, 'recent-comments') or contains(@class, 'recent_comments'))])"
)
_BARE_ROWS = (
    "//*[starts-with(@id, 'comment-') or starts-with(@id, 'li-comment-') or "
    "starts-with(@id, 'div-comment-')][self::li or self::div or self::article]"
)


class WordPressReader:
    """Reads WordPress's comments, wpDiscuz's and those of most plugins and themes."""

    name = "wordpress"
    title = "WordPress"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the comments, pings included; None where the page is not WordPress's."""
        rows = [
            row for row in rows_on(page, _ROWS) if _kind(row) is not None and not _IN_WIDGET(row)
        ]
        is_named = bool(rows)
        if not rows and _is_wordpress(page):
            rows = _bare_rows(page)
        if not rows:
            return self._without_comments(page)
        parts = parts_of(rows)
        read = with_named_lines(_read(parts, page), parts, page, _SIGNS)
        if not is_named and not any(comment.author for comment in read):
            return None
        areas = areas_of(page, rows)
        found = [_as_row(comment, part, page) for comment, part in zip(read, parts, strict=True)]
        parents = _parents(parts)
        keys = [_key(part) for part in parts]
        is_told = any(parent is not None for parent in parents) or any(
            part.first(".comment-reply-link", ".comment-reply-login") is not None for part in parts
        )
        return FoundDiscussion(
            make=self.title,
            comments=threaded(found, keys, parents),
            areas=areas,
            replies_told=is_told,
            order=CommentOrder.PAGE if is_told else order_of(found),
            declared=declared_by(areas, rows),
        )

    def _without_comments(self, page: WebPage) -> FoundDiscussion | None:
        if not _is_wordpress(page):
            return None
        areas = tuple(
            page.root.xpath("//*[self::div or self::section][@id='comments' or @id='respond']")
        )
        return FoundDiscussion(make=self.title, comments=(), areas=areas[:1]) if areas else None


def _is_wordpress(page: WebPage) -> bool:
    return "wordpress" in page.generator or bool(
        page.root.xpath("boolean(//link[contains(@href, '/wp-content/')])")
    )


def _kind(row: HtmlElement) -> tuple[str, ...] | None:
    """Return the badges of a comment's row, or None for other elements."""
    names = classes_of(row)
    if not any(_DEPTH.match(name) for name in names) and names != ("post", "pingback"):
        return None
    return next((badges for kind, badges in _KINDS.items() if kind in names), None)


def _bare_rows(page: WebPage) -> list[HtmlElement]:
    """Return the outermost element of each number, for themes with classes of their own."""
    rows: dict[str, HtmlElement] = {}
    for element in rows_on(page, _BARE_ROWS):
        match = _NUMBER.match(element.get("id", ""))
        if match:
            rows.setdefault(match[1], element)
    return list(rows.values())


def _read(parts: Sequence[Part], page: WebPage) -> list[FoundComment]:
    """Read comments by the usual names of classes, and by what others seem to stand for.

    Where even these tell little, as in themes that name nothing, their structure does.
    """
    named = named_signs(parts[:_TRIED])
    author, date = (*_SIGNS.author, *named.author), (*_SIGNS.date, *named.date)
    signs = replace(_SIGNS, author=author, date=date)
    known: dict[Part, FoundComment] = {}
    # Where names tell little of the first ones, reading all of many by them takes long for nothing.
    if len(parts) <= _TRIED or _are_told(read_parts(parts[:_TRIED], page, signs)):
        found = read_parts(parts, page, _SIGNS)
        if all(map(_is_whole, found)):
            return found
        found = read_parts(parts, page, signs)
        if _are_told(found):
            return found
        known = dict(zip(parts, found, strict=True))
    seen = Seen(page, frozenset(dates_of(page)))
    _, told = tell(seen, cut([part.element for part in parts], definitions))
    structured = dict(zip(parts, told, strict=True))
    rest = [part for part in parts if part not in known and not _is_whole(structured[part])]
    known |= zip(rest, read_parts(rest, page, signs), strict=True)
    return [
        known[part]
        if part in known and (_is_whole(known[part]) or not _is_whole(structured[part]))
        else structured[part]
        for part in parts
    ]


def _are_told(found: Sequence[FoundComment]) -> bool:
    return sum(map(_is_whole, found)) >= _ENOUGH * len(found)


def _is_whole(comment: FoundComment) -> bool:
    return comment.author is not None and comment.posted is not None


def _as_row(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    names = classes_of(part.element)
    badges = (*(_kind(part.element) or ()), *comment.badges)
    author = comment.author
    link = part.first(".url") if badges and badges[0] in _PINGS else None
    if link is not None:
        # The title of another page, which may hold a day.
        author = " ".join(str(link.text_content()).split())
        if (comment.posted_text or "") in author:
            comment = replace(comment, posted=None, posted_text=None)
    number = _key(part)
    fragment = page.absolute(f"#comment-{number}") if number else None
    return replace(
        comment,
        author=author or None,
        badges=badges,
        article_author="bypostauthor" in names,
        permalink=fragment,
    )


def _key(part: Part) -> str | None:
    for element in (part.element, *part.all("article", "div", "a")):
        match = _NUMBER.match(element.get("id", ""))
        if match:
            return match[1]
    link = part.first(".comment-reply-link")
    return None if link is None else link.get("data-commentid")


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    levels = [
        next((int(m[1]) for name in classes_of(part.element) if (m := _DEPTH.match(name))), 1)
        for part in parts
    ]
    by_level = parents_by_level(levels)
    return [_parent(part, by_level[part.number]) for part in parts]


def _parent(part: Part, by_level: int | None) -> int | str | None:
    match = _NUMBER.match(part.element.get("id", ""))
    if match and match[2] and match[2] != "0":
        return match[2]
    for element in part.all(".wpd-reply-to", ".comment-in-reply-to", ".in-reply-to", ".reply-to"):
        for link in element.iter("a"):
            answered = _ANSWERED.search(link.get("href", ""))
            if answered:
                return answered[1]
    return by_level if part.above is None else part.above.number
