"""ActivityPub: outboxes, collections and single objects; and the statuses of Mastodon's API.

Shapes: https://www.w3.org/TR/activitystreams-vocabulary/ (``Note``, ``Article`` and the like,
wrapped in activities and collections, linked by ``inReplyTo``) and
https://docs.joinmastodon.org/entities/ (``Status``, and ``Context`` with the statuses above and
below one that it does not contain), and the notes of Misskey's (https://misskey-hub.net/docs/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from urllib.parse import urlsplit

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.exports.hashes import Links
from ipvm_desktop.importers.json_exports._article import (
    article_document,
    link_paragraph,
)
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._forest import name_of, walk
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
from ipvm_desktop.sanitize import text_to_html

_POSTS = frozenset({"Note", "Article", "Page", "Question", "Video", "Audio", "Image", "Event"})
_NESTED = (
    "object", "items", "orderedItems", "first", "last", "replies", "comments", "ancestors",
    "descendants", "statuses", "reblog", "status", "last_status", "reply", "renote", "note",
)  # fmt: skip
_REPLIES = frozenset(("replies", "comments"))
_ANSWERED = " answered"  # set here, a name that no service uses
_HANDLE = re.compile(
    r"/(?:users|u|@|c|profile|author|actor|accounts|video-channels)/?@?(?P<name>[\w.-]+)/?\Z"
)


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each post that answers nothing in the file, its answers below it."""
    links = Links()
    shared = 0
    for entry in _entries(file):
        post = _post(entry)
        if post is not None:
            links.add(str(post["id"]), key(post["parent"]))
        elif entry.get("type") == "Announce" and isinstance(entry.get("object"), str):
            shared += 1
    links.add(*_missing_link(file))
    with Groups[int, Fields](file.tell) as groups:
        for post in filter(None, map(_post, _entries(file))):
            groups.add(links.root(str(post["id"])), post)
        for root, posts in groups:
            name = name_of(root, posts, "id", "parent")
            yield _thread(name, posts, _shared(shared))
            shared = 0


def _entries(file: JsonFile) -> Iterator[Fields]:
    """Yield the objects of the file, those in activities and collections too."""
    for _, value in file.elements("orderedItems", "items"):
        for entry, _ in walk([fields(value)], _nested):
            yield entry


def _post(entry: Fields) -> Fields | None:
    # Notifications and reports name an account too, and hold the status that they are about.
    if "account" in entry and "content" in entry:
        return _status(entry)
    return _note(entry) if "replyId" in entry else _object(entry)


def _nested(entry: Fields) -> Iterator[Fields]:
    """Yield what is nested in an entry, and tell the members of ``replies`` whose they are."""
    for name in _NESTED:
        value = entry.get(name)
        answered = entry.get("id") if name in _REPLIES else entry.get(_ANSWERED)
        for inner in map(fields, listed(value) or [value]):
            if inner:
                yield inner if answered is None else {_ANSWERED: answered, **inner}


def _missing_link(file: JsonFile) -> tuple[str, str | None]:
    """Return the status that a context is about and does not contain, and what it answers."""
    context = file.outline
    above = [fields(status).get("id") for status in listed(context.get("ancestors"))]
    below = [fields(status) for status in listed(context.get("descendants"))]
    absent = key(below[0].get("in_reply_to_id")) if below else None
    return absent or "", key(above[-1]) if above else None


def _shared(number: int) -> Iterator[ImportIssue]:
    """Tell of posts of others that the file names without their text."""
    if number:
        message = f"{number} shared posts of others are named in the file without their text"
        yield ImportIssue(IssueCode.FRAGMENT, message)


def _object(entry: Fields) -> Fields | None:
    """Return what an ActivityStreams object says, or None where it is no post."""
    kinds = entry.get("type")
    own = text(entry, "id") or _link(entry.get("url")) or _given_name(entry)
    kind = text({"type": next(iter(listed(kinds)), kinds)}, "type")
    if own is None or not (kind in _POSTS or kind == "Tombstone"):
        return None
    likes = fields(entry.get("likes"))
    translated = fields(entry.get("contentMap"))
    body = text(entry, "content") or text(translated, *translated) or ""
    if entry.get("mediaType") == "text/markdown":
        body = MarkdownEngine(html=False).render(body)
    page = address(_link(entry.get("url"))) or own
    # Lemmy used to put there what a post links to.
    is_about = address(own) is not None and host_of(page) != host_of(own)
    warning = text(entry, "summary") if kind == "Note" else None
    return {
        "id": own,
        "parent": _link(entry.get("inReplyTo")) or _link(entry.get(_ANSWERED)),
        "title": text(entry, "name"),
        "author": _actor(entry.get("attributedTo") or entry.get("actor")),
        "posted": text(entry, "published"),
        "url": own if is_about else page,
        "body": (link_paragraph(page) if is_about else "")
        + _warned(warning, body)
        + _choices(entry.get("oneOf") or entry.get("anyOf")),
        "attached": _attached([entry.get("image"), *listed(entry.get("attachment"))], "name", page),
        "language": next(iter(translated), None)
        or text(fields(entry.get("language")), "identifier"),
        "votes": count(likes, "totalItems"),
        "declared": None,
        "deleted": kind == "Tombstone",
    }


def _given_name(entry: Fields) -> str | None:
    """Return what stands in for a missing id, or None where the object says nothing."""
    said = text(entry, "content", "name", "summary")
    stated = f"{text(entry, 'published') or ''} {said}"
    return said and f"unnamed {sha256(stated.encode()).hexdigest()[:16]}"


