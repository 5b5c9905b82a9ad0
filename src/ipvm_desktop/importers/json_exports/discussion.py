"""Articles with comments in JSON of no particular make, by the names that such members have.

Among these: data sets with a discussion a line, schema.org objects with their ``comment``
(https://schema.org/Comment), and posts and comments of WordPress's web API
(https://developer.wordpress.org/rest-api/reference/comments/), which lists both apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._markdown_engine import MarkdownEngine
from ipvm_desktop.importers.json_exports._article import FoundArticle, article_document
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._forest import walk
from ipvm_desktop.importers.json_exports._groups import Groups
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
from ipvm_desktop.sanitize import text_to_html

_COMMENTS = ("comments", "comment", "replies", "answers", "responses", "children")
_TITLE = ("title", "headline", "subject")
_BODY = (
    "body_html", "content_html", "articleBody", "article", "body", "content", "text", "message",
    "comment", "content_text", "body_text", "description",
)  # fmt: skip
_DATE = (
    "published", "posted", "date_gmt", "date", "datePublished", "date_published", "dateCreated",
    "created_at", "createdAt", "created", "creation_date", "timestamp",
    "time",
)  # fmt: skip
_AUTHOR = (
    "author_name",
    "author",
    "authors",
    "byline",
    "user",
    "username",
    "by",
    "creator",
    "owner",
)
_NAME = ("name", "display_name", "displayName", "username", "login")
_ADDRESS = ("url", "link", "permalink", "mainEntityOfPage")
_ID = ("id", "comment_id", "answer_id")
_PARENT = ("parent", "parent_id", "parentId", "reply_to", "in_reply_to", "inReplyTo")
_SCORE = ("score", "votes", "points", "likes", "upvotes", "upvoteCount")
_DECLARED = ("comment_count", "num_comments", "comments_count", "commentCount")
_MARKUP = re.compile(r"</?(?:p|br|div|a|blockquote|pre|ul|ol|em|strong|b|i|code|h[1-6])\b[^<>]*>")


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each object with a title, and for comments listed without one."""
    with Groups(file) as groups:
        for _, value in file.elements("articles", "posts", "items"):
            entry = fields(value)
            if any(name in entry for name in _TITLE) or not _text(entry, *_BODY):
                comments = _nested_in(entry)
                if comments and not _text(entry, *_TITLE, *_BODY):
                    yield _document({}, comments, file)
                elif comments or _is_article(entry):
                    yield _document(entry, comments, file)
            else:
                for comment in _nested_in({"comments": [entry]}):
                    groups.add(key(entry.get("post")) or "", comment)
        for _, comments in groups.named():
            yield _document({}, comments, file)


def _is_article(entry: Fields) -> bool:
    """Whether an object says more than a title, as the entries of a list of files do not."""
    if _text(entry, *_BODY) or any(_people(entry)) or moment(entry, *_DATE, utc=False):
        return True
    return any(address(entry.get(name)) for name in _ADDRESS) and bool(_text(entry, *_TITLE))


def _nested_in(entry: Fields) -> list[Fields]:
    """Return the comments in an object without their replies, each with what it is nested in."""
    found = []
    for comment, around in walk([entry], _replies):
        if around is not None and (_text(comment, *_BODY) or any(_people(comment))):
            own = {name: value for name, value in comment.items() if not isinstance(value, list)}
            nested_in = None if around is entry else _id(around)
            found.append({"nested_in": nested_in, **own, "authors": comment.get("authors")})
    return found


def _replies(entry: Fields) -> Iterator[Fields]:
    for name in _COMMENTS:
        value = entry.get(name)
        yield from filter(None, map(fields, [value] if isinstance(value, dict) else listed(value)))


def _document(entry: Fields, comments: list[Fields], file: JsonFile) -> Document:
    engine = MarkdownEngine(html=False)
    kind = text(entry, "format") or ""
    found = FoundArticle(
        title=unescape(_text(entry, *_TITLE) or "") or None,
        stand_in=file.title,
        url=next(filter(None, (address(entry.get(name)) for name in _ADDRESS)), None),
        authors=tuple(_people(entry)),
        published=moment(entry, *_DATE, utc="date_gmt" in entry),
        body=_html(_text(entry, *_BODY), kind, engine),
        language=text(entry, "language", "inLanguage"),
        declared=count(entry, *_DECLARED),
        is_absent=not entry,
    )
    listed_comments = [_comment(comment, kind, engine) for comment in comments]
    return article_document(found, listed_comments, engine.issues())


def _comment(comment: Fields, kind: str, engine: MarkdownEngine) -> FoundComment:
    stated = (key(comment.get(name)) for name in _PARENT)
    return FoundComment(
        key=_id(comment),
        parent=next(filter(None, stated), None) or key(comment.get("nested_in")),
        author=next(_people(comment), None),
        affiliation=text(comment, "affiliation"),
        posted=moment(comment, *_DATE, utc="date_gmt" in comment),
        votes=votes(number(comment, *_SCORE)),
        deleted=flag(comment, "deleted", "is_deleted", "isDeleted"),
        permalink=next(filter(None, (address(comment.get(name)) for name in _ADDRESS)), None),
        body=_html(_text(comment, *_BODY), text(comment, "format") or kind, engine),
    )


def _id(entry: Fields) -> str | None:
    return next(filter(None, (key(entry.get(name)) for name in _ID)), None)


def _text(owner: Fields, *names: str) -> str | None:
    """Return the first of these members that is a text, or an object with a rendered one."""
    for name in names:
        value = fields(owner.get(name))
        if found := text(owner, name) or text(value, "rendered"):
            return found
    return None


def _people(owner: Fields) -> Iterator[str]:
    """Yield the names of who wrote something, from the first member that names anybody."""
    for member in _AUTHOR:
        value = owner.get(member)
        found = [
            name
            for person in (value if isinstance(value, list) else [value])
            if (name := text({"name": person}, "name") or text(fields(person), *_NAME))
        ]
        if found:
            yield from dict.fromkeys(found)
            return


def _html(body: str | None, kind: str, engine: MarkdownEngine) -> str:
    """Return a body as HTML: what holds tags is taken for that, the rest for plain text."""
    if body is None or kind == "html" or (kind == "" and _MARKUP.search(body)):
        return body or ""
    return engine.render(body) if kind == "markdown" else text_to_html(body)
