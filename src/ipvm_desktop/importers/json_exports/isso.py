"""Isso: answers of its web API, the JSON that it imports, and dumps of its tables.

Shapes: https://isso-comments.de/docs/reference/server-api/ (``replies`` nested, bodies in HTML),
the "generic" import format (a page with ``comments``, bodies in Markdown), and rows of the
``comments`` and ``threads`` tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
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
    key,
    listed,
    moment,
    text,
    votes,
)
from ipvm_desktop.importers.markdown.engine import MarkdownEngine

_PENDING, _DELETED = 2, 4
_KEPT = ("id", "author", "created", "mode", "text", "likes", "dislikes")


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each page that has comments."""
    folded = count(file.outline, "hidden_replies") or 0
    with Groups[str, Fields](file.tell) as groups, Groups[str, Fields](file.tell) as pages:
        for _, value in file.elements("threads", "comments", "replies"):
            for entry, around in walk([fields(value)], _nested):
                if not _is_comment(entry):
                    page: Fields = {n: entry[n] for n in ("uri", "title") if n in entry}
                    pages.add(key(entry.get("id")) or "", page)
                    continue
                outer = fields(around)
                nested_in = key(outer.get("id"))
                is_reply = _is_comment(outer)
                # Rows of a table name their page by number, listings of comments by address.
                page_key = text(entry, "uri") or key(entry.get("tid"))
                if not page_key and outer and not is_reply:
                    page_key = nested_in
                kept = {name: entry[name] for name in _KEPT if name in entry}
                parent = key(entry.get("parent")) or (nested_in if is_reply else None)
                kept["parent"] = parent
                groups.add(page_key or "", kept)
                folded += count(entry, "hidden_replies") or 0
        for own, entries in groups:
            yield _document(own, pages.last(own) or {}, entries, file, _folded(folded))
            folded = 0


def _nested(entry: Fields) -> Iterator[Fields]:
    for name in ("comments", "replies"):
        yield from map(fields, listed(entry.get(name)))


def _is_comment(entry: Fields) -> bool:
    return "text" in entry or "created" in entry


def _folded(number: int) -> Iterator[ImportIssue]:
    """Tell of replies that the file only counts, because the page asked for a few of them."""
    if number:
        message = f"At least {number} comments are folded away in the file"
        yield ImportIssue(IssueCode.COMMENT_COUNT, message)


def _document(
    own: str,
    page: Fields,
    entries: list[Fields],
    file: JsonFile,
    folded: Iterator[ImportIssue],
) -> Document:
    engine = MarkdownEngine()
    stated = text(page, "uri") or own
    article = FoundArticle(
        title=text(page, "title"),
        stand_in=stated or file.title,
        url=address(stated),
        is_elsewhere=True,
    )
    comments = [_comment(entry, article.url, engine) for entry in entries]
    return article_document(article, comments, [*engine.issues(), *folded])


def _comment(entry: Fields, page: str | None, engine: MarkdownEngine) -> FoundComment:
    own = key(entry.get("id"))
    body = text(entry, "text") or ""
    is_html = body.lstrip().startswith("<")
    return FoundComment(
        key=own,
        parent=key(entry.get("parent")),
        author=text(entry, "author"),
        badges=("Pending",) if entry.get("mode") == _PENDING else (),
        posted=moment(entry, "created", utc=True),
        votes=votes(count(entry, "likes"), count(entry, "dislikes")),
        deleted=entry.get("mode") == _DELETED,
        # As Isso itself links to comments.
        permalink=f"{page}#isso-{own}" if page and own else None,
        body=body if is_html else engine.render(body),
    )
