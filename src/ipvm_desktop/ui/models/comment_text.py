"""What a comment's row says in words: names, dates, tooltips, and text for screen readers."""

from __future__ import annotations

from html import escape

from ipvm_desktop.domain.comment import Comment, ReplyKind
from ipvm_desktop.domain.moment import Moment, format_day, format_moment
from ipvm_desktop.domain.query import passage
from ipvm_desktop.domain.thread import ThreadEntry

Entry = ThreadEntry[Comment]

MISSING_COMMENT = "Comment not in this file"
DELETED_COMMENT = "This comment was removed"
NO_TEXT = "No text"
UNKNOWN_AUTHOR = "Unknown author"

_WHY = {
    ReplyKind.EXPLICIT: "as the source says",
    ReplyKind.QUOTE: "inferred from a quote",
    ReplyKind.INFERRED: "inferred",
    ReplyKind.USER: "as you said",
}


def author_name(entry: Entry) -> str:
    """Return who stands on the row's first line."""
    if entry.comment is None:
        return MISSING_COMMENT
    return entry.comment.author or UNKNOWN_AUTHOR


def short_day(moment: Moment, usual_year: int | None) -> str:
    """Return "Mar 4", with the year when it is not the usual one."""
    day = format_day(moment)
    return day.rpartition(",")[0] if moment.year == usual_year else day


def body_line(comment: Comment) -> tuple[str, bool]:
    """Return the text whose opening stands on the second line, and whether it is the author's."""
    if comment.deleted:
        return DELETED_COMMENT, False
    if not comment.body_text.strip():
        return NO_TEXT, False
    return comment.body_text, True


def reply_sentence(entry: Entry, parent: Entry | None) -> str:
    """Return who replies to whom and why, or "" at top level."""
    if parent is None:
        return ""
    target = f"{author_name(parent)} (#{parent.id})" if parent.comment else MISSING_COMMENT.lower()
    sentence = f"Replies to {target}"
    reply = entry.comment.reply if entry.comment else None
    if reply is None:
        return sentence
    sentence += f", {_WHY[reply.kind]}"
    if reply.kind in (ReplyKind.QUOTE, ReplyKind.INFERRED) and reply.confidence < 1:
        sentence += f" ({reply.confidence:.0%} sure)"
    return f"{sentence}: {reply.reason}" if reply.reason else sentence


def tooltip(entry: Entry, parent: Entry | None, replies: int) -> str:
    """Return all that the row has no room for, as rich text so that long lines wrap."""
    lines = [f"<b>{escape(author_name(entry))}</b>"]
    comment = entry.comment
    if comment is None:
        lines.append("It is replied to, but the saved page does not hold it.")
    else:
        lines += [escape(line) for line in _facts(comment)]
    lines.append(escape(reply_sentence(entry, parent)))
    if replies:
        lines.append(f"{replies:,} {'reply' if replies == 1 else 'replies'} below")
    return "<qt>" + "<br>".join(line for line in lines if line) + "</qt>"


def _facts(comment: Comment) -> list[str]:
    who = [
        "author of the article" if comment.article_author else "",
        "staff" if comment.staff else "",
        comment.affiliation or "",
        *comment.badges,
    ]
    when = format_moment(comment.posted) if comment.posted else comment.posted_text or "No date"
    votes = ", ".join(str(count) for count in comment.votes)
    return [
        " · ".join(word for word in who if word),
        f"#{comment.id} · {when}",
        f"Votes: {votes}" if votes else "",
        "Removed, says the source" if comment.deleted else "",
    ]


def spoken_text(entry: Entry, usual_year: int | None, *, is_context: bool) -> str:
    """Return the row as a screen reader should say it."""
    comment = entry.comment
    if comment is None:
        return MISSING_COMMENT
    parts = [author_name(entry)]
    parts += [comment.affiliation] if comment.affiliation else []
    parts += [short_day(comment.posted, usual_year)] if comment.posted else []
    marks = (
        ("article author", comment.article_author),
        ("staff", comment.staff),
        ("unread", not comment.read),
        ("starred", comment.starred),
        ("does not match", is_context),
    )
    parts += [word for word, holds in marks if holds]
    return f"{', '.join(parts)}: {passage(body_line(comment)[0], ()).text}"
