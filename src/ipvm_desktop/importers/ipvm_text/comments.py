"""The lines of comments: author, date, affiliation, body, votes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers._block_reader import BlockReader, Layout
from ipvm_desktop.importers._blocks import Fragment
from ipvm_desktop.importers.ipvm_text.page import Page, vote_of_line
from ipvm_desktop.importers.ipvm_text.people import (
    Affiliation,
    is_known_affiliation,
    may_be_affiliation,
    split_affiliation,
    stands_as_affiliation,
)
from ipvm_desktop.importers.ipvm_text.starts import Start, Starts


@dataclass(slots=True)
class Discussion:
    """What was read from a range of lines.

    Attributes:
        comments: In order, ``id`` counting from 1.
        lines: 0-based line of each comment's date, or of its text where it has none.
        pictures: Lines that held pictures, as ``Fragment.pictures`` counts them.
    """

    comments: list[ParsedComment]
    lines: list[int]
    issues: list[ImportIssue]
    pictures: int = 0

    @classmethod
    def empty(cls) -> Discussion:
        """Return one without comments."""
        return cls([], [], [])


def read_discussion(
    page: Page, first: int, last: int, starts: Starts, first_id: int = 1
) -> Discussion:
    """Read the comments of a range; text that stands above the first one is kept as one."""
    found = starts.found
    result = Discussion.empty()
    top = found[0].top if found else last
    if page.has_text(first, top):
        _read_unsplit(page, first, top, result, nothing_found=not found)
    recurring = _recurring(page, found)
    ambiguous: list[int] = []
    for place, start in enumerate(found):
        end = found[place + 1].top if place + 1 < len(found) else last
        number = first_id + len(result.comments)
        comment, pictures = _read_comment(
            page, start, end, number, starts.spaced, recurring, ambiguous
        )
        result.comments.append(comment)
        result.lines.append(start.date)
        result.pictures += pictures
    result.issues += [_ambiguous(index) for index in ambiguous]
    if found:
        result.issues += [stray_date(index) for index in starts.strays]
    return result


def _read_unsplit(
    page: Page, first: int, last: int, result: Discussion, *, nothing_found: bool
) -> None:
    line = page.next_text(first, last) or first
    end, votes = (last, ()) if nothing_found else _read_votes(page, first, last, 1)
    body = _read_body(page, first, end, 1, spaced=page.is_spaced(first, end))
    result.comments.append(
        ParsedComment(id=1, votes=votes, body_html=body.html, body_text=body.text)
    )
    result.lines.append(line)
    result.pictures += body.pictures
    message = (
        "The comments cannot be told apart: no author with a date below stands among them"
        if nothing_found
        else "The text above the first comment belongs to no known author"
    )
    result.issues.append(ImportIssue(IssueCode.COMMENTS_UNSPLIT, message, line + 1))


def _read_comment(
    page: Page,
    start: Start,
    end: int,
    number: int,
    spaced: bool,
    recurring: set[tuple[str, str]],
    ambiguous: list[int],
) -> tuple[ParsedComment, int]:
    if start.top < start.date - 1:
        page.claim(start.top, "avatar", number)
    author = " ".join(page.lines[start.date - 1].split())
    page.claim(start.date - 1, "author", number)
    page.claim(start.date, "date", number)
    end, votes = _read_votes(page, start.date + 1, end, number)
    body = start.date + 1
    affiliation = Affiliation()
    if body < end and page.lines[body]:
        decided = _is_affiliation(page, start, end, spaced, recurring)
        if decided:
            page.claim(body, "affiliation", number)
            affiliation = split_affiliation(page.lines[body])
            body += 1
        elif decided is None:
            ambiguous.append(body)
    fragment = _read_body(page, body, end, number, spaced=spaced)
    role, pseudonym = split_pseudonym(author) or (None, None)
    comment = ParsedComment(
        id=number,
        author=author,
        role=role,
        pseudonym=pseudonym,
        affiliation=affiliation.name,
        badges=affiliation.badges,
        staff=affiliation.staff,
        posted=start.day,
        posted_text=page.lines[start.date],
        votes=votes,
        body_html=fragment.html,
        body_text=fragment.text,
    )
    return comment, fragment.pictures


def _read_votes(page: Page, first: int, end: int, number: int) -> tuple[int, tuple[int, ...]]:
    """Take the votes at the end of a comment; return where they begin, and them in order."""
    votes: list[int] = []
    last = end
    while last > first:
        line = page.lines[last - 1]
        vote = vote_of_line(line)
        if line and vote is None:
            break
        last -= 1
        if vote is not None:
            page.claim(last, "vote", number)
            votes.append(vote)
            end = last
    return end, tuple(reversed(votes))


def _is_affiliation(
    page: Page, start: Start, end: int, spaced: bool, recurring: set[tuple[str, str]]
) -> bool | None:
    """Say whether the line below the date is an affiliation; None when it may be either."""
    index = start.date + 1
    line = page.lines[index]
    if is_known_affiliation(line) or (page.lines[start.date - 1], line) in recurring:
        return True
    alone = index + 1 >= end or not page.lines[index + 1]
    if spaced and alone and page.has_text(index + 1, end):
        return stands_as_affiliation(line)
    return None if may_be_affiliation(line) else False


def _recurring(page: Page, found: tuple[Start, ...]) -> set[tuple[str, str]]:
    """Return authors with the short line that stands below more than one of their dates."""
    last = len(page)
    pairs = Counter(
        (page.lines[start.date - 1], page.lines[start.date + 1])
        for start in found
        if start.date + 1 < last and page.lines[start.date + 1]
    )
    return {pair for pair, times in pairs.items() if times > 1 and may_be_affiliation(pair[1])}


def _read_body(page: Page, first: int, last: int, number: int, *, spaced: bool) -> Fragment:
    def claim(index: int, use: str) -> None:
        page.claim(index, use, number)

    return BlockReader(page.raw, page.lines, Layout(spaced=spaced), claim).read(first, last)


def _ambiguous(index: int) -> ImportIssue:
    message = "The line after the date may be an affiliation; it is kept in the comment"
    return ImportIssue(IssueCode.AMBIGUOUS_AFFILIATION, message, index + 1)


def stray_date(index: int) -> ImportIssue:
    """Say that a line with a date was taken for text."""
    message = "A date stands in the middle of a text; it was not taken for a new comment"
    return ImportIssue(IssueCode.DATE_IN_BODY, message, index + 1)
