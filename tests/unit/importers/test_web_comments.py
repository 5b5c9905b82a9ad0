"""Every page in ``tests/data/web-comments`` has the discussion beside it that its reader finds.

A page lies in a folder named like its reader. Its address is its canonical link's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.discussion import FoundDiscussion
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import WebPage
from tests.expected import SAVED, assert_expected, plain

DATA = Path(__file__).parents[2] / "data" / "web-comments"
FIXTURES = sorted(DATA.glob("*/*.html"))


def page_of(path: Path) -> WebPage:
    """Parse a page as if it had been saved at ``SAVED``."""
    root = parse(path.read_text(encoding="utf-8"), path.name, "web-page").root
    canonical = root.xpath("//link[@rel='canonical']/@href")
    return WebPage(root=root, url=str(canonical[0]) if canonical else None, saved=SAVED)


def found_on(page: WebPage) -> FoundDiscussion | None:
    """Return what the first reader that finds comments finds."""
    discussions = (reader.read(page) for reader in READERS)
    return next((each for each in discussions if each is not None and each.comments), None)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_discussion_of_a_page_is_found(path: Path) -> None:
    page = page_of(path)
    reader = next(each for each in READERS if each.name == path.parent.name)
    found = plain(reader.read(page))
    assert_expected(found, path.with_suffix(".expected.json"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_goes_to_the_reader_of_its_make(path: Path) -> None:
    found = found_on(page_of(path))
    reader = next(each for each in READERS if each.name == path.parent.name)
    own = reader.read(page_of(path))
    assert own is not None
    if own.comments:
        assert found is not None
        assert found.make == own.make


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.name))
def test_each_reader_has_a_page(reader: Any) -> None:
    assert any(path.parent.name == reader.name for path in FIXTURES)


def test_each_reader_has_pages_of_its_own() -> None:
    assert {path.parent.name for path in FIXTURES} == {reader.name for reader in READERS}
