"""What an export says of an article, made into a document with its comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.fragment import MISSING_PICTURE, headings_of, html_to_text
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._issues import FIRST_LINE, no_title, picture_issues, structure_issues
from ipvm_desktop.importers._titles import shortened
from ipvm_desktop.sanitize import sanitize

_LONGEST_NAMED = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """One article as its source states it.

    Attributes:
        stand_in: What stands in for a title where neither a title nor a text is known.
        key: What tells it from all others where its address does not, or None.
        title: As stated; None or "" where it has none.
        byline: Authors as stated.
        published: None where unknown.
        published_text: The date as stated, or None.
        url: Its web address, or None.
        body: HTML fragment as it stands in the source; it is sanitised here.
        kind: Whether it is an article or a forum's discussion.
        language: BCP 47 tag, or None.
        declared: How many comments the source announces, or None.
        is_absent: The source might hold the article, but has its comments only.
        is_elsewhere: Sources of this kind never hold the article.
        quotes_told: The source says which passages are quotes.
        issues: What was found imperfect already.
    """

    stand_in: str = ""
    key: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: Moment | None = None
    published_text: str | None = None
    url: str | None = None
    body: str = ""
    kind: ArticleKind = ArticleKind.ARTICLE
    language: str | None = None
    declared: int | None = None
    is_absent: bool = False
    is_elsewhere: bool = False
    quotes_told: bool = False
    issues: tuple[ImportIssue, ...] = ()


def found_document(
    found: FoundArticle, comments: Sequence[FoundComment], *, told: bool = True
) -> Document:
    """Return an article with its comments, and tell what every kind of export may lack.

    Args:
        found: The article.
        comments: In the source's order.
        told: The source says who answers whom.
    """
    body_html = sanitize(found.body)
    body_text = html_to_text(body_html)
    line = body_text.split("\n", 1)[0].strip()
    title = " ".join((found.title or shortened(line) or found.stand_in).split())
    images = body_html.count(MISSING_PICTURE)
    listed = parsed_comments(comments)
    issues = list(found.issues)
    if not found.title:
        issues.append(no_title(FIRST_LINE if line else f"“{found.stand_in[:_LONGEST_NAMED]}”"))
    issues += picture_issues(images)
    issues += structure_issues(listed)
    return Document(
        title=title,
        byline=found.byline,
        kind=found.kind,
        published=found.published,
        published_text=found.published_text,
        url=found.url,
        site=host_of(found.url),
        language=found.language,
        body_html=body_html,
        body_text=body_text,
        headings=headings_of(body_html),
        images=images,
        images_missing=images,
        declared_comments=found.declared,
        issues=tuple(issues),
        comments=listed,
        replies_told=told,
        quotes_told=found.quotes_told,
        key=found.key,
    )
