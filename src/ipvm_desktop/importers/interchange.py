"""Interchange JSON: what the program itself exports, with the reader's marks."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from ipvm_desktop.domain.article import Access, SourceRecord
from ipvm_desktop.domain.comment import Placement, Quote, Reply, ReplyKind, Suggestion
from ipvm_desktop.domain.document import PICTURE_TYPE, Document, Marks, ParsedComment, Picture
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers._issues import FILE_NAME, no_title, structure_issues
from ipvm_desktop.importers._json_reader import JsonError, JsonValue, load_json
from ipvm_desktop.importers._titles import name_title
from ipvm_desktop.importers.base import MAX_SOURCE_BYTES, Confidence, Source
from ipvm_desktop.sanitize import html_to_text, sanitize, text_to_html

FORMAT = "ipvm-desktop"
VERSION = 1

_SIGNATURE = re.compile(
    rb'(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\{.*?"format"\s*:\s*"ipvm-desktop"', re.DOTALL
)
_UNKNOWN = (
    "it is JSON, but of none of the kinds that the program reads: its own interchange JSON, "
    "JSON Feed, ActivityPub, and what Reddit, Hacker News, Lobsters, Discourse, Disqus, Isso, "
    "Remark42, Commento and Lemmy give out"
)
# Beyond this the values of all articles together would take too much memory.
_WHOLE_BYTES = 16 * 1024 * 1024
# A score may be below zero.
_LEAST_VOTES = -(2**53)
_WEB_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


class InterchangeImporter:
    """Reads the JSON of version 1; keys it does not know are ignored."""

    name = "interchange"
    title = "Interchange JSON"
    extensions = (".json",)
    brings = ("article", "comments", "nesting", "pictures", "marks")

    def sniff(self, source: Source) -> Confidence:
        """Recognise the format's name near the start; any other ``.json`` may be one."""
        if _SIGNATURE.match(source.signs):
            return Confidence.CERTAIN
        return Confidence.MAYBE if source.extension in self.extensions else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        """Yield the file's articles; a wrong value anywhere in one stops the reading there.

        Raises:
            CorruptFileError: Damaged JSON, a newer version, or a value of the wrong type.
        """
        try:
            for article in _articles(source):
                yield _document(article, name_title(source.name))
        except JsonError as error:
            raise CorruptFileError(source.label, str(error), self.name) from error


def _articles(source: Source) -> Iterator[JsonValue]:
    # UTF-16 is not streamed, but nothing writes that.
    if source.is_large or (len(source.read_bytes()) > _WHOLE_BYTES and b"\0" not in source.head):
        yield from _streamed(source)
        return
    top = load_json(source.read_bytes())
    if not isinstance(top.value, dict) or top.member("format").value != FORMAT:
        raise JsonError(_UNKNOWN)
    _check_version(top.member("version"))
    articles = top.member("articles")
    if articles.is_null:
        articles.fail("a list")
    yield from articles.entries()


def _streamed(source: Source) -> Iterator[JsonValue]:
    """Yield the articles, of which one is in memory at a time."""
    from ipvm_desktop.importers._json_stream import values_in

    if not _SIGNATURE.match(source.signs):
        raise JsonError(_UNKNOWN)
    _check_version(JsonValue(next(values_in(source, "version"), None), "version"))
    # Pictures stand in it as texts.
    for place, article in enumerate(values_in(source, "articles.item", MAX_SOURCE_BYTES)):
        yield JsonValue(article, f"articles[{place}]")


def _check_version(stated: JsonValue) -> None:
    version = stated.whole(1)
    if version > VERSION:
        raise JsonError(
            f"it was written by a newer version of this program "
            f"(interchange version {version}; this one reads {VERSION})"
        )


def _document(article: JsonValue, fallback_title: str) -> Document:
    issues = [_issue(issue) for issue in article.member("issues").entries()]
    title = (article.member("title").text_or_none() or "").strip()
    if not title:
        issues.append(no_title(FILE_NAME))
    url = article.member("url").text_or_none()
    if url is not None and not _WEB_ADDRESS.match(url):
        message = f"“{url[:80]}” is no web address and was left out"
        issues.append(ImportIssue(IssueCode.METADATA_UNREADABLE, message))
        url = None
    body_html, body_text = _body(article)
    listed = article.member("comments")
    comments = _comments(listed)
    issues.extend(structure_issues(comments, {issue.code for issue in issues}))
    kind, access = article.member("kind"), article.member("access")
    return Document(
        title=title or fallback_title,
        byline=article.member("byline").texts(),
        kind=ArticleKind.ARTICLE if kind.is_null else kind.choice(ArticleKind),
        published=article.member("published").moment_or_none(),
        published_text=article.member("published_text").text_or_none(),
        url=url,
        site=article.member("site").text_or_none(),
        access=None if access.is_null else access.choice(Access),
        language=article.member("language").text_or_none(),
        body_html=body_html,
        body_text=body_text,
        headings=article.member("headings").texts(),
        images=article.member("images").whole_or_none() or 0,
        images_missing=article.member("images_missing").whole_or_none() or 0,
        declared_comments=article.member("declared_comments").whole_or_none(),
        masked_share=article.member("masked_share").share(0.0),
        issues=tuple(issues),
        comments=comments,
        replies_told=_tell(listed, "parent"),
        quotes_told=_tell(listed, "quotes"),
        pictures=tuple(map(_picture, article.member("pictures").members())),
        key=article.member("key").text_or_none() or None,
        marks=_marks(article),
        origin=_origin(article.member("source")),
        wanted_id=article.member("id").whole_or_none(1),
    )


