"""vBulletin 3 and 4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._plain import plain_posts
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    has_class,
    number_in,
    own_text,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_MESSAGES = Select("[id^=post_message_]")
_DELETED = "postbitdeleted"
_MESSAGES_AND_GAPS = Select("[id^=post_message_]", f"li.{_DELETED}[id^=post_]")
_INNER_TEXT = Select("blockquote.postcontent", f".{_DELETED} .postrow")
_NAME = Select(".bigusername", ".username_container .username", ".username", "[id^=postmenu_]")
_RANK = Select(".usertitle", "[id^=postmenu_] ~ .smallfont")
_STARTER = Select(".threadstarter")
_ANCHOR = Select("a[name^=post]")
_DATE = Select(
    ".posthead .date", ".postdate .date", ".date", "[itemprop=dateCreated]",
    "[itemprop=datePublished]",
)  # fmt: skip
_COUNTER = Select("a[id^=postcount]", "a.postcounter")
_ATTACHED = Select("fieldset.fieldset", ".attachments")
_EDITED = Select(".smallfont em", ".lastedited")
# The archive that is made for search engines.
_ARCHIVED = Select("div.post > div.posttext")
_ARCHIVED_NAME = Select(".posttop .username")
_ARCHIVED_DATE = Select(".posttop .date")
# A thread's pages to be printed, of version 4 and 3.
_PRINTED = Select("li.postbit.blockbody")
_PRINTED_NAME = Select(".header .username")
_PRINTED_DATE = Select(".header .datetime")
_PRINTED_TEXT = Select(".content .restore", ".content")
_OLD_PRINTED = Select("td.page > table:first-child + hr")
_CELLS = Select("td")
_AREAS = Select("#quickreply", "#collapseobj_quickreply", "#quick_reply", ".pagenav")
_TITLE = Select(
    ".threadtitle",
    ".largefont a[href*='showthread']",
    "td.navbar strong",
    "#breadcrumb .lastnavbit",
    "h1",
)
_BUTTONS = Select("blockquote.signature", ".bbcode_quote_container")
_BLOCKS = Select(".bbcode_quote", "td.alt2", "div.postquote")
_NEW_HEAD = Select(".bbcode_postedby")
_NEW_TEXT = Select(".message")
_POST_LINK = Select("a[href*='post']", "a[href*='p=']")
_CONTAINER = re.compile(r"(?:post|edit)_?\d+")
_POST_IN_ADDRESS = re.compile(r"(?:#post|[?&;]p=)(\d+)")


def find_quotes(body: HtmlElement) -> Iterator[Quotation]:
    """Find the quotations of a post, as versions 3 to 6 mark them."""
    blocks = dict.fromkeys(_BLOCKS.all(body))
    heads = owned(_NEW_HEAD, body, blocks)
    texts = owned(_NEW_TEXT, body, blocks)
    for block in blocks:
        if has_class(block, "bbcode_quote"):
            head = heads.get(block)
            yield Quotation(block, head, texts.get(block), _quoted(head))
        elif block.tag == "div" and (around := block.getparent()) is not None:
            head = block.getprevious()
            yield Quotation(around, head, block, _quoted(head))
        else:
            yield _old_quote(block)


def _old_quote(cell: HtmlElement) -> Quotation:
    """Return what version 3 puts in a frame, below a small "Quote:"."""
    table = next((each for each in above(cell) if each.tag == "table"), cell)
    label = table.getprevious()
    around = table.getparent()
    is_labelled = label is not None and has_class(label, "smallfont")
    block = around if is_labelled and around is not None else table
    if len(cell) == 2 and cell[0].find("strong") is not None:
        return Quotation(block, cell[0], cell[1], _quoted(cell[0]))
    return Quotation(block, None, cell)


def _quoted(head: HtmlElement | None) -> str | None:
    link = None if head is None else _POST_LINK.attribute(head, "href")
    told = _POST_IN_ADDRESS.search(link or "")
    return told[1] if told else None


_MADE = Made(
    title="vBulletin", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=find_quotes
)


class VBulletinReader:
    """Reads a page of a thread."""

    name = "vbulletin"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        # To moderators, deleted posts show their messages.
        messages = [
            each
            for each in _MESSAGES_AND_GAPS.on(page)
            if not has_class(each, _DELETED) or _MESSAGES.first(each) is None
        ]
        posts = [_post(message) for message in messages]
        posts = posts or list(plain_posts(page, _ARCHIVED, _ARCHIVED_NAME, _ARCHIVED_DATE))
        posts = posts or [_printed(post) for post in _PRINTED.on(page)]
        posts = posts or list(_old_printed(page))
        return topic_of(page, _MADE, posts)


def _post(message: HtmlElement) -> Post:
    element = next((each for each in above(message) if _is_container(each)), message)
    text = _INNER_TEXT.first(message)
    anchor = _ANCHOR.first(element)
    beside = None if anchor is None else anchor.getparent()
    printed = _DATE.text(element) or ("" if beside is None else own_text(beside))
    return Post(
        element=element,
        key=digits_of(message.get("id")),
        parts=(message if text is None else text, *_ATTACHED.all(element), *_EDITED.all(element)),
        number=number_in(_COUNTER.text(element)),
        author=_NAME.text(element),
        title=_rank(element),
        badges=("OP",) if _STARTER.first(element) is not None else (),
        dates=stated(printed),
        permalink=_COUNTER.attribute(element, "href"),
        deleted=has_class(element, _DELETED),
    )


def _printed(element: HtmlElement) -> Post:
    text = _PRINTED_TEXT.first(element)
    return Post(
        element=element,
        key=digits_of(element.get("id")),
        parts=() if text is None else (text,),
        author=_PRINTED_NAME.text(element),
        dates=stated(_PRINTED_DATE.text(element)),
    )


def _old_printed(page: WebPage) -> Iterator[Post]:
    """Yield posts that are cells: a table of author and date, maybe a title, and the text."""
    for rule in _OLD_PRINTED.on(page):
        cell = next(above(rule))
        told = [text_of(each) for each in _CELLS.all(cell[0])]
        if len(told) == 2 and cell[-1].tag == "div":
            yield Post(
                element=cell,
                key=None,
                parts=(cell[-1],),
                author=told[0],
                dates=stated(told[1]),
            )


def _rank(element: HtmlElement) -> str:
    rank = _RANK.first(element)
    return "" if rank is None else own_text(rank)


def _is_container(element: HtmlElement) -> bool:
    return _CONTAINER.fullmatch(element.get("id") or "") is not None
