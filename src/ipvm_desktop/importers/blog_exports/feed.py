"""The entries of RSS and Atom feeds as documents.

An entry is a comment where it names what it answers (RFC 4685), or where its address is that
of a place on an article's page, as in the comment feeds of WordPress and others. Comments go
to the article that the feed holds, or else to one that is known by its address only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from ipvm_desktop.domain.document import CommentOrder, Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.importers._addresses import web_address
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.blog_exports._sorting import SortedExport
from ipvm_desktop.importers.blog_exports.entries import (
    Feed,
    article_address,
    feed_of,
    is_comment_place,
    page_of,
    record_of,
)
from ipvm_desktop.importers.dates.stated import read_stated
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.exports.articles import Articles
from ipvm_desktop.importers.exports.groups import Groups
from ipvm_desktop.importers.exports.hashes import Hashes, Links
from ipvm_desktop.importers.xml.records import Record, XmlRecords

# As WordPress entitles comment feeds and their entries, in English; other languages keep the
# colon of the first.
_COMMENTS_ON = re.compile(r"(?:Comments on:?|[^:]{3,30}:)\s+(?P<title>.+)\Z", re.DOTALL)
# How WordPress begins the text of an answer in such a feed, in its languages: "In reply to
# Ann.", with a link to Ann's comment.
_IN_REPLY = re.compile(
    r"\s*(?:<p>)?[^<>]{1,60}<a href=[\"'](?P<place>[^\"'<>]{1,2000})[\"'][^<>]{0,200}>[^<>]{1,200}"
    r"</a>[^<>\w]{0,3}(?:</p>|\n\s*)"
)
_COMMENT_ON = re.compile(r"Comment on (?P<title>.+) by .+\Z", re.DOTALL)


class FeedExport(SortedExport):
    """The articles of a feed, then those that it holds comments of only."""

    elements = ("item", "entry")
    why_none = "the feed holds no entries"

    def __init__(
        self,
        records: XmlRecords,
        made: Articles,
        articles: Groups[str, Record],
        comments: Groups[str, Record],
    ) -> None:
        super().__init__(records, made, articles, comments)
        self._feed: Feed = feed_of(records.head)
        self._forget_places()

    def _forget_places(self) -> None:
        """Begin without anything that comments may be placed by, or give its memory back."""
        # Addresses and identities, as hashes: there may be millions.
        self._article_of = Hashes("i")
        self._page_of = Hashes()
        self._links = Links()

    def put_aside(self) -> None:
        """Read the feed through and part its comments from its articles."""
        for number, (_, element) in enumerate(self._records):
            record = record_of(element, self._feed)
            if record["answers"] or record["place"]:
                self._add_comment(record)
                continue
            self._articles.add(str(number), record)
            for name in (record["id"], page_of(record["url"])):
                if name and hash(name) not in self._article_of:
                    self._article_of.put(hash(name), number)

    def _add_comment(self, record: Record) -> None:
        page = page_of(record["place"])
        if not page:
            # Only where an entry's address tells nothing, what it answers has to.
            answered, at = hash(record["answers"]), page_of(record["answers_at"])
            self._links.add(record["id"], record["answers"])
            if at and answered not in self._page_of:
                self._page_of.put(answered, hash(at))
        self._comments.add(page or record["answers"], record)

    def documents(self) -> Iterator[Document]:
        """Yield articles with their comments, then the articles that are not in the feed."""
        with Groups[str, str](self._records.tell) as places:
            for group, _ in self._comments.first():
                places.add(self._place(group), group)
            self._forget_places()
            for number, article_record in self._articles.first():
                yield self._document(article_record, places.records(number))
            is_alone = len(places) == 1 and not self._articles
            for place, groups in places:
                if place not in self._articles:
                    yield self._document(self._missing(groups[0], is_alone=is_alone), groups)

    def _place(self, group: str) -> str:
        """Return the number of the article that a group of comments belongs to, or its page."""
        root = self._links.root(group)
        number = self._article_of.get(root)
        page = self._page_of.get(root)
        return f"page {root if page is None else page}" if number is None else str(number)

    def _missing(self, group: str, *, is_alone: bool) -> Record:
        """Return what is known of an article that the feed holds comments of only."""
        first = self._comments.records(group)[0]
        pattern, title = _COMMENT_ON, first["title"]
        if is_alone:
            pattern, title = _COMMENTS_ON, self._feed.title
        named = pattern.match(title)
        stated = named["title"] if named else self._feed.title if is_alone else ""
        return {
            "title": first["about"] or stated,
            "url": article_address(first["place"] or first["answers_at"]),
        }

    def _document(self, record: Record, groups: Sequence[str]) -> Document:
        author = record.get("author", "")
        count = record.get("count", "")
        issues: tuple[ImportIssue, ...] = ()
        if "id" not in record:
            message = "The feed holds the article's comments only"
            issues = (ImportIssue(IssueCode.FRAGMENT, message),)
        article = FoundArticle(
            key=record.get("id", ""),
            title=record["title"],
            byline=(author,) if author else (),
            published=read_stated(record.get("published")),
            published_text=record.get("published") or None,
            url=record["url"],
            language=self._feed.language,
            body=record.get("body", ""),
            declared=int(count) if count.isdecimal() and len(count) < 8 else None,
            issues=issues,
        )
        records = [each for group in groups for each in self._comments.records(group)]
        comments = _comments(records)
        is_told = (
            not records
            or any(each["answers"] for each in records)
            or any(each.parent for each in comments)
        )
        document = self._made.document(article, comments, told=is_told)
        return document if is_told else replace(document, comment_order=CommentOrder.TIME)


def _comments(records: Sequence[Record]) -> list[FoundComment]:
    """Return the comments of one article, the oldest first where all are dated."""
    keys = {record["id"] for record in records}
    places = {record["place"]: record["id"] for record in records if record["place"]}
    dated = [(read_stated(record["published"]), record) for record in records]
    moments = [when for when, _ in dated if isinstance(when, dt.datetime) and when.tzinfo]
    if len(moments) == len(dated):
        dated = [pair for _, pair in sorted(zip(moments, dated, strict=True), key=lambda p: p[0])]
    replies = [_in_reply(record, places) for _, record in dated]
    return [
        FoundComment(
            key=record["id"] or None,
            parent=_parent(record, keys) or answered,
            author=record["author"] or None,
            posted=when,
            posted_text=record["published"] or None,
            deleted=bool(record["removed"]),
            permalink=web_address(record["url"]),
            body=body,
        )
        for (when, record), (answered, body) in zip(dated, replies, strict=True)
    ]


def _in_reply(record: Record, places: dict[str, str]) -> tuple[str | None, str]:
    """Return the comment that WordPress says a comment answers, and its text without that.

    The feed lacks older ones, which have their address for a key then.
    """
    body = record["body"]
    told = _IN_REPLY.match(body)
    place = unescape(told["place"]) if told else ""
    if told is None or not is_comment_place(place) or page_of(place) != page_of(record["place"]):
        return None, body
    return places.get(place, place), body[told.end() :]


def _parent(record: Record, keys: set[str]) -> str | None:
    """Return the comment that another answers; None for those that answer the article.

    The identity of an article is often another in its comments' feed than in its own, so
    what is no comment of the feed is one that it lacks only where its address says so.
    """
    answered = record["related"] or record["answers"]
    is_comment = answered in keys or is_comment_place(record["answers_at"])
    return answered if answered and is_comment else None
