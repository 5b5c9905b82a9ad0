"""Slashdot: stories with comments as its discussion systems, D1 and D2, draw them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
    own_text,
    text_of,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_COMMENTS = Select("li[id^=tree_]")
_ENTRIES = Select("li.comment")
_NAMED = Select("a[name]", "a[href*='cid=']")
_TREE = Select("#commentlisting")
_AREAS = Select("#comments", "#commentwrap", "#commentlisting")
_SUBJECT = Select("a[id^=comment_link_]", "h4 a", ".title a")
_SCORE = Select("[id^=comment_score_]", ".score")
_BY = Select(".by", ".details")
_USER = Select("a[href*='~']")
_DETAILS = Select("[id^=comment_otherdetails_]", ".otherdetails", ".details")
_TEXT = Select("[id^=comment_body_]", ".commentBody")
_STORY = Select("article[id^=firehose-]", "div[id^=firehose-].article", "div.fhitem-story")
_STORY_TEXT = Select("[id^=text-]", ".body .p", ".body")
_STORY_TITLE = Select(".story-title a", "[id^=title-] a", ".story a")
_STORY_BY = Select(".story-byline", ".details")
_STORY_TIME = Select("time")
_COUNT = Select(".comment-bubble", ".totalcommentcnt")
_SAID_SCORE = re.compile(r"Score:\s*(-?\d{1,9})\b(?:\s*,\s*([A-Za-z]+))?")
_ON = re.compile(r"\bon ([A-Z][a-z]+ .+?\d{1,2}:\d{2}\s?[AP]M)")
_BY_EDITOR = re.compile(r"\bby\s+(\S+(?: \S+){0,3}?)(?=\s+(?:on|from)\b|\Z)")
# Until 2006 comments were rows of tables: a head with its anchor, and below it the text.
_ANCHORS = Select("td a[name]")
_ANSWER = Select("a[href*='op=Reply']")
_CID = re.compile(r"\bcid=(\d+)")
_BY_LINE = re.compile(r"\bby (.{1,60}?) (?:\(\d+\) )?on [A-Z]")
_BUTTONS = Select("p > font[size='-1']:has(a[href*='op=Reply'])")
_MADE = Made(title="Slashdot", areas=_AREAS, without=_BUTTONS, replies_told=True)


class SlashdotReader:
    """Reads a story and its tree of comments, abbreviated and hidden ones included."""

    name = "slashdot"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; comments stand inside of the one they answer."""
        comments = _COMMENTS.on(page)
        comments = comments or [each for each in _ENTRIES.on(page) if _is_of_d1(each)]
        rows = [] if comments else list(_rows(page))
        if not comments and not rows and _TREE.first_on(page) is None:
            return None
        story = _STORY.first_on(page)
        return discussion_of(
            page,
            _MADE,
            rows or [_post(comment) for comment in comments],
            None if story is None else _opening(story),
            declared=number_in(_COUNT.text(page.root)),
            title="" if story is None else _STORY_TITLE.text(story),
            kind=ArticleKind.ARTICLE,
        )


def _post(comment: HtmlElement) -> Post:
    key = _key(comment)
    # Only what is the comment's own: its replies stand further down in the same list entry.
    own = next((child for child in comment if child.get("id") == f"comment_{key}"), None)
    own = comment if own is None and _is_of_d1(comment) else own
    parent = next((each for each in above(comment) if _is_comment(each)), None)
    parent_key = None if parent is None else _key(parent)
    text = None if own is None else _TEXT.first(own)
    if own is None or text is None:
        return Post(element=comment, key=key, parent=parent_key, badges=("Hidden",))
    score = _SAID_SCORE.search(_SCORE.text(own))
    date = _date(_DETAILS.text(own))
    # A subject of its own often is the first half of what a comment says.
    subject = _SUBJECT.first(own)
    is_own = subject is not None and not text_of(subject).startswith("Re:")
    return Post(
        element=comment,
        key=key,
        parts=(subject, text) if subject is not None and is_own else (text,),
        parent=parent_key,
        author=_author(own),
        badges=(score[2],) if score and score[2] else (),
        dates=(date,) if date else (),
        votes=(int(score[1]),) if score else (),
        permalink=_SUBJECT.attribute(own, "href"),
        deleted=text_of(text).startswith("Comment removed"),
    )


def _rows(page: WebPage) -> Iterator[Post]:
    """Yield the comments of tables; the first anchor of each head names its comment."""
    heads: dict[HtmlElement, str] = {}
    for anchor in _ANCHORS.on(page) if "op=Reply" in page.values else ():
        row = next((each for each in above(anchor) if each.tag == "tr"), None)
        if row is not None and anchor.get("name", "").isdecimal():
            heads.setdefault(row, anchor.get("name", ""))
    for row, key in heads.items():
        below = row.getnext()
        post = _row(row, key, below) if below is not None and len(below) > 0 else None
        if post is not None:
            yield post


def _row(row: HtmlElement, key: str, below: HtmlElement) -> Post | None:
    head = text_of(row)
    score = _SAID_SCORE.search(head)
    if score is None or _ANSWER.first(below) is None:
        return None
    parents = [
        _CID.search(link.get("href") or "") for link in below.iter("a") if text_of(link) == "Parent"
    ]
    by = _BY_LINE.search(head)
    date = _date(head)
    return Post(
        element=row,
        key=key,
        parts=(below[0],),
        parent=next((match[1] for match in parents if match), None),
        author=_USER.text(row) or (by[1] if by else ""),
        badges=(score[2],) if score[2] else (),
        dates=(date,) if date else (),
        votes=(int(score[1]),),
        permalink=next(
            (link.get("href") for link in row.iter("a") if text_of(link) == f"#{key}"), None
        ),
    )


def _is_comment(element: HtmlElement) -> bool:
    is_entry = element.tag == "li"
    return is_entry and ((element.get("id") or "").startswith("tree_") or _is_of_d1(element))


def _is_of_d1(element: HtmlElement) -> bool:
    """Say whether a comment has no id of its own and begins with its head."""
    return not element.get("id") and len(element) > 0 and has_class(element[0], "commentTop")


def _key(comment: HtmlElement) -> str | None:
    named = comment.get("id") or _NAMED.attribute(comment, "name", "href")
    return digits_of(named)


def _author(own: HtmlElement) -> str:
    by = _BY.first(own)
    if by is None:
        return ""
    return _USER.text(by) or own_text(by).removeprefix("by ").partition(" on ")[0]


def _date(details: str) -> str:
    date = _ON.search(details)
    return date[1].replace("@", "at ") if date else ""


def _opening(story: HtmlElement) -> Post:
    text = _STORY_TEXT.first(story)
    by = _STORY_BY.text(story)
    editor = _BY_EDITOR.search(by)
    date = _date(_STORY_TIME.text(story) or by)
    return Post(
        element=story,
        key="story",
        parts=() if text is None else (text,),
        author=editor[1] if editor else "",
        dates=(date,) if date else (),
    )
