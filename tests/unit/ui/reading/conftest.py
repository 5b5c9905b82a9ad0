"""Articles with discussions, and a pane that shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.ui.views.reading_pane import ReadingPane

SOURCE = SourceRecord("pilot.txt", "ipvm-text", "0" * 64, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
BODY = (
    "<p>An audit of forty sites found weak defaults.</p>"
    '<p class="missing-picture">Picture not saved with this file</p>'
    '<h2>What It Checked</h2><p>See <a href="https://example.org/report">the report</a>.</p>'
)


def make_article(**changes: object) -> Article:
    plain = {"id": 1, "key": "k", "source": SOURCE, "title": "City Pilot", "body_html": BODY}
    return Article(**(plain | changes))  # type: ignore[arg-type]


def make_comment(comment_id: int, parent: int | None = None, **changes: object) -> Comment:
    plain = {
        "id": comment_id,
        "parent": parent,
        "key": str(comment_id),
        "author": f"Person {comment_id}",
        "body_html": f"<p>Words of comment {comment_id} about the audit, and some more.</p>",
        "read": True,
    }
    return Comment(**(plain | changes))  # type: ignore[arg-type]


def flat_thread(count: int) -> Thread[Comment]:
    return build_thread([make_comment(number) for number in range(1, count + 1)])


@pytest.fixture
def pane(qtbot: QtBot) -> ReadingPane:
    """A pane on screen, 700 by 600."""
    widget = ReadingPane()
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def article() -> Callable[..., Article]:
    return make_article


@pytest.fixture
def comment() -> Callable[..., Comment]:
    return make_comment


@pytest.fixture
def thread() -> Callable[[int], Thread[Comment]]:
    """A discussion of so many comments without replies."""
    return flat_thread
