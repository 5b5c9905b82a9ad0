"""Bytes of a page to text: what stands outside of it, what it declares, and what the bytes prove."""

from __future__ import annotations

import codecs
import re

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers._encoding import Decoded, NotTextError, decode
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
# These are plain ASCII to the eye, so that the bytes prove nothing against them.
_STATEFUL = ("iso2022_jp", "hz")
_MAX_LOST_SHARE = 0.01


def read_markup(page: SavedPage, importer: str) -> Decoded:
    """Return the page's text, with what the reader should know about its encoding.

    Raises:
        CorruptFileError: The page is binary, or blank.
    """
    try:
        decoded = _decode(page.content, _declared(page))
    except NotTextError as error:
        raise CorruptFileError(page.name, str(error), importer) from error
    if not decoded.text or decoded.text.isspace():
        raise CorruptFileError(page.name, "the page holds nothing but white space", importer)
    return decoded


def encoding_issues(page: SavedPage, decoded: Decoded) -> tuple[ImportIssue, ...]:
    """Tell how sure the encoding is, and whether the page declares another one."""
    declared = _declared(page)
    if declared is None or declared == _codec(decoded.encoding):
        return decoded.issues
    name = _NAMES.get(declared, declared)
    message = f"The page declares {name}, but it is not; read as {decoded.encoding}"
    wrong = ImportIssue(IssueCode.ENCODING_GUESSED, message)
    rest = (issue for issue in decoded.issues if issue.code != IssueCode.ENCODING_GUESSED)
    # Pure ASCII reads the same in either.
    return (wrong, *rest) if not page.content.isascii() else tuple(rest)


def _declared(page: SavedPage) -> str | None:
    """Return the codec that is declared, the outer declaration first, as browsers read it."""
    found = _DECLARED.search(page.content[:_HEAD_BYTES])
    inner = (found[1] or found[2]).decode("ascii", "replace") if found else None
    return next((codec for name in (page.charset, inner) if name and (codec := _codec(name))), None)


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding:
        return None
    return _AS_READ.get(codec.name, codec.name)


def _decode(content: bytes, declared: str | None) -> Decoded:
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
