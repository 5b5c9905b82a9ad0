from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipvm_desktop.domain.article import Article
from ipvm_desktop.domain.comment import Comment, Placement, Reply, ReplyKind
from ipvm_desktop.domain.document import CommentOrder, Document, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.domain.recognition import Sign
from ipvm_desktop.errors import LibraryBusyError, LibraryError, LibraryVersionError
from ipvm_desktop.library import Library, _migrations, _opening, tables
from ipvm_desktop.library.format import APPLICATION_ID, FORMAT_VERSION
from ipvm_desktop.render.pictures import digests

Add = Callable[..., ArticleOutcome]
NOW = FORMAT_VERSION
FROZEN = Path(__file__).parents[2] / "data" / "libraries"


def pragma(path: Path, name: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]
    finally:
        connection.close()


def test_a_new_library_is_marked_as_ours(path: Path) -> None:
    Library.open(path).close()
    assert pragma(path, "application_id") == APPLICATION_ID
    assert pragma(path, "user_version") == len(_migrations.STEPS)
    assert pragma(path, "journal_mode") == "wal"
    assert sorted(p.name for p in path.parent.glob("library*")) == ["library.sqlite"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "ü ?#%20" / "l.sqlite"
    Library.open(path).close()
    assert path.is_file()


def test_a_relative_path_is_kept_as_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Library.open(Path("l.sqlite")) as library:
        assert library.path == Path("l.sqlite")
        assert library.counts().articles == 0


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    Library.open(path).close()
    assert pragma(path, "application_id") == APPLICATION_ID


def test_contents_are_there_at_the_next_opening(path: Path, add: Add, library: Library) -> None:
    with Library.open(path) as other:
        assert other.counts().articles == 0
    library.close()


def test_a_closed_library_says_so(path: Path) -> None:
    library = Library.open(path)
    library.close()
    library.close()
    for use in (library.counts, library.check, lambda: library.backup(path.with_name("b"))):
        with pytest.raises(LibraryError, match=r"library\.sqlite: the library is closed\."):
            use()


def test_connections_are_set_up_for_safety(library: Library) -> None:
    with library._engine.connect() as connection:
        for name, value in (("foreign_keys", 1), ("synchronous", 1), ("journal_mode", "wal")):
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def refused(path: Path, **options: bool) -> str:
    with pytest.raises(LibraryError) as caught:
        Library.open(path, **options)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")
    return sentence.removeprefix(f"{path}: ")


def test_a_missing_library_is_not_made_unasked(path: Path) -> None:
    assert refused(path, create=False) == "there is no library."
    assert not path.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "this is a folder, not a library."


def test_a_pipe_is_refused(path: Path) -> None:
    os.mkfifo(path)
    assert refused(path) == "this is not a file, so it cannot be a library."


def test_an_endless_link_is_refused(path: Path) -> None:
    path.symlink_to(path)
    assert "Too many levels of symbolic links" in refused(path)


def test_a_folder_that_is_a_file_is_refused(path: Path) -> None:
    path.write_text("x")
    assert "cannot be opened (" in refused(path / "l.sqlite")


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened (" in refused(tmp_path / "a\0b")
    assert "cannot be opened (" in refused(tmp_path / ("x" * 300))


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody may write")
def test_an_unwritable_folder_is_refused() -> None:
    assert "cannot be opened (" in refused(Path("/proc/self/library.sqlite"))


@pytest.mark.parametrize("content", [b"x", b"SQLite format 2\0" * 20, b"\0" * 4096])
def test_other_files_are_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refused(path) == "this is not a library."
    assert path.read_bytes() == content


def test_an_empty_file_is_no_library_unless_one_may_be_made(path: Path) -> None:
    path.touch()
    assert refused(path, create=False) == "this is not a library."
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE theirs (x)", "PRAGMA application_id = 77", "PRAGMA user_version = 3"],
)
def test_files_of_other_programs_are_refused_and_left_alone(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    content = path.read_bytes()
    assert refused(path) == "this file belongs to another program."
    assert path.read_bytes() == content


def test_a_newer_library_is_refused(path: Path) -> None:
    Library.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(_migrations.STEPS) + 1}")
    connection.close()
    with pytest.raises(LibraryVersionError, match="written by a newer version of this program"):
        Library.open(path)


def test_a_damaged_head_is_refused(path: Path) -> None:
    Library.open(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:16] + b"\xff" * 84 + content[100:])
    assert refused(path) == "this is not a library."


def test_a_library_that_cannot_be_filled_leaves_no_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_engine: sa.Engine, path: Path) -> None:
        raise LibraryError(path, "the disk is full")

    monkeypatch.setattr(_opening, "bring_up_to_date", full)
    assert refused(path) == "the disk is full."
    assert not path.exists()


