from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import Library, _upkeep

Add = Callable[..., ArticleOutcome]


@pytest.fixture
def filled(library: Library, add: Add, discussed: Document) -> Library:
    add(discussed)
    library.mark_articles([1], read=True, starred=True)
    library.mark_comments(1, [1], read=True)
    return library


def tamper(library: Library, *statements: str) -> None:
    connection = sqlite3.connect(library.path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE article SET comment_count = 9", "The column comment_count is wrong"),
        ("UPDATE article SET unread_comments = 0", "The column unread_comments is wrong"),
        ("DELETE FROM comment_status", "The column unread_comments is wrong in 1 articles."),
        ("UPDATE article_status SET is_read = 0", "The column is_read is wrong in 1 articles."),
        ("DELETE FROM article_status", "The column is_starred is wrong in 1 articles."),
        ("UPDATE article SET body_text = 'x'", "The search index article_fts does not agree"),
        ("UPDATE author SET name = name || 'x'", "The search index comment_fts does not agree"),
        ("DELETE FROM comment WHERE number = 3", "The search index comment_fts does not agree"),
        (
            "UPDATE issue SET article_id = 7",
            "A row of issue (None) refers to a row of article that is not there.",
        ),
        (
            "INSERT INTO reply_correction VALUES ('a', 'c', 'c')",
            "In 1 corrections of replies a comment answers itself.",
        ),
        (
            "UPDATE source_file SET sha256 = 'ab'",
            "The stored copy of the file 0.txt is damaged.",
        ),
        (
            "UPDATE source_file SET content = x'0102'",
            "The stored copy of the file 0.txt is damaged.",
        ),
    ],
)
def test_a_check_finds_what_is_wrong(filled: Library, statement: str, problem: str) -> None:
    tamper(filled, "INSERT INTO issue VALUES (1, 0, 'x', 'y', NULL)")
    assert filled.check() == []
    tamper(filled, statement)
    found = filled.check()
    assert any(sentence.startswith(problem) for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_check_changes_nothing(filled: Library) -> None:
    tamper(filled, "UPDATE article SET comment_count = 9")
    assert filled.check() == filled.check() != []


def test_a_check_passes_on_what_is_no_damage(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("article_fts", "comment_fts"):
        monkeypatch.setattr(
            _upkeep, name, sa.table("nowhere", *map(sa.column, ("nowhere", "rank")))
        )
    with pytest.raises(LibraryError, match="no such table: nowhere"):
        filled.check()


def test_a_backup_is_a_whole_library(filled: Library, tmp_path: Path) -> None:
    target = tmp_path / "backup.sqlite"
    filled.backup(target)
    assert sorted(p.name for p in tmp_path.glob("*backup*")) == ["backup.sqlite"]
    with Library.open(target, create=False) as copy:
        assert copy.check() == []
        assert list(copy.export()) == list(filled.export())
        copy.add(SourceFile("b", "t", b"b"), [Document(title="B")])
    assert filled.counts().articles == 1


def test_a_backup_can_be_made_while_another_writes(filled: Library, tmp_path: Path) -> None:
    writer = sqlite3.connect(filled.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE article SET title = 'half'")
    filled.backup(tmp_path / "b.sqlite")
    writer.close()
    with Library.open(tmp_path / "b.sqlite") as copy:
        assert copy.article(1).title == "Camera Guide"


def test_a_backup_never_overwrites(filled: Library, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_text("mine")
    for existing in (target, tmp_path, filled.path):
        with pytest.raises(LibraryError, match="exists already and was not overwritten"):
            filled.backup(existing)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", ["missing/b.sqlite", "a\0b", "x" * 300])
def test_a_backup_that_cannot_be_written_is_told(
    filled: Library, tmp_path: Path, name: str
) -> None:
    with pytest.raises(LibraryError, match=r"the copy cannot be written \("):
        filled.backup(tmp_path / name)


def test_a_backup_into_a_full_disk_names_the_copy(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_engine: sa.Engine, target: Path) -> None:
        target.write_text("half")
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(_upkeep, "copy_into", full)
    with pytest.raises(LibraryError, match=r"b\.sqlite: the disk is full\."):
        filled.backup(tmp_path / "b.sqlite")
    assert not list(tmp_path.glob("b.sqlite*"))


def test_a_backup_that_cannot_be_moved_into_place_is_told(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_upkeep, "copy_into", lambda _engine, _target: None)
    with pytest.raises(LibraryError, match=r"b\.sqlite: the copy cannot be written \(No such"):
        filled.backup(tmp_path / "b.sqlite")
    assert not (tmp_path / "b.sqlite").exists()


def test_a_failed_backup_leaves_no_file(filled: Library, tmp_path: Path) -> None:
    filled._engine.dispose()
    content = filled.path.read_bytes()
    filled.path.write_bytes(content[:16384] + os.urandom(len(content) - 16384))
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(LibraryError):
        filled.backup(folder / "b.sqlite")
    assert list(folder.iterdir()) == []


def test_a_file_damaged_all_over_is_still_checked(library: Library) -> None:
    comments = tuple(ParsedComment(id=n, body_text="word " * 900) for n in range(1, 40))
    library.add(SourceFile("a", "t", b"a"), [Document(title="A", comments=comments)])
    library._engine.dispose()
    content = bytearray(library.path.read_bytes())
    content[4096 * 5 :] = b"\xff" * (len(content) - 4096 * 5)
    library.path.write_bytes(content)
    found = library.check()
    assert found == ["The file is damaged: it cannot be read to its end."]
