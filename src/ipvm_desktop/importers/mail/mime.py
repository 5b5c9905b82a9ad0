"""Messages in parts (RFC 2045 to 2049) as spans of a file's bytes.

The standard library reads single fields and decodes bodies. Its parser of whole messages
recurses and takes a step for each line, so a file of many or deep parts is split here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers.mail.headers import Headers, read_headers

_PLAIN = "text/plain"
_MESSAGE = "message/rfc822"
_DEEPEST = 30
_MOST_PARTS = 20_000
_GUESS_BYTES = 64 * 1024
_LAST_BYTES = 1024
_OPENING = re.compile(rb"^--(\S[^\r\n]{0,198}?)[ \t]*\r?\n(?=[!-9;-~]{1,200}:)", re.MULTILINE)
_FIELD = re.compile(rb"\s*([!-9;-~]{1,200}):[^\n]*\n")
_ENCODED = frozenset({"quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue"})


@dataclass(eq=False)
class MimePart:
    """One part of a message, or a whole message.

    Attributes:
        headers: Its own fields.
        parts: The parts it is made of; empty for one that holds text, a picture or a file.
    """

    headers: Headers
    _file: bytes = field(repr=False)
    _start: int
    _end: int
    parts: list[MimePart] = field(default_factory=list)

    @cached_property
    def media_type(self) -> str:
        """Such as ``text/html``; what declares none is plain text."""
        return self.declared_type or _PLAIN

    @property
    def declared_type(self) -> str | None:
        """What its head declares it to be, or None."""
        value = self.headers.parameters("content-type", "").value
        return value if value.count("/") == 1 else None

    @property
    def charset(self) -> str | None:
        """The encoding that its head declares, or None."""
        return self.parameter("charset")

    @property
    def file_name(self) -> str | None:
        """What the part is called as a file; None where nothing calls it that."""
        name = self.headers.parameters("content-disposition", "inline").get("filename")
        return name or self.parameter("name")

    @property
    def is_attached(self) -> bool:
        """Whether it came as a file beside the text."""
        return self.headers.parameters("content-disposition", "inline").value == "attachment"

    @property
    def content_id(self) -> str | None:
        """The name that other parts know it by (``cid:``), or None."""
        return next(iter(self.headers.ids("content-id")), None) or (
            self.headers.raw("content-id").strip(b"<> ").decode("utf-8", "replace") or None
        )

    @property
    def location(self) -> str | None:
        """The address that it was saved from (``Content-Location``, RFC 2557), or None."""
        # Long addresses are folded without a space.
        value = "".join(self.headers.text("content-location").split())
        return value or None

    @property
    def content(self) -> bytes:
        """Its bytes, decoded from what they travelled in."""
        body = self._file[self._start : self._end]
        encoding = self.headers.raw("content-transfer-encoding").decode("ascii", "replace")
        encoding = encoding.split(";")[0].strip().lower()
        # No base64 holds this; some programs declare it of what they did not encode.
        is_markup = encoding == "base64" and b"<" in body[:_LAST_BYTES]
        if is_markup or encoding not in _ENCODED:
            return body
        message = Message()
        message["content-transfer-encoding"] = encoding
        message.set_payload(body.decode("ascii", "surrogateescape"))
        decoded = message.get_payload(decode=True)
        return decoded if isinstance(decoded, bytes) else body

    def parameter(self, name: str) -> str | None:
        """Return a parameter of its ``Content-Type``, or None."""
        return self.headers.parameters("content-type", _PLAIN).get(name)

    def leaves(self) -> Iterator[MimePart]:
        """Yield itself or, where it is made of parts, those that are not, in their order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.parts:
                waiting.extend(reversed(part.parts))
            else:
                yield part


@dataclass(frozen=True, slots=True)
class MimeMessage:
    """A message as its file holds it.

    Attributes:
        top: The whole of it.
        issues: What is damaged about its parts.
    """

    top: MimePart
    issues: tuple[ImportIssue, ...]


