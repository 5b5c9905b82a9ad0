"""Pages as a browser copies them: "select all" and "copy", as plain text.

A browser puts blocks on lines of their own, paragraphs apart by a blank line, and cells of tables
apart by tabs; it leaves out what is hidden (HTML Standard, "innerText getter"). Style sheets are
not read. What they do in the makes that this project reads is kept here: rows of buttons stand in
one line each, and what only opens on a click is not there.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_HIDDEN = frozenset(
    ("head", "script", "style", "template", "noscript", "object", "iframe", "svg", "select",
     "option", "textarea", "input", "canvas", "audio", "video", "math", "area", "map", "datalist")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
     "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
     "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
     "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
     "tr", "ul", "shreddit-comment", "shreddit-post")
)  # fmt: skip
_APART = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "figure")
)
_CELLS = frozenset(("td", "th"))
_ROWS = re.compile(
    r"\b(?:flat-list|inline|linklist|buttons|tagline|action-?bar|listInline|ipsList_inline|"
    r"message-attribution-main|publicControls|privateControls|comment-actions|entry-likes)\b"
)
_FOLDED = frozenset(
    (
        "dropdown-menu",
        "menu-content",
        "modal",
        "ipsMenu",
        "tooltip",
        "js-hide",
        "d-none",
        "ipsTime__short",
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def copied(root: HtmlElement) -> str:
    """Return the text that a copy of a page has."""
    parts: list[str] = []
    # What is still to be done, the next last: an element's start, or text behind its end.
    todo: list[tuple[HtmlElement | None, str, bool, bool]] = [(root, "", False, False)]
    while todo:
        element, text, in_row, is_pre = todo.pop()
        if element is None:
            parts.append(text if is_pre else _SPACE.sub(" ", text))
            continue
        if not isinstance(element.tag, str) or _is_hidden(element):
            continue
        tag = element.tag.lower()
        if tag == "br":
            parts.append("\n")
            continue
        in_row = in_row or (_ROWS.search(element.get("class", "")) is not None and tag != "div")
        is_pre = is_pre or tag == "pre"
        before, after = _bounds(tag, in_row=in_row)
        parts.append(before)
        todo.append((None, after, in_row, True))
        for child in reversed(element):
            todo.append((None, child.tail or "", in_row, is_pre))
            todo.append((child, "", in_row, is_pre))
        todo.append((None, element.text or "", in_row, is_pre))
    return _joined("".join(parts))


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style", "").replace(" ", "").casefold()
    return (
        element.tag in _HIDDEN
        or "hidden" in element.attrib
        or "display:none" in style
        or not _FOLDED.isdisjoint(element.get("class", "").split())
    )


def _bounds(tag: str, *, in_row: bool) -> tuple[str, str]:
    """Return what stands before and behind an element: ends of lines, of paragraphs, or cells.

    ``\\x01`` ends a line, ``\\x02`` a paragraph.
    """
    if in_row and tag == "li":
        return "", " "
    if in_row and tag in {"ul", "ol", "p"}:
        return "\x01", "\x01"
    if tag in _CELLS:
        return "", "\t"
    if tag in _APART:
        return "\x02", "\x02"
    return ("\x01", "\x01") if tag in _BLOCKS else ("", "")


def _joined(text: str) -> str:
    text = re.sub(r" *[\x01\x02][\x01\x02 ]*", lambda m: "\n\n" if "\x02" in m[0] else "\n", text)
    lines = [line.strip(" ").rstrip("\t") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
