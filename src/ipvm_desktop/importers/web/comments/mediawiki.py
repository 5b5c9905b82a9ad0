"""Talk pages of Wikipedia and other wikis of MediaWiki: indented text with signatures.

Source: https://www.mediawiki.org/wiki/Help:Talk_pages; marks of its extension DiscussionTools
(``data-mw-comment-start``, ids such as ``c-Ann-20240304090800-Bo-20240304080000``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from lxml.html import HtmlElement

from ipvm_desktop.domain.moment import Moment
from ipvm_desktop.importers._discussion import FoundComment
from ipvm_desktop.importers.dates.web import read_web_date
from ipvm_desktop.importers.web.comments._fragments import markup_of, text_of
from ipvm_desktop.importers.web.comments._parts import classes_of
from ipvm_desktop.importers.web.comments._select import rows_on
from ipvm_desktop.importers.web.comments._threads import parents_by_level, threaded
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.page import WebPage

_CONTENT = "//div[contains(concat(' ', @class, ' '), ' mw-parser-output ')]"
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
# As in "20:59, 30 May 2020 (UTC)" and "2020年5月30日 (土) 20:59 (UTC)".
_MONTH = r"[^\W\d_]{3,12}\.?"
_SIGNED = re.compile(
    rf"(?P<date>\d{{1,2}}:\d{{2}},?\s\d{{1,2}}\.?\s{_MONTH},?\s(?:de\s)?\d{{4}}"
    rf"|\d{{1,2}}:\d{{2}},?\s{_MONTH}\s\d{{1,2}},\s\d{{4}}"
    rf"|\d{{1,2}}\.?\s{_MONTH}\s\d{{4}}(?:\sà|,|\sum|,?\skl\.)?\s\d{{1,2}}:\d{{2}}"
    rf"|{_MONTH}\s\d{{1,2}},\s\d{{4}},?\s\d{{1,2}}:\d{{2}}"
    r"|\d{4}[年년]\s?\d{1,2}[月월]\s?\d{1,2}[日일]\s?(?:\(\w\)\s?)?\d{1,2}:\d{2})"
    r"\s\((?P<zone>[A-Z]{3,5})\)"
)
_BESIDE_CLOCK = re.compile(r"\(\w\)|(?<=\d)(?:\sà|,|\sum|,?\skl\.)?\s*\Z|\A[,\s]+")
_USER = re.compile(
    r"(?:[/=]|\A)(?:user|benutzer(?:in)?|utilisateur|utilisatrice|usuari[oa]|usuári[oa]|utente|"
    r"gebruiker|wikipedy(?:sta|stka)|användare|bruger|bruker|käyttäjä|участни(?:к|ца)|利用者|用户|"
    r"用戶|使用者|사용자|[^/=:]{2,30}:(?:contributions|beiträge|contribuciones|вклад|contributi))"
    r"(?:[_ ]\w{2,20})?[:/](?P<name>[^/#?&]+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\b[^>]*?\shref=\"(?P<address>[^\"]*)\"")
_BEFORE_NAME = re.compile(r"(?:\s|[-–—~(]|<(?:b|i|em|strong|small|span|sup|font|bdi)\b[^>]*>)+\Z")
_LONGEST_SIGNATURE = 3000
_MARK = "data-mw-comment-start"
_STAMPS = re.compile(r"c-(?P<own>.+?-\d{14})(?:-(?P<answered>.+))?")
_LISTS = frozenset(("dl", "ul", "ol"))
_ENTRIES = frozenset(("dd", "dt", "li"))
_HOLDERS = frozenset(("div", "section", "details"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_TEXT = frozenset(("style", "link", "script", "meta"))
_NOT_SAID = frozenset(
    ("mw-editsection", "ext-discussiontools-init-replylink-buttons", "toc", "mw-empty-elt",
     "ext-discussiontools-init-section-bar", "ext-discussiontools-init-section-subscribe")
)  # fmt: skip


@dataclass(slots=True)
class _Said:
    """What stands between two signatures.

    Attributes:
        heading: Of the section, above its first comment; "" above others.
        level: How far it is indented at least.
        blocks: Its paragraphs and entries of lists.
        pieces: Their markup.
    """

    heading: str
    level: int = 99_999
    blocks: list[HtmlElement] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


class MediaWikiReader:
    """Reads what people signed on a talk page; a heading belongs to the first below it."""

    name = "mediawiki"
    title = "MediaWiki"

    def read(self, page: WebPage) -> FoundDiscussion | None:
        """Return the discussions of a page as one, or None where nobody signed with a date."""
        contents = rows_on(page, _CONTENT)
        if not contents:
            return None
        signed = _signed(contents[0])
        sections = list(_sections(contents[0], signed))
        comments = [_comment(said, page) for section in sections for said in section]
        if not any(comment.author for comment in comments):
            return None
        every = [said for section in sections for said in section]
        return FoundDiscussion(
            make=self.title,
            comments=threaded(comments, [c.key for c in comments], _parents(sections, comments)),
            areas=tuple(block for said in every for block in said.blocks),
        )


def _signed(content: HtmlElement) -> set[HtmlElement]:
    """Return all that holds the date of a signature."""
    signed: set[HtmlElement] = set()
    for element in content.iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and _SIGNED.search(text):
                while holder is not None and holder not in signed:
                    signed.add(holder)
                    holder = holder.getparent()
    return signed


def _sections(content: HtmlElement, signed: set[HtmlElement]) -> Iterator[list[_Said]]:
    """Yield the comments of each section."""
    section: list[_Said] = []
    said = _Said("")
    for level, element in _blocks(content, signed):
        if level < 0:
            yield section
            section, said = [], _Said(text_of(element, _is_button))
            continue
        markup = markup_of(element, lambda each: _is_button(each) or _is_threaded(each, signed))
        tag = "p" if element.tag in _ENTRIES else element.tag
        said.blocks.append(element)
        said.pieces.append(f"<{tag!s}>{markup}</{tag!s}>")
        said.level = min(said.level, level)
        if _SIGNED.search(markup):
            section.append(said)
            said = _Said("")
    yield section


def _blocks(content: HtmlElement, signed: set[HtmlElement]) -> Iterator[tuple[int, HtmlElement]]:
    """Yield paragraphs and entries with how far they are indented; headings at level -1."""
    waiting: list[tuple[Iterator[HtmlElement], int]] = [(iter(content), 0)]
    while waiting:
        elements, level = waiting[-1]
        element = next(elements, None)
        if element is None:
            waiting.pop()
        elif not isinstance(element.tag, str) or element.tag in _NO_TEXT or _is_button(element):
            continue
        elif element.tag in _HEADINGS or "mw-heading" in classes_of(element):
            yield -1, element
        elif _is_threaded(element, signed):
            waiting.append((iter(element), level + 1))
        elif element.tag in _ENTRIES:
            yield level, element
            lists = [each for each in element if _is_threaded(each, signed)]
            waiting.append((iter(lists), level))
        elif element.tag in _HOLDERS and element in signed and element.find("*") is not None:
            waiting.append((iter(element), level))
        else:
            yield level, element


def _is_button(element: HtmlElement) -> bool:
    return not _NOT_SAID.isdisjoint(classes_of(element))


def _is_threaded(element: HtmlElement, signed: set[HtmlElement]) -> bool:
    """Say whether a list is made of comments; others are part of one."""
    return element.tag in _LISTS and element in signed


def _comment(said: _Said, page: WebPage) -> FoundComment:
    marks = (each.get("id") for block in said.blocks for each in block.xpath(f".//*[@{_MARK}]"))
    key = next(filter(None, marks), None)
    *above, last = said.pieces
    found = list(_SIGNED.finditer(last))[-1]
    start, name = _signature(last, found.start())
    body = "".join((*above, last[:start], last[found.end() :]))
    if said.heading:
        body = f"<p><strong>{escape(said.heading)}</strong></p>{body}"
    return FoundComment(
        key=key,
        author=name,
        posted=_moment(found, page.saved),
        posted_text=found[0],
        permalink=page.absolute(f"#{key}") if key else None,
        body=body,
    )


def _signature(markup: str, end: int) -> tuple[int, str | None]:
    """Return where the signature before a date begins, and whose it is."""
    start, name = end, None
    for link in _LINK.finditer(markup, max(0, end - _LONGEST_SIGNATURE), end):
        told = _USER.search(unquote(link["address"].replace("&amp;", "&")))
        user = told["name"].replace("_", " ") if told else None
        if user is None:
            continue
        if user != name:
            start, name = link.start(), user
    before = _BEFORE_NAME.search(markup, max(0, start - 200), start)
    return (before.start() if before and name else start), name


def _moment(found: re.Match[str], saved: dt.datetime | None) -> Moment | None:
    clock = _CLOCK.findall(found["date"])[-1]
    day = _BESIDE_CLOCK.sub("", found["date"].replace(clock, ""))
    return read_web_date(f"{day.strip()} {clock} ({found['zone']})", saved, True)


def _parents(
    sections: Sequence[Sequence[_Said]], comments: Sequence[FoundComment]
) -> list[int | str | None]:
    """Return whom each comment answers: by its id where it tells, else by the indents."""
    stamps = [_STAMPS.fullmatch(comment.key or "") for comment in comments]
    places = {stamp["own"]: place for place, stamp in enumerate(stamps) if stamp}
    parents: list[int | str | None] = []
    for section in sections:
        first = len(parents)
        for parent in parents_by_level([said.level for said in section]):
            stamp = stamps[len(parents)]
            told = places.get(stamp["answered"] or "") if stamp else None
            nested = None if parent is None else first + parent
            parents.append(nested if told is None else told)
    return parents
