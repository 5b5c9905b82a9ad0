"""Import of 2,000 files of the reference article's size, beside a bare script.

The bare script reads the same files and writes the very rows that the import
made, full-text rows included, with ``sqlite3`` into a library of the same schema,
one transaction a file, as the import does. It parses nothing, and finds out nothing;
what the import takes in one process is told beside.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ipvm_desktop.importers.registry import default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_paths, workers

ROUNDS = 5
MOST = 3.0
Rows = dict[str, list[tuple[Any, ...]]]


def import_all(sources: Path, path: Path) -> float:
    """Import a folder into a new library and return the seconds it took."""
    with Library.open(path) as library:
        registry = default_registry()
        started = time.perf_counter()
        run = import_paths(library, registry, [sources])
        seconds = time.perf_counter() - started
        assert library.counts().articles == len(run.files) == 2000
    return seconds


def schema_of(library: sqlite3.Connection) -> list[str]:
    """Return the statements that create the library's tables, views and indexes."""
    found = library.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '*_fts_*'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY rootpage"
    )
    statements = [sql for (sql,) in found]
    return sorted(statements, key=lambda sql: not sql.startswith("CREATE TABLE"))


def rows_by_file(library: sqlite3.Connection) -> dict[str, Rows]:
    """Return the rows that each file brought, by the file's name and table."""
    files: dict[str, Rows] = {}
    by_article: dict[int, Rows] = {}
    seen_authors: set[int] = set()
    for row in library.execute("SELECT * FROM article ORDER BY id"):
        rows: Rows = defaultdict(list)
        rows["article"].append(row)
        by_article[row[0]] = rows
    names = "SELECT a.id, f.* FROM article a JOIN source_file f ON f.id = a.source_file_id"
    for article_id, *source in library.execute(names):
        by_article[article_id]["source_file"].append(tuple(source))
        files[source[2]] = by_article[article_id]
    for table in ("comment", "issue", "article_author", "article_source", "article_sign"):
        columns = [name for _, name, *_ in library.execute(f"PRAGMA table_info({table})")]
        place = columns.index("article_id")
        for row in library.execute(f"SELECT * FROM {table}"):
            by_article[row[place]][table].append(row)
    for row in library.execute("SELECT id, title, byline, body FROM article_search"):
        by_article[row[0]]["article_fts"].append(row)
    texts = (
        "SELECT c.article_id, s.id, s.body, s.author, s.affiliation"
        " FROM comment c JOIN comment_search s USING (id)"
    )
    for article_id, *text in library.execute(texts):
        by_article[article_id]["comment_fts"].append(tuple(text))
    writers = (
        "SELECT c.article_id, u.id, u.name FROM comment c JOIN author u ON u.id = c.author_id"
        " ORDER BY c.id"
    )
    for article_id, author_id, name in library.execute(writers):
        if author_id not in seen_authors:
            seen_authors.add(author_id)
            by_article[article_id]["author"].append((author_id, name))
    return files


FULL_TEXT = {
    "article_fts": "INSERT INTO article_fts (rowid, title, byline, body) VALUES (?, ?, ?, ?)",
    "comment_fts": "INSERT INTO comment_fts (rowid, body, author, affiliation) VALUES (?, ?, ?, ?)",
}


def write_bare(sources: Path, path: Path, schema: list[str], files: dict[str, Rows]) -> float:
    """Read the files and write their rows, and return the seconds it took."""
    order = ("source_file", "author", "article", "comment", "issue", "article_author",
             "article_source", "article_sign", "article_fts", "comment_fts")  # fmt: skip
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )
    for statement in schema:
        connection.execute(statement)
    started = time.perf_counter()
    for source in sorted(sources.iterdir()):
        rows = files[source.name]
        content = zlib.compress(source.read_bytes())
        (source_row,) = rows["source_file"]
        connection.execute("BEGIN IMMEDIATE")
        for table in order:
            values = [(*source_row[:-1], content)] if table == "source_file" else rows[table]
            if values:
                marks = ", ".join("?" * len(values[0]))
                statement = FULL_TEXT.get(table, f"INSERT INTO {table} VALUES ({marks})")
                connection.executemany(statement, values)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
    assert count == 2000
    connection.close()
    return seconds


def test_import(
    benchmark: BenchmarkFixture,
    articles_2000: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_all(articles_2000, tmp_path / "model.sqlite")
    model = sqlite3.connect(tmp_path / "model.sqlite")
    schema, files = schema_of(model), rows_by_file(model)
    model.close()
    bare: list[float] = []
    alone: list[float] = []
    whole: list[float] = []

    def all_three() -> None:
        round_ = len(bare)
        bare.append(write_bare(articles_2000, tmp_path / f"bare-{round_}.sqlite", schema, files))
        whole.append(import_all(articles_2000, tmp_path / f"whole-{round_}.sqlite"))
        with monkeypatch.context() as patched:
            patched.setattr(workers, "processors", lambda: 0)
            alone.append(import_all(articles_2000, tmp_path / f"alone-{round_}.sqlite"))

    benchmark.pedantic(all_three, rounds=ROUNDS, warmup_rounds=1)  # type: ignore[no-untyped-call]
    alone_ratio, ratio = (
        statistics.median(p / b for p, b in zip(program[1:], bare[1:], strict=True))
        for program in (alone, whole)
    )
    benchmark.extra_info["bare_seconds"] = round(statistics.median(bare[1:]), 2)
    benchmark.extra_info["one_process_seconds"] = round(statistics.median(alone[1:]), 2)
    benchmark.extra_info["import_seconds"] = round(statistics.median(whole[1:]), 2)
    benchmark.extra_info["one_process_ratio"] = round(alone_ratio, 2)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"\nimport of 2,000 files: {benchmark.extra_info}")
    assert ratio <= MOST
