"""The one allow-list for HTML that enters the library.

What comes out holds no scripts, styles, ids, remote pictures or relative links (the library's
own pictures stay, see ``domain.document.Picture``), nests
at most ``MAX_DEPTH`` deep, and does not change when it is sanitised again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import nh3

from ipvm_desktop.domain.document import PICTURE_SCHEME
from ipvm_desktop.fragment import (
    BLOCK_TAGS,
    HEADING_TAGS,
    MISSING_PICTURE,
    MISSING_PICTURE_TEXT,
    PICTURE_LINE,
    VOID_TAGS,
    Token,
    clean_text,
    headings_of,
    html_to_text,
    limit_attributes,
    tag_names,
    text_to_html,
    tokens,
)

__all__ = [
    "MAX_DEPTH",
    "MISSING_PICTURE",
    "MISSING_PICTURE_TEXT",
    "PICTURE_LINE",
    "clean_text",
    "headings_of",
    "html_to_text",
    "removed_markup",
    "sanitize",
    "text_to_html",
]

MAX_DEPTH = 100

_INLINE = tag_names("a b cite code del em i ins kbd mark q s samp small strong sub sup u")
_KEPT = BLOCK_TAGS | _INLINE | {"br"}
# Dropping these tags would glue two blocks of text together, so they become plain blocks.
_BLOCKS = tag_names(
    "address article aside center details dialog fieldset figcaption figure footer form header "
    "hgroup main nav section summary"
)
_DROPPED_WHOLE = tag_names(
    "audio button canvas iframe math noembed noframes object script select style svg template "
    "textarea title video"
)
_TAGS = _KEPT | _BLOCKS | {"img"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
_CLASSES = {"p": {"missing-picture"}}
_VALUES = {
    "href": re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20]+", re.IGNORECASE),
    "alt": re.compile(r".*", re.DOTALL),
    "src": re.compile(PICTURE_SCHEME + r":[0-9a-f]{64}"),
    "class": re.compile(r".*", re.DOTALL),
    "start": re.compile(r"-?[0-9]{1,6}"),
    "align": re.compile(r"left|center|right"),
    # Enormous cells would make any table layout run out of memory.
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
}

# A picture's placeholder is a paragraph and may not stand inside these.
_PHRASING_ONLY = HEADING_TAGS | _INLINE | {"p", "pre"}
_EMPTY_IS_NOTHING = _KEPT - tag_names("br code dd dt hr kbd li samp td th")
_PASSES = 6
_MANY_SLOW = 5_000
_RUN = 500
# Characters whose UTF-8 begins like that of the no-break space make the writer look twice.
_SLOW = re.compile("[&\x80-\xbf]")
_TAG_OR_SLOW = re.compile("<[^<>]*>|[&\x80-\xbf]")

_LAYOUT_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", re.IGNORECASE)
# Tags that HTML itself closes sooner or later, so that a missing end tag means nothing.
_SELF_CLOSING = VOID_TAGS | tag_names(
    "area base col dd dt embed input li link meta option p param source tbody td tfoot th thead "
    "tr track wbr"
)

_ACTIVE_TAG = re.compile(
    r"<(audio|base|button|canvas|embed|form|frame|iframe|input|link|math|meta|object|script|"
    r"select|style|svg|template|textarea|video)(?=[\s/>])",
    re.IGNORECASE,
)
_ACTIVE_ATTRIBUTE = re.compile(r"<[a-z][^<>]*?[\s\"'/](on[a-z]+)\s*=", re.IGNORECASE)
_ACTIVE_ADDRESS = re.compile(r"=\s*[\"']?\s*(javascript|vbscript|data|file):", re.IGNORECASE)


def _attribute_value(tag: str, name: str, value: str) -> str | None:  # noqa: ARG001
    # nh3 asks for every attribute of every tag, also for those that it drops afterwards.
    pattern = _VALUES.get(name)
    return value if pattern is not None and pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute_value,
    link_rel=None,
    url_schemes={"http", "https", "mailto", PICTURE_SCHEME},
    allowed_classes=_CLASSES,
)


def sanitize(html: str) -> str:
    """Return the safe part of an HTML fragment; the result is stable under sanitising.

    Pictures that are not the library's become ``MISSING_PICTURE``, followed by their
    alternative text in a paragraph of its own. Any string is taken, at any depth;
    nothing is raised.
    """
    current = _limit_depth(limit_attributes(clean_text(html)))
    for _ in range(_PASSES):
        cleaned = _one_pass(current)
        if cleaned == current:
            return cleaned
        current = cleaned
    # Markup so broken that each reading differs from the last: its words are what matters.
    return text_to_html(html_to_text(current))


def removed_markup(html: str) -> tuple[str, ...]:
    """Name the active parts that ``sanitize()`` takes out, sorted: "onclick", "script"."""
    patterns = (_ACTIVE_TAG, _ACTIVE_ATTRIBUTE, _ACTIVE_ADDRESS)
    return tuple(sorted({match.lower() for p in patterns for match in p.findall(html)}))


def _one_pass(html: str) -> str:
    # A reference such as "&#1;" has become what it stands for.
    return _Tidier().tidy(tokens(clean_text(_CLEANER.clean(_divided(html)))))


def _divided(html: str) -> str:
    """Put empty comments into texts with thousands of slow characters; they vanish in cleaning.

    The time of nh3 grows with the square of the references and no-break spaces in one text.
    """
    if len(_SLOW.findall(html)) <= _MANY_SLOW:
        return html
    count = 0

    def divided(match: re.Match[str]) -> str:
        nonlocal count
        if match[0][0] == "<":
            return match[0]
        count += 1
        return match[0] if count % _RUN else f"<!---->{match[0]}"

    return _TAG_OR_SLOW.sub(divided, html)


def _limit_depth(html: str) -> str:
    """Drop tags nested beyond reason, because parsing time grows with depth squared."""
    if html.count("<") <= MAX_DEPTH:
        return html
    depth = 0
    dropped = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth, dropped
        if match[2].lower() in _SELF_CLOSING:
            return match[0]
        if match[1]:
            if dropped:
                dropped -= 1
                return ""
            depth = max(0, depth - 1)
        elif depth >= 2 * MAX_DEPTH:
            dropped += 1
            return ""
        else:
            depth += 1
        return match[0]

    # Behind the last end of a tag each start would be followed to the end, in vain.
    end = html.rfind(">") + 1
    return _LAYOUT_TAG.sub(kept, html[:end]) + html[end:]


class _Tidier:
    """Rewrites what nh3 let through: pictures, plain blocks, depth, empty paragraphs."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[tuple[str, str, bool]] = []  # name, start tag, whether it was written
        self._depth = 0

    def tidy(self, stream: Iterable[Token]) -> str:
        """Return the tokens as one fragment; nh3 has balanced the tags."""
        for token in stream:
            if not token.name:
                self._text(token.text)
            elif token.name == "img" and "src" not in token.attributes:
                self._missing_picture(token)
            elif token.name in VOID_TAGS:
                self._out.append(token.text)
            elif token.closing:
                self._pop()
            else:
                self._start(token)
        return "".join(self._out).strip()

    def _text(self, text: str) -> None:
        # HTML ignores a line end right after <pre>, so it would vanish at the next reading.
        if self._out and self._out[-1] == "<pre>":
            text = text.lstrip("\n")
        if text:
            self._out.append(text.replace("&nbsp;", "\xa0"))

    def _start(self, token: Token) -> None:
        name, text = token.name, token.text
        if name in _BLOCKS:
            name, text = "div", "<div>"
        elif name == "p" and text == '<p class="">':
            text = "<p>"
        written = self._depth < MAX_DEPTH and text != "<a>"
        if written:
            self._out.append(text)
            self._depth += 1
        self._open.append((name, text, written))

    def _pop(self) -> None:
        name, text, written = self._open.pop()
        if not written:
            return
        self._depth -= 1
        if name in _EMPTY_IS_NOTHING:
            if self._out[-1] == text:
                self._out.pop()
                return
            if self._out[-1].isspace() and self._out[-2] == text:
                del self._out[-2]
                return
        self._out.append(f"</{name}>")

    def _missing_picture(self, token: Token) -> None:
        """Write the placeholder outside of paragraphs and inline markup, then reopen them."""
        first = next(
            (i for i, (name, _, _) in enumerate(self._open) if name in _PHRASING_ONLY),
            len(self._open),
        )
        reopened = self._open[first:]
        while len(self._open) > first:
            self._pop()
        self._out.append(MISSING_PICTURE)
        caption = " ".join(token.attributes.get("alt", "").split())
        if caption and caption != MISSING_PICTURE_TEXT:
            self._out.append(f"<p><em>{escape(caption, quote=False)}</em></p>")
        for name, text, written in reopened:
            self._open.append((name, text, written))
            if written:
                self._out.append(text)
                self._depth += 1
