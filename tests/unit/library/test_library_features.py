"""What this Python's SQLite can do."""

from __future__ import annotations

import sqlite3

import pytest

from ipvm_desktop.library import features


def test_this_python_has_all_of_it() -> None:
    assert features.sqlite_version() == sqlite3.sqlite_version
    assert features.missing_features() == []


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    probes = {"time travel": "TRAVEL TO 1999", "plain rows": "INSERT INTO plain VALUES (1)"}
    monkeypatch.setattr(features, "_PROBES", probes)
    assert features.missing_features() == ["time travel"]
