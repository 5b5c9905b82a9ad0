"""A copy of a page of another site: the article, and the discussion in the layout that fits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._blocks import Fragment
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments, with_article_author
from ipvm_desktop.importers._issues import FILE_NAME, count_issues, no_title, structure_issues
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.dates.years import Saving
from ipvm_desktop.importers.pasted.head import Head, read_head
from ipvm_desktop.importers.pasted.layouts import Split, split
from ipvm_desktop.importers.pasted.lines import Lines
from ipvm_desktop.importers.pasted.navigation import begins_at
from ipvm_desktop.importers.pasted.posts import found_comments, stripped
from ipvm_desktop.importers.pasted.tails import ENDINGS
from ipvm_desktop.importers.pasted.topics import read_topic


def read_topic_copy(
    text: str, name: str, saved: dt.datetime | None, issues: Sequence[ImportIssue] = ()
) -> Document | None:
    """Read a topic saved as Markdown, or return None where it is none; as ``read_copy()``."""
    # Both take a while to load, and no other copy needs them.
    from ipvm_desktop.importers.markdown.engine import MarkdownEngine
    from ipvm_desktop.importers.markdown.head import split_head

    front, below = split_head(text)
    lines = Lines(below)
    engine = MarkdownEngine()
    topic = read_topic(lines.raw, engine.render)
    if topic is None:
        return None
    titles = (front.values.get("title"), *_headings(lines.lines[: topic.end]))
    title = next(filter(None, titles), None)
    found = Split("Discourse", topic.end, topic.posts, opens=True, order=CommentOrder.TIME)
    head = Head(title, (), None, Fragment())
    url = front.values.get("url", "")
    document = dataclasses.replace(
        _document(lines, found, head, name, saved),
        url=url if url.startswith(("https://", "http://")) else None,
    )
    return dataclasses.replace(
        document,
        issues=(*issues, *front.issues, *engine.issues(), *_issues(document, head, found)),
    )


def _headings(lines: Sequence[str]) -> Iterator[str]:
    return (line.removeprefix("# ") for line in lines if line.startswith("# "))


def read_copy(
    text: str, name: str, saved: dt.datetime | None, issues: Sequence[ImportIssue] = ()
) -> Document | None:
    """Read a copy, or return None where its comments have no layout that is known.

    Args:
        text: The whole copy.
        name: What stands in for a title where there is none.
        saved: When it was saved; what "3 hours ago" counts from.
        issues: Found already.
    """
    lines = Lines(text)
    found = split(lines)
    if found is None:
        return None
    heading = None if found.section is None else lines.lines[found.section.line]
    if found.section is not None and found.section.line < found.end:
        lines.cut(found.section.line, "")
    subjects = [line for post in found.posts for line in lines.lines[post.top : post.body[0]]]
    start = (
        0 if found.title else begins_at(lines, found.end, heading, subjects, is_topic=found.opens)
    )
    # What asks for comments may stand above them.
    head = read_head(lines, stripped(lines, start, found.end, ENDINGS), start)
    document = _document(lines, found, head, name, saved)
    left_out = sum(map(bool, lines.lines[:start]))
    return dataclasses.replace(
        document, issues=(*issues, *_issues(document, head, found), *_navigation(left_out))
    )


def _document(
    lines: Lines, found: Split, head: Head, name: str, saved: dt.datetime | None
) -> Document:
    comments = found_comments(lines, found.posts, saved)
    opened = comments.pop(0) if found.opens else None
    if opened is not None:
        comments = [_unhung(comment, opened.key) for comment in comments]
    parsed = parsed_comments(comments)
    document = Document(
        title=found.title or head.title or name,
        byline=head.byline,
        published=None if head.date is None else read_web_date(head.date, saved, needs_year=True),
        published_text=head.date,
        body_html=head.body.html,
        body_text=head.body.text,
        declared_comments=head.declared if found.section is None else found.section.declared,
        comments=parsed,
        comment_order=found.order,
        replies_told=found.told,
    )
    saving = Saving(saved)
    if opened is not None:
        document = _with_opening(document, opened)
        published = saving.sure(document.published, document.published_text)
        document = dataclasses.replace(document, published=published)
    sure = saving.comments(document.comments, document.published)
    return dataclasses.replace(document, comments=with_article_author(sure, document.byline))


def _unhung(comment: FoundComment, opening: str | None) -> FoundComment:
    """Return a comment that answers the opening post as one that answers the article."""
    if comment.parent != opening:
        return comment
    return dataclasses.replace(comment, parent=None)


def _with_opening(document: Document, opened: FoundComment) -> Document:
    (post,) = parsed_comments([opened])
    return dataclasses.replace(
        document,
        kind=ArticleKind.DISCUSSION,
        byline=() if post.author is None else (post.author,),
        published=post.posted,
        published_text=post.posted_text,
        body_html=post.body_html,
        body_text=post.body_text,
    )


def _navigation(count: int) -> Iterator[ImportIssue]:
    if count:
        message = f"The page's navigation above the title was left out (lines with text: {count})"
        yield ImportIssue(IssueCode.BOILERPLATE_REMOVED, message, 1)


def _issues(document: Document, head: Head, found: Split) -> Iterator[ImportIssue]:
    if head.title is None and found.title is None:
        yield no_title(FILE_NAME)
    message = (
        f"This is not a page of IPVM; its comments are laid out as those of {found.make}, and "
        "were told apart by what repeats"
    )
    yield ImportIssue(IssueCode.NOT_AN_IPVM_PAGE, message, found.posts[0].top + 1)
    yield from count_issues(document.declared_comments, len(document.comments))
    yield from structure_issues(document.comments)
