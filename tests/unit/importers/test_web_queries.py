"""Asking a page only for what its names allow finds all that asking for everything finds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import html

from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.comments._make import MarkedReader
from ipvm_desktop.importers.web.comments._select import Select, rows_on
from ipvm_desktop.importers.web.page import WebPage
from tests.unit.importers.test_web_comments import FIXTURES, page_of

PACKAGE = "ipvm_desktop.importers.web.comments"


def page(markup: str) -> WebPage:
    return WebPage(root=html.document_fromstring(f"<html><body>{markup}</body></html>"))


def modules() -> list[ModuleType]:
    return [module for name, module in sys.modules.items() if name.startswith(f"{PACKAGE}.")]


def values() -> Iterator[Any]:
    """Yield what the readers' modules and the readers themselves know."""
    for module in modules():
        yield from vars(module).values()
    for reader in READERS:
        for owner in (reader, type(reader)):
            yield from (getattr(owner, name) for name in dir(owner) if not name.startswith("__"))


SELECTS = list({id(each): each for each in values() if isinstance(each, Select)}.values())
MARKED = {each.rows for each in values() if isinstance(each, MarkedReader) and each.rows}
PATHS = sorted(
    MARKED
    | {
        each
        for each in values()
        if isinstance(each, str) and each.startswith("//") and "comment()" not in each
    }
)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_query_loses_anything(path: Path) -> None:
    asked = page_of(path)
    for select in SELECTS:
        assert select.on(asked) == select.all(asked.root)
        assert select.first_on(asked) is select.first(asked.root)
    for rows in PATHS:
        assert rows_on(asked, rows) == asked.root.xpath(rows)


def test_there_are_queries_of_each_kind() -> None:
    assert len(SELECTS) > 500
    assert len(MARKED) > 30


@pytest.mark.parametrize(
    ("selector", "markup"),
    [
        (".a.b", "<p class='c\tb  a'>one</p>"),
        ("p:not(.gone)", "<p>one</p>"),
        ("p:not([id=gone])", "<p>one</p>"),
        ("p[lang!=de]", "<p>one</p>"),
        ("p[id]", "<p id>one</p>"),
        ("#a p", "<div id=a><p>one</p></div>"),
        ("[data-x='two words'] > p", "<div data-x='two words'><p>one</p></div>"),
        ("[id^=post-]", "<p id='post-1'>one</p>"),
        ("[href*='&']", "<a href='/?a=1&amp;b=2'>one</a>"),
        ("[class~=b]", "<p class='a b'>one</p>"),
        ("p + p:empty", "<p>one</p><p></p>"),
        ("DIV", "<div>one</div>"),
    ],
)
def test_selectors_match_what_they_say(selector: str, markup: str) -> None:
    asked, select = page(markup), Select("#nowhere", selector)
    assert len(select.on(asked)) == 1
    assert select.on(asked) == [select.first_on(asked)]


def test_what_cannot_match_is_not_found() -> None:
    asked = page("<p class=ab id=cd>one</p>")
    for selector in (".a", "#d", ".ab .b", ".ab #e", "[id$=e]"):
        assert Select(selector).on(asked) == []
        assert Select(selector).first_on(asked) is None
    assert Select("#c").on(asked) == []


def test_paths_find_what_they_say() -> None:
    asked = page("<p class='a b'>one</p><b id=c-1>two</b><i>three</i>")
    has_b = "contains(concat(' ', @class, ' '), ' b ')"
    assert [each.tag for each in rows_on(asked, f"//*[{has_b} or @id='d']")] == ["p"]
    assert [each.tag for each in rows_on(asked, "//p[@id='e'] | //*[starts-with(@id, 'c-')]")] == [
        "b"
    ]
    assert [each.tag for each in rows_on(asked, "//p[@id='e'] | //i")] == ["i"]
    assert rows_on(asked, "//*[@id='e']") == []
