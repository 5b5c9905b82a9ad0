"""Archives and mails that lost bytes on the way: a sentence or an article, never a crash."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers.archives import (
    EpubImporter,
    MhtmlImporter,
    WarcImporter,
    WebArchiveImporter,
)
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.mail import EmlImporter, MboxImporter

DATA = Path(__file__).parents[2] / "data"
CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
IMPORTERS: tuple[Importer, ...] = (
    MhtmlImporter(),
    WebArchiveImporter(),
    EpubImporter(),
    WarcImporter(),
    MboxImporter(),
    EmlImporter(),
)
SAMPLES = [
    (importer, path)
    for importer in IMPORTERS
    for path in sorted((DATA / importer.name).iterdir())
    if not path.name.endswith(".expected.json")
]
FOLDERS = {"mbox": "exports/mbox"}
REAL = [
    (importer, path)
    for importer in IMPORTERS
    for path in sorted(
        (CORPORA / FOLDERS.get(importer.name, f"containers/{importer.name}")).glob("*")
    )
    if not path.name.startswith("LICENSE")
]


def _read(importer: Importer, content: bytes, name: str) -> int:
    source = Source.from_bytes(content, name)
    importer.sniff(source)
    try:
        documents = list(importer.read(source))
    except ImportFileError:
        return 0
    assert all(document.title for document in documents)
    return len(documents)


def _damaged(content: bytes, name: str) -> Iterator[bytes]:
    chance = random.Random(name)
    for _ in range(15):
        yield content[: chance.randrange(1, len(content))]
        flipped = bytearray(content)
        for _ in range(chance.choice((1, 5, 50))):
            flipped[chance.randrange(len(flipped))] = chance.randrange(256)
        yield bytes(flipped)
        start = chance.randrange(len(content))
        yield content[:start] + content[start + chance.randrange(1, 300) :] or b"x"


@pytest.mark.parametrize(
    ("importer", "path"), SAMPLES, ids=[f"{path.parent.name}/{path.name}" for _, path in SAMPLES]
)
def test_damage_never_stops_the_program(importer: Importer, path: Path) -> None:
    content = path.read_bytes()
    assert _read(importer, content, path.name)
    for damaged in _damaged(content, path.name):
        _read(importer, damaged, path.name)


@pytest.mark.parametrize(("importer", "path"), REAL, ids=[path.name for _, path in REAL])
def test_files_of_others_are_read_or_refused_with_a_sentence(
    importer: Importer, path: Path
) -> None:
    read = _read(importer, path.read_bytes(), path.name)
    assert read or importer.name in {"mhtml", "warc"}
