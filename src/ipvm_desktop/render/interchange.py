"""Articles as interchange JSON: the one shape that leaves the program and comes back."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Placement, Suggestion
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.render.pictures import PictureSource, digests, no_pictures

FORMAT = "ipvm-desktop"
VERSION = 1


def write_json(
    pairs: Iterable[tuple[Article, Sequence[Comment]]],
    out: TextIO,
    pictures: PictureSource = no_pictures,
) -> None:
    """Write articles as one JSON document, an article a line, holding one at a time."""
    out.write(f'{{"format": "{FORMAT}", "version": {VERSION}, "articles": [')
    separator = "\n"
    for article, comments in pairs:
        out.write(separator)
        out.write(json.dumps(article_json(article, comments, pictures), ensure_ascii=False))
        separator = ",\n"
    out.write("\n]}\n")


def article_json(
    article: Article, comments: Sequence[Comment], pictures: PictureSource = no_pictures
) -> dict[str, Any]:
    """Return one article with its comments as JSON values, keys in their documented order.

    Args:
        article: The article.
        comments: All of its comments.
        pictures: Where those are that it shows; without any they are left out.
    """
    shown = _pictures_json(article, comments, pictures)
    return {
        "id": article.id,
        "key": article.key,
        "title": article.title,
        "byline": list(article.byline),
        "kind": article.kind.value,
        "published": _moment(article.published),
        "published_text": article.published_text,
        "url": article.url,
        "site": article.site,
        "access": article.access.value if article.access else None,
        "language": article.language,
        "body_html": article.body_html,
        "body_text": article.body_text,
        "headings": list(article.headings),
        "images": article.images,
        "images_missing": article.images_missing,
        "declared_comments": article.declared_comments,
        "masked_share": float(article.masked_share),
        "issues": [issue_json(issue) for issue in article.issues],
        "source": {
            "name": article.source.name,
            "importer": article.source.importer,
            "sha256": article.source.sha256,
            "imported": utc_text(article.source.imported),
        },
        "read": article.read,
        "starred": article.starred,
        "tags": list(article.tags),
        "notes": list(article.notes),
        **({"pictures": shown} if shown else {}),
        "comments": [comment_json(comment) for comment in comments],
    }


def _pictures_json(
    article: Article, comments: Sequence[Comment], pictures: PictureSource
) -> dict[str, Any]:
    bodies = (article.body_html, *(comment.body_html for comment in comments))
    found = filter(None, map(pictures, digests(bodies)))
    return {
        picture.sha256: {
            "type": picture.media_type,
            "base64": base64.b64encode(picture.content).decode("ascii"),
        }
        for picture in found
    }


def comment_json(comment: Comment) -> dict[str, Any]:
    """Return one comment as JSON values, keys in their documented order."""
    return {
        "id": comment.id,
        **_placement_json(Placement(comment.parent, comment.reply)),
        "suggestions": [suggestion_json(suggestion) for suggestion in _all_suggestions(comment)],
        **_corrections_json(comment),
        "author": comment.author,
        "role": comment.role,
        "pseudonym": comment.pseudonym,
        "affiliation": comment.affiliation,
        "badges": list(comment.badges),
        "staff": comment.staff,
        "article_author": comment.article_author,
        "posted": _moment(comment.posted),
        "posted_text": comment.posted_text,
        "votes": list(comment.votes),
        "deleted": comment.deleted,
        **({"permalink": comment.permalink} if comment.permalink else {}),
        "quotes": [{"text": quote.text, "comment": quote.comment} for quote in comment.quotes],
        "body_html": comment.body_html,
        "body_text": comment.body_text,
        "read": comment.read,
        "starred": comment.starred,
        "tags": list(comment.tags),
        "notes": list(comment.notes),
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return one suggestion as JSON values."""
    return {
        "parent": suggestion.parent,
        "confidence": float(suggestion.confidence),
        "reason": suggestion.reason,
    }


def _placement_json(placement: Placement) -> dict[str, Any]:
    reply = placement.reply
    return {
        "parent": placement.parent,
        "reply": reply
        and {
            "kind": reply.kind.value,
            "confidence": float(reply.confidence),
            "reason": reply.reason,
        },
    }


def _all_suggestions(comment: Comment) -> Sequence[Suggestion]:
    """Return the refused ones as well, so that refusing can be taken back after an import."""
    if not comment.refused:
        return comment.suggestions
    both = comment.suggestions + comment.refused
    return sorted(both, key=lambda suggestion: -suggestion.confidence)


def _corrections_json(comment: Comment) -> dict[str, Any]:
    """Return what only a comment has that the reader corrected."""
    keys: dict[str, Any] = {}
    if comment.original is not None:
        keys["original"] = _placement_json(comment.original)
    if comment.refused:
        keys["refused"] = sorted({suggestion.parent for suggestion in comment.refused})
    return keys


def issue_json(issue: ImportIssue) -> dict[str, Any]:
    """Return one issue as JSON values."""
    return {"code": str(issue.code), "message": issue.message, "line": issue.line}


def utc_text(moment: dt.datetime) -> str:
    """Return an aware time in UTC to the second, such as ``2026-11-22T19:00:00Z``."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _moment(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment is not None else None
