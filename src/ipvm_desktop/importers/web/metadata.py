"""What a page says of its article: JSON-LD, Open Graph, ``meta``, microdata, visible bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers._web_dates import read_web_date
from ipvm_desktop.importers.web import json_ld
from ipvm_desktop.importers.web.page import SavedPage

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}\Z")
_AUTHOR_KEYS = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "byl", "dc.contributor", "article:author",
    "og:article:author", "twitter:creator:name", "rbauthors",
)  # fmt: skip
_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date",
    "dcterms.date", "dc.date.created", "pubdate", "publishdate", "publish_date", "publish-date",
    "published_at", "date", "article.published", "og:pubdate", "displaydate", "cxenseparse:recs:publishtime",
)  # fmt: skip
_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title", "title")
_SEPARATORS = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»]\s*|: ")
_BY = re.compile(r"\A(?:written\s+|posted\s+|words\s+)?by:?\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a page's article; each value is None or empty where it is not.

    Attributes:
        title: Without the site's name.
        byline: Authors in printed order.
        published: When it was first published.
        published_text: That date as it stands on the page.
        url: Canonical address.
        language: BCP 47 tag.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    published: Moment | None = None
    published_text: str | None = None
    url: str | None = None
    language: str | None = None


def metadata_of(root: HtmlElement, page: SavedPage, saved_from: str | None) -> Metadata:
    """Collect what a page says of its article, the most trusted source first."""
    head = _Head(root, page, saved_from)
    published, published_text = head.date()
    return Metadata(
        title=head.title(),
        byline=head.byline(),
        published=published,
        published_text=published_text,
        url=head.url,
        language=head.language(),
    )


class _Head:
    """One page's sources of metadata."""

    def __init__(self, root: HtmlElement, page: SavedPage, saved_from: str | None) -> None:
        self._root = root
        self._saved = page.saved
        self._from = saved_from or page.url
        self._meta: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            content = " ".join(unescape(meta.get("content") or "").split())
            if content:
                for attribute in ("property", "name", "itemprop"):
                    if key := (meta.get(attribute) or "").strip().lower():
                        self._meta.setdefault(key, []).append(content)
        self._nodes = tuple(json_ld.nodes_of(root))

    def _first(self, keys: Iterable[str]) -> Iterator[str]:
        return (value for key in keys for value in self._meta.get(key, ()))

    @cached_property
    def _article(self) -> json_ld.Node:
        """The JSON-LD node of the page's article; empty where there is none."""
        nodes = [n for n in self._nodes if json_ld.types_of(n) & json_ld.ARTICLE_TYPES]
        return nodes[0] if nodes else {}

    @cached_property
    def url(self) -> str | None:
        """The canonical address, if one of those stated can be this page's."""
        return next(self._addresses(), None)

    def _addresses(self) -> Iterator[str]:
        base = self._from or ""
        links = self._root.xpath("//link[@rel and @href]")
        stated = [
            link.get("href") for link in links if "canonical" in link.get("rel", "").lower().split()
        ]
        stated += self._meta.get("og:url", [])
        stated += json_ld.texts_of(self._article.get("url"))
        for address in stated:
            try:
                full = urljoin(base, address.strip())
                parts = urlsplit(full)
            except ValueError:
                continue
            if parts.scheme in {"http", "https"} and parts.hostname and self._may_be(full):
                yield full
        if base.startswith(("http://", "https://")):
            yield base

    def _may_be(self, address: str) -> bool:
        """Refuse the home page as the address of a page that was saved from elsewhere."""
        if not self._from:
            return True
        own, other = urlsplit(self._from), urlsplit(address)
        return bool(other.path.strip("/") or other.query) or not (own.path.strip("/") or own.query)

    def title(self) -> str | None:
        """Return the title without the site's name."""
        heads = [" ".join(h.text_content().split()) for h in self._root.iter("h1")]
        stated = [*json_ld.texts_of(self._article.get("headline")), *self._first(_TITLE_KEYS)]
        element = next(self._root.iter("title"), None)
        full = "" if element is None else " ".join(element.text_content().split())
        names = (unescape(name) for name in (*stated, full, *heads) if name)
        return next(names, None)

    def byline(self) -> tuple[str, ...]:
        """Return the authors."""
        found = json_ld.texts_of(self._article.get("author")) or tuple(self._first(_AUTHOR_KEYS))
        return _names(found)

    def date(self) -> tuple[Moment | None, str | None]:
        """Return when the article was published, and how that is printed."""
        stated = [
            *json_ld.texts_of(self._article.get("datePublished")),
            *self._first(_DATE_KEYS),
            *(time.get("datetime") or time.text_content() for time in self._root.iter("time")),
        ]
        for text in stated:
            moment = read_web_date(text, self._saved)
            if moment is not None:
                return moment, text
        return None, None

    def language(self) -> str | None:
        """Return the language that the page declares."""
        stated: Sequence[str | None] = (
            self._root.get("lang"),
            self._root.get("xml:lang"),
            *json_ld.texts_of(self._article.get("inLanguage")),
            *self._first(("content-language", "og:locale", "dc.language")),
        )
        for text in stated:
            if text and _LANGUAGE.match(text.strip()):
                return text.strip().replace("_", "-")
        return None


def _names(found: Iterable[str]) -> tuple[str, ...]:
    names = []
    for text in found:
        if text.startswith(("http://", "https://", "@")):
            continue
        for name in _AND.split(_BY.sub("", text)):
            if name and len(name) <= _LONGEST_NAME:
                names.append(name)
    return tuple(dict.fromkeys(names))
