"""Bytes to text: what the bytes declare, then what they show, then a guess that is owned up to."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers.base import Source

# The longest mark first: the one of UTF-16 LE also opens the one of UTF-32 LE.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
_MARKUP = ("<", "{", "---\n", "%PDF", "MIME-Version:")
_SAMPLE_BYTES = 64 * 1024
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_MAX_CONTROL_SHARE = 0.01
# ASCII's own sign for what was damaged on the way; it ends up as U+FFFD.
_SUBSTITUTE = b"\x1a"
# What word processors and browsers write for a new line or page besides the usual.
_LINE_ENDS = ("\v", "\f", "\x85", "\u2028", "\u2029")

# What a Western text holds besides ASCII in Windows-1252: typographic signs anywhere,
# and letters that stand in a word.
_WESTERN_SIGNS = frozenset("‘’“”–—…•€™©®°«»·§±½¼¾²³×£¢¡¿†‡‰‹›„‚´¶\xa0\xad")
_WESTERN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ]+")


# Python's own, for names of hosts and for program text; some raise whatever they are told.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)


# What is saved or renamed under a wrong name.
_KINDS = (
    (b"\x1f\x8b", "packed by gzip; a name that ends in .gz tells that"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"%PDF", "a PDF, which the program does not read"),
    (b"\xd0\xcf\x11\xe0", "an office document, which the program does not read"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"bplist00", "a property list"), (b"SQLite format 3\0", "a database"),
)  # fmt: skip


class NotTextError(ValueError):
    """The bytes are no text in any encoding; the message says why, fit for the user."""


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text, and how it was read.

    Attributes:
        text: Lines end in ``\n``; control characters are replaced.
        encoding: Name for people, such as ``windows-1252``.
        guessed: The bytes neither declare the encoding nor prove it.
        lost: How many characters the encoding does not explain; they became U+FFFD.
    """

    text: str
    encoding: str
    guessed: bool
    lost: int = 0

    @property
    def issues(self) -> tuple[ImportIssue, ...]:
        """What the reader should know about the decoding."""
        found = []
        if self.guessed:
            message = "The file does not say how its characters are encoded; read as "
            found.append(ImportIssue(IssueCode.ENCODING_GUESSED, message + self.encoding))
        if self.lost:
            are = "1 character is" if self.lost == 1 else f"{self.lost} characters are"
            message = f"{are} damaged and shown as \ufffd; the text was read as {self.encoding}"
            found.append(ImportIssue(IssueCode.CHARACTERS_LOST, message))
        return tuple(found)


def text_codec(name: str) -> str | None:
    """Return the codec for the name of a charset as files declare it; None for what is none.

    It decodes any bytes with ``errors="replace"``, also a piece at a time.
    """
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return codec.name if codec._is_text_encoding and codec.name not in _NO_CHARSETS else None


def _no_text(content: bytes) -> NotTextError:
    for opening, kind in _KINDS:
        if content.startswith(opening):
            return NotTextError(f"the file is not text, but {kind}")
    return NotTextError("the file is not text")


def decode(content: bytes) -> Decoded:
    """Turn bytes into text.

    Raises:
        NotTextError: They are binary.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            name = encoding.removesuffix("-le").removesuffix("-be")
            return _decoded(*_read(content[len(mark) :], encoding), name, guessed=False)
    if b"\0" in content:
        mended = _without_zeros(content)
        if mended is None:
            return _decoded(*_wide(content), guessed=True)
        decoded = decode(mended)
        return replace(decoded, lost=decoded.lost + mended.count(_SUBSTITUTE))
    for escape, encoding in _ESCAPES:
        if escape in content[:_SAMPLE_BYTES]:
            return _decoded(*_read(content, encoding), encoding, guessed=True)
    if _share(content, _CONTROLS) > _MAX_CONTROL_SHARE:
        raise _no_text(content)
    try:
        return _decoded(content.decode("utf-8"), 0, "utf-8", guessed=False)
    except UnicodeDecodeError:
        return _decoded(*_guessed(content), guessed=True)


def read_text(source: Source, importer: str) -> Decoded:
    """Decode a source for an importer.

    Raises:
        CorruptFileError: It is binary, or holds nothing but white space.
    """
    decoded = decode_part(source, source.read_bytes(), importer)
    if not decoded.text or decoded.text.isspace():
        raise CorruptFileError(source.label, "the file holds nothing but white space", importer)
    return decoded


def decode_part(source: Source, content: bytes, importer: str) -> Decoded:
    """Decode bytes of a source for an importer.

    Raises:
        CorruptFileError: They are binary.
    """
    try:
        return decode(content)
    except NotTextError as error:
        raise CorruptFileError(source.label, str(error), importer) from error


@lru_cache(maxsize=1)
def opening_text(head: bytes) -> str | None:
    """Return the opening of a file as rough text, good enough to recognise it; None if binary.

    The last one is kept, for several importers ask in turn.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    mended = _without_zeros(head) if b"\0" in head else head
    if mended is None:
        wide = _wide_encoding(head)
        text = "" if wide is None else head.decode(wide, "replace")
        return None if wide is None or _is_garbage(text) else text
    escaped = any(escape in mended for escape, _ in _ESCAPES)
    if not escaped and _share(mended, _CONTROLS) > _MAX_CONTROL_SHARE:
        return None
    return mended.decode("utf-8", "replace")


