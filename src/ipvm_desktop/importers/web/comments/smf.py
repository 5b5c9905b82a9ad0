"""Simple Machines Forum 1.1, 2.0 and 2.1, and ElkArte, which was made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("div.post_wrapper", "article.post_wrapper")
_TEXT = Select(".post .inner", ".inner[id^=msg_]", ".post", ".messageContent")
_NAME = Select(
    ".poster h4 a[href*='profile']", ".poster h4 a:last-of-type", ".poster h4", ".poster .name"
)
_RANK = Select(".poster li.title", ".poster li.membergroup", ".poster li.postgroup")
_DATE = Select(".postinfo a.smalltext", ".keyinfo .smalltext")
_TIME = Select(".keyinfo time")
_NUMBER = Select(".page_number", ".keyinfo .smalltext")
_LINK = Select(".postinfo a[href*='msg']", ".keyinfo h5 a", "[id^=subject_] a")
_LIKES = Select(".like_count", ".smflikes_count")
_EDITED = Select("[id^=modified_]")
_ATTACHED = Select(".attachments")
_OLD_SUBJECTS = Select("div[id^=subject_]")
_OLD_TEXT = Select("div.post")
_OLD_NAME = Select("td[rowspan] b a", "td[rowspan] b", "b a[href*='profile']")
_OLD_RANK = Select("td[rowspan] .smalltext")
_OLD_LINK = Select("a[href]")
# What a topic is printed from, see the template "Printpage".
_PRINTED_HEADS = Select(".postheader")
_PRINTED_TEXTS = Select("div[style*='0 5ex']")
_BOLD = ("b", "strong")
_TITLE = Select(
    "#top_subject", "h2.display_title", ".cat_bar h3", "td.catbg3 #top_subject",
    "h2.category_header", "h1",
)  # fmt: skip
_AREAS = Select(
    "#quickreply", "#quickReplyOptions", "#quickreplybox", ".pagesection", "#moderationbuttons"
)
_BUTTONS = Select(".codeheader .codeoperation", ".codeheader a", ".signature", ".noticebox")
_QUOTES = Select(
    "blockquote.bbc_standard_quote", "blockquote.bbc_alternate_quote", "blockquote.bbc_quote",
    "div.quote",
)  # fmt: skip
_CITE = Select("cite")
_POST_IN_ADDRESS = re.compile(r"msg[=.]?(\d+)")
_TITLE_HEAD = Select("#author")
# "Topic: " and " (Read 123 times)", in the languages of the program.
_AROUND_TITLE = re.compile(r"\A[^:]{2,30}:\s+|\s*\([^()\d]*\d[^()]*\)\Z")
_REPLY = re.compile(r"#\s*(\d{1,9})\b")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    cites = owned(_CITE, body, blocks)
    for block in blocks:
        head = cites.get(block)
        if head is None:
            before = block.getprevious()
            head = before if before is not None and has_class(before, "quoteheader") else None
        links = () if head is None else head.iter("a")
        told = next((m for a in links if (m := _POST_IN_ADDRESS.search(a.get("href") or ""))), None)
        yield Quotation(block, head, None, told[1] if told else None)


_MADE = Made(title="Simple Machines Forum", areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class SmfReader:
    """Reads a page of a topic."""

    name = "smf"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        posts = [_post(each) for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        posts = posts or list(_old_posts(page))
        if posts:
            return topic_of(page, _MADE, posts, title=_title(page.root))
        printed = list(_printed(page))
        title = text_of(printed[0][0][0]) if printed else None
        posts = [_printed_post(head, text) for head, text in printed]
        return topic_of(page, _MADE, posts, title=title)


def _title(root: HtmlElement) -> str:
    """Return the topic's title without what versions 1.1 and 2.0 print around it."""
    title = _TITLE.first(root)
    said = text_of(title)
    head = None if title is None else _TITLE_HEAD.first(title)
    if title is None or (head is None and title.tag != "td"):
        return said
    return _AROUND_TITLE.sub("", said.removeprefix(text_of(head)))


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    date = _date(_DATE.text(element)) or _TIME.text(element)
    likes = number_in(_LIKES.text(element))
    return Post(
        element=element,
        key=digits_of(None if text is None else text.get("id"))
        or digits_of(_LINK.attribute(element, "href")),
        parts=() if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element)),
        number=_number(_NUMBER.text(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        dates=stated(_TIME.attribute(element, "data-forumtime", "datetime"), date),
        votes=(likes,) if likes else (),
        permalink=_LINK.attribute(element, "href"),
    )


def _number(line: str) -> int | None:
    """Return a post's place; replies are counted from 1, the opening post has no number."""
    reply = _REPLY.search(line)
    return int(reply[1]) + 1 if reply else None


def _date(line: str) -> str:
    """Return the date of "« Reply #1 on: March 04, 2019, 10:12:33 PM »"."""
    line = line.strip("« »")
    return line.partition(": ")[2] or line


def _old_posts(page: WebPage) -> Iterator[Post]:
    """Yield the posts of version 1.1: subject and text in one cell, the author in another."""
    for subject in _OLD_SUBJECTS.on(page):
        rows = [each for each in above(subject) if each.tag == "tr"]
        element = next((row for row in rows if _OLD_TEXT.first(row) is not None), None)
        if element is None or len(_OLD_SUBJECTS.all(element)) > 1:
            continue
        line = next((each for each in subject.itersiblings() if has_class(each, "smalltext")), None)
        text = _OLD_TEXT.first(element)
        yield Post(
            element=element,
            key=digits_of(subject.get("id")),
            parts=() if text is None else (text,),
            number=_number(text_of(line)),
            author=_OLD_NAME.text(element),
            title=_first_line(_OLD_RANK.first(element)),
            dates=stated(_date(text_of(line))),
            permalink=_OLD_LINK.attribute(subject, "href"),
        )


def _printed(page: WebPage) -> Iterator[tuple[list[HtmlElement], HtmlElement]]:
    """Yield subject, author and date of each printed post, with what holds its text."""
    for head in _PRINTED_HEADS.on(page):
        told = [each for each in head if each.tag in _BOLD]
        text = head.getnext()
        if len(told) == 3 and text is not None and has_class(text, "postbody"):
            yield told, text
    for text in _PRINTED_TEXTS.on(page):
        # Two lines between rules stand above it.
        before = (each for each in text.itersiblings(preceding=True) if each.tag in _BOLD)
        told = list(islice(before, 3))[::-1]
        if len(told) == 3:
            yield told, text


def _printed_post(told: Sequence[HtmlElement], text: HtmlElement) -> Post:
    return Post(
        element=text,
        key=None,
        parts=(text,),
        author=text_of(told[1]),
        dates=stated(text_of(told[2])),
    )


def _first_line(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join((element.text or "").split())
