"""What the reading pane shows of a discussion: its heading, and comment for comment.

In the dialect of ``reading``, by the same rules.
"""

from __future__ import annotations

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.domain.person import brief_name
from ipvm_desktop.domain.thread import Thread, ThreadEntry, ThreadOrder
from ipvm_desktop.render._line import (
    ISOLATE,
    Line,
    one_line,
    web_address,
)
from ipvm_desktop.render._paragraphs import in_paragraphs
from ipvm_desktop.render._reply_words import reply_words, shortened, words_before
from ipvm_desktop.render.quotes import (
    Passage,
    QuoteIndex,
    mark_quotes,
    quoters_line,
    shown_name,
    write_passage,
)
from ipvm_desktop.render.reading import (
    COMMENT_LINK,
    QUOTE_SOURCE_LINK,
    BlockState,
    Markup,
    body_markup,
    quote_link,
)

DEEPEST_INDENT = 8
PERMALINK_HINT = "Open this comment's page"

_LEFT_TO_RIGHT = "\u200e"
_NO_QUOTES = QuoteIndex()


def discussion_heading(article: Article, thread: Thread[Comment]) -> str:
    """Return the heading above the comments, and what there is to say when there are none."""
    count = sum(entry.comment is not None for entry in thread.entries)
    declared = article.declared_comments
    if declared is not None and declared != count:
        number = f'<span class="announced">({count:,} of {declared:,} announced)</span>'
    else:
        number = f"({count:,})"
    heading = f'<h2 class="discussion">Comments {number}</h2>'
    if count:
        return heading
    if any(issue.code == IssueCode.COMMENTS_WITHHELD for issue in article.issues):
        return heading + '<p class="empty">The page shows its comments to subscribers only.</p>'
    if declared:
        return heading + '<p class="empty">The comments were not saved with this file.</p>'
    return heading + '<p class="empty">There are no comments in this file.</p>'


def comment_indent(depth: int, step: int) -> int:
    """Return how far a comment's bar stands from the left, in px at 100 % zoom.

    Args:
        depth: True depth; what lies deeper than ``DEEPEST_INDENT`` stands there.
        step: Indentation per depth.
    """
    return min(depth, DEEPEST_INDENT) * step


def comment_markup(
    thread: Thread[Comment], position: int, margin: int, quotes: QuoteIndex = _NO_QUOTES
) -> Markup:
    """Return one comment or placeholder.

    Args:
        thread: The discussion.
        position: Which of its entries.
        margin: Left margin of its text, in px as shown.
        quotes: The discussion's quotes.
    """
    entry = thread.entries[position]
    if entry.comment is None:
        line, body = _placeholder_line(), ""
    else:
        line = _byline(thread, entry, entry.comment, quotes)
        body = _comment_body(entry.comment, quotes)
    body += quoters_line(entry.id, quotes, quote_link)
    state = BlockState.COMMENT + position
    html = (
        f'<div class="comment" style="margin-left:{margin}px">'
        f'<p class="byline" style="-qt-user-state:{state}">{line.html}</p>{body}</div>'
    )
    return Markup(html, tuple(line.chips))


def _placeholder_line() -> Line:
    line = Line()
    line.text("A comment that is not in this file", "gone")
    return line


def _quote_source_link(passage: Passage) -> str:
    return QUOTE_SOURCE_LINK + write_passage(passage)


def _byline(
    thread: Thread[Comment], entry: ThreadEntry[Comment], comment: Comment, quotes: QuoteIndex
) -> Line:
    line = Line()
    name = shown_name(comment)
    if name.startswith(ISOLATE):
        # Qt lets the first letter turn the whole line, and a "dir" would leak into the body.
        line.text(_LEFT_TO_RIGHT)
    line.text(name, "who")
    for text, kind in _comment_chips(comment):
        line.text(" ")
        line.chip(text, kind)
    when = format_moment(comment.posted) if comment.posted else one_line(comment.posted_text or "")
    if page := web_address(comment.permalink):
        line.separate()
        line.link(when or "page", page, PERMALINK_HINT)
    elif when:
        line.separate()
        line.text(when)
    if comment.votes:
        line.separate()
        line.text(f"votes {', '.join(map(str, comment.votes))}")
    _add_reply(line, thread, entry, comment)
    if comment.reply is not None and comment.reply.kind is not ReplyKind.EXPLICIT:
        _add_reason(line, comment, comment.reply, quotes, is_reply=_is_reply(thread, entry))
    return line


def _comment_chips(comment: Comment) -> list[tuple[str, str]]:
    chips = []
    if comment.article_author:
        chips.append(("author", "author"))
    if comment.staff:
        chips.append(("staff", "staff"))
    if comment.affiliation:
        chips.append((comment.affiliation, "plain"))
    chips += [(badge, "plain") for badge in comment.badges]
    if comment.deleted:
        chips.append(("removed", "plain"))
    return chips


def _add_reply(
    line: Line, thread: Thread[Comment], entry: ThreadEntry[Comment], comment: Comment
) -> None:
    """Say whom a comment answers where its place does not, or where that was not printed."""
    reply = comment.reply
    elsewhere = thread.order is not ThreadOrder.THREADED or entry.depth > DEEPEST_INDENT
    unprinted = reply is not None and reply.kind is not ReplyKind.EXPLICIT
    if not (_is_reply(thread, entry) and (elsewhere or unprinted)):
        return
    line.separate()
    line.text("↳ replies to " if elsewhere else "replies to ")
    if entry.answers < 0:
        line.text("a missing comment")
        return
    parent = thread.entries[entry.answers]
    name = brief_name(shown_name(parent.comment))
    line.link(name, f"{COMMENT_LINK}{parent.id}")


def _is_reply(thread: Thread[Comment], entry: ThreadEntry[Comment]) -> bool:
    """Return whether a comment answers another, in a flat list also one that is not there."""
    if entry.answers >= 0:
        return True
    parent = entry.comment.parent if entry.comment else None
    return parent is not None and entry.id not in thread.cut


def _add_reason(
    line: Line, comment: Comment, reply: Reply, quotes: QuoteIndex, *, is_reply: bool
) -> None:
    """Say who put a comment where it stands, and why; all of it where the pointer rests."""
    words = reply_words(reply)
    if is_reply:
        line.text(" ")
    elif reply.kind is ReplyKind.USER:
        words = f"top level, {words}"
        line.separate()
    else:
        return  # its parent made a cycle
    short = shortened(words)
    before = words_before(comment, lambda parent: quotes.names.get(parent, "a missing comment"))
    hint = "\n".join(filter(None, ("" if short == words else words, before)))
    line.chip(short, "inferred", hint)


def _comment_body(comment: Comment, quotes: QuoteIndex) -> str:
    body = body_markup(comment.body_html, comment.body_text)
    if body:
        return in_paragraphs(mark_quotes(body, comment, quotes, _quote_source_link))
    words = "This comment was removed." if comment.deleted else "This comment has no text."
    return f'<p class="gone">{words}</p>'
