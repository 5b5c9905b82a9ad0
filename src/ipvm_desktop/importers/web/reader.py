"""A saved page to a document: its parts in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._structure import structure_issues
from ipvm_desktop.importers.web.article import article_of
from ipvm_desktop.importers.web.charset import encoding_issues, read_markup
from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.metadata import metadata_of
from ipvm_desktop.importers.web.origin import saved_from
from ipvm_desktop.importers.web.page import SavedPage, WebPage
from ipvm_desktop.importers.web.pictures import Pictures
from ipvm_desktop.sanitize import headings_of, html_to_text, sanitize


def read_page(page: SavedPage, importer: str) -> Document:
    """Read a page's article with its comments.

    Raises:
        CorruptFileError: There is no text on the page, or it is no markup at all.
    """
    decoded = read_markup(page, importer)
    parsed = parse(decoded.text, page.name, importer)
    address, saved = saved_from(decoded.text)
    if saved is not None:
        page = replace(page, saved=saved)
    root = parsed.root
    metadata = metadata_of(root, page, address)
    web_page = WebPage(root=root, url=metadata.url, saved=page.saved)
    found = _discussion(web_page)
    pictures = Pictures(page)
    body_html = sanitize(_body(web_page, found, pictures))
    comments = parsed_comments(
        replace(comment, body=_fragment(comment.body, web_page, pictures))
        for comment in (found.comments if found else ())
    )
    body_text = html_to_text(body_html)
    if not body_text and not comments:
        raise CorruptFileError(page.name, "no text was found on the page", importer)
    opened = found.opened if found else None
    issues = [*page.issues, *encoding_issues(page, decoded), *parsed.issues]
    title = (found.title if found else None) or metadata.title
    if title is None:
        title = PurePath(page.name).stem or page.name
        message = "The page states no title; it is called by its file's name"
        issues.append(ImportIssue(IssueCode.NO_TITLE, message))
    document = Document(
        title=title,
        byline=_byline(opened) or metadata.byline,
        published=opened.posted if opened and opened.posted else metadata.published,
        published_text=opened.posted_text if opened and opened.posted else metadata.published_text,
        url=metadata.url,
        site=_site(metadata.url),
        language=metadata.language,
        body_html=body_html,
        body_text=body_text,
        headings=headings_of(body_html),
        images=pictures.shown,
        images_missing=pictures.missing,
        comments=comments,
        pictures=pictures.taken,
    )
    if found is not None:
        document = replace(
            document,
            kind=found.kind,
            declared_comments=found.declared,
            replies_told=found.replies_told,
            comment_order=None if found.replies_told else found.order,
        )
    return replace(document, issues=(*issues, *_issues(document)))


def _discussion(page: WebPage) -> FoundDiscussion | None:
    """Return what the first reader that finds comments finds, or a discussion without any."""
    without = None
    for reader in READERS:
        found = reader.read(page)
        if found is not None and found.comments:
            return found
        without = without or found
    return without


def _byline(opened: FoundComment | None) -> tuple[str, ...]:
    return (opened.author,) if opened and opened.author else ()


def _site(url: str | None) -> str | None:
    host = urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None


def _body(page: WebPage, found: FoundDiscussion | None, pictures: Pictures) -> str:
    if found is not None and found.opening is not None:
        body: HtmlElement | None = found.opening
    else:
        for area in found.areas if found else ():
            if area.getparent() is not None:
                area.drop_tree()
        body = article_of(page.root)
    return "" if body is None else _markup(body, page, pictures)


def _fragment(body: str, page: WebPage, pictures: Pictures) -> str:
    """Return a comment's body with its pictures and links put in order."""
    if "<img" not in body and "href=" not in body:
        return body
    return _markup(html.fragment_fromstring(body, create_parent="div"), page, pictures)


def _markup(element: HtmlElement, page: WebPage, pictures: Pictures) -> str:
    pictures.place(element)
    for link in element.iter("a"):
        if (address := page.absolute(link.get("href"))) is not None:
            link.set("href", address)
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _issues(document: Document) -> Iterator[ImportIssue]:
    if document.images_missing:
        count = document.images_missing
        message = f"{count} picture{'s were' if count > 1 else ' was'} not saved with this file"
        yield ImportIssue(IssueCode.IMAGES_MISSING, message)
    declared, found = document.declared_comments, len(document.comments)
    if declared is not None and declared != found:
        announced = "1 comment is" if declared == 1 else f"{declared} comments are"
        message = f"{announced} announced, {found or 'none'} could be read"
        yield ImportIssue(IssueCode.COMMENT_COUNT, message)
    yield from structure_issues(document.comments)
