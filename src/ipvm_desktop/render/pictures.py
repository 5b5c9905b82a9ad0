"""The pictures that sanitised bodies show: which they are, and putting them into a page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from ipvm_desktop.domain.document import PICTURE_SCHEME, Picture
from ipvm_desktop.fragment import MISSING_PICTURE, MISSING_PICTURE_TEXT

PictureSource = Callable[[str], Picture | None]
"""Gives the picture of a digest, or None where there is none."""

IMG = re.compile(rf'<img\b[^>]*?\ssrc="{PICTURE_SCHEME}:([0-9a-f]{{64}})"[^>]*>')
"""A picture's tag in a sanitised body; the group is its digest."""

_ALONE = re.compile(rf"<p>\s*({IMG.pattern})\s*</p>")
_ALT = re.compile(r'\salt="([^"]*)"')


def no_pictures(_sha256: str) -> None:
    """Give none, as the source of a library without pictures would."""


def digests(bodies: Iterable[str]) -> list[str]:
    """Return the digests of the pictures that some bodies show, each once, in order."""
    return list(dict.fromkeys(digest for body in bodies for digest in IMG.findall(body)))


def alt_text(tag: str) -> str:
    """Return the words that stand for a picture, as one line; "" where there are none."""
    found = _ALT.search(tag)
    return " ".join(unescape(found[1]).split()) if found else ""


def sized(html: str, sizes: Mapping[str, tuple[int, int]]) -> str:
    """Return a body whose pictures state their size, with their words as a hint.

    Args:
        html: A sanitised body.
        sizes: Width and height by digest; in place of other pictures stands a placeholder.
    """
    if "<img" not in html:
        return html

    def alone(match: re.Match[str]) -> str:
        if match[2] in sizes:
            return match[0]
        words = escape(alt_text(match[1]))
        return MISSING_PICTURE + (f"<p><em>{words}</em></p>" if words else "")

    def shown(match: re.Match[str]) -> str:
        words = escape(alt_text(match[0]))
        if match[1] not in sizes:
            return f'<span class="gone">[{words or MISSING_PICTURE_TEXT}]</span>'
        width, height = sizes[match[1]]
        hint = f' title="{words}"' if words else ""
        address = f"{PICTURE_SCHEME}:{match[1]}"
        return f'<img src="{address}" width="{width}" height="{height}"{hint}>'

    return IMG.sub(shown, _ALONE.sub(alone, html))


def data_address(picture: Picture) -> str:
    """Return a ``data:`` address (RFC 2397) that holds a picture."""
    content = base64.b64encode(picture.content).decode("ascii")
    return f"data:{picture.media_type};base64,{content}"
