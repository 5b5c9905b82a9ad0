"""Bad files and bad libraries: one sentence naming file and cause, and the rest is still done."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ipvm_desktop.library import Library

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine, Result

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file system")


def empty(path: Path) -> None:
    path.touch()


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def executable(path: Path) -> None:
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(9) + os.urandom(5000))


def nothing_but_nul(path: Path) -> None:
    path.write_bytes(bytes(100_000))


def two_hundred_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def linked_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def linked_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere.txt")


def linked_endlessly(path: Path) -> None:
    for number in range(60):
        following = path.name if number == 0 else f"link-{number - 1}"
        (path.parent / f"link-{number}").symlink_to(following)
    path.symlink_to("link-59")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def cut_json(path: Path) -> None:
    path.write_text('{"format": "ipvm-desktop", "version": 1, "articles": [{"title": "Cu')


def wrong_json(path: Path) -> None:
    path.write_text('{"format": "ipvm-desktop", "version": 1, "articles": 7}')


def deep_json(path: Path) -> None:
    path.write_text('{"format": "ipvm-desktop", "version": 1, "articles": ' + "[" * 100_000)


def newer_json(path: Path) -> None:
    path.write_text('{"format": "ipvm-desktop", "version": 99, "articles": []}')


BAD_FILES: list[tuple[Callable[[Path], None], str]] = [
    (empty, "bad.txt"),
    (binary, "bad.txt"),
    (executable, "bad.txt"),
    (nothing_but_nul, "bad.txt"),
    (two_hundred_megabytes, "bad.txt"),
    (cut_json, "bad.json"),
    (wrong_json, "bad.json"),
    (deep_json, "bad.json"),
    (newer_json, "bad.json"),
    *(
        (make, "bad.txt")
        for make in (linked_to_itself, linked_to_nothing, linked_endlessly, pipe)
        if os.name != "nt"
    ),
]


def assert_one_sentence(result: Result, *names: Path | str) -> None:
    """Check that standard error holds one sentence naming all of these."""
    assert result.err.count("\n") == 1, result.err
    assert result.err.endswith(".\n")
    assert "Traceback" not in result.out + result.err
    assert "error in the program" not in result.err
    for name in names:
        assert str(name) in result.err


def good_files(folder: Path) -> None:
    for name in ("a-first.txt", "z-last.txt"):
        (folder / name).write_text(f"A note in {name}\n\nIt is short.\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "name"), [pytest.param(*case, id=case[0].__name__) for case in BAD_FILES]
)
def test_a_bad_file_is_named_and_the_others_are_imported(
    cli: CommandLine, tmp_path: Path, make: Callable[[Path], None], name: str
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    good_files(folder)
    make(folder / name)
    result = cli("import", folder)
    assert result.code == 1
    assert_one_sentence(result, folder / name)
    assert "3 files: 2 added, 0 updated, 0 unchanged, 1 failed; 2 articles" in result.out
    assert cli("list", "--json").json["total"] == 2
    assert cli("check").code == 0


@pytest.mark.parametrize(
    "content",
    [
        "Ein Gr\u00fc\u00dfchen\n\nMit Umlauten: \u00e4\u00f6\u00fc.\n".encode("cp1252"),
        "Ein Gr\u00fc\u00dfchen\n\nMit Umlauten: \u00e4\u00f6\u00fc.\n".encode("utf-16"),
        b"Half \xff\xfe broken \x80\x81 text\n\nWith a second paragraph.\n",
        b"A note\0 with\0 stray\0 zeros\n\nAnd more text after them.\n",
        "A note \ud800\n\nWith half a character.\n".encode("utf-8", "surrogatepass"),
        b"\xef\xbb\xbfA note\r\n\r\nWith Windows line ends.\r\n",
    ],
    ids=["cp1252", "utf-16", "broken", "zeros", "half a surrogate", "bom"],
)
def test_odd_encodings_are_read_or_refused_whole(
    cli: CommandLine, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    result = cli("import", path)
    if result.code:
        assert_one_sentence(result, path)
        return
    article = cli("show", "1", "--json").json
    assert "\0" not in article["body_text"]
    assert article["title"]
    assert cli("show", "1", "--comments").code == 0
    assert path.read_bytes() == content


def test_half_characters_in_json_are_read_or_refused(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(
        '{"format": "ipvm-desktop", "version": 1, "articles": [{"title": "A \\ud800 B",'
        ' "key": "\\udfff", "body_text": "\\u0000", "comments": [{"id": 1, "author": "\\ud83d"}]}]}'
    )
    result = cli("import", path)
    if result.code:
        assert_one_sentence(result, path)
    else:
        assert cli("export").code == 0


@POSIX
def test_a_file_that_vanishes(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    good_files(folder)
    add = Library.add

    def add_and_remove(library: Library, *arguments: object) -> object:
        (folder / "z-last.txt").unlink()
        return add(library, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "add", add_and_remove)
    result = cli("import", folder)
    assert result.code == 1
    assert_one_sentence(result, folder / "z-last.txt", "does not exist")
    assert "1 added" in result.out


@POSIX
def test_folders_linked_in_circles(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "deep" / "deeper" / "top").symlink_to(folder, target_is_directory=True)
    good_files(folder / "deep")
    result = cli("import", folder)
    assert result.code == 0
    assert result.out.splitlines()[-1].startswith("2 files: 2 added")


def test_nothing_to_import(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    result = cli("import", tmp_path / "folder")
    assert result.code == 1
    assert_one_sentence(result, tmp_path / "folder", "holds no file that can be imported")


# Libraries


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("A note\n\nIt is short.\n", encoding="utf-8")
    return path


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for ten seconds until a busy library is given up."""
    monkeypatch.setitem(Library.open.__func__.__kwdefaults__, "busy_seconds", 0.05)  # type: ignore[attr-defined]


