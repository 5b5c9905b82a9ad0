from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.domain.listing import Query
from ipvm_desktop.errors import LibraryBusyError, LibraryError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]

KILLED = """
    import os, signal, sys
    from pathlib import Path
    from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
    from ipvm_desktop.library import Library

    def documents(number, last):
        for place in range(3):
            # More than SQLite's cache holds, so that unfinished pages reach the disk.
            comments = tuple(
                ParsedComment(id=n, author=f"A{n}", body_text=f"word{n} " * 2000)
                for n in range(1, 400 if last else 3)
            )
            yield Document(title=f"{number}-{place}", body_text="b", comments=comments)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    library = Library.open(Path(sys.argv[1]))
    for number in range(5):
        source = SourceFile(f"{number}", "t", str(number).encode())
        library.add(source, documents(number, number == 4))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_import_leaves_whole_files_only(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("library.sqlite-wal").stat().st_size > 1 << 20
    with Library.open(path) as library:
        assert library.check() == []
        titles = [article.title for article, _ in library.export()]
        assert titles == [f"{number}-{place}" for number in range(4) for place in range(3)]
        assert library.known_file(SourceFile("3", "t", b"3").sha256) is not None
        assert library.known_file(SourceFile("4", "t", b"4").sha256) is None
        assert library.article_ids(Query(text="word399")) == []


def fill(library: Library) -> None:
    comments = tuple(ParsedComment(id=n, body_text=f"word{n} " * 500) for n in range(1, 300))
    library.add(SourceFile("big", "t", b"big"), [Document(title="Big", comments=comments)])


def test_a_full_disk_is_told_and_nothing_is_half_written(path: Path) -> None:
    with Library.open(path) as library:
        library.add(SourceFile("a", "t", b"a"), [Document(title="A")])
    with Library.open(path) as library:

        def limit(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 60")

        event.listen(library._engine, "connect", limit)
        library._engine.dispose()
        with pytest.raises(LibraryError, match=r"library\.sqlite: the disk is full\."):
            fill(library)
        assert library.counts().articles == 1
        assert library.check() == []
        assert library.known_file(SourceFile("big", "t", b"big").sha256) is None


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files by RLIMIT_FSIZE")
def test_a_failing_disk_is_told(path: Path) -> None:
    script = """
        import resource, signal, sys
        from pathlib import Path
        from ipvm_desktop.domain.document import Document, SourceFile
        from ipvm_desktop.errors import LibraryError
        from ipvm_desktop.library import Library

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with Library.open(Path(sys.argv[1])) as library:
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
            try:
                large = Document(title="A", body_text="x" * 10**6)
                library.add(SourceFile("a", "t", b"a"), [large])
            except LibraryError as error:
                print(error)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == f"{path}: the disk could not be read or written.\n"
    with Library.open(path) as library:
        assert library.counts().articles == 0
        assert library.check() == []


@pytest.fixture
def lock(path: Path, library: Library) -> Iterator[None]:
    """Hold the library's write lock from another connection."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.usefixtures("lock")
def test_a_locked_library_is_busy_for_writers_only(library: Library) -> None:
    for write in (
        lambda: library.add(SourceFile("a", "t", b"a"), [Document(title="A")]),
        lambda: library.mark_articles([1], read=True),
        lambda: library.remove([1]),
        library.check,
    ):
        with pytest.raises(LibraryBusyError, match="another program is writing to the library"):
            write()
    assert library.counts().articles == 0
    assert library.article_ids(Query()) == []


def test_a_library_that_may_not_be_written_can_be_read(path: Path, add: Add) -> None:
    add(Document(title="A"))
    with Library.open(path) as library:

        def forbid(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA query_only = ON")

        event.listen(library._engine, "connect", forbid)
        library._engine.dispose()
        with pytest.raises(LibraryError, match="the library, its folder or its disk is read-only"):
            library.mark_articles([1], read=True)
        assert library.counts().articles == 1


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything"
)
def test_a_read_only_file_can_be_read(path: Path) -> None:
    with Library.open(path) as library:
        library.add(SourceFile("a", "t", b"a"), [Document(title="A")])
    path.chmod(0o400)
    with Library.open(path) as library:
        assert library.counts().articles == 1
        with pytest.raises(LibraryError, match="read-only"):
            library.mark_articles([1], read=True)


def test_a_copy_without_wal_that_cannot_be_changed_still_opens(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        library.backup(tmp_path / "copy.sqlite")
    reader = sqlite3.connect(tmp_path / "copy.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM article").fetchall()
    with Library.open(tmp_path / "copy.sqlite", busy_seconds=0.01) as library:
        assert library.counts().articles == 0
    reader.close()


def damage(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(1) * 4096)


def root_page(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
    ).fetchone()
    connection.close()
    return int(page)


@pytest.mark.parametrize("table", ["article", "comment"])
def test_a_damaged_library_is_told(path: Path, table: str) -> None:
    with Library.open(path) as library:
        fill(library)
    page = root_page(path, table)
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x99" * 4096)
    with Library.open(path) as library:
        with pytest.raises(LibraryError, match=r"the library is damaged; restore it from a backup"):
            library.comments(1)
        assert any(problem.startswith("The file is damaged: ") for problem in library.check())


@pytest.mark.parametrize(
    ("statement", "use"),
    [
        ("UPDATE article SET published = 'never'", lambda library: library.summaries([1])),
        ("UPDATE article SET kind = 'novel'", lambda library: library.article(1)),
        ("UPDATE comment SET badges = '[1'", lambda library: library.comments(1)),
        ("UPDATE source_file SET content = x'00'", lambda library: library.source_bytes(1)),
        ("UPDATE article SET title = CAST(x'ff' AS TEXT)", lambda library: library.article(1)),
    ],
)
def test_values_that_cannot_be_read_are_told(
    path: Path, statement: str, use: Callable[[Library], object]
) -> None:
    with Library.open(path) as library:
        fill(library)
        other = sqlite3.connect(path)
        other.execute(statement)
        other.commit()
        other.close()
        with pytest.raises(LibraryError, match="the library is damaged; restore it from a backup"):
            use(library)


def test_a_library_that_turned_into_something_else_is_told(path: Path) -> None:
    with Library.open(path) as library:
        library._engine.dispose()
        path.write_bytes(b"no library at all " * 500)
        with pytest.raises(LibraryError, match="this is not a library"):
            library.counts()


def test_a_library_that_vanished_is_not_made_anew(path: Path) -> None:
    with Library.open(path) as library:
        library._engine.dispose()
        path.unlink()
        with pytest.raises(LibraryError, match="the file cannot be opened"):
            library.counts()
    assert not path.exists()


def test_many_threads_may_use_one_library(library: Library) -> None:
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(5):
                source = SourceFile("x", "t", f"{name} {number}".encode())
                comments = (ParsedComment(id=1, body_text=f"{name}"),)
                document = Document(title=f"{name} {number}", comments=comments)
                (outcome,) = library.add(source, [document])
                library.mark_articles([outcome.id], read=True)
                assert library.article(outcome.id).read
                assert outcome.id in library.article_ids(Query(text=f"{name}"))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    slow = Library.open(library.path)
    library, quick = slow, library
    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert quick.counts().articles == 30
    assert slow.check() == []
    slow.close()
