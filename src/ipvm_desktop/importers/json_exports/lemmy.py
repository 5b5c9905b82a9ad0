"""Lemmy (and PieFed): posts and comments as the web API returns them.

Shape: ``CommentView`` and ``PostView`` of https://join-lemmy.org/api/ ; a comment's ``path``
names all that it hangs below, from ``0``. Bodies are Markdown; times without a zone are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.json_exports._article import (
    article_document,
    link_paragraph,
)
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
from ipvm_desktop.importers.markdown.engine import MarkdownEngine

_WRAPPED = ("post_view", "comment_view")
_LISTED = ("posts", "comments", "replies", "items", "cross_posts")
_KEPT = (
    "comment", "post", "creator", "counts", "creator_is_moderator", "creator_is_admin",
)  # fmt: skip


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each post, and for each that comments without it belong to."""
    with Groups[str, Fields](file.tell) as groups:
        listed_views = (value for _, value in file.elements("posts", "comments"))
        for value in chain([file.outline.get("post_view")], listed_views):
            for view, _ in walk([fields(value)], _nested):
                comment, post = fields(view.get("comment")), fields(view.get("post"))
                own = key(comment.get("post_id")) or key(post.get("id"))
                if own:
                    groups.add(own, {name: view[name] for name in _KEPT if name in view})
        for own, views in groups:
            yield _document(own, views)


def _nested(view: Fields) -> Iterator[Fields]:
    for name in _WRAPPED:
        if name in view:
            yield fields(view[name])
    for name in _LISTED:
        yield from map(fields, listed(view.get(name)))


def _document(own: str, views: list[Fields]) -> Document:
    engine = MarkdownEngine(html=False)
    posts = [view for view in views if "comment" not in view]
    comments = [view for view in views if "comment" in view]
    # A comment's view brings its post along, but not who wrote that, nor its counts.
    view = posts[0] if posts else {"post": next(filter(None, (v.get("post") for v in views)), {})}
    post = fields(view.get("post"))
    starter = post.get("creator_id")
    # Who wrote the post may have commented too.
    creators = [view] if posts else [v for v in comments if _writer(v) == starter]
    author = next((_name(fields(creator.get("creator"))) for creator in creators), None)
    page = address(post.get("ap_id"))
    article = FoundArticle(
        title=text(post, "name", "title"),
        stand_in=f"Lemmy post {own}",
        url=page,
        byline=(author,) if author else (),
        published=moment(post, "published", "published_at", utc=True),
        body=link_paragraph(address(post.get("url"))) + engine.render(text(post, "body") or ""),
        kind=ArticleKind.DISCUSSION,
        declared=count(fields(view.get("counts")), "comments") if posts else None,
        is_absent=not post,
    )
    found = [_comment(view, starter, engine) for view in comments]
    return article_document(article, found, engine.issues())


def _comment(view: Fields, starter: object, engine: MarkdownEngine) -> FoundComment:
    comment, creator = fields(view.get("comment")), fields(view.get("creator"))
    above = (text(comment, "path") or "0").split(".")[:-1]
    parent = above[-1] if above else "0"
    badges = [
        title
        for is_so, title in (
            (flag(view, "creator_is_admin"), "Admin"),
            (flag(view, "creator_is_moderator"), "Moderator"),
        )
        if is_so
    ]
    return FoundComment(
        key=key(comment.get("id")),
        parent=None if parent == "0" else parent,
        author=_name(creator),
        badges=tuple(badges),
        article_author=starter is not None and _writer(view) == starter,
        posted=moment(comment, "published", "published_at", utc=True),
        votes=votes(number(fields(view.get("counts")) or comment, "score")),
        deleted=flag(comment, "deleted", "removed"),
        permalink=address(comment.get("ap_id")),
        body=engine.render(text(comment, "content", "body") or ""),
    )


def _writer(view: Fields) -> object:
    return fields(view.get("comment")).get("creator_id")


def _name(creator: Fields) -> str | None:
    return text(creator, "display_name", "title", "name", "user_name")
