"""Comments in the JSON-LD of a page (https://www.w3.org/TR/json-ld11/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.comments._make import is_deleted
from ipvm_desktop.importers.web.comments._threads import threaded
from ipvm_desktop.importers.web.page import WebPage
from ipvm_desktop.sanitize import text_to_html

_ANSWERS = ("acceptedAnswer", "suggestedAnswer", "comment", "comments")
_COMMENT_TYPES = frozenset(("Comment", "Answer", "UserComments", "CorrectionComment"))
_TOPIC_TYPES = frozenset(("DiscussionForumPosting", "Question"))
_MARKUP = re.compile(
    r"</?(?:p|br|div|a|em|strong|blockquote|ul|ol|li|pre|code)\b[^>]*>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class StatedComments:
    """What JSON-LD says of a discussion.

    Attributes:
        comments: In its order.
        declared: How many comments it announces, or None.
        opened: The forum's post or the question that they answer; None where they answer an
            article.
    """

    comments: tuple[FoundComment, ...]
    declared: int | None
    opened: FoundComment | None


def stated_comments(page: WebPage) -> StatedComments | None:
    """Return the comments of the first thing that has any; None where none has."""
    for thing in _things(page):
        listed = list(_comments(thing))
        found = [_found(node, page) for node, _ in listed]
        if is_discussion(found):
            places = {id(node): place for place, (node, _) in enumerate(listed)}
            parents = [_parent(node, above, places) for node, above in listed]
            return StatedComments(
                threaded(found, [comment.key for comment in found], parents),
                _count(thing.get("commentCount", thing.get("answerCount"))),
                None if _TOPIC_TYPES.isdisjoint(_types(thing)) else _found(thing, page),
            )
    return None


def is_discussion(found: Sequence[FoundComment]) -> bool:
    """Say whether most answers have someone who gave them; those of a list of questions do not."""
    known = sum(comment.author is not None or comment.posted is not None for comment in found)
    return 2 * known > len(found)


def _things(page: WebPage) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD, those inside others as well, outer ones first."""
    for script in page.root.xpath("//script[@type='application/ld+json']"):
        try:
            waiting: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                yield node
                waiting.extend(reversed(list(node.values())))
            elif isinstance(node, list):
                waiting.extend(reversed(node))


def _comments(thing: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Yield the comments of a thing with the comment that each stands in, in their order."""
    if not _COMMENT_TYPES.isdisjoint(_types(thing)):
        return
    open_nodes: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
        (node, None) for node in reversed(_answers(thing))
    ]
    while open_nodes:
        node, above = open_nodes.pop()
        yield node, above
        open_nodes.extend((inner, node) for inner in reversed(_answers(node)))


def _answers(node: dict[str, Any]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    for name in _ANSWERS:
        value = node.get(name)
        entries = value if isinstance(value, list) else [value]
        answers += [
            entry
            for entry in entries
            if isinstance(entry, dict)
            and (not _types(entry) or not _COMMENT_TYPES.isdisjoint(_types(entry)))
        ]
    return answers


def _types(node: dict[str, Any]) -> set[str]:
    value = node.get("@type")
    types = value if isinstance(value, list) else [value]
    return {str(name).rpartition("/")[2] for name in types if name}


def _parent(
    node: dict[str, Any], above: dict[str, Any] | None, places: dict[int, int]
) -> int | str | None:
    answered = node.get("parentItem")
    if isinstance(answered, dict) and _COMMENT_TYPES & _types(answered) and answered.get("@id"):
        return str(answered["@id"])
    return None if above is None else places[id(above)]


def _found(node: dict[str, Any], page: WebPage) -> FoundComment:
    text = _text(node.get("text", node.get("commentText", node.get("articleBody"))))
    date = _text(node.get("dateCreated", node.get("datePublished"))) or None
    address = _text(node.get("url"))
    votes = (_count(node.get(name)) for name in ("upvoteCount", "downvoteCount"))
    body = text if _MARKUP.search(text) else text_to_html(text)
    return FoundComment(
        key=_text(node.get("@id", node.get("identifier"))) or address or None,
        author=_name(node.get("author", node.get("creator"))),
        posted=read_web_date(date, page.saved) if date else None,
        posted_text=date,
        votes=tuple(count for count in votes if count is not None),
        permalink=page.absolute(address),
        deleted=is_deleted(escape(text)),
        body=body,
    )


def _name(author: Any) -> str | None:
    if isinstance(author, list):
        author = author[0] if author else None
    if isinstance(author, dict):
        author = author.get("name")
    return _text(author) or None


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) else ""


def _count(value: Any) -> int | None:
    text = _text(value)
    return int(text) if text.isdecimal() and len(text) < 10 else None
