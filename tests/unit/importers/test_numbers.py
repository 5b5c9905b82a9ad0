"""Counts and numbers of posts that no page has: thousands of digits, and digits that are none."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.person import split_pseudonym
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.pasted.posts import counts_in
from ipvm_desktop.importers.web.comments._reading import count_in
from ipvm_desktop.importers.web.comments._sections import declared_in
from ipvm_desktop.importers.web.comments._select import number_in
from ipvm_desktop.importers.web_page import WebPageImporter

ENDLESS = "9" * 5_000
GROUPED = "1" + ",000" * 2_000

NODEBB = """<html><body><ul component="topic">
<li component="post" data-index="{0}" data-pid="1" data-username="Ann"><div class="content"
component="post/content"><p>The gate opens.</p></div></li>
<li component="post" data-index="{1}" data-pid="2" data-username="Bo"><div class="content"
component="post/content"><p>And closes.</p></div></li></ul></body></html>"""


@pytest.mark.parametrize("number", [ENDLESS, "²", "-1"])
def test_a_place_that_is_none_is_unknown(number: str) -> None:
    page = NODEBB.format("0", number).encode()
    (document,) = WebPageImporter().read(Source.from_bytes(page, "topic.html"))
    assert document.body_text == "The gate opens."
    assert [comment.author for comment in document.comments] == ["Bo"]


def test_endless_counts_stay_countable() -> None:
    assert count_in(f"{GROUPED} likes") == 10**14
    assert declared_in(f"{GROUPED} comments") == 10**14
    assert number_in(ENDLESS) == 10**15 - 1
    assert counts_in(ENDLESS) == ()
    assert split_pseudonym(f"Undisclosed Integrator #{ENDLESS}") is None
