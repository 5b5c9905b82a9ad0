"""Lobsters: a story with its comments, and lists of stories (``.json`` behind an address).

Shape: ``Story#as_json`` and ``Comment#as_json`` of https://github.com/lobsters/lobsters;
older answers nest by ``indent_level`` only, newer ones name the ``parent_comment``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.json_exports._article import (
    article_document,
    link_paragraph,
)
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
    number,
    text,
    votes,
)
from ipvm_desktop.importers.markdown.engine import MarkdownEngine


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each story."""
    for _, value in file.elements():
        story = fields(value)
        if "short_id" in story or "comments" in story:
            yield _document(story, file)


def _document(story: Fields, file: JsonFile) -> Document:
    engine = MarkdownEngine(html=False)
    author = _person(story, "submitter_user")
    described = text(story, "description")
    if described is None:
        described = engine.render(text(story, "description_plain") or "")
    link = address(story.get("url"))
    article = FoundArticle(
        title=text(story, "title"),
        stand_in=f"Lobsters story {key(story.get('short_id')) or file.title}",
        url=address(text(story, "comments_url", "short_id_url")),
        byline=(author,) if author else (),
        published=moment(story, "created_at"),
        body=link_paragraph(link) + described,
        kind=ArticleKind.DISCUSSION,
        declared=count(story, "comment_count", "comments_count"),
    )
    comments = list(_comments(story, engine))
    return article_document(article, comments, engine.issues())


def _comments(story: Fields, engine: MarkdownEngine) -> Iterator[FoundComment]:
    above: list[tuple[int, str | None]] = []
    for comment in map(fields, listed(story.get("comments"))):
        own = key(comment.get("short_id"))
        depth = number(comment, "indent_level", "depth") or 0
        while above and above[-1][0] >= depth:
            above.pop()
        parent = key(comment.get("parent_comment"))
        if "parent_comment" not in comment and above:
            parent = above[-1][1]
        above.append((depth, own))
        yield _comment(comment, own, parent, engine)


def _comment(
    comment: Fields, own: str | None, parent: str | None, engine: MarkdownEngine
) -> FoundComment:
    is_deleted = flag(comment, "is_deleted", "is_moderated")
    body = text(comment, "comment")
    if body is None:
        body = engine.render(text(comment, "comment_plain") or "")
    writer = fields(comment.get("commenting_user"))
    badges = [
        title
        for name, title in (("is_admin", "Admin"), ("is_moderator", "Moderator"))
        if flag(writer, name)
    ]
    return FoundComment(
        key=own,
        parent=parent,
        author=_person(comment, "commenting_user"),
        badges=tuple(badges),
        staff=bool(badges),
        posted=moment(comment, "created_at"),
        votes=votes(number(comment, "score")),
        deleted=is_deleted,
        permalink=address(text(comment, "url", "short_id_url")),
        body=body,
    )


def _person(owner: Fields, name: str) -> str | None:
    """Return a user's name: the member itself, in older answers the one in it."""
    return text(owner, name) or text(fields(owner.get(name)), "username")
