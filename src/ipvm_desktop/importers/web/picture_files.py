"""Bytes that are pictures, told by their first bytes, and pictures within addresses."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from urllib.parse import unquote_to_bytes

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\0\0\1\0", "image/x-icon"),
)
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,500}>\s*)?(?:<!--[^>]{0,1000}-->\s*){0,5}"
    rb"(?:<!DOCTYPE\b[^>\[]{0,500}>\s*)?<svg\b",
    re.IGNORECASE,
)
_DRAWN = re.compile(rb"<(?:path|rect|circle|ellipse|line|poly|image|text|use|g)\b", re.IGNORECASE)
_HEAD = 4096
_MOST_ENCODED = 64 * 1024 * 1024


def media_type_of(content: bytes) -> str | None:
    """Return what kind of picture something is, or None where it is none that can be shown."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return "image/svg+xml" if _SVG.match(content[:_HEAD]) else None


def size_of(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or GIF, the formats of tracking pixels; else None."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return None


def is_placeholder(content: bytes) -> bool:
    """Say whether a picture only keeps the room for one that is loaded later."""
    if _SVG.match(content[:_HEAD]):
        return not _DRAWN.search(content)
    return max(size_of(content) or (9, 9)) <= 2


def from_data(address: str) -> bytes:
    """Return the bytes in a ``data:`` address (RFC 2397), or nothing where it is broken."""
    head, _, body = address.partition(",")
    if len(body) > _MOST_ENCODED:
        return b""
    content = unquote_to_bytes(body)
    if not head.lower().rstrip().endswith(";base64"):
        return content
    try:
        return base64.b64decode(content + b"==")
    except binascii.Error:
        return b""
