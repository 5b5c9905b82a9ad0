"""The first look at a library sees what the library sees."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

import ipvm_desktop.library
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.listing import ArticleKind, ArticleScope, LibraryCounts, Query, SortOrder
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import Library, _articles
from ipvm_desktop.library._migrations import STEPS
from ipvm_desktop.library.format import FORMAT_VERSION
from ipvm_desktop.library.glance import COUNTS, SUMMARIES, Glance, ids_statement

QUERIES = [
    Query(scope=scope, sort=sort, descending=descending)
    for scope, sort, descending in product(ArticleScope, SortOrder, (True, False))
]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A library of three articles: one read, one starred, one untouched."""
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        for number, title in enumerate(("Zoom", "audit", "Moth"), 1):
            comments = tuple(ParsedComment(id=n, body_text=str(n)) for n in range(1, number + 1))
            document = Document(title=title, kind=ArticleKind.DISCUSSION, comments=comments)
            library.add(SourceFile(f"{title}.txt", "plain-text", title.encode()), [document])
        library.mark_articles([1], read=True, comments_too=True)
        library.mark_articles([2], starred=True)
    return path


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_statements_are_the_library_s_own(query: Query) -> None:
    own = _articles._ids_statement(query.scope, query.sort, query.descending, 0)
    assert ids_statement(query).split() == own.text.split()
    assert not own._constants


def test_counts_and_rows_are_the_library_s_own() -> None:
    assert COUNTS.split() == _articles._COUNTS.text.split()
    assert SUMMARIES.split() == _articles._SUMMARIES.text.split()


def test_it_sees_what_the_library_sees(filled: Path) -> None:
    glance = Glance.open(filled)
    assert glance is not None
    assert glance.counts() == LibraryCounts(articles=3, unread=2, starred=1, comments=6)
    with Library.open(filled) as library:
        assert glance.counts() == library.counts()
        assert glance.summaries([3, 99, 1]) == library.summaries([3, 99, 1])
        for query in QUERIES:
            assert glance.article_ids(query) == library.article_ids(query)
    glance.close()


def test_the_format_is_the_last_migration_s() -> None:
    assert len(STEPS) == FORMAT_VERSION


@pytest.mark.parametrize(
    "content", [None, b"", b"no database at all, just text" * 50], ids=["absent", "empty", "other"]
)
def test_other_files_are_left_to_the_library(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "library.sqlite"
    if content is not None:
        path.write_bytes(content)
    assert Glance.open(path) is None
    assert path.exists() is (content is not None)


def test_a_folder_is_left_to_the_library(tmp_path: Path) -> None:
    assert Glance.open(tmp_path) is None


def test_another_format_is_left_to_the_library(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    connection.execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    connection.close()
    assert Glance.open(filled) is None


def test_damage_is_a_sentence(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("DROP TABLE comment")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DROP TABLE article")
    connection.close()
    glance = Glance.open(filled)
    assert glance is not None
    with pytest.raises(LibraryError, match=r"library\.sqlite: the library cannot be read"):
        glance.counts()
    glance.close()


def test_it_is_there_without_sqlalchemy() -> None:
    code = (
        "import sys, ipvm_desktop.library.glance;"
        "sys.exit('sqlalchemy' in sys.modules or 'PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_offers_nothing_else() -> None:
    with pytest.raises(AttributeError, match="Librarian"):
        _ = ipvm_desktop.library.Librarian
