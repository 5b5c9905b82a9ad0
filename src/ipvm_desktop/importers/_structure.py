"""What the reader should know about the structure that a source states for its comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ipvm_desktop.domain.document import ParsedComment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import build_thread


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
