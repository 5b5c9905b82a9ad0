"""What is broken in a piece of XML, mended as far as a parser can be helped."""

from __future__ import annotations

import re
from html import escape, unescape
from html.entities import html5

_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});")
_FIT = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))

_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_AMPERSAND = re.compile(rb"&(?!#x?[0-9A-Fa-f]{1,8};)(?:([A-Za-z][A-Za-z0-9]{0,31});)?")
_BARE_SIGN = re.compile(rb"<(?![A-Za-z_/!?])|\]\]>")
_TAG = re.compile(rb"<[A-Za-z_][^<>]*>")
_UNQUOTED = re.compile(rb"(\s[\w:.-]+)=([^\s\"'>/]+)(?=[\s/>])")
_XML_NAMES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def fit(content: bytes) -> bytes:
    """Replace references to characters that no document may hold."""
    return _REFERENCE.sub(_fit_reference, content) if b"&#" in content else content


def _fit_reference(match: re.Match[bytes]) -> bytes:
    digits = match[1]
    code = int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
    is_fit = any(code in codes for codes in _FIT) or code in {9, 10, 13}
    return match[0] if is_fit else b"\xef\xbf\xbd"


def mended(content: bytes) -> bytes:
    """Mend what people and careless programs break most often; the rest is for the parser."""
    parts = []
    end = 0
    for match in _CDATA.finditer(content):
        parts += [_mended_markup(content[end : match.start()]), match[0]]
        if not match[0].endswith(b"]]>"):
            parts.append(b"]]>")
        end = match.end()
    return b"".join([*parts, _mended_markup(content[end:])])


def _mended_markup(markup: bytes) -> bytes:
    markup = _AMPERSAND.sub(_entity, markup)
    markup = _BARE_SIGN.sub(lambda match: match[0].replace(b"<", b"&lt;").replace(b">", b"&gt;"),
                            markup)  # fmt: skip
    return _TAG.sub(lambda match: _UNQUOTED.sub(rb'\1="\2"', match[0]), markup)


def _entity(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if name in _XML_NAMES:
        return match[0]
    if name is not None and f"{name.decode()};" in html5:
        return escape(unescape(match[0].decode())).encode()
    return b"&amp;" + match[0][1:]
