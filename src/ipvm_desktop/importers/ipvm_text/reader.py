"""One copy to one document: which lines are the article's, which the comments'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from ipvm_desktop.domain.article import Access
from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._block_reader import BlockReader, Layout
from ipvm_desktop.importers._discussion import with_article_author
from ipvm_desktop.importers._issues import picture_issues
from ipvm_desktop.importers.ipvm_text import checks
from ipvm_desktop.importers.ipvm_text.boilerplate import (
    take_footer,
    take_newsletters,
    take_withheld,
)
from ipvm_desktop.importers.ipvm_text.comments import (
    Discussion,
    read_discussion,
    stray_date,
)
from ipvm_desktop.importers.ipvm_text.header import Header, find_header_line, read_header
from ipvm_desktop.importers.ipvm_text.headings import Headings
from ipvm_desktop.importers.ipvm_text.masking import Masking, find_masking
from ipvm_desktop.importers.ipvm_text.page import Page, day_of_line, section_of_line, vote_of_line
from ipvm_desktop.importers.ipvm_text.starts import Starts, find_starts

SITE = "ipvm.com"
LANGUAGE = "en"

_DISCUSSION_NAME = re.compile(r"(?:forums|discussions)[_-]", re.IGNORECASE)
_COMPLETE_ENDS = frozenset(".!?…\"”'’)]}*>")
_WALL_LINES = 3
_LINES_TO_DATE = 4


@dataclass(frozen=True, slots=True)
class _Body:
    html: str = ""
    text: str = ""
    headings: tuple[str, ...] = ()
    pictures: int = 0
    masking: Masking | None = None


class CopyReader:
    """Reads one page; use it once."""

    def __init__(self, page: Page, name: str, issues: Iterable[ImportIssue] = ()) -> None:
        """Prepare to read.

        Args:
            page: The copy's lines; they are used up.
            name: The file's name, which stands in for a missing title.
            issues: What went wrong before.
        """
        self._page = page
        self._name = name
        self._issues = list(issues)
        self._ended = False  # whether something known ends the body, so it is not cut off

    def read(self) -> Document:
        """Return the article with its comments."""
        page = self._page
        self._take_site_text()
        header_line = find_header_line(page)
        section = _find_section(page, 0 if header_line is None else header_line + 1)
        if section is not None or header_line is not None:
            return self._read_article(header_line, section)
        starts = find_starts(page, 0, len(page))
        top = starts.found[0].top if starts.found else len(page)
        if starts.found and _ends_in_vote(page, top):
            # The rest of a post whose head was not copied.
            return self._read_posts(Header(), 0, starts)
        header = read_header(page, None, top)
        if not starts.found:
            return self._read_body_only(header)
        if header.title is None:
            _take_lone_title(page, top, header)
        if page.has_text(0, top):
            # Text stands above the first thing that looks like a comment: an article.
            self._note_strays(starts)
            return self._read_body_only(header)
        return self._read_posts(header, top, starts)

    def _take_site_text(self) -> None:
        """Take the site's own boxes, foot and login walls, wherever the copy has them."""
        page = self._page
        footer = take_footer(page, 1)
        self._issues += take_newsletters(page)
        tail = len(page)
        for _ in range(_WALL_LINES):
            tail = next((i for i in range(tail - 1, 0, -1) if page.lines[i]), tail)
        withheld = take_withheld(page, tail, len(page))
        self._issues += footer + withheld
        self._ended = bool(footer or withheld)

    def _read_article(self, header_line: int | None, section: int | None) -> Document:
        """Read a page with a header, a section of comments, or both."""
        page = self._page
        end = len(page) if section is None else section
        declared = None
        if section is not None:
            self._ended = True
            declared = section_of_line(page.take(section, "section"))
        header = read_header(page, header_line, end)
        # Without "Comments (N)" above them such lines may be the article's own.
        self._note_strays(find_starts(page, header.end, end))
        body = self._read_body(header.end, end)
        discussion = Discussion.empty()
        if section is not None:
            discussion = self._read_section(section, declared)
        self._issues += checks.check_count(declared, discussion, section)
        return self._document(header, body, discussion, declared=declared)

    def _read_body_only(self, header: Header) -> Document:
        body = self._read_body(header.end, len(self._page))
        return self._document(header, body, Discussion.empty())

    def _read_section(self, section: int, declared: int | None) -> Discussion:
        page = self._page
        starts = find_starts(page, section, len(page), declared)
        top = starts.found[0].top if starts.found else len(page)
        self._issues += take_withheld(page, section, top)
        return read_discussion(page, section, len(page), starts)

    def _read_posts(self, header: Header, top: int, starts: Starts) -> Document:
        """Read a forum topic, or comments that were saved without their page."""
        page = self._page
        last = len(page)
        if header.title is None:
            discussion = read_discussion(page, top, last, starts)
            return self._document(header, _Body(), discussion, kind=ArticleKind.DISCUSSION)
        end = starts.found[1].top if len(starts.found) > 1 else last
        opening = read_discussion(page, top, end, starts.part(top, end), first_id=0)
        masking = self._find_masking(page.text_lines(0))
        replies = read_discussion(page, end, last, starts.part(end, last))
        self._issues += opening.issues
        post = opening.comments[0]
        header.byline = (post.author,) if post.author else ()
        header.published, header.published_text = post.posted, post.posted_text
        header.found = True
        body = _Body(post.body_html, post.body_text, (), opening.pictures, masking)
        return self._document(header, body, replies, kind=ArticleKind.DISCUSSION)

    def _read_body(self, first: int, last: int) -> _Body:
        """Read the article's text."""
        page = self._page
        spaced = page.is_spaced(first, last)
        withheld = take_withheld(page, first, last)
        self._issues += withheld
        masking = self._find_masking(range(first, last))
        layout = Layout(
            spaced=spaced, headings=Headings(masked=masking is not None), quotes=masking is None
        )
        fragment = BlockReader(page.raw, page.lines, layout, page.claim).read(first, last)
        if masking is None and not withheld and not self._ended:
            self._issues += _cut_off(page, first, last)
        return _Body(
            fragment.html, fragment.text, tuple(fragment.headings), fragment.pictures, masking
        )

    def _find_masking(self, lines: Iterable[int]) -> Masking | None:
        masking = find_masking(self._page, lines)
        if masking is not None:
            self._issues.append(masking.issue)
        return masking

    def _note_strays(self, starts: Starts) -> None:
        self._issues += [stray_date(line) for line in starts.dates]

    def _document(
        self,
        header: Header,
        body: _Body,
        discussion: Discussion,
        *,
        declared: int | None = None,
        kind: ArticleKind | None = None,
    ) -> Document:
        pictures = body.pictures + discussion.pictures
        access = header.access
        if access is None and body.masking is not None:
            access = Access.SUBSCRIBER
        self._check(header, discussion)
        self._issues += picture_issues(pictures, self._page.first_use("picture"))
        if kind is None:
            named = _DISCUSSION_NAME.match(self._name)
            kind = ArticleKind.DISCUSSION if named else ArticleKind.ARTICLE
        return Document(
            title=header.title or title_from_name(self._name),
            byline=header.byline,
            kind=kind,
            published=header.published,
            published_text=header.published_text,
            url=header.url,
            site=SITE,
            access=access,
            language=LANGUAGE,
            body_html=body.html,
            body_text=body.text,
            headings=body.headings,
            images=pictures,
            images_missing=pictures,
            declared_comments=declared,
            masked_share=body.masking.share if body.masking else 0.0,
            issues=checks.limited(self._issues),
            comments=with_article_author(discussion.comments, header.byline),
            comment_order=CommentOrder.PAGE,
        )

    def _check(self, header: Header, discussion: Discussion) -> None:
        self._issues += header.issues + discussion.issues
        self._issues += checks.check_header(header.title, header.published, header.byline)
        self._issues += checks.check_fragment(header)
        self._issues += checks.check_dates(header.published, discussion)
        self._issues += checks.check_pseudonyms(discussion)


