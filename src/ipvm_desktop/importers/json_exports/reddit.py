"""Reddit: threads, listings, inboxes, "load more" answers, and dumps with an object a line.

Shapes: the listings of https://www.reddit.com/dev/api (``.json`` behind any address), whose
things are ``t1`` comments, ``t3`` posts, ``t4`` messages and ``more``; and the flat comments
and submissions of Pushshift.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._json_reader import JsonError
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.groups import Groups
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

_SITE = "https://www.reddit.com"
_KEPT = (
    "name", "id", "title", "link_title", "subject", "selftext", "selftext_html", "body",
    "body_html", "author", "link_author", "author_flair_text", "author_flair", "distinguished",
    "is_submitter", "score", "score_hidden", "ups", "downs", "created_utc", "permalink",
    "link_permalink", "link_url", "url", "parent_id", "context", "num_comments", "is_self",
    "count", "children", "crosspost_parent_list", "link_id",
)  # fmt: skip
_WITHDRAWN = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[ removed by reddit ]"})
_BADGES = {"moderator": "Moderator", "admin": "Admin", "special": "Reddit Alumni"}
_IN_THREAD = re.compile(r"(?P<thread>.*/comments/(?P<id>[a-z0-9]+)(?:/[^/?]*)?)", re.IGNORECASE)
_RAW = re.compile(r"[<>]|&(?!(?:lt|gt|amp|#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});)", re.IGNORECASE)
# The files beside a thread's in which its "load more" answers are looked for.
_MOST_BESIDE = 50
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each post, and for each that comments without it belong to."""
    with Groups[str, Fields](file.tell) as groups:
        group = ""
        for _, value in file.elements("data.children", "json.data.things", "data"):
            for group, kind, thing in _things(value, group):  # noqa: B020
                kept = {name: thing[name] for name in _KEPT if name in thing}
                groups.add(group, {"kind": kind, **kept})
        is_single = len(groups) == 1
        for group, things in groups:
            more = any(thing["kind"] == "more" for thing in things)
            beside = _beside(file.source, group) if more and is_single else ()
            yield _thread(group, [*things, *beside])


def _things(top: object, last: str = "") -> Iterator[tuple[str, str, Fields]]:
    """Yield the things of a listing with their thread's name and their kind, replies included.

    What names no thread belongs to that of the thing it is nested in, or before it.
    """
    waiting: list[tuple[object, str]] = [(top, "")]
    while waiting:
        value, around = waiting.pop()
        waiting.extend((entry, around) for entry in reversed(listed(value)))
        outer = fields(value)
        kind, thing = _kind(outer), fields(outer.get("data")) or outer
        if kind in {"t1", "t3", "t4", "more"}:
            last = _thread_name(kind, thing) or around or last
            if last:
                yield last, kind, thing
            # The archives of downloaders list a post's comments in the post itself.
            waiting += [(thing.get("comments"), last), (thing.get("replies"), last)]
        elif outer:
            inner = fields(fields(outer.get("json")).get("data")).get("things")
            waiting.append((thing.get("children") or inner or outer.get("data"), around))


def _kind(value: Fields) -> str | None:
    """Return the kind of a thing, also of the flat ones in dumps, which state none."""
    kind = text(value, "kind")
    if kind is not None or "data" in value or "json" in value:
        return kind
    if "body" in value:
        return "t1"
    return "t3" if "title" in value else None


def _thread_name(kind: str, thing: Fields) -> str:
    if kind == "t3":
        return _name("t3", thing)
    if kind == "t4":
        return text(thing, "first_message_name") or _name("t4", thing)
    parent = text(thing, "parent_id") or ""
    context = _IN_THREAD.match(text(thing, "context", "permalink") or "")
    own = f"t3_{context['id']}" if context else ""
    return text(thing, "link_id") or (parent if parent.startswith("t3_") else own)


def _name(kind: str, thing: Fields) -> str:
    name, own = text(thing, "name"), key(thing.get("id"))
    return name if name and name.startswith(f"{kind}_") else f"{kind}_{own}" if own else ""


def _beside(source: Source, thread: str) -> Iterator[Fields]:
    """Yield the thread's comments from files beside that hold "load more" answers to it.

    Those are files whose names contain the thread's id or "more".
    """
    own = thread.removeprefix("t3_")
    names = [
        name
        for name in source.around.names("")
        if name.endswith(".json") and name != source.name and (own in name or "more" in name)
    ]
    for name in names[:_MOST_BESIDE]:
        content = source.around.read(name)
        if not content or thread.encode() not in content:
            continue
        try:
            beside = JsonFile(Source.from_bytes(content, name))
            values = [value for _, value in beside.elements()]
        except JsonError:
            continue
        for group, kind, thing in _things(values):
            if group == thread and kind in {"t1", "more"}:
                yield {"kind": kind, **thing}


def _thread(group: str, things: Sequence[Fields]) -> Document:
    engine = MarkdownEngine(html=False)
    # The same comment may stand in several answers.
    named: dict[str, Fields] = {}
    for thing in things:
        named.setdefault(_name(str(thing["kind"]), thing), thing)
    comments = [thing for name, thing in named.items() if name and thing["kind"] == "t1"]
    post = next((thing for thing in things if thing["kind"] == "t3"), None)
    messages = [thing for thing in things if thing["kind"] == "t4"]
    if messages:
        post = next((thing for thing in messages if _name("t4", thing) == group), messages[0])
        comments += [thing for thing in messages if thing is not post]
    article = _absent(group, comments) if post is None else _article(group, post, engine)
    found = [_comment(thing, engine) for thing in comments]
    folded = _folded([thing for thing in things if thing["kind"] == "more"], named)
    return article_document(article, found, [*folded, *engine.issues()])


