"""A Markdown file as documents: head, title, body and discussion put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from ipvm_desktop.domain.article import Access
from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import Document, Marks, ParsedComment
from ipvm_desktop.domain.identity import normalised
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.fragment import MISSING_PICTURE, headings_of, html_to_text
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers._encoding import Decoded
from ipvm_desktop.importers._issues import (
    FILE_NAME,
    FIRST_LINE,
    count_issues,
    no_title,
    picture_issues,
    structure_issues,
)
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.base import Surroundings
from ipvm_desktop.importers.dates.fixed import read_moment
from ipvm_desktop.importers.markdown.comments import Header, RawComment, read_section
from ipvm_desktop.importers.markdown.engine import MarkdownEngine
from ipvm_desktop.importers.markdown.head import Head, split_head
from ipvm_desktop.importers.markdown.pictures import HeldPictures, MarkdownPictures, take_out

EnumT = TypeVar("EnumT", bound=StrEnum)

# Stands between the articles of one file, on a line of its own before their front matter.
NEXT_ARTICLE = "<!-- ipvm-desktop: next article -->"
# The same in bytes, with the front matter's first line behind it.
_BOUNDARY = rf"^{re.escape(NEXT_ARTICLE)}\r?(?:\n\r?){{1,9}}(?=---[ \t]*\r?\n)"
NEXT_ARTICLE_BYTES = re.compile(_BOUNDARY.encode(), re.MULTILINE)

_LONGEST_TITLE = 200
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TITLE = re.compile(r"#[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*\Z")
_UNDERLINE = re.compile(r"=+[ \t]*\Z")
_COMMENTS = re.compile(r"##[ \t]+comments(?:[ \t]*\((?P<count>\d{1,9})\))?[ \t#]*\Z", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def read_documents(decoded: Decoded, name: str, around: Surroundings) -> Iterator[Document]:
    """Yield the articles of a file.

    Args:
        decoded: Its text.
        name: Its name.
        around: The files beside it, such as pictures.
    """
    for text in re.split(
        rf"^{re.escape(NEXT_ARTICLE)}\n+(?=---[ \t]*\n)", decoded.text, flags=re.MULTILINE
    ):
        if text.strip():
            text, held = take_out(text)
            yield _Article(name, decoded.issues, held, around).read(text)


class _Article:
    """One article under construction; collects its issues in the order they are met."""

    def __init__(
        self, name: str, found: Sequence[ImportIssue], held: HeldPictures, around: Surroundings
    ) -> None:
        self._name = name
        self._issues = list(found)
        self._held = held
        self._pictures = MarkdownPictures(held, around)
        self._engine = MarkdownEngine(place=self._pictures.place)

    def read(self, text: str) -> Document:
        """Return the article that a text with its front matter holds."""
        head, text = split_head(text)
        self._issues += head.issues
        parts = _split_comments(text.split("\n"))
        section = read_section(parts.section)
        if not section.comments and any(line.strip() for line in parts.section):
            message = "The comments could not be told apart and stand at the end of the article"
            self._tell(IssueCode.COMMENTS_UNSPLIT, message)
        title, lines = self._title(head, parts.body)
        body_html = self._render("\n".join([*lines, "", *section.outside]))
        body_text = html_to_text(body_html)
        url = self._url(head)
        comments = self._comments(section.comments, head.authors)
        self._issues += count_issues(parts.declared, len(comments))
        missing = self._missing(body_html)
        document = Document(
            title=title or self._stand_in(body_text),
            byline=head.authors,
            kind=self._choice(head, "kind", ArticleKind) or ArticleKind.ARTICLE,
            published=self._published(head),
            published_text=head.values.get("published_text") or head.values.get("date"),
            url=url,
            site=head.values.get("site") or host_of(url),
            access=self._choice(head, "access", Access),
            language=head.values.get("language"),
            body_html=body_html,
            body_text=body_text,
            headings=headings_of(body_html),
            images=missing + self._pictures.found,
            images_missing=missing,
            declared_comments=parts.declared,
            comments=comments,
            replies_told=True,
            pictures=self._pictures.taken,
            marks=Marks(tags=head.tags) if head.tags else None,
        )
        self._issues += self._engine.issues()
        self._issues += structure_issues(comments)
        return replace(document, issues=tuple(self._issues))

    def _tell(self, code: IssueCode, message: str) -> None:
        self._issues.append(ImportIssue(code, message))

    def _title(self, head: Head, lines: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Return the title, "" when there is none, and the body's lines without it."""
        stated = head.values.get("title", "")
        place = _find_title(lines)
        if place is None:
            return stated, lines
        first, end, markdown = place
        heading = " ".join(html_to_text(self._engine.render(markdown)).split())
        if not heading or (stated and normalised(stated) != normalised(heading)):
            return stated, lines
        return stated or heading, [*lines[:first], *lines[end:]]

    def _stand_in(self, body_text: str) -> str:
        """Return what stands in for a title, and tell so."""
        line = body_text.split("\n", 1)[0].strip()
        self._issues.append(no_title(FIRST_LINE if line else FILE_NAME))
        if len(line) > _LONGEST_TITLE:
            line = line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
        return line or name_title(self._name)

    def _published(self, head: Head) -> Moment | None:
        if not head.authors:
            self._tell(IssueCode.NO_AUTHOR, "The file names no author")
        date = head.values.get("date")
        if date is None:
            self._tell(IssueCode.NO_DATE, "The file states no date of publication")
            return None
        published = read_moment(date)
        if published is None:
            self._tell(IssueCode.NO_DATE, f"The date “{date[:40]}” could not be read")
        return published

    def _url(self, head: Head) -> str | None:
        url = head.values.get("url")
        if url is None or _WEB_ADDRESS.match(url):
            return url
        message = f"“{url[:80]}” is no web address and was left out"
        self._tell(IssueCode.METADATA_UNREADABLE, message)
        return None

    def _choice(self, head: Head, key: str, kinds: type[EnumT]) -> EnumT | None:
        value = head.values.get(key)
        if value is None or value in set(kinds):
            return None if value is None else kinds(value)
        message = f"“{value[:40]}” is no known value of “{key}” and was left out"
        self._tell(IssueCode.METADATA_UNREADABLE, message)
        return None

    def _render(self, text: str) -> str:
        return self._engine.render(self._held.defined(text))

    def _missing(self, body_html: str) -> int:
        """Return how many pictures of the article are missing, and tell so."""
        missing = body_html.count(MISSING_PICTURE)
        self._issues += picture_issues(missing)
        return missing

    def _comments(
        self, raw: Sequence[RawComment], authors: Sequence[str]
    ) -> tuple[ParsedComment, ...]:
        ids, numbered = _ids(raw)
        comments = []
        for own_id, entry in zip(ids, raw, strict=True):
            parent = None if entry.parent is None else ids[entry.parent]
            if numbered and entry.header.parent_number is not None:
                parent = entry.header.parent_number
            body_html = self._render(entry.body)
            comments.append(_comment(own_id, parent, entry.header, authors, body_html))
        return tuple(sorted(comments, key=lambda comment: comment.id))


