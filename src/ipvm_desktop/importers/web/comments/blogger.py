"""Comments of Blogger: threaded ones, and the lists of older templates.

Source: Blogger's ``threaded_comments`` and ``comments`` widgets (``li.comment#c12``,
``cite.user.blog-author``, ``dl#comments-block``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, classes_of, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

# Milliseconds since 1970 in the link to a comment.
_SHOWN = re.compile(r"showComment=(\d{13})")


def _finish(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    if comment.posted is None:
        # Templates may print the hour only.
        shown = (_SHOWN.search(link.get("href", "")) for link in part.all("a"))
        stated = next((match[1] for match in shown if match), "")
        comment = replace(comment, posted=read_web_date(stated, page.saved))
    owned = [*part.all(".user"), part.element]
    return replace(
        comment,
        article_author=any("blog-author" in classes_of(element) for element in owned),
        deleted=comment.deleted or part.first(".deleted-comment") is not None,
    )


def _finish_listed(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Take the name from a link to a profile where there is one: nothing else is in that."""
    linked = next(filter(None, map(text_of, part.element.iter("a"))), comment.author)
    return _finish(replace(comment, author=linked), part, page)


class BloggerReader:
    """Reads Blogger's comments; its old lists show no replies."""

    name = "blogger"
    title = "Blogger"
    _threads = MarkedReader(
        name=name,
        title=title,
        rows=(
            "//*[@id='comments']/descendant::*[self::li or self::div]"
            "[contains(concat(' ', @class, ' '), ' comment ')]"
            "[starts-with(@id, 'c')][translate(substring(@id, 2), '0123456789', '') = '']"
        ),
        needs=((".comment-block", ".comment-content"),),
        signs=Signs(
            author=(".user", ".comment-author"),
            date=(".datetime", ".comment-timestamp"),
            body=(".comment-content", ".comment-body"),
            chrome=frozenset(listed(".comment-actions .comment-replies .comment-footer")),
        ),
        key=key_by_id(r"c(\d+)"),
        finish=_finish,
    )
    _list = MarkedReader(
        name=name,
        title=title,
        rows=(
            "//*[@id='comments-block' or @id='comments']"
            "/descendant::dt[contains(@class, 'comment-author')]"
        ),
        signs=Signs(
            author=(".comment-author-name", ":row"),
            date=(".comment-timestamp",),
            body=(".comment-body",),
            chrome=frozenset(listed(".comment-timestamp .item-control")),
        ),
        key=key_by_id(r"c(\d+)"),
        finish=_finish_listed,
        replies_told=False,
    )

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the comments, or None where the page is not Blogger's."""
        return self._threads.read(page) or self._list.read(page)
