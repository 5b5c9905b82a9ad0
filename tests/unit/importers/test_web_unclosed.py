"""What never ends on a page is closed where it should have ended, and told."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.web.page import SavedPage
from ipvm_desktop.importers.web.reader import read_page
from ipvm_desktop.importers.web.unclosed import closed, swallowing

RAIN = "Rain finds every seal of a dome, and the one below the gutter first."
BODY = f"<article><h1>Domes</h1><p>{RAIN}</p></article>\n</body>\n</html>"


def read(source: str) -> Document:
    return read_page(SavedPage(name="domes.html", content=source.encode()), "web-page")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (f"<html><head>\n<title>Domes\n<meta charset=utf-8></head><body>{BODY}", "<title>"),
        (f"<title>Domes</title>\n<script>if (1 < 2) go();</head><body>{BODY}", "<script>"),
        (f"<title>Domes</title>\n<SCRIPT src='a.js'><body>{BODY}", "<script>"),
        (f"<title>Domes</title><body>\n<script>go();\n<p>{BODY}", "<script>"),
        (f"<title>Domes</title>\n<style>p {{ color: red }}\n<div>{BODY}", "<style>"),
        (f"<title>Domes</title><form>\n<textarea name=q></form>{BODY}", "<textarea>"),
        (f"<title>Domes</title>\n<iframe src='a.html'>{BODY}", "<iframe>"),
        (f"<title>Domes</title><body>\n<!-- begin of the text\n{BODY}", "comment"),
        (f"<title>Domes</title><body>\n<!-- the text -- >{BODY}", "comment"),
        (f"<title>Domes</title><!--><body>\n<!--{BODY}", "comment"),
    ],
)
def test_the_rest_of_the_page_is_read(source: str, what: str) -> None:
    document = read(source)
    assert document.title == "Domes"
    assert document.body_text.strip() == RAIN
    (issue,) = [each for each in document.issues if each.code == IssueCode.DAMAGED]
    assert issue.line == 2
    assert issue.message == (
        f"The {what} that begins in line 2 never ends; what stands behind it was read nonetheless"
    )


def test_each_of_several_is_closed_and_the_first_one_told() -> None:
    issues: list[ImportIssue] = []
    text = closed("<title>A<p>One<!-- x\n<p>Two<script>go()</body>", issues)
    assert text == "<title>A</title><p>One\n<p>Two<script>go()</script></body>"
    assert len(issues) == 1


def test_what_ends_stays_as_it_is() -> None:
    source = "<title>A</title><script>var a = '<!--';</script><!-- <style> --><p>One</p></body>"
    assert closed(source, []) == source
    assert swallowing(source) == ""


def test_a_page_without_text_says_what_swallowed_it() -> None:
    with pytest.raises(CorruptFileError) as caught:
        read("<title>Domes</title>\n\n<script>go(); <p>Rain finds every seal")
    assert str(caught.value) == (
        "domes.html: no text was found on the page: the <script> that begins in line 3 never ends."
    )


def test_a_script_that_ends_at_once_swallowed_nothing() -> None:
    assert swallowing("<?xml version='1.0'?><html><script src='a.js'/></html>") == ""


@pytest.mark.parametrize("flood", ["<!--", "<script>", "<title>", "<textarea>", "<style>a"])
def test_floods_of_what_never_ends_are_read_through_once(flood: str) -> None:
    text = closed(flood * 100_000 + "</body>", [])
    assert text.endswith("</body>")