def _ids(raw: Sequence[RawComment]) -> tuple[list[int], bool]:
    """Return the comments' own numbers, if all state one; else they are counted."""
    numbers = [entry.header.number for entry in raw]
    stated = [number for number in numbers if number]
    if len(set(stated)) == len(numbers):
        return stated, True
    return list(range(1, len(raw) + 1)), False


def _comment(
    own_id: int, parent: int | None, header: Header, authors: Sequence[str], body_html: str
) -> ParsedComment:
    role, pseudonym = split_pseudonym(header.author or "") or (None, None)
    detached = header.reply_kind is ReplyKind.USER
    return ParsedComment(
        id=own_id,
        parent=parent,
        reply=Reply(header.reply_kind, header.confidence) if parent or detached else None,
        author=header.author,
        role=role,
        pseudonym=pseudonym,
        affiliation=header.affiliation,
        badges=header.badges,
        staff=header.staff,
        article_author=header.article_author or header.author in authors,
        posted=header.posted,
        posted_text=header.posted_text,
        votes=header.votes,
        deleted=header.deleted,
        body_html=body_html,
        body_text=html_to_text(body_html),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The lines of an article's body and of its comments; the announced number or None."""

    body: Sequence[str]
    section: Sequence[str]
    declared: int | None


def _split_comments(lines: Sequence[str]) -> _Parts:
    """Divide an article's lines at the last heading ``## Comments`` outside of code."""
    last: tuple[int, re.Match[str]] | None = None
    for index, line in _outside_code(lines):
        if match := _COMMENTS.match(line):
            last = (index, match)
    if last is None:
        return _Parts(lines, (), None)
    index, match = last
    declared = None if match["count"] is None else int(match["count"])
    return _Parts(lines[:index], lines[index + 1 :], declared)


def _find_title(lines: Sequence[str]) -> tuple[int, int, str] | None:
    """Return first line, end and text of the first heading of the first rank."""
    previous = ""
    for index, line in _outside_code(lines):
        if match := _TITLE.match(line):
            return index, index + 1, match["title"]
        if _UNDERLINE.match(line) and previous.strip():
            return index - 1, index + 1, previous
        previous = line
    return None


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that no fence encloses, with their places."""
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            yield index, line