def _article(group: str, post: Fields, engine: MarkdownEngine) -> FoundArticle:
    link = None if flag(post, "is_self") else address(post.get("url"), _SITE)
    author = _author(post)
    own = f"{_SITE}/comments/{group.removeprefix('t3_')}"
    page = address(post.get("permalink"), _SITE) or (own if group.startswith("t3_") else None)
    body = _html(post, ("selftext_html", "body_html"), ("selftext", "body"), engine)
    return FoundArticle(
        title=_plain(text(post, "title", "subject")),
        stand_in=f"Reddit post {group}",
        key=f"reddit:{group}",
        url=page,
        byline=(author,) if author else (),
        published=moment(post, "created_utc"),
        body=(link_paragraph(link) if link != page else "") + body + _shared(post, engine),
        kind=ArticleKind.DISCUSSION,
        declared=count(post, "num_comments"),
    )


def _shared(post: Fields, engine: MarkdownEngine) -> str:
    """Return the text of the post that another one shares ("crosspost"), as a quote."""
    origin = fields(next(iter(listed(post.get("crosspost_parent_list"))), None))
    body = _html(origin, ("selftext_html",), ("selftext",), engine)
    return f"<blockquote>{body}</blockquote>" if body.strip() else ""


def _absent(group: str, comments: Sequence[Fields]) -> FoundArticle:
    """Return what comments tell of their post."""
    first = comments[0] if comments else {}
    author = text(first, "link_author")
    place = text(first, "link_permalink", "permalink", "context")
    page = _IN_THREAD.match(place or f"/comments/{group.removeprefix('t3_')}")
    return FoundArticle(
        title=_plain(text(first, "link_title")),
        stand_in=f"Reddit post {group}",
        url=address(f"{page['thread']}/", _SITE) if page else None,
        byline=(author,) if author and author not in _WITHDRAWN else (),
        kind=ArticleKind.DISCUSSION,
        is_absent=True,
    )


def _comment(thing: Fields, engine: MarkdownEngine) -> FoundComment:
    kind = str(thing["kind"])
    parent = _parent(thing)
    is_deleted = (text(thing, "body") or "").strip().lower() in _WITHDRAWN
    body = "" if is_deleted else _html(thing, ("body_html",), ("body",), engine)
    badge = _BADGES.get(text(thing, "distinguished") or "")
    return FoundComment(
        key=_name(kind, thing),
        parent=parent if parent.startswith("t1_") else None,
        author=_author(thing),
        affiliation=_plain(text(thing, "author_flair_text", "author_flair")),
        badges=(badge,) if badge else (),
        article_author=flag(thing, "is_submitter"),
        posted=moment(thing, "created_utc"),
        votes=votes(_score(thing)),
        deleted=is_deleted,
        permalink=address(text(thing, "permalink", "context"), _SITE),
        body=body,
    )


def _parent(thing: Fields) -> str:
    """Return the name of what a comment answers.

    Some archives of 2022 give its number in place of its name, and not what it numbers.
    """
    stated, post = count(thing, "parent_id"), text(thing, "link_id") or ""
    if stated is None:
        return text(thing, "parent_id") or ""
    return post if stated == _number(post) else f"t1_{_base_36(stated)}"


def _number(name: str) -> int | None:
    try:
        return int(name.rpartition("_")[2], 36)
    except ValueError:
        return None


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return digits


def _score(thing: Fields) -> int | None:
    if flag(thing, "score_hidden"):
        return None
    ups, downs = number(thing, "ups"), number(thing, "downs")
    old = None if ups is None or downs is None else ups - downs
    return old if "score" not in thing else number(thing, "score")


def _author(thing: Fields) -> str | None:
    author = text(thing, "author")
    return None if author in _WITHDRAWN else author


def _plain(value: str | None) -> str | None:
    """Return a text without the entities that Reddit writes in everything."""
    return None if value is None else unescape(value)


def _html(
    thing: Fields, rendered: Sequence[str], written: Sequence[str], engine: MarkdownEngine
) -> str:
    """Return a body: as Reddit rendered it, else from its Markdown."""
    html = text(thing, *rendered)
    if html is not None:
        return unescape(html) if html.lstrip().startswith("&lt;") else html
    source = text(thing, *written) or ""
    if source.strip().lower() in _WITHDRAWN:
        return f"<p>{escape(source)}</p>"
    return engine.render(source if _RAW.search(source) else unescape(source))


def _folded(more: Sequence[Fields], named: dict[str, Fields]) -> Iterator[ImportIssue]:
    """Tell of comments that the file only counts, behind "load more comments"."""
    missing = places = 0
    for thing in more:
        ids = [f"t1_{own}" for own in map(key, listed(thing.get("children"))) if own]
        absent = sum(name not in named for name in ids)
        # The count is of all below them as well; where some are there, so may these be.
        below = count(thing, "count") or 0 if absent == len(ids) else 0
        # "Continue this thread" neither counts nor names what it leads to.
        missing += max(absent, below, not ids)
        places += absent > 0 or not ids
    if places:
        where = "one place" if places == 1 else f"{places} places"
        message = f"At least {missing} comments are folded away in {where} of the file"
        yield ImportIssue(IssueCode.COMMENT_COUNT, message)
