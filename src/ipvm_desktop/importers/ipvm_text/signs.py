"""How a text copy of an IPVM page is recognised."""

from __future__ import annotations

import re

from ipvm_desktop.importers._encoding import NotTextError, decode, opening_text
from ipvm_desktop.importers.base import HEAD_BYTES, Confidence, Source
from ipvm_desktop.importers.ipvm_text.comments import find_starts
from ipvm_desktop.importers.ipvm_text.header import HEADER
from ipvm_desktop.importers.ipvm_text.masking import find_masking
from ipvm_desktop.importers.ipvm_text.page import Page

TEXT_EXTENSIONS = (".txt", ".text")

# Words that only this site prints, each at the start of a line.
_CERTAIN = re.compile(
    r"^[ \t]*(?:PUBLIC\s*[-–—] ?This article does not require an IPVM subscription"
    r"|This is an IPVM report available to you via this special link"
    r"|IPVM Image(?:$|[ \t]*$|[A-Z])"
    r"|Join IPVM Newsletter\?"
    r"|Comments are shown for subscribers only"
    r"|Log ?in to read this IPVM discussion)",
    re.MULTILINE,
)
_HEADER = re.compile(rf"^[ \t]*{HEADER.pattern}", re.MULTILINE | re.ASCII)
_LIKELY = re.compile(
    r"^[ \t]*(?:Comments \(\d{1,9}\)[ \t]*$|\d{1,6} REPORTS? CITES? THIS REPORT"
    r"|Get Notified of Video Surveillance Breaking News)",
    re.MULTILINE,
)
# Copies are often named after the page's address.
_NAME = re.compile(r"(?:reports|forums|discussions|updates)[_-]\w", re.IGNORECASE)
_MARKUP = ("<", "{", "---\n", "%PDF", "MIME-Version:")


def recognise(source: Source) -> Confidence:
    """Say how surely a source is a copy of an IPVM page."""
    opening = opening_text(source.head)
    if opening is None or opening.lstrip().startswith(_MARKUP):
        return Confidence.NO
    usual = source.extension in ("", *TEXT_EXTENSIONS)
    found = _signs(opening)
    if not usual:
        return Confidence.MAYBE if found is Confidence.CERTAIN else Confidence.NO
    if found is Confidence.NO and _NAME.match(source.name):
        return Confidence.LIKELY
    if found is Confidence.NO and len(source.read_bytes()) > HEAD_BYTES:
        # A copy without a header may show what it is at the end of the article only.
        try:
            return _signs(decode(source.read_bytes()).text)
        except NotTextError:
            return Confidence.NO
    return found


def _signs(text: str) -> Confidence:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    if _CERTAIN.search(text):
        return Confidence.CERTAIN
    if _HEADER.search(text) or _LIKELY.search(text):
        return Confidence.LIKELY
    page = Page.from_text(text)
    if find_starts(page, 0, len(page)).found or find_masking(page, range(len(page))):
        return Confidence.LIKELY
    return Confidence.NO
