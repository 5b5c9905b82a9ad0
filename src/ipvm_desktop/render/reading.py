"""What the reading pane shows, as HTML in the dialect of Qt's rich text. No Qt here.

Bodies come sanitised from the library and are passed on; every other text is escaped.
Boxes, bars and chips cannot be said in that dialect: the HTML numbers the blocks
(``-qt-user-state``) and names the spans for which the pane paints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from html import escape
from string import Template

from ipvm_desktop.domain.article import Access, Article
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.domain.person import brief_name
from ipvm_desktop.domain.thread import Thread, ThreadEntry, ThreadOrder
from ipvm_desktop.paths import resource
from ipvm_desktop.render._line import (
    ISOLATE,
    NO_BREAK,
    ChipSpan,
    Line,
    isolated,
    one_line,
    web_address,
)
from ipvm_desktop.render._paragraphs import in_paragraphs
from ipvm_desktop.render._reply_words import reply_words, shortened, words_before
from ipvm_desktop.render.long_words import breakable
from ipvm_desktop.render.quotes import (
    Passage,
    QuoteIndex,
    mark_quotes,
    quoters_line,
    read_passage,
    shown_name,
    write_passage,
)

SOURCE_LINK = "ipvm:source"
ISSUES_LINK = "ipvm:issues"
COPIES_LINK = "ipvm:copies"
COMMENT_LINK = "ipvm:comment:"
QUOTE_SOURCE_LINK = "ipvm:quote-source:"
QUOTE_LINK = "ipvm:quote:"

# Lengths at 100 % zoom, shared by the style sheet and whoever paints.
QUOTE_INDENT = 16
BOX_PADDING = 14
BAR_GAP = 14
DEEPEST_INDENT = 8

ISSUES_SHOWN = 3
PERMALINK_HINT = "Open this comment's page"
_WORDS_PER_MINUTE = 230
_LONG_MINUTES = 120
_LEFT_TO_RIGHT = "\u200e"
_ACCESS_WORDS = {
    Access.PUBLIC: ("PUBLIC", "public"),
    Access.SUBSCRIBER: ("SUBSCRIBERS", "plain"),
    Access.SPECIAL_LINK: ("SPECIAL LINK", "plain"),
}
_NO_QUOTES = QuoteIndex()
_PRE = re.compile(r"(<pre[^>]*>)(.*?)(</pre>)", re.DOTALL | re.IGNORECASE)
_LAST_LINE_END = re.compile(r"(?<!\n)\n++((?:</[a-z]+>)+)\Z")
_PIXELS = re.compile(r"\b(\d+)px")


class BlockState(IntEnum):
    """Numbers given to blocks for which the pane paints something.

    A comment's byline has ``COMMENT`` plus the comment's position in the thread.
    """

    META = 1
    NOTICE = 2
    PICTURE = 3
    CODE = 4
    COMMENT = 16


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML with the chips of its one numbered line.

    Attributes:
        html: An HTML fragment.
        chips: Chips in the meta line or in the byline.
    """

    html: str
    chips: tuple[ChipSpan, ...] = ()


def stylesheet(
    colours: Mapping[str, str], families: Mapping[str, Sequence[str]], zoom: float
) -> str:
    """Return the pane's style sheet.

    Args:
        colours: ``#rrggbb`` by the names of the theme's tokens.
        families: Font families by ``sans`` and ``mono``, the preferred one first.
        zoom: 1 for 100 %; scales every length.
    """
    fonts = {name: ", ".join(f"'{family}'" for family in names) for name, names in families.items()}
    text = Template(_stylesheet_source()).substitute(
        colours,
        **fonts,
        byline=colours["text"],
        quote_indent=QUOTE_INDENT,
        box_padding=BOX_PADDING,
        meta_block=BlockState.META.value,
        notice_block=BlockState.NOTICE.value,
        picture_block=BlockState.PICTURE.value,
        code_block=BlockState.CODE.value,
    )
    return _PIXELS.sub(lambda match: f"{max(1, round(int(match[1]) * zoom))}px", text)


@cache
def _stylesheet_source() -> str:
    return resource("css/reading.css").read_text(encoding="utf-8")


def article_markup(
    article: Article,
    *,
    all_issues: bool = False,
    quotes: QuoteIndex = _NO_QUOTES,
    copies: int = 0,
) -> Markup:
    """Return the head and the body of an article, without its discussion.

    Args:
        article: What to show.
        all_issues: Show every issue and notice instead of the first few.
        quotes: The discussion's quotes; who quotes the article is told at its end.
        copies: How many other copies of it the library holds.
    """
    line = _meta_line(article, copies)
    html = (
        f'<p class="title">{escape(one_line(article.title))}</p>'
        f'<p class="meta">{line.html}</p>'
        f"{_notices(article, all_issues)}"
        f"{in_paragraphs(_body(article.body_html, article.body_text))}"
        f"{quoters_line(None, quotes, _quote_link)}"
    )
    return Markup(html, tuple(line.chips))


