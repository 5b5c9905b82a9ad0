"""The threads and posts of a Disqus export as documents.

The format is Disqus's "Comments export", https://help.disqus.com/en/articles/1717164.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.blog_exports._sorting import SortedExport
from ipvm_desktop.importers.blog_exports.paragraphs import paragraphs
from ipvm_desktop.importers.dates.stated import read_stated
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.xml.records import (
    Element,
    Record,
    child_of,
    fields_of,
    name_of,
)


class DisqusExport(SortedExport):
    """The discussions of an export."""

    elements = ("thread", "post")
    why_none = "the export holds no comments"

    def put_aside(self) -> None:
        """Read the file through and sort its posts by thread."""
        for kind, element in self._records:
            stated = fields_of(element)
            stated["key"] = _key_of(element)
            if kind == "thread":
                self._articles.add(stated["key"], stated)
            elif stated.get("isSpam") == "true":
                self._made.left_out["spam comment"] += 1
            else:
                author = child_of(element, "author")
                named = {} if author is None else fields_of(author)
                stated["author"] = named.get("name") or named.get("username", "")
                stated["parent"] = _key_of(child_of(element, "parent"))
                thread = _key_of(child_of(element, "thread"))
                self._comments.add(thread, stated)

    def documents(self) -> Iterator[Document]:
        """Yield the threads that were commented on, then comments without a thread."""
        for key, thread in self._articles.first():
            if key in self._comments:
                yield self._document(thread)
            else:
                self._made.left_out["thread without comments"] += 1
        for key, _ in self._comments.first():
            if key not in self._articles:
                yield self._document({"key": key})

    def _document(self, thread: Record) -> Document:
        key, link = thread["key"], web_address(thread.get("link"))
        article = FoundArticle(
            key=key,
            title=thread.get("title") or thread.get("id", ""),
            published=read_stated(thread.get("createdAt")),
            published_text=thread.get("createdAt") or None,
            url=link,
            body=thread.get("message", ""),
            issues=tuple(_issues(thread)),
        )
        posts = [_comment(post, link) for post in self._comments.records(key)]
        return self._made.document(article, posts)


def _issues(thread: Record) -> Iterator[ImportIssue]:
    if thread.get("isDeleted") == "true":
        message = "The discussion was deleted at Disqus"
        yield ImportIssue(IssueCode.UNPUBLISHED, message)
    if set(thread) == {"key"}:
        message = f"The export does not hold the comments' thread {thread['key']}".rstrip()
        yield ImportIssue(IssueCode.FRAGMENT, message)


def _comment(post: Record, link: str | None) -> FoundComment:
    key = post["key"]
    return FoundComment(
        key=key or None,
        parent=post["parent"] or None,
        author=post["author"] or None,
        posted=read_stated(post.get("createdAt")),
        posted_text=post.get("createdAt") or None,
        deleted=post.get("isDeleted") == "true",
        # As Disqus itself links to comments.
        permalink=f"{link}#comment-{key}" if link and key else None,
        body=_html(post.get("message", "")),
    )


def _html(message: str) -> str:
    """Return a message as HTML; those of imported comments may be plain text."""
    return message if "<" in message else paragraphs(message)


def _key_of(element: Element | None) -> str:
    """Return the number that Disqus gives to threads and posts; "" where it gives none."""
    if element is None:
        return ""
    return next((v for n, v in element.attrib.items() if name_of(str(n)) == "dsq:id"), "")
