"""Boards of pictures, whose posts name those that they answer: 4chan, vichan, LynxChan, FoolFuuka.

Source: ``templates/post_reply.html`` of vichan; the class names that public programs look for in
pages of 4chan. LynxChan and FoolFuuka are written after what is generally known of their markup.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._community import CommunityReader, own_id
from ipvm_desktop.importers.web.comments._select import Select, text_of

_LINKS = Select("blockquote a", ".body a", ".divMessage a", ".text a")
_NUMBERED = re.compile(r"#[pq]?(\d+)\Z")
# ">>123", but not ">>>/board/".
_SAYS = re.compile(r">>\d")


def _answered(post: HtmlElement) -> str | None:
    """Return the number of the first post that one names."""
    for link in _LINKS.all(post):
        told = _NUMBERED.search(link.get("href") or "")
        if told and _SAYS.match(text_of(link)):
            return told[1]
    return None


IMAGEBOARD = CommunityReader(
    name="imageboard",
    title="Imageboard",
    posts=Select(
        "div.postContainer > div.post",
        "div.thread > div.post.op",
        "div.thread > div.post.reply",
        "div.innerOP",
        "div.innerPost",
        "article.post[data-doc-id]",
    ),
    text=Select("blockquote.postMessage", "div.body", "div.divMessage", "div.text"),
    author=Select(".nameBlock .name", ".intro .name", ".linkName", ".post_author", ".name"),
    time=Select(".dateTime[data-utc]", "time", ".labelCreated"),
    heading=Select(".subject", ".labelSubject", ".post_title", "title"),
    badges=Select(".capcode", ".labelRole"),
    key=own_id,
    answered=_answered,
    nobody="Anonymous",
)
