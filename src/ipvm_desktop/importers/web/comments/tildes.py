"""Tildes."""

from __future__ import annotations

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.comments._post import Made, Post, discussion_of, stated
from ipvm_desktop.importers.web.comments._select import (
    Select,
    above,
    has_class,
    number_in,
)
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_COMMENTS = Select("article.comment[data-comment-id36]")
_TOPIC = Select("article.topic-full")
_TITLE = Select("h1")
_TOPIC_TEXT = Select(".topic-full-text")
_TOPIC_VOTES = Select(".topic-voting-votes")
_ANNOUNCED = Select(".topic-comments-header h2", ".topic-comments h2")
_TEXT = Select(".comment-text")
_NAME = Select(".link-user")
_LABEL = Select(".comment-user-info .label", "header .is-comment-mine", ".comment-user-affiliation")
_TIME = Select("time.comment-posted-time", "time")
_LINK = Select("a.comment-nav-link[href*='#comment-']", "a.comment-nav-link")
_VOTES = Select("button[name=vote]", ".comment-votes")
_GONE = Select(".is-comment-removed", ".is-comment-deleted")
_AREAS = Select(".topic-comments", "#comments")
_MADE = Made(title="Tildes", areas=_AREAS, replies_told=True)


class TildesReader:
    """Reads a topic, which opens the discussion, and the tree of its comments."""

    name = "tildes"
    title = _MADE.title

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussion; comments stand inside of the one they answer."""
        comments = _COMMENTS.on(page)
        topic = _TOPIC.first_on(page)
        if topic is None and not comments:
            return None
        return discussion_of(
            page,
            _MADE,
            [_post(comment) for comment in comments],
            None if topic is None else _opening(topic),
            declared=number_in(_ANNOUNCED.text(page.root)),
            title="" if topic is None else _TITLE.text(topic),
        )


def _post(comment: HtmlElement) -> Post:
    itself = next((each for each in comment if has_class(each, "comment-itself")), comment)
    text = _TEXT.first(itself)
    parent = next((each for each in above(comment) if has_class(each, "comment")), None)
    votes = number_in(_VOTES.text(itself))
    return Post(
        element=comment,
        key=comment.get("data-comment-id36"),
        parts=() if text is None else (text,),
        parent=None if parent is None else parent.get("data-comment-id36"),
        author=_NAME.text(itself),
        badges=(_LABEL.text(itself),),
        dates=stated(_TIME.attribute(itself, "datetime"), _TIME.text(itself)),
        printed=_TIME.text(itself),
        votes=() if votes is None else (votes,),
        permalink=_LINK.attribute(itself, "href"),
        deleted=_GONE.first(itself) is not None,
    )


def _opening(topic: HtmlElement) -> Post:
    text = _TOPIC_TEXT.first(topic)
    votes = number_in(_TOPIC_VOTES.text(topic))
    return Post(
        element=topic,
        key="topic",
        parts=() if text is None else (text,),
        author=_NAME.text(topic),
        dates=stated(_TIME.attribute(topic, "datetime"), _TIME.text(topic)),
        printed=_TIME.text(topic),
        votes=() if votes is None else (votes,),
    )
