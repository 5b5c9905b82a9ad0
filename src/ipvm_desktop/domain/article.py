"""An article: what its source says of it, and what the library adds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment


class Access(StrEnum):
    """Who may read the page it was copied from."""

    PUBLIC = "public"
    SUBSCRIBER = "subscriber"
    SPECIAL_LINK = "special-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContent:
    """What the source says of one article.

    Attributes:
        title: Never empty; importers fall back to the file's name and add an issue.
        byline: Authors in printed order.
        kind: Article or forum discussion.
        published: None where unknown.
        published_text: The header line as printed, or None.
        url: Canonical address, or None.
        site: Host such as ``ipvm.com``, or None.
        access: None where the source does not say.
        language: BCP 47 tag such as ``en``, or None.
        body_html: Sanitised HTML fragment without the title and the comments.
        body_text: Plain text, paragraphs separated by a blank line.
        headings: The body's headings in order.
        images: Pictures that the page has.
        images_missing: Of these, how many the file does not hold.
        declared_comments: The number the page announces, or None.
        masked_share: 0 to 1, the share of the body's words replaced by asterisks.
        issues: What was read imperfectly.
    """

    title: str
    byline: tuple[str, ...] = ()
    kind: ArticleKind = ArticleKind.ARTICLE
    published: Moment | None = None
    published_text: str | None = None
    url: str | None = None
    site: str | None = None
    access: Access | None = None
    language: str | None = None
    body_html: str = ""
    body_text: str = ""
    headings: tuple[str, ...] = ()
    images: int = 0
    images_missing: int = 0
    declared_comments: int | None = None
    masked_share: float = 0.0
    issues: tuple[ImportIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where an article came from.

    Attributes:
        name: The file's name without its folder.
        importer: Name of the importer, such as ``ipvm-text``.
        sha256: Hexadecimal digest of the file's bytes.
        imported: Aware, UTC, whole seconds.
    """

    name: str
    importer: str
    sha256: str
    imported: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleContent):
    """A stored article.

    Attributes:
        id: The library's id.
        key: Identity across imports.
        source: Where it came from.
        comment_count: Comments in the library.
        unread_comments: Of these, how many are unread.
        read: Whether the reader has opened it.
        starred: Whether the reader marked it.
        tags: The reader's own words.
        notes: The reader's own remarks, oldest first.
    """

    id: int
    key: str
    source: SourceRecord
    comment_count: int = 0
    unread_comments: int = 0
    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def warning_text(content: ArticleContent, comment_count: int) -> str:
    """Return the list's short warning for an article, or "" when all is well.

    Only the gravest one is told; the reading pane lists all issues.
    """
    codes = {issue.code for issue in content.issues}
    if content.masked_share > 0:
        # A preview with a single masked word must not read "0% masked".
        share = max(1, round(content.masked_share * 100))
        return f"preview only, {share}% masked"
    if IssueCode.FRAGMENT in codes:
        return "fragment"
    if IssueCode.COMMENTS_WITHHELD in codes:
        return "comments withheld"
    if IssueCode.COMMENTS_UNSPLIT in codes:
        return "comments not split"
    if content.declared_comments is not None and content.declared_comments != comment_count:
        return f"{comment_count} of {content.declared_comments} comments"
    if IssueCode.TRUNCATED in codes:
        return "cut off"
    return ""
