"""MyBB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import takewhile

from lxml import html
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._plain import plain_posts
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    digits_of,
    number_in,
    owned,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_TEXTS = Select(".post_body[id^=pid_]")
_POST_ID = re.compile(r"post_\d+")
_NAME = Select(".author_information .largetext", ".post_author .largetext", ".post_author strong a")
_INFORMATION = Select(".author_information .smalltext", ".post_author .smalltext")
_BADGES = Select(".post_author img[alt][title]")
_DATE = Select(".post_date", "td.tcat .smalltext")
_COUNTER = Select(".post_head .float_right a", "strong a[id^=post_url]", "strong a[href*='#pid']")
# The archive, made for search engines.
_ARCHIVED = Select("#content > div.post > div.message")
_ARCHIVED_NAME = Select(".header .author")
_ARCHIVED_DATE = Select(".header .dateline")
# The view for printers, where posts are no elements: "Title - Ann - 03-04-2019", text, a rule.
_PRINTED = Select("strong + a[href*='member.php']", "strong + a[href*='user-']")
_PRINTED_GLUE = re.compile(r"\s*-\s*")
_EDITED = Select(".post_edit", ".edited_post")
_ATTACHED = Select("fieldset.attachments", ".post_attachments")
_TITLE = Select("#fullversion a", "td.thead strong", ".thead strong", "h1")
_AREAS = Select("#quick_reply_form", ".pagination", "#similar_threads")
_BUTTONS = Select(".codeblock > .title", ".signature")
_QUOTES = Select("blockquote")
_CITE = Select("cite")
_POST_IN_ADDRESS = re.compile(r"(?:pid[=-]?)(\d+)")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    cites = owned(_CITE, body, blocks)
    for block in blocks:
        head = cites.get(block)
        links = () if head is None else [a.get("href") or "" for a in head.iter("a")]
        told = next((match for link in links if (match := _POST_IN_ADDRESS.search(link))), None)
        yield Quotation(block, head, None, told[1] if told else None)


_MADE = Made(title="MyBB", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class MyBBReader:
    """Reads a page of a thread."""

    name = "mybb"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes by number."""
        posts = [_post(text) for text in _TEXTS.on(page)]
        posts = posts or list(plain_posts(page, _ARCHIVED, _ARCHIVED_NAME, _ARCHIVED_DATE))
        printed = [] if posts else list(_printed(page))
        title = text_of(printed[0].element) if printed else None
        return topic_of(page, _MADE, posts or printed, title=title)


def _post(text: HtmlElement) -> Post:
    element = next((each for each in above(text) if _POST_ID.fullmatch(each.get("id") or "")), text)
    date = _DATE.first(element)
    edit = _EDITED.text(element)
    printed = text_of(date).removesuffix(edit).strip()
    named = None if date is None else date.find("span[@title]")
    exact = None if named is None else f"{named.get('title')}{named.tail or ''}"
    information = _INFORMATION.first(element)
    return Post(
        element=element,
        key=digits_of(text.get("id")),
        parts=(text, *_ATTACHED.all(element), *_EDITED.all(element)),
        number=number_in(_COUNTER.text(element)),
        author=_NAME.text(element),
        title=" ".join((information.text or "").split()) if information is not None else "",
        dates=stated(exact, printed),
        permalink=_COUNTER.attribute(element, "href"),
    )


def _printed(page: WebPage) -> Iterator[Post]:
    """Yield the posts of the view for printers, each with what stands up to the next rule."""
    names = {
        title: name
        for name in _PRINTED.on(page)
        if (title := name.getprevious()) is not None
        and _PRINTED_GLUE.fullmatch(title.tail or "")
        and (rule := title.getprevious()) is not None
        and rule.tag == "hr"
    }
    for title, name in names.items():
        behind = list(takewhile(lambda each: each.tag != "hr", name.itersiblings()))
        head = list(takewhile(lambda each: each.tag != "br", behind))
        text: HtmlElement = html.Element("div")
        for each in behind[len(head) :]:
            text.append(deepcopy(each))
        printed = "".join((name.tail or "", *(f"{text_of(e)}{e.tail or ''}" for e in head)))
        yield Post(
            element=title,
            key=None,
            parts=(text,),
            author=text_of(name),
            dates=stated(_PRINTED_GLUE.sub("", printed, count=1).strip()),
        )
