"""A library to import into, and a folder to import from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipvm_desktop.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite", busy_seconds=0.1) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made
