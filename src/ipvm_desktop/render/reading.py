"""What the reading pane shows of an article, as HTML in the dialect of Qt's rich text. No Qt here.

The discussion below it is for ``reading_comments``, which shares what both consist of.
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
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.moment import format_moment
from ipvm_desktop.paths import resource
from ipvm_desktop.render._line import (
    NO_BREAK,
    ChipSpan,
    Line,
    isolated,
    one_line,
    web_address,
)
from ipvm_desktop.render._paragraphs import in_paragraphs
from ipvm_desktop.render.long_words import breakable
from ipvm_desktop.render.quotes import (
    Passage,
    QuoteIndex,
    quoters_line,
    read_passage,
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

ISSUES_SHOWN = 3
_WORDS_PER_MINUTE = 230
_LONG_MINUTES = 120
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
        f"{in_paragraphs(body_markup(article.body_html, article.body_text))}"
        f"{quoters_line(None, quotes, quote_link)}"
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


def quote_link(passage: Passage) -> str:
    """Return the own link from a source to a quote of it."""
    return QUOTE_LINK + write_passage(passage)


def passage_of(address: str) -> Passage | None:
    """Return the quote that an own link names, whichever end it leads to; None for others."""
    for prefix in (QUOTE_SOURCE_LINK, QUOTE_LINK):
        if address.startswith(prefix):
            return read_passage(address.removeprefix(prefix))
    return None


def body_markup(html: str, text: str) -> str:
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
