"""Articles and comments for the tests of the pane's HTML, and what is to be read in it."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.issue import ImportIssue, IssueCode
from ipvm_desktop.domain.thread import build_thread
from ipvm_desktop.render.reading import (
    Markup,
)
from ipvm_desktop.render.reading_comments import (
    comment_markup,
)

SOURCE = SourceRecord("pilot.txt", "ipvm-text", "0" * 64, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


def make_article(**changes: object) -> Article:
    return Article(**({"id": 1, "key": "k", "source": SOURCE, "title": "Title"} | changes))  # type: ignore[arg-type]


def make_comment(comment_id: int, parent: int | None = None, **changes: object) -> Comment:
    plain = {"id": comment_id, "parent": parent, "key": str(comment_id), "author": "Ann Ray"}
    return Comment(**(plain | changes))  # type: ignore[arg-type]


def one_comment(**changes: object) -> Markup:
    return comment_markup(build_thread([make_comment(1, None, **changes)]), 0, 14)


def words(html: str) -> str:
    """The text a reader sees."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def chip_texts(markup: Markup, css_class: str) -> list[tuple[str, str]]:
    """The chips' own words, cut out of their line by their offsets."""
    found = re.search(rf'<p class="{css_class}"[^>]*>(.*?)</p>', markup.html)
    assert found
    line = words(found[1]).encode("utf-16-le")
    return [
        (line[2 * chip.start : 2 * chip.end].decode("utf-16-le"), chip.kind)
        for chip in markup.chips
    ]


def issues(*codes: IssueCode) -> tuple[ImportIssue, ...]:
    return tuple(ImportIssue(code, f"about {code}", 7) for code in codes)
