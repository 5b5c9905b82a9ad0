"""LiveJournal: its leaves of comments, and what the page tells its scripts of them.

Long discussions are folded: some comments are there with their author, date and subject only.

Source: the ``b-leaf`` markup (since 2012), and the ``comments`` of the object ``Site.page`` that
its scripts draw the leaves from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from ipvm_desktop.importers._discussion import TEXT_MISSING, FoundComment
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id, text_at
from ipvm_desktop.importers.web.comments._parts import Part, having, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.comments._threads import parents_by_level, threaded
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_MARGIN = re.compile(r"margin-left:\s*(\d{1,5})")
_ENTRY_AUTHOR = "b-leaf-entryauthor"
_REMOVED = frozenset(("b-leaf-deleted", "b-leaf-screened"))
_FOLDED = "b-leaf-collapsed"
_PAGE = re.compile(r"\bSite\.page\s*=\s*(?=\{)")
_LONGEST = 16 * 1024 * 1024


def _margins(parts: Sequence[Part]) -> list[int | str | None]:
    """Return parents by how far the twigs that hold the comments are indented."""
    levels = []
    for part in parts:
        holders = (part.element, *list(part.element.iterancestors())[:2])
        found = (_MARGIN.search(each.get("style", "")) for each in holders)
        levels.append(next((int(match[1]) for match in found if match), 0))
    return list(parents_by_level(levels))


def _finished(comment: FoundComment, part: Part, _page: WebPage) -> FoundComment:
    names = frozenset(part.element.get("class", "").split())
    is_folded = _FOLDED in names and part.first(".b-leaf-article") is None
    subject = text_at(part, ".b-leaf-subject") or part.element.get("data-subject", "")
    return replace(
        comment,
        body=with_subject(subject, "" if is_folded else comment.body),
        badges=(TEXT_MISSING,) if is_folded else (),
        deleted=comment.deleted or not names.isdisjoint(_REMOVED),
        article_author=_ENTRY_AUTHOR in names,
    )


def with_subject(subject: str, body: str) -> str:
    """Return a body below the subject that a comment has, if any."""
    return f"<p><strong>{escape(subject)}</strong></p>{body}" if subject else body


_LEAVES = MarkedReader(
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
    finish=_finished,
)


class LiveJournalReader:
    """Reads leaves, and takes what they lack, or all of them, from what scripts are told."""

    name = _LEAVES.name
    title = _LEAVES.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; comments that are folded and have no text anywhere say so."""
        found = _LEAVES.read(page)
        if found is not None and not any(TEXT_MISSING in each.badges for each in found.comments):
            return found
        told = _told(page)
        if found is None:
            return _drawn(page, told)
        texts = {_key(each): each for each in told if each.get("article")}
        comments = tuple(_unfolded(each, texts.get(str(each.key))) for each in found.comments)
        return replace(found, comments=comments)


def _told(page: WebPage) -> list[dict[str, Any]]:
    """Return what the page tells scripts of its comments, in their order."""
    for script in page.root.iter("script"):
        text = script.text or ""
        start = _PAGE.search(text) if len(text) <= _LONGEST else None
        if start is None:
            continue
        try:
            told, _ = json.JSONDecoder(strict=False).raw_decode(text, start.end())
        except (ValueError, RecursionError):
            continue
        comments = told.get("comments")
        if isinstance(comments, list):
            return [each for each in comments if isinstance(each, dict) and _key(each)]
    return []


def _key(told: dict[str, Any]) -> str:
    return str(told.get("dtalkid") or told.get("dtid") or "")


def _text(told: dict[str, Any], name: str) -> str:
    """Return a text, or "" where something else stands in its place."""
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _unfolded(comment: FoundComment, told: dict[str, Any] | None) -> FoundComment:
    if told is None or TEXT_MISSING not in comment.badges:
        return comment
    return replace(comment, body=f"{comment.body}{_text(told, 'article')}", badges=())


def _drawn(page: WebPage, told: Sequence[dict[str, Any]]) -> FoundDiscussion | None:
    """Return the discussion of a page that was saved before its scripts drew it."""
    if not told:
        return None
    levels = [each["level"] if isinstance(each.get("level"), int) else 0 for each in told]
    comments = [_comment(page, each) for each in told]
    keys = [comment.key for comment in comments]
    return FoundDiscussion(
        make=LiveJournalReader.title,
        comments=threaded(comments, keys, parents_by_level(levels)),
    )


def _comment(page: WebPage, told: dict[str, Any]) -> FoundComment:
    deleted = bool(told.get("deleted"))
    article = _text(told, "article")
    stamp = told.get("ctime_ts")
    printed = _text(told, "ctime")
    moment = read_web_date(str(stamp or ""), page.saved)
    return FoundComment(
        key=_key(told),
        author=_text(told, "dname") or _text(told, "uname") or None,
        posted=read_web_date(printed, page.saved) if moment is None else moment,
        posted_text=printed or None,
        badges=() if article or deleted else (TEXT_MISSING,),
        deleted=deleted,
        permalink=page.absolute(_text(told, "thread_url")),
        body=with_subject(_text(told, "subject"), article),
    )
