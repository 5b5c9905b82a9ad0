"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/): an article an item."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.exports.article import FoundArticle
from ipvm_desktop.importers.json_exports._article import article_document, link_paragraph
from ipvm_desktop.importers.json_exports._file import JsonFile
from ipvm_desktop.importers.json_exports._values import (
    Fields,
    address,
    fields,
    key,
    listed,
    moment,
    text,
)
from ipvm_desktop.sanitize import text_to_html


def read(file: JsonFile) -> Iterator[Document]:
    """Yield an article for each item."""
    feed = file.outline
    for path, value in file.elements("items"):
        entry = fields(value)
        if path and entry:
            yield article_document(_article(entry, feed, file))


def _article(entry: Fields, feed: Fields, file: JsonFile) -> FoundArticle:
    own = key(entry.get("id"))
    picture = text(entry, "image")
    body = text(entry, "content_html")
    if body is None:
        body = text_to_html(text(entry, "content_text", "summary") or "")
    if picture and picture not in body:
        body = f'<img src="{escape(picture)}">{body}'
    page = address(entry.get("url")) or address(own)
    about = address(entry.get("external_url"))
    attached = [address(fields(each).get("url")) for each in listed(entry.get("attachments"))]
    links = [link for link in (about if page else None, *attached) if link and link not in body]
    return FoundArticle(
        title=text(entry, "title"),
        stand_in=own or file.title,
        key=f"feed:{own}" if own else None,
        url=page or about,
        byline=_authors(entry) or _authors(feed),
        published=moment(entry, "date_published", "date_modified"),
        body=body + "".join(map(link_paragraph, links)),
        language=text(entry, "language") or text(feed, "language"),
    )


def _authors(owner: Fields) -> tuple[str, ...]:
    people = [*listed(owner.get("authors")), owner.get("author")]
    names = [text(fields(person), "name") for person in people]
    return tuple(dict.fromkeys(name for name in names if name))
