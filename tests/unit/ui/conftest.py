"""Discussions written as outlines, and a browser that only takes note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ipvm_desktop.domain.article import Article, SourceRecord
from ipvm_desktop.domain.comment import Comment, Reply, ReplyKind
from ipvm_desktop.domain.thread import Thread, build_thread
from ipvm_desktop.library import Library

_DETAILS: dict[str, Any] = {"author": "Ann Ray", "body_text": "Some words.", "read": True}


@pytest.fixture
def make_comment() -> Callable[..., Comment]:
    """Make a comment of which only the id and what the test is about need to be named."""

    def make(comment_id: int = 1, **details: Any) -> Comment:
        return Comment(id=comment_id, key=f"key-{comment_id}", **{**_DETAILS, **details})

    return make


@pytest.fixture
def thread_of(
    make_comment: Callable[..., Comment],
) -> Callable[..., Thread[Comment]]:
    """Build a thread from an outline such as ``1(2(3) 4) 5``, with details by id."""

    def build(
        outline: str, details: Mapping[int, Mapping[str, Any]] | None = None, **shared: Any
    ) -> Thread[Comment]:
        parents: list[int] = []
        comments = []
        last = 0
        for word in re.findall(r"\d+|[()]", outline):
            if word == "(":
                parents.append(last)
            elif word == ")":
                parents.pop()
            else:
                last = int(word)
                parent = parents[-1] if parents else None
                reply = Reply(ReplyKind.EXPLICIT) if parent else None
                given = {
                    "parent": parent,
                    "reply": reply,
                    **shared,
                    **(details or {}).get(last, {}),
                }
                comments.append(make_comment(last, **given))
        return build_thread(comments)

    return build


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Make an article; published on March 4, 2021, unless the test says otherwise."""

    def make(article_id: int = 1, **details: Any) -> Article:
        imported = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
        source = SourceRecord("city-pilot.txt", "ipvm-text", "0" * 64, imported)
        given = {"title": "City Pilot", "published": dt.datetime(2021, 3, 4, 14, 20), **details}
        return Article(id=article_id, key=f"key-{article_id}", source=source, **given)

    return make


@pytest.fixture
def pilot_thread(make_comment: Callable[..., Comment]) -> Thread[Comment]:
    """Eleven comments by eight people over eleven days: four mention an audit."""

    def integrator(number: int) -> dict[str, Any]:
        return {
            "author": f"Undisclosed Integrator #{number}",
            "role": "Integrator",
            "pseudonym": number,
        }

    def day(number: int) -> dt.datetime:
        return dt.datetime(2021, 3, number, 9, 30)

    inferred = Reply(ReplyKind.INFERRED, 0.8, "answers the comment above")
    quote = Reply(ReplyKind.QUOTE, 0.9)
    explicit = Reply(ReplyKind.EXPLICIT)
    rows: list[dict[str, Any]] = [
        {**integrator(1), "body_text": "We hand over a sheet.", "posted": day(4)},
        {
            "parent": 1,
            "reply": inferred,
            "article_author": True,
            "body_text": "The audit report says so.",
            "posted": day(4),
        },
        {
            "parent": 2,
            "reply": explicit,
            "author": "Undisclosed Manufacturer #2",
            "role": "Manufacturer",
            "pseudonym": 2,
            "body_text": "Keep it on the device.",
            "posted": day(5),
        },
        {
            "author": "Bo Lane",
            "affiliation": "Acme Locks",
            "body_text": "I read the audit twice.",
            "posted": day(5),
            "starred": True,
            "read": False,
        },
        {"parent": 4, "reply": quote, **integrator(3), "posted": day(5), "read": False},
        {
            "author": "Cy Kerr",
            "badges": ("IPVMU Certified",),
            "body_text": "Who runs the same audit?",
            "posted": day(6),
        },
        {
            "parent": 6,
            "reply": inferred,
            "article_author": True,
            "body_text": "Two asked.",
            "posted": day(6),
            "read": False,
        },
        {"author": "Dora Vane", "posted": day(8)},
        {"parent": 8, "reply": explicit, **integrator(1), "posted": day(9), "read": False},
        {
            "parent": 9,
            "reply": explicit,
            "author": "Eve Moss",
            "body_text": "No audit here.",
            "posted": day(12),
        },
        {"parent": 99, "reply": explicit, "author": None, "body_text": "", "posted": day(14)},
    ]
    return build_thread(make_comment(number, **row) for number, row in enumerate(rows, start=1))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses that would have gone to the browser."""
    addresses: list[str] = []

    def open_url(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    return addresses


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """A second look at the library that a test's ``path`` names, as it is stored."""
    with Library.open(path) as library:
        yield library
