"""Big XML files cut into their records before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers.xml.text import CleanText

MAX_RECORD_BYTES = 32 * 1024 * 1024
_HEAD_BYTES = 1024 * 1024
# An element takes more than a hundred bytes, however short its tags.
_MOST_TAGS = 3_000_000
_CHUNK = 256 * 1024
_OVERLAP = 128  # longer than anything that is looked for

_SKIPPED = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_MARK = rb"(?P<skipped><!\[CDATA\[|<!--|<\?)"
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^\[>]*\[.*?\]\s*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})(?=[\s/>])[^<>]{0,20000}>")


@dataclass(frozen=True, slots=True)
class Piece:
    """A record as it stands in the file.

    Attributes:
        name: Of its element, without a prefix.
        content: From its start tag to its end tag.
        line: Where it starts.
        is_whole: It has its end tag.
        is_cut: The file ends within it.
    """

    name: str
    content: bytes
    line: int
    is_whole: bool
    is_cut: bool


class RecordCutter:
    """One pass over a file: what stands before its first record, then each record.

    Attributes:
        doctype: The document type with all that it declares; empty where it declares nothing.
        head: From the root's start tag on, at most a mebibyte or two; empty where there is no tag.
        root: The root's start tag; empty where there is none.
        is_closed: Whether the root's end tag was the last thing met.
        issues: What was too large to read.
    """

    def __init__(self, text: CleanText, names: Sequence[str]) -> None:
        """Read up to the first record.

        Args:
            text: The file.
            names: Of the elements that are records, without a prefix.
        """
        self._text = text
        choice = b"|".join(name.encode() for name in names)
        start = re.compile(_MARK + rb"|<(?P<name>(?:atom:|rss:)?(?:" + choice + rb"))(?=[\s/>])")
        self._buffer = b""
        self._keep = 0  # nothing before this place is needed any more
        self._line = 1
        self._counted = 0  # the place whose line is ``_line``
        self._first = self._seek(start, 0, _HEAD_BYTES)
        before = self._buffer[: self._first.start() if self._first else None]
        doctype = _DOCTYPE.search(before)
        self.doctype = doctype[0] if doctype else b""
        root = _ROOT.search(before, doctype.end() if doctype else 0)
        self.root = root[0] if root else b""
        self.head = before[root.start() :] if root else b""
        self.is_closed = False
        self.issues: list[ImportIssue] = []
        name = re.escape(root[1] if root else b"xml")
        self._next = re.compile(start.pattern + rb"|(?P<end></" + name + rb"\s*>)")

    @property
    def line(self) -> int:
        """The line that reading has come to."""
        return self._line

    def __iter__(self) -> Iterator[Piece]:
        """Yield the records."""
        match = self._first or self._seek(self._next, self._keep, None)
        while match is not None:
            if match["name"] is None:  # the root's end; a second export may follow
                self.is_closed = True
                self._keep = match.end()
            else:
                self.is_closed = False
                piece = self._piece(match)
                if piece is not None:
                    yield piece
            match = self._seek(self._next, self._keep, None)
        self._line_at(len(self._buffer))

    def _piece(self, start: re.Match[bytes]) -> Piece | None:
        """Return the record that starts at a match, and keep nothing of it."""
        name = start["name"]
        self._keep = start.start()
        line = self._line_at(self._keep)
        place = self._skip(b">", start.end(), MAX_RECORD_BYTES)
        is_whole = self._buffer.endswith(b"/>", 0, place)
        is_cut = False
        if not is_whole:
            inside = re.compile(_MARK + rb"|<(?P<close>/?)" + re.escape(name) + rb"(?=[\s/>])")
            end = self._seek(inside, place, MAX_RECORD_BYTES)
            if end is None:
                is_cut, place = True, len(self._buffer)
            elif end["close"]:
                is_whole, place = True, self._skip(b">", end.end(), MAX_RECORD_BYTES)
            else:  # another start of the same name: the end tag is missing
                place = end.start()
        tags = self._buffer.count(b"<", self._keep, place)
        if place - self._keep > MAX_RECORD_BYTES or tags > _MOST_TAGS:
            limit = MAX_RECORD_BYTES // (1024 * 1024)
            message = f"What starts in line {line} is larger than {limit} MiB and was left out"
            if tags > _MOST_TAGS:
                message = f"What starts in line {line} has over {_MOST_TAGS:,} tags; left out"
            self.issues.append(ImportIssue(IssueCode.LEFT_OUT, message, line))
            self._keep = place
            return None
        content, self._keep = self._buffer[self._keep : place], place
        return Piece(name.decode().rpartition(":")[2], content, line, is_whole, is_cut)

    def _seek(
        self, pattern: re.Pattern[bytes], place: int, most: int | None
    ) -> re.Match[bytes] | None:
        """Find a pattern outside of comments and character data; None where the file ends.

        Args:
            pattern: With a group ``skipped`` for what opens such a passage.
            place: Where to start in the buffer.
            most: Give up where more than so many bytes have to be kept; None keeps none.
        """
        while True:
            match = pattern.search(self._buffer, place)
            if match is None:
                place = max(place, len(self._buffer) - _OVERLAP)
            elif match["skipped"] is None:
                return match
            else:
                place = self._skip(_SKIPPED[match["skipped"]], match.end(), most)
                continue
            if most is None:
                self._keep = place
            before = self._keep
            if (most is not None and len(self._buffer) - before > most) or not self._more():
                return None
            place -= before

    def _skip(self, mark: bytes, place: int, most: int | None) -> int:
        """Return the place behind a mark, or the buffer's end where the file or patience ends."""
        while True:
            found = self._buffer.find(mark, place)
            if found >= 0:
                return found + len(mark)
            place = max(place, len(self._buffer) - len(mark) + 1)
            if most is None:
                self._keep = place
            before = self._keep
            if (most is not None and len(self._buffer) - before > most) or not self._more():
                return len(self._buffer)
            place -= before

    def _more(self) -> bool:
        """Drop what is not needed and read on, the more the longer the record is."""
        self._line_at(self._keep)
        rest = self._buffer[self._keep :]
        chunk = self._text.read(max(_CHUNK, len(rest)))
        if not chunk:
            return False
        self._buffer = rest + chunk
        self._counted = self._keep = 0
        return True

    def _line_at(self, place: int) -> int:
        self._line += self._buffer.count(b"\n", self._counted, place)
        self._counted = max(place, self._counted)
        return self._line
