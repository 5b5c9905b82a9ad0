"""Comments below videos on YouTube: as elements of its own (since 2017), and the pages before.

Source: ``ytd-comment-thread-renderer``, ``ytd-comment-view-model`` (``ytd-comment-renderer``
until 2024), ``#author-text``, ``#content-text``, ``#vote-count-middle``; before that
``.comment-renderer``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.page import WebPage

_LINKED = re.compile(r"[?&]lc=([\w.-]+)")
_LEVEL = (
    "count(ancestor::ytd-comment-thread-renderer | ancestor::ytd-comment-replies-renderer"
    " | ancestor::*[contains(concat(' ', @class, ' '), ' comment-replies-renderer ')])"
)


def _key(part: Part) -> str | None:
    told = (_LINKED.search(link.get("href", "")) for link in part.all("a"))
    return next((match[1] for match in told if match), None)


def _parents(parts: Sequence[Part]) -> list[int | str | None]:
    return list(parents_by_level([int(part.element.xpath(_LEVEL)) for part in parts]))


def _finish(comment: FoundComment, _part: Part, _page: WebPage) -> FoundComment:
    """Keep lines apart: they are new lines in the source."""
    return replace(comment, body=comment.body.replace("\n", "<br>"))


YOUTUBE = MarkedReader(
    name="youtube",
    title="YouTube",
    rows=(
        "//ytd-comment-view-model | //ytd-comment-renderer"
        " | //div[contains(concat(' ', @class, ' '), ' comment-renderer ')]"
    ),
    needs=(("#content-text", ".comment-renderer-text-content"),),
    signs=Signs(
        author=("#author-text", ".comment-author-text"),
        date=("#published-time-text", ".published-time-text", ".comment-renderer-time"),
        body=("#content-text", ".comment-renderer-text-content"),
        chrome=frozenset(listed("#paid-comment-chip")),
        votes=("#vote-count-middle", ".off"),
        badges=("#pinned-comment-badge", "#linked-comment-badge"),
    ),
    key=_key,
    parents=_parents,
    links=("a",),
    finish=_finish,
)
