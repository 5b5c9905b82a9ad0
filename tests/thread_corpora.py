"""Known discussions, flattened to what a saved page still tells."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.comment import CommentContent
from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.sanitize import html_to_text, sanitize

_TAG = re.compile(
    r"<(?:p|br|div|a|blockquote|pre|ul|ol|em|b|i|strong|aside)\b[^>]*>", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"(<aside class=\"quote[^>]*>)\s*<div class=\"title\">.*?(<blockquote)", re.DOTALL
)
_CODED = re.compile(r"\[/?quote[^\]\n]*\]")
_MAIL_HEAD = re.compile(r"^.{0,160}\b(?:wrote|writes|schrieb)[^.?!\n]{0,40}:[ \t]*$", re.MULTILINE)
_MAIL_DEEP = re.compile(r"^[ \t]*(?:>[ \t]?){2,}.*\n?", re.MULTILINE)
_MANY_WITHOUT = 100
_PICTURE = re.compile(r"\[picture\][ \t]*\n*")
_MARKDOWN_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KnownThread:
    """One known discussion in one order.

    Attributes:
        name: The thread's own id.
        corpus: The file it came from.
        article: What is known of the article.
        comments: Flat, ``id`` counting from 1.
        parents: By comment, the true parent's ``id``; None for the top level.
        is_known: By comment, whether its corpus kept replies when it was posted.
        order: How the comments follow each other.
    """

    name: str
    corpus: str
    article: ArticleContent
    comments: tuple[CommentContent, ...]
    parents: tuple[int | None, ...]
    is_known: tuple[bool, ...]
    order: CommentOrder


@dataclass(frozen=True, slots=True)
class Corpus:
    """Known threads from one place.

    Attributes:
        name: Such as ``discourse-urho3d``; the file's name without its extensions.
        threads: As read, each a JSON object.
        replies_since: When the place began to keep replies, in seconds since 1970; what is
            older is of no use for judging. 0 where it always did.
    """

    name: str
    threads: list[dict[str, Any]]
    replies_since: float = 0.0


def fingerprint(corpus: Corpus) -> str:
    """Return what tells a corpus again, whatever its file is called."""
    ids = sorted(str(c.get("id")) for thread in corpus.threads for c in thread["comments"])
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]


def corpora(folder: Path) -> list[Corpus]:
    """Read all corpora below a folder.

    They are ``*.jsonl`` and ``*.jsonl.gz`` files with one thread a line, ``{thread, title,
    date, author, article, comments: [{id, parent, author, date, body}]}``, and folders of
    ``*.truth.json`` files with the comments of one page each, in the page's order.

    Raises:
        ValueError: A line is no JSON; the message names file and line.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted([*folder.rglob("*.jsonl.gz"), *folder.rglob("*.jsonl")]):
        read = gzip.decompress if path.suffix == ".gz" else bytes
        lines = read(path.read_bytes()).decode("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                thread = json.loads(line) if line.strip() else None
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: this is no JSON ({error})") from error
            if isinstance(thread, dict) and thread.get("comments"):
                found.setdefault(path.name.split(".")[0], []).append(thread)
    for path in sorted(folder.rglob("*.truth.json")):
        comments = [
            {**comment, "body": comment.get("text") or ""}
            for comment in json.loads(path.read_text(encoding="utf-8"))
            if not comment.get("ping")
        ]
        if comments:
            thread = {"thread": path.name, "format": "text", "comments": comments}
            found.setdefault(f"html-{path.parent.name}", []).append(thread)
    return [Corpus(name, threads, _replies_since(threads)) for name, threads in found.items()]


def _replies_since(threads: list[dict[str, Any]]) -> float:
    """Return when a corpus began to keep replies, in seconds since 1970.

    A forum that moved lost them: where many comments are older than the first reply of
    all threads, nobody can say whom those answered.
    """
    dated = [
        (moment.timestamp(), comment.get("parent") is not None)
        for thread in threads
        for comment in thread["comments"]
        if (moment := _moment(comment.get("date")))
    ]
    first = min((time for time, is_reply in dated if is_reply), default=0.0)
    before = sum(time < first for time, _ in dated)
    return first if before >= _MANY_WITHOUT else 0.0


def flattened(
    corpus: Corpus, thread: dict[str, Any], order: CommentOrder, *, bare: bool
) -> KnownThread:
    """Return a thread as a saved page shows it: names, dates and text, in one order.

    Args:
        corpus: Where it is from.
        thread: One of its threads.
        order: ``PAGE`` puts replies right below what they answer, siblings by time;
            ``TIME`` sorts all by time.
        bare: Leave no more than copies of IPVM's pages do: days without times, and quotes
            that nothing tells from other text.
    """
    comments = thread["comments"]
    known = {comment["id"] for comment in comments}
    parent_of = {
        comment["id"]: comment.get("parent") if comment.get("parent") in known else None
        for comment in comments
    }
    times = _times(comments)
    placed = (
        _by_page(comments, parent_of, times)
        if order is CommentOrder.PAGE
        else _by_time(comments, parent_of, times)
    )
    number = {comment["id"]: place for place, comment in enumerate(placed, start=1)}
    flat = tuple(
        _comment(comment, number[comment["id"]], times[comment["id"]], thread, bare)
        for comment in placed
    )
    parents = tuple(
        None if parent_of[c["id"]] is None else number[parent_of[c["id"]]] for c in placed
    )
    author = thread.get("author")
    article = ArticleContent(
        title=thread.get("title") or "?",
        byline=(author,) if author else (),
        published=_moment(thread.get("date")),
        body_text=plain_text(thread.get("article") or "", thread.get("format")),
    )
    since = corpus.replies_since
    is_known = tuple((times[c["id"]] or since) >= since for c in placed)
    return KnownThread(
        str(thread.get("thread")), corpus.name, article, flat, parents, is_known, order
    )


def plain_text(body: str, kind: str | None, *, bare: bool = False) -> str:
    """Return a body as text copied from a page.

    Args:
        body: HTML, Markdown or plain text.
        kind: What the corpus says it is; HTML is recognised by itself.
        bare: Leave nothing that tells quotes from other text, as in copies of IPVM's pages;
            else forums keep the name above a quote, and mail its marks.
    """
    if bare:
        body = _CODED.sub("", _ANNOUNCED.sub(r"\1\2", body))
        if kind == "text":
            body = _MARKDOWN_QUOTE.sub("", _MAIL_DEEP.sub("", _MAIL_HEAD.sub("", body)))
    if _TAG.search(body):
        return _PICTURE.sub("", html_to_text(sanitize(body))).strip()
    if kind == "text":
        return body.strip()
    return _MARKDOWN_QUOTE.sub("", body).strip()


def _comment(
    comment: dict[str, Any], number: int, when: float | None, thread: dict[str, Any], bare: bool
) -> CommentContent:
    author = comment.get("author") or None
    pseudonym = split_pseudonym(author) if author else None
    posted: Moment | None = None
    if when is not None:
        posted = dt.datetime.fromtimestamp(when, dt.UTC)
        posted = posted.date() if bare else posted
    return CommentContent(
        id=number,
        author=author,
        role=pseudonym[0] if pseudonym else None,
        pseudonym=pseudonym[1] if pseudonym else None,
        article_author=bool(author) and author == thread.get("author"),
        posted=posted,
        body_text=plain_text(comment.get("body") or "", thread.get("format"), bare=bare),
    )


def _moment(value: Any) -> dt.datetime | None:
    if isinstance(value, (int, float)):
        return dt.datetime.fromtimestamp(value, dt.UTC)
    if isinstance(value, str):
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None


def _is_dated(thread: dict[str, Any]) -> bool:
    return all(_moment(comment.get("date")) for comment in thread["comments"])


def _times(comments: list[dict[str, Any]]) -> dict[Any, float | None]:
    moments = {comment["id"]: _moment(comment.get("date")) for comment in comments}
    return {key: moment.timestamp() if moment else None for key, moment in moments.items()}


def _by_page(
    comments: list[dict[str, Any]], parent_of: dict[Any, Any], times: dict[Any, float | None]
) -> list[dict[str, Any]]:
    replies: dict[Any, list[dict[str, Any]]] = {}
    for comment in comments:
        replies.setdefault(parent_of[comment["id"]], []).append(comment)
    dated = None not in times.values()
    for siblings in replies.values() if dated else ():
        siblings.sort(key=lambda comment: times[comment["id"]] or 0)
    placed = []
    stack = replies.get(None, [])[::-1]
    while stack:
        comment = stack.pop()
        placed.append(comment)
        stack.extend(replies.get(comment["id"], [])[::-1])
    return placed


def _by_time(
    comments: list[dict[str, Any]], parent_of: dict[Any, Any], times: dict[Any, float | None]
) -> list[dict[str, Any]]:
    """Sort by time; a reply with a wrong clock never comes before what it answers."""
    effective: dict[Any, float] = {}
    for comment in _by_page(comments, parent_of, times):
        own = times[comment["id"]] or 0
        parent = parent_of[comment["id"]]
        effective[comment["id"]] = own if parent is None else max(own, effective[parent])
    depth: dict[Any, int] = {}
    for comment in _by_page(comments, parent_of, times):
        parent = parent_of[comment["id"]]
        depth[comment["id"]] = 0 if parent is None else depth[parent] + 1
    return sorted(comments, key=lambda c: (effective[c["id"]], depth[c["id"]]))


def discussions(
    known: Iterable[Corpus], order: CommentOrder, *, bare: bool
) -> Iterator[KnownThread]:
    """Yield the threads of all corpora, flattened; without times none has an order of time."""
    for corpus in known:
        for thread in corpus.threads:
            if order is CommentOrder.PAGE or _is_dated(thread):
                yield flattened(corpus, thread, order, bare=bare)
