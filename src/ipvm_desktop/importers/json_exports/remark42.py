"""Remark42: its backup, a line a comment, and the lists and trees of its web API.

Shapes: ``store.Comment`` and the native exporter of https://github.com/umputun/remark42.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.json_exports._article import article_document
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._forest import walk
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    fields,
    flag,
    key,
    listed,
    moment,
    number,
    text,
    votes,
)

_KEPT = ("id", "pid", "text", "orig", "user", "score", "time", "delete", "deleted", "title")


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each page that has comments."""
    with Groups[str, Fields](file.tell) as groups:
        for _, value in file.elements("comments"):
            for comment in _comments(fields(value)):
                page = text(fields(comment.get("locator")), "url") or ""
                groups.add(page, {name: comment[name] for name in _KEPT if name in comment})
        for page, comments in groups:
            title = next(filter(None, (text(comment, "title") for comment in comments)), None)
            url = address(page)
            # Remark42 keeps titles and names as HTML.
            article = FoundArticle(
                title=unescape(title or ""), stand_in=page or file.title, url=url, is_elsewhere=True
            )
            found = [_comment(comment, url) for comment in comments]
            yield article_document(article, found)


def _comments(value: Fields) -> Iterator[Fields]:
    """Yield the comments of a tree, or the one that the value is."""
    for branch, _ in walk([value], _nested):
        comment = fields(branch.get("comment")) or branch
        if "pid" in comment or "locator" in comment:
            yield comment


def _nested(branch: Fields) -> Iterator[Fields]:
    for name in ("comments", "replies"):
        yield from map(fields, listed(branch.get(name)))


def _comment(comment: Fields, page: str | None) -> FoundComment:
    own = key(comment.get("id"))
    user = fields(comment.get("user"))
    badges = [
        title for name, title in (("admin", "Admin"), ("verified", "Verified")) if flag(user, name)
    ]
    return FoundComment(
        key=own,
        parent=key(comment.get("pid")),
        author=unescape(text(user, "name") or "") or None,
        badges=tuple(badges),
        staff=flag(user, "admin"),
        posted=moment(comment, "time"),
        votes=votes(number(comment, "score")),
        deleted=flag(comment, "delete", "deleted"),
        permalink=f"{page}#remark42__comment-{own}" if page and own else None,
        body=text(comment, "text", "orig") or "",
    )
