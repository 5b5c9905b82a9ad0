"""Books: each chapter that holds text is an article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.archives._book import Book, BookError, member_name, read_book
from ipvm_desktop.importers.archives._zip import ZipError, ZipMembers
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.page import Part, SavedPage
from ipvm_desktop.importers.web.whole import WholePage
from ipvm_desktop.sanitize import PICTURE_LINE, headings_of, html_to_text, sanitize

_MOST_BYTES = 32 * 1024 * 1024
_MOST_PAGE_BYTES = 8 * 1024 * 1024
_MOST_BYTES_TOGETHER = 512 * 1024 * 1024
# Names that say nothing without the book's: "Chapter 4", "IV", "12.".
_BARE = re.compile(r"(?:[^\W\d]{4,9} )?(?:\d{1,4}|[IVXLC]{1,8})[.:]?", re.IGNORECASE)


def read_epub(source: Source, importer: str) -> Iterator[Document]:
    """Yield the chapters that hold text, in the book's order.

    A chapter that is damaged is passed over, and the next one tells of it, or else the last.

    Raises:
        CorruptFileError: The book is damaged or encrypted, or holds no text.
    """
    with source.open() as stream:
        try:
            members = ZipMembers(stream, _MOST_BYTES, _MOST_BYTES_TOGETHER)
            book = read_book(members)
        except (ZipError, BookError) as error:
            raise CorruptFileError(source.label, str(error), importer) from error
        reader = _ChapterReader(members, book, name_title(source.name), importer)
        count = 0
        for document in reader.documents():
            count += 1
            yield document
        if not count:
            raise CorruptFileError(source.label, reader.why_none, importer)


class _ChapterReader:
    """Reads one book's chapters."""

    def __init__(self, members: ZipMembers, book: Book, name: str, importer: str) -> None:
        self._members = members
        self._book = book
        self._name = book.title or name
        self._importer = importer
        self._lost: list[str] = []

    @property
    def why_none(self) -> str:
        """Why the book gave no article, without a full stop."""
        if self._lost:
            return f"none of the book's chapters could be read ({self._lost[0]})"
        return "there is no text in the book"

    def documents(self) -> Iterator[Document]:
        """Yield the chapters that hold text."""
        last: Document | None = None
        for place, name in enumerate(self._book.chapters, 1):
            if name in self._book.encrypted:
                self._lost.append("they are encrypted for the shop's own program")
                continue
            try:
                document = self._document(name, place)
            except ZipError as error:
                self._lost.append(str(error))
            except CorruptFileError as error:
                self._lost.append(error.reason)
            else:
                if document is not None:
                    if last is not None:
                        yield last
                    last = document
        if last is not None:
            yield replace(last, issues=(*last.issues, *self._losses("After")))

    def _document(self, name: str, place: int) -> Document | None:
        """Return a chapter; None where it has no text.

        Raises:
            ZipError: It cannot be read.
            CorruptFileError: It is no page.
        """
        whole = WholePage(self._page(name), self._importer)
        title = self._title(name, place, whole)
        html = sanitize(whole.body(title))
        text = html_to_text(html)
        if not any(map(str.isalnum, text.replace(PICTURE_LINE, ""))):
            return None
        self._lost.clear()
        return Document(
            title=f"{title} – {self._name}" if _BARE.fullmatch(title) else title,
            byline=self._book.authors,
            published=read_web_date(self._book.date, None) if self._book.date else None,
            published_text=self._book.date,
            language=whole.language or self._book.language,
            body_html=html,
            body_text=text,
            headings=headings_of(html),
            images=whole.pictures.shown,
            images_missing=whole.pictures.missing,
            pictures=whole.pictures.taken,
            replies_told=True,
            key=self._key(name),
            issues=whole.issues,
        )

    def _page(self, name: str) -> SavedPage:
        content = self._members.read(name)
        if content is None:
            raise ZipError(f"“{name}” is missing from it")
        folder = posixpath.dirname(name)

        def part(address: str) -> Part | None:
            try:
                picture = self._members.read(member_name(folder, address))
            except ZipError:
                return None
            return None if picture is None else Part("", picture)

        if len(content) > _MOST_PAGE_BYTES:
            raise ZipError(f"“{name}” in it is longer than {_MOST_PAGE_BYTES // 1024**2} MiB")
        return SavedPage(name=name, content=content, part=part, issues=tuple(self._issues()))

    def _title(self, name: str, place: int, whole: WholePage) -> str:
        """Return what the table of contents calls a chapter, or what it calls itself."""
        own = whole.title if whole.title != self._name else None
        title = self._book.labels.get(name) or whole.heading or own
        if title is not None:
            return title
        return self._name if len(self._book.chapters) == 1 else f"{self._name}, {place}"

    def _key(self, name: str) -> str | None:
        identifier = self._book.identifier
        return f"epub:{identifier}#{name}" if identifier else None

    def _issues(self) -> Iterator[ImportIssue]:
        if not self._book.ordered:
            message = "The book does not state the order of its chapters; they stand by name"
            yield ImportIssue(IssueCode.METADATA_UNREADABLE, message)
        yield from self._losses("Before")

    def _losses(self, where: str) -> Iterator[ImportIssue]:
        """Tell what could not be read before or after a chapter."""
        if self._lost:
            count = "one" if len(self._lost) == 1 else f"{len(self._lost)}"
            message = f"{where} this chapter, {count} could not be read: {self._lost[0]}"
            yield ImportIssue(IssueCode.TRUNCATED, message)
