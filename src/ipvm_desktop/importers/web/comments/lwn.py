"""Comments of LWN.net: a box in a box for each reply; since 2023 boxes that fold."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.web.comments._make import MarkedReader, key_by_id, text_at
from ipvm_desktop.importers.web.comments._parts import Part, listed
from ipvm_desktop.importers.web.comments._reading import Signs
from ipvm_desktop.importers.web.page import WebPage

# "Posted Mar 4, 2021 9:08 UTC (Thu) by ann (subscriber, #1234) [Link]"
_POSTED = re.compile(
    r"Posted (?P<date>.{8,40}?) by (?P<author>.{1,80}?)\s*"
    r"(?:\((?P<badge>[^()]{1,60}?)(?:, #\d+)?\)\s*)?(?:\[|\()"
)


def _subject(title: str) -> str:
    return title.removeprefix("Re: ").casefold()


def _finish(comment: FoundComment, part: Part, page: WebPage) -> FoundComment:
    posted = _POSTED.match(f"{text_at(part, '.commentposter')} [")
    title = text_at(part, ".commenttitle")
    # What nobody changed says nothing of its own.
    above = "" if part.above is None else text_at(part.above, ".commenttitle")
    if _subject(title) in (_subject(above), _subject(page.heading)):
        title = ""
    body = f"<p><strong>{escape(title)}</strong></p>{comment.body}" if title else comment.body
    return replace(
        comment,
        author=posted["author"] if posted else None,
        posted_text=posted["date"] if posted else comment.posted_text,
        badges=(posted["badge"],) if posted and posted["badge"] else (),
        body=body,
    )


LWN = MarkedReader(
    name="lwn",
    title="LWN.net",
    rows="//*[self::div or self::details][contains(concat(' ', @class, ' '), ' CommentBox ')]",
    signs=Signs(
        author=(),
        date=(".commentposter",),
        body=(".formattedcomment", ".commentbody"),
        chrome=frozenset(
            listed("summary .commenttitle .commentposter .commentreplybutton .commentchildren form")
        ),
    ),
    key=key_by_id(r"Comm(?:Anchor)?(\d+)"),
    links=("a",),
    finish=_finish,
)
