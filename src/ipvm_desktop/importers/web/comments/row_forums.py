"""Forums and comments that print each post in some rows of a table: XMB, YAF and XOOPS.

Source: XMB's ``viewthread_post``, YAF.NET's ``DisplayPost.ascx`` and XOOPS's ``comment.tpl``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import Select, above, digits_of
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTED = re.compile(r"(?:#\d+\s*)?(?:posted|created)(?:\s+on)?\s*:?\s*", re.IGNORECASE)
_UPDATED = re.compile(r"\s*updated\s*:.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowForumReader:
    """Reads a page whose posts begin with a row that names them.

    Attributes:
        name: Stable id, such as ``xmb``.
        title: Name for people.
        anchors: What names a post by ``id`` or ``name``, in its first row.
        author: Who says it.
        time: When, maybe with "Posted:" before it and "Updated:" behind.
        text: What it says; what has none is no post.
        heading: The topic's title.
        is_topic: The first post opens a topic; else all are comments on an article.
    """

    name: str
    title: str
    anchors: Select
    author: Select
    time: Select
    text: Select
    heading: Select
    is_topic: bool = True

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion, or None where there is no post."""
        anchors = {
            row: anchor
            for anchor in self.anchors.on(page)
            if (row := next((each for each in above(anchor) if each.tag == "tr"), None)) is not None
        }
        groups = [
            (anchor, [row, *takewhile(lambda each: each not in anchors, row.itersiblings("tr"))])
            for row, anchor in anchors.items()
        ]
        posts = [post for anchor, rows in groups if (post := self._post(anchor, rows)) is not None]
        made = Made(title=self.title, heading=self.heading)
        if not posts:
            return None
        found = (
            topic_of(page, made, posts)
            if self.is_topic
            else discussion_of(page, made, posts, None, kind=ArticleKind.ARTICLE, title="")
        )
        rows = tuple(row for _, group in groups for row in group)
        return None if found is None else replace(found, areas=(*rows, *found.areas))

    def _post(self, anchor: HtmlElement, rows: Sequence[HtmlElement]) -> Post | None:
        text = _first(self.text, rows)
        if text is None:
            return None
        time = _first(self.time, rows)
        name = anchor.get("id") or anchor.get("name")
        printed = "" if time is None else " ".join(str(time.text_content()).split())
        exact = None if time is None else time.get("title")
        printed = _UPDATED.sub("", _POSTED.sub("", printed, count=1))
        return Post(
            element=rows[0],
            key=digits_of(name),
            parts=(text,),
            author=self.author.text(rows[0]),
            dates=stated(exact, printed),
            printed=printed,
            permalink=f"#{name}",
        )


def _first(select: Select, rows: Sequence[HtmlElement]) -> HtmlElement | None:
    return next((found for row in rows if (found := select.first(row)) is not None), None)


XMB = RowForumReader(
    name="xmb",
    title="XMB",
    anchors=Select("td[rowspan='3'] a[name^=pid]"),
    author=Select("font.mediumtxt > strong", ".mediumtxt > strong"),
    time=Select("td.smalltxt a[href*='viewthread.php']", "td.smalltxt"),
    text=Select("div.mediumtxt", "font.subject ~ font.mediumtxt"),
    heading=Select("font.subject strong", ".subject strong", "title"),
)
YAF = RowForumReader(
    name="yaf",
    title="YAF.NET",
    anchors=Select("tr.postheader a[name^=post]", "tr.postheader a[id^=post]"),
    author=Select("a.UserPopMenuLink", "a[id*=UserProfileLink]", "b > a", "strong > a"),
    time=Select("abbr.timeago", "td.postPosted .postedLeft", "td.postheader td.postheader"),
    text=Select("div.postdiv", "td.message"),
    heading=Select("h1", ".header2Title", "title"),
)
XOOPS = RowForumReader(
    name="xoops",
    title="XOOPS",
    anchors=Select("td.head > a[id^=comment]"),
    author=Select("td.head"),
    time=Select("div.comDate"),
    text=Select("div.comText"),
    heading=Select("title"),
    is_topic=False,
)
ROW_FORUMS = (XMB, YAF, XOOPS)
