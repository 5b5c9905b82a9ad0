"""A fresh library on disk, and short ways to fill it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(path, busy_seconds=0.05) as library:
        yield library


@pytest.fixture
def add(library: Library) -> Add:
    """Return a function that adds one document as a file of its own, or as what a file is now."""
    numbers = itertools.count()

    def add_document(
        document: Document, into: Library = library, name: str | None = None
    ) -> ArticleOutcome:
        own = f"{next(numbers)}.txt"
        source = SourceFile(name or own, "test", f"file {next(numbers)}".encode())
        (outcome,) = into.add(source, [document])
        return outcome

    return add_document


@pytest.fixture
def discussed() -> Document:
    """Return a small article with three comments, the second a reply to the first."""
    return Document(
        title="Camera Guide",
        byline=("Ann Ray",),
        body_text="Lenses and mounts",
        comments=(
            ParsedComment(id=1, author="Bo", body_text="What about housings?"),
            ParsedComment(id=2, parent=1, author="Cy", body_text="They rust."),
            ParsedComment(id=3, author=None, body_text="Thanks"),
        ),
    )
