"""A saved web page: its markup as a tree, and the parts that were saved with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.fragment import clean_text
from ipvm_desktop.importers._addresses import host_of
from ipvm_desktop.importers.web.addresses import joined

_ALL_VALUES = etree.XPath("//@*", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that was saved with a page, such as a picture.

    Attributes:
        media_type: As declared, or "" where nothing declares it.
        content: The bytes.
    """

    media_type: str
    content: bytes = field(repr=False)


def no_parts(_address: str) -> Part | None:
    """Find no part, for a page that was saved without any."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page as a file or an archive holds it, not parsed yet.

    Attributes:
        name: The file's name, for a title where the page has none.
        content: The markup's bytes.
        charset: What stands outside of the markup about its encoding, such as a header; or None.
        url: Where it was saved from, as the file or archive tells, or None.
        saved: When it was saved, as the file or archive tells, or None.
        modified: When the file was last written, which is the best guess at when it was saved.
        body: XPath of the element that holds the article's text and nothing else. None where it
            has to be found.
        part: Returns what was saved for an address as it stands in the page (relative or not,
            ``cid:`` as well), or None. It never fetches anything.
        issues: What was found imperfect about the file already.
    """

    name: str
    content: bytes = field(repr=False)
    charset: str | None = None
    url: str | None = None
    saved: dt.datetime | None = None
    modified: dt.datetime | None = None
    body: str | None = None
    part: Callable[[str], Part | None] = no_parts
    issues: tuple[ImportIssue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WebPage:
    """A page as a tree. Readers of comments look at it and leave it as it is.

    Attributes:
        root: The ``html`` element.
        url: The address of the page, canonical where the page says so, or None.
        saved: When it was saved: what "3 hours ago" counts from. None where unknown.
    """

    root: HtmlElement
    url: str | None = None
    saved: dt.datetime | None = None

    @cached_property
    def values(self) -> str:
        """The values of all attributes, between spaces.

        Looking at them once tells most readers of comments that a page is none of theirs.
        """
        return f" {' '.join(_ALL_VALUES(self.root))} "

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of ``values``, every class and id among them."""
        return frozenset(self.values.split())

    @cached_property
    def host(self) -> str:
        """The address's host without ``www.``, in lower case; "" where unknown."""
        return host_of(self.url) or ""

    @cached_property
    def generator(self) -> str:
        """What made the page, as its ``meta`` elements say, in lower case; or ""."""
        found = self.root.xpath("//meta[translate(@name, 'GENRATO', 'genrato') = 'generator']")
        return " ".join(str(meta.get("content", "")).lower() for meta in found)

    @cached_property
    def heading(self) -> str:
        """The text of the first heading of the first level in one line; "" without any."""
        found = self.root.find(".//h1")
        return "" if found is None else " ".join(str(found.text_content()).split())

    @cached_property
    def _base(self) -> str:
        """What relative addresses start from, as HTML's ``base`` element says."""
        base = self.root.find(".//base[@href]")
        try:
            return joined(self.url, "" if base is None else base.get("href", ""))
        except ValueError:
            return self.url or ""

    def absolute(self, address: str | None) -> str | None:
        """Return a web address of the page in full, or None where that cannot be."""
        if not address:
            return None
        try:
            full = joined(self._base, address)
        except ValueError:
            return None
        # A tree takes no control characters.
        is_fit = full.startswith(("http://", "https://")) and clean_text(full) == full
        return full if is_fit else None
