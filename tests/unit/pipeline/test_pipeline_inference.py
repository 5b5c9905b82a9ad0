"""Inferring the replies of articles that were stored before there was a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.domain.changes import Changes
from ipvm_desktop.domain.comment import ReplyKind
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import infer_article, infer_outdated
from ipvm_desktop.replies import MODEL_VERSION

DAY = dt.date(2021, 3, 4)


class Watcher:
    """Keeps what it was told, and stops after so many reports."""

    def __init__(self, stop_after: int) -> None:
        self.reports: list[tuple[int, int | None]] = []
        self._stop_after = stop_after

    @property
    def cancelled(self) -> bool:
        return len(self.reports) >= self._stop_after

    def report(self, done: int, total: int | None, _label: str) -> None:
        self.reports.append((done, total))


def old(title: str, *texts: str) -> Document:
    """An article whose author Ann Ray wrote every other comment, before replies were inferred."""
    authors = ("Bo Lane", "Ann Ray")
    comments = tuple(
        ParsedComment(id=number, author=authors[(number - 1) % 2], posted=DAY, body_text=text)
        for number, text in enumerate(texts, start=1)
    )
    return Document(title=title, body_text=title, byline=("Ann Ray",), comments=comments)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two articles with a question and its answer, between them one with nothing to find."""
    asked = ("How many of the forty sites were open?", "Good question. Eleven of them.")
    with Library.open(tmp_path / "library.sqlite") as opened:
        for document in (old("Gates", *asked), old("Locks", "Fine work."), old("Doors", *asked)):
            file = SourceFile(f"{document.title}.txt", "plain-text", document.title.encode())
            opened.add(file, [document])
        yield opened


def test_older_articles_get_their_replies_once(library: Library) -> None:
    assert library.outdated_threads(MODEL_VERSION) == [1, 2, 3]
    watcher = Watcher(stop_after=99)
    assert infer_outdated(library, watcher) == Changes(updated=(1, 3))
    assert watcher.reports == [(0, 3), (1, 3), (2, 3), (3, 3)]
    for article_id in (1, 3):
        answer = library.comments(article_id)[1]
        assert answer.parent == 1
        assert answer.reply is not None
        assert answer.reply.kind is ReplyKind.INFERRED
    assert library.outdated_threads(MODEL_VERSION) == []
    assert infer_outdated(library) == Changes()


def test_it_stops_between_articles_and_goes_on_from_there(library: Library) -> None:
    assert infer_outdated(library, Watcher(stop_after=1)) == Changes(updated=(1,))
    assert library.outdated_threads(MODEL_VERSION) == [2, 3]
    assert infer_outdated(library) == Changes(updated=(3,))


def test_an_article_that_is_gone_is_passed_over(library: Library) -> None:
    library.remove([1])
    assert infer_article(library, 1) == Changes()
