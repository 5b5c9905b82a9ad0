"""The entries of a Movable Type export as documents.

https://movabletype.org/documentation/appendices/import-export-format.html: entries end with a
line of eight dashes, their sections with one of five. The first section and the first lines
of comments and pings are ``KEY: value``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._encoding import NotTextError, decode
from ipvm_desktop.importers._issues import left_out_issues
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.blog_exports.paragraphs import paragraphs
from ipvm_desktop.importers.dates.fixed import make_time
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.articles import Articles, told_last
from ipvm_desktop.importers.markdown.engine import MarkdownEngine

_MAX_ENTRY = 16 * 1024 * 1024  # characters
_SAMPLE_BYTES = 64 * 1024
_NEXT_ENTRY = "-" * 8
_NEXT_SECTION = "-" * 5
_KEY = re.compile(r"([A-Z][A-Z0-9_ ]{1,40}):[ \t]*(.*)\Z", re.DOTALL)
_SECTIONS = ("BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING")
_REPLY_KEYS = frozenset(
    ("AUTHOR", "EMAIL", "IP", "URL", "DATE", "TITLE", "BLOG NAME", "SCORE", "RATING")
)
_DATE = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s?(?P<half>[AaPp])[Mm])?)?\Z"
)


def read_movable_type(source: Source, importer: str) -> Iterator[Document]:
    """Yield the published entries of an export.

    Raises:
        CorruptFileError: It is binary, or holds none.
    """
    reader = _Reader(source, importer)
    count = 0
    for document in told_last(reader.documents(), reader.closing_issues):
        count += 1
        yield document
    if not count:
        raise CorruptFileError(source.label, "the export holds no published entries", importer)


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands between two lines of dashes, without its name."""

    name: str
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


class _Reader:
    """One pass over the file."""

    def __init__(self, source: Source, importer: str) -> None:
        with source.open() as stream:
            sample = stream.read(_SAMPLE_BYTES)
        # A sample may end within a character, which a whole line does not.
        whole = sample[: sample.rfind(b"\n") + 1] or sample
        try:
            decoded = decode(whole)
        except NotTextError as error:
            raise CorruptFileError(source.label, str(error), importer) from error
        self._source = source
        self._encoding = decoded.encoding
        self._decoding = decoded.issues
        self._articles = Articles(source.name, importer)
        self._engine = MarkdownEngine()
        self._is_cut = False
        self._line = 0

    def closing_issues(self) -> list[ImportIssue]:
        """Return what concerns the file as a whole."""
        found = [*self._decoding, *self._engine.issues(), *left_out_issues(self._articles.left_out)]
        if self._is_cut:
            message = f"The file ends in the middle of an entry, in line {self._line}"
            found.append(ImportIssue(IssueCode.TRUNCATED, message, self._line))
        return found

    def documents(self) -> Iterator[Document]:
        """Yield the entries."""
        for lines in self._entries():
            sections = list(_sections(lines))
            stated = dict(reversed([pair for line in sections[0].lines if (pair := _pair(line))]))
            status = stated.get("STATUS", "Publish").lower()
            comments = [_comment(s) for s in sections if s.name in {"COMMENT", "PING"}]
            if status in {"publish", "published"} or comments:
                yield self._document(stated, sections, comments, status)
            else:
                self._articles.left_out["draft"] += 1

    def _entries(self) -> Iterator[list[str]]:
        lines: list[str] = []
        size = 0
        stream = io.TextIOWrapper(self._source.open(), self._encoding, "replace")
        with stream:
            while line := stream.readline(_MAX_ENTRY):
                self._line += 1
                line = line.rstrip("\n").lstrip("\ufeff")
                if line.rstrip() == _NEXT_ENTRY:
                    if any(map(str.strip, lines)):
                        yield lines
                    lines, size = [], 0
                    continue
                size += len(line)
                if size <= _MAX_ENTRY:
                    lines.append(line)
                elif size - len(line) <= _MAX_ENTRY:
                    self._articles.left_out["rest of an entry that is too large"] += 1
        if any(map(str.strip, lines)):
            # Some exports end without the last line of dashes, but not within a section.
            self._is_cut = next(filter(None, reversed(lines))).rstrip() != _NEXT_SECTION
            yield lines

    def _document(
        self,
        stated: dict[str, str],
        sections: list[_Section],
        comments: list[FoundComment],
        status: str,
    ) -> Document:
        texts = {section.name: section.text for section in reversed(sections)}
        parts = [texts.get("BODY", ""), texts.get("EXTENDED BODY", "")]
        text = "\n\n".join(filter(None, parts)) or texts.get("EXCERPT", "")
        author = stated.get("AUTHOR", "")
        issues = []
        if not status.startswith("publish"):
            message = "The entry is not published; it is here for its comments"
            issues.append(ImportIssue(IssueCode.UNPUBLISHED, message))
        article = FoundArticle(
            key=stated.get("BASENAME", ""),
            title=stated.get("TITLE", ""),
            byline=(author,) if author else (),
            published=_read_date(stated.get("DATE", "")),
            published_text=stated.get("DATE"),
            url=stated.get("UNIQUE URL"),
            body=self._html(text, stated.get("CONVERT BREAKS", "1").lower()),
            issues=tuple(issues),
        )
        document = self._articles.document(article, comments, told=not comments)
        return replace(document, comment_order=CommentOrder.TIME) if comments else document

    def _html(self, text: str, breaks: str) -> str:
        if "markdown" in breaks:
            return self._engine.render(text)
        return text if breaks in {"0", "richtext", "html", "none"} else paragraphs(text)


def _pair(line: str) -> tuple[str, str] | None:
    match = _KEY.match(line)
    return (match[1], match[2].strip()) if match else None


def _sections(lines: list[str]) -> Iterator[_Section]:
    """Split an entry; what follows dashes without a name belongs to the text before them."""
    current = _Section("", [])
    waiting = False
    for line in lines:
        if waiting:
            waiting = False
            name = line.rstrip().removesuffix(":")
            if name in _SECTIONS and line.rstrip().endswith(":"):
                yield current
                current = _Section(name, [])
                continue
            current.lines.append(_NEXT_SECTION)
        if line.rstrip() == _NEXT_SECTION:
            waiting = True
        else:
            current.lines.append(line)
    while current.lines and current.lines[-1].strip() in {"", _NEXT_SECTION}:
        current.lines.pop()
    yield current


def _comment(section: _Section) -> FoundComment:
    stated: dict[str, str] = {}
    lines = section.lines
    count = 0
    for line in lines:
        pair = _pair(line)
        if pair is None or pair[0] not in _REPLY_KEYS:
            break
        stated.setdefault(*pair)
        count += 1
    is_ping = section.name == "PING"
    body = paragraphs("\n".join(lines[count:]))
    title = stated.get("TITLE", "")
    if is_ping and title:
        body = f"<p><b>{title}</b></p>{body}"
    return FoundComment(
        author=(stated.get("BLOG NAME") if is_ping else stated.get("AUTHOR")) or None,
        badges=("Trackback",) if is_ping else (),
        posted=_read_date(stated.get("DATE", "")),
        posted_text=stated.get("DATE"),
        body=body,
    )


def _read_date(text: str) -> dt.date | None:
    """Read the format's only date: ``01/31/2002 03:31:05 PM``, without a zone."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    try:
        day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if match["hour"] is None:
        return day
    clock = make_time(match["hour"], match["minute"], match["half"], match["second"])
    return day if clock is None else dt.datetime.combine(day, clock)
