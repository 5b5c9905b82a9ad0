"""Comments of Disqus: its frame of today, and the widget that older pages hold.

Source: the markup of ``disqus.com/embed/comments`` (``li.post``, ``data-role``), and of the
widget before 2012 and of its WordPress plugin (``li#dsq-comment-12``).
"""

from __future__ import annotations

from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_class

DISQUS = MarkedReader(
    name="disqus",
    title="Disqus",
    rows=(
        "//li[starts-with(@id, 'post-')][.//*[contains(@class, 'post-message') or "
        "@data-role='message']] | //li[starts-with(@id, 'dsq-comment-')]"
    ),
    signs=Signs(
        author=(".author", "=username", ".dsq-commenter-name", ".post-byline"),
        date=(
            "=relative-time", ".time-ago", ".dsq-comment-header-time", ".dsq-comment-header-meta",
            ".post-meta",
        ),
        body=(
            ".post-message", "=message", ".dsq-comment-message", ".dsq-comment-text",
            ".post-body-inner",
        ),
        chrome=frozenset(
            listed(
                ".dsq-comment-footer .dsq-comment-header .see-more .media-mode-change "
                ".comment__footer .post-menu"
            )
        ),
        votes=("=likes", "=dislikes", ".dsq-like-count"),
        badges=(".badge", ".moderator-badge", ".dsq-moderator"),
    ),
    key=key_by_id(r"(?:post|dsq-comment)-(\d+)"),
    parents=parents_by_class(r"dsq-depth-(\d{1,4})"),
    links=("=relative-time", ".time-ago", ".dsq-comment-header-time"),
)  # fmt: skip
