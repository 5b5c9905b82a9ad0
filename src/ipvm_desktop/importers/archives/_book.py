"""What an EPUB says of itself: its chapters in order, their names, and its authors.

EPUB 3.3 (W3C), EPUB 2.0.1 with its NCX (IDPF). Names of elements are taken without their
namespaces, which many books get wrong.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from ipvm_desktop.importers.archives._zip import ZipError, ZipMembers

_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_PAGE_NAMES = (".xhtml", ".html", ".htm", ".xml")
_CONTAINER = "META-INF/container.xml"
_AUTHORS = frozenset({"", "aut"})
_MOST_CHAPTERS = 5000


class BookError(Exception):
    """The book cannot be read; the text says why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says of itself.

    Attributes:
        title: None where it states none.
        authors: In the stated order, without translators and the like.
        date: Of publication, as stated; or None.
        language: Or None.
        identifier: Or None.
        chapters: Names of the members that hold them, in reading order.
        labels: By member, what the table of contents calls the chapter.
        encrypted: The members that only the shop's program can read.
        ordered: Whether the order is the book's own; otherwise it is that of the names.
    """

    title: str | None
    authors: tuple[str, ...]
    date: str | None
    language: str | None
    identifier: str | None
    chapters: tuple[str, ...]
    labels: dict[str, str]
    encrypted: frozenset[str]
    ordered: bool


def read_book(members: ZipMembers) -> Book:
    """Read what a book says of itself, as far as it can be read.

    Raises:
        BookError: Nothing in the archive is a chapter.
    """
    place = _package_place(members)
    package = _tree(members, place)
    folder = posixpath.dirname(place or "")
    manifest = {each.get("id", ""): each for each in _elements(package, "item")}
    # Whatever is listed many times is a chapter once.
    chapters = tuple(dict.fromkeys(_chapters(package, manifest, folder)))
    ordered = bool(chapters)
    if not ordered:
        pages = (name for name in members.names if name.lower().endswith(_PAGE_NAMES))
        chapters = tuple(sorted(name for name in pages if not name.startswith("META-INF/")))
    if not chapters:
        raise BookError("there is no chapter in it")
    creators = [each for each in _elements(package, "creator") if _role(package, each) in _AUTHORS]
    return Book(
        title=_first_text(package, "title"),
        authors=tuple(dict.fromkeys(filter(None, map(_text, creators)))),
        date=_date(package),
        language=_first_text(package, "language"),
        identifier=_first_text(package, "identifier"),
        chapters=chapters[:_MOST_CHAPTERS],
        labels=_labels(members, manifest, folder),
        encrypted=frozenset(_encrypted(members)),
        ordered=ordered,
    )


def member_name(folder: str, address: str) -> str:
    """Return the name of the member that an address in a folder's file means."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/") if path else ""


def _package_place(members: ZipMembers) -> str | None:
    roots = _elements(_tree(members, _CONTAINER), "rootfile")
    stated = (root.get("full-path", "") for root in roots)
    found = (name for name in members.names if name.lower().endswith(".opf"))
    return next((name for name in stated if name in members.names), None) or next(found, None)


def _chapters(
    package: etree._Element | None, manifest: dict[str, etree._Element], folder: str
) -> Iterator[str]:
    """Yield the chapters in reading order, without covers and tables of contents."""
    kinds = {
        member_name(folder, each.get("href", "")): each.get("type", "")
        for each in _elements(package, "reference")
    }
    for itemref in _elements(package, "itemref"):
        entry = manifest.get(itemref.get("idref", ""))
        if entry is None or entry.get("media-type", "") not in _PAGES:
            continue
        name = member_name(folder, entry.get("href", ""))
        is_listing = "nav" in entry.get("properties", "").split() or kinds.get(name) == "toc"
        if name and not is_listing:
            yield name


def _labels(
    members: ZipMembers, manifest: dict[str, etree._Element], folder: str
) -> dict[str, str]:
    """Return what the table of contents calls each member, where it names it as a whole.

    Where it names several places in one, the outermost one of them is meant.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in manifest.values():
        is_nav = "nav" in entry.get("properties", "").split()
        if not is_nav and entry.get("media-type") != "application/x-dtbncx+xml":
            continue
        place = member_name(folder, entry.get("href", ""))
        tree = _tree(members, place)
        entries = _nav_entries(tree) if is_nav else _ncx_entries(tree)
        named: dict[str, list[tuple[int, str]]] = {}
        for depth, address, label in entries:
            name = member_name(posixpath.dirname(place), address)
            if label:
                named.setdefault(name, []).append((depth if "#" in address else -1, label))
        found = {**named, **found} if is_nav is False else {**found, **named}
    labels = {}
    for name, entries_of in found.items():
        counts = Counter(depth for depth, _ in entries_of)
        top = min(counts)
        if top < 0 or counts[top] == 1:
            labels[name] = next(label for depth, label in entries_of if depth == top)
    return labels


def _nav_entries(tree: etree._Element | None) -> Iterator[tuple[int, str, str]]:
    listings = list(_elements(tree, "nav"))
    tables = [each for each in listings if "toc" in "".join(each.attrib.values()).split()]
    for table in (tables or listings)[:1]:
        for link in _elements(table, "a"):
            depth = sum(etree.QName(each).localname == "ol" for each in link.iterancestors())
            yield depth, link.get("href", ""), _text(link)


def _ncx_entries(tree: etree._Element | None) -> Iterator[tuple[int, str, str]]:
    for point in _elements(tree, "navPoint"):
        depth = sum(1 for _ in point.iterancestors())
        label = next((_text(each) for each in _elements(point, "text")), "")
        address = next((each.get("src", "") for each in _elements(point, "content")), "")
        yield depth, address, label


def _role(package: etree._Element | None, creator: etree._Element) -> str:
    """Return the MARC code of what somebody did for the book; "" where it is not stated."""
    for name, value in creator.attrib.items():
        if etree.QName(name).localname == "role":
            return value
    refined = f"#{creator.get('id', '')}"
    for meta in _elements(package, "meta"):
        if meta.get("refines") == refined and meta.get("property") == "role":
            return _text(meta)
    return ""


def _date(package: etree._Element | None) -> str | None:
    """Return when the book was published: the date of that event, or the first one."""
    dates = []
    for date in _elements(package, "date"):
        events = [value for name, value in date.attrib.items() if name.endswith("event")]
        dates.append((events != ["publication"], bool(events), _text(date)))
    return min(dates)[2] or None if dates else None


def _encrypted(members: ZipMembers) -> Iterator[str]:
    for reference in _elements(_tree(members, "META-INF/encryption.xml"), "CipherReference"):
        yield member_name("", reference.get("URI", ""))


def _first_text(package: etree._Element | None, name: str) -> str | None:
    return next(filter(None, map(_text, _elements(package, name))), None)


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _elements(tree: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if tree is None else tree.iter(f"{{*}}{name}")


def _tree(members: ZipMembers, name: str | None) -> etree._Element | None:
    """Return a member as a tree; None where it is missing or no XML. Nothing is fetched."""
    try:
        content = members.read(name) if name else None
    except ZipError:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser) if content else None
    except etree.XMLSyntaxError:
        return None
