"""GitHub: issues, pull requests, discussions and gists, and the widget that shows an issue's.

Source: ``.timeline-comment`` of its own pages, ``.react-issue-comment`` of issues since 2024,
``.js-comments-holder`` of reviews, ``.discussion-nested-comment-group`` of discussions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_ISSUE = Select("[data-testid='issue-viewer-issue-container']", "[data-testid=issue-body]")
_COMMENTS = Select(".timeline-comment", ".review-comment", ".react-issue-comment")
_TITLE = Select(".js-issue-title", "[data-testid=issue-title]", "h1.gh-header-title")
_TEXT = Select(".markdown-body", ".comment-body")
_NAME = Select(
    "[data-testid='issue-body-header-author']", "[data-testid=avatar-link]", ".author",
    ".comment-meta strong", ".comment-meta a",
)  # fmt: skip
_BADGES = Select(
    ".timeline-comment-header .Label", ".author-association-badge", ".label--owner",
    "[data-testid=comment-author-association]", "[data-testid=comment-subject-author]",
)  # fmt: skip
_TIME = Select("relative-time", "time")
_PRINTED = Select("relative-time", "time", ".comment-meta a[href*='#']")
_LINK = Select("a.js-timestamp", "a.timestamp", "a[href*='#issue']", "a[href*='comment-']")
_NAMED = Select("[id*=comment-]", "[id^=issue-]", "[id^=discussion_r]", "[id^=discussion-]")
_KEY = re.compile(r"(?:comment-|issue-|discussion_r|discussion-)(\d+)")
_CHILDREN = "child-comments-"
_BUTTONS = Select(".email-hidden-toggle", ".comment-reactions", ".js-suggested-changes-blob")
_PRINTED_DATE = re.compile(r"\A(?:commented )?(?:on )?")
_AREAS = Select("#new_comment_form", ".js-new-comment-form", "[data-testid=comment-composer]")
_MADE = Made(title="GitHub", areas=_AREAS, without=_BUTTONS)


class GitHubReader:
    """Reads comments; what an issue or a discussion opens with is no comment."""

    name = "github"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None where the page has no comments of this make."""
        issue = _ISSUE.first_on(page)
        elements = [each for each in _COMMENTS.on(page) if _TEXT.first(each) is not None]
        posts = list(_posts(elements))
        if not posts:
            return None
        title = _TITLE.text(page.root)
        if issue is None and not title:
            return discussion_of(page, _MADE, posts, None, kind=ArticleKind.ARTICLE)
        opening = posts[0] if issue is None else _post(issue, None)
        rest = posts[1:] if issue is None else posts
        return discussion_of(page, _MADE, rest, opening, title=title)


def _posts(elements: Sequence[HtmlElement]) -> Iterator[Post]:
    """Yield comments; those in a group of answers answer what the group belongs to."""
    top: str | None = None
    firsts: dict[HtmlElement, str | None] = {}
    for element in elements:
        around = list(above(element))
        named = next(
            (each for each in around if (each.get("id") or "").startswith(_CHILDREN)), None
        )
        holder = next((each for each in around if has_class(each, "js-comments-holder")), None)
        is_nested = any(has_class(each, "discussion-nested-comment-group") for each in around)
        is_nested = is_nested or has_class(element, "nested-discussion-timeline-comment")
        key = _key(element)
        if named is not None:
            parent = digits_of(named.get("id"))
        elif is_nested:
            parent = top
        elif holder is not None:
            parent = firsts.get(holder)
            firsts.setdefault(holder, key)
        else:
            parent, top = None, key
        yield _post(element, parent)


def _key(element: HtmlElement) -> str | None:
    ids = (each.get("id") or "" for each in (element, *_NAMED.all(element)))
    return next((told[1] for each in ids if (told := _KEY.search(each))), None)


def _post(element: HtmlElement, parent: str | None) -> Post:
    text = _TEXT.first(element)
    printed = _PRINTED_DATE.sub("", _PRINTED.text(element))
    return Post(
        element=element,
        key=_key(element),
        parts=() if text is None else (text,),
        parent=parent,
        author=_NAME.text(element),
        badges=tuple(dict.fromkeys(text_of(badge) for badge in _BADGES.all(element))),
        dates=stated(_TIME.attribute(element, "datetime"), printed),
        printed=printed,
        permalink=_LINK.attribute(element, "href"),
    )
