"""Parts of a page as fragments of HTML: links in full, pictures as the library's."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from ipvm_desktop.importers.web.addresses import joined
from ipvm_desktop.importers.web.embedded import put_links
from ipvm_desktop.importers.web.listings import tidy_listings
from ipvm_desktop.importers.web.markup import parse_fragment
from ipvm_desktop.importers.web.matching import letters
from ipvm_desktop.importers.web.pictures import Pictures

_HIGHEST_HEADINGS = 3


class Fragments:
    """Makes fragments of one page's elements."""

    def __init__(self, root: HtmlElement, url: str | None, pictures: Pictures) -> None:
        """Look for the page's base, which its relative links start from."""
        base = root.find(".//base[@href]")
        self._base = _joined(url or "", "" if base is None else base.get("href", ""))
        self._pictures = pictures

    def article(self, element: HtmlElement, title: str | None) -> str:
        """Return an article's body without the heading that is its title."""
        for head in list(element.iter("h1", "h2"))[:_HIGHEST_HEADINGS]:
            if title and letters(head.text_content()) == letters(title):
                # Also where it is all there is: then the body is empty.
                head.clear(keep_tail=True)
        put_links(element)
        tidy_listings(element)
        _drop_marks(element)
        return self._fragment(element)

    def comment(self, body: str) -> str:
        """Return a comment's body."""
        if "<img" not in body and "href=" not in body and "<picture" not in body:
            return body
        return self._fragment(parse_fragment(body))

    def _fragment(self, element: HtmlElement) -> str:
        self._pictures.place(element)
        for link in element.iter("a"):
            address = _joined(self._base, link.get("href") or "")
            if link.get("href") and address:
                link.set("href", address)
        return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _drop_marks(element: HtmlElement) -> None:
    """Take the links to themselves out of headings, which are signs such as "¶" alone."""
    for head in element.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for link in list(head.iter("a")):
            if "#" in (link.get("href") or "") and not letters(link.text_content()):
                link.drop_tree()


def _joined(base: str, address: str) -> str:
    """Return an address in full, or "" where that cannot be."""
    try:
        return joined(base, address)
    except ValueError:
        return ""
