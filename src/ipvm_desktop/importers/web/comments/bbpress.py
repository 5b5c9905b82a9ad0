"""Topics of bbPress, the forum within WordPress.

Source: bbPress's ``loop-single-reply.php``: a header with date and number, and beside it the
reply; threaded replies stand in ``ul.bbp-threaded-replies``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._levels import parents_of
from ipvm_desktop.importers.web.comments._make import MarkedReader
from ipvm_desktop.importers.web.comments._parts import Part, classes_of, parts_of
from ipvm_desktop.importers.web.comments._reading import Signs, read_parts
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POST = "post-"


def _header(post: HtmlElement) -> Iterator[HtmlElement]:
    before = post.getprevious()
    if before is not None and any(name.endswith("-header") for name in classes_of(before)):
        yield before


def _key(part: Part) -> str | None:
    numbers = (name.removeprefix(_POST) for name in classes_of(part.element) if _POST in name)
    return next((number for number in numbers if number.isdigit()), None)


_POSTS = MarkedReader(
    name="bbpress",
    title="bbPress",
    rows=(
        "//div[contains(@class, 'post-')][.//div[contains(@class, 'bbp-reply-content') or "
        "contains(@class, 'bbp-topic-content')]][contains(concat(' ', @class, ' '), ' reply ') or "
        "contains(concat(' ', @class, ' '), ' topic ')]"
    ),
    signs=Signs(
        author=(".bbp-author-name", ".bbp-author-link", ".bbp-reply-author"),
        date=(".bbp-reply-post-date", ".bbp-topic-post-date"),
        body=(".bbp-reply-content", ".bbp-topic-content"),
        chrome=frozenset((".bbp-signature", ".bbp-reply-revision-log")),
        affiliation=(".bbp-author-role",),
    ),
    key=_key,
    parents=lambda parts: parents_of(parts, ()),
    links=(".bbp-reply-permalink", ".bbp-topic-permalink"),
    replies_told=False,
)


class BbPressReader:
    """Reads topics of bbPress."""

    name = _POSTS.name
    title = _POSTS.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the replies, and the post that opens the topic where the page has it."""
        rows = page.root.xpath(_POSTS.rows)
        if not rows:
            return None
        parts = parts_of(rows, _header)
        found = _POSTS.discussion_of(page, parts, read_parts(parts, page, _POSTS.signs))
        found = replace(found, kind=ArticleKind.DISCUSSION)
        if "topic" not in classes_of(rows[0]):
            return found
        opened, *replies = found.comments
        return replace(
            found,
            comments=tuple(
                replace(reply, parent=None) if reply.parent == opened.key else reply
                for reply in replies
            ),
            opening=parts[0].first(".bbp-topic-content", ".bbp-reply-content"),
            opened=opened,
        )
