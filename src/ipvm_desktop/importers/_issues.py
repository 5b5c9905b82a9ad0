"""What many importers tell, in the same words for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ipvm_desktop.domain.issue import ImportIssue, IssueCode

FILE_NAME = "the file's name"
FIRST_LINE = "its first line"


def no_title(stand_in: str) -> ImportIssue:
    """Say that an article has no title, and what it is called by instead."""
    return ImportIssue(IssueCode.NO_TITLE, f"The article has no title; {stand_in} stands in")


def picture_issues(missing: int, line: int | None = None) -> Iterator[ImportIssue]:
    """Say how many pictures the file lacks, if any."""
    if missing:
        were = "1 picture was" if missing == 1 else f"{missing} pictures were"
        yield ImportIssue(IssueCode.IMAGES_MISSING, f"{were} not saved with this file", line)


def count_issues(
    declared: int | None, found: int, line: int | None = None, *, done: str = "read"
) -> Iterator[ImportIssue]:
    """Say that not as many comments were found as the source announces.

    Args:
        declared: How many it announces; None where it does not.
        found: How many were found.
        line: Where they are announced, or None.
        done: What could be done with those found.
    """
    if declared is not None and declared != found:
        announced = "1 comment is" if declared == 1 else f"{declared} comments are"
        message = f"{announced} announced, {found or 'none'} could be {done}"
        yield ImportIssue(IssueCode.COMMENT_COUNT, message, line)


def removed_issues(names: Collection[str]) -> Iterator[ImportIssue]:
    """Say which active parts were taken out, if any."""
    if names:
        message = f"Active parts were taken out: {', '.join(sorted(names))}"
        yield ImportIssue(IssueCode.MARKUP_REMOVED, message)
