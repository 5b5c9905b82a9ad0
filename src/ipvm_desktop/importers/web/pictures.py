"""The pictures of a page, from the parts that were saved with it. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from lxml.html import HtmlElement

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.importers.web.page import SavedPage

_MOST_BYTES = 32 * 1024 * 1024
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\0\0\1\0", "image/x-icon"),
)
_SVG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,500}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"(?:<!DOCTYPE\b[^>]{0,500}>\s*)?<svg\b",
    re.IGNORECASE | re.DOTALL,
)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-savepage-src")


def media_type_of(content: bytes) -> str | None:
    """Return what a picture's first bytes say it is, or None for what is no picture."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in {b"ftypavif", b"ftypavis"}:
        return "image/avif"
    return "image/svg+xml" if _SVG.match(content[:8192]) else None


class Pictures:
    """Takes in the pictures that a page's bodies show, each once."""

    def __init__(self, page: SavedPage) -> None:
        self._page = page
        self._taken: dict[str, Picture] = {}
        self._known: dict[str, Picture | None] = {}
        self.shown = 0
        self.missing = 0

    @property
    def taken(self) -> tuple[Picture, ...]:
        """Those found, in the order of the page."""
        return tuple(self._taken.values())

    def place(self, fragment: HtmlElement) -> None:
        """Make all pictures of an element refer to the library's."""
        for image in list(fragment.iter("img")):
            picture = next(filter(None, map(self._find, self._addresses(image))), None)
            self.shown += 1
            if picture is None:
                self.missing += 1
                image.attrib.pop("src", None)
                continue
            self._taken.setdefault(picture.sha256, picture)
            image.set("src", picture.address)

    def _addresses(self, image: HtmlElement) -> list[str]:
        return [address for name in _SOURCES if (address := (image.get(name) or "").strip())]

    def _find(self, address: str) -> Picture | None:
        if address not in self._known:
            self._known[address] = self._read(address)
        return self._known[address]

    def _read(self, address: str) -> Picture | None:
        if address[:5].lower() == "data:":
            content = _from_data(address)
        else:
            part = self._page.part(address)
            content = part.content if part is not None else None
        if not content or len(content) > _MOST_BYTES:
            return None
        media_type = media_type_of(content)
        return None if media_type is None else Picture.of(content, media_type)


def _from_data(address: str) -> bytes | None:
    """Return the bytes in a ``data:`` address (RFC 2397)."""
    head, comma, body = address.partition(",")
    if not comma or len(body) > 2 * _MOST_BYTES:
        return None
    content = unquote_to_bytes(body)
    if not head.lower().rstrip().endswith(";base64"):
        return content
    try:
        return base64.b64decode(content + b"==")
    except binascii.Error:
        return None
