"""Bytes of a page to text: by what is declared, as far as the bytes do not prove it wrong."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers._encoding import Decoded, NotTextError, decode, text_codec
from ipvm_desktop.importers.web.page import SavedPage

_DECLARED = re.compile(
    rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_HEAD_BYTES = 64 * 1024
# What browsers read where these are declared (WHATWG Encoding, "Names and labels").
_AS_READ = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-16": "utf-8",
    "utf-32": "utf-8", "utf-7": "utf-8",
}  # fmt: skip
_NAMES = {"cp1252": "windows-1252"}
# A character whose UTF-8 was taken for Latin-1 and encoded again; the second range has no use
# in texts, so that it gives such a page away.
_TWICE = re.compile(rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]){1,3}")
_SURELY_TWICE = re.compile(rb"\xc3[\x82-\xb4]\xc2[\x80-\x9f]")
# These are plain ASCII to the eye, so that the bytes prove nothing against them.
_STATEFUL = ("iso2022_jp", "hz")
_MAX_LOST_SHARE = 0.01
# Of zero bytes: browsers pass over some, while wide encodings are full of them.
_MAX_STRAY_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Markup:
    r"""A page's text.

    Attributes:
        text: Lines end in ``\\n``.
        issues: What the reader should know about its encoding.
    """

    text: str
    issues: tuple[ImportIssue, ...]


def read_markup(page: SavedPage, importer: str) -> Markup:
    """Decode a page.

    Raises:
        CorruptFileError: It is binary, or blank.
    """
    declared = _declared(page)
    content = page.content
    is_twice = _SURELY_TWICE.search(content) is not None
    if is_twice:
        content = _TWICE.sub(_once, content)
    try:
        decoded = _decode(content, None if declared is None else declared[1])
    except NotTextError as error:
        raise CorruptFileError(page.name, str(error), importer) from error
    if not decoded.text or decoded.text.isspace():
        raise CorruptFileError(page.name, "the page holds nothing but white space", importer)
    issues = decoded.issues
    # Pure ASCII reads the same in either.
    is_other = declared is not None and declared[1] != _codec(decoded.encoding)
    if declared and is_other and not page.content.isascii():
        message = f"The page declares {declared[0]}, but it is not; read as {decoded.encoding}"
        rest = [issue for issue in issues if issue.code != IssueCode.ENCODING_GUESSED]
        issues = (ImportIssue(IssueCode.ENCODING_GUESSED, message), *rest)
    if is_twice:
        message = "Some characters were encoded twice when the page was saved; they were mended"
        issues = (*issues, ImportIssue(IssueCode.ENCODING_GUESSED, message))
    return Markup(decoded.text, issues)


def _once(match: re.Match[bytes]) -> bytes:
    """Return a character as UTF-8 that was taken for Latin-1 and encoded again."""
    once = match[0].decode("utf-8").encode("latin-1")
    try:
        once.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return once


def _declared(page: SavedPage) -> tuple[str, str] | None:
    """Return the encoding that is declared, as it stands there and as a codec's name.

    What stands outside of the page comes first, as in browsers.
    """
    found = _DECLARED.search(page.content[:_HEAD_BYTES])
    inner = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    named = (name.strip(" \"'") for name in (page.charset or "", inner))
    return next(((name, codec) for name in named if (codec := _codec(name))), None)


def _codec(name: str) -> str | None:
    codec = text_codec(name)
    return None if codec is None else _AS_READ.get(codec, codec)


def _decode(content: bytes, declared: str | None) -> Decoded:
    if 0 < content.count(b"\0") <= _MAX_STRAY_SHARE * len(content):
        content = content.replace(b"\0", b"")
    marked = content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if marked or b"\0" in content or declared in {None, "utf-8"}:
        return decode(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if declared not in _STATEFUL:
            return decode(content)
    text = content.decode(declared, "replace")
    lost = text.count("\ufffd")
    if lost > _MAX_LOST_SHARE * len(text):
        return decode(content)
    return Decoded(clean_text(text), _NAMES.get(declared, declared), guessed=False, lost=lost)
