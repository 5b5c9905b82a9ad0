"""Preferences: written whole, read forgivingly, never destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ipvm_desktop import paths, settings
from ipvm_desktop.domain.versions import CopyRule
from ipvm_desktop.errors import SettingsError
from ipvm_desktop.settings import Settings


def test_defaults_without_a_file() -> None:
    assert settings.load() == Settings(theme="system", zoom_percent=100)
    assert not paths.settings_file().exists()


def test_what_is_saved_is_loaded() -> None:
    chosen = Settings(
        theme="dark", zoom_percent=140, copies=CopyRule.REPLACE, watched_folder="/home/ann/Inbox"
    )
    settings.save(chosen)
    assert settings.load() == chosen
    assert json.loads(paths.settings_file().read_text(encoding="utf-8"))["version"] == 1


def test_unknown_keys_and_a_newer_version_survive(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text('{"version": 7, "theme": "light", "density": "high"}', encoding="utf-8")
    loaded = settings.load(path)
    assert loaded.theme == "light"
    settings.save(loaded, path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert stored["density"] == "high"
    assert stored["version"] == 7


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({"theme": "pink"}, Settings()),
        ({"theme": ["dark"]}, Settings()),
        ({"zoom_percent": 10_000}, Settings(zoom_percent=300)),
        ({"zoom_percent": -3}, Settings(zoom_percent=50)),
        ({"zoom_percent": True, "theme": "dark"}, Settings(theme="dark")),
        ({"zoom_percent": "120"}, Settings()),
        ({"watched_folder": ""}, Settings()),
        ({"watched_folder": 3}, Settings()),
        ({"watched_folder": "/in"}, Settings(watched_folder="/in")),
        ({"copies": "sometimes"}, Settings()),
        ({"copies": ["keep"], "theme": "dark"}, Settings(theme="dark")),
        ({"copies": "keep"}, Settings(copies=CopyRule.KEEP)),
    ],
)
def test_one_bad_value_does_not_cost_the_others(
    tmp_path: Path, stored: dict[str, Any], expected: Settings
) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert settings.read(path) == expected


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe\x00", b"", b"[" * 100_000])
def test_a_broken_file_is_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"s\.json: .*\.$"):
        settings.read(path)
    assert settings.load(path) == Settings()
    assert (tmp_path / "s.json.bak").read_bytes() == content
    settings.save(Settings(theme="dark"), path)
    assert settings.load(path).theme == "dark"


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.mkdir()
    with pytest.raises(SettingsError, match=r"s\.json"):
        settings.read(path)
    with pytest.raises(SettingsError, match=r"s\.json"):
        settings.save(Settings(), path)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "home"] == ["s.json"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match=r"s\.json: .+\."):
        settings.save(Settings(), tmp_path / "file" / "s.json")
    assert settings.load(tmp_path / "file" / "s.json") == Settings()
