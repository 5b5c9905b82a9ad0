"""Adding a large file: its bytes in parts, its articles in batches, a transaction for each.

While it comes in, its ``article_count`` is higher than any can be, so that nobody takes it for
complete; it gets its own when all is there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TypeAlias

import sqlalchemy as sa

from ipvm_desktop.domain.document import Document, KeptFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library._adding import FileWriter
from ipvm_desktop.library._engine import Prepared
from ipvm_desktop.library._ids import Ids
from ipvm_desktop.library.tables import article_source, source_file, source_part

Writing: TypeAlias = Callable[[], AbstractContextManager[sa.Connection]]

_UNFINISHED = (1 << 31) - 1
_BATCH_ARTICLES, _BATCH_CHARACTERS = 100, 4_000_000

_COUNT = Prepared(
    sa.update(source_file)
    .where(source_file.c.id == sa.bindparam("source"))
    .values(article_count=sa.bindparam("articles"))
)
_FORGET_PARTS = Prepared(
    sa.delete(source_part).where(source_part.c.source_file_id == sa.bindparam("source"))
)
_ADD_PART = Prepared(sa.insert(source_part))
_uses = sa.select(article_source.c.article_id).where(
    article_source.c.source_file_id == sa.bindparam("source")
)
_DROP = Prepared(
    sa.delete(source_file).where(source_file.c.id == sa.bindparam("source"), ~_uses.exists())
)


def add(
    writing: Writing, source: KeptFile, documents: Iterable[Document], rule: CopyRule
) -> Iterator[tuple[ArticleOutcome, ...]]:
    """Add a large file; yield what became of each batch of its articles.

    Args:
        writing: Begins a write transaction.
        source: The file.
        documents: Its articles.
        rule: What becomes of copies that are fuller than the article, or unlike it.
    """
    now = dt.datetime.now(dt.UTC)
    with writing() as connection:
        source_id = FileWriter(connection, source, now, rule, b"").source_id
        _COUNT.run(connection, {"source": source_id, "articles": _UNFINISHED})
        _FORGET_PARTS.run(connection, {"source": source_id})
    articles = Ids()
    try:
        for place, part in enumerate(source.parts()):
            with writing() as connection:
                row = {"source_file_id": source_id, "place": place, "content": part}
                _ADD_PART.run(connection, row)
        for batch in _batches(documents):
            with writing() as connection:
                writer = FileWriter(connection, source, now, rule, b"")
                writer.articles = articles
                outcomes = tuple(map(writer.put, batch))
            yield outcomes
    except BaseException:
        # What went wrong first is what counts.
        with contextlib.suppress(LibraryError), writing() as connection:
            _DROP.run(connection, {"source": source_id})
        raise
    with writing() as connection:
        _COUNT.run(connection, {"source": source_id, "articles": len(articles)})


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the documents in lists, of which none needs much memory unless one document does."""
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.body_html)
        characters += sum(len(comment.body_html) for comment in document.comments)
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
