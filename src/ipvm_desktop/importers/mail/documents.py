"""A single mail as an article, and a thread of mails as a discussion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.importers._discussion import FoundComment, parsed_comments
from ipvm_desktop.importers._issues import picture_issues, structure_issues
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.mail.body import MailBody, attached_issues, body_of
from ipvm_desktop.importers.mail.headers import Headers
from ipvm_desktop.importers.mail.mime import MimeMessage
from ipvm_desktop.sanitize import headings_of, html_to_text, sanitize

_REPLY = "the mail says which one it answers"
_ANSWER = re.compile(r"\s*(?:(?:re|aw|fwd?|wg|sv|antw|r)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_WEB = re.compile(r"<?(https?://[^\s<>\"]+)>?\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_TEXT_FIRST = ("text/plain", "text/html")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a thread.

    Attributes:
        key: What the others know it by.
        parent: ``key`` of the mail that it answers, which may be missing; None for none.
        message: The mail itself.
    """

    key: str
    parent: str | None
    message: MimeMessage


def mail_document(message: MimeMessage, body: MailBody, name: str) -> Document:
    """Return a mail as an article.

    Args:
        message: The mail.
        body: What it shows.
        name: The file's name, for a title where the mail has no subject.
    """
    ids = message.top.headers.ids("message-id")
    document = replace(
        _article(message, body),
        key=f"mail:{ids[0]}" if ids else None,
        pictures=tuple(body.pictures.values()),
        images=body.images,
        images_missing=body.images_missing,
        issues=tuple(_once((*message.issues, *body.issues))),
    )
    return _finished(document, body.attached_names, name)


def thread_document(mails: Sequence[Mail], name: str) -> Document:
    """Return a thread as a discussion: the mail that opened it, and the others as its comments.

    Where several mails answer missing ones and none opened the thread, the article is empty
    and called by their subject; all of them are comments then.
    """
    opener = _opener(mails)
    subject = mails[0].message.top.headers.text("subject")
    document = Document(title=_ANSWER.sub("", subject, count=1))
    all_bodies = MailBody()
    found: list[FoundComment] = []
    for mail in mails:
        all_bodies.issues += mail.message.issues
        body = body_of(mail.message.top, _TEXT_FIRST)
        all_bodies.add(body)
        if mail is opener:
            document = _article(mail.message, body)
        else:
            found.append(_comment(mail, opener, body))
    comments = parsed_comments(found)
    told = {IssueCode.MISSING_PARENT} if opener is None else set()
    document = replace(
        document,
        kind=ArticleKind.DISCUSSION,
        key=f"thread:{mails[0].parent if opener is None else opener.key}",
        comments=comments,
        pictures=tuple(all_bodies.pictures.values()),
        images=all_bodies.images,
        images_missing=all_bodies.images_missing,
        replies_told=True,
        issues=(
            *_once(all_bodies.issues),
            *_opening_issues(mails, opener),
            *structure_issues(comments, told),
        ),
    )
    return _finished(document, all_bodies.attached_names, name)


def _once(issues: Iterable[ImportIssue]) -> Iterable[ImportIssue]:
    """Leave out what is told already."""
    return {issue.message: issue for issue in issues}.values()


def _article(message: MimeMessage, body: MailBody) -> Document:
    """Return what a mail says of itself, and its text."""
    headers = message.top.headers
    language = _LANGUAGE.match(headers.text("content-language"))
    html = sanitize(body.html)
    return Document(
        title=headers.text("subject"),
        byline=headers.authors(),
        published=headers.date(),
        published_text=headers.date_text(),
        url=archived_at(headers),
        language=language[0] if language else None,
        body_html=html,
        body_text=html_to_text(html),
        headings=headings_of(html),
        replies_told=True,
    )


def _finished(document: Document, attached: Sequence[str], name: str) -> Document:
    """Give a document a title where it has none, and tell of what was left out."""
    issues = list(document.issues)
    if not document.title:
        message = "The mail has no subject; the file's name stands in"
        issues.append(ImportIssue(IssueCode.NO_TITLE, message))
        document = replace(document, title=name_title(name))
    issues.extend(picture_issues(document.images_missing))
    issues.extend(attached_issues(attached))
    return replace(document, issues=tuple(issues))


def _opener(mails: Sequence[Mail]) -> Mail | None:
    """Return the mail that opened the thread, or None where it is missing.

    A lone mail that answers a missing one opens what is there of the thread, as the first
    one does where all go round in a circle.
    """
    keys = {mail.key for mail in mails}
    tops = [mail for mail in mails if mail.parent not in keys]
    roots = [mail for mail in tops if mail.parent is None]
    if not tops:
        return mails[0]
    return next(iter(roots), tops[0] if len(tops) == 1 else None)


def _opening_issues(mails: Sequence[Mail], opener: Mail | None) -> Iterator[ImportIssue]:
    if opener is None:
        message = "The mail that opened the thread is not in the file"
        yield ImportIssue(IssueCode.MISSING_PARENT, message)
    elif opener.parent is not None and opener.parent in {mail.key for mail in mails}:
        message = "The mails answer each other in a circle; the first one stands for the article"
        yield ImportIssue(IssueCode.REPLY_CYCLE, message)
    elif opener.parent is not None:
        message = "The mail that the first one answers is not in the file"
        yield ImportIssue(IssueCode.MISSING_PARENT, message)


def _comment(mail: Mail, opener: Mail | None, body: MailBody) -> FoundComment:
    headers = mail.message.top.headers
    to_article = opener is not None and mail.parent == opener.key
    return FoundComment(
        key=mail.key,
        parent=None if to_article else mail.parent,
        reason=_REPLY,
        author=", ".join(headers.authors()) or None,
        affiliation=headers.text("organization") or None,
        posted=headers.date(),
        posted_text=headers.date_text(),
        permalink=archived_at(headers),
        body=body.html,
    )


def archived_at(headers: Headers) -> str | None:
    """Return where a mail stands on the web, as its list tells (RFC 5064), or None."""
    found = _WEB.match(headers.text("archived-at"))
    return found[1] if found else None
