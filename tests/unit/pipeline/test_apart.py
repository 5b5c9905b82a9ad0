"""Previews in a process of their own: whatever an importer does, there is an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipvm_desktop.importers import BUILTIN
from ipvm_desktop.importers.registry import Registry, default_registry
from ipvm_desktop.pipeline import apart
from ipvm_desktop.pipeline.apart import is_foreign, preview_apart

PACKAGE = """
import os, time
from ipvm_desktop.domain.document import Document
from ipvm_desktop.importers.base import Confidence

class Moody:
    name, title, extensions, brings = "moody", "Moody", (".moody",), ("article",)

    def sniff(self, source):
        return Confidence.CERTAIN if source.extension == ".moody" else Confidence.NO

    def read(self, source):
        word = source.read_bytes().decode()
        print("a line of its own")
        if word == "hang":
            time.sleep(600)
        if word == "exit":
            os._exit(3)
        yield Document(title=word, body_text="Text.")
"""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Install a package with an importer that does what the file says."""
    installed = tmp_path / "installed"
    (installed / "moody-1.dist-info").mkdir(parents=True)
    (installed / "moody.py").write_text(PACKAGE, encoding="utf-8")
    about = {
        "METADATA": "Metadata-Version: 2.1\nName: moody\nVersion: 1\n",
        "entry_points.txt": "[ipvm_desktop.importers]\nmoody = moody:Moody\n",
    }
    for name, content in about.items():
        (installed / "moody-1.dist-info" / name).write_text(content, encoding="utf-8")
    monkeypatch.syspath_prepend(str(installed))
    return default_registry()


def test_a_foreign_importer_is_found_and_reads(registry: Registry, tmp_path: Path) -> None:
    assert registry.importers[-1].name == "moody"
    assert registry.foreign == (".moody",)
    assert is_foreign("A.MOODY", registry)
    assert not is_foreign("a.html", registry)
    assert not is_foreign("a.moody", Registry(BUILTIN))
    (tmp_path / "a.moody").write_text("fine", encoding="utf-8")
    found = preview_apart(tmp_path / "a.moody", registry)
    assert (found.importer, found.error) == ("moody", None)
    assert [document.title for document in found.documents] == ["fine"]
    found = preview_apart(tmp_path / "a.moody", registry, "plain-text")
    assert found.importer == "plain-text"


def test_one_that_hangs_or_crashes_is_given_up(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.moody"
    path.write_text("exit", encoding="utf-8")
    found = preview_apart(path, registry)
    assert found.error == f"{path}: the process that read it crashed."
    assert "moody" in [candidate.name for candidate in found.candidates]
    monkeypatch.setattr(apart, "SECONDS", 3)
    path.write_text("hang", encoding="utf-8")
    found = preview_apart(path, registry)
    assert found.error == f"{path}: its importer gave no answer within 3 seconds."
    assert (found.importer, found.documents) == (None, ())