def _status(entry: Fields) -> Fields | None:
    """Return what a status of Mastodon's API says; a boost is the status that it shares."""
    own = key(entry.get("id"))
    if own is None or fields(entry.get("reblog")):
        return None
    account = fields(entry.get("account"))
    link = address(fields(entry.get("card")).get("url"))
    body = _warned(text(entry, "spoiler_text"), text(entry, "content") or "")
    return {
        "id": own,
        "parent": key(entry.get("in_reply_to_id")),
        "title": None,
        "author": text(account, "display_name", "acct", "username"),
        "affiliation": text(account, "acct") if text(account, "display_name") else None,
        "posted": text(entry, "created_at"),
        "url": address(entry.get("url")) or address(entry.get("uri")),
        "body": body
        + _choices(fields(entry.get("poll")).get("options"))
        + _quoted(entry.get("quote"))
        + ("" if link is None or link in body else link_paragraph(link)),
        "attached": _attached(entry.get("media_attachments"), "description"),
        "language": text(entry, "language"),
        "votes": count(entry, "favourites_count"),
        "declared": None,
        "deleted": False,
    }


def _note(entry: Fields) -> Fields | None:
    """Return what a note of Misskey's API says; one without words is the note that it shares."""
    own, user = key(entry.get("id")), fields(entry.get("user"))
    is_shared = entry.get("renoteId") is not None and not text(entry, "text")
    if own is None or is_shared:
        return None
    files = [
        {**fields(each), "mediaType": fields(each).get("type")}
        for each in listed(entry.get("files"))
    ]
    host = text(user, "host")
    handle = f"{text(user, 'username') or '?'}{f'@{host}' if host else ''}"
    counts = fields(entry.get("reactions")).values()
    return {
        "id": own,
        "parent": key(entry.get("replyId")),
        "title": None,
        "author": text(user, "name") or handle,
        "affiliation": handle if text(user, "name") else None,
        "posted": text(entry, "createdAt"),
        "url": address(entry.get("url")) or address(entry.get("uri")),
        "body": _warned(text(entry, "cw"), text_to_html(text(entry, "text") or "")),
        "attached": _attached(files, "comment"),
        "language": text(entry, "lang"),
        "votes": sum(number for number in counts if isinstance(number, int)),
        "declared": None,
        "deleted": entry.get("deletedAt") is not None,
    }


def _quoted(quote: object) -> str:
    """Return the status that another one quotes, below a line that names its writer."""
    stated = fields(quote)
    quoted = _status(fields(stated.get("quoted_status")) or stated)
    if quoted is None:
        return ""
    writer = escape(text(quoted, "author") or "?")
    return f"<blockquote><p><b>{writer}</b></p>{quoted['body']}</blockquote>"


def _thread(root: str, posts: list[Fields], issues: Iterator[ImportIssue]) -> Document:
    known: dict[str, Fields] = {}
    for post in posts:
        known.setdefault(str(post["id"]), post)
    opening = known.get(root)
    comments = [post for post in known.values() if post is not opening]
    first = fields(opening)
    author = text(first, "author")
    article = FoundArticle(
        title=text(first, "title"),
        stand_in=f"Answers to {root}",
        url=address(first.get("url")) or address(root),
        byline=(author,) if author else (),
        published=moment(first, "posted"),
        body=f"{text(first, 'body') or ''}{text(first, 'attached') or ''}",
        kind=ArticleKind.DISCUSSION,
        language=text(first, "language"),
        is_absent=opening is None,
    )
    return article_document(article, [_comment(post, root) for post in comments], issues)


def _comment(post: Fields, root: str) -> FoundComment:
    parent = key(post.get("parent"))
    return FoundComment(
        key=str(post["id"]),
        parent=None if parent == root else parent,
        author=text(post, "author"),
        affiliation=text(post, "affiliation"),
        posted=moment(post, "posted"),
        votes=votes(count(post, "votes")),
        deleted=post.get("deleted") is True,
        permalink=address(post.get("url")),
        body=f"{text(post, 'body') or ''}{text(post, 'attached') or ''}",
    )


def _link(value: object) -> str | None:
    """Return the address that a property links to: a text, an object, or the first of several."""
    for entry in value if isinstance(value, list) else [value]:
        found = entry if isinstance(entry, str) else text(fields(entry), "href", "url", "id")
        if found:
            return found
    return None


def _actor(value: object) -> str | None:
    """Return a writer's name, or the handle that the address of one gives away."""
    for entry in value if isinstance(value, list) else [value]:
        actor = fields(entry)
        if stated := text(actor, "name", "preferredUsername"):
            return stated
    link = address(_link(value))
    named = _HANDLE.search(link or "")
    return f"{named['name']}@{urlsplit(str(link)).hostname}" if named else link


def _warned(warning: str | None, body: str) -> str:
    return body if warning is None else f"<p><b>{escape(warning)}</b></p>{body}"


def _choices(options: object) -> str:
    """Return the choices of a poll with their votes as a list."""
    lines = []
    for option in map(fields, listed(options)):
        number = count(fields(option.get("replies")) or option, "totalItems", "votes_count") or 0
        lines.append(f"<li>{escape(text(option, 'name', 'title') or '')} ({number})</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _attached(attachments: object, caption: str, shown: str | None = None) -> str:
    """Return the pictures of a post with what describes them, and links to its other files."""
    parts = []
    for attachment in map(fields, listed(attachments)):
        kind = text(attachment, "mediaType", "type") or ""
        if kind.lower().startswith("image"):
            parts.append(f'<img alt="{escape(text(attachment, caption) or "")}">')
        elif (link := address(_link(attachment))) != shown:
            parts.append(link_paragraph(link))
    return "".join(parts)
