"""What many importers tell, in the same words for all of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.importers._discussion import TEXT_MISSING

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


def folded_issues(comments: Sequence[ParsedComment]) -> Iterator[ImportIssue]:
    """Say of how many comments the file has no text, if any."""
    folded = sum(TEXT_MISSING in comment.badges for comment in comments)
    if folded:
        message = (
            "1 comment is in the file without its text"
            if folded == 1
            else f"{folded} comments are in the file without their text"
        )
        yield ImportIssue(IssueCode.FRAGMENT, message)


def read_in_part(problem: str) -> ImportIssue:
    """Say that a part of the file was passed over, and why."""
    return ImportIssue(IssueCode.TRUNCATED, f"The file was read in part: {problem}")


def structure_issues(
    comments: Sequence[ParsedComment], known: Collection[str] = ()
) -> Iterator[ImportIssue]:
    """Tell of replies to nothing and of circles, unless the file itself already does."""
    ids = {comment.id for comment in comments}
    orphans = [c.id for c in comments if c.parent is not None and c.parent not in ids]
    if orphans and IssueCode.MISSING_PARENT not in known:
        message = f"Comment {orphans[0]} answers a comment that is not in the file"
        if len(orphans) > 1:
            message = f"{len(orphans)} comments answer comments that are not in the file"
        yield ImportIssue(IssueCode.MISSING_PARENT, message)
    # As the source has it: where the reader moved comments since is no fault of the file.
    cut = build_thread(comment.unplaced() for comment in comments).cut
    if cut and IssueCode.REPLY_CYCLE not in known:
        message = f"Comment {cut[0]} answers one of its own replies; it now stands on its own"
        yield ImportIssue(IssueCode.REPLY_CYCLE, message)


def left_out_issues(counts: Mapping[str, int]) -> Iterator[ImportIssue]:
    """Say how many of what was left out of an export, if any.

    Args:
        counts: By what it is called in the singular.
    """
    if counts:
        listed = ", ".join(f"{count} {_plural(what, count)}" for what, count in counts.items())
        yield ImportIssue(IssueCode.LEFT_OUT, f"Left out of the export: {listed}")


def with_issues(why: str, issues: Iterable[ImportIssue]) -> str:
    """Return why a file holds nothing to read, with all that is known of the cause."""
    return why + "".join(f" ({issue.message})" for issue in issues)


def _plural(what: str, count: int) -> str:
    if count == 1:
        return what
    noun, *rest = re.split(r"(?= of | without | that )", what, maxsplit=1)
    noun = f"{noun[:-1]}ie" if noun.endswith("y") else noun
    return "".join([noun, "s", *rest])
