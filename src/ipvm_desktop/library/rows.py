"""Rows to domain dataclasses and back. No statements here.

Values on their way in are ready to be bound: cleaned, and lists as JSON text, NULL when
empty.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ipvm_desktop.domain.article import Access, Article, ArticleContent, SourceRecord
from ipvm_desktop.domain.comment import (
    Comment,
    CommentContent,
    Quote,
    Reply,
    ReplyKind,
    Suggestion,
)
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.library.summary_rows import EPOCH, from_seconds, moment

Values = dict[str, Any]
Texts = Mapping[str, tuple[str, ...]]
"""Tags or notes by comment key; "" is the article's own."""

_WORD = re.compile(r"\w+")
_encode = json.JSONEncoder(ensure_ascii=False).encode


def clean(text: str) -> str:
    """Join paired surrogates, replace lone ones and zeros; other text comes back as it is.

    SQLite cannot hold lone surrogates, and some of its functions stop at a zero.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def to_seconds(moment: dt.datetime) -> int:
    """Return an aware time as whole seconds since 1970."""
    return (moment - EPOCH) // dt.timedelta(seconds=1)


def sort_title(title: str) -> str:
    """Return what titles are sorted by: words without case, accents and punctuation."""
    plain = title.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain)) or plain


def article_values(content: ArticleContent) -> Values:
    """Return the article's columns that hold what its source says."""
    return _cleaned(
        {
            "title": content.title,
            "kind": str(content.kind),
            "published": _iso(content.published),
            "published_text": content.published_text,
            "url": content.url,
            "site": content.site,
            "access": str(content.access) if content.access else None,
            "language": content.language,
            "images": content.images,
            "images_missing": content.images_missing,
            "declared_comments": content.declared_comments,
            "masked_share": float(content.masked_share),
            "headings": _json(content.headings),
            "body_html": content.body_html,
            "body_text": content.body_text,
        }
    )


def outline(values: Mapping[str, Any]) -> ArticleContent:
    """Return of an article's columns what it is recognised by."""
    return ArticleContent(
        title=values["title"],
        published=moment(values["published"]),
        url=values["url"],
        masked_share=values["masked_share"],
        body_text=values["body_text"],
    )


def issue_values(issues: Iterable[ImportIssue]) -> list[Values]:
    """Return one row per issue, without the article."""
    return [
        _cleaned({"place": place, "code": i.code, "message": i.message, "line": i.line})
        for place, i in enumerate(issues)
    ]


def comment_values(comment: CommentContent, key: str) -> Values:
    """Return the comment's columns, with the author's name in place of an id."""
    reply = comment.reply
    return _cleaned(
        {
            "number": comment.id,
            "parent": comment.parent,
            "key": key,
            "author": comment.author,
            "role": comment.role,
            "pseudonym": comment.pseudonym,
            "affiliation": comment.affiliation,
            "badges": _json(comment.badges),
            "staff": comment.staff,
            "article_author": comment.article_author,
            "posted": _iso(comment.posted),
            "posted_text": comment.posted_text,
            "votes": _json(comment.votes),
            "deleted": comment.deleted,
            "reply_kind": str(reply.kind) if reply else None,
            "reply_confidence": reply.confidence if reply else None,
            "reply_reason": reply.reason if reply else None,
            "suggestions": _json([(s.parent, s.confidence, s.reason) for s in comment.suggestions]),
            "quotes": _json([(quote.text, quote.comment) for quote in comment.quotes]),
            "body_html": comment.body_html,
            "body_text": comment.body_text,
            "permalink": comment.permalink,
        }
    )


def article(row: sa.Row[Any], issues: Iterable[ImportIssue], tags: Texts, notes: Texts) -> Article:
    """Read a row of ``article`` with ``byline`` as a JSON list of names."""
    return Article(
        id=row.id,
        key=row.key,
        title=row.title,
        byline=_list(row.byline),
        kind=ArticleKind(row.kind),
        published=moment(row.published),
        published_text=row.published_text,
        url=row.url,
        site=row.site,
        access=Access(row.access) if row.access else None,
        language=row.language,
        body_html=row.body_html,
        body_text=row.body_text,
        headings=_list(row.headings),
        images=row.images,
        images_missing=row.images_missing,
        declared_comments=row.declared_comments,
        masked_share=row.masked_share,
        issues=tuple(issues),
        source=SourceRecord(
            row.source_name, row.source_importer, row.source_sha256, from_seconds(row.imported)
        ),
        comment_count=row.comment_count,
        unread_comments=row.unread_comments,
        read=bool(row.is_read),
        starred=bool(row.is_starred),
        tags=tags.get("", ()),
        notes=notes.get("", ()),
    )


def comment(row: Sequence[Any], tags: Texts, notes: Texts) -> Comment:
    """Read a row of ``_comments.COLUMNS``.

    By position: an article may have thousands of comments, and looking columns up by
    name takes longer than all the rest.
    """
    (
        number, parent, key, author, role, pseudonym, affiliation, badges, staff, article_author,
        posted, posted_text, votes, deleted, reply_kind, reply_confidence, reply_reason,
        suggestions, quotes, body_html, body_text, permalink, is_read, is_starred,
    ) = row  # fmt: skip
    return Comment(
        id=number,
        parent=parent,
        reply=Reply(ReplyKind(reply_kind), reply_confidence, reply_reason) if reply_kind else None,
        suggestions=tuple(Suggestion(*s) for s in json.loads(suggestions)) if suggestions else (),
        author=author,
        role=role,
        pseudonym=pseudonym,
        affiliation=affiliation,
        badges=_list(badges),
        staff=bool(staff),
        article_author=bool(article_author),
        posted=moment(posted),
        posted_text=posted_text,
        votes=_list(votes),
        deleted=bool(deleted),
        permalink=permalink,
        quotes=tuple(Quote(*quote) for quote in json.loads(quotes)) if quotes else (),
        body_html=body_html,
        body_text=body_text,
        key=key,
        read=bool(is_read),
        starred=bool(is_starred),
        tags=tags.get(key, ()),
        notes=notes.get(key, ()),
    )


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _json(values: Sequence[Any]) -> str | None:
    return _encode(values) if values else None


@lru_cache(maxsize=4096)
def _list(text: str | None) -> tuple[Any, ...]:
    return tuple(json.loads(text)) if text else ()


def _cleaned(values: Values) -> Values:
    for name, value in values.items():
        if isinstance(value, str) and ("\0" in value or not value.isascii()):
            values[name] = clean(value)
    return values
