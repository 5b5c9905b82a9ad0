"""What a preview shows of an article: a few facts, and the text with its discussion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ipvm_desktop.domain.article import ArticleContent
from ipvm_desktop.domain.comment import CommentContent, ReplyKind
from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.render._paragraphs import in_paragraphs
from ipvm_desktop.render.long_words import breakable
from ipvm_desktop.ui.counted_words import counted

_MOST_COMMENTS = 200
_LONGEST_BODY = 200_000
_INDENT = 24
_DEEPEST = 8


def facts(document: Document) -> list[tuple[str, str]]:
    """Return name and value of what was found of an article."""
    return [
        ("Title", document.title),
        ("By", ", ".join(document.byline) or "nobody named"),
        ("Published", _published(document)),
        ("Address", document.url or "unknown"),
        ("Text", f"{counted(len(document.body_text.split()), 'word')}{_pictures(document)}"),
        ("Comments", _comments(document)),
    ]


def remarks(document: Document) -> list[str]:
    """Return what is left out of an article, or read imperfectly."""
    return [issue.sentence for issue in document.issues]


def page(article: ArticleContent, comments: Sequence[CommentContent]) -> str:
    """Return an article with its discussion as HTML; long ones are cut and say so."""
    parts = [f"<h2>{escape(article.title)}</h2>", _body(article)]
    if comments:
        parts.append(f"<hr><h3>{counted(len(comments), 'comment')}</h3>")
        parts.extend(_thread(comments))
    return "\n".join(parts)


def _body(content: ArticleContent | CommentContent) -> str:
    """Return a body, or the opening of a long one."""
    if len(content.body_html) <= _LONGEST_BODY:
        return breakable(in_paragraphs(content.body_html))
    opening = escape(content.body_text[:_LONGEST_BODY], quote=False)
    return breakable(f"<p>{opening.replace(chr(10), '<br>')}</p><p><i>…</i></p>")


def _published(document: Document) -> str:
    if document.published is not None:
        return format_moment(document.published)
    return document.published_text or "unknown"


def _pictures(document: Document) -> str:
    if not document.images:
        return ""
    missing = f", {document.images_missing:,} of them missing" if document.images_missing else ""
    return f", {counted(document.images, 'picture')}{missing}"


def _comments(document: Document) -> str:
    count = len(document.comments)
    declared = document.declared_comments
    words = f"{count:,}" if declared in {None, count} else f"{count:,} of {declared:,} announced"
    replies = [comment.reply for comment in document.comments if comment.parent is not None]
    if not replies:
        return words
    told = "told by the source"
    if not document.replies_told:
        inferred = all(reply and reply.kind is not ReplyKind.EXPLICIT for reply in replies)
        told = "inferred" if inferred else "some of them inferred"
    return f"{words}, {counted(len(replies), 'reply', 'replies')} ({told})"


def _thread(comments: Sequence[CommentContent]) -> Iterator[str]:
    entries = build_thread(comments).entries
    for entry in entries[:_MOST_COMMENTS]:
        comment = entry.comment
        margin = _INDENT * min(entry.depth, _DEEPEST)
        yield f'<div style="margin-left: {margin}px">'
        if comment is None:
            yield "<p><i>A comment that is not in the file</i></p></div>"
            continue
        yield f"<p><b>{escape(comment.author or 'unknown')}</b>{_when(comment)}</p>"
        yield f"{_body(comment)}</div>"
    if len(entries) > _MOST_COMMENTS:
        yield f"<p><i>… and {len(entries) - _MOST_COMMENTS:,} more</i></p>"


def _when(comment: CommentContent) -> str:
    words = comment.affiliation or ""
    when = format_moment(comment.posted) if comment.posted else comment.posted_text or ""
    return "".join(f" · {escape(part)}" for part in (words, when) if part)
