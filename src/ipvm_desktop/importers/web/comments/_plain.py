"""Posts in the archives that forums show to search engines: a name, a date and a text each."""

from __future__ import annotations

from collections.abc import Iterator

from ipvm_desktop.importers.web.comments._post import Post, stated
from ipvm_desktop.importers.web.comments._select import Select, above
from ipvm_desktop.importers.web.page import WebPage


def plain_posts(page: WebPage, texts: Select, name: Select, date: Select) -> Iterator[Post]:
    """Yield the posts of an archive's page.

    Args:
        page: The page.
        texts: Their texts, each right in its post.
        name: In a post, who wrote it.
        date: In a post, when.
    """
    for text in texts.on(page):
        element = next(above(text))
        yield Post(
            element=element,
            key=None,
            parts=(text,),
            author=name.text(element),
            dates=stated(date.text(element)),
        )
