"""Big XML files of like records, read one record at a time and however damaged.

Exports and feeds are a head and then records without end (``item``, ``entry``, ``post``).
The file is cut into them before any of it is parsed, so that memory does not grow with the
file, damage spoils one record only, and a document type with its entities reaches no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.entities import html5
from types import TracebackType
from typing import Self

from lxml import etree

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._issues import read_in_part
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.xml.cut import Piece, RecordCutter
from ipvm_desktop.importers.xml.repair import fit, mended
from ipvm_desktop.importers.xml.text import CleanText

Element = etree._Element
# What is kept of one, by the names of its parts.
Record = dict[str, str]

_CHANNEL = re.compile(rb"<channel\s[^<>]{0,20000}>")
_NAMESPACE = re.compile(rb"\sxmlns(?::([\w.-]{1,40}))?\s*=\s*(\"[^\"&]{0,2000}\"|'[^'&]{0,2000}')")
_ENTITY = re.compile(rb"<!ENTITY\s+([^\s%\"'<>&;]{1,60})\s")

# Prefixes that exports use without declaring them.
_USUAL = {
    b"app": b"http://www.w3.org/2007/app",
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dsq": b"http://disqus.com/disqus-internals",
    b"excerpt": b"http://wordpress.org/export/1.2/excerpt/",
    b"gd": b"http://schemas.google.com/g/2005",
    b"slash": b"http://purl.org/rss/1.0/modules/slash/",
    b"thr": b"http://purl.org/syndication/thread/1.0",
    b"wfw": b"http://wellformedweb.org/CommentAPI/",
    b"wp": b"http://wordpress.org/export/1.2/",
}
# The other way round, whatever prefix a file chose; "" for names that stand without one.
_PREFIXES = tuple(
    (re.compile(pattern), prefix)
    for pattern, prefix in (
        (r"https?://wordpress\.org/export/\d\.\d/", "wp:"),
        (r"https?://wordpress\.org/export/\d\.\d/excerpt/", "excerpt:"),
        (r"http://www\.w3\.org/2005/Atom|http://purl\.org/atom/ns#", "atom:"),
        (r"http://purl\.org/rss/1\.0/|http://my\.netscape\.com/rdf/simple/0\.9/", ""),
        (r"https?://disqus\.com/?", ""),
        (r"https?://disqus\.com/disqus-internals/?", "dsq:"),
        (r"http://www\.w3\.org/(?:2007/app|1999/xhtml)|http://purl\.org/atom/app#", "app:"),
        (r"http://schemas\.google\.com/blogger/2018", "blogger:"),
        (r"http://schemas\.google\.com/g/2005", "gd:"),
        (r"http://purl\.org/syndication/thread/1\.0", "thr:"),
        (r"http://purl\.org/rss/1\.0/modules/content/", "content:"),
        (r"http://purl\.org/rss/1\.0/modules/slash/", "slash:"),
        (r"http://purl\.org/dc/elements/1\.1/", "dc:"),
    )
)


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """Return the name of an element or attribute with its usual prefix, such as ``wp:status``.

    Those of other namespaces open with ``?:``.
    """
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    prefix = next((usual for pattern, usual in _PREFIXES if pattern.fullmatch(space)), "?:")
    return f"{prefix}{local}"


def text_of(element: Element | None) -> str:
    """Return all text in an element; "" for None."""
    return "" if element is None else "".join(element.itertext())


def fields_of(element: Element) -> dict[str, str]:
    """Return the texts of an element's children by name, the first of each name, stripped."""
    fields: dict[str, str] = {}
    for child in element:
        fields.setdefault(name_of(str(child.tag)), text_of(child).strip())
    return fields


def child_of(element: Element, name: str) -> Element | None:
    """Return the first child of a name, or None."""
    return next((child for child in element if name_of(str(child.tag)) == name), None)


