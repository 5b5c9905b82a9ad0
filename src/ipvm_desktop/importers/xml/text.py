"""The bytes of an XML file as clean UTF-8, a piece at a time, whatever they declare."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._encoding import text_codec

_HEAD_BYTES = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How a file without a mark begins (XML 1.0, appendix F).
_OPENINGS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})[\"']")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_LONE = re.compile("[\ud800-\udfff]")

# What XML 1.0 allows in no document, though databases are full of it.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_CONTROL = re.compile(b"[" + re.escape(_CONTROLS) + b"]|\xef\xbf[\xbe\xbf]")
_SUBSTITUTE = "\ufffd".encode()


class CleanText:
    """A stream of UTF-8 without characters that XML forbids; it tells what it had to change."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        opening = stream.read(_HEAD_BYTES)
        self._declared = ""
        self.encoding = self._encoding(opening)
        errors = "surrogateescape" if self.encoding == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(self.encoding)(errors)
        self._waiting = opening
        self._ended = not opening
        self._foreign = 0
        self._controls = 0
        self._lost = 0

    def read(self, size: int) -> bytes:
        """Return about so many bytes more; none at the end only."""
        clean = b""
        while not clean and not self._ended:
            raw = self._waiting or self._stream.read(size)
            self._waiting = b""
            self._ended = not raw
            clean = self._clean(self._decoder.decode(raw, final=self._ended))
        return clean

    def issues(self) -> tuple[ImportIssue, ...]:
        """Return what the reader should know about the characters read so far."""
        found = []
        if self._declared:
            message = f"The file calls itself {self._declared}, but is {self.encoding}"
            found.append(ImportIssue(IssueCode.ENCODING_GUESSED, message))
        if self._foreign:
            message = "Bytes that are no UTF-8 were read as windows-1252"
            found.append(ImportIssue(IssueCode.ENCODING_GUESSED, message))
        count = self._controls + self._lost
        if count:
            are = "1 character is" if count == 1 else f"{count} characters are"
            message = f"{are} damaged and shown as \ufffd"
            found.append(ImportIssue(IssueCode.CHARACTERS_LOST, message))
        return tuple(found)

    def _encoding(self, opening: bytes) -> str:
        for mark, encoding in _BOMS:
            if opening.startswith(mark):
                return encoding
        for start, encoding in _OPENINGS:
            if opening.lstrip().startswith(start):
                return encoding
        declared = _DECLARED.search(opening)
        if declared is None:
            return "utf-8"
        name = declared[1].decode("ascii")
        known = text_codec(name)
        # One that reads this very declaration, and the next piece after each.
        is_fit = known is not None and b"<".decode(known, "replace") == "<"
        if known is None or not is_fit or (not opening.isascii() and _is_utf8(opening)):
            self._declared = "" if known == "utf-8" else name
            return "utf-8"
        return known

    def _clean(self, text: str) -> bytes:
        try:
            clean = text.encode()
        except UnicodeEncodeError:
            self._foreign += len(_ESCAPED.findall(text))
            clean = _LONE.sub("\ufffd", _ESCAPED.sub(_as_windows, text)).encode()
        if self.encoding != "utf-8":
            self._lost += text.count("\ufffd")
        if len(clean.translate(None, _CONTROLS)) != len(clean) or b"\xef\xbf" in clean:
            clean, count = _CONTROL.subn(_SUBSTITUTE, clean)
            self._controls += count
        return clean


def _is_utf8(opening: bytes) -> bool:
    """Whether the bytes are UTF-8, but for a character that their end cuts in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(opening)
    except UnicodeDecodeError:
        return False
    return True


def _as_windows(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
