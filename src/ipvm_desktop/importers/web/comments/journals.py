"""Comments of Dreamwidth and of MetaFilter.

Source: Dreamwidth's ``core2`` layer (``comment-thread``, ``comment-content``), MetaFilter's
``div.comments``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ipvm_desktop.importers._discussion import TEXT_MISSING, FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id, text_at
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level
from ipvm_desktop.importers.web.comments.livejournal import LiveJournalReader, with_subject
from ipvm_desktop.importers.web.page import WebPage

_DEPTH = re.compile(r"\bcomment-depth-(\d{1,4})\b")
_FAVOURITES = re.compile(r"\[(\d{1,6}) favorites?\]")


def _depths(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by the depth that the element around each comment names."""
    levels = []
    for part in parts:
        found = (_DEPTH.search(each.get("class", "")) for each in part.element.iterancestors())
        levels.append(next((int(match[1]) for match in found if match), 0))
    return list(parents_by_level(levels))


def _of_dreamwidth(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    """Print the date without the word before it; a folded comment has no text on the page."""
    printed = text_at(part, ".datetime").rpartition("Date:")[2].strip()
    is_folded = part.first(".comment-content") is None
    return replace(
        comment,
        posted_text=printed or None,
        body=with_subject(text_at(part, ".comment-title"), "" if is_folded else comment.body),
        badges=(TEXT_MISSING,) if is_folded else (),
    )


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


DREAMWIDTH = MarkedReader(
    name="dreamwidth",
    title="Dreamwidth",
    rows=f"//div[starts-with(@id, 'comment-cmt') or ({having('comment-wrapper')} and @id)]",
    needs=((".ljuser", ".comment-poster", ".poster"),),
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
JOURNALS = (LiveJournalReader(), DREAMWIDTH, METAFILTER)
