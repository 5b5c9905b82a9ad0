from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ipvm_desktop.domain.document import Document, ParsedComment, Picture, SourceFile
from ipvm_desktop.domain.import_log import ArticleOutcome
from ipvm_desktop.errors import LibraryError
from ipvm_desktop.library import Library

Add = Callable[..., ArticleOutcome]
GATE, LAMP = Picture.of(b"a gate", "image/png"), Picture.of(b"a lamp", "image/jpeg")


def showing(title: str, *pictures: Picture, **changes: object) -> Document:
    body = "".join(f'<p><img alt="" src="{picture.address}"></p>' for picture in pictures)
    return Document(title=title, body_html=body, pictures=pictures, **changes)  # type: ignore[arg-type]


def digests(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [sha256 for (sha256,) in connection.execute("SELECT sha256 FROM picture")]
    connection.close()
    return sorted(found)


def test_pictures_come_back_as_they_were(library: Library, add: Add) -> None:
    add(showing("A", GATE, LAMP))
    assert library.picture(GATE.sha256) == GATE
    assert library.picture(LAMP.sha256) == LAMP
    assert library.picture("00") is None
    assert library.picture_head(GATE.sha256, 3) == b"a g"
    assert library.picture_head(GATE.sha256, 99) == b"a gate"
    assert library.picture_head("00", 3) is None
    assert library.picture("\udc80") is None
    assert library.check() == []


def test_a_picture_is_kept_once_for_all_articles(library: Library, add: Add) -> None:
    add(showing("A", GATE))
    add(showing("B", GATE, LAMP))
    assert digests(library.path) == sorted([GATE.sha256, LAMP.sha256])


def test_a_picture_goes_with_the_last_article_that_shows_it(library: Library, add: Add) -> None:
    first, second = add(showing("A", GATE)), add(showing("B", GATE, LAMP))
    library.remove([second.id])
    assert digests(library.path) == [GATE.sha256]
    library.remove([first.id])
    assert digests(library.path) == []


def test_a_version_keeps_its_pictures(library: Library, add: Add) -> None:
    first = add(showing("A", GATE, key="k"))
    add(showing("A", LAMP, key="k"))
    assert digests(library.path) == sorted([GATE.sha256, LAMP.sha256])
    library.remove([first.id])
    assert digests(library.path) == []


def test_pictures_of_a_copy_that_is_left_are_not_kept(library: Library, add: Add) -> None:
    comments = tuple(ParsedComment(id=n, body_text=f"c{n}") for n in range(1, 5))
    add(Document(title="A", key="k", comments=comments))
    outcome = add(dataclasses.replace(showing("A", GATE, key="k"), pictures=(), body_html=""))
    assert outcome.kept_fuller
    assert digests(library.path) == []


def test_nothing_is_kept_of_a_file_that_fails(library: Library) -> None:
    broken = showing("A", GATE, comments=(ParsedComment(id=1 << 70),))
    with pytest.raises(LibraryError):
        library.add(SourceFile("a", "t", b"x"), [broken])
    assert digests(library.path) == []


def test_a_backup_holds_the_pictures(library: Library, add: Add, tmp_path: Path) -> None:
    add(showing("A", GATE))
    library.backup(tmp_path / "copy.sqlite")
    with Library.open(tmp_path / "copy.sqlite") as copy:
        assert copy.picture(GATE.sha256) == GATE


def test_a_damaged_picture_is_found(library: Library, add: Add) -> None:
    add(showing("A", GATE))
    change(library.path, "UPDATE picture SET content = x'00'")
    assert library.check() == [f"The stored picture {GATE.sha256} is damaged."]


def change(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


# Large files


def in_parts(library: Library, add: Add) -> tuple[int, bytes]:
    """Put the file of an article into parts, as a large one is kept."""
    content = b"line of a large file\n" * 1000
    outcome = library.add(SourceFile("large.txt", "t", content), [Document(title="A")])[0]
    change(library.path, "UPDATE source_file SET content = x''")
    for place, start in enumerate(range(0, len(content), 5000)):
        part = zlib.compress(content[start : start + 5000])
        change(library.path, "INSERT INTO source_part VALUES (1, ?, ?)", place, part)
    return outcome.id, content


def test_a_file_in_parts_comes_back_whole(library: Library, add: Add) -> None:
    article_id, content = in_parts(library, add)
    assert library.source_bytes(article_id) == content
    assert library.check() == []
    library.remove([article_id])
    connection = sqlite3.connect(library.path)
    assert connection.execute("SELECT count(*) FROM source_part").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM source_part WHERE place = 2",
        "UPDATE source_part SET content = x'00' WHERE place = 2",
        "UPDATE source_part SET place = 9 WHERE place = 0",
    ],
)
def test_a_damaged_part_is_found(library: Library, add: Add, damage: str) -> None:
    in_parts(library, add)
    change(library.path, damage)
    assert library.check() == ["The stored copy of the file large.txt is damaged."]


def test_the_digest_is_that_of_the_whole_file(library: Library, add: Add) -> None:
    article_id, content = in_parts(library, add)
    assert library.article(article_id).source.sha256 == hashlib.sha256(content).hexdigest()
