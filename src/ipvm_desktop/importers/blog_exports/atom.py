"""Entries of Atom feeds (RFC 4287), with the threading extension (RFC 4685)."""

from __future__ import annotations

from html import escape

from lxml import etree

from ipvm_desktop.importers.xml.records import Element, child_of, fields_of, name_of, text_of


def person_of(entry: Element) -> dict[str, str]:
    """Return what an entry says of its author: ``atom:name``, ``atom:uri`` and the like."""
    author = child_of(entry, "atom:author")
    return {} if author is None else fields_of(author)


def link_of(entry: Element, relation: str) -> str:
    """Return the address of an entry's first link of a relation; "" where there is none."""
    for child in entry:
        if name_of(str(child.tag)) == "atom:link" and child.get("rel", "alternate") == relation:
            return str(child.get("href", ""))
    return ""


def was_removed(entry: Element) -> bool:
    """Whether Blogger says that a comment was deleted, of which it keeps the place."""
    return any(
        child.get("name") == "blogger.contentRemoved" and child.get("value") == "true"
        for child in entry
    )


def html_of(element: Element | None) -> str:
    """Return a text construct as HTML, whatever its type says that it is."""
    if element is None:
        return ""
    kind = element.get("type", "text").lower()
    if kind == "xhtml" or len(element):
        for child in element.iter():
            # Also without a prefix that nothing declares.
            local = str(child.tag).rpartition("}")[2].rpartition(":")[2]
            child.tag = local or "span"
        etree.cleanup_namespaces(element)
        inner = [etree.tostring(child, encoding="unicode", method="html") for child in element]
        return escape(element.text or "", quote=False) + "".join(inner)
    text = text_of(element)
    return text if "html" in kind else escape(text, quote=False)
