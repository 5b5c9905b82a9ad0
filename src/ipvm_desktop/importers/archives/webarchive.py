"""Safari's web archives: a property list with the page, what it shows, and its frames.

The keys are those of WebKit's ``LegacyWebArchive``.
"""

from __future__ import annotations

import plistlib
import re
import struct
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urldefrag, urljoin
from xml.parsers.expat import ExpatError

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers.archives._framed import read_framed_page
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.web.page import Part, SavedPage

_Values: TypeAlias = Mapping[str, object]
_MOST_ARCHIVES = 200
_PAGE = re.compile(rb"<(?:!doctype html|html)\b.*?(?:</html>|\Z)", re.IGNORECASE | re.DOTALL)
# plistlib takes lists as they come: damaged ones end in whatever they lead to.
_DAMAGE = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError,
    MemoryError, EOFError, struct.error, ExpatError,
)  # fmt: skip


def read_webarchive(source: Source, importer: str) -> Document:
    """Read the page that an archive was saved for.

    Raises:
        CorruptFileError: The list is damaged, or there is no page in it.
    """
    try:
        top = plistlib.loads(source.read_bytes())
    except _DAMAGE as error:
        rest = _rest_of_page(source)
        if rest is not None:
            return read_framed_page(rest, [], importer)
        reason = "the property list that the archive is made of is damaged or cut off"
        raise CorruptFileError(source.label, reason, importer) from error
    archives = list(_archives(top))
    parts: dict[str, Part] = {}
    for archive in archives:
        for resource in (archive.get("WebMainResource"), *_listed(archive, "WebSubresources")):
            content = _content(resource)
            if content is not None:
                part = Part(_text(resource, "WebResourceMIMEType"), content)
                parts.setdefault(_text(resource, "WebResourceURL"), part)
    pages = [page for archive in archives if (page := _page(archive, parts, source)) is not None]
    if not pages:
        raise CorruptFileError(source.label, "there is no page in the archive", importer)
    try:
        return read_framed_page(pages[0], pages[1:], importer)
    except CorruptFileError as error:
        raise CorruptFileError(source.label, error.reason, importer) from error


def _rest_of_page(source: Source) -> SavedPage | None:
    """Return the page that stands as it is in a damaged archive, or None."""
    found = _PAGE.search(source.read_bytes())
    if found is None:
        return None
    message = "The archive is damaged or cut off; only its page was read, without pictures"
    issue = ImportIssue(IssueCode.TRUNCATED, message)
    return SavedPage(name=source.name, content=found[0], saved=source.modified, issues=(issue,))


def _archives(top: object) -> Iterator[_Values]:
    """Yield the archive and those of its frames, the outermost first."""
    waiting = [top]
    count = 0
    while waiting and count < _MOST_ARCHIVES:
        archive = waiting.pop(0)
        if isinstance(archive, Mapping):
            count += 1
            yield archive
            waiting.extend(_listed(archive, "WebSubframeArchives"))


def _page(archive: _Values, parts: Mapping[str, Part], source: Source) -> SavedPage | None:
    resource = archive.get("WebMainResource")
    content = _content(resource)
    if content is None or "html" not in _text(resource, "WebResourceMIMEType"):
        return None
    url = _text(resource, "WebResourceURL")

    def part(address: str) -> Part | None:
        try:
            joined = urljoin(url, address)
        except ValueError:
            return None
        return parts.get(joined) or parts.get(urldefrag(joined).url)

    return SavedPage(
        name=source.name,
        content=content,
        charset=_text(resource, "WebResourceTextEncodingName") or None,
        url=url or None,
        saved=source.modified,
        part=part,
    )


def _listed(archive: _Values, name: str) -> list[object]:
    listed = archive.get(name)
    return listed if isinstance(listed, list) else []


def _content(resource: object) -> bytes | None:
    content = resource.get("WebResourceData") if isinstance(resource, Mapping) else None
    return content if isinstance(content, bytes) else None


def _text(resource: object, name: str) -> str:
    text = resource.get(name) if isinstance(resource, Mapping) else None
    return clean_text(text) if isinstance(text, str) else ""
