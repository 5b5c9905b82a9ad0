"""What the program itself exports, a gigabyte of it: what it takes to import that again.

``EXPORT_MEGABYTES`` sets another size than 1,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TextIO, TypeAlias

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths
from ipvm_desktop.render.export_html import write_html
from ipvm_desktop.render.interchange import write_json
from ipvm_desktop.render.markdown import write_markdown
from tests.benchmarks.conftest import write_articles
from tests.benchmarks.large_exports import MEGABYTES, measure

Pairs: TypeAlias = Iterable[tuple[Article, Sequence[Comment]]]

MADE = 1000


def numbered(library: Library) -> Iterator[tuple[Article, Sequence[Comment]]]:
    """Yield the library's articles over and over, each time as articles of their own."""
    for number, (article, comments) in enumerate(chain.from_iterable(repeated(library))):
        key, title = f"bench:{number}", f"{article.title} {number}"
        yield replace(article, id=number + 1, key=key, title=title), comments


def repeated(library: Library) -> Iterator[Pairs]:
    return (library.export() for _ in repeat(None))


FORMATS: dict[str, tuple[str, Callable[[Pairs, TextIO], None]]] = {
    "bench.json": ("interchange", write_json),
    "bench.md": ("markdown", write_markdown),
    "bench.html": ("web-page", write_html),
}


@pytest.mark.parametrize("name", list(FORMATS))
def test_large_export(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    importer, write = FORMATS[name]
    path = tmp_path / name
    sources = write_articles(tmp_path / "articles", MADE)
    with Library.open(tmp_path / "made.sqlite") as library:
        import_paths(library, default_registry(), [sources])
        count = MADE
        for _ in range(2):
            with path.open("w", encoding="utf-8") as file:
                write(islice(numbered(library), count), file)
            # By the size of a file with a thousand.
            count = MEGABYTES * 1_000_000 * MADE // path.stat().st_size
    measure(benchmark, path, importer)
