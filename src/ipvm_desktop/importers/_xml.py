"""Big XML files of like records, read one record at a time and however damaged.

Exports and feeds are a head and then records without end (``item``, ``entry``, ``post``).
The file is cut into them before any of it is parsed, so that memory does not grow with the
file, damage spoils one record only, and a document type with its entities reaches no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from html.entities import html5
from types import TracebackType
from typing import Self

from lxml import etree

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._xml_text import CleanText
from ipvm_desktop.importers.base import Source

Element = etree._Element

MAX_RECORD_BYTES = 32 * 1024 * 1024
_CHUNK = 256 * 1024
_OVERLAP = 128

_SKIPPED = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_MARK = rb"(?P<skipped><!\[CDATA\[|<!--|<\?)"
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})(?=[\s/>])[^<>]{0,20000}>")
_CHANNEL = re.compile(rb"<channel\s[^<>]{0,20000}>")
_NAMESPACE = re.compile(rb"\sxmlns(?::([\w.-]{1,40}))?\s*=\s*(\"[^\"]{0,2000}\"|'[^']{0,2000}')")
_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});")
_FIT = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))

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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A record as it stands in the file.

    Attributes:
        name: Of its element, without a prefix.
        content: From its start tag to its end tag.
        line: Where it starts.
        is_whole: It has its end tag.
        is_cut: The file ends within it.
    """

    name: str
    content: bytes
    line: int
    is_whole: bool
    is_cut: bool


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
        choice = b"|".join(name.encode() for name in names)
        self._start = re.compile(
            _MARK + rb"|<(?P<name>(?:atom:|rss:)?(?:" + choice + rb"))(?=[\s/>])"
        )
        self._buffer = b""
        self._keep = 0  # nothing before this place is needed any more
        self._line = 1
        self._counted = 0  # the place whose line is ``_line``
        self._issues: list[ImportIssue] = []
        self._damaged = 0
        self._is_closed = False
        self.count = 0
        self._parser = _parser(recover=False)
        self._lenient = _parser(recover=True)
        self._first = self._seek(self._start, 0, MAX_RECORD_BYTES)
        head = self._buffer[: self._first.start() if self._first else None]
        root = _ROOT.search(head)
        self._root = root[1] if root else b"r"
        self._opening = _opening(root[0] if root else b"", _CHANNEL.search(head))
        self.head: Element | None = None
        if root:
            self.head = etree.fromstring(_fit(head[root.start() :]), self._lenient)
        self._end = re.compile(
            self._start.pattern + rb"|(?P<end></" + re.escape(self._root) + rb"\s*>)"
        )

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
        for piece in self._pieces():
            element = self._element(piece)
            if element is not None:
                self.count += 1
                yield piece.name, element

    @property
    def line(self) -> int:
        """The line that reading has come to."""
        return self._line

    def issues(self) -> tuple[ImportIssue, ...]:
        """Return what was wrong with the file, once all records are read."""
        found = [*self._text.issues(), *self._issues]
        if self._damaged > 1:
            message = f"{self._damaged} parts of the file are no well-formed XML and were repaired"
            found.append(ImportIssue(IssueCode.DAMAGED, message))
        if not self._is_closed:
            message = f"The file ends in the middle, in line {self._line}"
            found.append(ImportIssue(IssueCode.TRUNCATED, message, self._line))
        return tuple(found)

    # -- cutting

    def _pieces(self) -> Iterator[_Piece]:
        match = self._first or self._seek(self._end, self._keep, None)
        while match is not None:
            if match["name"] is None:  # the root's end; a second export may follow
                self._is_closed = True
                self._keep = match.end()
            else:
                self._is_closed = False
                piece = self._piece(match)
                if piece is not None:
                    yield piece
            match = self._seek(self._end, self._keep, None)
        self._line_at(len(self._buffer))

    def _piece(self, start: re.Match[bytes]) -> _Piece | None:
        """Return the record that starts at a match, and keep nothing of it."""
        name = start["name"]
        self._keep = start.start()
        line = self._line_at(self._keep)
        place = self._skip(b">", start.end(), MAX_RECORD_BYTES)
        is_whole = self._buffer.endswith(b"/>", 0, place)
        is_cut = False
        if not is_whole:
            inside = re.compile(_MARK + rb"|<(?P<close>/?)" + re.escape(name) + rb"(?=[\s/>])")
            end = self._seek(inside, place, MAX_RECORD_BYTES)
            if end is None:
                is_cut, place = True, len(self._buffer)
            elif end["close"]:
                is_whole, place = True, self._skip(b">", end.end(), MAX_RECORD_BYTES)
            else:  # another start of the same name: the end tag is missing
                place = end.start()
        if place - self._keep > MAX_RECORD_BYTES:
            limit = MAX_RECORD_BYTES // (1024 * 1024)
            message = f"What starts in line {line} is larger than {limit} MiB and was left out"
            self._issues.append(ImportIssue(IssueCode.LEFT_OUT, message, line))
            self._keep = place
            return None
        content, self._keep = self._buffer[self._keep : place], place
        return _Piece(name.decode().rpartition(":")[2], content, line, is_whole, is_cut)

    def _seek(
        self, pattern: re.Pattern[bytes], place: int, most: int | None
    ) -> re.Match[bytes] | None:
        """Find a pattern outside of comments and character data; None where the file ends.

        Args:
            pattern: With a group ``skipped`` for what opens such a passage.
            place: Where to start in the buffer.
            most: Give up where more than so many bytes have to be kept; None keeps none.
        """
        while True:
            match = pattern.search(self._buffer, place)
            if match is None:
                place = max(place, len(self._buffer) - _OVERLAP)
            elif match["skipped"] is None:
                return match
            else:
                place = self._skip(_SKIPPED[match["skipped"]], match.end(), most)
                continue
            if most is None:
                self._keep = place
            before = self._keep
            if (most is not None and len(self._buffer) - before > most) or not self._more():
                return None
            place -= before

    def _skip(self, mark: bytes, place: int, most: int | None) -> int:
        """Return the place behind a mark, or the buffer's end where the file or patience ends."""
        while True:
            found = self._buffer.find(mark, place)
            if found >= 0:
                return found + len(mark)
            place = max(place, len(self._buffer) - len(mark) + 1)
            if most is None:
                self._keep = place
            before = self._keep
            if (most is not None and len(self._buffer) - before > most) or not self._more():
                return len(self._buffer)
            place -= before

    def _more(self) -> bool:
        """Drop what is not needed and read on, the more the longer the record is."""
        self._line_at(self._keep)
        rest = self._buffer[self._keep :]
        chunk = self._text.read(max(_CHUNK, len(rest)))
        if not chunk:
            return False
        self._buffer = rest + chunk
        self._counted = self._keep = 0
        return True

    def _line_at(self, place: int) -> int:
        self._line += self._buffer.count(b"\n", self._counted, place)
        self._counted = max(place, self._counted)
        return self._line

    # -- parsing

    def _element(self, piece: _Piece) -> Element | None:
        content = _fit(piece.content)
        cause = "its end is missing"
        if piece.is_whole:
            try:
                return etree.fromstring(self._opening + content + b"</r>", self._parser)[0]
            except etree.XMLSyntaxError as error:
                cause = _cause(error)
        if not piece.is_cut:
            self._tell_damage(piece, cause)
        repaired = etree.fromstring(self._opening + _repaired(content), self._lenient)
        return repaired[0] if len(repaired) else None

    def _tell_damage(self, piece: _Piece, cause: str) -> None:
        self._damaged += 1
        if self._damaged == 1:
            message = (
                f"The {piece.name} that starts in line {piece.line} is no well-formed XML"
                f" ({cause}) and was repaired"
            )
            self._issues.append(ImportIssue(IssueCode.DAMAGED, message, piece.line))


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