def opening_prose(head: bytes) -> str | None:
    """Return the opening of a file that is to be read as it stands; None for binary and markup."""
    opening = opening_text(head)
    return None if opening is None or opening.lstrip().startswith(_MARKUP) else opening


def _decoded(text: str, lost: int, encoding: str, *, guessed: bool) -> Decoded:
    if "\0" in text:
        raise NotTextError("the file is not text")
    for mark in _LINE_ENDS:
        text = text.replace(mark, "\n")
    return Decoded(clean_text(text.removeprefix("\ufeff")), encoding, guessed, lost)


def _read(content: bytes, encoding: str) -> tuple[str, int]:
    """Return bytes as text, and how many characters were lost."""
    try:
        return content.decode(encoding), 0
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
        return text, text.count("\ufffd")


def _share(content: bytes, wanted: bytes) -> float:
    # translate() counts at the speed of C, also in 64 MiB.
    return (len(content) - len(content.translate(None, wanted))) / max(1, len(content))


def _without_zeros(content: bytes) -> bytes | None:
    """Return damaged text of single bytes without its zeros; None where it is something else.

    Machines that lose their power leave zeros at the end of files, bad disks within.
    """
    text = content.rstrip(b"\0")
    is_other = any(content.startswith(opening) for opening, _ in _KINDS)
    is_other = is_other or _wide_encoding(content[:_SAMPLE_BYTES]) is not None
    if is_other or not text or _share(text, b"\0") > _MAX_CONTROL_SHARE:
        return None
    within = text.replace(b"\0", _SUBSTITUTE)
    return within if len(text) == len(content) else within + _SUBSTITUTE


def _wide(content: bytes) -> tuple[str, int, str]:
    encoding = _wide_encoding(content[:_SAMPLE_BYTES])
    if encoding is None:
        raise _no_text(content)
    text, lost = _read(content, encoding)
    if _is_garbage(text[:_SAMPLE_BYTES]):
        raise _no_text(content)
    return text, lost, encoding


def _is_garbage(text: str) -> bool:
    controls = sum(char < " " and char not in "\t\n\v\f\r" for char in text)
    return controls > _MAX_CONTROL_SHARE * len(text)


def _wide_encoding(sample: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark by where their zero bytes stand."""
    count = len(sample) // 4
    if len(sample) == 2:
        return "utf-16-le" if sample[1] == 0 else "utf-16-be"
    if not count:
        return None
    zeros = [sample[place : count * 4 : 4].count(0) / count for place in range(4)]
    if zeros[3] == 1 and zeros[2] > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if zeros[0] == 1 and zeros[1] > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    low, high = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if high > 0.6 and low < 0.02:
        return "utf-16-le"
    if low > 0.6 and high < 0.02:
        return "utf-16-be"
    return None


def _guessed(content: bytes) -> tuple[str, int, str]:
    """Decode bytes that are no UTF-8: Windows-1252 where it reads as Western, else the likeliest.

    Bytes that the encoding does not know become U+FFFD.
    """
    sample = content[:_SAMPLE_BYTES]
    if _is_western(sample.decode("cp1252", "replace")):
        return *_read(content, "cp1252"), "windows-1252"
    # A few bad bytes in a long UTF-8 text are damage, not another encoding.
    text, lost = _read(content, "utf-8")
    if lost <= max(1, (len(content) - len(text)) // 10):
        return text, lost, "utf-8"
    # Loading its tables takes long, and most files never get here.
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    encoding = best.encoding if best is not None else "cp1252"
    return *_read(content, encoding), _NAMES.get(encoding, encoding)


_NAMES = {"cp1252": "windows-1252", "utf_8": "utf-8"}


def _is_western(text: str) -> bool:
    """Say whether text read as Windows-1252 makes sense.

    It does when what is not ASCII is rare and is typography or letters within words,
    not strings of accented letters as other alphabets would show.
    """
    foreign = [char for char in text if char > "\x7f"]
    letters = sum(char not in _WESTERN_SIGNS for char in foreign)
    if "\ufffd" in text or letters > 0.12 * len(text) or len(foreign) > 0.25 * len(text):
        return False
    if not letters:
        return True
    words = [word for word in _WESTERN_WORD.findall(text) if not word.isascii()]
    accented = sum(sum(char > "\x7f" for char in word) for word in words)
    plain = sum(len(word) for word in words) - accented
    return accented == letters and plain >= accented
