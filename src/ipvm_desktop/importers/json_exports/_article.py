"""What an export says of an article, made into a document with its comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlsplit

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import MISSING_PICTURE, headings_of, html_to_text
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._structure import structure_issues
from ipvm_desktop.sanitize import removed_markup, sanitize

_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """One article as its source states it.

    Attributes:
        key: What tells it from all others where it has no address, or None.
        stand_in: What stands in for a title where neither a title nor a text is known.
        title: As stated, or None.
        url: Its web address, or None.
        authors: As stated.
        published: None where unknown.
        body: HTML fragment as it stands in the source; it is sanitised here.
        kind: Whether it is an article or a forum's discussion.
        language: As stated, or None.
        declared: How many comments the source announces, or None.
        is_absent: The source might hold the article, but has its comments only.
        is_elsewhere: Sources of this kind never hold the article.
        quotes_told: The source says which passages are quotes.
    """

    stand_in: str
    key: str | None = None
    title: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    body: str = ""
    kind: ArticleKind = ArticleKind.ARTICLE
    language: str | None = None
    declared: int | None = None
    is_absent: bool = False
    is_elsewhere: bool = False
    quotes_told: bool = False


def article_document(
    found: FoundArticle,
    comments: Iterable[FoundComment] = (),
    issues: Iterable[ImportIssue] = (),
) -> Document:
    """Return an article as a document, and tell what is missing from it."""
    listed = [_by_author(comment, found.authors) for comment in comments]
    parsed = parsed_comments(listed)
    body_html = sanitize(found.body)
    body_text = html_to_text(body_html)
    line = _first_line(body_text)
    title = " ".join((found.title or line or found.stand_in).split())
    images = body_html.count(MISSING_PICTURE)
    told = list(issues)
    told += _issues(found, line, images)
    told += _removed(found.body, listed)
    if found.declared not in {None, len(parsed)} and not any(
        issue.code == IssueCode.COMMENT_COUNT for issue in told
    ):
        announced = "1 comment" if found.declared == 1 else f"{found.declared} comments"
        message = f"The source announces {announced}, the file holds {len(parsed)}"
        told.append(ImportIssue(IssueCode.COMMENT_COUNT, message))
    return Document(
        title=title,
        byline=found.authors,
        kind=found.kind,
        published=found.published,
        url=found.url,
        site=host_of(found.url),
        language=found.language,
        body_html=body_html,
        body_text=body_text,
        headings=headings_of(body_html),
        images=images,
        images_missing=images,
        declared_comments=found.declared,
        issues=(*told, *structure_issues(parsed)),
        comments=parsed,
        replies_told=True,
        quotes_told=found.quotes_told,
        key=found.key if found.url is None else None,
    )


def link_paragraph(url: str | None) -> str:
    """Return the paragraph that leads to what an article is about, or nothing."""
    if url is None:
        return ""
    return f'<p><a href="{escape(url)}">{escape(url, quote=False)}</a></p>'


def host_of(url: str | None) -> str | None:
    """Return an address's host without ``www.``, or None."""
    host = urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None


def _by_author(comment: FoundComment, authors: Sequence[str]) -> FoundComment:
    if comment.author is None or comment.author not in authors:
        return comment
    return replace(comment, article_author=True)


def _first_line(body_text: str) -> str:
    line = body_text.split("\n", 1)[0].strip()
    if len(line) > _LONGEST_TITLE:
        line = line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return line


def _issues(found: FoundArticle, line: str, images: int) -> Iterator[ImportIssue]:
    is_here = not (found.is_absent or found.is_elsewhere)
    if found.is_absent:
        message = "The file holds the comments only, not the article that they are about"
        yield ImportIssue(IssueCode.FRAGMENT, message)
    if found.title is None:
        what = "its first line" if line else f"“{found.stand_in[:80]}”"
        message = f"The source states no title; {what} stands in"
        yield ImportIssue(IssueCode.NO_TITLE, message)
    if found.published is None and is_here:
        message = "The source states no date of publication"
        yield ImportIssue(IssueCode.NO_DATE, message)
    if not found.authors and is_here:
        yield ImportIssue(IssueCode.NO_AUTHOR, "The source names no author")
    if images:
        are = "1 picture is" if images == 1 else f"{images} pictures are"
        yield ImportIssue(IssueCode.IMAGES_MISSING, f"{are} not kept in this kind of file")


def _removed(body: str, comments: Iterable[FoundComment]) -> Iterator[ImportIssue]:
    removed = set(removed_markup(body))
    for comment in comments:
        removed.update(removed_markup(comment.body))
    if removed:
        message = f"Active parts were taken out: {', '.join(sorted(removed))}"
        yield ImportIssue(IssueCode.MARKUP_REMOVED, message)
