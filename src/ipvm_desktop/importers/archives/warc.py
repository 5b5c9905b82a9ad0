"""Crawls: each page that came in is an article, with the pictures that came in as well.

A crawl is gone through twice and never held: first for where its pictures are, then for
its pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import urldefrag, urljoin

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.archives._records import Payload, Record, Records, payload_of
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.web import read_saved_page
from ipvm_desktop.importers.web.page import Part, SavedPage

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_KEPT = frozenset({"response", "resource", "conversion"})
_HEAD_BYTES = 8 * 1024
_MOST_BYTES = 32 * 1024 * 1024
_MOST_PAGE_BYTES = 8 * 1024 * 1024
# Where a crawl is packed as one, all before a picture is unpacked again for it.
_FARTHEST = 64 * 1024 * 1024
_MOST_PICTURES = 300_000


def read_warc(source: Source, importer: str) -> Iterator[Document]:
    """Yield the pages of a crawl in its order, those that came in unchanged only once.

    Raises:
        CorruptFileError: There is no page with text in it.
    """
    # What is looked up here and there says nothing of how far it is.
    with replace(source, heard=None).open() as pictures:
        crawl = _Crawl(source, importer, pictures)
        with source.open() as stream:
            crawl.find_pictures(stream)
        count = 0
        with source.open() as stream:
            for document in crawl.documents(stream):
                count += 1
                yield document
        if not count:
            raise CorruptFileError(source.label, crawl.why_none, importer)


@dataclass
class _Crawl:
    """One file of records."""

    _source: Source
    _importer: str
    _stream: BinaryIO
    _places: dict[str, Record] = field(default_factory=dict)
    _seen: set[bytes] = field(default_factory=set)
    _records: int = 0
    _pages: int = 0

    def find_pictures(self, stream: BinaryIO) -> None:
        """Remember where the pictures are."""
        records = Records(stream)
        for record in records:
            self._records += 1
            if len(self._places) == _MOST_PICTURES:
                continue
            if record.kind == "revisit":
                # The same picture under another address, or at another time.
                first = record.headers.raw("warc-refers-to-target-uri").decode("utf-8", "replace")
                if first in self._places:
                    self._places.setdefault(record.address, self._places[first])
            elif record.kind in _KEPT and record.place.behind < _FARTHEST:
                head, _ = records.body(record, _HEAD_BYTES)
                payload = payload_of(record, head, _HEAD_BYTES, cut_off=False)
                if payload.media_type.startswith("image/") and payload.status in {None, 200}:
                    self._places.setdefault(record.address, record)

    def documents(self, stream: BinaryIO) -> Iterator[Document]:
        """Yield the pages."""
        records = Records(stream)
        damages = 0
        for record in records:
            if record.kind not in _KEPT:
                continue
            body, is_cut = records.body(record, _MOST_PAGE_BYTES)
            payload = payload_of(record, body, _MOST_PAGE_BYTES, cut_off=is_cut)
            if not self._is_new_page(record, payload):
                continue
            self._pages += 1
            issues = list(_issues(payload, records.damages - damages))
            page = self._saved_page(record, payload, issues)
            try:
                document = read_saved_page(page, self._importer)
            except CorruptFileError:
                continue
            damages = records.damages
            yield document

    @property
    def why_none(self) -> str:
        """Why the crawl gave no article, without a full stop."""
        if not self._records:
            return "no record of a crawl could be read in it"
        if not self._pages:
            return f"none of its {self._records} records is a page"
        if self._pages == 1:
            return "its only page has no text that could be read"
        return f"none of its {self._pages} pages has a text that could be read"

    def _is_new_page(self, record: Record, payload: Payload) -> bool:
        if payload.status not in {None, 200} or not _is_page(payload):
            return False
        digest = hashlib.sha256(record.address.encode("utf-8", "replace") + b"\0" + payload.content)
        is_new = digest.digest() not in self._seen
        self._seen.add(digest.digest())
        return is_new

    def _saved_page(self, record: Record, payload: Payload, issues: list[ImportIssue]) -> SavedPage:
        def part(address: str) -> Part | None:
            try:
                found = self._places.get(urldefrag(urljoin(record.address, address)).url)
            except ValueError:
                return None
            return None if found is None else self._picture(found)

        return SavedPage(
            name=name_title(self._source.name),
            content=payload.content,
            charset=payload.charset,
            url=record.address or None,
            saved=record.saved,
            part=part,
            issues=tuple(issues),
        )

    def _picture(self, record: Record) -> Part:
        body, _ = Records(self._stream).body(record, _MOST_BYTES)
        payload = payload_of(record, body, _MOST_BYTES, cut_off=False)
        return Part(payload.media_type, payload.content)


def _is_page(payload: Payload) -> bool:
    if payload.media_type:
        return payload.media_type in _PAGES
    opening = payload.content[:1024].lstrip().lower()
    return opening.startswith((b"<!doctype html", b"<html"))


def _issues(payload: Payload, damages: int) -> Iterator[ImportIssue]:
    if payload.cut_off:
        message = "Only the beginning of this page could be read"
        yield ImportIssue(IssueCode.TRUNCATED, message)
    if damages:
        message = "Before this page, a damaged part of the file was passed over"
        yield ImportIssue(IssueCode.TRUNCATED, message)
