"""FluxBB and PunBB."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, digits_of, number_in, owned
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("div.blockpost[id^=p]")
_TEXT = Select(".postmsg")
_NAME = Select(".postleft dt strong", ".postleft dt")
_RANK = Select(".postleft .usertitle")
_HEAD = Select("h2 a[href]")
_NUMBER = Select("h2 .conr")
_TITLE = Select(
    "#brdmain .crumbs li:last-child strong", ".crumbs strong", "ul.crumbs li:last-child a"
)
_AREAS = Select("#quickpost", ".linkst", ".linksb", ".postlinksb")
_BUTTONS = Select(".postsignature")
_QUOTES = Select(".quotebox")
_CITE = Select("cite", "h4")
_QUOTE_TEXT = Select("blockquote")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    blocks = dict.fromkeys(_QUOTES.all(body))
    heads = owned(_CITE, body, blocks)
    texts = owned(_QUOTE_TEXT, body, blocks)
    for block in blocks:
        yield Quotation(block, heads.get(block), texts.get(block))


_MADE = Made(title="FluxBB", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=_quotes)


class FluxBBReader:
    """Reads a page of a topic; its quotes tell no post they come from."""

    name = "fluxbb"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion."""
        posts = [_post(each) for each in _POSTS.on(page)]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    return Post(
        element=element,
        key=digits_of(element.get("id")),
        parts=() if text is None else (text,),
        number=number_in(_NUMBER.text(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        dates=stated(_HEAD.text(element)),
        permalink=_HEAD.attribute(element, "href"),
    )
