"""The fields of a message's head (RFC 5322), their words decoded (RFC 2047)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers.mail.charsets import decode_text

MAX_HEAD_BYTES = 256 * 1024
# Longer values are no sentences or ids any more, and the parsers of parameters are slow on them.
_MAX_VALUE = 64 * 1024
_MAX_PARAMETERS = 4096

_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"[^\n]*\n?")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*([^\r\n]*)")
# What may stand above the first field: blank lines and the line that opens a mail in an mbox.
_ABOVE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*\n)?(>?From [^\n]{0,1000}\n)?")
_ID = re.compile(r"<([^<>]+)>|([^\s<>,;\"]+@[^\s<>,;\"]+)")
_COMMENTED = re.compile(r"(?P<address>[^()<>]+?)\s*\((?P<name>[^()<>]+)\)\s*\Z")
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>[^<>]*\Z")
_SEPARATOR = re.compile(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)")
_MOST_AUTHORS = 20
_LONGEST_FROM = 2000
_DATES = ("date", "resent-date")
_CAME = re.compile(rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [^\r\n]{0,80}\d{1,2}:\d\d[^\r\n]{0,60}")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of a head in their order.

    Attributes:
        fields: Name in lower case, and the value with its lines joined.
        opening: The line above them that opens a mail in an mbox, or nothing.
    """

    fields: tuple[tuple[str, bytes], ...] = ()
    opening: bytes = b""

    def raw(self, name: str) -> bytes:
        """Return the first field of a name, or nothing."""
        return next((value for field, value in self.fields if field == name), b"")

    def text(self, name: str) -> str:
        """Return the first field of a name as text, its words decoded; "" where there is none."""
        raw = self.raw(name)
        return decode_words(raw, None if raw.isascii() else self._charset())

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of messages that a field names, each once."""
        found = _ID.findall(clean_text(self.raw(name).decode("utf-8", "replace")))
        ids = ("".join((bracketed or bare).split()) for bracketed, bare in found)
        return tuple(dict.fromkeys(each for each in ids if each))

    def parameters(self, name: str, usual: str) -> Parameters:
        """Read a field with parameters, such as ``Content-Type``."""
        message = Message()
        value = decode_text(self.raw(name)[:_MAX_PARAMETERS], None)
        message[name] = value or usual
        return Parameters(message, name)

    def _charset(self) -> str | None:
        """The encoding of the text below, which unencoded fields mostly share."""
        return self.parameters("content-type", "text/plain").get("charset")

    def date(self) -> dt.datetime | None:
        """Return when the message was written, or sent on, or came in; None where none is stated.

        ``-0000`` means that the time is UTC and the writer's zone unknown. The line that opens
        a mail in an mbox is in UTC where it names no zone (RFC 4155).
        """
        stated = (_moment(self.raw(name)) for name in _DATES)
        return next((found for found in stated if found), None) or _moment(self._came())

    def date_text(self) -> str | None:
        """Return the date as it stands, or None."""
        stated = (self.text(name) for name in _DATES)
        return (
            next((found for found in stated if found), None) or decode_words(self._came()) or None
        )

    def _came(self) -> bytes:
        """Return the date in the opening line, or nothing."""
        found = _CAME.search(self.opening)
        return found[0] if found else b""

    def authors(self) -> tuple[str, ...]:
        """Return the names in ``From``; where someone has none, the address as it stands.

        Archives on the web write ``jo at example.org (Jo Doe)``.
        """
        text = decode_text(self.raw("from"), self._charset())[:_LONGEST_FROM]
        # A comma within an encoded word is part of the name.
        parts = (decode_words(part.encode()) for part in _SEPARATOR.split(text)[:_MOST_AUTHORS])
        names = map(_name_in, parts)
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Parameters:
    """A field's value and its parameters (RFC 2231)."""

    _message: Message
    _name: str

    @property
    def value(self) -> str:
        """What stands before the parameters, in lower case."""
        return str(self._message[self._name]).split(";", 1)[0].strip().lower()

    def get(self, name: str) -> str | None:
        """Return a parameter, its quotes taken off; None where it is not there."""
        try:
            found = self._message.get_param(name, None, self._name)
        except (TypeError, ValueError):  # the library stumbles over damaged continuations
            return None
        if isinstance(found, tuple):
            charset, _, text = found
            return decode_text(text.encode("latin-1", "replace"), charset)
        return decode_words(found.encode()) if found else None


def read_headers(content: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read the fields at a place, and return them with the place where the body starts.

    Lines that are no fields are passed over, unless nothing but such lines follows: then the
    blank line above the body is missing, and they open the body.
    """
    start, opening = _above(content, start, end)
    limit = min(end, start + MAX_HEAD_BYTES)
    if content[start : start + 1] == b"\n" or content[start : start + 2] == b"\r\n":
        return Headers(opening=opening), min(end, content.index(b"\n", start) + 1)
    found = _END.search(content, start, limit)
    head_end, body = (found.start(), found.end()) if found else (limit, limit)
    fields: list[tuple[str, list[bytes]]] = []
    stray: int | None = None
    for line in _LINE.finditer(content, start, head_end):
        text = line[0]
        field = _FIELD.match(text)
        if field:
            fields.append((field[1].decode("ascii").lower(), [field[2]]))
            stray = None
        elif text[:1] in {b" ", b"\t"} and fields and stray is None:
            fields[-1][1].append(text.strip())
        elif text.strip() and stray is None:
            stray = line.start()
    joined = tuple((name, b" ".join(lines).strip()[:_MAX_VALUE]) for name, lines in fields)
    return Headers(joined, opening), body if stray is None else stray


def _above(content: bytes, start: int, end: int) -> tuple[int, bytes]:
    """Return where the fields begin, and the line above them that opens a mail in an mbox."""
    found = _ABOVE.match(content, start, min(end, start + MAX_HEAD_BYTES))
    # With nothing else above it, a blank line is the end of a head without fields.
    return (found.end(), found[1] or b"") if found and found[0].strip() else (start, b"")


def _moment(stated: bytes) -> dt.datetime | None:
    text = stated[:200].decode("ascii", "replace")
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)


def decode_words(value: bytes, charset: str | None = None) -> str:
    """Return a field's value as text on one line, whatever it is encoded in.

    Args:
        value: The field's value as it stands.
        charset: What characters that are neither ASCII nor UTF-8 are likely to be in.
    """
    text = decode_text(value, charset)
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (HeaderParseError, ValueError):
            pieces = [(text, None)]
        text = "".join(_piece(piece, charset) for piece, charset in pieces)
    return " ".join(clean_text(text).split())


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    # The library hands out what stands between encoded words in an encoding of its own.
    return decode_text(piece, charset) if charset else piece.decode("raw-unicode-escape", "replace")


def _name_in(text: str) -> str:
    found = _COMMENTED.match(text) or _NAMED.match(text)
    name = found["name"].strip("\"' ").replace('\\"', '"') if found else ""
    return name or (found["address"] if found else text).strip("\"' ")