def test_a_file_that_another_filled_meanwhile_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_engine: sa.Engine, path: Path) -> None:
        path.write_text("something")
        raise LibraryError(path, "this is not a library")

    monkeypatch.setattr(_opening, "bring_up_to_date", fill)
    assert refused(path) == "this is not a library."
    assert path.read_text() == "something"


def test_a_library_being_made_by_another_is_waited_for(path: Path) -> None:
    path.touch()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(LibraryBusyError, match="another program is writing to the library"):
            Library.open(path, busy_seconds=0.01)
    finally:
        other.close()
    Library.open(path).close()


def test_two_may_make_the_same_library_at_once(path: Path) -> None:
    opened: list[Library] = []
    barrier = threading.Barrier(4)

    def open_one() -> None:
        barrier.wait()
        opened.append(Library.open(path))

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [library.check() for library in opened] == [[]] * 4
    for library in opened:
        library.close()


# Migrations


def make_older(monkeypatch: pytest.MonkeyPatch, *steps: Callable[[sa.Connection], None]) -> None:
    """Let libraries made so far be behind by some steps."""
    monkeypatch.setattr(_migrations, "STEPS", (*_migrations.STEPS, *steps))
    monkeypatch.setattr(_opening, "STEPS", _migrations.STEPS)


def add_mood(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE article_status ADD COLUMN mood TEXT")


def test_an_older_library_is_copied_and_migrated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(path).close()
    make_older(monkeypatch, add_mood)
    Library.open(path).close()
    copy = path.with_name(f"library.sqlite.v{NOW}-1")
    assert (pragma(path, "user_version"), pragma(copy, "user_version")) == (NOW + 1, NOW)
    assert pragma(copy, "application_id") == APPLICATION_ID


def test_an_older_copy_is_never_overwritten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(path).close()
    precious = path.with_name(f"library.sqlite.v{NOW}-1")
    precious.write_text("precious")
    make_older(monkeypatch, add_mood)
    Library.open(path).close()
    assert precious.read_text() == "precious"
    assert path.with_name(f"library.sqlite.v{NOW}-2").is_file()


def test_a_failed_migration_leaves_everything_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (x)")
        connection.exec_driver_sql("SELECT nonsense FROM nowhere")

    Library.open(path).close()
    make_older(monkeypatch, add_mood, fail)
    assert "no such table: nowhere" in refused(path)
    assert pragma(path, "user_version") == NOW
    names = "SELECT name FROM sqlite_master WHERE name IN ('half') UNION ALL "
    columns = "SELECT name FROM pragma_table_info('article_status') WHERE name = 'mood'"
    connection = sqlite3.connect(path)
    assert connection.execute(names + columns).fetchall() == []
    connection.close()


def test_a_migration_that_leaves_dangling_rows_is_undone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphan(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("INSERT INTO issue VALUES (99, 0, 'x', 'y', NULL)")

    Library.open(path).close()
    make_older(monkeypatch, orphan)
    assert refused(path) == "the library is damaged and was left at its older version."
    assert pragma(path, "user_version") == NOW


def test_tables_say_what_the_migrations_made(library: Library) -> None:
    connection = sqlite3.connect(library.path)
    for table in tables.metadata.sorted_tables:
        made = [
            # An INTEGER PRIMARY KEY is never NULL, though SQLite does not say so.
            (name, bool(required) or bool(place), bool(place))
            for _, name, _, required, _, place in connection.execute(
                f"PRAGMA table_info({table.name})"
            )
        ]
        said = [(column.name, not column.nullable, column.primary_key) for column in table.c]
        assert made == said, table.name
    names = {name for (name,) in connection.execute("SELECT name FROM pragma_table_list")}
    connection.close()
    known = set(tables.metadata.tables) | {"article_search", "comment_search"}
    assert all(name.startswith(("article_fts", "comment_fts", "sqlite_")) for name in names - known)


def replies_of(comments: list[Comment]) -> list[list[object]]:
    """Return who says where each comment hangs, where it hung before, and what was refused."""
    return [
        [
            c.reply and c.reply.kind.value,
            c.original and c.original.parent,
            [s.parent for s in c.suggestions],
            [s.parent for s in c.refused],
        ]
        for c in comments
    ]


def _new_in_version_4(
    library: Library, article: Article, comments: list[Comment]
) -> dict[str, object]:
    """Return what there is of it, nothing for an article that has none of it."""
    versions = library.versions(article.id)
    pictures = [library.picture(digest) for digest in digests([article.body_html])]
    if not versions:
        return {}
    for version in versions:
        _, listed = library.version_article(version.id)
        assert len(listed) == version.comment_count
    return {
        "permalinks": [comment.permalink for comment in comments],
        "pictures": [[p.sha256, p.content.decode()] for p in pictures if p],
        "versions": [[v.state.value, v.source.name, v.comment_count] for v in versions],
    }


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("*.sqlite")), ids=lambda path: path.stem)
def test_libraries_of_every_version_open(frozen: Path, path: Path) -> None:
    shutil.copy(frozen, path)
    expected = json.loads(frozen.with_suffix(".expected.json").read_text("utf-8"))
    tells_replies = "replies" in expected["articles"][0]
    with Library.open(path) as library:
        assert library.check() == []
        found = [
            {
                "title": article.title,
                "byline": list(article.byline),
                "read": article.read,
                "tags": list(article.tags),
                "issues": [issue.code for issue in article.issues],
                "position": library.position(article.id),
                "source": library.source_bytes(article.id).decode(),
                "comments": [[c.id, c.parent, c.author, c.body_text, c.read] for c in comments],
                **({"replies": replies_of(comments)} if tells_replies else {}),
                **_new_in_version_4(library, article, comments),
            }
            for article, comments in library.export()
        ]
        assert found == expected["articles"]
        for text, ids in expected["searches"].items():
            assert library.article_ids(Query(text=text)) == ids
        assert len(library.import_runs()) == expected["runs"]
        people = [sorted(one.names) for one in library.people.participants(1)]
        apart = sorted([author] for _, _, author, *_ in expected["articles"][0]["comments"])
        assert sorted(people) == expected.get("people", apart)