def _tell(comments: JsonValue, name: str) -> bool:
    """Whether the comments state a member at all: null says that there is none to look for."""
    entries = comments.entries()
    return not entries or any(comment.has(name) for comment in entries)


def _comments(listed: JsonValue) -> tuple[ParsedComment, ...]:
    comments = []
    seen: set[int] = set()
    for entry in listed.entries():
        comment = _comment(entry)
        if comment.id in seen:
            raise JsonError(f"{entry.place}.id is {comment.id}, as another comment's is")
        seen.add(comment.id)
        comments.append(comment)
    return tuple(comments)


def _comment(comment: JsonValue) -> ParsedComment:
    body_html, body_text = _body(comment)
    placement = _placement(comment)
    original = comment.member("original")
    return ParsedComment(
        id=comment.member("id").whole(1),
        parent=placement.parent,
        reply=placement.reply,
        original=None if original.is_null else _placement(original),
        refused=tuple(parent.whole(1) for parent in comment.member("refused").entries()),
        suggestions=tuple(map(_suggestion, comment.member("suggestions").entries())),
        author=comment.member("author").text_or_none(),
        role=comment.member("role").text_or_none(),
        pseudonym=comment.member("pseudonym").whole_or_none(),
        affiliation=comment.member("affiliation").text_or_none(),
        badges=comment.member("badges").texts(),
        staff=comment.member("staff").flag(),
        article_author=comment.member("article_author").flag(),
        posted=comment.member("posted").moment_or_none(),
        posted_text=comment.member("posted_text").text_or_none(),
        votes=tuple(vote.whole(_LEAST_VOTES) for vote in comment.member("votes").entries()),
        deleted=comment.member("deleted").flag(),
        permalink=_permalink(comment),
        quotes=tuple(map(_quote, comment.member("quotes").entries())),
        body_html=body_html,
        body_text=body_text,
        marks=_marks(comment),
    )


def _permalink(comment: JsonValue) -> str | None:
    address = comment.member("permalink").text_or_none()
    return address if address is not None and _WEB_ADDRESS.match(address) else None


def _picture(member: tuple[str, JsonValue]) -> Picture:
    digest, stated = member
    media_type = stated.member("type").text()
    if not PICTURE_TYPE.fullmatch(media_type):
        stated.member("type").fail("a picture's type")
    try:
        content = base64.b64decode(stated.member("base64").text(), validate=True)
    except ValueError:
        stated.member("base64").fail("base64")
    picture = Picture.of(content, media_type)
    if picture.sha256 != digest:
        stated.fail("the picture of that digest")
    return picture


def _body(owner: JsonValue) -> tuple[str, str]:
    """Return HTML and text of a body; where only one is stated, the other follows from it."""
    html = owner.member("body_html").text_or_none()
    text = owner.member("body_text").text_or_none()
    if html is None:
        return text_to_html(text or ""), text or ""
    clean = sanitize(html)
    return clean, html_to_text(clean) if text is None else text


def _placement(owner: JsonValue) -> Placement:
    parent = owner.member("parent").whole_or_none(1)
    reply = owner.member("reply")
    if reply.is_null:
        return Placement(parent, None if parent is None else Reply(ReplyKind.EXPLICIT))
    return Placement(
        parent,
        Reply(
            reply.member("kind").choice(ReplyKind),
            reply.member("confidence").share(1.0),
            reply.member("reason").text_or_none() or "",
        ),
    )


def _suggestion(suggestion: JsonValue) -> Suggestion:
    return Suggestion(
        suggestion.member("parent").whole(1),
        suggestion.member("confidence").share(0.0),
        suggestion.member("reason").text_or_none() or "",
    )


def _quote(quote: JsonValue) -> Quote:
    return Quote(quote.member("text").text(), quote.member("comment").whole_or_none(1))


def _issue(issue: JsonValue) -> ImportIssue:
    return ImportIssue(
        issue.member("code").text(),
        issue.member("message").text_or_none() or "",
        issue.member("line").whole_or_none(1),
    )


def _marks(owner: JsonValue) -> Marks | None:
    if not owner.has("read", "starred", "tags", "notes"):
        return None
    return Marks(
        read=owner.member("read").flag(),
        starred=owner.member("starred").flag(),
        tags=owner.member("tags").texts(),
        notes=owner.member("notes").texts(),
    )


def _origin(source: JsonValue) -> SourceRecord | None:
    if source.is_null:
        return None
    return SourceRecord(
        name=source.member("name").text(),
        importer=source.member("importer").text(),
        sha256=source.member("sha256").text(),
        imported=source.member("imported").utc_time(),
    )
