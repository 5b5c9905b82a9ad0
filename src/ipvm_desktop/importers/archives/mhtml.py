"""MHTML: a page and what it shows as the parts of one message (RFC 2557)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.archives._framed import read_framed_page
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.mail.body import root_of
from ipvm_desktop.importers.mail.mime import MimeMessage, MimePart, read_message
from ipvm_desktop.importers.web.page import Part, SavedPage

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
# What the first part of a page is when its head is gone.
_UNTYPED = frozenset({"text/plain", "application/octet-stream"})


def read_mhtml(source: Source, importer: str) -> Document:
    """Read the page that a file was saved for.

    Raises:
        CorruptFileError: There is no page in it, or no text on the page.
    """
    message = read_message(source.read_bytes())
    pages = [part for part in message.top.leaves() if part.media_type in _PAGES]
    if not pages:
        pages = [part for part in message.top.leaves() if _is_markup(part)]
    if not pages:
        raise CorruptFileError(source.label, _why_none(message), importer)
    root = root_of(message.top) if message.top.parts else pages[0]
    root = next((leaf for leaf in root.leaves() if leaf in pages), pages[0])
    parts = SavedParts(message.top, base_of(message, root))
    saved = [_saved_page(part, parts, message, source) for part in pages]
    page = saved.pop(pages.index(root))
    try:
        return read_framed_page(page, saved, importer, message.top.headers.text("subject"))
    except CorruptFileError as error:
        damage = "".join(
            f"; {issue.message[0].lower()}{issue.message[1:]}" for issue in message.issues
        )
        raise CorruptFileError(source.label, error.reason + damage, importer) from error


class SavedParts:
    """The parts of a page by the addresses they were saved from, and by their own names."""

    def __init__(self, top: MimePart, base: str | None) -> None:
        self._base = base or ""
        self._named: dict[str, MimePart] = {}
        for part in top.leaves():
            if part.content_id:
                self._named.setdefault(f"cid:{part.content_id}", part)
            if part.location:
                for address in self._spellings(part.location):
                    self._named.setdefault(address, part)

    def part(self, address: str) -> Part | None:
        """Return what was saved for an address as it stands in the page, or None."""
        for spelling in self._spellings(address):
            found = self._named.get(spelling)
            if found is not None:
                return Part(found.media_type, found.content)
        return None

    def _spellings(self, address: str) -> Iterator[str]:
        """Yield the ways in which a page and a part may write the same address."""
        yield address
        try:
            plain = urldefrag(urljoin(self._base, address)).url
        except ValueError:
            return
        yield plain
        yield unquote(plain)


def base_of(message: MimeMessage, root: MimePart) -> str | None:
    """Return the address of the page that the file was saved for, or None."""
    snapshot = "".join(message.top.headers.text("snapshot-content-location").split())
    base = root.headers.text("content-base") or message.top.headers.text("content-base")
    return snapshot or root.location or message.top.location or base or None


def _saved_page(
    part: MimePart, parts: SavedParts, message: MimeMessage, source: Source
) -> SavedPage:
    return SavedPage(
        name=source.name,
        content=part.content,
        charset=part.charset,
        url=base_of(message, part),
        saved=message.top.headers.date() or source.modified,
        part=parts.part,
        issues=message.issues,
    )


def _is_markup(part: MimePart) -> bool:
    return part.media_type in _UNTYPED and b"<" in part.content[:1024]


def _why_none(message: MimeMessage) -> str:
    if not message.top.headers.fields:
        return "the file has no head of a saved page"
    if message.issues:
        return "the file is damaged, and none of its parts is a page"
    return "none of the file's parts is a page"
