"""Comments of LiveJournal and Dreamwidth, and of MetaFilter.

Source: LiveJournal's ``b-leaf`` markup (since 2012), Dreamwidth's ``core2`` layer
(``comment-thread``, ``comment-content``), MetaFilter's ``div.comments``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id, text_at
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.page import WebPage

_MARGIN = re.compile(r"margin-left:\s*(\d{1,5})")
_DEPTH = re.compile(r"\bcomment-depth-(\d{1,4})\b")
_FAVOURITES = re.compile(r"\[(\d{1,6}) favorites?\]")
_ENTRY_AUTHOR = "b-leaf-entryauthor"
_REMOVED = frozenset(("b-leaf-deleted", "b-leaf-screened"))


def _margins(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by how far the twigs that hold the comments are indented."""
    levels = []
    for part in parts:
        holders = (part.element, *list(part.element.iterancestors())[:2])
        found = (_MARGIN.search(each.get("style", "")) for each in holders)
        levels.append(next((int(match[1]) for match in found if match), 0))
    return list(parents_by_level(levels))


def _depths(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by the depth that the element around each comment names."""
    levels = []
    for part in parts:
        found = (_DEPTH.search(each.get("class", "")) for each in part.element.iterancestors())
        levels.append(next((int(match[1]) for match in found if match), 0))
    return list(parents_by_level(levels))


def _of_livejournal(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    subject = text_at(part, ".b-leaf-subject", ".comment-title")
    body = f"<p><strong>{escape(subject)}</strong></p>{comment.body}" if subject else comment.body
    names = frozenset(part.element.get("class", "").split())
    return replace(
        comment,
        body=body,
        deleted=comment.deleted or not names.isdisjoint(_REMOVED),
        article_author=_ENTRY_AUTHOR in names,
    )


def _of_dreamwidth(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Print the date without the word before it."""
    printed = text_at(part, ".datetime").rpartition("Date:")[2].strip()
    return _of_livejournal(replace(comment, posted_text=printed or None), part, page)


def _of_metafilter(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    """Take how many like a comment from the line below it; an anchor before it is its place."""
    favourites = _FAVOURITES.search(text_at(part, ".smallcopy"))
    name = _metafilter_key(part)
    return replace(
        comment,
        votes=(int(favourites[1]),) if favourites else (),
        permalink=page.absolute(f"#{name}") if name else None,
    )


def _metafilter_key(part: Part) -> str | None:
    before = part.element.getprevious()
    return None if before is None else before.get("name")


LIVEJOURNAL = MarkedReader(
    name="livejournal",
    title="LiveJournal",
    rows=f"//div[{having('b-leaf')}]",
    needs=((".b-leaf-article", ".b-leaf-createdtime", ".b-leaf-actions-expand"),),
    signs=Signs(
        author=(".b-leaf-username-name", ".b-leaf-username", ".i-ljuser-username"),
        date=(".b-leaf-createdtime",),
        body=(".b-leaf-article",),
        chrome=frozenset(listed(".b-leaf-header .b-leaf-footer .b-leaf-actions .b-leaf-subject")),
    ),
    key=key_by_id(r"(?:t|ljcmt)(\d+)", "data-tid", "data-dtid"),
    parents=_margins,
    links=(".b-leaf-permalink",),
    finish=_of_livejournal,
)
DREAMWIDTH = MarkedReader(
    name="dreamwidth",
    title="Dreamwidth",
    rows=f"//div[starts-with(@id, 'comment-cmt') or ({having('comment-wrapper')} and @id)]",
    needs=((".comment-content",), (".ljuser", ".comment-poster", ".poster")),
    signs=Signs(
        author=(".ljuser", ".poster", ".comment-poster"),
        date=(".datetime",),
        body=(".comment-content",),
        chrome=frozenset(listed(".comment-title .footer .commentreply")),
    ),
    key=key_by_id(r"(?:comment-)?cmt(\d+)"),
    parents=_depths,
    links=("%permalink", "a"),
    finish=_of_dreamwidth,
)
METAFILTER = MarkedReader(
    name="metafilter",
    title="MetaFilter",
    rows=f"//div[{having('comments')}][.//span[{having('smallcopy')}]]",
    needs=((".smallcopy",), ("%profile",)),
    signs=Signs(
        author=("%profile",),
        date=(".smallcopy",),
        body=(":row",),
        badges=(".staff",),
    ),
    key=_metafilter_key,
    finish=_of_metafilter,
    replies_told=False,
)
JOURNALS = (LIVEJOURNAL, DREAMWIDTH, METAFILTER)
