"""A preview says what an import would make of a source, and keeps nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document
from ipvm_desktop.domain.import_log import ImportStatus
from ipvm_desktop.errors import CorruptFileError, LibraryError
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline import import_as, preview, preview_archive


class Lines:
    """An article a line; some lines are trouble."""

    name = "lines"
    title = "Lines"
    extensions = (".lines",)
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return Confidence.LIKELY if source.name.endswith(".lines") else Confidence.NO

    def read(self, source: Source) -> Iterator[Document]:
        for line in source.read_bytes().decode().splitlines():
            if line == "corrupt":
                raise CorruptFileError(source.label, "the rest is missing", self.name)
            if line == "bug":
                raise KeyError("no such thing")
            if line:
                yield Document(title=line)


class Whole:
    """Takes anything for one article."""

    name = "whole"
    title = "Whole"
    extensions = (".txt",)
    brings = ("article",)

    def sniff(self, source: Source) -> Confidence:
        return Confidence.MAYBE

    def read(self, source: Source) -> Iterator[Document]:
        yield Document(title=source.name, body_text=source.read_bytes().decode())


REGISTRY = Registry((Whole(), Lines()))


def source(text: str, name: str = "a.lines") -> Source:
    return Source.from_bytes(text.encode(), name)


def test_the_surest_importer_reads_and_all_are_named() -> None:
    found = preview(source("One\nTwo"), REGISTRY)
    assert found.importer == "lines"
    assert [document.title for document in found.documents] == ["One", "Two"]
    assert [(each.name, each.is_likely) for each in found.candidates] == [
        ("lines", True),
        ("whole", True),
    ]
    assert found.candidates[0].why == "it has the shape of this format"
    assert (found.error, found.is_cut) == (None, False)


def test_another_importer_may_be_chosen_even_an_unlikely_one() -> None:
    found = preview(source("One\nTwo", "a.txt"), REGISTRY, "lines")
    assert found.importer == "lines"
    assert len(found.documents) == 2
    assert [(each.name, each.is_likely) for each in found.candidates] == [
        ("whole", True),
        ("lines", False),
    ]


def test_a_long_file_is_cut() -> None:
    found = preview(source("\n".join(map(str, range(30)))), REGISTRY)
    assert (len(found.documents), found.is_cut) == (20, True)


@pytest.mark.parametrize(
    ("text", "titles", "error"),
    [
        ("One\ncorrupt", ["One"], "a.lines: the rest is missing."),
        ("corrupt", [], "a.lines: the rest is missing."),
        ("One\nbug", ["One"], "a.lines: an error in the program stopped its import (KeyError"),
        ("\n", [], "a.lines: the file holds no article."),
    ],
)
def test_what_was_read_before_the_trouble_is_shown(
    text: str, titles: list[str], error: str
) -> None:
    found = preview(source(text), REGISTRY)
    assert [document.title for document in found.documents] == titles
    assert found.error is not None
    assert found.error.startswith(error)


def test_a_format_that_nobody_knows_is_said_so() -> None:
    found = preview(source("x", "a.bin"), Registry((Lines(),)))
    assert (found.importer, found.documents) == (None, ())
    assert found.error == "a.bin: this is no format the program can read."


def zipped(path: Path, *members: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


def test_the_files_of_an_archive_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        ("b/one.lines", "One\nTwo"),
        ("empty.txt", ""),
        ("other.jpg", "?"),
        ("three.txt", "Three"),
        ("trouble.lines", "Four\ncorrupt"),
    )
    found = preview_archive(path, REGISTRY)
    assert [document.title for document in found.documents] == ["One", "Two", "three.txt", "Four"]
    assert found.origins == (
        ("one.lines", "Lines"),
        ("one.lines", "Lines"),
        ("three.txt", "Whole"),
        ("trouble.lines", "Lines"),
    )
    assert (found.name, found.files, found.is_cut) == ("a.zip", 4, False)
    assert found.error == (
        f"{path} › empty.txt: the file is empty. 1 more of its files cannot be read."
    )
    assert (found.importer, found.candidates) == (None, ())


def test_a_large_archive_is_cut(tmp_path: Path) -> None:
    members = [(f"{number}.txt", "x") for number in range(30)]
    found = preview_archive(zipped(tmp_path / "a.zip", *members), REGISTRY)
    assert (len(found.documents), found.files, found.is_cut) == (20, 30, True)
    found = preview_archive(zipped(tmp_path / "b.zip", ("a.lines", "x\n" * 30)), REGISTRY)
    assert (len(found.documents), len(found.origins), found.is_cut) == (20, 20, True)


def test_a_damaged_archive_says_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no archive")
    found = preview_archive(path, REGISTRY)
    assert found.documents == ()
    assert found.error is not None
    assert found.error.startswith(f"{path}: ")


def test_replies_are_inferred_as_in_an_import() -> None:
    text = (
        "Gate Cameras\n\nBy Ann Ray, Published on Mar 04, 2021\n\nThe vendor said it works.\n\n"
        "Comments (2)\n\nBo Lane\nMar 05, 2021\n\nHas anybody measured how long the battery of "
        "the second gate camera lasts in winter?\n\nCy Dee\nMar 06, 2021\n\n"
        '"Has anybody measured how long the battery of the second gate camera lasts in winter?"'
        "\n\nWe did, nine weeks.\n"
    )
    found = preview(source(text, "a.txt"), default_registry())
    assert found.importer == "ipvm-text"
    assert [comment.parent for comment in found.documents[0].comments] == [None, 1]


def test_a_source_is_imported_as_the_reader_chose(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a.sqlite") as library:
        run = import_as(library, REGISTRY, source("One\nTwo", "a.txt"), "lines")
        assert [article.title for article in run.files[0].articles] == ["One", "Two"]
        assert run.files[0].importer == "lines"
        assert library.import_runs()[0].files == run.files


def test_a_known_file_is_read_again_in_another_way(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a.sqlite") as library:
        import_as(library, REGISTRY, source("One\nTwo", "a.txt"), "whole")
        run = import_as(library, REGISTRY, source("One\nTwo", "a.txt"), "lines")
        assert run.files[0].status is ImportStatus.ADDED
        assert library.counts().articles == 3


def test_a_log_that_cannot_be_kept_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LibraryError("a.sqlite", "the disk is full")

    with Library.open(tmp_path / "a.sqlite") as library:
        monkeypatch.setattr(Library, "add_import_run", refuse)
        run = import_as(library, REGISTRY, source("One"), "lines")
        assert run.id is None
        assert library.counts().articles == 1
