"""Hacker News: items and search hits of Algolia, and items of the Firebase API.

Shapes: https://hn.algolia.com/api (``/items/`` nests ``children``, ``/search`` lists ``hits``),
https://github.com/HackerNews/API (``kids`` are ids, or in dumps the items themselves), and
https://github.com/tastejs/hacker-news-pwas (``comments`` nested, ``user`` and ``content``).
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.listing import ArticleKind
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
    flag,
    key,
    listed,
    moment,
    number,
    text,
    votes,
)

_PAGE = "https://news.ycombinator.com/item?id="
_NESTED = ("children", "kids", "comments", "replies", "parts")
_TOPICS = frozenset({"story", "job", "poll"})
_KEPT = (
    "by", "author", "user", "type", "title", "url", "text", "story_text", "comment_text",
    "content", "score", "points", "time", "created_at_i", "created_at", "descendants",
    "num_comments", "comments_count", "deleted", "dead", "story_title", "story_url",
)  # fmt: skip


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each story, and for each that comments without it belong to."""
    links = Links()
    for own, parent, thing in _things(file):
        story = key(thing.get("story_id"))
        links.add(own, parent)
        # What lies between a comment and its story may be missing.
        if parent and story and parent != story:
            links.add(parent, story)
    with Groups[int, Fields](file.tell) as groups:
        for own, parent, thing in _things(file):
            kept = {name: thing[name] for name in _KEPT if name in thing}
            story = key(thing.get("story_id"))
            groups.add(links.root(own), {"id": own, "parent": parent, "story": story, **kept})
        for root, things in groups:
            yield _thread(name_of(root, things, "id", "parent", "story"), things)


def _things(file: JsonFile) -> Iterator[tuple[str, str | None, Fields]]:
    """Yield the items with their id and their parent's, whatever they are wrapped in."""
    for _, value in file.elements("hits"):
        for thing, around in walk([fields(value)], _nested):
            own = key(thing.get("id")) or key(thing.get("objectID"))
            if own is None or not _is_thing(thing):
                continue
            outer = fields(around)
            nested_in = key(outer.get("id")) if _is_thing(outer) else None
            stated = key(thing.get("parent_id")) or key(thing.get("parent"))
            yield own, stated or key(thing.get("poll")) or nested_in, thing


def _nested(thing: Fields) -> Iterator[Fields]:
    for name, value in thing.items():
        if name in _NESTED:
            yield from map(fields, listed(value))
        elif isinstance(value, dict) and _is_thing(value):  # such as {"8863": {…}}
            yield value


def _is_thing(thing: Fields) -> bool:
    """Whether it is an item: search hits have tags for a type, and removed items little else."""
    return any(
        name in thing for name in ("type", "_tags", "deleted", "by", "created_at_i", "time_ago")
    )


def _thread(root: str, things: list[Fields]) -> Document:
    known: dict[str, Fields] = {}
    for thing in things:
        known.setdefault(str(thing["id"]), thing)
    story = known.get(root)
    is_topic = story is not None and (text(story, "type") in _TOPICS or text(story, "title"))
    options = [thing for thing in known.values() if thing.get("type") == "pollopt"]
    comments = [
        thing
        for thing in known.values()
        if not (thing is story and is_topic) and thing.get("type") != "pollopt"
    ]
    if story is not None and is_topic:
        article = _article(root, story, _choices(options))
    else:
        first = comments[0] if comments else {}
        article = FoundArticle(
            title=text(first, "story_title"),
            stand_in=f"Hacker News item {root}",
            url=f"{_PAGE}{root}",
            body=link_paragraph(address(first.get("story_url"))),
            kind=ArticleKind.DISCUSSION,
            is_absent=True,
        )
    return article_document(article, [_comment(thing, root) for thing in comments])


def _article(root: str, story: Fields, choices: str) -> FoundArticle:
    author = text(story, "by", "author", "user")
    return FoundArticle(
        title=text(story, "title"),
        stand_in=f"Hacker News item {root}",
        url=f"{_PAGE}{root}",
        byline=(author,) if author else (),
        published=moment(story, "time", "created_at_i", "created_at"),
        body=link_paragraph(address(story.get("url")))
        + (text(story, "text", "story_text", "content") or "")
        + choices,
        kind=ArticleKind.DISCUSSION,
        declared=count(story, "descendants", "num_comments", "comments_count"),
    )


def _choices(options: list[Fields]) -> str:
    """Return the choices of a poll with their points as a list."""
    lines = [
        f"<li>{text(option, 'text') or ''} ({number(option, 'score', 'points') or 0})</li>"
        for option in options
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _comment(thing: Fields, root: str) -> FoundComment:
    own, parent = str(thing["id"]), key(thing.get("parent"))
    body = text(thing, "text", "comment_text", "content")
    author = text(thing, "by", "author", "user")
    return FoundComment(
        key=own,
        parent=None if parent == root else parent,
        author=author,
        badges=("Dead",) if flag(thing, "dead") else (),
        posted=moment(thing, "time", "created_at_i", "created_at"),
        votes=votes(number(thing, "score", "points")),
        deleted=flag(thing, "deleted") or (body is None and author is None),
        permalink=f"{_PAGE}{own}",
        body=body or "",
    )
