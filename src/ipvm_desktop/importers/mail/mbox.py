"""A file of many mails, thread by thread. The file is gone through twice and never held."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import BinaryIO

from ipvm_desktop.domain.document import Document
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.base import MAX_SOURCE_BYTES, Source
from ipvm_desktop.importers.mail.documents import Mail, thread_document
from ipvm_desktop.importers.mail.headers import Headers
from ipvm_desktop.importers.mail.mime import read_message
from ipvm_desktop.importers.mail.spans import mail_spans
from ipvm_desktop.importers.mail.threads import ThreadIndex

# Lines that open with "From" are marked, so that none is taken for another mail (mboxrd).
_MARKED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mbox(source: Source, importer: str) -> Iterator[Document]:
    """Yield the threads of a file of mails, in the order in which they begin.

    Raises:
        CorruptFileError: There is no mail in it.
    """
    with source.open() as stream:
        index = ThreadIndex()
        starts, ends = array("q"), array("q")
        for start, end, headers in mail_spans(stream):
            name = _id_of(headers)
            known = None if name is None else index.mail_with(name)
            if known is not None and _is_copy(stream, (start, end), (starts[known], ends[known])):
                continue
            starts.append(start)
            ends.append(end)
            index.add(name, headers.ids("in-reply-to"), headers.ids("references"))
        if not starts:
            raise CorruptFileError(source.label, "no mail was found in the file", importer)
        for thread in index.threads():
            mails = []
            for number in thread:
                message = read_message(_content(stream, starts[number], ends[number]))
                headers = message.top.headers
                own = index.name(number, _id_of(headers))
                parent = index.parent(own, headers.ids("in-reply-to"), headers.ids("references"))
                mails.append(Mail(own, parent, message))
            yield thread_document(mails, source.name)


def _id_of(headers: Headers) -> str | None:
    return next(iter(headers.ids("message-id")), None)


def _content(stream: BinaryIO, start: int, end: int) -> bytes:
    """Return a mail's bytes as they were sent; of an enormous one, its opening."""
    stream.seek(start)
    return _MARKED.sub(rb"\1", stream.read(min(end - start, MAX_SOURCE_BYTES)))


def _is_copy(stream: BinaryIO, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two mails of one id say the same; what came on two ways differs in its head."""
    bodies = [_content(stream, *span).rstrip().partition(b"\n\n")[2] for span in (one, other)]
    return bodies[0] == bodies[1]
