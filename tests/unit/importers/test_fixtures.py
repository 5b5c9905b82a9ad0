"""Every sample in ``tests/data`` has its answer beside it, whatever the format."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.registry import Registry
from tests.expected import SAVED, assert_expected, plain

DATA = Path(__file__).parents[2] / "data"
FIXTURES = sorted(
    path
    for importer in BUILTIN
    for path in (*(DATA / importer.name).iterdir(), *(DATA / importer.name).glob("_posts/*"))
    if path.is_file() and not path.name.endswith(".expected.json")
)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_read_as_expected(path: Path) -> None:
    source = dataclasses.replace(Source.from_path(path), modified=SAVED)
    importer = Registry(BUILTIN).choose(source)
    documents = [plain(document) for document in importer.read(source)]
    found = {"importer": importer.name, "documents": documents}
    assert_expected(found, path.with_name(f"{path.stem}.expected.json"))


@pytest.mark.parametrize("importer", BUILTIN, ids=lambda importer: importer.name)
def test_each_importer_reads_samples_of_its_own(importer: Importer) -> None:
    expected = (DATA / importer.name).rglob("*.expected.json")
    readers = [json.loads(path.read_text("utf-8"))["importer"] for path in expected]
    assert importer.name in readers