def _fit(content: bytes) -> bytes:
    """Replace references to characters that no document may hold."""
    return _REFERENCE.sub(_fit_reference, content) if b"&#" in content else content


def _fit_reference(match: re.Match[bytes]) -> bytes:
    digits = match[1]
    code = int(digits[1:], 16) if digits[:1] == b"x" else int(digits)
    is_fit = any(code in codes for codes in _FIT) or code in {9, 10, 13}
    return match[0] if is_fit else b"\xef\xbf\xbd"


def _cause(error: etree.XMLSyntaxError) -> str:
    """Return libxml2's own words without its line, which counts from the record."""
    return re.sub(r"(?: line \d+)?, line \d+, column \d+.*", "", error.msg or "it is damaged")


_CDATA = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_AMPERSAND = re.compile(rb"&(?!#x?[0-9A-Fa-f]{1,8};)(?:([A-Za-z][A-Za-z0-9]{0,31});)?")
_BARE_SIGN = re.compile(rb"<(?![A-Za-z_/!?])|\]\]>")
_TAG = re.compile(rb"<[A-Za-z_][^<>]*>")
_UNQUOTED = re.compile(rb"(\s[\w:.-]+)=([^\s\"'>/]+)(?=[\s/>])")
_XML_NAMES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def _repaired(content: bytes) -> bytes:
    """Mend what people and careless programs break most often; the rest is for the parser."""
    parts = []
    end = 0
    for match in _CDATA.finditer(content):
        parts += [_mended(content[end : match.start()]), match[0]]
        if not match[0].endswith(b"]]>"):
            parts.append(b"]]>")
        end = match.end()
    return b"".join([*parts, _mended(content[end:])])


def _mended(markup: bytes) -> bytes:
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
