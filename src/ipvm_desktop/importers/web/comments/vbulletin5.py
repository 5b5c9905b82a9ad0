"""vBulletin 5 and 6."""

from __future__ import annotations

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, stated
from ipvm_desktop.importers.web.comments._select import Select, has_class, nearest, number_in
from ipvm_desktop.importers.web.comments._topic import topic_of
from ipvm_desktop.importers.web.comments.vbulletin import find_quotes
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_POSTS = Select(
    "li.b-post[data-node-id]", "li.js-post[data-node-id]", "article.b-post[data-node-id]"
)
_TEXT = Select(".js-post__content-text", ".OLD__post-content")
_NAME = Select(".author [itemprop=name]", ".author a", ".author", ".OLD__author a", ".OLD__author")
_RANK = Select(".usertitle")
_TIME = Select(".b-post__timestamp time", "time[itemprop=dateCreated]", "time")
_PRINTED = Select(".b-post__timestamp", "time")
_COUNT = Select("a.b-post__count", ".b-post__count")
_ADDED = Select(
    ".b-post-attachments", ".js-post-attachments",
    ".b-post__edit-info", ".post-edit-info", ".b-post__lastedited",
)  # fmt: skip
_LIKES = Select(".js-post-controls__vote-count", ".votecount")
_TITLE = Select("h1.main-title", ".b-topic-title", "h1")
_AREAS = Select(".b-content-entry", ".conversation-toolbar")
_BUTTONS = Select(".bbcode_quote_container", ".b-post__signature", ".h-hide")
_MADE = Made(
    title="vBulletin 5", heading=_TITLE, areas=_AREAS, without=_BUTTONS, find_quotes=find_quotes
)


class VBulletin5Reader:
    """Reads a page of a topic."""

    name = "vbulletin5"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; a post answers what it stands below, or else quotes first."""
        posts = [each for each in _POSTS.on(page) if _TEXT.first(each) is not None]
        owners = frozenset(posts)
        return topic_of(page, _MADE, [_post(each, owners) for each in posts])


def _post(element: HtmlElement, posts: frozenset[HtmlElement]) -> Post:
    text = _TEXT.first(element)
    likes = number_in(_LIKES.text(element))
    printed = _PRINTED.text(element)
    around = nearest(element, posts)
    added = [each for each in _ADDED.all(element) if nearest(each, posts) is element]
    return Post(
        element=element,
        key=element.get("data-node-id"),
        parts=() if text is None else (text, *added),
        parent=None if around is None else around.get("data-node-id"),
        number=number_in(_COUNT.text(element)),
        author=_NAME.text(element),
        title=_RANK.text(element),
        # The attribute is UTC without saying so, unlike what is printed.
        dates=stated(_TIME.attribute(element, "datetime"), printed),
        printed=printed,
        votes=(likes,) if likes else (),
        permalink=_COUNT.attribute(element, "href"),
        deleted=has_class(element, "b-post--deleted"),
    )
