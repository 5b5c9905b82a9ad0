"""Exported files are whole or not there, and named so that every system takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.domain.comment import Comment
from ipvm_desktop.domain.document import Document, ParsedComment, SourceFile
from ipvm_desktop.errors import IpvmDesktopError, LibraryError
from ipvm_desktop.library import Library
from ipvm_desktop.ui.export import export, file_name, with_suffix


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as library:
        for number in (1, 2):
            comment = ParsedComment(id=1, author="Ann Ray", body_html="<p>Yes.</p>")
            document = Document(
                title=f"Article {number}",
                url=f"https://ipvm.com/reports/{number}",
                body_html="<p>Words.</p>",
                body_text="Words.",
                comments=(comment,),
            )
            library.add(SourceFile(f"{number}.txt", "plain-text", b"%d" % number), [document])
        yield library


@pytest.mark.parametrize("suffix", [".json", ".md", ".html", ".JSON"])
def test_every_format_holds_the_articles_asked_for(
    library: Library, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"out{suffix}"
    assert export(library, [2], path) == 1
    written = path.read_text(encoding="utf-8")
    assert "Article 2" in written
    assert "Ann Ray" in written
    assert "Article 1" not in written


def test_all_articles_are_exported_in_one_document(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert export(library, None, path) == 2
    articles = json.loads(path.read_text(encoding="utf-8"))["articles"]
    assert [article["title"] for article in articles] == ["Article 1", "Article 2"]


def test_folder_that_is_not_there_is_one_sentence(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "absent" / "out.json"
    with pytest.raises(IpvmDesktopError, match=r"absent.*No such file") as raised:
        export(library, None, path)
    assert str(raised.value).count("\n") == 0


def test_failed_export_leaves_the_old_file_and_no_other(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "out.json"
    path.write_text("old")

    def broken(_ids: object) -> Iterator[tuple[object, list[Comment]]]:
        yield from ()
        raise LibraryError(library.path, "the disk is gone")

    monkeypatch.setattr(library, "export", broken)
    with pytest.raises(LibraryError):
        export(library, None, path)
    assert path.read_text() == "old"
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "chosen", "expected"),
    [
        ("x.md", "JSON (*.json)", "x.md"),
        ("x", "Markdown (*.md)", "x.md"),
        ("x", "", "x.json"),
        # The end of a title is no suffix that says which format.
        ("Report 2.0", "Web page (*.html)", "Report 2.0.html"),
    ],
)
def test_format_comes_from_the_name_or_the_filter(name: str, chosen: str, expected: str) -> None:
    assert with_suffix(Path("/out") / name, chosen) == Path("/out") / expected


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("City Pilot Swaps Cameras", "City Pilot Swaps Cameras"),
        ("AC/DC: what? “No”\n\t*", "AC DC what “No”"),
        ("...", "article"),
        ("x" * 200, "x" * 80),
    ],
)
def test_title_becomes_a_file_name(title: str, name: str) -> None:
    assert file_name(title) == name
