"""One article as text for people: its head, what to know about it, and its body."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.cli.output import one_line, paint, write
from ipvm_desktop.cli.threads import wrapped
from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.moment import format_day, format_moment


def write_article(article: Article) -> None:
    """Write head, issues and body."""
    write(paint(one_line(article.title), bold=True))
    for line in _head(article):
        write(one_line(line))
    for issue in article.issues:
        remark = f"! {one_line(issue.sentence)}"
        write(paint(remark, fg="yellow") if issue.needs_a_look else remark)
    if article.body_text:
        write()
    for line in wrapped(article.body_text):
        write(line)


def _head(article: Article) -> Iterator[str]:
    if article.byline:
        yield f"By {', '.join(article.byline)}"
    published = format_moment(article.published) if article.published else article.published_text
    facts = [
        f"Published {published}" if published else "No date",
        article.kind.value,
        article.access.value if article.access else "",
        article.language or "",
    ]
    yield " · ".join(fact for fact in facts if fact)
    if article.url:
        yield article.url
    source = article.source
    yield f"From {source.name} ({source.importer}), imported {format_day(source.imported)}"
    declared = article.declared_comments
    counted = f"{article.comment_count} of {declared}" if declared else f"{article.comment_count}"
    marks = [
        f"{counted} comments",
        "" if article.read else "unread",
        "starred" if article.starred else "",
        *(f"#{tag}" for tag in article.tags),
    ]
    yield " · ".join(mark for mark in marks if mark)
    for note in article.notes:
        yield f"Note: {note}"
