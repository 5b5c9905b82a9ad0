"""The encodings that mails declare, and how far they are to be believed."""

from __future__ import annotations

import codecs

from ipvm_desktop.importers._encoding import NotTextError, decode

# What mail programs mean where they declare these.
_MEANT = {
    "ascii": None, "unknown-8bit": None, "x-unknown": None, "iso8859-1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip


def decode_text(content: bytes, charset: str | None) -> str:
    """Return bytes as text in the declared encoding, or in the likeliest where that fails.

    Nothing is raised: characters that cannot be read become U+FFFD.
    """
    if content.isascii() and b"\x1b" not in content and b"~{" not in content:
        codec = "ascii" if charset is None or "utf-7" not in charset.lower() else "utf-7"
        return content.decode(codec, "replace")
    codec = _codec(charset) if charset else None
    if codec is not None:
        text = content.decode(codec, "replace")
        # A few bad characters are damage; many are another encoding.
        if text.count("\ufffd") * 20 <= len(text):
            return text
    try:
        return decode(content).text
    except NotTextError:
        return content.decode("latin-1")


def _codec(charset: str) -> str | None:
    try:
        found = codecs.lookup(charset.strip("\"' "))
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding:
        return None
    return _MEANT.get(found.name, found.name)
