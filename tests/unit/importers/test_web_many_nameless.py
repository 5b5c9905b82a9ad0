"""Hundreds of comments of a theme that names nothing are read by their structure."""

from __future__ import annotations

from ipvm_desktop.importers.web.comments import READERS
from ipvm_desktop.importers.web.markup import parse
from ipvm_desktop.importers.web.page import WebPage
from tests.expected import SAVED

HEAD = "<link rel='stylesheet' href='/wp-content/style.css'>"
COUNT = 250


def row(number: int, head: str) -> str:
    return (
        f"<li class='comment depth-1' id='comment-{number}'><div>{head}</div>"
        f"<div><p>Rain found seal {number} of the dome below the gutter.</p></div>"
        f"<div><a href='?answer={number}'>Reply</a></div></li>"
    )


def test_what_structure_does_not_tell_is_told_by_names() -> None:
    rows = [
        row(n, f"<div><b>Ann {n % 7}</b></div><div><a href='#comment-{n}'>May 4, 2021</a></div>")
        for n in range(1, COUNT)
    ]
    rows.append(row(COUNT, "<cite class='fn'>Bo Ray</cite>"))
    source = f"{HEAD}<body><h1>Domes</h1><ol>{''.join(rows)}</ol></body>"
    page = WebPage(root=parse(source, "page", "web-page").root, saved=SAVED)
    reader = next(each for each in READERS if each.name == "wordpress")
    found = reader.read(page)
    assert found is not None
    authors = [comment.author for comment in found.comments]
    assert authors == [*(f"Ann {n % 7}" for n in range(1, COUNT)), "Bo Ray"]
    dated = [comment.posted is not None for comment in found.comments]
    assert dated == [True] * (COUNT - 1) + [False]
    assert "seal 12 of" in found.comments[11].body