def test_a_library_of_each_version_is_kept() -> None:
    versions = {f"v{number}" for number in range(1, len(_migrations.STEPS) + 1)}
    assert {frozen.stem for frozen in FROZEN.glob("*.sqlite")} == versions


# Version 2


def of_version_1(path: Path, *statements: str) -> None:
    """Put a library of version 1 there, with some changes of its rows."""
    shutil.copy(FROZEN / "v1.sqlite", path)
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_pages_of_version_1_wait_for_their_replies(path: Path) -> None:
    of_version_1(path)
    Library.open(path).close()
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT source_importer, comment_order, reply_model FROM article")
    assert found.fetchall() == [("ipvm-text", "page", 0), ("plain-text", None, None)]
    connection.close()


def test_pages_of_version_1_are_outdated(path: Path) -> None:
    of_version_1(path)
    with Library.open(path) as library:
        assert library.outdated_threads(1) == [1]
        assert library.flat_document(1).comment_order is CommentOrder.PAGE


def test_a_reply_by_the_reader_of_version_1_becomes_a_correction(path: Path) -> None:
    of_version_1(path, "UPDATE comment SET reply_kind = 'user' WHERE number = 2")
    with Library.open(path) as library:
        _, reply = library.comments(1)
        assert (reply.parent, reply.reply) == (1, Reply(ReplyKind.USER))
        assert reply.original == Placement()
        library.restore_comment(1, 2)
        _, reply = library.comments(1)
        assert (reply.parent, reply.reply) == (None, None)
        assert library.check() == []


def test_a_comment_detached_in_version_1_stays_so(path: Path) -> None:
    of_version_1(path, "UPDATE comment SET reply_kind = 'user', parent = NULL WHERE number = 2")
    with Library.open(path) as library:
        _, detached = library.comments(1)
        assert (detached.parent, detached.reply) == (None, Reply(ReplyKind.USER))


@pytest.mark.parametrize("parent", [2, 77])
def test_a_reply_of_version_1_to_no_other_comment_is_left_alone(path: Path, parent: int) -> None:
    statement = "UPDATE comment SET reply_kind = 'user', parent = {} WHERE number = 2"
    of_version_1(path, statement.format(parent))
    with Library.open(path) as library:
        _, reply = library.comments(1)
        assert (reply.parent, reply.original) == (parent, None)
        assert reply.reply is not None
        assert reply.reply.kind is ReplyKind.USER


# Version 4


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_articles_of_older_versions_are_recognised(version: str, path: Path) -> None:
    shutil.copy(FROZEN / f"{version}.sqlite", path)
    with Library.open(path) as library:
        (gate, _) = [article for article, _ in library.export()]
        assert gate.published is not None
        copy = Document(
            title="Gate Readers Compared",
            url="https://example.org/gate-readers",
            published=gate.published + dt.timedelta(days=1),
            body_text=gate.body_text,
        )
        (outcome,) = library.add(SourceFile("page.html", "page", b"x"), [copy])
        assert (outcome.id, outcome.sign) == (gate.id, Sign.TITLE_AND_DAY)
        assert library.check() == []