class XmlRecords:
    """One pass over the records of a file.

    Attributes:
        head: The root element with what stands before the first record; None where that is
            no XML at all.
        count: Records read so far.
    """

    def __init__(self, source: Source, names: Sequence[str]) -> None:
        """Read up to the first record.

        Args:
            source: The file.
            names: Of the elements that are records, without a prefix.
        """
        self._stream = source.open()
        self._text = CleanText(self._stream)
        self._pieces = RecordCutter(self._text, names)
        self._parser = _parser(recover=False)
        self._lenient = _parser(recover=True)
        head = self._pieces.head
        self._opening = _opening(self._pieces.root, _CHANNEL.search(head))
        self.head: Element | None = None
        if head:
            self.head = etree.fromstring(mended(fit(head)), self._lenient)
        self._damage: ImportIssue | None = None
        self._damaged = 0
        self._told: list[ImportIssue] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[tuple[str, Element]]:
        """Yield name and element of each record."""
        for piece in self._pieces:
            element = self._element(piece)
            if element is not None:
                self.count += 1
                yield piece.name, element

    def tell(self, problem: str) -> None:
        """Keep why a part of the file cannot be read."""
        self._told.append(read_in_part(problem))

    def issues(self) -> tuple[ImportIssue, ...]:
        """Return what was wrong with the file, once all records are read."""
        found = [*self._text.issues(), *_entity_issues(self._pieces.doctype)]
        found += [*self._pieces.issues, *self._told]
        if self._damage is not None:
            found.append(self._damage)
        if self._damaged > 1:
            message = f"{self._damaged} parts of the file are no well-formed XML and were repaired"
            found.append(ImportIssue(IssueCode.DAMAGED, message))
        if not self._pieces.is_closed:
            line = self._pieces.line
            message = f"The file ends in the middle, in line {line}"
            found.append(ImportIssue(IssueCode.TRUNCATED, message, line))
        return tuple(found)

    def _element(self, piece: Piece) -> Element | None:
        content = fit(piece.content)
        cause = "its end is missing"
        if piece.is_whole:
            try:
                return etree.fromstring(self._opening + content + b"</r>", self._parser)[0]
            except etree.XMLSyntaxError as error:
                cause = _cause(error)
        if not piece.is_cut:
            self._tell_damage(piece, cause)
        repaired = etree.fromstring(self._opening + mended(content), self._lenient)
        # Of a record that the file cuts off, the start tag alone is nothing.
        return next((e for e in repaired if len(e) or not piece.is_cut), None)

    def _tell_damage(self, piece: Piece, cause: str) -> None:
        self._damaged += 1
        if self._damage is None:
            message = (
                f"The {piece.name} that starts in line {piece.line} is no well-formed XML"
                f" ({cause}) and was repaired"
            )
            self._damage = ImportIssue(IssueCode.DAMAGED, message, piece.line)


def _entity_issues(doctype: bytes) -> Iterator[ImportIssue]:
    """Say that a file has entities of its own; those that HTML knows too are read as there."""
    names = [name.decode("utf-8", "replace") for name in _ENTITY.findall(doctype)]
    own = [name for name in names if f"{name};" not in html5]
    if own:
        message = f"The file declares entities of its own, such as “{own[0]}”; none is expanded"
        yield ImportIssue(IssueCode.ENTITIES, message)


def _parser(*, recover: bool) -> etree.XMLParser[Element]:
    # Records are bounded already, and hold no document type: nothing can grow.
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip


def _opening(root: bytes, channel: re.Match[bytes] | None) -> bytes:
    """Return a start tag that declares what the file's own root and channel declare."""
    declared: dict[bytes, bytes] = {}
    for prefix, address in _NAMESPACE.findall(root + (channel[0] if channel else b"")):
        declared.setdefault(prefix, address)
    for prefix, usual in _USUAL.items():
        declared.setdefault(prefix, b'"' + usual + b'"')
    return b"<r%s>" % b"".join(
        b" xmlns%s=%s" % (b":" + prefix if prefix else b"", b" ".join(address.split()))
        for prefix, address in declared.items()
    )


def _cause(error: etree.XMLSyntaxError) -> str:
    """Return libxml2's own words without its line, which counts from the record."""
    return re.sub(r"(?: line \d+)?, line \d+, column \d+.*", "", error.msg or "it is damaged")
