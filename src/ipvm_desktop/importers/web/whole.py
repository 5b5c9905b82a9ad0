"""Pages that are text throughout, such as mails and chapters: all of their body is kept."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ipvm_desktop.importers.web.charset import read_markup
from ipvm_desktop.importers.web.fragments import Fragments
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import SavedPage
from ipvm_desktop.importers.web.pictures import Pictures

# The pages of the printed book stand in the middle of sentences.
_PAGE_NUMBERS = "//body//*[@*[name() = 'epub:type'] = 'pagebreak' or @role = 'doc-pagebreak']"


class WholePage:
    """All that stands in a page's body.

    Attributes:
        title: What the page's head calls it, or None.
        heading: Its first heading, or None.
        language: As it states, or None.
        pictures: Those that the body shows; complete after ``body``.
        issues: What was found imperfect about it.
    """

    def __init__(self, page: SavedPage, importer: str) -> None:
        """Parse a page.

        Raises:
            CorruptFileError: It is blank, binary, or no markup.
        """
        markup = read_markup(page, importer)
        parsed = parse(markup.text, page.name, importer)
        self._root: HtmlElement = parsed.root
        for number in self._root.xpath(_PAGE_NUMBERS):
            number.drop_tree()
        self.title = _text(next(iter(self._elements("title")), None))
        self.heading = next(filter(None, map(_text, self._elements("h1", "h2", "h3"))), None)
        self.language = self._root.get("lang") or self._root.get("xml:lang") or None
        self.pictures = Pictures(page.part)
        self.issues = (*page.issues, *markup.issues, *parsed.issues)
        self._fragments = Fragments(self._root, page.url, self.pictures)

    def body(self, title: str | None) -> str:
        """Return the body as HTML that is not sanitised, without the heading that is its title."""
        body = self._root.find("body")
        return self._fragments.article(self._root if body is None else body, title)

    def _elements(self, *names: str) -> Iterator[HtmlElement]:
        return self._root.iter(*names)


def _text(element: HtmlElement | None) -> str | None:
    return None if element is None else " ".join(element.text_content().split()) or None
