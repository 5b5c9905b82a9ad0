"""A saved page to a document: its parts in the order in which they need each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from lxml.html import HtmlElement

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers._discussion import parsed_comments, with_article_author
from ipvm_desktop.importers._issues import (
    FILE_NAME,
    count_issues,
    folded_issues,
    no_title,
    picture_issues,
    structure_issues,
)
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.dates.years import Saving
from ipvm_desktop.importers.web.article import article_of
from ipvm_desktop.importers.web.charset import read_markup
from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.comments.schema_org import MICRODATA
from ipvm_desktop.importers.web.copies import Copy, undo_copy
from ipvm_desktop.importers.web.discussion import CommentReader, FoundDiscussion
from ipvm_desktop.importers.web.embedded import mark_embedded
from ipvm_desktop.importers.web.formulas import write_formulas
from ipvm_desktop.importers.web.fragments import Fragments
from ipvm_desktop.importers.web.markup import Parsed, parse
from ipvm_desktop.importers.web.metadata import Head
from ipvm_desktop.importers.web.origin import saved_from
from ipvm_desktop.importers.web.page import Part, SavedPage, WebPage
from ipvm_desktop.importers.web.pictures import Pictures
from ipvm_desktop.importers.web.unclosed import swallowing
from ipvm_desktop.sanitize import headings_of, html_to_text, sanitize

_MOST_FRAMES = 20
_FRAME_HEAD = 2048
_LONGEST_FRAME = 8 * 1024 * 1024
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|ul|ol)\b", re.IGNORECASE)
_NOTHING = FoundDiscussion(make="", comments=(), replies_told=False)


def read_page(page: SavedPage, importer: str) -> Document:
    """Read a page's article with its comments.

    Raises:
        CorruptFileError: There is no text on the page, or it is no markup at all.
    """
    markup = read_markup(page, importer)
    parsed = parse(markup.text, page.name, importer)
    address, saved = saved_from(markup.text)
    copy = undo_copy(parsed.root, markup.text) or Copy()
    # What counts from the time of saving was written when the copy was made.
    stated = copy.taken or saved or page.saved
    saved = stated or page.modified
    saving = Saving(saved, is_stated=stated is not None)
    _put_frames(parsed.root, page.part)
    write_formulas(parsed.root)
    head = Head(parsed.root, copy.address or page.url or address, saved)
    # Where the body is known, so is the markup of the comments.
    readers = READERS if page.body is None else (MICRODATA,)
    found = _discussion(WebPage(root=parsed.root, url=head.url, saved=saved), readers)
    pictures = Pictures(page.part)
    fragments = Fragments(parsed.root, head.url, pictures)
    document = _article(page, parsed, head, found, fragments)
    if found.opened is not None and found.opened.posted is not None:
        published = saving.sure(document.published, document.published_text)
        document = replace(document, published=published)
    comments = parsed_comments(
        replace(comment, body=fragments.comment(comment.body)) for comment in found.comments
    )
    if not document.body_text and not comments:
        told = swallowing(markup.text)
        message = f"no text was found on the page{told and ': '}{told}"
        raise CorruptFileError(page.name, message, importer)
    document = replace(
        document,
        images=pictures.shown,
        images_missing=pictures.missing,
        declared_comments=found.declared,
        comments=with_article_author(
            saving.comments(comments, document.published), document.byline
        ),
        comment_order=found.order if comments and not found.replies_told else None,
        replies_told=found.replies_told,
        pictures=pictures.taken,
    )
    known = (*page.issues, *markup.issues, *parsed.issues, *document.issues)
    return replace(document, issues=(*known, *_issues(document)))


def _put_frames(root: HtmlElement, part: Callable[[str], Part | None]) -> None:
    """Put frames that were saved as parts of their own into the page, for readers of comments."""
    for frame in root.xpath("//iframe[@src and not(@srcdoc)]")[:_MOST_FRAMES]:
        saved = part(str(frame.get("src")))
        if saved is not None and _MARKUP.search(saved.content[:_FRAME_HEAD]):
            markup = SavedPage(name="", content=saved.content[:_LONGEST_FRAME])
            with suppress(CorruptFileError):
                frame.set("srcdoc", read_markup(markup, "").text)


def _discussion(page: WebPage, readers: Sequence[CommentReader]) -> FoundDiscussion:
    """Return what the first reader that finds comments finds, or a discussion without any."""
    without = _NOTHING
    for reader in readers:
        found = reader.read(page)
        if found is not None and found.comments:
            return found
        if found is not None and without is _NOTHING:
            without = found
    return without


def _article(
    page: SavedPage, parsed: Parsed, head: Head, found: FoundDiscussion, fragments: Fragments
) -> Document:
    """Return the article alone, after taking the discussion out of the tree."""
    title = found.title or head.title
    for area in found.areas:
        if area.getparent() is not None:
            area.drop_tree()
    element = found.opening
    if page.body is not None:
        element = next(iter(parsed.root.xpath(page.body)), None)
        if element is not None:
            # No line of the text is looked at for the day and the authors.
            element.drop_tree()
    byline, published, published_text = _credits(head, found)
    mark_embedded(parsed.root)
    # A later page of a topic has no article of its own.
    if element is None and page.body is None and found.kind is not ArticleKind.DISCUSSION:
        printed = [*byline, published_text or ""]
        element = article_of(
            parsed.root,
            title,
            printed,
            published=published,
            is_article=head.is_article or bool(byline and published),
            fast=parsed.is_too_deep,
        )
    body_html = "" if element is None else sanitize(fragments.article(element, title))
    issues = []
    if not title:
        issues.append(no_title(FILE_NAME))
    if found.topic_url is not None:
        message = f"This is a later page of a topic that begins at {found.topic_url}"
        issues.append(ImportIssue(IssueCode.FRAGMENT, message))
    if found.lacking:
        issues.append(ImportIssue(IssueCode.FRAGMENT, found.lacking))
    return Document(
        title=title or name_title(page.name),
        byline=byline,
        kind=found.kind,
        published=published,
        published_text=published_text,
        url=head.url,
        site=host_of(head.url),
        language=head.language,
        body_html=body_html,
        body_text=html_to_text(body_html),
        headings=headings_of(body_html),
        issues=tuple(issues),
    )


def _credits(
    head: Head, found: FoundDiscussion
) -> tuple[tuple[str, ...], Moment | None, str | None]:
    """Return authors, date and date as printed; an opening post's own come first."""
    opened = found.opened
    byline = (opened.author,) if opened and opened.author else head.byline()
    if opened and opened.posted:
        return byline, opened.posted, opened.posted_text
    return byline, *head.date()


def _issues(document: Document) -> Iterator[ImportIssue]:
    yield from picture_issues(document.images_missing)
    yield from count_issues(document.declared_comments, len(document.comments))
    yield from folded_issues(document.comments)
    yield from structure_issues(document.comments)