@pytest.fixture
def locked(filled: CommandLine, impatient: None) -> Iterator[CommandLine]:
    with closing(sqlite3.connect(filled.library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield filled
        other.execute("ROLLBACK")


def test_a_locked_library(locked: CommandLine, note: Path) -> None:
    result = locked("import", note)
    assert result.code == 1
    assert_one_sentence(result, note, locked.library, "another program")
    assert "1 failed" in result.out
    assert locked("list", "--json").json["total"] == 3


def test_a_locked_library_fails_many_files_soon(locked: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Note {number}\n\nText.")
    result = locked("import", "--json", folder)
    assert result.code == 1
    assert result.json["totals"]["failed"] == 200
    assert all("another program" in file["error"] for file in result.json["files"])


def test_a_newer_library(filled: CommandLine, note: Path) -> None:
    with closing(sqlite3.connect(filled.library)) as other:
        other.execute("PRAGMA user_version = 9999")
    before = filled.library.read_bytes()
    for arguments in (["list"], ["import", note], ["check"], ["export"]):
        result = filled(*arguments)
        assert (result.code, result.out) == (1, "")
        assert_one_sentence(result, filled.library, "newer version")
    assert filled.library.read_bytes() == before


@pytest.mark.parametrize("content", [b"Not a database at all", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_library(cli: CommandLine, note: Path, content: bytes) -> None:
    cli.library.write_bytes(content)
    for arguments in (["list"], ["import", note], ["check"]):
        result = cli(*arguments)
        assert (result.code, result.out) == (1, "")
        assert_one_sentence(result, cli.library)
    assert cli.library.read_bytes() == content


def test_another_program_s_database(cli: CommandLine, note: Path) -> None:
    with closing(sqlite3.connect(cli.library)) as other:
        other.execute("CREATE TABLE theirs (id)")
    result = cli("import", note)
    assert result.code == 1
    assert_one_sentence(result, cli.library, "another program")


def test_a_damaged_library(filled: CommandLine, note: Path) -> None:
    size = filled.library.stat().st_size
    with filled.library.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    for arguments in (["list"], ["show", "1"], ["search", "panels"], ["export"], ["import", note]):
        result = filled(*arguments)
        assert result.code == 1, arguments
        assert_one_sentence(result, filled.library)
    result = filled("check")
    assert result.code == 1
    assert "Traceback" not in result.out + result.err
    assert result.out or result.err


def test_a_library_that_lost_its_end(filled: CommandLine) -> None:
    filled.library.write_bytes(filled.library.read_bytes()[:20_000])
    result = filled("check")
    assert result.code == 1
    assert "Traceback" not in result.out + result.err


def test_a_folder_in_place_of_the_library(cli: CommandLine, note: Path) -> None:
    cli.library.mkdir()
    for arguments in (["list"], ["import", note]):
        result = cli(*arguments)
        assert result.code == 1
        assert_one_sentence(result, cli.library, "folder")


def test_a_folder_that_cannot_be_made(cli: CommandLine, note: Path) -> None:
    cli.library = note / "deep" / "library.sqlite"
    result = cli("import", note)
    assert (result.code, result.out) == (1, "")
    assert_one_sentence(result, cli.library)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that all users may enter; those of pytest are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Give up root's right to read and write everything for a while."""
    if not IS_ROOT:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@POSIX
def test_what_may_not_be_read(filled: CommandLine, shared_folder: Path) -> None:
    good_files(shared_folder)
    assert filled("import", shared_folder).code == 0  # loads all that root alone may load
    closed, unlisted = shared_folder / "m-closed.txt", shared_folder / "n-unlisted"
    closed.write_text("secret")
    closed.chmod(0)
    unlisted.mkdir(mode=0)
    filled.library = shared_folder / "library.sqlite"
    with unprivileged():
        result = filled("import", shared_folder)
    assert result.code == 1
    assert result.err.splitlines() == [
        f"{closed}: reading the file is not permitted.",
        f"{unlisted}: the folder cannot be read (Permission denied).",
    ]
    assert "4 files: 2 added, 0 updated, 0 unchanged, 2 failed" in result.out


@POSIX
def test_what_may_not_be_written(filled: CommandLine, note: Path, shared_folder: Path) -> None:
    assert filled("import", note).code == 0
    text = shared_folder / "note.txt"
    text.write_text("Another note\n\nIt is short.\n")
    kept = shared_folder / "kept"
    kept.mkdir()
    shutil.copy(filled.library, kept / "library.sqlite")
    kept.chmod(0o555)
    with unprivileged():
        filled.library = kept / "new.sqlite"
        assert_one_sentence(filled("import", text), filled.library)
        filled.library = kept / "library.sqlite"
        result = filled("import", text)
        target = kept / "out.json"
        exported = filled("export", "-o", target)
        copied = filled("backup", target)
    assert result.code == 1
    assert_one_sentence(result, filled.library)
    for outcome in (exported, copied):
        assert outcome.code == 1
        assert_one_sentence(outcome)
    assert sorted(path.name for path in kept.iterdir()) == ["library.sqlite"]
    kept.chmod(0o755)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
def test_an_unwritable_place_even_for_root(cli: CommandLine, note: Path) -> None:
    cli.library = Path("/proc/library.sqlite")
    result = cli("import", note)
    assert (result.code, result.out) == (1, "")
    assert_one_sentence(result, cli.library)


def limited(size: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program where no file may grow beyond a size, as on a full disk."""
    script = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "from ipvm_desktop.cli import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@POSIX
def test_a_disk_that_fills_up(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    good_files(folder)
    big = folder / "m-big.txt"
    big.write_text("A large note\n\n" + os.urandom(1_500_000).hex(), encoding="utf-8")
    result = limited(1_000_000, "--library", cli.library, "import", folder)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert str(big) in result.stderr
    assert "2 added" in result.stdout
    assert cli("list", "--json").json["total"] == 2
    assert cli("check").code == 0
    assert cli("import", folder).out.splitlines()[-1].startswith("3 files: 1 added")


@POSIX
def test_a_full_disk_for_exports_and_backups(filled: CommandLine, tmp_path: Path) -> None:
    for arguments in (["export", "-o"], ["backup"]):
        target = tmp_path / "target"
        result = limited(2000, "--library", filled.library, *arguments, target)
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1, result.stderr
        assert "Traceback" not in result.stderr
        assert not target.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_read_only_copy_can_be_read(filled: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "read-only.sqlite"
    shutil.copy(filled.library, copy)
    copy.chmod(0o400)
    filled.library = copy
    assert filled("list", "--json").json["total"] == 3
