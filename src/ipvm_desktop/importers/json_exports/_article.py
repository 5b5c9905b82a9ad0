"""What a service's JSON says of an article, made into a document with its comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._discussion import FoundComment, with_article_author
from ipvm_desktop.importers._issues import count_issues, removed_issues
from ipvm_desktop.importers.exports.article import FoundArticle, found_document
from ipvm_desktop.sanitize import removed_markup


def article_document(
    found: FoundArticle,
    comments: Iterable[FoundComment] = (),
    issues: Iterable[ImportIssue] = (),
) -> Document:
    """Return an article as a document, and tell what is missing from it."""
    listed = list(comments)
    told = [*issues, *_issues(found, listed)]
    if all(issue.code != IssueCode.COMMENT_COUNT for issue in told):
        told += count_issues(found.declared, len(listed))
    key = found.key if found.url is None else None
    document = found_document(replace(found, key=key, issues=tuple(told)), listed)
    return replace(document, comments=with_article_author(document.comments, document.byline))


def link_paragraph(url: str | None) -> str:
    """Return the paragraph that leads to what an article is about, or nothing."""
    if url is None:
        return ""
    return f'<p><a href="{escape(url)}">{escape(url, quote=False)}</a></p>'


def _issues(found: FoundArticle, comments: Iterable[FoundComment]) -> Iterator[ImportIssue]:
    is_here = not (found.is_absent or found.is_elsewhere)
    if found.is_absent:
        message = "The file holds the comments only, not the article that they are about"
        yield ImportIssue(IssueCode.FRAGMENT, message)
    if found.published is None and is_here:
        yield ImportIssue(IssueCode.NO_DATE, "The source states no date of publication")
    if not found.byline and is_here:
        yield ImportIssue(IssueCode.NO_AUTHOR, "The source names no author")
    bodies = (found.body, *(comment.body for comment in comments))
    yield from removed_issues({name for body in bodies for name in removed_markup(body)})
