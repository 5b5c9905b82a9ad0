"""Topics of forums: flat, oldest post first, and often on many pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import Select, number_in
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_CURRENT_PAGE = Select(
    ".pageNav-page--current", ".PageNav .currentPage",
    ".pagination .active", ".pagination strong", ".pagination_current",
    ".pagelinks .current_page", ".pagelinks strong", ".pagelink strong", ".pagesection strong",
    ".pagenav .alt2 strong", ".pagination .selected",
    ".ipsPagination_active", ".Pager .Highlight",
)  # fmt: skip
_TITLE = Select("title")
_PAGE_IN_TITLE = re.compile(r"\bpage\s+(\d{1,6})\b", re.IGNORECASE)
# What in an address names a page, or the count of posts above it; what stands there instead in
# the topic's own address; and the first number of a later page.
_PAGE_IN_ADDRESS = (
    (re.compile(r"/page[-/]?(\d{1,6})/?(?=\?|\Z)"), "/", 2),
    (re.compile(r"/p(\d{1,6})(?=\?|\Z)"), "", 2),
    (re.compile(r"-page-(\d{1,6})(?=\.html)"), "", 2),
    (re.compile(r"(?<=[?&;])(?:page|pg)=(\d{1,6})(?:[&;]|\Z)"), "", 2),
    (re.compile(r"(?<=[?&;])(?:start|st)=(\d{1,7})(?:[&;]|\Z)"), "", 1),
    (re.compile(r"(?<=&)p=(\d{1,6})\Z"), "", 2),
    (re.compile(r"(?<=\d)\.(\d{1,7})(?=(?:\.html)?\Z)"), ".0", 1),
)


def topic_of(
    page: WebPage,
    made: Made,
    posts: Sequence[Post],
    *,
    declared: int | None = None,
    title: str | None = None,
) -> FoundDiscussion | None:
    """Return the posts of one page of a topic as a discussion, or None without posts.

    The first post opens the topic on its first page only: on later ones every post is a
    comment, and the discussion has no opening.

    Args:
        page: Where they stand.
        made: How the page is to be read.
        posts: In the page's order.
        declared: How many comments the page announces for the whole topic, or None.
        title: The topic's; None for what ``made.heading`` finds.
    """
    if not posts:
        return None
    address, is_later = _address(page)
    number = posts[0].number
    starts = number <= 1 if number is not None else not is_later
    found = discussion_of(
        page,
        made,
        posts[1:] if starts else posts,
        posts[0] if starts else None,
        declared=declared,
        title=title,
    )
    return found if starts else replace(found, topic_url=address)


def _address(page: WebPage) -> tuple[str | None, bool]:
    """Return the topic's own address, if the page's tells, and whether this is a later page."""
    url = (page.url or "").partition("#")[0]
    for pattern, instead, first_later in _PAGE_IN_ADDRESS:
        match = pattern.search(url)
        if match and int(match[1]) >= first_later:
            return (url[: match.start()] + instead + url[match.end() :]).rstrip("?&;"), True
    titled = _PAGE_IN_TITLE.search(_TITLE.text(page.root))
    numbers = (int(titled[1]) if titled else 1, number_in(_CURRENT_PAGE.text(page.root)) or 1)
    return None, max(numbers) > 1
