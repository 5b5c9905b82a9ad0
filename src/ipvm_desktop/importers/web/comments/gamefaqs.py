"""GameFAQs message boards."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("[id^=message_].msg", "td.msg[id^=message_]")
_TEXT = Select(".msg_text", ".msg_body")
_NAME = Select("[data-username]")
_FLAIR = Select(".msg_infobox .flair", ".flair")
_TIME = Select(".post_time")
_NUMBER = Select(".message_num")
_TITLE = Select("h1.page-title", "h2.title", "h1")
_AREAS = Select(".paginate", "#add_message", ".board_nav")
_SIGNATURE = Select(".signature")
_QUOTES = Select("blockquote")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    """Yield quotes; whose words they are stands before them."""
    for block in _QUOTES.all(body):
        before = block.getprevious()
        if before is not None and before.tag == "br":
            before = before.getprevious()
        is_head = before is not None and before.tag == "cite"
        key = before.get("data-quote-id") if before is not None and is_head else None
        yield Quotation(block, before if is_head else None, None, key)


_MADE = Made(
    title="GameFAQs", heading=_TITLE, areas=_AREAS, without=_SIGNATURE, find_quotes=_quotes
)


class GameFaqsReader:
    """Reads a page of a topic."""

    name = "gamefaqs"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers the first one it quotes."""
        posts = [_post(each) for each in _POSTS.on(page)]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    return Post(
        element=element,
        key=digits_of(element.get("id")),
        parts=() if text is None else (text,),
        number=number_in(_NUMBER.text(element).lstrip("#")),
        author=_NAME.attribute(element, "data-username") or "",
        title=_FLAIR.text(element),
        dates=stated(_TIME.attribute(element, "title"), _TIME.text(element)),
        printed=_TIME.text(element),
    )
