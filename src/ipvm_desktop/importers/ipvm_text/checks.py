"""What the reader is told once everything is read: what is missing, odd or contradictory."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.moment import Moment, day_of, format_day
from ipvm_desktop.importers._issues import FILE_NAME, count_issues, no_title
from ipvm_desktop.importers.ipvm_text.comments import Discussion
from ipvm_desktop.importers.ipvm_text.header import Header

_MOST_OF_A_KIND = 10


def check_header(
    title: str | None, published: Moment | None, byline: tuple[str, ...]
) -> Iterator[ImportIssue]:
    """Say which of title, date and author the copy does not have."""
    if title is None:
        yield no_title(FILE_NAME)
    if published is None:
        yield ImportIssue(IssueCode.NO_DATE, "The copy does not say when it was published")
    if not byline:
        yield ImportIssue(IssueCode.NO_AUTHOR, "The copy does not name its author")


def check_fragment(header: Header) -> Iterator[ImportIssue]:
    """Say when the copy has nothing of a page's head: it is a part of one."""
    if header.title is None and not header.found:
        message = "This is a part of a page only: a comment, an opening post or a passage"
        yield ImportIssue(IssueCode.FRAGMENT, message)


def check_count(
    declared: int | None, discussion: Discussion, section: int | None
) -> Iterator[ImportIssue]:
    """Compare the announced number of comments with those found."""
    if declared is None or section is None:
        return
    told_apart = sum(comment.author is not None for comment in discussion.comments)
    # What is left as one block was read, but not split.
    done = "read" if told_apart == len(discussion.comments) else "told apart"
    yield from count_issues(declared, told_apart, section + 1, done=done)


def check_dates(published: Moment | None, discussion: Discussion) -> Iterator[ImportIssue]:
    """Look for comments older than the article, or than the comment above them."""
    dated = [
        (day_of(comment.posted), line)
        for comment, line in zip(discussion.comments, discussion.lines, strict=True)
        if comment.posted is not None
    ]
    if published is not None:
        early = [line for day, line in dated if day < day_of(published)]
        if early:
            message = f"{_comments(len(early))} older than the article of {format_day(published)}"
            yield ImportIssue(IssueCode.DATE_ORDER, message, early[0] + 1)
    backwards = [line for (before, _), (day, line) in itertools.pairwise(dated) if day < before]
    if backwards:
        message = f"{_comments(len(backwards))} older than the comment above"
        yield ImportIssue(IssueCode.DATE_ORDER, message, backwards[0] + 1)


def check_pseudonyms(discussion: Discussion) -> Iterator[ImportIssue]:
    """Look for a pseudonym's number that stands with more than one role."""
    roles: dict[int, dict[str, int]] = {}
    for comment, line in zip(discussion.comments, discussion.lines, strict=True):
        if comment.pseudonym is not None and comment.role is not None:
            roles.setdefault(comment.pseudonym, {}).setdefault(comment.role, line)
    for number, lines in roles.items():
        if len(lines) > 1:
            message = f"Undisclosed #{number} appears as {' and as '.join(lines)}"
            # The author stands in the line above the date.
            yield ImportIssue(IssueCode.PSEUDONYM_ROLES, message, list(lines.values())[1])


def limited(issues: Iterable[ImportIssue]) -> tuple[ImportIssue, ...]:
    """Order issues by line, and sum up those of one kind beyond the first few."""
    kept: list[ImportIssue] = []
    counts: dict[str, int] = {}
    for issue in sorted(issues, key=lambda issue: issue.line or 0):
        counts[issue.code] = counts.get(issue.code, 0) + 1
        if counts[issue.code] <= _MOST_OF_A_KIND:
            kept.append(issue)
    for code, count in counts.items():
        if count > _MOST_OF_A_KIND:
            more = count - _MOST_OF_A_KIND
            kept.append(ImportIssue(code, f"The same in {more} more place{'s' * (more > 1)}"))
    return tuple(kept)


def _comments(count: int) -> str:
    return "A comment is" if count == 1 else f"{count} comments are"