def read_message(content: bytes, start: int = 0, end: int | None = None) -> MimeMessage:
    """Split a message into its parts; of a damaged one, what can be told apart."""
    splitter = _Splitter(content)
    top = splitter.part(start, len(content) if end is None else end)
    splitter.split(top)
    return MimeMessage(top, tuple(splitter.issues.values()))


class _Splitter:
    """Finds the parts of one message, without recursion and in bounded time."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._count = 0
        self.issues: dict[str, ImportIssue] = {}

    def part(self, start: int, end: int) -> MimePart:
        self._count += 1
        headers, body = read_headers(self._content, start, end)
        return MimePart(headers, self._content, body, end)

    def split(self, top: MimePart) -> None:
        waiting = [(top, 0)]
        while waiting:
            part, depth = waiting.pop()
            kind = part.media_type
            if kind not in {_MESSAGE, "message/global"} and not kind.startswith("multipart/"):
                continue
            if depth == _DEEPEST or self._count > _MOST_PARTS:
                self._tell_too_many()
                continue
            if kind.startswith("multipart/"):
                part.parts = self._parts_of(part)
                if kind == "multipart/digest":
                    for each in part.parts:
                        each.media_type = each.declared_type or _MESSAGE
            else:
                part.parts = [self.part(part._start, part._end)]
            waiting.extend((each, depth + 1) for each in reversed(part.parts))

    def _parts_of(self, part: MimePart) -> list[MimePart]:
        start, end = part._start, part._end
        declared = (part.parameter("boundary") or "").encode("utf-8", "replace").rstrip()
        marks = self._marks(declared, start, end) if declared else []
        boundary = declared
        if not marks:
            opening = _OPENING.search(self._content, start, min(end, start + _GUESS_BYTES))
            if opening:
                self._tell(
                    IssueCode.METADATA_UNREADABLE,
                    "The file does not declare the mark between its parts; it was found out",
                )
                boundary = opening[1]
                marks = self._marks(boundary, start, end)
        if not marks:
            self._tell(
                IssueCode.TRUNCATED, "The marks between the file's parts are missing from it"
            )
            is_part = _FIELD.match(self._content, start, min(end, start + _GUESS_BYTES))
            if is_part:
                return [self.part(is_part.start(1), end)]
            part.media_type = _PLAIN
            return []
        closed = bool(marks[-1][1])
        if len(marks) > _MOST_PARTS:
            self._tell_too_many()
        elif not closed:
            self._tell(IssueCode.TRUNCATED, "The file breaks off before the end of its last part")
            end = self._cut_mark(boundary, marks[-1].end(), end)
        starts = [mark.end() for mark in marks]
        ends = [self._line_end(mark.start(), start) for mark in marks[1:]]
        spans = list(zip(starts, ends if closed else [*ends, end], strict=False))
        return [self.part(first, max(first, last)) for first, last in spans[:_MOST_PARTS]]

    def _marks(self, boundary: bytes, start: int, end: int) -> list[re.Match[bytes]]:
        """Find the lines between the parts, up to the one that closes the last part."""
        line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        marks = []
        for mark in line.finditer(self._content, start, end):
            marks.append(mark)
            if mark[1] or len(marks) > _MOST_PARTS:
                break
        return marks

    def _cut_mark(self, boundary: bytes, start: int, end: int) -> int:
        """Return where the closing mark begins of which the file holds a part, or the end."""
        rest = self._content[max(start, end - _LAST_BYTES) : end].rstrip()
        line = rest[rest.rfind(b"\n") + 1 :]
        # A line of signs alone may as well stand above a signature.
        is_mark = (b"--" + boundary + b"--").startswith(line) and line.strip(b"-=_ ")
        return max(start, end - _LAST_BYTES) + len(rest) - len(line) if is_mark else end

    def _line_end(self, place: int, start: int) -> int:
        """Leave out the line end that belongs to the mark below."""
        place -= 1
        if self._content[place - 1 : place] == b"\r":
            place -= 1
        return max(place, start)

    def _tell_too_many(self) -> None:
        self._tell(IssueCode.TOO_DEEP, "The file has too many parts; the rest was left out")

    def _tell(self, code: IssueCode, message: str) -> None:
        self.issues.setdefault(message, ImportIssue(code, message))
