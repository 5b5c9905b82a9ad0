"""The doctor's findings, on this machine and on machines that lack something."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import tomllib
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from ipvm_desktop import paths
from ipvm_desktop.doctor import display
from ipvm_desktop.doctor import examine as module
from ipvm_desktop.doctor.examine import Finding, examine
from ipvm_desktop.library import Library


def finding(name: str, library: Path) -> Finding:
    return next(found for found in examine(library) if found.name == name)


@pytest.fixture(autouse=True)
def no_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without starting Qt in a process for every test; one test does."""
    monkeypatch.setattr(display, "display_problem", lambda: None)
    monkeypatch.setattr(display, "qt_starts", lambda: True)


def test_this_machine(tmp_path: Path) -> None:
    found = examine(tmp_path / "library.sqlite")
    names = [one.name for one in found]
    assert names[:4] == ["Python", "Packages", "SQLite", "Library"]
    assert len(set(names)) == len(names)
    wrong = [one for one in found if not one.ok and not one.window_only]
    assert wrong == []
    assert not (tmp_path / "library.sqlite").exists()


def test_an_old_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_MIN_PYTHON", (99, 1))
    assert finding("Python", tmp_path / "l").remedy == "install Python 99.1 or newer"


def test_packages_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find = importlib.util.find_spec

    def find_spec(name: str) -> ModuleSpec | None:
        return None if name in {"nh3", "yaml"} else find(name)

    monkeypatch.setattr(module, "find_spec", find_spec)
    found = finding("Packages", tmp_path / "l")
    assert found.message == "not installed: nh3, PyYAML"
    assert found.remedy == f"{sys.executable} -m pip install nh3 PyYAML"


def test_every_dependency_is_looked_for(tmp_path: Path) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    needed = {re.split(r"[<>=!~; ]", one)[0] for one in project["project"]["dependencies"]}
    told = finding("Packages", tmp_path / "l").message
    assert {one.split()[0] for one in told.split(", ")} == needed


def test_a_package_without_metadata(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_DEPENDENCIES", {"json": "No-Such-Distribution"})
    assert finding("Packages", tmp_path / "l").message == "No-Such-Distribution"


def test_a_poor_sqlite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "ipvm_desktop.library.features.missing_features", lambda: ["full-text search (FTS5)"]
    )
    found = finding("SQLite", tmp_path / "l")
    assert not found.ok
    assert "lacks full-text search (FTS5)" in found.message


def test_a_python_without_sqlite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ipvm_desktop.library.features", None)
    monkeypatch.setitem(sys.modules, "ipvm_desktop.library", None)
    (tmp_path / "l").touch()
    assert not finding("SQLite", tmp_path / "l").ok
    assert not finding("Library", tmp_path / "l").ok


def test_libraries_of_all_sorts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    assert "will be made" in finding("Library", path).message
    Library.open(path).close()
    assert finding("Library", path) == Finding(
        "Library", True, f"{path} holds 0 articles and 0 comments"
    )
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert finding("Library", path).remedy == f"chmod u+w '{path}'"
    path.write_bytes(b"no library at all, but long enough to be looked at")
    assert finding("Library", path) == Finding("Library", False, f"{path}: this is not a library")


def test_folders_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = finding("Folders", tmp_path / "file" / "deep" / "library.sqlite")
    assert not found.ok
    assert str(tmp_path / "file" / "deep") in found.message


def test_resources_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = sorted(folder.name for folder in paths.resource("").iterdir() if folder.is_dir())
    monkeypatch.setattr(paths, "resource", lambda name: tmp_path / name)
    (tmp_path / "icons").mkdir()
    found = finding("Resources", tmp_path / "l")
    assert found.message == f"missing: {', '.join(folders)}"
    assert "--force-reinstall" in str(found.remedy)
    assert not finding("Fonts", tmp_path / "l").ok


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")
def test_what_only_the_window_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(display, "missing_libraries", lambda files: ["libEGL.so.1"])
    monkeypatch.setattr(
        display, "display_problem", lambda: "There is no display; run `DISPLAY=:0 ipvm-desktop`."
    )
    libraries = finding("Window libraries", tmp_path / "l")
    assert (libraries.ok, libraries.message) == (False, "missing: libEGL.so.1")
    assert finding("Display", tmp_path / "l") == Finding(
        "Display", False, "There is no display", "run `DISPLAY=:0 ipvm-desktop`", window_only=True
    )
    monkeypatch.setattr(display, "missing_libraries", lambda files: [])
    assert finding("Window libraries", tmp_path / "l").ok


def test_a_qt_that_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert finding("Display", tmp_path / "l").ok
    monkeypatch.setattr(display, "qt_starts", lambda: False)
    assert finding("Display", tmp_path / "l").message == "Qt cannot start here"


def test_other_systems_bring_the_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert finding("Window libraries", tmp_path / "l").ok
    monkeypatch.setattr(display, "find_spec", lambda name: None)
    assert not finding("Window libraries", tmp_path / "l").ok


def test_fonts_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts = tmp_path / "share" / "fonts" / "truetype"
    fonts.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    assert ", 0 of the system" in finding("Fonts", tmp_path / "l").message
    (fonts / "Any.TTF").touch()
    assert ", 1 of the system" in finding("Fonts", tmp_path / "l").message
