"""Sources: what may be read, and the one sentence for what may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers import base
from ipvm_desktop.importers.base import FolderSurroundings, Source


def test_a_source_keeps_the_bytes_of_a_file_that_vanishes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 5000)
    source = Source.from_path(file)
    file.unlink()
    assert source.name == "a.txt"
    assert source.path == file
    assert source.label == file
    assert source.read_bytes() == b"x" * 5000
    assert source.head == b"x" * 4096


def test_bytes_without_a_file_are_known_by_their_name() -> None:
    source = Source.from_bytes(b"abc", "clipboard")
    assert (source.path, source.label, source.read_bytes()) == (None, "clipboard", b"abc")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.TXT", ".txt"),
        ("a", ""),
        ("Minutes 2020.01.09", ""),
        ("Mr. Ray writes", ""),
        (".hidden", ""),
        ("a.tar.gz", ".gz"),
    ],
)
def test_the_extension_is_what_people_take_for_one(name: str, extension: str) -> None:
    assert Source.from_bytes(b"x", name).extension == extension


def _refusal(path: Path) -> str:
    with pytest.raises(ImportFileError) as caught:
        Source.from_path(path)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone.txt"
    assert _refusal(missing) == f"{missing}: the file does not exist."


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to("gone.txt")
    assert _refusal(link) == f"{link}: the link leads to no file."


def test_a_path_below_a_file_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert _refusal(tmp_path / "a" / "b").endswith("the file does not exist.")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _refusal(tmp_path) == f"{tmp_path}: this is a folder, not a file."


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert _refusal(tmp_path / "a.txt").endswith("a.txt: the file is empty.")


def test_no_bytes_are_refused() -> None:
    with pytest.raises(ImportFileError, match="clipboard: the file is empty"):
        Source.from_bytes(b"", "clipboard")


def test_a_file_beyond_the_limit_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MAX_SOURCE_BYTES", 1024 * 1024)
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcd" * 256 * 1024 + b"e")
    source = Source.from_path(path)
    assert source.is_large
    assert source.head == b"abcd" * 1024
    with source.open() as stream:
        assert stream.read(8) == b"abcdabcd"
    with pytest.raises(ImportFileError) as caught:
        source.read_bytes()
    assert str(caught.value) == (
        f"{path}: the file is larger than 1 MiB, and its format is not read in parts."
    )
    path.unlink()
    with pytest.raises(ImportFileError, match=r"a\.txt: the file does not exist"):
        source.open()


def test_many_bytes_without_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_SOURCE_BYTES", 4)
    with pytest.raises(ImportFileError, match="clipboard: the file is larger than"):
        Source.from_bytes(b"abcde", "clipboard")


def test_messages_may_call_a_source_something_else() -> None:
    source = Source("a.txt", None, b"x", shown="old.zip › a.txt")
    assert source.label == "old.zip › a.txt"
    with source.open() as stream:
        assert stream.read() == b"x"


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "loop.txt"
    link.symlink_to(link)
    assert _refusal(link) == f"{link}: the link leads back to itself."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert _refusal(pipe).endswith("this is a pipe or a device, not a file.")


def test_a_name_with_a_nul_is_refused() -> None:
    assert "the name is not valid" in _refusal(Path("a\0b.txt"))


def test_a_forbidden_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "a.txt"
    file.write_text("x")
    # The superuser may read everything, so the refusal has to be played.
    monkeypatch.setattr(Path, "open", forbidden)
    assert _refusal(file).endswith("reading the file is not permitted.")


def test_trouble_without_a_name_of_its_own_is_told_in_the_words_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_args: object, **_kwargs: object) -> None:
        raise OSError(5, "Input/output error")

    file = tmp_path / "a.txt"
    file.write_text("x")
    monkeypatch.setattr(Path, "open", failing)
    assert _refusal(file).endswith("the file cannot be read (Input/output error).")


def test_what_lies_around_a_file_is_read_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "pages"
    (folder / "page_files").mkdir(parents=True)
    (folder / "page_files" / "b.png").write_bytes(b"b")
    (folder / "page_files" / "a.png").write_bytes(b"a")
    (tmp_path / "kept" / "beside.txt").write_bytes(b"beside")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    around = FolderSurroundings(folder)
    assert list(around.names("page_files")) == ["a.png", "b.png"]
    assert around.read("page_files/a.png") == b"a"
    assert around.read("../beside.txt") == b"beside"
    secret = str(tmp_path / "secret.txt")
    outside = ("../../secret.txt", secret, "gone", "page_files", "a\0", "x" * 5000)
    assert [around.read(name) for name in outside] == [None] * 6
    for name in ("../..", "gone", "page_files/a.png", "a\0"):
        assert list(around.names(name)) == []


def test_around_bytes_there_is_nothing() -> None:
    around = Source.from_bytes(b"a", "a.html").around
    assert (list(around.names("")), around.read("a.html")) == ([], None)
