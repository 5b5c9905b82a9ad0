"""Every sample in ``tests/data`` has its answer beside it, whatever the format."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop.domain.document import Picture
from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.base import Importer, Source
from ipvm_desktop.importers.registry import Registry

DATA = Path(__file__).parents[2] / "data"
SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)
FIXTURES = sorted(
    path
    for importer in BUILTIN
    for path in (*(DATA / importer.name).iterdir(), *(DATA / importer.name).glob("_posts/*"))
    if path.is_file() and not path.name.endswith(".expected.json")
)


def plain(value: Any) -> Any:
    """Return a document as JSON values; without what is as usual, and pictures' bytes."""
    if isinstance(value, Picture):
        return {"sha256": value.sha256, "media_type": value.media_type}
    if is_dataclass(value):
        entries = {entry.name: entry.default for entry in fields(value)}
        return {
            name: plain(getattr(value, name))
            for name, usual in entries.items()
            if usual is MISSING or getattr(value, name) != usual
        }
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_read_as_expected(path: Path) -> None:
    source = dataclasses.replace(Source.from_path(path), modified=SAVED)
    importer = Registry(BUILTIN).choose(source)
    documents = [plain(document) for document in importer.read(source)]
    found = {"importer": importer.name, "documents": documents}
    expected = path.with_name(f"{path.stem}.expected.json")
    if os.environ.get("UPDATE_EXPECTED"):  # the review is the diff
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("importer", BUILTIN, ids=lambda importer: importer.name)
def test_each_importer_reads_samples_of_its_own(importer: Importer) -> None:
    expected = (DATA / importer.name).rglob("*.expected.json")
    readers = [json.loads(path.read_text("utf-8"))["importer"] for path in expected]
    assert importer.name in readers
