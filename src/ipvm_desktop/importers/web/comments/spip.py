"""SPIP's forums below articles, by its own templates.

Source: SPIP's plugins ``comments`` (``comments-thread``) and ``forum`` of its versions 2 to 4, and
``inc-forum`` of version 1.9.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._fragments import text_of
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id
from ipvm_desktop.importers.web.comments._parts import Part, classes_of, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.page import WebPage

# ", par Ann"; version 3 parts date and name by a comma.
_BEFORE_NAME = re.compile(r"\A[\s,]*(?:par|by|von|por|di|da)\s+")


def _finish(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Take the name from where version 2 numbers the class of it, and what stands before it."""
    named = (
        each
        for each in part.own
        if any(name.startswith(("forum-qui", "forum-auteur")) for name in classes_of(each))
    )
    element = next(named, None)
    author = (comment.author or "") if element is None else text_of(element)
    return replace(comment, author=_BEFORE_NAME.sub("", author) or None)


SPIP = MarkedReader(
    name="spip",
    title="SPIP",
    rows=(
        "//li[contains(concat(' ', @class, ' '), ' comment-item ') or "
        "contains(concat(' ', @class, ' '), ' forum-fil ')]"
    ),
    needs=((".comment-meta", ".forum-top", ".forum-chapo"), (".comment-texte", ".forum-message")),
    signs=Signs(
        author=(".reviewer", ".comment-author"),
        date=("time", "abbr", ".comment-meta", ".forum-nav", "small"),
        body=(".comment-texte", ".comment-content", ".forum-texte", ".forum-message"),
        chrome=frozenset(listed(".comment-meta .comment-reply .forum-chapo .repondre small form")),
    ),
    key=key_by_id(r"(?:forum|comment)(\d{1,18})"),
    links=(".permalink", "%permalink", "a"),
    finish=_finish,
)
