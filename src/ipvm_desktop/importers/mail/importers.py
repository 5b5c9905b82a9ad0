"""The importers for mail: what they recognise. The reading is loaded when it is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence, Source

_FIELD = rb"[!-9;-~]{1,200}:"
# What opens each mail: whom the file has it from, and when it came (RFC 4155).
_MBOX = re.compile(
    rb"\s*From [^\n]{1,300}? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [^\n]{1,80}\d{1,2}:\d\d"
    rb"[^\n]{0,60}\d{4}[^\n]{0,40}\n" + _FIELD
)
_UNDATED = re.compile(rb"From [^\n]{1,300}\n" + _FIELD)
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\n]{1,300}\n)?(?:" + _FIELD + rb"[^\n]*\n(?:[ \t][^\n]*\n)*)"
)
_SIGNS = re.compile(
    rb"^(?:Return-Path|Received|Message-ID|MIME-Version|Date|From|To|Subject|Delivered-To"
    rb"|Reply-To|Content-Type|X-[A-Za-z-]+):",
    re.IGNORECASE | re.MULTILINE,
)
# Single mails and pages in mail's form may open with such a line as well.
_FEWEST_SIGNS = 3
_SINGLE = (".eml", ".mht", ".mhtml")


# What mails without a name of their own are called.
_UNNAMED = ("", ".txt", ".email", ".mai")


def looks_like_mail(head: bytes) -> bool:
    """Whether a file opens with the head of a mail.

    Texts may open with ``Subject:`` or ``To:`` as well, so several fields are asked for.
    """
    if not _HEAD.match(head):
        return False
    top = head.replace(b"\r\n", b"\n").lstrip().partition(b"\n\n")[0]
    return len({sign.lower() for sign in _SIGNS.findall(top)}) >= _FEWEST_SIGNS


class MboxImporter:
    """Reads files of many mails; each thread becomes an article with its replies."""

    name = "mbox"
    title = "Mail folder (mbox, maildir)"
    extensions: tuple[str, ...] = (".mbox", ".mbx")
    brings: tuple[str, ...] = ("article", "comments", "nesting", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the line that opens each mail, with the field below it."""
        if source.extension in _SINGLE:
            return Confidence.NO
        if _MBOX.match(source.head):
            return Confidence.CERTAIN
        is_named = source.extension in self.extensions
        return Confidence.LIKELY if is_named and _UNDATED.match(source.head) else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the threads in the order in which they begin.

        Raises:
            CorruptFileError: There is no mail in the file.
        """
        from ipvm_desktop.importers.mail.mbox import read_mbox

        yield from read_mbox(source, self.name)


class EmlImporter:
    """Reads a single mail as an article; saved pages that are attached as their own."""

    name = "eml"
    title = "Mail"
    extensions: tuple[str, ...] = (".eml",)
    brings: tuple[str, ...] = ("article", "pictures")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the fields of a mail's head."""
        if source.extension in self.extensions and _HEAD.match(source.head):
            return Confidence.CERTAIN
        is_mail = source.extension in _UNNAMED and looks_like_mail(source.head)
        return Confidence.LIKELY if is_mail else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the mail, and then the pages attached to it.

        Raises:
            CorruptFileError: The file is no mail.
        """
        from ipvm_desktop.importers.mail.eml import read_eml

        yield from read_eml(source, self.name)
