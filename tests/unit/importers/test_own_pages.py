"""Pages that the program exported: each article on one is a page of its own."""

from __future__ import annotations

from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.web.own_pages import SIGN, pages_in
from ipvm_desktop.importers.web_page import WebPageImporter
from ipvm_desktop.paths import resource

LINK = '<a itemprop="url" href="https://a.example/?a=1&amp;b=2">x</a>'


def section(number: int, header: str, body: str, language: str = "") -> str:
    return (
        f'<article class="page" id="a{number}"{language} itemscope'
        f' itemtype="https://schema.org/Article">\n<header>{header}</header>\n'
        f'<div itemprop="articleBody"><p>{body}</p></div>\n</article>\n'
    )


PAGE = SIGN + b"<body><nav><h2>Contents</h2></nav>\n" + "".join((
    section(1, f'<h1 itemprop="headline">Gates &lt;1&gt;</h1>{LINK}', "It rained.", ' lang="de"'),
    section(2, "", f'See {LINK}. It <a class="origin" href="#a1">↑ Bo</a>stopped.'),
)).encode()  # fmt: skip


def test_each_article_is_read() -> None:
    first, second = WebPageImporter().read(Source.from_bytes(PAGE, "two.html"))
    assert (first.title, first.url, first.language) == (
        "Gates <1>",
        "https://a.example/?a=1&b=2",
        "de",
    )
    assert first.body_text == "It rained."
    assert (second.title, second.url, second.language) == ("two", None, None)
    assert second.body_text == "See x. It stopped."


def test_other_pages_are_not_taken_apart() -> None:
    assert list(pages_in(Source.from_bytes(PAGE.removeprefix(SIGN), "two.html"))) == []
    assert SIGN.decode() in resource("templates/export.html").read_text(encoding="utf-8")
