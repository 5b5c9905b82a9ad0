"""What a comment's row says in words: names, dates, tooltips, and text for screen readers."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.moment import Moment, format_day, format_moment
from ipvm_desktop.domain.placing import INFERRED_KINDS, awaits_word
from ipvm_desktop.domain.query import passage
from ipvm_desktop.domain.thread import ThreadEntry
from ipvm_desktop.fragment import html_to_text

Entry = ThreadEntry[Comment]

MISSING_COMMENT = "Comment not in this file"
DELETED_COMMENT = "This comment was removed"
NO_TEXT = "No text"
UNKNOWN_AUTHOR = "Unknown author"

_LONGEST_ATTRIBUTION = 100  # such as "Ann Ray wrote on Monday:"
_CLOSING = '”’"»」 \n'
_QUOTE_MARKS = 4  # what may stand between two quotations
_LONGEST_QUOTATION = 20_000
_QUOTE_TAG = re.compile(r"<(/?)blockquote\b[^>]*>")
_QUOTE_FIRST = re.compile(r"\s*+(?:<div>\s*+)*+<blockquote\b")

SUGGESTIONS_KEY = "G"  # as in the table of commands

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


def own_opening(comment: Comment) -> str:
    """Return a comment's text from where its author's own words begin, below what he quotes."""
    text = comment.body_text
    is_quote_first = _QUOTE_FIRST.match(comment.body_html) is not None
    quoted = _leading_quotation(comment.body_html) if is_quote_first else ""
    start = len(quoted) if text.startswith(quoted) else 0
    # Who wrote what is quoted stands within the quotation; before it, own words stand.
    room = _LONGEST_ATTRIBUTION if is_quote_first and not start else _QUOTE_MARKS
    for quote in comment.quotes:
        at = text.find(quote.text, start, start + len(quote.text) + room)
        if at < 0:
            break
        start, room = at + len(quote.text), _QUOTE_MARKS
    own = text[start:].lstrip(_CLOSING if start else None)
    return own or text


@lru_cache(maxsize=512)
def _leading_quotation(html: str) -> str:
    """Return the text of the quotation with which a body begins; "" for a very long one."""
    depth = 0
    for tag in _QUOTE_TAG.finditer(html[:_LONGEST_QUOTATION]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html_to_text(html[: tag.end()])
    return ""


def opening(entry: Entry) -> str:
    """Return the beginning of a comment in one line, or the words that stand for it."""
    if entry.comment is None:
        return MISSING_COMMENT
    text, is_own = body_line(entry.comment)
    return passage(own_opening(entry.comment) if is_own else text, ()).text


def named(entry: Entry) -> str:
    """Return a comment as sentences name it, such as "Ann Ray (#4)"."""
    if entry.comment is None:
        return f"a {MISSING_COMMENT.lower()}"
    return f"{author_name(entry)} (#{entry.id})"


def reply_sentence(entry: Entry, parent: Entry | None) -> str:
    """Return who replies to whom and why, or "" at a top level that nobody chose."""
    reply = entry.comment.reply if entry.comment else None
    if parent is not None:
        return f"Replies to {named(parent)}" + _why(reply)
    is_detached = reply is not None and reply.kind is ReplyKind.USER
    return "At top level, as you said" if is_detached else ""


def former_sentence(entry: Entry, parent: Entry | None) -> str:
    """Return where a comment hung before the reader moved it, or "" where nobody did.

    Args:
        entry: The comment.
        parent: What it replied to; None at top level.
    """
    original = entry.comment.original if entry.comment else None
    if original is None:
        return ""
    if parent is None:
        return "Before, it stood at top level"
    return f"Before, it replied to {named(parent)}" + _why(original.reply)


def _why(reply: Reply | None) -> str:
    if reply is None:
        return ""
    sure = ""
    if reply.kind in INFERRED_KINDS and reply.confidence < 1:
        # Never 100%: that would be the source's word, or the reader's.
        sure = f" ({min(99, round(reply.confidence * 100))}% sure)"
    reason = f": {reply.reason}" if reply.reason else ""
    return f", {_WHY[reply.kind]}{sure}{reason}"


def suggestion_sentence(count: int) -> str:
    """Return how many suggestions there are and the key that shows them, or ""."""
    if not count:
        return ""
    noun = "1 suggestion" if count == 1 else f"{count} suggestions"
    return f"{noun} of what it may answer: press {SUGGESTIONS_KEY}"


def tooltip(
    entry: Entry,
    parent: Entry | None,
    replies: int,
    *,
    former: Entry | None = None,
    suggestions: int = 0,
) -> str:
    """Return all that the row has no room for, as rich text so that long lines wrap.

    Args:
        entry: The comment.
        parent: What it replies to, or None.
        replies: How many stand below it.
        former: What it replied to before the reader moved it, or None.
        suggestions: How many there are to accept or refuse.
    """
    lines = [f"<b>{escape(author_name(entry))}</b>"]
    comment = entry.comment
    if comment is None:
        lines.append("It is replied to, but the saved page does not hold it.")
    else:
        lines += [escape(line) for line in _facts(comment)]
    lines.append(escape(reply_sentence(entry, parent)))
    lines.append(escape(former_sentence(entry, former)))
    lines.append(suggestion_sentence(suggestions))
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


def spoken_text(
    entry: Entry, usual_year: int | None, *, is_context: bool, answers: str = ""
) -> str:
    """Return the row as a screen reader should say it.

    Args:
        entry: The comment or placeholder.
        usual_year: Dates of this year are said without it.
        is_context: It is shown only because a reply matches.
        answers: Whom it replies to, where its place does not tell.
    """
    comment = entry.comment
    if comment is None:
        return MISSING_COMMENT
    parts = [author_name(entry)]
    parts += [comment.affiliation] if comment.affiliation else []
    parts += [short_day(comment.posted, usual_year)] if comment.posted else []
    parts += [f"replies to {answers}"] if answers else []
    marks = (
        ("article author", comment.article_author),
        ("staff", comment.staff),
        ("unread", not comment.read),
        ("starred", comment.starred),
        ("does not match", is_context),
        ("has suggestions", awaits_word(comment)),
    )
    parts += [word for word, holds in marks if holds]
    return f"{', '.join(parts)}: {passage(body_line(comment)[0], ()).text}"
