"""phpBB 2 and 3: its styles subSilver, subsilver2, prosilver, and those made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation, cut_signature
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

_POSTS = Select("div.post[id^=p]", "article.post[id^=p]", "li.post[id^=p]")
_POSTBODY = Select(".postbody")
_TEXT = Select(".postbody .content", ".content")
_ATTACHED = Select(".attachbox")
_EDITED = Select(".postbody .notice")
_NAME = Select(
    ".author .username", ".author .username-coloured", ".postprofile .username",
    ".postprofile .username-coloured", ".author strong", ".postprofile dt",
)  # fmt: skip
_RANK = Select(".postprofile .profile-rank", ".postprofile dd:not([class])")
_AUTHOR_LINE = Select("p.author", ".author")
_TIME = Select("p.author time", ".author time", ".postbody time")
_LINK = Select("h3 a[href]", ".author a[href*='#p']", "p.author > a")
_PAGINATION = Select(".pagination", ".gensmall .pagination")
_TITLE = Select(
    "h2.topic-title a", "h2.topic-title", "h2 a[href*='viewtopic']", "a.titles", "a.maintitle",
    "#page-header h2",
)  # fmt: skip
_AREAS = Select(".action-bar", ".topic-actions", "#page-body > form")
_BUTTONS = Select(
    ".codebox > p", "dl.codebox > dt", ".signature", ".signature_standalone", ".back2top"
)
_COUNT = re.compile(r"(?:\A|\[ ?)(\d[\d.,]*) [^\W\d]")
_OLD_AUTHORS = Select("b.postauthor", "span.name")
_OLD_TEXT = Select("div.postbody", "span.postbody")
_OLD_DETAILS = Select(".postdetails")
_OLD_ANCHOR = Select("a[name]")
_OLD_POSTED = Select("td.gensmall div + div > b")
_OLD_LINK = Select("a[href*='viewtopic']")
# What a topic is printed from, see the template "viewtopic_print".
_PRINTED = Select("#page-body > div.post")
_PRINTED_NAME = Select(".author strong")
_PRINTED_DATE = Select(".date strong")
_QUOTER = Select(".genmed")
_OLD_CLIMB = 4
_QUOTES = Select("blockquote", "div.quotecontent", "td.quote")
_CITE = Select("cite")
_CITED = Select("a[data-post-id]", "a[href*='#p']", "a[href*='p=']")
_POST_IN_ADDRESS = re.compile(r"(?:#p?|[?&;]p=)(\d+)")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    if body.tag == "td":
        cut_signature(body)
    blocks = dict.fromkeys(_QUOTES.all(body))
    cites = owned(_CITE, body, blocks)
    for block in blocks:
        if block.tag == "blockquote":
            head = cites.get(block)
            cited = None if head is None else _CITED.first(head)
            link = block.get("cite") if cited is None else cited.get("href")
            told = _POST_IN_ADDRESS.search(link or "")
            yield Quotation(block, head, None, told[1] if told else None)
        elif block.tag == "div":
            before = block.getprevious()
            is_head = before is not None and has_class(before, "quotetitle")
            yield Quotation(block, before if is_head else None)
        else:  # a cell below the one that says whose words they are
            table = next((each for each in above(block) if each.tag == "table"), block)
            yield Quotation(table, _QUOTER.first(table), block)


_MADE = Made(title="phpBB", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class PhpBBReader:
    """Reads a page of a topic."""

    name = "phpbb"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        posts = [_post(each) for each in _POSTS.on(page) if _POSTBODY.first(each) is not None]
        posts = posts or list(_old_posts(page)) or list(_printed_posts(page))
        told = _COUNT.search(_PAGINATION.text(page.root)) if posts else None
        return topic_of(
            page,
            _MADE,
            posts,
            declared=(number_in(told[1]) or 1) - 1 if told else None,
        )


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    line = _AUTHOR_LINE.first(element)
    printed = _TIME.text(element) or text_of(line).rpartition("»")[2].strip()
    return Post(
        element=element,
        key=digits_of(element.get("id")),
        parts=() if text is None else (text, *_ATTACHED.all(element), *_EDITED.all(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        dates=stated(_TIME.attribute(element, "datetime"), printed),
        permalink=_LINK.attribute(element, "href"),
        deleted=has_class(element, "deleted"),
    )


def _printed_posts(page: WebPage) -> Iterator[Post]:
    for element in _PRINTED.on(page):
        text, date = _TEXT.first(element), _PRINTED_DATE.text(element)
        if text is not None and date:
            yield Post(
                element=element,
                key=None,
                parts=(text,),
                author=_PRINTED_NAME.text(element),
                dates=stated(date),
            )


def _old_posts(page: WebPage) -> Iterator[Post]:
    """Yield posts that are rows of tables: author and rank in one cell, the text in another."""
    for author in _OLD_AUTHORS.on(page):
        nearby = islice(above(author), _OLD_CLIMB)
        element = next((each for each in nearby if _OLD_TEXT.first(each) is not None), None)
        if element is not None and len(_OLD_AUTHORS.all(element)) == 1:
            yield _old_post(element, author)


def _old_post(element: HtmlElement, author: HtmlElement) -> Post:
    texts = _OLD_TEXT.all(element)
    # A quote divides the text of phpBB 2, so that the cell around it is what there is.
    cell = texts[0].getparent() if texts[0].tag == "span" else None
    details = _OLD_DETAILS.all(element)
    posted = _OLD_POSTED.first(element)
    if posted is not None:
        printed = posted.tail or ""
    else:
        printed = (details[-1].text or "").partition(":")[2] if details else ""
    name = _OLD_ANCHOR.attribute(element, "name")
    return Post(
        element=element,
        key=digits_of(name),
        parts=(texts[0] if cell is None else cell,),
        author=text_of(author),
        title=" ".join((details[0].text or "").split()) if len(details) > 1 else "",
        dates=stated(" ".join(printed.split())),
        permalink=_OLD_LINK.attribute(element, "href"),
    )
