"""Pages of endless elements are read within bounds, and what they say is kept."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments.generic import GenericReader
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import SavedPage, WebPage
from ipvm_desktop.importers.web.reader import read_page

COMMENT = (
    "<div class='comment'><b class='author'>Ann Lee {0}</b> <time>March 3, 2021</time>"
    "<p>The gate {0} was replaced.</p></div>"
)


def page(markup: str) -> WebPage:
    return WebPage(root=parse(f"<html><body>{markup}</body></html>", "page.html", "web-page").root)


def test_an_article_of_endless_short_lines_keeps_them_all() -> None:
    lines = "".join(f"<li>line {n}" for n in range(12_000))
    markup = f"<html><body><h1>Gates</h1><table><tr>{lines}</table></body></html>"
    document = read_page(SavedPage(name="page.html", content=markup.encode()), "web-page")
    assert document.title == "Gates"
    assert document.body_text.count("line ") == 12_000
    assert document.comments == ()


def test_comments_of_an_unknown_make_are_found_on_pages_of_reason() -> None:
    comments = "".join(COMMENT.format(n) for n in range(40))
    found = GenericReader().read(page(f"<div id='comments'>{comments}</div>"))
    assert found is not None
    assert len(found.comments) == 40
    # Far too many elements for any page of comments.
    assert (
        GenericReader().read(page(f"<div id='comments'>{comments}</div>{'<br>x' * 250_000}"))
        is None
    )


def test_comments_of_an_unknown_make_are_not_looked_for_among_endless_blocks() -> None:
    comments = "".join(COMMENT.format(n) for n in range(50_001))
    assert GenericReader().read(page(f"<div id='comments'>{comments}</div>")) is None
