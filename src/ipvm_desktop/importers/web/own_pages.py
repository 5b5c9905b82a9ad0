"""Pages that the program exported itself: each article on one is read as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ipvm_desktop.importers._pieces import pieces_of
from ipvm_desktop.importers.base import Source

SIGN = b'<meta name="generator" content="ipvm-desktop">'

BODY = '//div[@itemprop="articleBody"]'
"""Where the text of each stands, as an XPath."""

# Bodies are sanitised, so nothing in them looks like this.
_ARTICLE = re.compile(rb'<article class="page" id="a\d+"(?: lang="([\w-]{1,40})")?')
_BOUNDARY = re.compile(rb"^(?=" + _ARTICLE.pattern + rb"\s)", re.MULTILINE)
_TITLE = re.compile(rb'<h1 itemprop="headline">(.*?)</h1>', re.DOTALL)
_ADDRESS = re.compile(rb'<a itemprop="url" href="([^"]*)"')
_CREDITS = re.compile(
    rb'<span itemprop="author">.*?</span>|<time itemprop="datePublished".*?</time>', re.DOTALL
)
_HEADER_END = b"</header>"
# What the export adds to the texts: whom a quote quotes, and who quotes this.
_ADDED = re.compile(rb'<a class="origin" [^>]*>[^<]*</a>|<p class="quoters">.*?</p>', re.DOTALL)
_PAGE = b"""<!DOCTYPE html>
<html lang="%s"><head><meta charset="utf-8"><title>%s</title></head><body>
%s itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">%s</h1><p>%s</p>
%s</body></html>"""


def pages_in(source: Source) -> Iterator[tuple[bytes, str | None]]:
    """Yield each article of an exported page as markup, with its address or None.

    Nothing comes of other pages. An export may be larger than the memory.

    Raises:
        ImportFileError: A single article is larger than a source may be.
    """
    if SIGN not in source.head:
        return
    for piece in pieces_of(source, _BOUNDARY):
        match = _ARTICLE.match(piece)
        if match is None:
            # What stands before the first.
            continue
        header, _, body = piece.partition(_HEADER_END)
        title, address = _TITLE.search(header), _ADDRESS.search(header)
        words = title[1] if title else b""
        url = None if address is None else unescape(address[1].decode("utf-8", "replace"))
        stated = b" ".join(_CREDITS.findall(header))
        yield (
            _PAGE % (match[1] or b"", words, match[0], words, stated, _ADDED.sub(b"", body)),
            url,
        )
