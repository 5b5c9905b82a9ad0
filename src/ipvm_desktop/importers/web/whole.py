"""Pages that are text throughout, such as mails and chapters: all of their body is kept."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.importers.web.charset import encoding_issues, read_markup
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import SavedPage, WebPage
from ipvm_desktop.importers.web.pictures import Pictures


@dataclass(frozen=True, slots=True)
class WholePage:
    """All that stands in a page's body.

    Attributes:
        title: What its head calls it, or None.
        language: As it states, or None.
        html: Not sanitised; pictures name the library's.
        pictures: Those found, each once.
        images: How many pictures stand in it.
        images_missing: Of these, how many were not found.
        issues: What was found imperfect about it.
    """

    title: str | None
    language: str | None
    html: str
    pictures: tuple[Picture, ...]
    images: int
    images_missing: int
    issues: tuple[ImportIssue, ...]


def read_whole_page(page: SavedPage, importer: str) -> WholePage:
    """Read all of a page's body.

    Raises:
        CorruptFileError: It is blank, binary, or no markup.
    """
    decoded = read_markup(page, importer)
    parsed = parse(decoded.text, page.name, importer)
    root = parsed.root
    title = " ".join("".join(root.xpath("string(//title)")).split())
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    bodies = root.xpath("//body")
    body = bodies[0] if bodies else root
    pictures = Pictures(page)
    pictures.place(body)
    web_page = WebPage(root=root, url=page.url)
    for link in body.iter("a"):
        if (address := web_page.absolute(link.get("href"))) is not None:
            link.set("href", address)
    return WholePage(
        title=title or None,
        language=language or None,
        html=etree.tostring(body, encoding="unicode", method="html", with_tail=False),
        pictures=pictures.taken,
        images=pictures.shown,
        images_missing=pictures.missing,
        issues=(*page.issues, *encoding_issues(page, decoded), *parsed.issues),
    )
