"""The commands that read: ``list``, ``show``, ``comments`` and ``search``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ipvm_desktop.cli import GOOD
from ipvm_desktop.cli.app import Invocation
from ipvm_desktop.cli.output import write, write_json, write_json_list, write_rows
from ipvm_desktop.cli.threads import CommentLine, comment_lines, write_comments
from ipvm_desktop.domain.listing import ArticleScope, ArticleSummary, Query, SortOrder
from ipvm_desktop.domain.moment import day_of
from ipvm_desktop.domain.query import CommentFilter, SearchHit, query_terms

if TYPE_CHECKING:
    from ipvm_desktop.library import Library

# Summaries are fetched in pages, so that a large library need not fit in memory.
_PAGE = 500
# How many hits are looked at when only those in some articles are wanted.
_MAX_HITS = 10_000

_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
_unread_option = click.option("--unread", is_flag=True, help="Only what is unread.")
_starred_option = click.option("--starred", is_flag=True, help="Only what is starred.")
_limit_option = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most so many."
)
_id_type = click.IntRange(min=1)


@click.command("list")
@click.option("--text", default="", metavar="WORDS", help="Articles in which these words occur.")
@_unread_option
@_starred_option
@click.option(
    "--sort",
    type=click.Choice([order.value for order in SortOrder]),
    default=SortOrder.DATE.value,
    show_default=True,
    help="What to sort by.",
)
@click.option(
    "--ascending/--descending",
    default=None,
    help="Which way; without it titles ascend and all else descends.",
)
@_limit_option
@_json_option
@click.pass_obj
def list_command(
    invocation: Invocation,
    text: str,
    unread: bool,
    starred: bool,
    sort: str,
    ascending: bool | None,
    limit: int | None,
    as_json: bool,
) -> int:
    """List articles.

    A pipe gets a line for each: id, date, comments, new comments, marks (u for
    unread, s for starred), title and warning, separated by tabs.
    """
    order = SortOrder(sort)
    is_ascending = order is SortOrder.TITLE if ascending is None else ascending
    with invocation.open_library() as library:
        ids = _article_ids(library, text, unread, starred, order, is_ascending)
        summaries = _summaries(library, ids[:limit])
        if as_json:
            write_json_list("articles", map(_summary_json, summaries), total=len(ids))
        else:
            headings = (">Id", "Date", ">Comments", ">New", "Marks", "Title", "Warning")
            write_rows(headings, map(_summary_row, summaries))
    return GOOD


@click.command("show")
@click.argument("article_id", metavar="ID", type=_id_type)
@click.option("--comments", "with_comments", is_flag=True, help="Its discussion, too.")
@_json_option
@click.pass_obj
def show_command(
    invocation: Invocation, article_id: int, with_comments: bool, as_json: bool
) -> int:
    """Show one article as text.

    With --json it is the article of the interchange form, always with its comments.
    """
    from ipvm_desktop.cli.article_text import write_article
    from ipvm_desktop.render.interchange import article_json

    with invocation.open_library() as library:
        article = library.article(article_id)
        comments = library.comments(article_id)
    if as_json:
        write_json(article_json(article, comments))
        return GOOD
    write_article(article)
    if with_comments:
        write()
        write_comments(comment_lines(article, comments, CommentFilter()))
    return GOOD


@click.command("comments")
@click.argument("article_id", metavar="[ID]", type=_id_type, required=False)
@click.option("--text", default="", metavar="WORDS", help="In author, affiliation or text.")
@click.option(
    "--author", "authors", multiple=True, metavar="NAME", help="By this person, by whatever name."
)
@click.option("--role", "roles", multiple=True, help="Such as Author, Staff, Named, Integrator.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Not before this day."
)
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Not after this day."
)
@_unread_option
@_starred_option
@_limit_option
@_json_option
@click.pass_obj
def comments_command(
    invocation: Invocation,
    article_id: int | None,
    text: str,
    authors: tuple[str, ...],
    roles: tuple[str, ...],
    since: dt.datetime | None,
    until: dt.datetime | None,
    unread: bool,
    starred: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """Show the comments of one article, or of all, as threads.

    Of a filtered discussion the comments answered to stay, marked as context. --author
    and --role may be given more than once, and ignore case.
    """
    wanted = CommentFilter(
        text=text,
        authors=frozenset(authors),
        roles=frozenset(roles),
        since=since.date() if since else None,
        until=until.date() if until else None,
        unread=unread,
        starred=starred,
    )
    with invocation.open_library() as library:
        lines = _limited(_all_lines(library, article_id, wanted), limit)
        if as_json:
            write_json_list("comments", (line.as_json() for line in lines if line.comment))
        else:
            write_comments(lines, with_titles=article_id is None)
    return GOOD


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY…")
@_unread_option
@_starred_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
@_json_option
@click.pass_obj
def search_command(
    invocation: Invocation,
    words: tuple[str, ...],
    unread: bool,
    starred: bool,
    limit: int,
    as_json: bool,
) -> int:
    """Search articles and comments for words and "quoted phrases".

    --unread and --starred are about the articles. A pipe gets a line for each hit:
    article (and #comment), author, title and passage, separated by tabs.
    """
    text = " ".join(words)
    if not query_terms(text):
        raise click.UsageError("A word to search for is needed.")
    with invocation.open_library() as library:
        if unread or starred:
            ids = set(_article_ids(library, "", unread, starred, SortOrder.DATE, False))
            found = library.search(text, _MAX_HITS)
            hits = [hit for hit in found if hit.article_id in ids][:limit]
        else:
            hits = library.search(text, limit)
    if as_json:
        write_json_list("hits", map(_hit_json, hits))
    else:
        write_rows(("Place", "Author", "Title", "Passage"), map(_hit_row, hits))
    return GOOD


def _article_ids(
    library: Library,
    text: str,
    unread: bool,
    starred: bool,
    sort: SortOrder,
    ascending: bool,
) -> list[int]:
    scope = ArticleScope.UNREAD if unread else ArticleScope.STARRED if starred else ArticleScope.ALL
    ids = library.article_ids(Query(text=text, scope=scope, sort=sort, descending=not ascending))
    if unread and starred:
        both = set(library.article_ids(Query(scope=ArticleScope.STARRED)))
        return [article_id for article_id in ids if article_id in both]
    return ids


def _summaries(library: Library, ids: list[int]) -> Iterator[ArticleSummary]:
    for start in range(0, len(ids), _PAGE):
        yield from library.summaries(ids[start : start + _PAGE])


def _summary_row(summary: ArticleSummary) -> tuple[str, ...]:
    return (
        str(summary.id),
        day_of(summary.published).isoformat() if summary.published else "",
        str(summary.comment_count),
        str(summary.new_comments or ""),
        ("" if summary.read else "u") + ("s" if summary.starred else ""),
        summary.title,
        summary.warning,
    )


def _summary_json(summary: ArticleSummary) -> dict[str, Any]:
    from ipvm_desktop.render.interchange import utc_text

    return {
        "id": summary.id,
        "title": summary.title,
        "kind": summary.kind.value,
        "published": summary.published.isoformat() if summary.published else None,
        "imported": utc_text(summary.imported),
        "comments": summary.comment_count,
        "unread_comments": summary.unread_comments,
        "read": summary.read,
        "starred": summary.starred,
        "warning": summary.warning or None,
    }


def _all_lines(
    library: Library, article_id: int | None, wanted: CommentFilter
) -> Iterator[CommentLine]:
    aliases = library.people.aliases()
    if article_id is not None:
        article = library.article(article_id)
        yield from comment_lines(article, library.comments(article_id), wanted, aliases)
        return
    for article, comments in library.export():
        yield from comment_lines(article, comments, wanted, aliases)


def _limited(lines: Iterator[CommentLine], limit: int | None) -> Iterator[CommentLine]:
    """Stop after so many matches; context does not count."""
    if limit is None:
        yield from lines
        return
    matches = 0
    for line in lines:
        yield line
        matches += not line.is_context
        if matches >= limit:
            return


def _hit_row(hit: SearchHit) -> tuple[str, ...]:
    place = str(hit.article_id) if hit.comment_id is None else f"{hit.article_id}#{hit.comment_id}"
    return place, hit.author or "", hit.title, hit.snippet.text


def _hit_json(hit: SearchHit) -> dict[str, Any]:
    return {
        "article": hit.article_id,
        "title": hit.title,
        "comment": hit.comment_id,
        "author": hit.author,
        "snippet": hit.snippet.text,
        "spans": [list(span) for span in hit.snippet.spans],
    }
