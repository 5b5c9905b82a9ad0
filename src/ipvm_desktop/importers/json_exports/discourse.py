"""Discourse: a topic with its posts (``/t/<id>.json``, nested ``/n/<id>.json``), or several.

Shape: ``TopicViewSerializer``, ``NestedTopicsController`` and ``PostSerializer`` of https://github.com/discourse/discourse.
The first post is the article, posts name the one they reply to, and quotes their origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from lxml import etree, html

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.json_exports._article import article_document
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._forest import walk
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    count,
    fields,
    flag,
    key,
    listed,
    moment,
    number,
    text,
    votes,
)

_SMALL_ACTION, _WHISPER = 3, 4
_LIKE = 2
# Deeper markup than this is not looked through for quotes.
_MOST_TAGS = 20_000
_DECORATED = re.compile(r"<aside|<svg|emoji")


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each topic, and for each that posts without it belong to."""
    with Groups[str, Fields](file.tell) as loose:
        for _, value in file.elements("latest_posts"):
            topic = fields(value)
            posts = [fields(post) for post in listed(fields(topic.get("post_stream")).get("posts"))]
            if "op_post" in topic:
                posts = list(_nested(topic))
                topic = fields(topic.get("topic"))
            elif "cooked" in topic:
                loose.add(key(topic.get("topic_id")) or "", topic)
            if posts:
                yield _document(topic, posts, file)
        for _, posts in loose:
            yield _document({}, posts, file)


def _nested(topic: Fields) -> Iterator[Fields]:
    """Yield the posts of a topic that is nested: the first one, then each before its answers."""
    roots = [fields(post) for post in (topic.get("op_post"), *listed(topic.get("roots")))]
    for post, around in walk(roots, lambda each: map(fields, listed(each.get("children")))):
        if post:
            above = None if around is None else number(around, "post_number")
            yield {"reply_to_post_number": above, **post}


def _document(topic: Fields, posts: Sequence[Fields], file: JsonFile) -> Document:
    opening = next((post for post in posts if number(post, "post_number") == 1), None)
    # "Closed by …" and the like, which count as posts, but say nothing.
    actions = [
        post
        for post in posts
        if post.get("post_type") == _SMALL_ACTION and not text(post, "cooked")
    ]
    announced = count(topic, "posts_count")
    own = key(topic.get("id")) or key(posts[0].get("topic_id"))
    slug = text(topic, "slug") or text(posts[0], "topic_slug") or "-"
    page = _page(topic, posts, f"/t/{slug}/{own}") if own else None
    first = fields(opening)
    starter = text(first, "username") or text(
        fields(fields(topic.get("details")).get("created_by")), "username"
    )
    article = FoundArticle(
        title=text(topic, "title", "fancy_title") or text(posts[0], "topic_title"),
        stand_in=f"Discourse topic {own or file.title}",
        key=f"discourse:{own}:{slug}" if own else None,
        url=page,
        byline=(starter,) if starter else (),
        published=moment(first, "created_at") or moment(topic, "created_at"),
        body=_body(text(first, "cooked") or "", own)[0],
        kind=ArticleKind.DISCUSSION,
        declared=None if announced is None else max(0, announced - 1 - len(actions)),
        is_absent=opening is None,
        quotes_told=True,
    )
    comments = [
        _comment(post, own, page)
        for post in posts
        if post is not opening and not any(post is action for action in actions)
    ]
    return article_document(article, comments)


def _page(topic: Fields, posts: Sequence[Fields], path: str) -> str | None:
    """Return the topic's address, where an internal link tells which site it is on."""
    links = listed(fields(topic.get("details")).get("links"))
    links = links + [link for post in posts for link in listed(post.get("link_counts"))]
    internal = (address(link.get("url")) for link in map(fields, links) if flag(link, "internal"))
    site = next(filter(None, internal), None)
    return urljoin(site, path) if site else None


def _comment(post: Fields, topic: str | None, page: str | None) -> FoundComment:
    own = key(post.get("post_number"))
    parent = number(post, "reply_to_post_number")
    body, quotes = _body(text(post, "cooked") or "", topic)
    badges = [
        title
        for name, title in (
            ("admin", "Admin"),
            ("moderator", "Moderator"),
            ("accepted_answer", "Solution"),
            ("hidden", "Hidden"),
        )
        if flag(post, name)
    ]
    if post.get("post_type") == _WHISPER:
        badges.append("Whisper")
    return FoundComment(
        key=own,
        parent=None if parent in {None, 0, 1} else str(parent),
        author=text(post, "username", "name"),
        affiliation=text(post, "user_title"),
        badges=tuple(badges),
        staff=flag(post, "staff", "admin", "moderator"),
        posted=moment(post, "created_at"),
        votes=votes(_likes(post)),
        deleted=post.get("deleted_at") is not None or flag(post, "user_deleted"),
        permalink=f"{page}/{own}" if page and own else None,
        quotes=quotes,
        body=body,
    )


def _likes(post: Fields) -> int | None:
    if "actions_summary" not in post:
        return count(post, "like_count")
    actions = map(fields, listed(post["actions_summary"]))
    return next((count(action, "count") for action in actions if action.get("id") == _LIKE), 0)


def _body(cooked: str, topic: str | None) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    """Return a post without the decoration of quotes, pictures and emoji, and the quotes in it."""
    if cooked.count("<") > _MOST_TAGS or not _DECORATED.search(cooked):
        return cooked, ()
    root = html.fragment_fromstring(cooked, create_parent="div")
    for picture in root.xpath(".//img[contains(@class, 'emoji')]"):
        picture.tag, picture.text = "span", picture.get("alt")
    for decoration in root.xpath(
        ".//aside//div[@class='title']/img | .//div[@class='quote-controls']"
        " | .//div[contains(@class, 'lightbox-wrapper')]//div[@class='meta'] | .//svg"
    ):
        decoration.drop_tree()
    quotes = []
    for aside in root.xpath(".//aside[contains(concat(' ', @class, ' '), ' quote ')]"):
        quoted = " ".join("".join(aside.xpath("./blockquote//text()")).split())
        is_here = aside.get("data-topic") in {None, topic}
        # The first post is the article.
        origin = aside.get("data-post") if is_here else None
        quotes.append((quoted, None if origin == "1" else origin))
    return etree.tostring(root, encoding="unicode", method="html"), tuple(quotes)
