"""The encodings that mails declare, and how far they are to be believed."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._encoding import NotTextError, decode, text_codec

# Names that mail programs use and Python does not know.
_ALIASES = {
    "x-gbk": "gb18030", "x-sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp",
    "iso-8859-8-i": "iso8859-8", "x-mac-roman": "mac_roman", "windows-949": "cp949",
}  # fmt: skip
# What mail programs mean where they declare these.
_MEANT = {
    "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "shift_jis": "cp932",
}  # fmt: skip
# These write all letters in ASCII, so that the bytes prove nothing against them.
_STATEFUL = ("utf-7", "hz", "iso2022")
_SHARE_OF_DAMAGE = 0.05
_FEW_BYTES = 64


def decode_text(content: bytes, charset: str | None) -> str:
    """Return bytes as text in the declared encoding, or in the likeliest where that fails.

    Nothing is raised: characters that cannot be read become U+FFFD.
    """
    return _decoded(content, charset)[0]


def guess_issues(content: bytes, charset: str | None) -> Iterator[ImportIssue]:
    """Tell where the encoding of a mail's text had to be guessed."""
    guessed = _decoded(content, charset)[1]
    if guessed:
        message = f"A mail does not say rightly how its characters are encoded; read as {guessed}"
        yield ImportIssue(IssueCode.ENCODING_GUESSED, message)


def _decoded(content: bytes, charset: str | None) -> tuple[str, str | None]:
    """Return the text, and the encoding where it is neither declared nor proved."""
    codec = _codec(charset.strip("\"' ").lower()) if charset else None
    is_stateful = codec is not None and codec.startswith(_STATEFUL)
    if not is_stateful and b"\x1b" not in content:
        try:
            return content.decode("utf-8"), None
        except UnicodeDecodeError:
            pass
    if codec not in {None, "utf-8", "ascii"}:
        text = content.decode(str(codec), "replace")
        # A few bad characters are damage; many are another encoding.
        if text.count("\ufffd") <= _SHARE_OF_DAMAGE * len(text):
            return text, None
    if len(content) < _FEW_BYTES and b"\x1b" not in content:
        # What a name or a subject is encoded in cannot be found out; most are Western.
        return content.decode("cp1252", "replace"), "windows-1252"
    try:
        decoded = decode(content)
    except NotTextError:
        return content.decode("latin-1"), "ISO-8859-1"
    return decoded.text, decoded.encoding if decoded.guessed else None


def _codec(charset: str) -> str | None:
    codec = text_codec(_ALIASES.get(charset, charset))
    return None if codec is None else _MEANT.get(codec, codec)
