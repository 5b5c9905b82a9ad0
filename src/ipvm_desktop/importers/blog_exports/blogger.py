"""The entries of a Blogger backup as documents.

Until 2025 Blogger wrote the Atom of its data interface (``…/blogger/2008/kind#post``), with
comments that name their post by ``thr:in-reply-to`` (RFC 4685) and the comment answered by a
link of relation ``related``. Takeout writes ``blogger:type``, ``blogger:parent`` and
``blogger:inReplyTo`` instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.blog_exports._sorting import SortedExport
from ipvm_desktop.importers.blog_exports.atom import html_of, link_of, person_of, was_removed
from ipvm_desktop.importers.dates.stated import read_stated
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.xml.records import (
    Element,
    Record,
    child_of,
    fields_of,
    name_of,
    text_of,
)

_KIND = "http://schemas.google.com/blogger/2008/kind#"
_ARTICLES = frozenset(("post", "page"))


class BloggerExport(SortedExport):
    """The posts and pages of a backup."""

    elements = ("entry",)
    why_none = "the backup holds no published posts"

    def put_aside(self) -> None:
        """Read the file through and sort its comments by post."""
        for _, element in self._records:
            stated = fields_of(element)
            kind = _kind(element, stated)
            if kind in _ARTICLES:
                self._articles.add(stated.get("atom:id", ""), _article_record(element, stated))
            elif kind == "comment":
                post, comment = _comment_record(element, stated)
                if comment["status"].startswith("SPAM"):
                    self._made.left_out["spam comment"] += 1
                elif stated.get("blogger:trashed"):
                    self._made.left_out["trashed comment"] += 1
                else:
                    self._comments.add(post, comment)

    def documents(self) -> Iterator[Document]:
        """Yield posts and pages, then comments whose post is missing."""
        for key, found in self._articles:
            for record in found:
                left_out = self._left_out(record, key)
                if left_out is None:
                    yield self._document(record, key)
                else:
                    self._made.left_out[left_out] += 1
        for key, comment in self._comments.first():
            if key not in self._articles:
                yield self._document({"url": comment["post"]}, key)

    def _left_out(self, record: Record, key: str) -> str | None:
        if record["trashed"]:
            return "trashed article"
        return "draft" if record["draft"] and key not in self._comments else None

    def _document(self, record: Record, key: str) -> Document:
        author = record.get("author", "")
        article = FoundArticle(
            key=key,
            title=record.get("title", ""),
            byline=(author,) if author else (),
            published=read_stated(record.get("published")),
            published_text=record.get("published") or None,
            url=record.get("url"),
            body=record.get("body", ""),
            issues=tuple(_issues(record)),
        )
        comments = self._comments.records(key)
        profile = record.get("profile", "")
        return self._made.document(article, (_comment(each, profile) for each in comments))


def _kind(element: Element, stated: Record) -> str:
    if "blogger:type" in stated:
        return stated["blogger:type"].lower()
    for child in element:
        term = str(child.get("term", "")) if name_of(str(child.tag)) == "atom:category" else ""
        if term.startswith(_KIND):
            return term.removeprefix(_KIND)
    return ""


def _article_record(element: Element, stated: Record) -> Record:
    person = person_of(element)
    status = stated.get("blogger:status", "LIVE")
    is_draft = text_of(child_of(element, "app:control")).strip() == "yes" or status != "LIVE"
    return {
        "title": html_of(child_of(element, "atom:title")),
        "author": person.get("atom:name", ""),
        "profile": person.get("atom:uri", ""),
        "published": stated.get("atom:published", ""),
        "url": link_of(element, "alternate"),
        "body": html_of(child_of(element, "atom:content")),
        "draft": "yes" if is_draft else "",
        "trashed": stated.get("blogger:trashed", "") or (status if "TRASHED" in status else ""),
    }


def _comment_record(element: Element, stated: Record) -> tuple[str, Record]:
    """Return the identity of a comment's post, and the comment."""
    reference = child_of(element, "thr:in-reply-to")
    person = person_of(element)
    post = stated.get("blogger:parent", "")
    address = ""
    if reference is not None:
        post, address = str(reference.get("ref", "")), str(reference.get("href", ""))
    status = stated.get("blogger:status", "")
    return post, {
        # Both kinds of file name the same comment by the number at the end.
        "key": stated.get("atom:id", "").rpartition("-")[2],
        "parent": stated.get("blogger:inReplyTo", "").rpartition("-")[2]
        or link_of(element, "related").rpartition("/")[2],
        "author": person.get("atom:name", ""),
        "profile": person.get("atom:uri", ""),
        "posted": stated.get("atom:published", ""),
        "permalink": link_of(element, "alternate"),
        "body": html_of(child_of(element, "atom:content")),
        "status": "REMOVED" if was_removed(element) else status,
        "post": address,
    }


def _issues(record: Record) -> Iterator[ImportIssue]:
    if record.get("draft"):
        message = "The article is not published; it is here for its comments"
        yield ImportIssue(IssueCode.UNPUBLISHED, message)
    if "body" not in record:
        yield ImportIssue(IssueCode.FRAGMENT, "The backup does not hold the comments' post")


def _comment(record: Record, profile: str) -> FoundComment:
    status = record["status"]
    return FoundComment(
        key=record["key"] or None,
        parent=record["parent"] or None,
        author=record["author"] or None,
        badges=("Awaiting moderation",) if status.startswith("PENDING") else (),
        article_author=bool(profile) and record["profile"] == profile,
        posted=read_stated(record["posted"]),
        posted_text=record["posted"] or None,
        deleted=status in {"REMOVED", "EMPTIED"},
        permalink=web_address(record["permalink"]),
        body=record["body"],
    )
