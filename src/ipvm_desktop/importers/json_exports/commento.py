"""Commento and its successor Comentario: the export of a domain.

Shapes: ``domainExport`` of https://gitlab.com/commento/commento (version 1) and ``Export`` of
https://gitlab.com/comentario/comentario (version 3). Comments and who wrote them are listed apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.json_exports._article import article_document
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    fields,
    flag,
    moment,
    number,
    text,
    votes,
)
from ipvm_desktop.importers.markdown.engine import MarkdownEngine

_NOBODY = "00000000-0000-0000-0000-000000000000"
_STATES = {"unapproved": "Not approved", "flagged": "Flagged"}


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each page that has comments."""
    with (
        Groups[str, Fields](file.tell) as groups,
        Groups[str, Fields](file.tell) as people,
        Groups[str, Fields](file.tell) as pages,
    ):
        for path, value in file.elements("pages", "commenters", "comments"):
            entry = fields(value)
            own = text(entry, "commenterHex", "id")
            if path == "commenters" and own:
                kept = ("name", "isModerator", "role")
                people.add(own, {name: entry.get(name) for name in kept})
            elif path == "pages" and own:
                pages.add(own, {name: entry.get(name) for name in ("path", "title")})
            elif path == "comments":
                place = f"{text(entry, 'domain') or ''}{text(entry, 'url') or ''}"
                groups.add(text(entry, "pageId") or place, entry)
        for own, comments in groups:
            yield _document(own, pages.last(own) or {}, comments, people, file)


def _document(
    own: str, page: Fields, comments: list[Fields], people: Groups[str, Fields], file: JsonFile
) -> Document:
    engine = MarkdownEngine(html=False)
    place = text(page, "path") or own
    # The export names the domain without "https://", which every one of them has by now.
    url = address(f"https://{place}" if text(comments[0], "domain") else place)
    article = FoundArticle(
        title=text(page, "title"), stand_in=place or file.title, url=url, is_elsewhere=True
    )
    found = [_comment(comment, people, url, engine) for comment in comments]
    return article_document(article, found, engine.issues())


def _comment(
    comment: Fields, people: Groups[str, Fields], page: str | None, engine: MarkdownEngine
) -> FoundComment:
    own = text(comment, "commentHex", "id")
    parent = text(comment, "parentHex", "parentId")
    writer = people.last(text(comment, "commenterHex", "userCreated") or "") or {}
    is_moderator = flag(writer, "isModerator")
    is_deleted = flag(comment, "deleted", "isDeleted")
    written = "" if is_deleted else text(comment, "markdown") or ""
    is_pending = flag(comment, "isPending") or comment.get("isApproved") is False
    anchor = "commento" if "commentHex" in comment else "comentario"
    state = "Not approved" if is_pending else _STATES.get(text(comment, "state") or "")
    return FoundComment(
        key=own,
        parent=None if parent in {"root", _NOBODY} else parent,
        author=text(writer, "name") or text(comment, "authorName"),
        badges=tuple(filter(None, ("Moderator" if is_moderator else None, state))),
        posted=moment(comment, "creationDate", "createdTime"),
        votes=votes(number(comment, "score")),
        deleted=is_deleted,
        permalink=f"{page}#{anchor}-{own}" if page and own else None,
        body=text(comment, "html") or engine.render(written),
    )
