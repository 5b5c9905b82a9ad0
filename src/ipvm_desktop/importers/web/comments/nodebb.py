"""NodeBB."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._bodies import Quotation
from ipvm_desktop.importers.web.comments._post import ANSWERED, Made, Post, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    digits_of,
    has_class,
    number_in,
    text_of,
)
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select("[component=post][data-pid]")
_TEXT = Select("[component='post/content']", ".content")
_NAME = Select(
    "[itemprop=author] [itemprop=name]", "[itemprop=author] a", "a[data-username]",
    "[itemprop=author]",
)  # fmt: skip
_BADGES = Select("a[href*='/groups/'] .badge-text", "a[href*='/groups/'].badge", ".group-label")
_DATE = Select("[itemprop=datePublished]")
_PRINTED = Select(".permalink .timeago", "[itemprop=author] .timeago", ".timeago")
_LINK = Select("a.permalink", "a.post-index")
_PARENT = Select("[component='post/parent']")
_VOTES = Select("[component='post/vote-count']")
_TITLE = Select("[component='topic/title']", "h1 [itemprop=name]", "h1")
_COUNT = Select("[component='topic/post-count']")
_AREAS = Select("[component='topic/reply/container']", ".topic-main-buttons")
_SIGNATURE = Select("[component='post/signature']")
_QUOTES = Select("blockquote")
_SAID = re.compile(r"/post/(\d+)")
_PLACE = re.compile(r"[0-9]{1,9}")


def _quotes(body: HtmlElement) -> Iterator[Quotation]:
    """Yield quotes; the paragraph above one says whose it is: "@ann said in a topic:"."""
    for block in _QUOTES.all(body):
        before = block.getprevious()
        said = text_of(before)
        links = [] if before is None else [a.get("href") or "" for a in before.iter("a")]
        told = next((match for link in links if (match := _SAID.search(link))), None)
        is_head = told is not None or (said.startswith("@") and said.endswith(":"))
        yield Quotation(block, before if is_head else None, None, told[1] if told else None)


_MADE = Made(title="NodeBB", heading=_TITLE, areas=_AREAS, without=_SIGNATURE, find_quotes=_quotes)


class NodeBBReader:
    """Reads a page of a topic."""

    name = "nodebb"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; posts written as an answer name the one they answer."""
        posts = [_post(each) for each in _POSTS.on(page)]
        count = number_in(_COUNT.attribute(page.root, "title") or _COUNT.text(page.root))
        return topic_of(
            page,
            _MADE,
            posts,
            declared=count - 1 if count else None,
        )


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    index = element.get("data-index") or ""
    score = number_in(_VOTES.attribute(element, "data-votes") or _VOTES.text(element))
    link = _PARENT.attribute(element, "href") or ""
    here = _SAID.search(link)
    parent = _PARENT.attribute(element, "data-topid", "data-parent-pid") or (
        here[1] if here else link
    )
    return Post(
        element=element,
        key=element.get("data-pid"),
        parts=() if text is None else (text,),
        # Posts of other servers are called by their address there.
        parent=parent if "://" in parent else digits_of(parent),
        reason=ANSWERED,
        number=int(index) + 1 if _PLACE.fullmatch(index) else None,
        author=element.get("data-username")
        or _NAME.attribute(element, "content", "data-username")
        or _NAME.text(element),
        badges=tuple(text_of(badge) for badge in _BADGES.all(element)),
        dates=stated(
            _DATE.attribute(element, "content"),
            element.get("data-timestamp"),
            _PRINTED.attribute(element, "title"),
            _PRINTED.text(element),
        ),
        printed=_PRINTED.text(element),
        votes=() if score is None else (score,),
        permalink=_LINK.attribute(element, "href"),
        deleted=has_class(element, "deleted"),
    )
