"""Disqus: answers of its web API (``posts/list``, ``threads/listPosts``) and of its embed.

Shape: https://disqus.com/api/docs/posts/list/ ; posts lie in ``response``, in the embed's
``response.posts``, or in a list of their own; times are in UTC.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._issues import left_out_issues
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.json_exports._article import article_document
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    count,
    fields,
    flag,
    key,
    listed,
    moment,
    text,
    votes,
)

_PLACE = re.compile(r"#comment-\d+\Z")
_KEPT = (
    "id", "parent", "author", "createdAt", "message", "raw_message", "likes", "dislikes",
    "isDeleted", "isDeletedByAuthor", "isApproved", "isHighlighted", "url",
)  # fmt: skip


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each thread that has posts."""
    left_out: Counter[str] = Counter()
    with Groups[str, Fields](file.tell) as groups, Groups[str, Fields](file.tell) as threads:
        around = fields(file.outline.get("response")).get("thread")
        for value in chain([around], _values(file)):
            post = fields(value)
            thread = post.get("thread")
            if "title" in post:
                thread, post = post, {}
            related = fields(thread)
            own = key(related.get("id")) or key(thread) or ""
            if related and own not in threads:
                threads.add(own, related)
            if flag(post, "isSpam"):
                left_out["spam comment"] += 1
            elif "createdAt" in post and ("message" in post or "raw_message" in post):
                kept = {name: post[name] for name in _KEPT if name in post}
                groups.add(own, kept)
        for own, posts in groups:
            article = _article(own, threads.last(own) or {}, posts)
            comments = [_comment(post, article.url) for post in posts]
            yield article_document(article, comments, left_out_issues(left_out))
            left_out.clear()


def _values(file: JsonFile) -> Iterator[object]:
    """Yield threads and posts, also of answers that follow each other in one file."""
    for path, value in file.elements("threads", "response", "response.posts", "posts"):
        response = fields(value).get("response")
        wrapped = [*listed(response), *listed(fields(response).get("posts"))]
        yield from (fields(response).get("thread"), *wrapped) if not path else ()
        if not wrapped:
            yield value


def _article(own: str, thread: Fields, posts: list[Fields]) -> FoundArticle:
    # Answers that do not describe the thread tell its page by where its posts stand.
    places = (text(post, "url") or "" for post in posts)
    page = next((place.partition("#")[0] for place in places if _PLACE.search(place)), None)
    author = text(fields(thread.get("author")), "name", "username")
    return FoundArticle(
        title=text(thread, "title", "clean_title"),
        stand_in=f"Disqus thread {own}".strip(),
        key=f"disqus:{own}" if own else None,
        url=address(thread.get("link")) or address(page),
        byline=(author,) if author else (),
        published=moment(thread, "createdAt", utc=True),
        body=text(thread, "message") or "",
        declared=count(thread, "posts"),
        is_elsewhere=True,
    )


def _comment(post: Fields, page: str | None) -> FoundComment:
    author = fields(post.get("author"))
    own = key(post.get("id"))
    is_deleted = flag(post, "isDeleted", "isDeletedByAuthor")
    badges = [
        title
        for is_so, title in (
            (post.get("isApproved") is False and not is_deleted, "Not approved"),
            (flag(post, "isHighlighted"), "Featured"),
        )
        if is_so
    ]
    return FoundComment(
        key=own,
        parent=key(post.get("parent")),
        author=text(author, "name", "username"),
        badges=tuple(badges),
        posted=moment(post, "createdAt", utc=True),
        votes=votes(count(post, "likes"), count(post, "dislikes")),
        deleted=is_deleted,
        permalink=address(post.get("url")) or (page and own and f"{page}#comment-{own}"),
        body=text(post, "message", "raw_message") or "",
    )
