"""What a page says of its article: JSON-LD, Open Graph, ``meta``, microdata, visible bylines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from html import unescape
from itertools import chain, islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from ipvm_desktop.domain.identity import canonical_url
from ipvm_desktop.domain.moment import Moment, day_of
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers.dates.languages import puts_day_first
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.addresses import canonical_address, is_home
from ipvm_desktop.importers.web.credits import Credits
from ipvm_desktop.importers.web.json_ld import JsonLd, Node, is_of_article, is_of_page
from ipvm_desktop.importers.web.matching import Block, blocks_of, letters
from ipvm_desktop.importers.web.names import names_of, printed_names
from ipvm_desktop.importers.web.scripts import language_of
from ipvm_desktop.importers.web.titles import Titles, choose_title
from ipvm_desktop.importers.web.visible import authors_on, bylines_on, date_in, dates_on, names_on

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}\Z")
_AUTHOR_KEYS = (
    "article:author_name", "article:author", "og:article:author", "author", "parsely-author",
    "sailthru.author", "dc.creator", "dcterms.creator", "citation_author", "byl", "byline",
    "article.author", "cxenseparse:author", "twitter:data1:author",
)  # fmt: skip
_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_online_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dc.date.created", "dcterms.date", "pubdate", "publishdate", "publish_date", "publish-date",
    "published_at", "article.published", "og:pubdate", "displaydate", "date", "og:published_time",
    "cxenseparse:recs:publishtime", "release_date", "datecreated", "article_date_original",
    "article:published_date", "publication_date", "published_time", "og:publish_date",
    "date_published", "published-date", "originalpublicationdate", "dateposted", "ptime",
)  # fmt: skip
_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title")
_SITE_KEYS = ("og:site_name", "application-name", "twitter:domain", "publisher", "dc.publisher")
_PLACES = ("mainEntityOfPage", "url", "@id")
_PROSE = ("p", "li", "td", "h1", "h2", "span", "div", "br")
_MOST_PROSE = 2000
_MOST_HEADS = 200
_ZEROS = (dt.date(1, 1, 1), dt.date(1970, 1, 1))
_TEXTS = XPath(
    ".//text()[not(ancestor::button or ancestor::svg or ancestor::script or ancestor::style"
    " or parent::a[starts-with(@href, '#') and (. = '¶' or . = '#' or . = '§')])]"
)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|\b)")


class Head:
    """One page's sources of metadata, asked in the order of trust."""

    def __init__(
        self, root: HtmlElement, saved_from: str | None, saved: dt.datetime | None
    ) -> None:
        self._root = root
        self._from = saved_from
        self._saved = saved
        self._ld = JsonLd(root)
        self._meta: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            content = _spaced(unescape(meta.get("content") or ""))
            for attribute in ("property", "name", "itemprop"):
                key = (meta.get(attribute) or "").strip().lower()
                if key and content:
                    self._meta.setdefault(key, []).append(content)

    @cached_property
    def url(self) -> str | None:
        """The canonical address, or None."""
        stated = self._addresses()
        for key in _PLACES:
            stated += self._ld.addresses(self._article.get(key))
        base = self._root.find(".//base[@href]")
        return canonical_address(stated, self._from, None if base is None else base.get("href"))

    @cached_property
    def title(self) -> str | None:
        """The title without the site's name, or None."""
        heads = [_shown(head) for head in self._root.iter("h1") if not self._is_sign(head)]
        lower = list(map(_shown, islice(self._root.iter("h2", "h3"), _MOST_HEADS)))
        element = self._root.find(".//title")
        full = "" if element is None else _spaced(element.text_content())
        stated = [*self._meta.get("og:title", []), *self._ld.texts(self._article.get("headline"))]
        stated += self._values(_TITLE_KEYS)
        if not any((*stated, *heads, full)):
            heads = lower
        known = Titles(
            stated=list(map(unescape, stated)),
            full=full,
            heads=heads,
            lower=lower,
            sites=self._sites(),
            host=letters((host_of(self.url) or "").rpartition(".")[0].rpartition(".")[2]),
        )
        return choose_title(known, lambda: {block.key for block in self._blocks})

    @cached_property
    def language(self) -> str | None:
        """The language that the page declares, or that alone is written so (BCP 47); or None."""
        stated = (
            self._root.get("lang") or "",
            self._root.get("xml:lang") or "",
            *self._ld.texts(self._article.get("inLanguage")),
            *self._values(("content-language", "og:locale", "dc.language", "language")),
        )
        usable = (text.strip() for text in stated if _LANGUAGE.match(text.strip()))
        declared = next(usable, "").replace("_", "-") or None
        parts = islice(self._root.iter(*_PROSE), _MOST_PROSE)
        return language_of(declared, (letters(part.text or part.tail) for part in parts))

    def byline(self) -> tuple[str, ...]:
        """Return the authors, looked for on the visible page last."""
        sites = {letters(site) for site in self._sites()}
        stated = (
            self._ld.texts(self._article.get("author")),
            self._ld.texts(self._article.get("creator")),
            *(self._meta.get(key, []) for key in _AUTHOR_KEYS),
        )
        found = [[*map(unescape, texts)] for texts in stated]
        named = [
            names_of((text for text in texts if letters(text) not in sites), self.language)
            for texts in found
        ]
        if any(named):
            return next(filter(None, named))
        shown = next(filter(None, self._shown_authors(found)), ())
        # "Ann Lee, Lens & Post"
        return tuple(name for name in shown if letters(name) not in sites) or shown

    def _shown_authors(self, stated: Iterable[Iterable[str]]) -> Iterator[tuple[str, ...]]:
        """Yield what the page shows of its authors, the surest first; what it states comes last."""
        title = self._heading
        yield names_of(authors_on(self._root, title), self.language)
        for line in bylines_on(self._root, title):
            yield printed_names(line, self.language)
        yield names_of(names_on(self._root, title)[:1], self.language)
        yield from self._credits.names(self.language)
        # A site may be called by its only author's name.
        yield from (names_of(texts, self.language) for texts in stated)

    def date(self) -> tuple[Moment | None, str | None]:
        """Return when the article was published, and how the page prints that day."""
        printed = [
            (moment, shown)
            for value, shown in dates_on(self._root, self._heading)
            if (moment := self._moment(value) or self._moment_in(shown)) is not None
        ]
        stated = (
            *self._ld.texts(self._article.get("datePublished")),
            *self._ld.texts(self._article.get("dateCreated")),
            *self._values(_DATE_KEYS),
        )
        read = map(self._moment, stated)
        published = next((moment for moment in read if moment is not None), None)
        if published is None:
            printed += self._dated_bylines()
            printed += self._credits.dates(self._saved, puts_day_first(self._root.get("lang")))
            published = printed[0][0] if printed else self._day_in_address()
        texts = (text for moment, text in printed if published and _same(moment, published))
        return published, next(filter(None, texts), None)

    def _dated_bylines(self) -> Iterator[tuple[Moment, str]]:
        """Yield the dates in lines of authors, each with how it is printed."""
        for line in bylines_on(self._root, self._heading):
            found = date_in(line, self._saved, puts_day_first(self._root.get("lang")))
            if found and printed_names(line, self.language):
                yield found

    @cached_property
    def _heading(self) -> HtmlElement | None:
        """The heading that is the title, else the line that is; or None."""
        key = letters(self.title)
        heads = chain(self._root.iter("h1"), islice(self._root.iter("h2", "h3"), _MOST_HEADS))
        lines = (block.runs[0].holder for block in self._blocks if block.key == key)
        found = (head for head in heads if letters(_shown(head)) == key)
        return next(chain(found, lines), None) if key else None

    @cached_property
    def _credits(self) -> Credits:
        return Credits(self._blocks, self._heading)

    @cached_property
    def _blocks(self) -> list[Block]:
        body = self._root.find("body")
        return [] if body is None else blocks_of(body)

    @property
    def is_article(self) -> bool:
        """Whether the page states that it is an article."""
        return self._ld.is_article or "article:published_time" in self._meta

    @cached_property
    def _article(self) -> Node:
        """The JSON-LD of the page's own article; empty where there is none.

        Pages that list articles describe many, none of which is theirs.
        """
        articles = list(self._ld.articles())
        heads = {letters(_shown(head)) for head in self._root.iter("h1", "title")}
        heads.update(letters(text) for text in self._meta.get("og:title", ()))
        known = (*self._addresses(), self._from or "")
        own = {canonical_url(url) for url in known if not is_home(url, self._from)}
        for node in articles:
            if any(map(heads.__contains__, self._headlines(node))):
                return node
        here = [node for node in articles if self._is_at(node, own)]
        told = [node for node in articles if is_of_article(node)]
        for nodes in (here, told):
            if nodes and len({self._headlines(node) for node in nodes}) == 1:
                return nodes[0]
        others = (node for node in articles if not told or is_of_page(node))
        return next(others, {})

    def _headlines(self, node: Node) -> tuple[str, ...]:
        return tuple(letters(unescape(text)) for text in self._ld.texts(node.get("headline")))

    def _is_at(self, node: Node, own: Collection[str]) -> bool:
        """Say whether a node is said to be at one of the page's own addresses."""
        stated = (each for key in _PLACES for each in self._ld.addresses(node.get(key)))
        full = (canonical_address([each], None) for each in stated)
        return any(address and canonical_url(address) in own for address in full)

    def _addresses(self) -> list[str]:
        """Return what the page itself calls its address, the surest first."""
        links = self._root.iterfind(".//link[@href]")
        stated = [
            link.get("href", "")
            for link in links
            if "canonical" in (link.get("rel") or "").lower().split()
        ]
        return [*stated, *self._meta.get("og:url", [])]

    def _is_sign(self, head: HtmlElement) -> bool:
        """Say whether a heading is the site's name, which leads to its home."""
        links = head.iterfind(".//a[@href]")
        return any(is_home(link.get("href", ""), self.url) for link in links)

    def _moment(self, text: str) -> Moment | None:
        """Read a date; the days from which computers count stand for none.

        Articles are read for years, so that a day without its year may be of any.
        """
        order = puts_day_first(self._root.get("lang"))
        moment = read_web_date(text, self._saved, order, needs_year=True)
        return None if moment is None or day_of(moment) in _ZEROS else moment

    def _moment_in(self, shown: str) -> Moment | None:
        """Read the date in a line that may say more."""
        found = date_in(shown, self._saved, puts_day_first(self._root.get("lang")))
        return found[0] if found else None

    def _values(self, keys: Iterable[str]) -> Iterator[str]:
        return (value for key in keys for value in self._meta.get(key, ()))

    def _sites(self) -> list[str]:
        host = host_of(self.url) or ""
        publishers = self._ld.texts(self._article.get("publisher"))
        sites = [
            name
            for node in self._ld.nodes
            if node.get("@type") in ("WebSite", "Organization", "NewsMediaOrganization")
            for name in self._ld.texts(node.get("name"))
        ]
        return [host, host.rpartition(".")[0], *self._values(_SITE_KEYS), *publishers, *sites]

    def _day_in_address(self) -> Moment | None:
        match = _DAY_IN_ADDRESS.search(self.url or "")
        try:
            return dt.date(*map(int, match.groups())) if match else None
        except ValueError:
            return None


def _same(one: Moment, other: Moment) -> bool:
    return abs(day_of(one) - day_of(other)) <= dt.timedelta(days=1)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _shown(head: HtmlElement) -> str:
    """Return what a heading says, without its buttons and links to itself."""
    return _spaced("".join(_TEXTS(head)))
