"""Comments of widgets that people host themselves: Waline, Valine, Twikoo, Artalk and Gitalk.

Source: each widget's public source code, such as ``CommentCard.vue`` and ``TkComment.vue``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import FindParents, MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.page import WebPage

_ANY = re.compile(r"#?(?:atk-comment-)?([\w-]{1,64})\Z")


def _answered_by(*signs: str) -> FindParents:
    """Return what finds parents by a link to the comment answered, else by nesting."""

    def parents(parts: Sequence[Part]) -> list[int | str | None]:
        keys = {part.element.get("id") for part in parts}
        return [_named(part, signs, keys) for part in parts]

    return parents


def _named(part: Part, signs: Sequence[str], keys: set[str | None]) -> int | str | None:
    for link in part.all(*signs):
        told = _ANY.match(link.get("href", ""))
        if told and told[1] in keys and told[1] != part.element.get("id"):
            return told[1]
    return None if part.above is None else part.above.number


def _owned_by(name: str) -> Callable[[FoundComment, Part, WebPage], FoundComment]:
    """Return what tells the site's owner, who writes its articles, by a class of the comment."""

    def finish(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
        return replace(comment, article_author=name in part.element.get("class", ""))

    return finish


WALINE = MarkedReader(
    name="waline",
    title="Waline",
    rows=f"//div[{having('wl-card-item')} or {having('wl-item')}]",
    needs=((".wl-content",),),
    signs=Signs(
        author=(".wl-nick",),
        date=(".wl-time",),
        body=(".wl-content",),
        chrome=frozenset(listed(".wl-quote .wl-reply-wrapper")),
        votes=(".wl-like",),
        badges=(".wl-badge",),
    ),
    key=key_by_id(r"([\w-]{1,64})"),
    parents=_answered_by(".at"),
)
VALINE = MarkedReader(
    name="valine",
    title="Valine",
    rows=f"//div[{having('vcard')}][@id]",
    needs=((".vcontent",), (".vnick", ".vname")),
    signs=Signs(
        author=(".vnick", ".vname"),
        date=(".vtime",),
        body=(".vcontent",),
        chrome=frozenset(listed(".vquote .vreply-wrapper .vat")),
    ),
    key=key_by_id(r"([\w-]{1,64})"),
    parents=_answered_by(".at"),
)
TWIKOO = MarkedReader(
    name="twikoo",
    title="Twikoo",
    rows=f"//div[{having('tk-comment')}]",
    needs=((".tk-content",),),
    signs=Signs(
        author=(".tk-nick",),
        date=("time", ".tk-time"),
        body=(".tk-content",),
        votes=(".tk-action-count",),
        badges=(".tk-tag",),
    ),
    key=key_by_id(r"([\w-]{1,64})"),
    parents=_answered_by(".tk-ruser"),
    finish=_owned_by("tk-master"),
)
ARTALK = MarkedReader(
    name="artalk",
    title="Artalk",
    rows=f"//div[{having('atk-comment-wrap')}]",
    needs=((".atk-content",),),
    signs=Signs(
        author=(".atk-nick",),
        date=(".atk-date",),
        body=(".atk-content",),
        chrome=frozenset(listed(".atk-reply-to")),
        votes=(".atk-common-action-btn",),
        badges=(".atk-badge",),
    ),
    key=key_by_id(r"(?:atk-comment-)?(\d{1,18})", "data-comment-id", "data-id"),
)
GITALK = MarkedReader(
    name="gitalk",
    title="Gitalk",
    rows=f"//div[{having('gt-comment')}]",
    needs=((".gt-comment-body",),),
    signs=Signs(
        author=(".gt-comment-username",),
        date=(".gt-comment-date",),
        body=(".gt-comment-body",),
        votes=(".gt-comment-like",),
    ),
    key=key_by_id(r"issuecomment-(\d+)"),
    finish=_owned_by("gt-comment-admin"),
    replies_told=False,
)
SELF_HOSTED = (WALINE, VALINE, TWIKOO, ARTALK, GITALK)
