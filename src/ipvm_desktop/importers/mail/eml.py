"""A single mail, and the pages that it is made of or carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.mail.body import HTML, MailParts, body_of, main_page
from ipvm_desktop.importers.mail.documents import mail_document
from ipvm_desktop.importers.mail.mime import MimeMessage, MimePart, read_message
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import SavedPage

_PAGE_FIRST = ("text/html", "text/plain")
# What people write in a mail has none of these; pages that they send have.
_WEB_PAGE = re.compile(
    rb"<(?:nav|article|main)[\s>]|\bproperty\s*=\s*[\"']?og:|\brel\s*=\s*[\"']?canonical\b"
    rb"|application/ld\+json|<!--\s*saved from url=",
    re.IGNORECASE,
)


def read_eml(source: Source, importer: str) -> Iterator[Document]:
    """Yield a mail and, after it, the saved pages that are attached.

    A mail that holds a page of the web is read as that page; what the page does not say of
    its title, author and date, the mail does.

    Raises:
        CorruptFileError: The file is no mail.
    """
    message = read_message(source.read_bytes())
    if not message.top.headers.fields:
        raise CorruptFileError(source.label, "the file has no head of a mail", importer)
    body = body_of(message.top, _PAGE_FIRST)
    pages = [part for part in body.attached if part.media_type == HTML]
    attached = list(_attached(pages, message, importer))
    body.attached = [part for part in body.attached if part not in pages]
    document = mail_document(message, body, source.name)
    if document.body_text or document.pictures or not attached:
        page = _page(message, document, source.name, importer)
        yield document if page is None else page
    yield from attached


def _page(message: MimeMessage, document: Document, name: str, importer: str) -> Document | None:
    """Return the page that a mail holds instead of a letter, or None."""
    part = main_page(message.top)
    if part is None:
        return None
    content = part.content
    if part.location is None and not _WEB_PAGE.search(content):
        return None
    try:
        page = read_saved_page(_saved(part, content, message, name), importer)
    except CorruptFileError:
        return None
    untitled = any(issue.code == IssueCode.NO_TITLE for issue in page.issues)
    kept = (issue for issue in page.issues if issue.code != IssueCode.NO_TITLE)
    left_out = [each for each in document.issues if each.code == IssueCode.ATTACHMENTS_LEFT_OUT]
    return replace(
        page,
        title=document.title if untitled else page.title,
        byline=page.byline or document.byline,
        published=page.published or document.published,
        published_text=page.published_text if page.published else document.published_text,
        issues=(*kept, *left_out),
    )


def _attached(parts: list[MimePart], message: MimeMessage, importer: str) -> Iterator[Document]:
    for part in parts:
        name = part.file_name or "attached page"
        try:
            yield read_saved_page(_saved(part, part.content, message, name), importer)
        except CorruptFileError:
            continue


def _saved(part: MimePart, content: bytes, message: MimeMessage, name: str) -> SavedPage:
    return SavedPage(
        name=name,
        content=content,
        charset=part.charset,
        url=part.location,
        saved=message.top.headers.date(),
        part=MailParts(message.top).part,
        issues=message.issues,
    )
