"""Samples and, beside each, the answer that it is to be read as."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from lxml import html

from ipvm_desktop.domain.document import Picture

SAVED = dt.datetime(2024, 5, 20, 12, 0, tzinfo=dt.UTC)
"""When all samples were saved: what "3 hours ago" counts from."""


def plain(value: Any) -> Any:
    """Return what was read as JSON values; without what is as usual, and pictures' bytes."""
    if isinstance(value, Picture):
        return {"sha256": value.sha256, "media_type": value.media_type}
    if isinstance(value, html.HtmlElement):
        name = value.get("id") or value.get("class") or ""
        return f"{value.tag!s} {name}".strip()
    if is_dataclass(value):
        usual = {entry.name: entry.default for entry in fields(value)}
        return {
            name: plain(getattr(value, name))
            for name, default in usual.items()
            if default is MISSING or getattr(value, name) != default
        }
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value


def assert_expected(found: Any, expected: Path) -> None:
    """Compare plain values with a file's; ``UPDATE_EXPECTED=1`` writes it, to be reviewed."""
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))
