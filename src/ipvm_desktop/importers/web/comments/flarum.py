"""Flarum: discussions as its application draws them."""

from __future__ import annotations

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import ANSWERED, Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, has_class, number_in, text_of
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select(".PostStream-item[data-type=comment]")
# What stands there for those without scripts, and is all in a page that was not drawn.
_PLAIN_POSTS = Select("#flarum-content article")
_TEXT = Select(".Post-body")
_NAME = Select(".PostUser-name .username", ".PostUser-name", ".PostUser .username", ".PostUser h3")
_BADGES = Select(".PostUser-badges .Badge", ".PostUser .badges .Badge")
_TIME = Select(".PostMeta time", ".item-meta time", "time")
_LINK = Select(".PostMeta-permalink")
_MENTION = Select("a.PostMention[data-id]")
_LIKES = Select(".Post-likedBy")
_TITLE = Select(".DiscussionHero-title", "h1")
_AREAS = Select(".ReplyPlaceholder", ".DiscussionPage-nav")
_MADE = Made(title="Flarum", heading=_TITLE, areas=_AREAS)


class FlarumReader:
    """Reads the posts of a discussion that a page holds."""

    name = "flarum"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post that opens with a mention of another one answers it."""
        elements = _POSTS.on(page) or _PLAIN_POSTS.on(page)
        posts = [_post(each) for each in elements if _TEXT.first(each) is not None]
        return topic_of(page, _MADE, posts)


def _post(element: HtmlElement) -> Post:
    text = _TEXT.first(element)
    mention = None if text is None else _MENTION.first(text)
    key = element.get("data-id")
    opens = key and mention is not None and text_of(text).startswith(text_of(mention))
    likes = number_in(_LIKES.text(element))
    return Post(
        element=element,
        key=key,
        parts=() if text is None else (text,),
        parent=mention.get("data-id") if mention is not None and opens else None,
        reason=ANSWERED,
        number=number_in(element.get("data-number")),
        author=_NAME.text(element),
        badges=tuple(
            badge.get("aria-label") or badge.get("title") or "" for badge in _BADGES.all(element)
        ),
        dates=stated(
            _TIME.attribute(element, "datetime"), element.get("data-time"), _TIME.text(element)
        ),
        printed=_TIME.text(element),
        votes=(likes,) if likes else (),
        permalink=_LINK.attribute(element, "href"),
        deleted=any(has_class(each, "Post--hidden") for each in element),
    )