def title_from_name(name: str) -> str:
    """Return what a file without a title is called: its name without extension."""
    stem = PurePath(name).stem.replace("_", " ").strip()
    return stem or name or "?"


def _find_section(page: Page, first: int) -> int | None:
    """Return the line that announces the comments, or None.

    Of several, the first one that an author and a date follow closely is meant.
    """
    candidates = [
        index
        for index in range(first, len(page))
        if page.lines[index][-1:] == ")" and section_of_line(page.lines[index]) is not None
    ]
    for index in candidates:
        texts = 0
        for line in page.lines[index + 1 : index + 1 + 2 * _LINES_TO_DATE]:
            texts += bool(line)
            if texts <= _LINES_TO_DATE and day_of_line(line) is not None:
                return index
    return candidates[0] if candidates else None


def _ends_in_vote(page: Page, top: int) -> bool:
    """Say whether the text above the first post ends as posts do."""
    texts = [line for line in page.lines[:top] if line]
    return bool(texts) and vote_of_line(texts[-1]) is not None


def _take_lone_title(page: Page, top: int, header: Header) -> None:
    """Take the only line above the first post for the topic's title, whatever it looks like."""
    index = page.next_text(0, top)
    if index is not None and not page.has_text(index + 1, top):
        header.title = page.take(index, "title")


def _cut_off(page: Page, first: int, last: int) -> list[ImportIssue]:
    """Say so when the last line of a text is no end."""
    index = next((i for i in range(last - 1, first - 1, -1) if page.lines[i]), None)
    if index is None or not _ends_abruptly(page.raw[index], page.lines[index]):
        return []
    message = "The text ends in the middle of a passage; the copy may be cut off"
    return [ImportIssue(IssueCode.TRUNCATED, message, index + 1)]


def _ends_abruptly(raw: str, line: str) -> bool:
    if line[0] in "•-" or raw[0] in " \t" or line.endswith("IPVM Image"):
        return False
    return line[-1] not in _COMPLETE_ENDS or line.endswith(("...", "…"))
