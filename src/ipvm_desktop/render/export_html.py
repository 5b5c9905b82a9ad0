"""Articles as one HTML page that needs nothing else: no scripts, no files, no network."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from string import Template
from typing import TextIO

from ipvm_desktop.domain.article import Access, Article, warning_text
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment, format_moment
from ipvm_desktop.domain.thread import Thread, ThreadEntry, build_thread
from ipvm_desktop.fragment import MISSING_PICTURE_TEXT
from ipvm_desktop.paths import resource
from ipvm_desktop.render._line import web_address
from ipvm_desktop.render._reply_words import percent, words_before
from ipvm_desktop.render.pictures import IMG, PictureSource, alt_text, data_address, no_pictures
from ipvm_desktop.render.quotes import Passage, QuoteIndex, mark_quotes, quoters_line

# Deeper replies are no longer indented: a page is only so wide.
MAX_INDENT = 12
# Below this an export is kept in memory until its list of contents is known.
_SPOOL_BYTES = 8 * 1024 * 1024

_ACCESS = {
    Access.PUBLIC: '<span class="badge public">Public</span>',
    Access.SUBSCRIBER: '<span class="badge">Subscribers</span>',
    Access.SPECIAL_LINK: '<span class="badge">Special link</span>',
}


def write_html(
    pairs: Iterable[tuple[Article, Sequence[Comment]]],
    out: TextIO,
    pictures: PictureSource = no_pictures,
) -> None:
    """Write articles as one page; several get a list of contents at its top.

    The page holds the pictures that it shows, each as often as it is shown.

    One article is held at a time; what is written waits in a temporary file, because
    the list of contents stands before the articles.
    """
    titles: list[tuple[str, int]] = []
    language = ""
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES, "w+", encoding="utf-8", newline="") as body:
        for number, (article, comments) in enumerate(pairs, 1):
            titles.append((article.title, len(comments)))
            language = language or article.language or ""
            for part in _page(number, article, comments):
                body.write(_with_pictures(part, pictures))
        opening, closing = _frame(titles, language)
        out.write(opening)
        body.seek(0)
        shutil.copyfileobj(body, out)
    out.write(closing)


def _with_pictures(html: str, pictures: PictureSource) -> str:
    def shown(match: re.Match[str]) -> str:
        picture = pictures(match[1])
        words = escape(alt_text(match[0]))
        if picture is None:
            return f'<em class="missing-picture">{words or MISSING_PICTURE_TEXT}</em>'
        hint = f' title="{words}"' if words else ""
        return f'<img alt="{words}"{hint} src="{data_address(picture)}">'

    return IMG.sub(shown, html) if "<img" in html else html


def _frame(titles: Sequence[tuple[str, int]], language: str) -> tuple[str, str]:
    """Return what stands before and after the articles."""
    title = titles[0][0] if len(titles) == 1 else f"{len(titles)} articles"
    css = resource("css/export.css").read_text(encoding="utf-8")
    contents = ""
    if len(titles) > 1:
        points = "".join(
            f'<li><a href="#a{number}">{escape(text)}</a>{_counted(count)}</li>\n'
            for number, (text, count) in enumerate(titles, 1)
        )
        contents = f"<nav>\n<h2>Contents</h2>\n<ol>\n{points}</ol>\n</nav>\n"
    page = resource("templates/export.html").read_text(encoding="utf-8")
    # Filled in last and apart: a text may hold the very name of a placeholder.
    before, _, after = page.partition("$articles")
    opening = Template(before).substitute(
        language=escape(language or "en"), title=escape(title), css=css, contents=contents
    )
    return opening, after


def _counted(comments: int) -> str:
    if not comments:
        return ""
    return f" <span>· {comments} {'comment' if comments == 1 else 'comments'}</span>"


def _page(number: int, article: Article, comments: Sequence[Comment]) -> Iterator[str]:
    language = f' lang="{escape(article.language)}"' if article.language else ""
    yield f'<article class="page" id="a{number}"{language}{_microdata("Article")}>\n<header>\n'
    yield f'<h1 itemprop="headline">{escape(article.title)}</h1>\n'
    yield f'<p class="about">{"<br>".join(_about(article, len(comments)))}</p>\n</header>\n'
    thread = build_thread(comments)
    quotes = QuoteIndex.of(article, thread)
    if article.body_html:
        yield f'<div itemprop="articleBody">{article.body_html}</div>\n'
    yield f"{_quoters(number, None, quotes)}\n"
    if comments:
        yield f'<section class="comments">\n<h2>Comments ({len(comments)})</h2>\n'
        for entry in thread.entries:
            yield _comment(number, thread, entry, quotes)
        yield "</section>\n"
    yield "</article>\n"


def _about(article: Article, comments: int) -> Iterator[str]:
    """Yield the lines below the title."""
    printed = []
    if article.access is not None:
        printed.append(_ACCESS[article.access])
    if article.byline:
        names = escape(", ".join(article.byline))
        printed.append(f'By <span itemprop="author">{names}</span>')
    if article.published is not None:
        printed.append(f"Published {_time('datePublished', article.published)}")
    elif article.published_text:
        printed.append(escape(article.published_text))
    if article.kind is ArticleKind.DISCUSSION:
        printed.append("Discussion")
    if printed:
        yield " · ".join(printed)
    origin = f"Imported from {escape(article.source.name)}"
    if page := web_address(article.url):
        origin = f'<a itemprop="url" href="{escape(page)}">{escape(page)}</a> · {origin}'
    yield origin
    warning = warning_text(article, comments)
    if warning:
        yield f'<span class="note">{escape(warning[0].upper() + warning[1:])}</span>'


def _comment(
    number: int, thread: Thread[Comment], entry: ThreadEntry[Comment], quotes: QuoteIndex
) -> str:
    classes = "comment"
    comment = entry.comment
    if comment is None:
        inner = '<p class="gone">A comment that this copy does not hold</p>'
    else:
        if comment.reply is not None and comment.reply.kind in {
            ReplyKind.INFERRED,
            ReplyKind.QUOTE,
        }:
            classes += " inferred"
        parent = thread.entries[entry.parent] if entry.parent >= 0 else None
        head = " ".join(_comment_head(number, comment, parent, quotes))
        inner = f"<header>{head}</header>\n{_comment_body(number, comment, quotes)}"
    inner += _quoters(number, entry.id, quotes)
    depth = min(entry.depth, MAX_INDENT)
    place = f'id="a{number}c{entry.id}" style="--depth:{depth}"'
    if comment is not None:
        place += _microdata("Comment")
    return f'<div class="{classes}" {place}>\n{inner}\n</div>\n'


def _microdata(kind: str) -> str:
    """Return attributes by which other programs, and this one, find what is what again.

    Source: microdata (HTML standard, 5), https://schema.org/Comment.
    """
    return f' itemscope itemtype="https://schema.org/{kind}"'


def _time(name: str, moment: Moment) -> str:
    return f'<time itemprop="{name}" datetime="{moment.isoformat()}">{format_moment(moment)}</time>'


def _comment_head(
    number: int, comment: Comment, parent: ThreadEntry[Comment] | None, quotes: QuoteIndex
) -> Iterator[str]:
    name = ' itemprop="author"' if comment.author else ""
    yield f"<b{name}>{escape(comment.author or 'Unknown author')}</b>"
    if comment.article_author:
        yield '<span class="chip own">author</span>'
    if comment.staff:
        yield '<span class="chip own">staff</span>'
    for words in (comment.affiliation, *comment.badges):
        if words:
            yield f'<span class="chip">{escape(words)}</span>'
    yield from _when(comment)
    if parent is not None:
        yield _reply_note(number, parent, comment, quotes)
    elif comment.reply is not None and comment.reply.kind is ReplyKind.USER:
        yield f"· {_reason('top level, set by the reader', comment, quotes)}"
    if comment.votes:
        yield f"· votes {', '.join(map(str, comment.votes))}"


def _when(comment: Comment) -> Iterator[str]:
    when = escape(comment.posted_text or "")
    if comment.posted:
        when = _time("dateCreated", comment.posted)
    if page := web_address(comment.permalink):
        yield f'· <a itemprop="url" href="{escape(page)}">{when or "page"}</a>'
    elif when:
        yield f"· {when}"


def _reply_note(
    number: int, parent: ThreadEntry[Comment], comment: Comment, quotes: QuoteIndex
) -> str:
    name = (parent.comment.author if parent.comment else None) or f"#{parent.id}"
    reply = comment.reply
    found_out = reply is not None and reply.kind in {ReplyKind.INFERRED, ReplyKind.QUOTE}
    stated = "" if found_out else ' itemprop="parentItem"'
    note = f'· replies to <a{stated} href="#a{number}c{parent.id}">{escape(name)}</a>'
    if reply is None or reply.kind is ReplyKind.EXPLICIT:
        return note
    words = {ReplyKind.QUOTE: "quoted", ReplyKind.INFERRED: _inferred(reply)}
    why = words.get(reply.kind, "set by the reader")
    return f"{note} {_reason(f'{why}: {reply.reason}' if reply.reason else why, comment, quotes)}"


def _inferred(reply: Reply) -> str:
    return f"inferred{percent(reply.confidence)}"


def _reason(words: str, comment: Comment, quotes: QuoteIndex) -> str:
    """Return who put a comment where it stands, and as a hint where it stood before."""
    before = words_before(comment, lambda parent: quotes.names.get(parent, f"#{parent}"))
    title = f' title="{escape(before)}"' if before else ""
    return f'<span class="note"{title}>{escape(words)}</span>'


def _comment_body(number: int, comment: Comment, quotes: QuoteIndex) -> str:
    def link(passage: Passage) -> str:
        source = quotes.sources[passage]
        return f"#a{number}" if source is None else f"#a{number}c{source}"

    body = mark_quotes(comment.body_html, comment, quotes, link)
    removed = '<p class="gone">This comment was removed at its source.</p>\n'
    return f'{removed if comment.deleted else ""}<div itemprop="text">{body}</div>'


def _quoters(number: int, source: int | None, quotes: QuoteIndex) -> str:
    return quoters_line(source, quotes, lambda passage: f"#a{number}c{passage.comment}")
