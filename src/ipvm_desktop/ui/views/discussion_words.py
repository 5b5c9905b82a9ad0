"""What the discussion's panel says about it as a whole. No Qt here."""

from __future__ import annotations

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, ReplyKind
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.query import FilteredThread
from ipvm_desktop.domain.thread import Thread


def number(count: int, one: str, many: str = "") -> str:
    """Return "1 person" or "2,000 people"; without ``many`` an s is added."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def figures(thread: Thread[Comment], declared: int | None, people: int) -> tuple[str, list[str]]:
    """Return the number of comments and what else is worth knowing.

    Args:
        thread: The whole discussion.
        declared: How many comments the page announces, or None.
        people: How many take part.
    """
    comments = [entry.comment for entry in thread.entries if entry.comment]
    inferred = sum(
        comment.reply is not None and comment.reply.kind in (ReplyKind.QUOTE, ReplyKind.INFERRED)
        for comment in comments
    )
    count = number(len(comments), "comment")
    if declared is not None and declared != len(comments):
        count += f" of {declared:,} announced"
    facts = [number(people, "person", "people")] if people else []
    if inferred:
        facts.append(f"{number(inferred, 'reply', 'replies')} inferred")
    return count, facts


def matches(total: int, shown: FilteredThread) -> str:
    """Return how many of the comments a filter keeps, and why others stand among them."""
    matching = len(shown.matches)
    verb = "matches" if matching == 1 else "match"
    kept = " · parents kept for context" if shown.context else ""
    return f"{matching:,} of {total:,} {verb}{kept}"


def why_empty(article: Article) -> tuple[str, str]:
    """Return heading and text for an article without comments."""
    codes = {issue.code for issue in article.issues}
    declared = article.declared_comments
    announced = f"The page announces {number(declared, 'comment')}." if declared else ""
    if IssueCode.COMMENTS_WITHHELD in codes:
        return "Comments withheld", f"{announced} The saved copy does not show them.".strip()
    if declared:
        return "No comments in this file", announced
    return "No comments", "There are none in this file."
