"""The threads and posts of a Disqus export as documents.

The format is Disqus's "Comments export", https://help.disqus.com/en/articles/1717164.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers._issues import left_out_issues
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.dates.stated import read_stated
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.articles import Articles, told_last
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.xml.records import (
    Element,
    Record,
    XmlRecords,
    child_of,
    fields_of,
    name_of,
)


def read_disqus(source: Source, importer: str) -> Iterator[Document]:
    """Yield the discussions of an export.

    Raises:
        CorruptFileError: It holds none.
    """
    with (
        XmlRecords(source, ("thread", "post")) as records,
        Groups[str, Record](records.tell) as threads,
        Groups[str, Record](records.tell) as posts,
    ):
        reader = _Reader(records, Articles(source.name, importer), threads, posts)
        reader.put_aside()
        if not posts:
            raise CorruptFileError(source.label, "the export holds no comments", importer)
        yield from told_last(reader.documents(), reader.closing_issues)


class _Reader:
    """Reads the file once; its posts may stand anywhere."""

    def __init__(
        self,
        records: XmlRecords,
        made: Articles,
        threads: Groups[str, Record],
        posts: Groups[str, Record],
    ) -> None:
        self._records = records
        self._articles = made
        self._threads = threads
        self._posts = posts

    def put_aside(self) -> None:
        """Read the file through and sort its posts by thread."""
        for kind, element in self._records:
            stated = fields_of(element)
            stated["key"] = _key_of(element)
            if kind == "thread":
                self._threads.add(stated["key"], stated)
            elif stated.get("isSpam") == "true":
                self._articles.left_out["spam comment"] += 1
            else:
                author = child_of(element, "author")
                named = {} if author is None else fields_of(author)
                stated["author"] = named.get("name", "")
                stated["parent"] = _key_of(child_of(element, "parent"))
                thread = _key_of(child_of(element, "thread"))
                self._posts.add(thread, stated)

    def documents(self) -> Iterator[Document]:
        """Yield the threads that were commented on, then comments without a thread."""
        for key, thread in self._threads.first():
            if key in self._posts:
                yield self._document(thread)
            else:
                self._articles.left_out["thread without comments"] += 1
        for key, _ in self._posts.first():
            if key not in self._threads:
                yield self._document({"key": key})

    def closing_issues(self) -> list[ImportIssue]:
        """Return what concerns the file as a whole."""
        return [*self._records.issues(), *left_out_issues(self._articles.left_out)]

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
        posts = [_comment(post, link) for post in self._posts.records(key)]
        return self._articles.document(article, posts)


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
        body=post.get("message", ""),
    )


def _key_of(element: Element | None) -> str:
    """Return the number that Disqus gives to threads and posts; "" where it gives none."""
    if element is None:
        return ""
    return next((v for n, v in element.attrib.items() if name_of(str(n)) == "dsq:id"), "")