def _meta_line(article: Article, copies: int) -> Line:
    line = Line()
    if article.access is not None:
        line.chip(*_ACCESS_WORDS[article.access])
        line.text(NO_BREAK * 2)
    facts = []
    if article.byline:
        facts.append(f"By {_joined(isolated(name) for name in article.byline)}")
    if article.published is not None:
        facts.append(f"Published {format_moment(article.published)}")
    elif article.published_text:
        facts.append(one_line(article.published_text))
    minutes = reading_minutes(article.body_text)
    if minutes:
        is_long = minutes >= _LONG_MINUTES
        facts.append(f"{round(minutes / 60)} h read" if is_long else f"{minutes} min read")
    line.text(" · ".join([*facts, "imported from "]))
    line.link(one_line(article.source.name), SOURCE_LINK)
    if page := web_address(article.url):
        line.separate()
        line.link(article.site or "original page", page)
    if copies:
        line.separate()
        line.link("1 other copy" if copies == 1 else f"{copies:,} other copies", COPIES_LINK)
    issues = _told_issues(article)
    if issues and not issues[0].needs_a_look and not article.masked_share:
        line.separate()
        line.link("1 note" if len(issues) == 1 else f"{len(issues)} notes", ISSUES_LINK)
    return line


def reading_minutes(text: str) -> int:
    """Return about how long a text takes to read; 0 only for one without words."""
    words = len(text.split())
    return -(-words // _WORDS_PER_MINUTE)


def _notices(article: Article, all_issues: bool) -> str:
    """Return the box of what needs a look, or "" where there is nothing but notes."""
    issues = _told_issues(article)
    pressing = sum(issue.needs_a_look for issue in issues)
    is_preview = article.masked_share > 0
    if not (is_preview or pressing or all_issues):
        return ""
    few = min(pressing, ISSUES_SHOWN)
    shown = issues if all_issues else issues[:few]
    lines = [escape(one_line(issue.sentence)) for issue in shown]
    if is_preview:
        share = max(1, round(article.masked_share * 100))
        words = f"This is a preview: {share}% of its words are masked"
        lines.insert(0, f'<span class="grave">{words}</span>')
    if len(issues) > few:
        words = "Show less" if all_issues else f"Show {len(issues) - few} more about this copy"
        lines.append(f'<a class="quiet" href="{ISSUES_LINK}">{words}</a>')
    last = len(lines) - 1
    return "".join(
        f'<p class="notice{" first" * (index == 0)}{" last" * (index == last)}">{line}</p>'
        for index, line in enumerate(lines)
    )


def _told_issues(article: Article) -> list[ImportIssue]:
    """Return the issues to list, those that need a look first."""
    masked = IssueCode.MASKED_PREVIEW if article.masked_share > 0 else None
    issues = [issue for issue in article.issues if issue.code != masked]
    return sorted(issues, key=lambda issue: not issue.needs_a_look)


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
    body += quoters_line(entry.id, quotes, _quote_link)
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


def _quote_link(passage: Passage) -> str:
    return QUOTE_LINK + write_passage(passage)


def passage_of(address: str) -> Passage | None:
    """Return the quote that an own link names, whichever end it leads to; None for others."""
    for prefix in (QUOTE_SOURCE_LINK, QUOTE_LINK):
        if address.startswith(prefix):
            return read_passage(address.removeprefix(prefix))
    return None


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
    body = _body(comment.body_html, comment.body_text)
    if body:
        return in_paragraphs(mark_quotes(body, comment, quotes, _quote_source_link))
    words = "This comment was removed." if comment.deleted else "This comment has no text."
    return f'<p class="gone">{words}</p>'


def _body(html: str, text: str) -> str:
    """Return a body ready for Qt, where each line of preformatted text would be a block."""
    if not html.strip():
        paragraphs = (part.strip() for part in text.split("\n\n"))
        html = "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)
    return breakable(_PRE.sub(_one_block, html) if "<pre" in html else html)


def _one_block(match: re.Match[str]) -> str:
    # The last line end may stand within a ``code``; a blank line would follow.
    lines = _LAST_LINE_END.sub(r"\1", match[2].strip("\n"))
    return match[1] + lines.replace("\n", "<br>") + match[3]


def _joined(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
